"""Numbers of blank forms, for days without power. They are not register numbers: those are given at recording.

"F-0012/2026-4": number, year, and a check digit over both (Damm's table of order 10), which catches every single wrong
digit and every swap of two neighbours. So a form that was never printed is not typed by mistake.
"""

import re
from dataclasses import dataclass
from typing import Final

from .types import Refused

MAX_FORMS: Final = 500
"""Forms in one printing: a village without power for a week needs fewer."""

MAX_SEQ: Final = 99_999

_DAMM: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_TYPED: Final = re.compile(r"F?[\s.\-]*(\d{1,5})\s*/\s*(\d{4})(?:\s*[-\s]\s*(\d))?", re.IGNORECASE)
_EXAMPLE: Final = "Tulis seperti pada formulirnya, misalnya F-0012/2026-"


@dataclass(frozen=True, order=True)
class FormNumber:
    """The number on a blank form; `str` gives it as it is printed."""

    year: int
    seq: int

    @property
    def check(self) -> int:
        """The check digit."""
        state = 0
        for digit in f"{self.year:04d}{self.seq:05d}":
            state = _DAMM[state][int(digit)]
        return state

    def __str__(self) -> str:
        return f"F-{self.seq:04d}/{self.year:04d}-{self.check}"


def parse_form_number(text: str) -> FormNumber:
    """Return the form number somebody typed; spaces, small letters and missing zeros are forgiven.

    Raises:
        Refused: it is no form number (`no_form_number`), its last digit is missing (`form_check_missing`) or does not
            fit (`form_check_wrong`).
    """
    typed = _TYPED.fullmatch(text.strip())
    if typed is None:
        raise Refused("no_form_number", f"Ini belum nomor formulir. {_EXAMPLE}{FormNumber(2026, 12).check}.")
    number = FormNumber(year=int(typed[2]), seq=int(typed[1]))
    if number.seq < 1:
        raise Refused("no_form_number", "Nomor formulir dimulai dari 0001.")
    if typed[3] is None:
        raise Refused(
            "form_check_missing",
            "Angka terakhir nomor formulir belum ditulis. Angka di belakang tahun itu menjaga dari salah ketik; "
            f"{_EXAMPLE[0].lower()}{_EXAMPLE[1:]}{FormNumber(2026, 12).check}.",
        )
    if int(typed[3]) != number.check:
        raise Refused(
            "form_check_wrong",
            "Nomor formulir ini tidak cocok dengan angka terakhirnya. Periksa lagi angka, tahun, dan angka terakhir "
            "pada formulirnya.",
        )
    return number
