"""Views of the papers about lateness. Nothing here is stored; what is opened of an identity is logged by its action."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.cases.actions import identity
from kentongan.cases.models import Case
from kentongan.cases.queries.escalation import CARRIERS, still_late
from kentongan.cases.sealing import shown
from kentongan.desk.access import case_or_404, for_officers, has_case_right, officer_of, powers_over
from kentongan.desk.keys.ring import ring_of_request, to_open
from kentongan.forms.fields import PlainText
from kentongan.forms.ombudsman import Filled, OmbudsmanForm
from kentongan.reports.late_letter import letter_to_district
from kentongan.reports.ombudsman import file_of
from kentongan.rules.access import Right
from kentongan.rules.types import Refused, Role, Rung
from kentongan.villages.ombudsman import ombudsman_of


class CounterForm(OmbudsmanForm):
    """The same file, made at the counter for a reporter who sits there."""

    reason = PlainText(
        label="Alasan membuka identitas",
        max_length=300,
        help_text="Isi bila nama dan alamat diambil dari identitas yang tersegel. Pembukaannya tercatat dan tampak di "
        "halaman lacak pelapor. Kosong: tulis sendiri, atau biarkan kosong untuk ditulis tangan.",
    )


@require_safe
@for_officers(Right.SEE_CASE)
def district_letter(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The letter to the district head, for those who may bring it, once the ladder has come that far."""
    case = case_or_404(request, case_id)
    roles = powers_over(officer_of(request), case)
    climbed = still_late().filter(village=case.village_id, case=case, rung=Rung.DISTRICT)
    if not roles & CARRIERS or not climbed.exists():
        raise Http404
    by = Role.UNIT_HEAD if Role.UNIT_HEAD in roles else Role.BPD
    return _pdf(letter_to_district(case, by=by, at=timezone.now()), f"surat-camat-{_file_name(case)}", inline=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.SEE_CASE)
def ombudsman(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """The citizen's file, printed for him at the counter."""
    case, now = case_or_404(request, case_id), timezone.now()
    if not has_case_right(officer_of(request), Right.OPEN_IDENTITY, case):
        raise PermissionDenied
    keys = ring_of_request(request)
    reading = shown(case, keys)
    if reading.locked:
        return to_open(request, case.id)
    form = CounterForm(request.POST if request.method == "POST" else None, case=reading, evidence="")
    if case.identity is None:
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        try:
            filled = _with_identity(request, case, form, now)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            return _pdf(file_of(case, filled, at=now, keys=keys), f"ombudsman-{_file_name(case)}", inline=False)
    context = {"form": form, "case": case, "ombudsman": ombudsman_of(case.village)}
    return render(request, "desk/late/ombudsman.html", context, status=422 if form.is_bound else 200)


def _with_identity(request: HttpRequest, case: Case, form: CounterForm, now: datetime) -> Filled:
    """Return what was typed; where a reason was given, what the vault holds fills what was left empty."""
    filled = form.filled()
    reason = form.cleaned_data.get("reason", "")
    if not reason:
        return filled
    held = identity.open_identity(
        case=case,
        by=officer_of(request),
        at=now,
        reason=f"Berkas Ombudsman: {reason}",
        keys=ring_of_request(request),
    )
    known = {name: str(held.get(name) or "") for name in ("name", "address", "phone", "email")}
    return replace(
        filled,
        name=filled.name or known["name"],
        address=filled.address or known["address"],
        phone=filled.phone or known["phone"],
        email=filled.email or known["email"],
    )


def _file_name(case: Case) -> str:
    return case.number.replace("/", "-")


def _pdf(paper: bytes, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(paper, content_type="application/pdf")
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
