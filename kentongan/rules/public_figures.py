"""The numbers of the public statistics, and their one definition: from rows as they stand in the open data.

A published case is a row with attributes; all other cases are counted without any (`Withheld`), restricted ones among
them: were they left out, sealing a case would change a number. The portal shows these numbers, the open data carries
them, and whoever has the rows can make them anew. Of restricted cases there is one total for each past year, elsewhere.
"Closed" and "confirmed solved by the reporter" are never one number.
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
    """Cases without attributes: `year` is claimed by an imported register, None for all others.

    `count`: None where there are fewer than `below` of them (none included), which is all that is told; `below` is 0
    where the count is told.
    """

    year: int | None
    imported: bool
    count: int | None
    below: int = 0

    @property
    def most(self) -> int:
        """How many there are at most."""
        return self.below - 1 if self.count is None else self.count


def told(year: int | None, count: int, *, imported: bool, least: int) -> Withheld:
    """Return what may be told of so many withheld cases: a number below `least` is not told exactly."""
    if count < least:
        return Withheld(year, imported, None, least)
    return Withheld(year, imported, count)


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
    withheld: int | None  # None: fewer than `withheld_below`, which is all that is told
    withheld_below: int  # 0 where `withheld` is told
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
    def total(self) -> int | None:
        """All cases of the period as far as they can be told apart by it; None: fewer than `total_below`."""
        return None if self.withheld is None else self.published + self.withheld

    @property
    def total_below(self) -> int:
        """What `total` is less than where it is not told; else 0."""
        return self.published + self.withheld_below if self.withheld is None else 0


def figures(rows: Iterable[PublicRow], withheld: Iterable[Withheld], period: str = "") -> PublicFigures:
    """Return the numbers of a period ("" all time, a year, or a quarter).

    A year counts what shows it or one of its quarters; a quarter only what shows it. Withheld cases have no time, but
    for the claimed years of imported ones: they count for all time, and for their year.
    """
    tally = Tally(period)
    for row in rows:
        tally.add(row)
    return tally.figures(withheld)


def all_figures(rows: Iterable[PublicRow], withheld: Iterable[Withheld]) -> list[PublicFigures]:
    """Return the numbers of all time, then of each year and quarter that any row or withheld case names, in order.

    One pass over the rows; what is remembered hangs on the values there are, never on how many rows.
    """
    withheld = list(withheld)
    tallies = {"": Tally("")}
    for year in {str(each.year) for each in withheld if each.year}:
        tallies[year] = Tally(year)
    for row in rows:
        for period in dict.fromkeys(("", row.period[:4], row.period)):
            tallies.setdefault(period, Tally(period)).add(row)
    return [tallies[period].figures(withheld) for period in sorted(tallies)]


class Tally:
    """Counts of one period, row by row."""

    def __init__(self, period: str) -> None:
        self.period = period
        self.published = self.closed = self.confirmed = 0
        self.status, self.kind, self.outcome = Counter[Status](), Counter[Kind](), Counter[Outcome]()
        self.group, self.hamlet, self.shown = Counter[str](), Counter[str](), Counter[str]()
        self.limits, self.days = Counter[PublicClock](), Counter[int]()

    def add(self, row: PublicRow) -> None:
        """Count a row, if it belongs to the period."""
        if not within(row.period, self.period):
            return
        self.published += 1
        self.closed += row.status is Status.CLOSED
        self.confirmed += row.confirmed_solved
        self.status[row.status] += 1
        self.kind[row.kind] += 1
        self.group[row.group] += 1
        self.hamlet[row.hamlet] += 1
        self.shown[row.period] += 1
        self.limits.update(row.clocks)
        if row.outcome is not None:
            self.outcome[row.outcome] += 1
        if row.days_to_answer is not None:
            self.days[row.days_to_answer] += 1

    def figures(self, withheld: Iterable[Withheld]) -> PublicFigures:
        """Return the numbers, with those that are withheld of the period."""
        limits = {
            kind: OnTime(self.limits[PublicClock(kind, True)], self.limits[PublicClock(kind, False)])
            for kind in PUBLIC_CLOCKS
        }
        mine = [each for each in withheld if not self.period or (each.year and str(each.year) == self.period)]
        most, exact = sum(each.most for each in mine), all(each.count is not None for each in mine)
        return PublicFigures(
            period=self.period,
            published=self.published,
            withheld=most if exact else None,
            withheld_below=0 if exact else most + 1,
            closed=self.closed,
            confirmed_solved=self.confirmed,
            by_status=self.status,
            by_kind=self.kind,
            by_outcome=self.outcome,
            by_group=self.group,
            by_hamlet=self.hamlet,
            by_period=self.shown,
            on_time={kind: each for kind, each in limits.items() if each.met or each.missed},
            answered_with_days=self.days.total(),
            median_days=_median(self.days),
        )


def within(shown: str, period: str) -> bool:
    """Whether a row that shows this time counts for a period."""
    return not period or shown == period or (len(period) == 4 and shown[:4] == period)


def is_quarter(period: str) -> bool:
    """Whether a time that is shown is a quarter ("2026-Q3"), not a year or nothing."""
    return "-Q" in period


def _median(days: Counter[int]) -> float | None:
    total = days.total()
    if not total:
        return None
    return (_nth(days, (total - 1) // 2) + _nth(days, total // 2)) / 2


def _nth(days: Counter[int], position: int) -> int:
    for value in sorted(days):
        position -= days[value]
        if position < 0:
            return value
    raise IndexError(position)
