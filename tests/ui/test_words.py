"""Dates, times and sizes as people say them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from kentongan.ui import words


def test_a_date_is_said_with_its_weekday() -> None:
    assert words.say_date(date(2026, 11, 23)) == "Senin, 23 November 2026"


@pytest.mark.parametrize(
    ("zone", "said"), [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
)
def test_each_time_zone_has_its_own_word(zone: str, said: str) -> None:
    at = datetime(2026, 11, 23, 14, 5, tzinfo=ZoneInfo(zone))
    assert words.say_moment(at) == f"Senin, 23 November 2026 pukul 14.05 {said}"


@pytest.mark.parametrize(
    ("day", "said"), [(23, "hari ini"), (24, "besok"), (22, "kemarin"), (26, "3 hari lagi"), (20, "lewat 3 hari")]
)
def test_how_far_a_day_is(day: int, said: str) -> None:
    assert words.say_distance(date(2026, 11, day), date(2026, 11, 23)) == said


@pytest.mark.parametrize(
    ("count", "said"), [(10, "1 kB"), (840_000, "840 kB"), (2_400_000, "2,4 MB"), (15_000_000, "15 MB")]
)
def test_sizes_have_an_indonesian_comma(count: int, said: str) -> None:
    assert words.say_size(count) == said
