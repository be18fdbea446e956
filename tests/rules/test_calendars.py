"""Working days: weekends, national holidays, cuti bersama, and what a village changes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.rules.calendars import Unit, WorkCalendar

from .helpers import calendars, dates, day, indonesia, units

PLAIN = WorkCalendar()


@pytest.mark.parametrize(
    ("text", "works", "why"),
    [
        ("16-03-2026", True, "a Monday"),
        ("14-03-2026", False, "a Saturday"),
        ("15-03-2026", False, "a Sunday"),
        ("17-08-2026", False, "Independence Day"),
        ("20-03-2026", False, "cuti bersama of Idul Fitri 1447 H"),
        ("24-12-2026", False, "cuti bersama of Christmas"),
        ("01-01-2027", False, "New Year"),
    ],
)
def test_the_office_works_on_the_days_the_country_works(text: str, works: bool, why: str) -> None:
    assert indonesia().is_working(day(text)) is works, why


@pytest.mark.parametrize(("year", "expected"), [(2025, 237), (2026, 240), (2027, 242)])
def test_the_number_of_working_days_of_a_year(year: int, expected: int) -> None:
    assert indonesia().count(date(year - 1, 12, 31), date(year, 12, 31), Unit.WORKING) == expected


def test_a_village_can_work_on_a_saturday() -> None:
    saturday = day("14-03-2026")
    calendar = WorkCalendar(working_weekends=frozenset({saturday}))
    assert calendar.is_working(saturday)
    assert calendar.add(day("13-03-2026"), 1, Unit.WORKING) == saturday


def test_a_day_off_wins_over_a_working_weekend() -> None:
    saturday = day("14-03-2026")
    assert not WorkCalendar(frozenset({saturday}), frozenset({saturday})).is_working(saturday)


def test_day_one_is_the_day_after() -> None:
    assert PLAIN.add(day("16-03-2026"), 1, Unit.WORKING) == day("17-03-2026")
    assert PLAIN.add(day("16-03-2026"), 1, Unit.CALENDAR) == day("17-03-2026")


def test_calendar_days_do_not_mind_holidays() -> None:
    assert indonesia().add(day("11-12-2026"), 14, Unit.CALENDAR) == day("25-12-2026")


def test_nothing_is_owed_on_a_day_the_office_is_closed() -> None:
    assert PLAIN.add(day("15-03-2026"), 0, Unit.WORKING) == day("16-03-2026")
    assert PLAIN.add(day("16-03-2026"), 0, Unit.WORKING) == day("16-03-2026")


def test_an_amount_cannot_be_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        PLAIN.add(day("16-03-2026"), -1, Unit.WORKING)


def test_the_calendar_says_how_far_it_knows() -> None:
    assert indonesia().is_known(day("31-12-2026"))
    assert not indonesia().is_known(day("01-01-2027"))
    assert PLAIN.is_known(day("01-01-2099"))


@given(calendars, dates, st.integers(1, 90), units)
def test_counting_undoes_adding(calendar: WorkCalendar, start: date, amount: int, unit: Unit) -> None:
    end = calendar.add(start, amount, unit)
    assert calendar.count(start, end, unit) == amount
    if unit is Unit.WORKING:
        assert calendar.is_working(end)
        assert calendar.count(start, end - timedelta(days=1), unit) == amount - 1


@given(calendars, dates, dates, units)
def test_adding_what_was_counted_never_overshoots(calendar: WorkCalendar, start: date, end: date, unit: Unit) -> None:
    amount = calendar.count(start, end, unit)
    assert amount >= 0
    if amount:
        assert calendar.add(start, amount, unit) <= end
    assert calendar.add(start, amount + 1, unit) > end or end <= start


@given(calendars, dates, dates, dates, units)
def test_a_stretch_of_time_can_be_counted_in_two_parts(
    calendar: WorkCalendar, one: date, two: date, three: date, unit: Unit
) -> None:
    first, middle, last = sorted((one, two, three))
    whole = calendar.count(first, last, unit)
    assert whole == calendar.count(first, middle, unit) + calendar.count(middle, last, unit)
