"""The printed list of one-time codes: made, printed, and proven by its first code; taken away after asking."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.sign_in.forms import PaperForm
from kentongan.desk.sign_in.guards import proven_again, remember_proof
from kentongan.people import paper_codes
from kentongan.people.adapter import seal, unseal
from kentongan.people.factors import factors_of
from kentongan.rules.types import Refused
from kentongan.support.sealed_box import SealBroken

_PENDING = "paper_list_pending"
_READ_WRITE = ["GET", "HEAD", "POST"]


@for_officers(unsecured=True)
@proven_again
@require_http_methods(_READ_WRITE)
def new(request: HttpRequest) -> HttpResponseBase:
    """Show a new list to be printed; it counts once its first code was typed."""
    officer = officer_of(request)
    codes = _pending(request)
    form = PaperForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            paper_codes.turn_on(officer=officer, codes=codes, typed=form.cleaned_data["code"], at=timezone.now())
        except Refused as refusal:
            form.add_error("code", refusal.sentence)
        else:
            request.session.pop(_PENDING, None)
            remember_proof(request, officer, "mfa")  # the first code was one
            messages.success(
                request, "Daftar kode sekali pakai sudah berlaku. Coret kode nomor 1: kode itu sudah terpakai."
            )
            return redirect("mfa_index")
    context = {"form": form, "codes": codes, "today": timezone.now(), "again": factors_of(officer.pk).paper}
    return render(request, "desk/sign_in/paper.html", context)


@for_officers(unsecured=True)
@proven_again
@require_http_methods(_READ_WRITE)
def remove(request: HttpRequest) -> HttpResponseBase:
    """Void the list, after asking once."""
    officer = officer_of(request)
    if not factors_of(officer.pk).paper:
        return redirect("mfa_index")
    if request.method == "POST":
        try:
            paper_codes.turn_off(officer=officer, at=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, "Daftar kode sekali pakai sudah dicabut. Musnahkan kertasnya.")
        return redirect("mfa_index")
    return render(request, "desk/sign_in/remove_paper.html")


def _pending(request: HttpRequest) -> list[str]:
    """Return the list being made; it waits sealed in the session, so that a reload shows what was printed."""
    sealed = request.session.get(_PENDING)
    if isinstance(sealed, str):
        try:
            return [str(code) for code in json.loads(unseal(sealed))]
        except (SealBroken, ValueError):
            pass  # the secrets file was replaced: begin again
    codes = paper_codes.new_list()
    request.session[_PENDING] = seal(json.dumps(codes))
    return codes
