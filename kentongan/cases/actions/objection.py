"""Deciding an objection: by someone who did not handle the case."""

from __future__ import annotations

from datetime import datetime

from kentongan.cases.actions.answer import start_round
from kentongan.cases.actions.base import given, step
from kentongan.cases.models import Case, Objection
from kentongan.people.models import Officer
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.types import Move, Need, Status


def decide(*, case: Case, by: Officer, at: datetime, upheld: bool, reasons: str) -> Case:
    """Decide: upheld reopens the case, else it goes back where it was, with reasons.

    Raises:
        Refused: the officer handled the case, no objection is open, or no reasons were given.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.DECIDE_OBJECTION, given(reason=reasons) | {Need.DECISION}, upheld=upheld)
        now.case.previous_status = None
        Objection.objects.filter(case=now.case, decided_at__isnull=True).update(
            decided_at=at, decided_by=by, upheld=upheld, reasons=now.words(reasons.strip(), f"decision:{now.case.pk}")
        )
        events = [ClockEvent.OBJECTION_DECIDED]
        if upheld:
            start_round(now.case)
            events.append(ClockEvent.REOPENED)
        elif to == Status.ANSWERED:
            events.append(ClockEvent.TOLD)  # the answer stands again: his time to reply begins anew
        now.record(
            Move.DECIDE_OBJECTION,
            to=to,
            text=reasons.strip(),
            to_reporter=True,
            data={"upheld": upheld},
            clock_events=events,
            facts={"upheld": upheld},
        )
    return case
