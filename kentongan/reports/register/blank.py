"""Blank sheets of the register, for days without power: ruled lines that bear form numbers, to be filled in by hand."""

from __future__ import annotations

from typing import Final

from kentongan.cases.blank_forms import numbers_of
from kentongan.cases.models import FormBatch
from kentongan.reports import apart
from kentongan.reports.register.pdf import SHEETS
from kentongan.ui.words import say_short_date
from kentongan.villages.models import Village

LINES: Final = 6
"""Lines of one sheet: high enough for handwriting."""


def blank_pdf(village: Village, batch: FormBatch, *, sheet: str = "f4") -> bytes:
    """Return the sheets of one printing.

    Raises:
        NotTypeset: the template is wrong.
    """
    width, height = SHEETS[sheet]
    numbers = [str(number) for number in numbers_of(batch)]
    printed = say_short_date(batch.printed_at.astimezone(village.zone).date())
    data = {
        "title": f"Lembar catatan aduan saat listrik padam, Desa {village.name}",
        "author": f"Pemerintah Desa {village.name}",
        "village": f"Desa {village.name} ({village.code})",
        "sheet": {"width": width, "height": height},
        "pages": [numbers[start : start + LINES] for start in range(0, len(numbers), LINES)],
        "lines": LINES,
        "printed": f"Dicetak {printed}: formulir {numbers[0]} sampai {numbers[-1]}",
    }
    return apart.pdf("blank_register", data, at=batch.printed_at, accessible=True, longest_word=40)
