"""Which months a page of figures is about: a month, a quarter, a year, or the last twelve months. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kentongan.rules.types import Labelled
from kentongan.ui.words import MONTHS

LAST_TWELVE: Final = "12-bulan"
_YEARS: Final = range(1990, 2200)
_QUARTERS: Final = ("I", "II", "III", "IV")
_SLUG: Final = re.compile(r"(?P<year>[0-9]{4})(?:-(?:T(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


class Span(Labelled):
    """The kinds of periods."""

    MONTH = "month", "Bulan"
    QUARTER = "quarter", "Triwulan"
    YEAR = "year", "Tahun"
    LAST_TWELVE = "last_twelve", "12 bulan terakhir"


@dataclass(frozen=True)
class Period:
    """Whole months of the village's calendar, in a row. `first` counts months from year 0 (year * 12 + month - 1)."""

    span: Span
    first: int
    length: int

    @property
    def months(self) -> tuple[int, ...]:
        """The months as YYYYMM."""
        return tuple(_number(month) for month in range(self.first, self.first + self.length))

    @property
    def before(self) -> Period:
        """The period just before this one, of the same length."""
        return Period(self.span, self.first - self.length, self.length)

    @property
    def after(self) -> Period:
        """The period just after this one."""
        return Period(self.span, self.first + self.length, self.length)

    @property
    def trend(self) -> tuple[int, ...]:
        """The twelve months up to the end of the period, as YYYYMM."""
        end = self.first + self.length
        return tuple(_number(month) for month in range(end - 12, end))

    @property
    def first_day(self) -> date:
        """The first day of its first month."""
        return date(self.first // 12, self.first % 12 + 1, 1)

    @property
    def last_day(self) -> date:
        """The last day of its last month."""
        return self.after.first_day - timedelta(days=1)

    @property
    def slug(self) -> str:
        """How the address names it; what `parse` reads back."""
        year, month = divmod(self.first, 12)
        match self.span:
            case Span.MONTH:
                return f"{year}-{month + 1:02d}"
            case Span.QUARTER:
                return f"{year}-T{month // 3 + 1}"
            case Span.YEAR:
                return str(year)
            case Span.LAST_TWELVE:
                return LAST_TWELVE

    @property
    def label(self) -> str:
        """How people call it: "Triwulan III 2026"."""
        year, month = divmod(self.first, 12)
        match self.span:
            case Span.MONTH:
                return f"{MONTHS[month]} {year}"
            case Span.QUARTER:
                return f"Triwulan {_QUARTERS[month // 3]} {year}"
            case Span.YEAR:
                return f"Tahun {year}"
            case Span.LAST_TWELVE:
                return "12 bulan terakhir"

    @property
    def words(self) -> str:
        """From when to when: "Juli–September 2026"."""
        first, last = divmod(self.first, 12), divmod(self.first + self.length - 1, 12)
        if first == last:
            return say_month(self.months[0])
        if first[0] == last[0]:
            return f"{MONTHS[first[1]]}–{MONTHS[last[1]]} {last[0]}"
        return f"{say_month(self.months[0])}–{say_month(self.months[-1])}"


def say_month(month: int) -> str:
    """Return "Juli 2026" for 202607."""
    return f"{MONTHS[month % 100 - 1]} {month // 100}"


def parse(slug: str, today: date) -> Period | None:
    """Return the period of an address, None for nonsense (a year far away counts as such)."""
    if slug == LAST_TWELVE:
        return last_twelve(today)
    match = _SLUG.fullmatch(slug)
    if match is None or int(match["year"]) not in _YEARS:
        return None
    year = int(match["year"])
    if match["quarter"]:
        return Period(Span.QUARTER, year * 12 + (int(match["quarter"]) - 1) * 3, 3)
    if match["month"]:
        return Period(Span.MONTH, year * 12 + int(match["month"]) - 1, 1)
    return Period(Span.YEAR, year * 12, 12)


def last_twelve(today: date) -> Period:
    """This month and the eleven before it."""
    return Period(Span.LAST_TWELVE, today.year * 12 + today.month - 12, 12)


def offered(first: int | None, today: date) -> list[tuple[str, list[Period]]]:
    """The periods to choose from since the first month with anything in it (YYYYMM), newest first, by kind.

    Months of this year and the last, quarters of five years, every year.
    """
    end = today.year * 12 + today.month - 1
    start = end if first is None else min(end, max((first // 100) * 12 + first % 100 - 1, _YEARS.start * 12))
    years = range(end // 12, start // 12 - 1, -1)
    quarters = range(end // 3, max(start // 3, (end // 12 - 4) * 4) - 1, -1)
    months = range(end, max(start, (end // 12 - 1) * 12) - 1, -1)
    return [
        (Span.QUARTER.label, [Period(Span.QUARTER, quarter * 3, 3) for quarter in quarters]),
        (Span.MONTH.label, [Period(Span.MONTH, month, 1) for month in months]),
        (Span.YEAR.label, [Period(Span.YEAR, year * 12, 12) for year in years]),
    ]


def _number(month: int) -> int:
    return month // 12 * 100 + month % 12 + 1
