"""The ladder of lateness: who is told when a case comes near its deadline or has passed it, and when.

Pure: running clocks, the village's ladder and what was climbed before go in, the rungs to climb today come out. What
was missed while the service was off is not made up for one by one: of each rung only the farthest step due counts.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .calendars import ONE_DAY, Unit, WorkCalendar
from .deadline_rules import OFFICE_CLOCKS, ClockKind
from .types import CaseClass, Rung

LADDER = tuple(Rung)
"""From the nearest to the farthest; the district head is the only one outside the village, without an account here."""


@dataclass(frozen=True)
class LadderStep:
    """One row of a village's ladder.

    `clock` and `case_class` None: any. `days` are counted from the due day in `unit`: -2 two days before it, 0 on it,
    1 the first day after it.
    """

    clock: ClockKind | None
    case_class: CaseClass | None
    days: int
    unit: Unit
    rung: Rung
    tells_reporter: bool = False
    id: UUID | None = None


@dataclass(frozen=True)
class Watched:
    """A clock of a case as far as the ladder cares. `due_on` None: it stands still, and nothing is climbed."""

    id: UUID
    kind: ClockKind
    started_on: date
    due_on: date | None


@dataclass(frozen=True)
class Climbed:
    """A rung that was climbed before for a clock, measured against the due day of that time."""

    clock: UUID
    step: UUID | None
    rung: Rung
    due_on: date
    on: date


@dataclass(frozen=True)
class Climb:
    """A rung to climb now. `rung` is who is told: where nobody stands on the step's own rung, the next one above."""

    clock: Watched
    step: LadderStep
    rung: Rung
    due_on: date
    late: bool


def _row(days: int, rung: Rung, *, tells: bool = False) -> LadderStep:
    return LadderStep(None, None, days, Unit.WORKING, rung, tells)


DEFAULT_LADDER: tuple[LadderStep, ...] = (
    _row(-2, Rung.HANDLER),
    _row(-1, Rung.HANDLER),
    _row(1, Rung.UNIT_HEAD),
    _row(3, Rung.VILLAGE_HEAD, tells=True),
    _row(5, Rung.BPD, tells=True),
    _row(10, Rung.DISTRICT, tells=True),
)
"""What a village starts with; every office clock, in working days. No law fixes these: certainty "own"."""

LADDER_CITATION = "Ketentuan bawaan Kentongan; dapat diubah desa"


def step_day(due_on: date, days: int, unit: Unit, calendar: WorkCalendar) -> date:
    """The first day on which a step stands: `days` units after the due day, or before it when negative.

    Two working days before a Monday is the Thursday: a reminder must leave that many days to work in.
    """
    if days == 0:
        return due_on
    if days > 0:
        return calendar.add(due_on, days, unit)
    if unit is Unit.CALENDAR:
        return due_on + days * ONE_DAY
    day, left = due_on, -days
    while left:
        day -= ONE_DAY
        left -= calendar.is_working(day)
    return day


def due_climbs(
    clocks: Sequence[Watched],
    ladder: Sequence[LadderStep],
    calendar: WorkCalendar,
    *,
    today: date,
    case_class: CaseClass | None,
    climbed: Collection[Climbed],
    present: Collection[Rung],
) -> tuple[Climb, ...]:
    """The rungs to climb today, clock by clock, from the nearest to the farthest.

    `present`: the rungs on which somebody stands who may know of this case. An empty rung is passed over: the next one
    above is told in its place, but never the district for another, since that is the village's affair first. A reminder
    is left out once the due day is over, and where the clock was not yet running on its day. An extension gives the
    clock another due day, and with it the whole ladder anew.
    """
    found: list[Climb] = []
    for clock in clocks:
        if clock.due_on is None or clock.kind not in OFFICE_CLOCKS:
            continue
        farthest: dict[Rung, tuple[date, LadderStep]] = {}
        for step in ladder:
            day = step_day(clock.due_on, step.days, step.unit, calendar)
            rung = _told(step.rung, present)
            if rung is None or day > today or not _fits(step, clock, case_class) or _stale(clock, day, today):
                continue
            if rung not in farthest or day >= farthest[rung][0]:
                farthest[rung] = (day, step)
        for rung in LADDER:
            if rung in farthest and not _done(clock, rung, *farthest[rung], climbed):
                late = today > clock.due_on
                found.append(Climb(clock, farthest[rung][1], rung, clock.due_on, late))
    return tuple(found)


def next_look(
    clock: Watched,
    ladder: Sequence[LadderStep],
    calendar: WorkCalendar,
    *,
    today: date,
    case_class: CaseClass | None,
) -> date | None:
    """The next day after today on which a step of this clock falls due; None when nothing is left to climb."""
    if clock.due_on is None or clock.kind not in OFFICE_CLOCKS:
        return None
    days = [
        day
        for step in ladder
        if _fits(step, clock, case_class)
        if (day := step_day(clock.due_on, step.days, step.unit, calendar)) > today
    ]
    return min(days, default=None)


def _fits(step: LadderStep, clock: Watched, case_class: CaseClass | None) -> bool:
    return step.clock in (None, clock.kind) and step.case_class in (None, case_class)


def _stale(clock: Watched, day: date, today: date) -> bool:
    """A reminder that would come too late, or for a day on which the clock had only just begun."""
    due_on = clock.due_on
    if due_on is None or day >= due_on:
        return False
    return today > due_on or day <= clock.started_on


def _told(rung: Rung, present: Collection[Rung]) -> Rung | None:
    if rung is Rung.DISTRICT:
        return rung
    place = LADDER.index(rung)
    return next((above for above in LADDER[place:] if above in present and above is not Rung.DISTRICT), None)


def _done(clock: Watched, rung: Rung, day: date, step: LadderStep, climbed: Collection[Climbed]) -> bool:
    """Whether this step was climbed for this due day, or its rung was told on the step's day or later.

    So a village that puts one row in the place of another does not tell the same people again.
    """
    return any(
        before.clock == clock.id
        and before.due_on == clock.due_on
        and ((before.step is not None and before.step == step.id) or (before.rung is rung and before.on >= day))
        for before in climbed
    )
