"""The triage tray: cases beyond a limit wait there, and leave it by a move like any other; nothing is deleted."""

from __future__ import annotations

from datetime import datetime

from kentongan.cases.actions.base import leave_tray, step
from kentongan.cases.models import Case
from kentongan.outbox.queue import queue
from kentongan.people.models import Officer
from kentongan.people.roster import with_address
from kentongan.rules.types import Move, Role

LETTER = "tray"


def pass_triage(*, case: Case, at: datetime, by: Officer | None = None, how: str = "") -> Case:
    """Move a case from the tray to the ordinary list; its number and its clocks stay as they are.

    Args:
        by: the officer who sorted it; None when the reporter confirmed that he is no machine.
        how: the way of the reporter's confirmation, for officers.

    Raises:
        Refused: it is not in the tray, or this officer does not sort.
    """
    with step(case, by=by, role=Role.REPORTER, at=at) as now:
        now.check(Move.PASS_TRIAGE)
        leave_tray(now.case)
        data = {"reason": now.case.triage_reason} | ({"how": how} if how else {})
        now.record(Move.PASS_TRIAGE, data=data, facts={"triage": now.case.triage_reason})
    return case


def tell_of_tray(case: Case, at: datetime) -> None:
    """Tell intake officers that something waits in the tray: one letter an hour, however many came."""
    hour = int(at.timestamp() // 3600)
    for officer in with_address(case.village_id, Role.INTAKE):
        queue(
            village=case.village,
            channel="email",
            template=LETTER,
            dedupe_key=f"{LETTER}:{hour}:{officer}",
            to_officer=officer,
            at=at,
        )
