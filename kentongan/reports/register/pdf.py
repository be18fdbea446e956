"""The register book as PDF: landscape, ready to print, to bind on the left, and to sign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from kentongan.cases.queries.book import Line
from kentongan.people.roster import signatory
from kentongan.reports import apart, kop
from kentongan.reports.register.columns import Chosen, Reading, say, shown, value_of
from kentongan.rules.register_book import MONTHS, WITHHELD, Period
from kentongan.rules.types import Role
from kentongan.ui.words import say_moment, say_short_date
from kentongan.villages.models import Village

SHEETS: Final[Mapping[str, tuple[int, int]]] = MappingProxyType({"f4": (330, 215), "a4": (297, 210)})
"""Width and height in millimetres; F4 (folio) is what village offices print registers on."""

# Up to so many columns, letters are so many points high, and so many of a word stay together.
_SIZES: Final = ((12, 8.5, 14), (15, 7.5, 14), (19, 6.4, 14), (99, 5.6, 13))
_TABLES: Final = 9  # lines of one table of the recapitulation; what comes after is summed up


@dataclass(frozen=True)
class Volume:
    """Which part of the book is printed. `number` counts from 1; `of` is None while it is not known."""

    period: Period
    name: str  # "Buku utama", "Buku lama (impor)"
    number: int = 1
    of: int | None = 1

    @property
    def label(self) -> str:
        """In words: "Buku utama, jilid 2 dari 11"."""
        if self.of == 1:
            return self.name
        return f"{self.name}, jilid {self.number}" + (f" dari {self.of}" if self.of else "")


@dataclass(frozen=True)
class Printing:
    """How and for whom the book is made."""

    village: Village
    at: datetime
    by: str
    sheet: str = "f4"
    identities: bool = False
    whole_nik: bool = False


def register_pdf(
    volume: Volume,
    readings: Sequence[Reading],
    columns: Sequence[Chosen],
    printing: Printing,
    *,
    accessible: bool = True,
) -> bytes:
    """Typeset a volume of the book.

    Raises:
        NotTypeset: the template is wrong.
    """
    data = book_data(volume, readings, columns, printing)
    _, longest = _size(len(data["columns"]))
    return apart.pdf("register", data, at=printing.at, accessible=accessible, longest_word=longest)


def _size(columns: int) -> tuple[float, int]:
    return next((size, longest) for most, size, longest in _SIZES if columns <= most)


def book_data(
    volume: Volume, readings: Sequence[Reading], columns: Sequence[Chosen], printing: Printing
) -> dict[str, Any]:
    """Return what the template needs."""
    village, period = printing.village, volume.period
    visible = shown(columns, identities=printing.identities)
    width, height = SHEETS[printing.sheet]
    lines = [reading.line for reading in readings]
    made = say_moment(printing.at.astimezone(village.zone))
    title = f"Buku Catatan Aduan Masyarakat Desa {village.name}, {period.label}"
    return {
        "title": title,
        "author": f"Pemerintah Desa {village.name}",
        "head": kop.letterhead(village),
        "sheet": {"width": width, "height": height},
        "size": round(_size(len(visible))[0] * width / SHEETS["f4"][0], 2),
        "period": period.label,
        "volume": "" if volume.label == "Buku utama" else volume.label,
        "extent": _extent(lines),
        "identities": _identities(printing),
        "made": f"Dicetak {made} oleh {printing.by}.",
        "note": f"Baris “{WITHHELD}” memuat nomor dan tanggal saja; isinya ada pada berkas aduan.",
        "running_title": f"Buku Catatan Aduan Masyarakat · Desa {village.name} · {period.label}",
        "columns": [{"label": each.label, "weight": each.column.weight} for each in visible],
        "rows": _rows(readings, visible, by_month=period.months > 1),
        "closing": _closing(lines, volume),
        "recap": recapitulation(lines),
        "signatures": _signatures(printing),
    }


def _identities(printing: Printing) -> str:
    if not printing.identities:
        return ""
    nik = "NIK ditulis lengkap" if printing.whole_nik else "NIK disamarkan"
    return f"RAHASIA: memuat identitas pelapor ({nik}). Simpan terkunci; jangan digandakan."


def _extent(lines: Sequence[Line]) -> str:
    if not lines:
        return "Nihil"
    return f"{len(lines)} aduan, nomor {lines[0].number} sampai {lines[-1].number}"


def _closing(lines: Sequence[Line], volume: Volume) -> str:
    period = volume.period
    until = f"masa {say_short_date(period.starts)} sampai {say_short_date(period.ends)}"
    if not lines:
        return f"Buku ini ditutup untuk {until} tanpa aduan (nihil)."
    ended = sum(1 for line in lines if line.ended)
    withheld = sum(1 for line in lines if line.withheld)
    done = f"{ended} sudah selesai atau ditanggapi"
    if withheld:
        done = f"{withheld} dibatasi; dari {len(lines) - withheld} lainnya {done}"
    if volume.of != 1:
        return f"Jilid ini memuat {len(lines)} aduan dari {until}: {done}."
    return f"Buku ini ditutup untuk {until} dengan {len(lines)} aduan: {done}."


def _rows(readings: Iterable[Reading], columns: Sequence[Chosen], *, by_month: bool) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    month, ended = "", 0
    for count, reading in enumerate(readings, 1):
        line = reading.line
        key = line.key[: len(line.series) + 6]
        if by_month and key != month:
            rows.append({"heading": f"{MONTHS[int(key[-2:]) - 1]} {key[-6:-2]}"})
            month = key
        ended += line.ended
        cells = [say(value_of(each.column, reading)) for each in columns]
        rows.append({"cells": cells, "n": count, "e": ended})
    return rows


def recapitulation(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Count the lines by how they came, what they are about, and what came of them; withheld ones by themselves."""
    tables: tuple[tuple[str, Callable[[Line], str]], ...] = (
        ("Media", lambda line: line.channel),
        ("Kategori", lambda line: line.category or "Belum dikategorikan"),
        ("Klasifikasi", lambda line: line.case_class or "Belum diklasifikasi"),
        ("Keadaan", lambda line: line.status.label if line.status else ""),
    )
    found = []
    for name, read in tables:
        counts = Counter(WITHHELD if line.withheld else read(line) for line in lines)
        rows = counts.most_common()
        if len(rows) > _TABLES:
            rows = [*rows[: _TABLES - 1], ("Lainnya", sum(count for _, count in rows[_TABLES - 1 :]))]
        found.append({"name": name, "rows": [list(row) for row in rows], "total": len(lines)})
    return found


def _signatures(printing: Printing) -> list[dict[str, Any]]:
    village = printing.village
    head = signatory(village, Role.VILLAGE_HEAD)
    unit = signatory(village, Role.UNIT_HEAD)
    post = (
        "Ketua Unit Pengaduan" if unit.post.casefold() == "ketua unit pengaduan" else f"{unit.post} selaku Ketua Unit"
    )
    return [
        kop.signature(head, place_date="Mengetahui,", village=village),
        kop.signature(replace(unit, post=post), place_date=kop.place_and_date(village, printing.at)),
    ]
