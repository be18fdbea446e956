"""Who is told when something is late: readable rows first, then what must hold for any calendar."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules.calendars import Unit, WorkCalendar
from kentongan.rules.deadline_rules import OFFICE_CLOCKS, ClockKind
from kentongan.rules.escalation import (
    DEFAULT_LADDER,
    Climb,
    Climbed,
    LadderStep,
    Watched,
    due_climbs,
    next_look,
    step_day,
)
from kentongan.rules.types import CaseClass, Rung

from .helpers import calendars, dates, day, indonesia, person, units

EVERYBODY = frozenset(Rung)
CLOCK = Watched(person(50), ClockKind.ANSWER, day("22-06-2026"), day("10-07-2026"))
LADDER = tuple(replace(step, id=person(60 + number)) for number, step in enumerate(DEFAULT_LADDER))


def climbs(
    today: date,
    *,
    clock: Watched = CLOCK,
    ladder: tuple[LadderStep, ...] = LADDER,
    climbed: tuple[Climbed, ...] = (),
    present: frozenset[Rung] = EVERYBODY,
    calendar: WorkCalendar | None = None,
    case_class: CaseClass | None = CaseClass.NON_SUPERVISORY,
) -> tuple[Climb, ...]:
    return due_climbs(
        [clock],
        ladder,
        calendar or indonesia(),
        today=today,
        case_class=case_class,
        climbed=climbed,
        present=present,
    )


def noted(found: tuple[Climb, ...], on: date) -> tuple[Climbed, ...]:
    return tuple(Climbed(climb.clock.id, climb.step.id, climb.rung, climb.due_on, on) for climb in found)


def told(found: tuple[Climb, ...]) -> str:
    return " ".join(climb.rung.value for climb in found)


# Due on Friday 10-07-2026; nobody is told twice, every day the service looks.
DIARY = """
07-07-2026 |
08-07-2026 | handler
09-07-2026 | handler
10-07-2026 |
11-07-2026 |
13-07-2026 | unit_head
14-07-2026 |
15-07-2026 | village_head
17-07-2026 | bpd
23-07-2026 |
24-07-2026 | district
27-07-2026 |
"""


def test_the_ladder_is_climbed_one_rung_after_the_other() -> None:
    climbed: tuple[Climbed, ...] = ()
    for line in DIARY.strip().splitlines():
        on, _, expected = (part.strip() for part in line.partition("|"))
        found = climbs(day(on), climbed=climbed)
        assert told(found) == expected, on
        climbed += noted(found, day(on))


@pytest.mark.parametrize(
    ("due_on", "days", "unit", "expected"),
    [
        ("13-07-2026", -2, "working", "09-07-2026"),  # Monday: two days to work in are Thursday and Friday
        ("13-07-2026", -2, "calendar", "11-07-2026"),
        ("12-07-2026", -1, "working", "10-07-2026"),  # an extension may end on a Sunday
        ("14-08-2026", 1, "working", "18-08-2026"),  # over Independence Day
        ("14-08-2026", 1, "calendar", "15-08-2026"),
        ("14-08-2026", 0, "working", "14-08-2026"),
    ],
)
def test_days_are_counted_as_the_village_works(due_on: str, days: int, unit: str, expected: str) -> None:
    assert step_day(day(due_on), days, Unit(unit), indonesia()) == day(expected)


LATE_DISCOVERY = """
off for a week after the due day     | 20-07-2026 | all              | unit_head village_head bpd
off for a month                      | 10-08-2026 | all              | unit_head village_head bpd district
two reminders at once are one        | 09-07-2026 | all              | handler
the village head is named in it      | 15-07-2026 | -village_head    | unit_head bpd
nobody heads the unit                | 13-07-2026 | -unit_head       | village_head
no handler yet                       | 08-07-2026 | -handler         | unit_head
the BPD has no account               | 17-07-2026 | -bpd             | unit_head village_head
nobody is there at all               | 24-07-2026 | none             | district
"""


@pytest.mark.parametrize("line", LATE_DISCOVERY.strip().splitlines(), ids=lambda line: line.split("|")[0].strip())
def test_who_is_told_when_it_is_found_late_or_somebody_is_missing(line: str) -> None:
    _, on, who, expected = (part.strip() for part in line.split("|"))
    absent = {Rung(who[1:])} if who.startswith("-") else set()
    present = frozenset() if who == "none" else EVERYBODY - absent
    assert told(climbs(day(on), present=present)) == expected


def test_the_district_is_never_told_in_the_place_of_another() -> None:
    assert told(climbs(day("17-07-2026"), present=frozenset())) == ""


def test_an_extension_starts_the_ladder_anew() -> None:
    first = climbs(day("17-07-2026"))
    before = noted(first, day("17-07-2026"))
    extended = replace(CLOCK, due_on=day("31-07-2026"))
    assert climbs(day("20-07-2026"), clock=extended, climbed=before) == ()
    assert told(climbs(day("29-07-2026"), clock=extended, climbed=before)) == "handler"
    assert told(climbs(day("03-08-2026"), clock=extended, climbed=before)) == "unit_head"


def test_a_clock_that_stands_still_climbs_nothing() -> None:
    assert climbs(day("24-07-2026"), clock=replace(CLOCK, due_on=None)) == ()


@pytest.mark.parametrize("kind", set(ClockKind) - OFFICE_CLOCKS)
def test_the_reporters_own_time_climbs_nothing(kind: ClockKind) -> None:
    assert climbs(day("24-07-2026"), clock=replace(CLOCK, kind=kind)) == ()


def test_a_clock_that_has_only_just_begun_reminds_nobody() -> None:
    short = Watched(person(51), ClockKind.VERIFY, day("06-07-2026"), day("07-07-2026"))
    assert climbs(day("06-07-2026"), clock=short) == ()


def test_a_row_put_in_the_place_of_another_tells_nobody_twice() -> None:
    found = climbs(day("13-07-2026"))
    renewed = tuple(replace(step, id=person(80 + number)) for number, step in enumerate(DEFAULT_LADDER))
    assert climbs(day("13-07-2026"), ladder=renewed, climbed=noted(found, day("13-07-2026"))) == ()


def test_a_rung_that_was_stood_in_for_is_not_told_again_when_its_holder_returns() -> None:
    without = climbs(day("15-07-2026"), present=EVERYBODY - {Rung.VILLAGE_HEAD})
    assert climbs(day("15-07-2026"), climbed=noted(without, day("15-07-2026"))) == ()


def test_a_step_for_one_clock_or_class_counts_only_there() -> None:
    step = LadderStep(ClockKind.OBJECTION, CaseClass.SUPERVISORY, 1, Unit.CALENDAR, Rung.BPD)
    objection = replace(CLOCK, kind=ClockKind.OBJECTION)
    on = day("11-07-2026")
    assert climbs(on, ladder=(step,)) == ()
    assert climbs(on, ladder=(step,), clock=objection) == ()
    assert told(climbs(on, ladder=(step,), clock=objection, case_class=CaseClass.SUPERVISORY)) == "bpd"


steps = st.builds(
    LadderStep,
    clock=st.none(),
    case_class=st.none(),
    days=st.integers(-10, 20),
    unit=units,
    rung=st.sampled_from(Rung),
    id=st.uuids(),
)
ladders = st.lists(steps, max_size=6, unique_by=lambda step: step.id).map(tuple)
rungs = st.frozensets(st.sampled_from(Rung))


@given(dates, st.integers(1, 15), calendars)
def test_working_days_before_and_after_mirror_each_other(due_on: date, days: int, calendar: WorkCalendar) -> None:
    before = step_day(due_on, -days, Unit.WORKING, calendar)
    assert calendar.is_working(before)
    assert before < due_on
    if calendar.is_working(due_on):
        assert calendar.add(before, days, Unit.WORKING) == due_on


@given(dates, st.integers(0, 40), ladders, calendars, rungs)
def test_each_rung_is_told_at_most_once_a_day_and_never_twice(
    due_on: date, days: int, ladder: tuple[LadderStep, ...], calendar: WorkCalendar, present: frozenset[Rung]
) -> None:
    clock = replace(CLOCK, started_on=due_on - timedelta(days=5), due_on=due_on)
    today = due_on + timedelta(days=days - 10)
    found = climbs(today, clock=clock, ladder=ladder, calendar=calendar, present=present)
    assert len({climb.rung for climb in found}) == len(found)
    assert all(climb.rung in present | {Rung.DISTRICT} for climb in found)
    again = climbs(today, clock=clock, ladder=ladder, calendar=calendar, present=present, climbed=noted(found, today))
    assert again == ()


@given(dates, ladders, calendars)
def test_looking_only_on_the_named_days_finds_what_looking_daily_finds(
    due_on: date, ladder: tuple[LadderStep, ...], calendar: WorkCalendar
) -> None:
    clock = replace(CLOCK, started_on=due_on - timedelta(days=30), due_on=due_on)
    daily: list[str] = []
    sparse: list[str] = []
    seen: tuple[Climbed, ...] = ()
    spared: tuple[Climbed, ...] = ()
    look: date | None = clock.started_on
    for offset in range(-30, 61):
        today = due_on + timedelta(days=offset)
        found = climbs(today, clock=clock, ladder=ladder, calendar=calendar, climbed=seen)
        seen += noted(found, today)
        daily += [f"{today} {climb.rung.value}" for climb in found]
        if look is not None and look <= today:
            found = climbs(today, clock=clock, ladder=ladder, calendar=calendar, climbed=spared)
            spared += noted(found, today)
            sparse += [f"{today} {climb.rung.value}" for climb in found]
            look = next_look(clock, ladder, calendar, today=today, case_class=None)
    assert sparse == daily
