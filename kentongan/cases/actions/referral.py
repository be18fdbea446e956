"""Outside the village's authority: forwarded with an explanation, and the body's answer comes back to the case."""

from __future__ import annotations

from datetime import datetime

from kentongan.cases.actions.answer import notify_merged
from kentongan.cases.actions.base import given, step
from kentongan.cases.models import Case
from kentongan.people.models import Officer
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.types import Move, Need
from kentongan.rules.workflow import Refused
from kentongan.villages.models import Body


def forward(*, case: Case, by: Officer, at: datetime, body: Body, explanation: str) -> Case:
    """Pass the case to the competent body and explain it to the reporter (no wrong door).

    Raises:
        Refused: not allowed now, no explanation, or the body is another village's.
    """
    with step(case, by=by, at=at) as now:
        if body.village_id != now.case.village_id:
            raise Refused("other_village", "Instansi itu tidak ada di daftar desa ini.")
        to = now.check(Move.FORWARD, given(explanation=explanation) | {Need.BODY})
        now.case.body = body
        now.record(
            Move.FORWARD,
            to=to,
            text=explanation.strip(),
            to_reporter=True,
            data={"body": body.name, "contact": body.contact},
            clock_events=[ClockEvent.FORWARDED],
            facts={"body": str(body.id)},
        )
    return case


def record_body_answer(*, case: Case, by: Officer, at: datetime, text: str) -> Case:
    """Record what the body answered; the reporter can rate or object as with any answer.

    Raises:
        Refused: not allowed now, or the answer is empty.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.BODY_ANSWERED, given(answer=text))
        now.case.answered_at = at
        event = now.record(
            Move.BODY_ANSWERED,
            to=to,
            text=text.strip(),
            to_reporter=True,
            data={"body": now.case.body.name if now.case.body else ""},
            clock_events=[ClockEvent.ANSWERED],
        )
        notify_merged(now.case, event)
    return case
