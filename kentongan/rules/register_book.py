"""The register book (Buku Catatan Aduan Masyarakat, RULES §4): its periods, and what every reader of it may read.

A line belongs to the month in which the complaint reached the village (its local date), which is also what the figures
count. Months make quarters, quarters years: the month's books bound together are the year's book.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from .types import CaseClass

MONTHS: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2999
WITHHELD: Final = "Dibatasi"
_ROMAN: Final = ("I", "II", "III", "IV")
_CODE: Final = re.compile(r"(\d{4})(?:-(?:(0[1-9]|1[0-2])|T([1-4])))?")


@dataclass(frozen=True)
class Period:
    """A month, a quarter or a year: `first` and `last` are its months (1 to 12)."""

    year: int
    first: int
    last: int

    @property
    def code(self) -> str:
        """How it stands in an address and in the ledger: "2026", "2026-T3", "2026-07"."""
        if self.months == 1:
            return f"{self.year:04d}-{self.first:02d}"
        return f"{self.year:04d}-T{(self.first + 2) // 3}" if self.months == 3 else f"{self.year:04d}"

    @property
    def months(self) -> int:
        """How many months: 1, 3 or 12."""
        return self.last - self.first + 1

    @property
    def label(self) -> str:
        """In words: "Juli 2026", "Triwulan III 2026", "Tahun 2026"."""
        if self.months == 1:
            return f"{MONTHS[self.first - 1]} {self.year}"
        if self.months == 3:
            return f"Triwulan {_ROMAN[(self.first - 1) // 3]} {self.year}"
        return f"Tahun {self.year}"

    @property
    def starts(self) -> date:
        """Its first day."""
        return date(self.year, self.first, 1)

    @property
    def ends(self) -> date:
        """Its last day."""
        after = date(self.year + 1, 1, 1) if self.last == 12 else date(self.year, self.last + 1, 1)
        return after - timedelta(days=1)

    def shifted(self, by: int) -> "Period | None":
        """The period of the same length `by` places later (earlier when negative); None beyond the calendar."""
        months = self.year * 12 + self.first - 1 + by * self.months
        year, first = divmod(months, 12)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        return Period(year, first + 1, first + self.months)

    def each_month(self) -> Iterator["Period"]:
        """Its months, in order."""
        for month in range(self.first, self.last + 1):
            yield Period(self.year, month, month)


def month_of(day: date) -> Period:
    """The month in which a day lies."""
    return Period(day.year, day.month, day.month)


def quarter_of(day: date) -> Period:
    """The quarter in which a day lies."""
    first = (day.month - 1) // 3 * 3 + 1
    return Period(day.year, first, first + 2)


def year_of(day: date) -> Period:
    """The year in which a day lies."""
    return Period(day.year, 1, 12)


def parse_period(code: str) -> Period | None:
    """The period of a code, None for what is none."""
    found = _CODE.fullmatch(code)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return None
    year = int(found[1])
    if found[2]:
        return Period(year, int(found[2]), int(found[2]))
    if found[3]:
        return Period(year, 3 * int(found[3]) - 2, 3 * int(found[3]))
    return Period(year, 1, 12)


def content_withheld(*, about_official: bool, restricted: bool, case_class: CaseClass | None, conflict: bool) -> bool:
    """Whether the book shows of a case no more than its number and day, whoever reads it (decisions 20 and 33).

    `restricted`: its category is, or the case itself became so later. All reasons look alike, so none can be read off.

    The book has no gaps, so an accused officer sees that the line is there. It must not tell him that it is about him:
    it looks the same to everybody, and so do the lines of restricted categories, of all that names an official (or may
    name one), and of all that points to misconduct.
    """
    return about_official or restricted or conflict or case_class is CaseClass.SUPERVISORY
