"""Which part of the book an address asks for. Nonsense is ignored: then it is this month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import QueryDict

from kentongan.cases.queries.book import Part, bounds
from kentongan.rules.register_book import MONTHS, Period, month_of, parse_period

SECTIONS: Final = (
    ("", "Setahun penuh"),
    *((f"T{number}", f"Triwulan {roman}") for number, roman in enumerate(("I", "II", "III", "IV"), 1)),
    *((f"{number:02d}", name) for number, name in enumerate(MONTHS, 1)),
)
"""The parts of a year as the form offers them: value and words."""


@dataclass(frozen=True)
class Asked:
    """A period of one register or of both, and where to go on in it."""

    period: Period
    part: Part
    after: str = ""

    @property
    def query(self) -> str:
        """The address of this part of the book, without where to go on."""
        return f"masa={self.period.code}&buku={self.part.value}"

    def query_of(self, period: Period) -> str:
        """The same register in another period."""
        return f"masa={period.code}&buku={self.part.value}"

    @property
    def section(self) -> str:
        """Which part of the year it is, as in SECTIONS."""
        return self.period.code[5:]


def asked(data: QueryDict, today: date) -> Asked:
    """Read an address: `masa` ("2026-07"), or `tahun` and `bagian` from the form; `buku`; `sesudah`."""
    section = data.get("bagian", "")
    year = data.get("tahun", "").strip()
    period = parse_period(data.get("masa", ""))
    if period is None and year.isdecimal():
        period = parse_period(f"{year}-{section}" if section else year)
    period = period or month_of(today)
    named = data.get("buku", "")
    part = Part(named) if named in set(Part) else Part.ALL
    return Asked(period, part, _after(data.get("sesudah", ""), period, part))


def _after(text: str, period: Period, part: Part) -> str:
    """Return a key within the period; anything else begins at its beginning."""
    if not text.isascii() or not text.isalnum():
        return ""
    inside = any(first < text < beyond for first, beyond in (bounds(period, series) for series in part.series))
    return text if inside else ""
