"""The register book as a workbook: the same columns, real dates, no cell that could be taken for a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from kentongan.reports.register.columns import Chosen, Reading, Value, shown, value_of
from kentongan.reports.register.pdf import Printing, Volume
from kentongan.ui.words import say_moment

# What an XLSX file cannot hold (XML 1.0), and what Excel reads as an escape of such a character.
_IMPOSSIBLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_MOST_LETTERS: Final = 32_767
_FIRST_DAY: Final = 1900  # Excel's calendar has no earlier year
_HEAD_ROW: Final = 3
_PAPER: Final = {"a4": 9, "f4": 14}  # Excel's numbers for A4 and folio
_LETTERS_PER_WEIGHT: Final = 1.15


def register_xlsx(volume: Volume, readings: Iterable[Reading], columns: Sequence[Chosen], printing: Printing) -> bytes:
    """Write the book, row by row: memory does not grow with it.

    Text is written as text whatever it begins with, so "=1+1", "+62…", "-5" and "@name" stay what they are; dates are
    dates. The calling page says how many lines a file may have (far below Excel's own limit).
    """
    visible = shown(columns, identities=printing.identities)
    out = BytesIO()
    # Strings stay strings: no formulas, numbers or links are guessed from what somebody typed.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("Buku aduan")
    formats = _formats(book)
    _set_up(book, sheet, volume, visible, printing)
    _head(sheet, formats, volume, visible, printing)
    row = _HEAD_ROW
    for row, reading in enumerate(readings, _HEAD_ROW + 1):
        for place, each in enumerate(visible):
            _write(sheet, row, place, value_of(each.column, reading), formats)
    sheet.autofilter(_HEAD_ROW, 0, max(row, _HEAD_ROW + 1), len(visible) - 1)
    sheet.print_area(0, 0, max(row, _HEAD_ROW + 1), len(visible) - 1)
    book.close()
    return out.getvalue()


def clean(text: str) -> str:
    """Return what a cell can hold of a text."""
    return _ESCAPE.sub("_\u200b", _IMPOSSIBLE.sub("", text))[:_MOST_LETTERS]


def _formats(book: Any) -> dict[str, Any]:
    cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#999999"}
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "small": book.add_format({"font_size": 9, "font_color": "#555555"}),
        "head": book.add_format({**cell, "bold": True, "bg_color": "#E8E8E8", "align": "center", "valign": "vcenter"}),
        # "@" is Excel's format for text: a cell that is edited later stays text, too.
        "text": book.add_format({**cell, "num_format": "@"}),
        "number": book.add_format({**cell, "num_format": "0"}),
        "day": book.add_format({**cell, "num_format": "dd-mm-yyyy", "align": "left"}),
        "moment": book.add_format({**cell, "num_format": "dd-mm-yyyy hh:mm", "align": "left"}),
    }


def _set_up(book: Any, sheet: Any, volume: Volume, columns: Sequence[Chosen], printing: Printing) -> None:
    village = printing.village
    book.set_properties(
        {
            "title": f"Buku Catatan Aduan Masyarakat Desa {village.name}, {volume.period.label}",
            "author": f"Pemerintah Desa {village.name}",
            "created": printing.at.replace(tzinfo=None, microsecond=0),
        }
    )
    sheet.set_landscape()
    sheet.set_paper(_PAPER[printing.sheet])
    sheet.set_margins(left=0.9, right=0.4, top=0.5, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_footer(f"&L&8Desa {village.name.replace('&', '&&')} · {volume.period.label}&R&8Halaman &P dari &N")
    sheet.freeze_panes(_HEAD_ROW + 1, min(2, len(columns) - 1))
    for place, each in enumerate(columns):
        sheet.set_column(place, place, max(6.0, each.column.weight * _LETTERS_PER_WEIGHT))


def _head(sheet: Any, formats: dict[str, Any], volume: Volume, columns: Sequence[Chosen], printing: Printing) -> None:
    village = printing.village
    made = say_moment(printing.at.astimezone(village.zone))
    secret = "RAHASIA: memuat identitas pelapor. " if printing.identities else ""
    sheet.write_string(0, 0, clean(f"BUKU CATATAN ADUAN MASYARAKAT DESA {village.name.upper()}"), formats["title"])
    sheet.write_string(1, 0, clean(f"{volume.period.label}, {volume.label}"), formats["title"])
    sheet.write_string(2, 0, clean(f"{secret}Dibuat {made} oleh {printing.by}."), formats["small"])
    for place, each in enumerate(columns):
        sheet.write_string(_HEAD_ROW, place, clean(each.label), formats["head"])


def _write(sheet: Any, row: int, place: int, value: Value, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        sheet.write_blank(row, place, None, formats["text"])
    elif isinstance(value, datetime) and value.year >= _FIRST_DAY:
        sheet.write_datetime(row, place, value.replace(tzinfo=None, second=0, microsecond=0), formats["moment"])
    elif isinstance(value, date) and value.year >= _FIRST_DAY:
        day = value.date() if isinstance(value, datetime) else value
        sheet.write_datetime(row, place, day, formats["day"])
    elif isinstance(value, int):
        sheet.write_number(row, place, value, formats["number"])
    else:
        sheet.write_string(row, place, clean(str(value)), formats["text"])
