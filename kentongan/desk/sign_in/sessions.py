"""Where an officer is signed in, and what was done and tried with his account."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kentongan.desk.access import for_officers, officer_of
from kentongan.people import history, sessions
from kentongan.rules.types import Refused


@for_officers(unsecured=True)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the officer's sessions and the last 90 days of his sign-in history."""
    officer, now = officer_of(request), timezone.now()
    context = {
        "sessions": sessions.of_officer(officer, current=request.session.session_key, at=now),
        "events": [(event, event.kind in history.FAILED) for event in history.of_officer(officer, at=now)],
        "shown": history.SHOWN,
    }
    return render(request, "desk/sign_in/sessions.html", context)


@for_officers(unsecured=True)
@require_POST
def end(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """End one session; it is dead at once."""
    try:
        sessions.end(officer=officer_of(request), session_id=session_id, at=timezone.now())
    except Refused as refusal:
        messages.info(request, refusal.sentence)
    else:
        messages.success(request, "Sesi itu sudah diakhiri.")
    return redirect("account_sessions")


@for_officers(unsecured=True)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End all sessions but this one."""
    count = sessions.end_others(officer=officer_of(request), current=request.session.session_key, at=timezone.now())
    if count:
        messages.success(request, f"{count} sesi lain sudah diakhiri. Hanya perangkat ini yang masih masuk.")
    else:
        messages.info(request, "Tidak ada sesi lain.")
    return redirect("account_sessions")
