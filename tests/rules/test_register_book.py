"""Periods of the register book, and which lines show no more than their number."""

from __future__ import annotations

from datetime import date

import pytest

from kentongan.rules.register_book import content_withheld, month_of, parse_period, quarter_of, year_of
from kentongan.rules.types import CaseClass


@pytest.mark.parametrize(
    ("code", "label", "starts", "ends"),
    [
        ("2026-02", "Februari 2026", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", "Februari 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", "Desember 2026", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-T1", "Triwulan I 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-T4", "Triwulan IV 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026", "Tahun 2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_known_by_its_code(code: str, label: str, starts: date, ends: date) -> None:
    period = parse_period(code)
    assert period is not None
    assert (period.code, period.label, period.starts, period.ends) == (code, label, starts, ends)


@pytest.mark.parametrize("code", ["", "2026-13", "2026-00", "2026-T5", "2026-T0", "26", "1899", "3000", "2026-7", "x"])
def test_nonsense_is_no_period(code: str) -> None:
    assert parse_period(code) is None


def test_a_day_lies_in_its_month_quarter_and_year() -> None:
    day = date(2026, 8, 17)
    assert [period.code for period in (month_of(day), quarter_of(day), year_of(day))] == ["2026-08", "2026-T3", "2026"]


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [("2026-01", "2025-12", "2026-02"), ("2026-T4", "2026-T3", "2027-T1"), ("2026", "2025", "2027")],
)
def test_neighbouring_periods_meet_without_a_gap(code: str, before: str, after: str) -> None:
    period = parse_period(code)
    assert period is not None
    earlier, later = period.shifted(-1), period.shifted(1)
    assert earlier is not None
    assert later is not None
    assert (earlier.code, later.code) == (before, after)
    assert (period.starts - earlier.ends).days == (later.starts - period.ends).days == 1


def test_before_the_first_and_after_the_last_year_there_is_nothing() -> None:
    first, last = parse_period("1900"), parse_period("2999")
    assert first is not None
    assert last is not None
    assert first.shifted(-1) is None
    assert last.shifted(1) is None


@pytest.mark.parametrize(
    ("facts", "withheld"),
    [
        ({}, False),
        ({"case_class": CaseClass.NON_SUPERVISORY}, False),
        ({"case_class": CaseClass.SUPERVISORY}, True),
        ({"about_official": True}, True),
        ({"restricted": True}, True),
        ({"conflict": True}, True),
    ],
)
def test_whatever_may_be_about_an_officer_is_withheld(facts: dict[str, object], withheld: bool) -> None:
    usual: dict[str, object] = {"about_official": False, "restricted": False, "case_class": None, "conflict": False}
    assert content_withheld(**{**usual, **facts}) is withheld  # type: ignore[arg-type]  # a row of the table
