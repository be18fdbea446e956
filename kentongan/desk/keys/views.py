"""Kunci saya: each view is one action of `vault.holders` or `vault.unlocking`.

A drawn key travels sealed in the officer's own page until he has confirmed it; the pages are never kept by a browser.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.cases.actions.confining import adopt
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.keys.forms import ConfirmForm, PhraseForm, SheetsForm
from kentongan.desk.keys.ring import forget_cookie, give_cookie, take_cookie, unlocked_of
from kentongan.desk.sign_in.guards import next_page, proven_again
from kentongan.reports.key_sheet import sheet_pdf
from kentongan.rules.access import Right
from kentongan.rules.types import Refused
from kentongan.vault import holders, passphrase, shares, unlocking
from kentongan.vault.holders import Draft
from kentongan.vault.keyring import service_ring
from kentongan.villages.tenant import village_of

for_holders = for_officers(Right.HAVE_KEY)
_READ_WRITE = ["GET", "HEAD", "POST"]
_DRAFT = "draf"
_MOST_OF_A_NAME = 80


@for_holders
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Show the officer how it stands with his key."""
    context = {"key": holders.state_of(officer_of(request)), "unlocked": unlocked_of(request)}
    return render(request, "desk/keys/mine.html", context)


@for_holders
@proven_again
@require_http_methods(_READ_WRITE)
def make(request: HttpRequest) -> HttpResponseBase:
    """Explain what a key is; draw it."""
    officer, village = officer_of(request), village_of(request)
    if holders.state_of(officer).made_at is not None:
        return redirect("desk:key")
    if request.method == "POST":
        return _show(request, holders.draw(village=village, officer=officer, at=timezone.now()))
    return render(request, "desk/keys/make.html", {"bits": passphrase.BITS})


@sensitive_post_parameters()
@for_holders
@require_http_methods(_READ_WRITE)
def rotate(request: HttpRequest) -> HttpResponseBase:
    """Draw a key in place of the present one."""
    officer, village = officer_of(request), village_of(request)
    if holders.state_of(officer).made_at is None:
        return redirect("desk:key")
    form = PhraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = holders.draw_next(
                village=village, officer=officer, phrase=form.cleaned_data["phrase"], at=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _show(request, draft)
    return render(request, "desk/keys/rotate.html", {"form": form})


@sensitive_post_parameters()
@for_holders
@proven_again
@require_http_methods(_READ_WRITE)
def recover(request: HttpRequest) -> HttpResponseBase:
    """Draw a key in place of one whose passphrase is lost."""
    form = SheetsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = [form.cleaned_data["first"], form.cleaned_data["second"]]
        try:
            draft = holders.draw_from_shares(
                village=village_of(request), officer=officer_of(request), words=words, at=timezone.now()
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _show(request, draft)
    return render(request, "desk/keys/recover.html", {"form": form})


def _with_draft(view: Callable[[HttpRequest, Draft], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Hand a view the drawn key that comes with the form; send to the beginning when it is none."""

    @for_holders
    @require_POST
    @sensitive_variables("draft")
    def guarded(request: HttpRequest) -> HttpResponseBase:
        try:
            draft = holders.unseal_draft(request.POST.get(_DRAFT, ""), officer_of(request))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("desk:key")
        return view(request, draft)

    return sensitive_post_parameters()(guarded)


@_with_draft
def show_again(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show passphrase and sheets once more, while the key is not confirmed."""
    return _show(request, draft)


@_with_draft
def sheet(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Typeset one sheet."""
    chosen = request.POST.get("lembar", "")
    number = int(chosen) if chosen in {str(place) for place in range(1, shares.SHEETS + 1)} else 1
    made = sheet_pdf(
        village=village_of(request),
        officer=officer_of(request),
        words=draft.shares[number - 1].split(),
        number=number,
        fingerprint=draft.fingerprint,
        keeper=" ".join(request.POST.get(f"penyimpan_{number}", "").split())[:_MOST_OF_A_NAME],
        at=draft.drawn_at,
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="lembar-kunci-{number}.pdf"'
    return response


@_with_draft
def confirm(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    """Ask for two words; then the key is the officer's."""
    officer, village = officer_of(request), village_of(request)
    form = ConfirmForm(request.POST if "cek" in request.POST else None, draft=draft)
    if form.is_bound and form.is_valid():
        try:
            made = holders.activate(draft, village=village, officer=officer, at=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("desk:key")
        adopt(village=village.id, at=timezone.now(), keys=service_ring())
        messages.success(request, _done(draft, made.rewrapped))
        response = redirect("desk:key")
        forget_cookie(response)  # of the old key, if it lay open
        return response
    context = {"form": form, "sealed": request.POST[_DRAFT]}
    return render(request, "desk/keys/confirm.html", context, status=422 if form.is_bound else 200)


@sensitive_post_parameters()
@for_holders
@require_http_methods(_READ_WRITE)
def unlock(request: HttpRequest) -> HttpResponseBase:
    """Open the officer's key for ten minutes, and go on to where he wanted."""
    officer, village = officer_of(request), village_of(request)
    onward = next_page(request)
    if unlocked_of(request).ring.unlocked:
        return redirect(onward or "desk:key")
    if holders.state_of(officer).made_at is None:
        messages.info(request, "Untuk membuka aduan tersegel, Anda perlu kunci sendiri.")
        return redirect("desk:key")
    form = PhraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            identity = holders.unlock(village=village, officer=officer, phrase=form.cleaned_data["phrase"], at=now)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            response = redirect(onward or "desk:key")
            give_cookie(response, unlocking.begin(identity, officer=officer, at=now))
            return response
    return render(request, "desk/keys/unlock.html", {"form": form, "next": onward})


@for_holders
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock the officer's key on this browser."""
    messages.success(request, "Kunci Anda sudah tertutup.")
    response = redirect("desk:key")
    take_cookie(request, response)
    return response


def _show(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show what is on no other page: it comes in the answer to the POST itself and is stored nowhere."""
    context: dict[str, Any] = {
        "draft": draft,
        "words": draft.passphrase.split(),
        "sheets": [
            {"number": number, "words": words.split(), "keeper": keeper}
            for number, (words, keeper) in enumerate(zip(draft.shares, _KEEPERS, strict=True), start=1)
        ],
        "officer": officer_of(request),
        "sealed": holders.seal_draft(draft, officer_of(request)),
    }
    return render(request, "desk/keys/paper.html", context)


_KEEPERS = ("Ketua unit pengaduan", "Ketua BPD", "Kecamatan")


def _done(draft: Draft, rewrapped: int) -> str:
    if draft.why == holders.MADE:
        return "Kunci Anda sudah aktif. Serahkan tiap lembar kepada penyimpannya hari ini juga."
    moved = f" {rewrapped} aduan tersegel kini terbuka dengan kunci baru." if rewrapped else ""
    return f"Kunci baru Anda sudah aktif; yang lama mati, bersama lembar-lembarnya.{moved}"
