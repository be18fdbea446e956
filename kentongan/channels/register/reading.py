"""Reading the rows of a CSV or XLSX file, as text, with their row numbers; odd characters are kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, load_workbook

MAX_CELL = 200_000
_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")  # latin-1 takes every byte: nothing is unreadable


class FileError(Exception):
    """The file cannot be read at all; the message says why, in Indonesian."""


def rows_of(
    path: Path, *, encoding: str = "", delimiter: str = "", sheet: str = ""
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (row number as a spreadsheet shows it, cells by column name); empty rows are passed over.

    Raises:
        FileError: missing, empty, or no CSV or XLSX.
    """
    if not path.is_file():
        raise FileError(f"Berkas {path} tidak ada.")
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] == b"PK" or start == b"\xd0\xcf\x11\xe0":
        yield from _sheet_rows(path, sheet)
    else:
        yield from _csv_rows(path, encoding, delimiter)


def header_of(path: Path, *, encoding: str = "", delimiter: str = "", sheet: str = "") -> list[str]:
    """Return the column names of a file.

    Raises:
        FileError: as `rows_of`.
    """
    for _, cells in rows_of(path, encoding=encoding, delimiter=delimiter, sheet=sheet):
        return list(cells)
    return []


def _csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, dict[str, str]]]:
    csv.field_size_limit(MAX_CELL * 10)
    try:
        chosen = encoding or _encoding_of(path)
        with path.open(encoding=chosen, errors="replace", newline="") as file:
            sample = file.read(64_000)
            file.seek(0)
            # NUL bytes stop the csv module, and PostgreSQL cannot hold them.
            lines = (line.replace("\x00", "") for line in file)
            reader = csv.reader(lines, delimiter=delimiter or _delimiter_of(sample))
            header = [name.strip().lstrip("\ufeff") for name in next(reader, [])]
            if not any(header):
                raise FileError(f"Berkas {path.name} kosong.")
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    # The line on which the row ends; with one-line rows that is the spreadsheet's number.
                    yield reader.line_num, _named(header, cells)
    except (LookupError, csv.Error) as error:
        raise FileError(f"Berkas {path.name} tidak dapat dibaca sebagai CSV: {error}.") from error


def _encoding_of(path: Path) -> str:
    """Return the first encoding that reads the whole file without an error."""
    for name in _ENCODINGS:
        try:
            with path.open(encoding=name) as file:
                while file.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return name
    return "latin-1"


def _delimiter_of(sample: str) -> str:
    first = sample.splitlines()[0] if sample else ""
    return max(",;\t|", key=first.count) if first else ","


def _sheet_rows(path: Path, sheet: str) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        book = load_workbook(io.BytesIO(path.read_bytes()))
        names = book.sheet_names
        if sheet and sheet not in names:
            raise FileError(f"Lembar “{sheet}” tidak ada. Yang ada: {', '.join(names)}.")
        rows = book.get_sheet_by_name(sheet or names[0]).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise FileError(f"Berkas {path.name} tidak dapat dibaca sebagai buku kerja: {error}.") from error
    header: list[str] | None = None
    for number, cells in enumerate(rows, start=1):
        texts = [_text(cell) for cell in cells]
        if not any(text.strip() for text in texts):
            continue
        if header is None:
            header = [text.strip() for text in texts]
            continue
        yield number, _named(header, texts)


def _named(header: list[str], cells: list[str]) -> dict[str, str]:
    """Join names and cells; cells beyond the header are kept under a name of their own."""
    named = {name or f"kolom {place}": "" for place, name in enumerate(header, start=1)}
    names = list(named)
    for place, cell in enumerate(cells):
        name = names[place] if place < len(names) else f"kolom {place + 1}"
        named[name] = cell[:MAX_CELL]
    return named


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return cell.isoformat(sep="T", timespec="seconds")
        case date() | time():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell).replace("\x00", "")
