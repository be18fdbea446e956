"""The working calendar against the official days, and what the village itself may change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kentongan.rules.calendars import Unit, WorkCalendar
from kentongan.villages.calendar import calendar_for
from kentongan.villages.holidays import days_off, refresh_holidays, set_day
from kentongan.villages.models import Holiday, HolidaySource, Village

YEARS = (2025, 2026, 2027, 2028)


@pytest.fixture
def village(db: None) -> Village:
    return Village.objects.create(
        code="33.03.13.2003",
        name="Karangbawang",
        district="Rembang",
        regency="Kabupaten Purbalingga",
        province="Jawa Tengah",
        created_at=datetime(2026, 1, 5, tzinfo=UTC),
    )


def working_days(calendar: WorkCalendar, year: int) -> int:
    first = date(year, 1, 1)
    return sum(calendar.is_working(first + timedelta(days=n)) for n in range((date(year + 1, 1, 1) - first).days))


@pytest.mark.parametrize(("year", "days"), [(2025, 237), (2026, 240), (2027, 242)])
def test_the_year_has_its_official_working_days(village: Village, year: int, days: int) -> None:
    refresh_holidays(village, YEARS)
    assert working_days(calendar_for(village), year) == days


@pytest.mark.parametrize(
    ("received", "three", "five", "fourteen", "sixty"),
    [
        (date(2026, 3, 13), date(2026, 3, 25), date(2026, 3, 27), date(2026, 4, 10), date(2026, 6, 24)),
        (date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 30), date(2026, 12, 11), date(2027, 2, 22)),
        (date(2026, 12, 21), date(2026, 12, 28), date(2026, 12, 30), date(2027, 1, 14), date(2027, 4, 1)),
    ],
)
def test_the_checked_examples_hold_on_a_villages_own_rows(
    village: Village, received: date, three: date, five: date, fourteen: date, sixty: date
) -> None:
    refresh_holidays(village, YEARS)
    calendar = calendar_for(village)
    assert [calendar.add(received, n, Unit.WORKING) for n in (3, 5, 14, 60)] == [three, five, fourteen, sixty]


def test_names_are_indonesian_and_say_nothing_of_estimates() -> None:
    names = {off.name for year in YEARS for off in days_off(year)}
    assert {"Hari Raya Idul Fitri", "Hari Suci Nyepi", "Cuti Bersama Hari Raya Natal"} <= names
    assert not any("perkiraan" in name for name in names)


@pytest.mark.parametrize(
    ("day", "certain"),
    [
        (date(2026, 3, 21), True),  # Idul Fitri, decreed
        (date(2027, 3, 10), False),  # Idul Fitri, the moon is not seen yet
        (date(2027, 3, 9), False),  # joint leave that moves with it
        (date(2027, 3, 8), True),  # Nyepi, decreed
        (date(2027, 8, 17), True),
        (date(2027, 12, 24), True),
        (date(2028, 3, 26), False),  # Nyepi without a decree
        (date(2028, 8, 17), True),
        (date(2028, 12, 25), True),
    ],
)
def test_days_that_hang_on_the_moon_are_marked(day: date, certain: bool) -> None:
    found = {off.day: off for off in days_off(day.year)}[day]
    assert found.is_certain is certain


def test_the_calendar_is_known_up_to_the_last_decree(village: Village) -> None:
    assert calendar_for(village).known_until is None
    refresh_holidays(village, YEARS)
    calendar = calendar_for(village)
    assert calendar.known_until == 2027
    assert not calendar.is_known(date(2028, 1, 3))


def test_refreshing_twice_changes_nothing(village: Village) -> None:
    assert refresh_holidays(village, YEARS) > 60
    before = set(Holiday.objects.filter(village=village).values_list("id", "day", "name"))
    assert refresh_holidays(village, YEARS) == 0
    assert refresh_holidays(village, []) == 0
    assert set(Holiday.objects.filter(village=village).values_list("id", "day", "name")) == before


def test_the_villages_own_day_survives_a_refresh(village: Village) -> None:
    refresh_holidays(village, [2026])
    set_day(village, date(2026, 9, 14), name="Sedekah bumi")
    set_day(village, date(2026, 12, 24), name="Piket pelayanan", is_working=True)
    assert refresh_holidays(village, [2026]) == 0
    calendar = calendar_for(village)
    assert not calendar.is_working(date(2026, 9, 14))
    assert calendar.is_working(date(2026, 12, 24))


def test_a_date_the_decree_has_moved_is_moved(village: Village) -> None:
    refresh_holidays(village, [2026])
    # As if last year's estimate had been a day early, under a name since corrected.
    Holiday.objects.filter(village=village, day=date(2026, 6, 16)).delete()
    Holiday.objects.create(
        village=village,
        day=date(2026, 6, 15),
        name="Tahun Baru Islam",
        source=HolidaySource.NATIONAL,
        is_certain=False,
    )
    Holiday.objects.filter(village=village, day=date(2026, 5, 27)).update(is_certain=False)
    assert refresh_holidays(village, [2026]) == 3
    days = dict(Holiday.objects.filter(village=village).values_list("day", "is_certain"))
    assert date(2026, 6, 15) not in days
    assert days[date(2026, 6, 16)]
    assert days[date(2026, 5, 27)]


def test_a_feast_the_village_has_put_on_another_day_does_not_come_back(village: Village) -> None:
    refresh_holidays(village, [2027])
    own = HolidaySource.VILLAGE
    Holiday.objects.filter(village=village, day=date(2027, 5, 17)).update(day=date(2027, 5, 16), source=own)
    # One of three days of the same name: the other two stay as they are.
    Holiday.objects.filter(village=village, day=date(2027, 3, 15)).update(day=date(2027, 3, 16), source=own)
    assert refresh_holidays(village, [2027]) == 0
    days = set(Holiday.objects.filter(village=village).values_list("day", flat=True))
    assert date(2027, 5, 17) not in days
    assert date(2027, 3, 15) not in days
    assert {date(2027, 3, 9), date(2027, 3, 12), date(2027, 3, 16)} <= days


def test_another_villages_calendar_is_left_alone(village: Village) -> None:
    other = Village.objects.create(
        code="33.03.13.2005",
        name="Losari",
        district="Rembang",
        regency="Kabupaten Purbalingga",
        province="Jawa Tengah",
        created_at=datetime(2026, 1, 5, tzinfo=UTC),
    )
    refresh_holidays(village, [2026])
    assert not Holiday.objects.filter(village=other).exists()
    set_day(other, date(2026, 9, 14), name="Sedekah bumi")
    assert calendar_for(village).is_working(date(2026, 9, 14))
