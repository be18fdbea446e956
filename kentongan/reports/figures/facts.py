"""Reading what cases count as, many at once: five queries, however many cases are asked for."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from kentongan.cases.models import Assignment, Case, CaseClock, Event, Rating
from kentongan.reports.figures.contribution import Answer, Contribution, Limit, Verdict, mark_of
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import Move, Status
from kentongan.villages.models import Village

_COLUMNS = (
    "pk",
    "received_at",
    "recorded_at",
    "date_unknown",
    "status",
    "is_open",
    "confirmed_solved",
    "body_id",
    "round",
    "case_class",
    "category_id",
    "hamlet_id",
    "handler_id",
    "channel",
    "closed_at",
    "next_due_on",
)
_ANSWERS = (Move.ANSWER, Move.BODY_ANSWERED)


@dataclass(frozen=True)
class Counted:
    """A contribution, and the day that may change its mark."""

    contribution: Contribution
    due_on: date | None


def count_cases(village: Village, cases: Collection[UUID], *, today: date) -> dict[UUID, Counted]:
    """Return what these cases count as on a day; identifiers of no case, and of restricted ones, are left out."""
    # What is restricted is in no sum but the one of its year (figures.restricted), from the moment it becomes so.
    rows = Case.objects.filter(village=village, pk__in=cases, restricted=False).values(*_COLUMNS)
    mine: dict[str, Any] = {"village": village, "case__in": cases}
    answers = _by_case(
        Event.objects.filter(**mine, move__in=_ANSWERS).order_by("at", "id").values_list("case", "at", "data")
    )
    clocks = CaseClock.objects.filter(**mine, kind=ClockKind.ANSWER, stopped_on__isnull=False)
    limits = _by_case(
        clocks.order_by("round", "run").values_list("case", "stopped_on", "due_on", "cancelled", "extended_to")
    )
    verdicts = _by_case(Rating.objects.filter(**mine).order_by("round").values_list("case", "at", "stars", "satisfied"))
    # Not by the village: an index that begins with it and the handler would have the whole village read.
    handlers = _by_case(
        Assignment.objects.filter(case__in=cases)
        .order_by("assigned_at", "id")
        .values_list("case", "assigned_at", "handler_id")
    )
    return {
        row["pk"]: _count(
            row,
            _Zone(village.zone, handlers.get(row["pk"], ())),
            (answers.get(row["pk"], ()), limits.get(row["pk"], ()), verdicts.get(row["pk"], ())),
            today,
        )
        for row in rows
    }


class _Zone:
    """The village's days and months, and who handled the case at a time."""

    def __init__(self, zone: ZoneInfo, assignments: Sequence[tuple[Any, ...]]) -> None:
        self.zone = zone
        self._times = [at for at, _ in assignments]
        self._handlers = [handler for _, handler in assignments]

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def month(self, at: datetime) -> int:
        return month_of(self.day(at))

    def handler_at(self, at: datetime) -> str:
        return self._handler(bisect_right(self._times, at))

    def handler_on(self, day: date) -> str:
        return self._handler(sum(self.day(at) <= day for at in self._times))

    def _handler(self, count: int) -> str:
        return _hex(self._handlers[count - 1]) if count else ""


def month_of(day: date) -> int:
    """Return a day's month as YYYYMM."""
    return day.year * 100 + day.month


def _count(row: Mapping[str, Any], zone: _Zone, life: tuple[Sequence[Any], ...], today: date) -> Counted:
    answers, limits, verdicts = life
    due_on = row["next_due_on"] if row["is_open"] else None
    closed = row["status"] == Status.CLOSED and row["closed_at"] is not None
    return Counted(
        Contribution(
            month=0 if row["date_unknown"] else zone.month(row["received_at"]),
            status=row["status"],
            open=row["is_open"],
            confirmed=row["confirmed_solved"],
            forwarded=row["body_id"] is not None,
            reopened=row["round"] > 1,
            case_class=row["case_class"] or "",
            category=_hex(row["category_id"]),
            hamlet=_hex(row["hamlet_id"]),
            handler=_hex(row["handler_id"]),
            channel=row["channel"],
            closed_month=zone.month(row["closed_at"]) if closed else 0,
            mark=mark_of(due_on, today, is_open=row["is_open"]).value,
            answers=_answers(row, answers, zone),
            limits=tuple(
                Limit(month_of(stopped), zone.handler_on(stopped), due is None or stopped <= due, extended is not None)
                for stopped, due, cancelled, extended in limits
                # What was called off in time bound nobody; what was late when it was called off stays late.
                if not cancelled or (due is not None and stopped > due)
            ),
            verdicts=tuple(Verdict(zone.month(at), zone.handler_at(at), stars, yes) for at, stars, yes in verdicts),
        ),
        due_on,
    )


def _answers(row: Mapping[str, Any], events: Sequence[Any], zone: _Zone) -> tuple[Answer, ...]:
    """Every answer that was given. Of an old register's answer without a date only that it exists is known."""
    found = []
    for position, (at, data) in enumerate(events):
        known = not (data.get("imported") and at == row["recorded_at"])
        days = None
        if position == 0 and known and not row["date_unknown"]:
            days = (zone.day(at) - zone.day(row["received_at"])).days
        # Claimed dates of an import may stand the wrong way round: such a pair says nothing about speed.
        found.append(
            Answer(
                zone.month(at) if known else 0,
                zone.handler_at(at),
                days if days is not None and days >= 0 else None,
            )
        )
    return tuple(found)


def _by_case(rows: Any) -> dict[UUID, list[tuple[Any, ...]]]:
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for case, *rest in rows:
        found[case].append(tuple(rest))
    return found


def _hex(value: UUID | None) -> str:
    return value.hex if value else ""
