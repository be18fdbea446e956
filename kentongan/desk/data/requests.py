"""Requests of reporters about their data: what waits, the decision, the correction at the counter."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.cases.actions import privacy
from kentongan.cases.models import Case, PrivacyRequest
from kentongan.cases.queries.held_texts import held_texts
from kentongan.cases.queries.inbox import visible
from kentongan.desk.access import case_or_404, for_officers, officer_of
from kentongan.desk.data.forms import CorrectForm, DecideForm, LiftForm
from kentongan.desk.keys.ring import ring_of_request
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.data_rights import CorrectionOf, DataOutcome, DataRequest, RefusalGround
from kentongan.rules.types import CaseClass, Refused
from kentongan.rules.workflow import OPEN
from kentongan.villages.calendar import local_date
from kentongan.villages.tenant import village_of

SHOWN: Final = 100


@require_safe
@for_officers(Right.DECIDE_DATA)
def overview(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, nearest first; erasures that wait; restrictions in force."""
    village, now = village_of(request), timezone.now()
    seen = visible(officer_of(request).viewer(), village)
    mine = PrivacyRequest.objects.filter(village=village, case__in=seen).select_related("case")
    context = {
        "today": local_date(village, now),
        "open": mine.filter(outcome="").order_by("due_on", "id")[:SHOWN],
        "erasures": mine.filter(kind=DataRequest.ERASURE, outcome=DataOutcome.GRANTED, done_at__isnull=True).order_by(
            "effective_on", "id"
        )[:SHOWN],
        "limited": seen.filter(processing_limited=True).order_by("-updated_at")[:SHOWN],
        "newest": mine.exclude(outcome="").order_by("-decided_at", "-id")[:20],
    }
    return render(request, "desk/data/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.SEE_CASE)
def show(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One request, with the decision to make for those who make it."""
    row, case = _request_or_404(request, request_id)
    officer, now = officer_of(request), timezone.now()
    may = access.has_right(officer.viewer(), Right.DECIDE_DATA) and not row.outcome and case.erased_at is None
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not access.has_right(officer.viewer(), Right.DECIDE_DATA):
            raise Http404
        if form.is_valid():
            data = form.cleaned_data
            try:
                privacy.decide(
                    request=row,
                    by=officer,
                    at=now,
                    granted=data["outcome"] == "ya",
                    ground=RefusalGround(data["ground"]) if data["outcome"] == "tidak" else None,
                    reason=data["reason"],
                )
            except Refused as refused:
                form.add_error(None, refused.sentence)
            else:
                messages.success(request, "Keputusan tersimpan. Pelapor membacanya di halaman lacaknya.")
                return HttpResponseRedirect(reverse("desk:data_request", args=[row.pk]))
    texts = held_texts(case, ring_of_request(request)).requests.get(row.pk, ("", ""))
    context = {
        "row": row,
        "case": case,
        "text": texts[0],
        "answer": texts[1],
        "form": form if may or form.is_bound else None,
        "late": not row.outcome and row.due_on < local_date(case.village, now),
        "outcome": DataOutcome(row.outcome).label if row.outcome else "",
        "ground": RefusalGround(row.ground).label if row.ground else "",
        "correct": _may_correct(row, case) and access.has_right(officer.viewer(), Right.OPEN_IDENTITY),
        "hints": _hints(row, case),
    }
    return render(request, "desk/data/request.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.OPEN_IDENTITY)
def correct(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Write down the right identity, with the reporter at the counter; nobody sees what stood there.

    Raises:
        Http404: no such correction was granted.
    """
    row, case = _request_or_404(request, request_id)
    if not _may_correct(row, case):
        raise Http404
    form = CorrectForm(request.POST if request.method == "POST" else None, auto_id="benar_%s")
    if request.method == "POST" and form.is_valid():
        try:
            privacy.correct_identity(
                request=row,
                by=officer_of(request),
                at=timezone.now(),
                changes=form.changes(),
                proof=form.cleaned_data["proof"],
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Data diri diperbaiki. Data lama sudah dimusnahkan.")
            return HttpResponseRedirect(reverse("desk:data_request", args=[row.pk]))
    context = {"row": row, "case": case, "form": form}
    return render(request, "desk/data/correct.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.DECIDE_DATA)
def lift(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """End a restriction.

    Raises:
        Http404: the case is not restricted.
    """
    case = case_or_404(request, case_id)
    if not case.processing_limited:
        raise Http404
    form = LiftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            privacy.lift(case=case, by=officer_of(request), at=timezone.now(), reason=reason)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "Pembatasan diakhiri. Pelapor membacanya di halaman lacaknya.")
            return HttpResponseRedirect(reverse("desk:case", args=[case.pk]))
    context = {"case": case, "form": form}
    return render(request, "desk/data/lift.html", context, status=422 if form.is_bound else 200)


def _request_or_404(request: HttpRequest, request_id: UUID) -> tuple[PrivacyRequest, Case]:
    row = PrivacyRequest.objects.filter(village=village_of(request), pk=request_id).first()
    if row is None:
        raise Http404
    case = case_or_404(request, row.case_id)
    row.case = case
    return row, case


def _may_correct(row: PrivacyRequest, case: Case) -> bool:
    return (
        row.about == CorrectionOf.IDENTITY
        and row.outcome == DataOutcome.GRANTED
        and case.identity is not None
        and case.erased_at is None
    )


def _hints(row: PrivacyRequest, case: Case) -> tuple[str, ...]:
    """Return what to think of before deciding."""
    if row.outcome or row.kind != DataRequest.ERASURE:
        return ()
    found = []
    if case.status in OPEN:
        found.append("Aduan ini masih berjalan. Bila dikabulkan, aduan berakhir (dicabut) saat isinya dihapus.")
    if case.case_class == CaseClass.SUPERVISORY:
        found.append("Berkadar pengawasan: pastikan tidak ada pemeriksaan atau proses hukum yang memerlukan isinya.")
    merged = case.merged_cases.count()
    if merged:
        found.append(f"{merged} aduan lain digabung ke sini: tanggapan yang dibaca pelapornya ikut terhapus.")
    return tuple(found)
