"""The numbers of the public statistics, and their one definition: from rows as they stand in the open data.

A published case is a row with attributes; all other ordinary cases are counted without any (`Withheld`). The portal
shows these numbers, the open data carries them, and whoever has the rows can make them anew. Restricted cases are in no
row; of them there is one total a year, elsewhere. "Closed" and "confirmed solved by the reporter" are never one number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from .deadline_rules import ClockKind
from .types import CaseClass, Kind, Outcome, Status

PUBLIC_CLOCKS: Final = (
    ClockKind.VERIFY,
    ClockKind.FIRST_FOLLOW_UP,
    ClockKind.ANSWER,
    ClockKind.DECISION,
    ClockKind.OBJECTION,
)
"""The limits that are shown: those that bind the office and say nothing of what the reporter did beside."""

_SHOWN_AS: Final[Mapping[Status, Status]] = {
    # What waits for the reporter or for a signature is work in progress to everybody else.
    Status.WAITING: Status.IN_PROGRESS,
    Status.ANSWER_PROPOSED: Status.IN_PROGRESS,
}


def public_status(status: Status) -> Status:
    """Return the status that is shown in public."""
    return _SHOWN_AS.get(status, status)


@dataclass(frozen=True)
class PublicClock:
    """One limit that was met or missed; a limit that still runs in time is not told."""

    kind: ClockKind
    met: bool


@dataclass(frozen=True)
class PublicRow:
    """One published case as a row of the open data. "" or None: not shown, or not there yet.

    `days_to_answer`: working days from receipt to the first answer; None where that answer came after publication (who
    saw it come could count back to the day of receipt), or where a day is not known.
    """

    id: str
    kind: Kind
    case_class: CaseClass | None
    group: str
    category: str
    hamlet: str
    period: str
    status: Status
    outcome: Outcome | None
    confirmed_solved: bool
    days_to_answer: int | None
    clocks: tuple[PublicClock, ...]


@dataclass(frozen=True)
class Withheld:
    """Ordinary cases without attributes: `year` is claimed by an imported register, None for all others."""

    year: int | None
    imported: bool
    count: int


@dataclass(frozen=True)
class OnTime:
    """How often a limit was met and missed."""

    met: int = 0
    missed: int = 0

    @property
    def percent(self) -> int | None:
        """Whole percent met, rounded half up; None without any."""
        total = self.met + self.missed
        return (self.met * 200 + total) // (2 * total) if total else None


@dataclass(frozen=True)
class PublicFigures:
    """The numbers of one period, or of all time."""

    period: str  # "" for all time, "2026", or "2026-Q3"
    published: int
    withheld: int
    closed: int  # published cases with status closed
    confirmed_solved: int  # of all published, whatever their status
    by_status: Mapping[Status, int]
    by_kind: Mapping[Kind, int]
    by_outcome: Mapping[Outcome, int]
    by_group: Mapping[str, int]  # "" counts those that do not show it; so below
    by_hamlet: Mapping[str, int]
    by_period: Mapping[str, int]
    on_time: Mapping[ClockKind, OnTime]
    answered_with_days: int  # how many rows `median_days` is made of
    median_days: float | None = field(default=None)

    @property
    def total(self) -> int:
        """All ordinary cases of the period as far as they can be told apart by it."""
        return self.published + self.withheld


def figures(rows: Iterable[PublicRow], withheld: Iterable[Withheld], period: str = "") -> PublicFigures:
    """Return the numbers of a period ("" all time, a year, or a quarter).

    A year counts what shows it or one of its quarters; a quarter only what shows it. Withheld cases have no time, but
    for the claimed years of imported ones: they count for all time, and for their year.
    """
    mine = [row for row in rows if within(row.period, period)]
    rest = sum(each.count for each in withheld if not period or (each.year and str(each.year) == period))
    days = sorted(row.days_to_answer for row in mine if row.days_to_answer is not None)
    limits = Counter((clock.kind, clock.met) for row in mine for clock in row.clocks)
    return PublicFigures(
        period=period,
        published=len(mine),
        withheld=rest,
        closed=sum(row.status is Status.CLOSED for row in mine),
        confirmed_solved=sum(row.confirmed_solved for row in mine),
        by_status=Counter(row.status for row in mine),
        by_kind=Counter(row.kind for row in mine),
        by_outcome=Counter(row.outcome for row in mine if row.outcome is not None),
        by_group=Counter(row.group for row in mine),
        by_hamlet=Counter(row.hamlet for row in mine),
        by_period=Counter(row.period for row in mine),
        on_time={
            kind: OnTime(limits[kind, True], limits[kind, False])
            for kind in PUBLIC_CLOCKS
            if limits[kind, True] or limits[kind, False]
        },
        answered_with_days=len(days),
        median_days=_median(days),
    )


def within(shown: str, period: str) -> bool:
    """Whether a row that shows this time counts for a period."""
    return not period or shown == period or (len(period) == 4 and shown[:4] == period)


def _median(days: list[int]) -> float | None:
    if not days:
        return None
    middle = len(days) // 2
    return float(days[middle]) if len(days) % 2 else (days[middle - 1] + days[middle]) / 2
