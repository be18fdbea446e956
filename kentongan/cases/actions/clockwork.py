"""What the system does when time has run out: withdrawals take effect, silent cases end, answered ones close."""

from __future__ import annotations

import logging
from datetime import datetime

from kentongan.cases.actions.base import step
from kentongan.cases.clocks import Timekeeper
from kentongan.cases.models import Case, CaseClock
from kentongan.rules.deadlines import ClockEvent, ClockKind
from kentongan.rules.types import Move, Status
from kentongan.rules.workflow import Refused
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

BATCH = 200
logger = logging.getLogger(__name__)


def run_due(*, village: Village, at: datetime) -> int:
    """Make every system move whose time has come (a due day counts whole); return how many were made.

    Each case is its own transaction: one that is refused (somebody was faster) holds up no other.
    """
    today = local_date(village, at)
    keeper = Timekeeper.of(village)
    made = 0
    due = CaseClock.objects.filter(
        village=village,
        stopped_on__isnull=True,
        cancelled=False,
        due_on__lt=today,
        kind__in=[ClockKind.WITHDRAWAL, ClockKind.REPORTER_COMPLETES, ClockKind.AUTO_CLOSE],
    ).order_by("due_on", "id")
    for kind, case_id in due.values_list("kind", "case_id")[:BATCH]:
        move = {
            ClockKind.WITHDRAWAL: _withdraw,
            ClockKind.REPORTER_COMPLETES: _deem_withdrawn,
            ClockKind.AUTO_CLOSE: _auto_close,
        }[ClockKind(kind)]
        try:
            move(Case.objects.get(pk=case_id), at, keeper)
        except Refused:
            continue
        except Exception:  # one broken case must not keep all the others waiting; it is logged each time
            logger.exception("the clockwork could not move case %s", case_id)
            continue
        made += 1
    return made


def _withdraw(case: Case, at: datetime, keeper: Timekeeper) -> None:
    with step(case, at=at, keeper=keeper) as now:
        to = now.check(Move.WITHDRAW)
        if now.before not in (Status.WAITING, Status.UNDER_OBJECTION):
            now.case.previous_status = now.before
        now.case.withdrawal_due_on = None
        now.case.closed_at = at
        now.record(Move.WITHDRAW, to=to, to_reporter=True, clock_events=[ClockEvent.WITHDRAWN])


def _deem_withdrawn(case: Case, at: datetime, keeper: Timekeeper) -> None:
    """Count a case as withdrawn: the reporter never completed it (UU 25/2009 art. 44(3)). He can take it up again."""
    with step(case, at=at, keeper=keeper) as now:
        to = now.check(Move.DEEM_WITHDRAWN)
        now.case.deemed_withdrawn = True
        now.case.withdrawal_due_on = None
        now.case.closed_at = at
        now.record(Move.DEEM_WITHDRAWN, to=to, to_reporter=True, clock_events=[ClockEvent.WITHDRAWN])


def _auto_close(case: Case, at: datetime, keeper: Timekeeper) -> None:
    with step(case, at=at, keeper=keeper) as now:
        to = now.check(Move.AUTO_CLOSE)
        now.case.closed_at = at
        now.case.confirmed_solved = False
        now.record(Move.AUTO_CLOSE, to=to, to_reporter=True, clock_events=[ClockEvent.CLOSED])
