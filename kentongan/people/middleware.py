"""An officer is signed in only at his own village's site."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from kentongan.people import sign_in
from kentongan.people.models import Officer
from kentongan.rules.types import Refused


class OfficerOfVillageMiddleware:
    """Makes `request.user` anonymous for an officer of another village, or one deactivated since.

    Everything is lazy: a page that does not ask who is there touches neither session nor database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, with `request.user` narrowed to the village."""
        request.user = cast("Officer | AnonymousUser", SimpleLazyObject(partial(_officer_here, request)))
        # Nothing here is asynchronous; what asks in that way must fail rather than pass by the check above.
        del request.auser
        return self.get_response(request)


def _officer_here(request: HttpRequest) -> Officer | AnonymousUser:
    village = getattr(request, "village", None)
    officer = get_user(request)
    if not isinstance(officer, Officer) or village is None or officer.village_id != village.id:
        return AnonymousUser()
    try:
        sign_in.refuse_demo_elsewhere(village)
    except Refused:
        return AnonymousUser()
    officer.village = village
    return officer


def officer_of(request: HttpRequest) -> Officer | None:
    """Return the officer who is signed in at this village's site, or None."""
    user = request.user
    return user if isinstance(user, Officer) else None
