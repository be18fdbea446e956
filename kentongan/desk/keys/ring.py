"""What the officer of a request can open: his ring of keys, from the cookie that the unlock page gives.

The cookie goes to the desk only, no script reads it, and it is worth nothing without its row (`vault.unlocking`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from kentongan.desk.access import officer_of
from kentongan.vault import holders, unlocking
from kentongan.vault.keyring import Keyring, ring_of
from kentongan.vault.unlocking import Begun, Unlocked
from kentongan.villages.tenant import village_of

COOKIE: Final = "kunci"
_REMEMBERED: Final = "_kentongan_unlocked"
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def unlocked_of(request: HttpRequest) -> Unlocked:
    """Return the officer's ring and until when it is open (one query where a cookie is, else none; then remembered).

    Raises PermissionDenied when no officer of the village is signed in.
    """
    known: Unlocked | None = request.__dict__.get(_REMEMBERED)
    if known is None:
        cookie = request.COOKIES.get(COOKIE, "")
        known = unlocking.find(cookie, officer=officer_of(request), at=timezone.now())
        request.__dict__[_REMEMBERED] = known
    return known


def ring_of_request(request: HttpRequest) -> Keyring:
    """Return the ring of keys of the officer who asks; a locked one opens only what is sealed to the service."""
    return unlocked_of(request).ring


def once(request: HttpRequest, phrase: str) -> Keyring:
    """Open the officer's key with a passphrase typed beside an act, for this request only.

    Raises Refused like `holders.unlock`.
    """
    officer = officer_of(request)
    identity = holders.unlock(village=village_of(request), officer=officer, phrase=phrase, at=timezone.now())
    ring = ring_of(identity, officer=officer.id)
    request.__dict__[_REMEMBERED] = Unlocked(ring)
    return ring


def needs_unlock(request: HttpRequest) -> HttpResponse | None:
    """Return the way to the unlock page, and back here afterwards; None when the officer's key is open."""
    if ring_of_request(request).unlocked:
        return None
    here = request.path if request.method == "POST" else request.get_full_path()
    return redirect(f"{reverse('desk:key_unlock')}?{urlencode({'next': here})}")


def to_open(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the way to the unlock page for a sealed case; back to the case, with a word, when his key opens it not."""
    waiting = needs_unlock(request)
    if waiting is not None:
        return waiting
    messages.error(request, "Kunci Anda tidak membuka aduan ini. Minta petugas jalurnya memberi akses.")
    return redirect("desk:case", case_id)


def unlocked_first(view: View[P]) -> View[P]:
    """Let a view (already for officers only) be seen with an open key; else send to open it, and back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return needs_unlock(request) or view(request, *args, **kwargs)

    return guarded


def give_cookie(response: HttpResponseBase, begun: Begun) -> None:
    """Hand out the cookie of an unlocked key. Without TLS (an office PC in its own network) it cannot be `Secure`."""
    response.set_cookie(
        COOKIE,
        begun.cookie,
        max_age=int(unlocking.LASTS.total_seconds()),
        path=reverse("desk:inbox"),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )


def take_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Lock what the request's cookie opens, and take the cookie back."""
    if COOKIE in request.COOKIES:
        unlocking.end(request.COOKIES[COOKIE], officer=officer_of(request))
        forget_cookie(response)


def forget_cookie(response: HttpResponseBase) -> None:
    """Take the cookie back; its row is gone already."""
    response.delete_cookie(COOKIE, path=reverse("desk:inbox"), samesite="Strict")
