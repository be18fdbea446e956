"""The tables of a period as files: CSV for any program, XLSX for the office. No cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import xlsxwriter

from kentongan.reports.figures.tables import Cell, Table

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_SHEET_NAME: Final = 31  # letters: more are refused by spreadsheets
_NOT_IN_SHEET_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def as_csv(title: str, tables: Sequence[Table]) -> bytes:
    """Return all tables below each other: UTF-8 with a mark, semicolons and decimal commas, as offices here read it.

    A text that a spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(title)])
    for table in tables:
        writer.writerow([])
        writer.writerow([harmless(table.title)])
        writer.writerow([harmless(word) for word in table.head])
        writer.writerows([_csv(cell) for cell in row] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet computes."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def as_xlsx(title: str, tables: Sequence[Table], *, at: datetime) -> bytes:
    """Return a workbook with a sheet for each table; texts are stored as texts, whatever they begin with."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": title, "created": at.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "font_size": 13})
    number, mean = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "0.0"})
    for position, table in enumerate(tables, start=1):
        name = f"{position} {table.title.translate(_NOT_IN_SHEET_NAMES)}"[:_SHEET_NAME].strip()
        sheet = book.add_worksheet(name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, f"{table.title} · {title}", head)
        for column, word in enumerate(table.head):
            sheet.write_string(2, column, word, bold)
            sheet.set_column(column, column, 34 if column == 0 else 14)
        for line, row in enumerate(table.rows, start=3):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, column, cell)
                elif cell is not None:
                    sheet.write_number(line, column, cell, mean if isinstance(cell, float) else number)
        sheet.freeze_panes(3, 1)
    book.close()
    return out.getvalue()


def _csv(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return harmless(cell)
    return f"{cell:.2f}".replace(".", ",") if isinstance(cell, float) else str(cell)
