"""Who watches from outside: signed in as an observer of this village, or a program with one of his keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from kentongan.people import devices, sessions
from kentongan.people.middleware import officer_of as signed_in
from kentongan.people.models import Officer
from kentongan.rules.access import Right, has_right
from kentongan.villages.tenant import village_of
from kentongan.watching import keys, watches
from kentongan.watching.models import Watch

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
KeyView = Callable[Concatenate[HttpRequest, Officer, P], HttpResponseBase]


def observer_of(request: HttpRequest) -> Officer:
    """Return the observer who is signed in. Raises PermissionDenied if nobody is, or somebody without the right."""
    officer = signed_in(request)
    if officer is None or not has_right(officer.viewer(), Right.SEE_OBSERVER):
        raise PermissionDenied
    return officer


def for_observers(view: View[P]) -> View[P]:
    """Let a view be seen by observers only: strangers are sent to sign in, others read for whom it is."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        village_of(request)
        officer = signed_in(request)
        if officer is None:
            return redirect_to_login(request.path if request.method == "POST" else request.get_full_path())
        if has_right(officer.viewer(), Right.SEE_OBSERVER):
            device = devices.device_of(request.headers.get("User-Agent", ""))
            sessions.note_seen(officer=officer, session=request.session, device=device, at=timezone.now())
            response = view(request, *args, **kwargs)
        else:
            response = render(request, "observer/no_right.html", status=403)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return guarded


def for_programs(view: KeyView[P]) -> View[P]:
    """Let a view be read by GET with an observer's key (`Authorization: Bearer ktgo_…`); it gets the observer."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        village = village_of(request)
        if request.method not in ("GET", "HEAD"):
            return _refused(405, "method", "Hanya GET.", Allow="GET, HEAD")
        kind, _, key = request.headers.get("Authorization", "").partition(" ")
        observer = keys.holder_of(key, village=village, at=timezone.now()) if kind.lower() == "bearer" else None
        if observer is None:
            sentence = "Sertakan kunci yang berlaku: Authorization: Bearer ktgo_…"
            return _refused(401, "key", sentence, **{"WWW-Authenticate": "Bearer"})
        response = view(request, observer, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return guarded


def watch_or_404(request: HttpRequest, watch_id: UUID) -> Watch:
    """Return a watch of his own. Raises Http404."""
    watch = watches.find(observer_of(request), watch_id)
    if watch is None:
        raise Http404
    return watch


def _refused(status: int, code: str, sentence: str, **headers: str) -> JsonResponse:
    response = JsonResponse({"error": code, "message": sentence}, status=status, headers=headers)
    response["Cache-Control"] = "private, no-store"
    return response
