"""What somebody means who looks for a case by its number, written short or whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .form_numbers import FormNumber
from .numbering import validate_pattern

MAX_SEQ = 9_999_999
_YEARS = range(1900, 2200)
_FORM = re.compile(r"F[\s.\-]*(\d{1,5})(?:\s*/\s*(\d{4})(?:\s*[-\s]\s*\d)?)?", re.IGNORECASE)
_SHORT = re.compile(r"(?:no(?:mor)?\.?\s*)?#?(?:([a-z])\s*[-.]\s*)?(\d{1,7})(?:\s*/\s*(\d{4}))?", re.IGNORECASE)


@dataclass(frozen=True)
class NumberAsked:
    """A register number, or the number of a blank form; what was not said is None."""

    seq: int
    year: int | None = None
    series: str | None = None
    form: bool = False

    def form_numbers(self, years: list[int]) -> list[str]:
        """The form numbers that may be meant, when forms of these years are about."""
        asked = years if self.year is None else [self.year]
        return [str(FormNumber(year=year, seq=self.seq)) for year in asked]


def read_number(text: str, *, pattern: str, code: str, main_series: str) -> NumberAsked | None:
    """Read "I-005", "12/2026", "005", "no. 7", "F-0012/2026", or a whole number of the village's own pattern.

    None when the text is no number; then it is words. Missing zeros and capitals are forgiven.
    """
    typed = " ".join(text.split())
    whole = _whole(typed, pattern, code, main_series)
    if whole is not None:
        return whole
    form = _FORM.fullmatch(typed)
    if form:
        return _checked(form[1], form[2], None, form=True)
    short = _SHORT.fullmatch(typed)
    if short:
        return _checked(short[2], short[3], short[1], form=False)
    return None


def _whole(typed: str, pattern: str, code: str, main_series: str) -> NumberAsked | None:
    """Read a number as the village's pattern writes it, with its series before it where it is not the main one.

    A suffix that numbers have since a restore is passed over: sequence and year say which is meant.
    """
    try:
        validate_pattern(pattern)
    except ValueError:
        return None  # a pattern of another time; the short forms still work
    parts = re.split(r"(\{[^}]*\})", pattern)
    fields = {"seq": r"(?P<seq>\d{1,7})", "year": r"(?P<year>\d{4})", "code": re.escape(code)}
    wanted = "".join(fields[part[1:-1].split(":")[0]] if part.startswith("{") else re.escape(part) for part in parts)
    found = re.fullmatch(r"(?:(?P<series>[a-z]{1,9})-)?" + wanted + r"(?:-R\d+)?", typed, re.IGNORECASE)
    if found is None:
        return None
    return _checked(found["seq"], found["year"], found["series"] or main_series, form=False)


def _checked(seq: str, year: str | None, series: str | None, *, form: bool) -> NumberAsked | None:
    if not 1 <= int(seq) <= MAX_SEQ or (year is not None and int(year) not in _YEARS):
        return None
    return NumberAsked(int(seq), int(year) if year else None, series.upper() if series else None, form)
