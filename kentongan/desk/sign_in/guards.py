"""Proving oneself again before something that matters, and where to go afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.utils import get_next_redirect_url
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from kentongan.people import devices
from kentongan.people.models import Officer

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def proven_again(view: View[P]) -> View[P]:
    """Ask for the password or a code again unless that was done within the last quarter of an hour.

    allauth would keep the whole request in the session meanwhile, address and all; here the page is simply opened anew.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not did_recently_reauthenticate(request):
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('account_reauthenticate')}?{query}")
        return view(request, *args, **kwargs)

    return guarded


def remember_proof(request: HttpRequest, officer: Officer, method: str) -> None:
    """Note in the session that the officer proved himself just now, by `password` or `mfa`."""
    record_authentication(request, officer, method=method, reauthenticated=True)


def device_of(request: HttpRequest) -> str:
    """Return the browser of a request in plain words."""
    return devices.device_of(request.headers.get("User-Agent", ""))


def next_page(request: HttpRequest) -> str | None:
    """Return the page of our own that the request wants to go to afterwards, if it names one."""
    url: str | None = get_next_redirect_url(request)
    return url
