"""What must hold for every clock, whatever the calendar, the pauses and the order of events."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules import deadlines
from kentongan.rules.calendars import Unit, WorkCalendar
from kentongan.rules.deadlines import DEFAULT_RULES, Clock, ClockEvent, ClockKind, ClockState, Pause
from kentongan.rules.types import CaseClass

from .helpers import calendars, dates, units


@st.composite
def clocks_with_pauses(draw: st.DrawFn, *, at_most: int = 4) -> Clock:
    """A clock with pauses that follow one another, as the engine makes them."""
    started = draw(dates)
    day = started
    pauses = []
    for _ in range(draw(st.integers(0, at_most))):
        start = day + timedelta(days=draw(st.integers(0, 20)))
        day = start + timedelta(days=draw(st.integers(0, 20)))
        pauses.append(Pause(start, day))
    return Clock(ClockKind.ANSWER, 1, started, draw(st.integers(1, 60)), draw(units), "", tuple(pauses))


def limit(clock: Clock, calendar: WorkCalendar) -> date:
    found = deadlines.due(clock, calendar)
    assert found is not None
    return found


@given(clocks_with_pauses(), calendars)
def test_pausing_never_shortens(clock: Clock, calendar: WorkCalendar) -> None:
    assert limit(clock, calendar) >= limit(replace(clock, pauses=()), calendar)


@given(clocks_with_pauses(), calendars)
def test_each_further_pause_never_shortens(clock: Clock, calendar: WorkCalendar) -> None:
    steps = [limit(replace(clock, pauses=clock.pauses[:n]), calendar) for n in range(len(clock.pauses) + 1)]
    assert steps == sorted(steps)


@given(clocks_with_pauses(at_most=1), st.integers(0, 30), calendars)
def test_a_longer_pause_never_shortens(clock: Clock, more: int, calendar: WorkCalendar) -> None:
    longer = tuple(Pause(p.start, p.end + timedelta(days=more)) for p in clock.pauses if p.end)
    assert limit(replace(clock, pauses=longer), calendar) >= limit(clock, calendar)


@given(clocks_with_pauses(), calendars)
def test_a_pause_gives_back_no_more_than_it_took(clock: Clock, calendar: WorkCalendar) -> None:
    """All units between start and limit are the clock's own, or lie in a pause."""
    due = limit(clock, calendar)
    paused = sum(calendar.count(p.start, min(p.end, due), clock.unit) for p in clock.pauses if p.end)
    elapsed = calendar.count(clock.started, due, clock.unit)
    # A pause begun on the very last day lets the clock end on the day of the answer; up to one unit of rounding.
    assert clock.amount <= elapsed <= clock.amount + paused + 1


@given(clocks_with_pauses(), calendars)
def test_working_clocks_end_on_working_days(clock: Clock, calendar: WorkCalendar) -> None:
    if clock.unit is Unit.WORKING:
        assert calendar.is_working(limit(clock, calendar))


@given(clocks_with_pauses(at_most=0), st.integers(0, 80), calendars)
def test_a_pause_of_no_time_changes_nothing(clock: Clock, after: int, calendar: WorkCalendar) -> None:
    moment = clock.started + timedelta(days=after)
    assert limit(replace(clock, pauses=(Pause(moment, moment),)), calendar) == limit(clock, calendar)


@given(clocks_with_pauses(), calendars, st.integers(0, 200))
def test_a_clock_is_late_exactly_after_its_last_day(clock: Clock, calendar: WorkCalendar, after: int) -> None:
    today = clock.started + timedelta(days=after)
    late = deadlines.state(clock, calendar, today) is ClockState.LATE
    assert late == (today > limit(clock, calendar))
    stopped = deadlines.state(replace(clock, stopped=today), calendar, today)
    assert stopped is (ClockState.MISSED if late else ClockState.MET)


@given(clocks_with_pauses(), calendars, st.integers(1, 300))
def test_an_extension_is_the_new_last_day(clock: Clock, calendar: WorkCalendar, more: int) -> None:
    new_date = limit(clock, calendar) + timedelta(days=more)
    on = new_date - timedelta(days=1)
    extended = deadlines.extend((clock,), clock.kind, new_date, calendar=calendar, on=on)
    assert limit(extended[0], calendar) == new_date
    assert deadlines.original_due(extended[0], calendar) == limit(clock, calendar)


histories = st.lists(
    st.tuples(st.sampled_from(ClockEvent), st.integers(0, 15), st.sampled_from([None, *CaseClass])), max_size=25
)


@given(dates, histories, calendars)
def test_no_order_of_events_breaks_the_record(
    start: date, history: list[tuple[ClockEvent, int, CaseClass | None]], calendar: WorkCalendar
) -> None:
    on, round, clocks = start, 1, ()
    for event, days, case_class in history:
        on += timedelta(days=days)
        round += event is ClockEvent.REOPENED
        before = clocks
        clocks = deadlines.apply(
            before, event, on=on, case_class=case_class, round=round, rules=DEFAULT_RULES, calendar=calendar
        )
        check_record(before, clocks, event)
        for clock in clocks:
            deadlines.state(clock, calendar, on)
            assert (deadlines.due(clock, calendar) is None) <= (clock.open_pause is not None)


def check_record(before: tuple[Clock, ...], after: tuple[Clock, ...], event: ClockEvent) -> None:
    """Nothing vanishes, what was fulfilled stays fulfilled, and no clock runs twice."""
    assert len(after) >= len(before)
    for old, new in zip(before, after, strict=False):
        assert (old.kind, old.round, old.started, old.amount) == (new.kind, new.round, new.started, new.amount)
        assert len(new.pauses) >= len(old.pauses)
        if not old.running and not (old.cancelled and event is ClockEvent.RESUMED):
            assert new == old
    running = [(clock.kind, clock.round) for clock in after if clock.running]
    assert len(set(running)) == len(running)
