"""How each officer works at the desk: morning letter, shortcuts, and the secret address of his calendar."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kentongan.desk.access import for_officers, officer_of
from kentongan.gateway.links import public_url
from kentongan.people import habits
from kentongan.villages.tenant import village_of

FEED = "/meja/langganan/"


@for_officers()
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Save what he likes; a box that is not ticked is not sent."""
    habits.change(officer=officer_of(request), digest="digest" in request.POST, shortcuts="shortcuts" in request.POST)
    messages.success(request, "Cara kerja Anda sudah disimpan.")
    return redirect("mfa_index")


@for_officers()
@require_POST
def new_feed(request: HttpRequest) -> HttpResponse:
    """Make the address of his calendar and show it, in this answer only: it is stored nowhere."""
    officer = officer_of(request)
    officer.village = village_of(request)
    token = habits.new_feed(officer=officer, at=timezone.now())
    # Behind a path prefix the public address carries it already.
    address = public_url(officer.village, f"{FEED}{token}.ics") or request.build_absolute_uri(
        reverse("desk:feed", args=[token])
    )
    return render(request, "desk/sign_in/feed.html", {"address": address})


@for_officers()
@require_POST
def revoke_feed(request: HttpRequest) -> HttpResponse:
    """Let the address open nothing any more."""
    officer = officer_of(request)
    officer.village = village_of(request)
    if habits.revoke_feed(officer=officer, at=timezone.now()):
        messages.success(request, "Alamat kalender sudah dicabut; kalender yang berlangganan tidak diperbarui lagi.")
    return redirect("mfa_index")
