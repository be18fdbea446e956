"""The answer: proposed by the handler, returned or given by the unit head (or the village head)."""

from __future__ import annotations

from datetime import datetime

from kentongan.cases import matter
from kentongan.cases.actions.base import given, notify_reporter, step
from kentongan.cases.models import Assignment, Case, Event
from kentongan.people.models import Officer
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.types import Move, Need, Outcome, Status


def propose(*, case: Case, by: Officer, at: datetime, outcome: Outcome, text: str) -> Case:
    """Propose the answer's outcome and words to the unit head.

    Raises:
        Refused: not this officer's case, or no text.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.PROPOSE, given(text=text) | {Need.OUTCOME})
        now.case.proposed_outcome = outcome
        now.case.proposed_text = now.words(text.strip(), "proposed")
        now.record(
            Move.PROPOSE, to=to, text=text.strip(), data={"outcome": str(outcome)}, facts={"outcome": str(outcome)}
        )
    return case


def send_back(*, case: Case, by: Officer, at: datetime, missing: str) -> Case:
    """Return a proposed answer, saying what is missing.

    Raises:
        Refused: not allowed now, or nothing was said.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.RETURN, given(explanation=missing))
        now.record(Move.RETURN, to=to, text=missing.strip())
    return case


def answer(*, case: Case, by: Officer, at: datetime, outcome: Outcome, text: str) -> Case:
    """Give the answer; the reporter's page shows it with his rights (UU 25/2009 art. 50).

    Raises:
        Refused: not allowed now (the village head answers where the village wants it), or no text.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.ANSWER, given(text=text) | {Need.OUTCOME})
        now.case.outcome = outcome
        now.case.answered_at = at
        now.case.proposed_text = ""
        now.case.proposed_outcome = ""
        Assignment.objects.filter(case=now.case, ended_at__isnull=True).update(ended_at=at)
        event = now.record(
            Move.ANSWER,
            to=to,
            text=text.strip(),
            to_reporter=True,
            data={"outcome": str(outcome)},
            clock_events=[ClockEvent.FOLLOW_UP_TOLD, ClockEvent.ANSWERED],
            facts={"outcome": str(outcome)},
        )
        notify_merged(now.case, event)
    return case


def notify_merged(case: Case, event: Event) -> None:
    """Tell the reporters of cases merged into this one: they are answered too (RULES §3)."""
    for merged in matter.merged_into(case):
        if merged.status == Status.MERGED:
            notify_reporter(merged, event)


def reopen(*, case: Case, by: Officer, at: datetime, reason: str) -> Case:
    """Reopen an answered or recently closed case: a new round with its own clocks.

    Raises:
        Refused: not allowed now, or no reason was given.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.REOPEN, given(reason=reason))
        start_round(now.case)
        now.record(Move.REOPEN, to=to, text=reason.strip(), to_reporter=True, clock_events=[ClockEvent.REOPENED])
    return case


def start_round(case: Case) -> None:
    """Begin the next round of handling; the earlier rounds stay in the record."""
    case.round += 1
    case.closed_at = None
    case.answered_at = None
    case.outcome = ""
    case.confirmed_solved = False
    case.archive_reason = ""
    case.merged_into = None  # from here on it is a matter of its own
