"""Two cases side by side, before one is merged into the other."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kentongan.cases.actions.base import state_of
from kentongan.cases.models import Case
from kentongan.desk.access import case_or_404, for_officers, officer_of
from kentongan.desk.pages.case import STATUS_TONES, facts_of, stamp_of
from kentongan.people.models import Officer
from kentongan.rules import workflow
from kentongan.rules.access import Right
from kentongan.rules.types import Move, Need, Refused, Status
from kentongan.rules.workflow import Doer
from kentongan.villages.calendar import local_date


@require_safe
@for_officers(Right.SEE_CASE)
def compare(request: HttpRequest, case_id: UUID, other_id: UUID) -> HttpResponse:
    """Show both, and offer to merge either into the other where the rules allow it.

    Raises:
        Http404: one of them is not his to see, or both are the same.
    """
    one, other = case_or_404(request, case_id), case_or_404(request, other_id)
    if one.pk == other.pk:
        raise Http404
    officer = officer_of(request)
    context = {"sides": (_side(one, other, officer), _side(other, one, officer))}
    return render(request, "desk/work/compare.html", context)


def _side(case: Case, other: Case, officer: Officer) -> dict[str, object]:
    status = Status(case.status)
    return {
        "case": case,
        "other": other,
        "facts": facts_of(case),
        "status": status,
        "tone": STATUS_TONES.get(status, ""),
        "stamp": stamp_of(case),
        "obstacle": _obstacle(case, other, officer),
    }


def _obstacle(case: Case, other: Case, officer: Officer) -> str:
    """Why this case cannot be merged into the other one now; "" when it can."""
    village = case.village
    today = local_date(village, timezone.now())
    doer = Doer(id=officer.id, roles=officer.role_set)
    try:
        workflow.check_move(Move.MERGE, state_of(case, village), doer, frozenset({Need.OTHER_CASE}), today)
        workflow.check_merge_into(state_of(other, village))
    except Refused as refused:
        return refused.sentence
    return ""
