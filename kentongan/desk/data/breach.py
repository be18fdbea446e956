"""Breaches: fill in what happened, print both letters, note who was told, within 3 x 24 hours (UU 27/2022 art. 46)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kentongan.cases.actions import breach
from kentongan.cases.actions.breach import Told
from kentongan.cases.models import BreachNotice
from kentongan.desk.access import for_officers, officer_of
from kentongan.desk.data.forms import BreachForm
from kentongan.documents import serve
from kentongan.reports.breach_letter import breach_letter
from kentongan.rules.access import Right
from kentongan.rules.types import Refused
from kentongan.villages.tenant import village_of

SHOWN = 50


@require_safe
@for_officers(Right.REPORT_BREACH)
def overview(request: HttpRequest) -> HttpResponse:
    """The notices, newest first, with what is still owed to whom."""
    now = timezone.now()
    rows = BreachNotice.objects.filter(village=village_of(request))[:SHOWN]
    return render(request, "desk/data/breaches.html", {"rows": [_standing(row, now) for row in rows]})


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.REPORT_BREACH)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a notice."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.REPORT_BREACH)
def edit(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Look at a notice, change it, print it."""
    return _form(request, _or_404(request, notice_id))


def _form(request: HttpRequest, row: BreachNotice | None) -> HttpResponse:
    village, officer, now = village_of(request), officer_of(request), timezone.now()
    form = BreachForm(request.POST if request.method == "POST" else None, zone=village.zone, now=now, row=row)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in breach.FIELDS}
        known: datetime = form.cleaned_data["known"]
        try:
            if row is None:
                saved = breach.note(village=village, by=officer, at=now, known_at=known, words=words)
            else:
                saved = breach.change(row=row, by=officer, at=now, known_at=known, words=words)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Pemberitahuan tersimpan. Cetak kedua surat di bawah, lalu sampaikan.")
            return HttpResponseRedirect(reverse("desk:breach", args=[saved.pk]))
    context = {"form": form, "row": _standing(row, now) if row else None}
    return render(request, "desk/data/breach.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_officers(Right.REPORT_BREACH)
def told(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Note that one of the two was told."""
    row = _or_404(request, notice_id)
    breach.tell(row=row, by=officer_of(request), at=timezone.now(), who=_who_or_404(request.POST.get("siapa", "")))
    messages.success(request, "Tercatat.")
    return HttpResponseRedirect(reverse("desk:breach", args=[row.pk]))


@require_safe
@for_officers(Right.REPORT_BREACH)
def letter(request: HttpRequest, notice_id: UUID, who: str) -> HttpResponseBase:
    """One of the two letters as PDF."""
    row, whom = _or_404(request, notice_id), _who_or_404(who)
    name = "Pemberitahuan kepada warga.pdf" if whom is Told.SUBJECTS else "Pemberitahuan kepada lembaga.pdf"
    return serve.paper_response(breach_letter(row, whom, at=timezone.now()), name)


def _or_404(request: HttpRequest, notice_id: UUID) -> BreachNotice:
    row = BreachNotice.objects.filter(village=village_of(request), pk=notice_id).select_related("village").first()
    if row is None:
        raise Http404
    return row


def _who_or_404(text: str) -> Told:
    try:
        return Told(text)
    except ValueError as error:
        raise Http404 from error


def _standing(row: BreachNotice, now: datetime) -> dict[str, Any]:
    """Return how much of the 72 hours is left, in whole hours, and who still has to be told."""
    open_ones = [
        who.label
        for who, at in ((Told.SUBJECTS, row.subjects_told_at), (Told.AUTHORITY, row.authority_told_at))
        if at is None
    ]
    seconds = (row.due_at - now).total_seconds()
    return {
        "row": row,
        "open": open_ones,
        "late": bool(open_ones) and seconds < 0,
        "hours": int(abs(seconds) // 3600),
    }
