"""The columns of the register book (RULES §4): what they are called, how they are read, how wide they want to be.

A village chooses, names and orders them (`Village.register_columns`); without a choice the book has its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from kentongan.cases.lodging import IdentityMode
from kentongan.cases.queries.book import Line
from kentongan.rules.identity import check_nik
from kentongan.rules.register_book import WITHHELD
from kentongan.villages.models import Village

Value = str | int | date | datetime | None
Person = Mapping[str, Any]

MAX_LABEL: Final = 40
_SUMMARY: Final = 140
_FOLLOW_UP: Final = 110
_PLACE: Final = 70
_GENDERS: Final = {
    "female": "P",
    "f": "P",
    "perempuan": "P",
    "p": "P",
    "male": "L",
    "m": "L",
    "laki-laki": "L",
    "l": "L",
}


@dataclass(frozen=True)
class Reading:
    """A line, and who the reporter is where that was opened for this very book. No repr: it may name somebody."""

    line: Line
    person: Person | None = None
    whole_nik: bool = False

    def __repr__(self) -> str:
        return f"Reading({self.line.number})"


@dataclass(frozen=True)
class Column:
    """One column. `weight`: its share of the sheet's width; `identity`: empty unless identities were opened."""

    key: str
    label: str
    weight: int
    read: Callable[[Reading], Value]
    identity: bool = False
    usual: bool = True
    always: bool = False  # shown of a withheld line, too


@dataclass(frozen=True)
class Chosen:
    """A column as the village calls it."""

    column: Column
    label: str


def shorten(text: str, letters: int) -> str:
    """Return the text on one line, cut at a word's end; "…" tells that there is more."""
    plain = " ".join(text.split())
    if len(plain) <= letters:
        return plain
    cut = plain[:letters]
    words = cut.rsplit(" ", 1)
    return f"{words[0] if len(words) > 1 and len(words[0]) > letters // 2 else cut} …"


def _name(reading: Reading) -> Value:
    line = reading.line
    if reading.person is not None and reading.person.get("name"):
        return str(reading.person["name"])
    if line.identity_mode is IdentityMode.ANONYMOUS:
        return "Anonim"
    return "Tersimpan" if line.identity is not None else "Tidak dicatat"


def _phone(reading: Reading) -> Value:
    """Return a number as people write it, "0812 3456 7890": in groups it also breaks where a column is narrow."""
    typed = str((reading.person or {}).get("phone", ""))
    digits = f"0{typed[3:]}" if typed.startswith("+62") else typed
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4)) if digits.isdigit() else digits


def _of_person(key: str) -> Callable[[Reading], Value]:
    return lambda reading: str((reading.person or {}).get(key, ""))


def _nik(reading: Reading) -> Value:
    typed = str((reading.person or {}).get("nik", ""))
    if not typed:
        return ""
    try:
        nik = check_nik(typed)
    except ValueError:
        return typed if reading.whole_nik else "•" * len(typed)  # from an old register: never shown by a half
    return nik.number if reading.whole_nik else nik.masked


def _gender(reading: Reading) -> Value:
    person = reading.person or {}
    told = _GENDERS.get(str(person.get("gender", "")).strip().casefold(), "")
    if told or not person.get("nik"):
        return told
    try:
        return _GENDERS[check_nik(str(person["nik"])).gender]
    except ValueError:
        return ""


def _received(reading: Reading) -> Value:
    line = reading.line
    if line.date_unknown:
        return "Tidak diketahui"
    return line.received_at.date() if line.withheld else line.received_at


def _story(reading: Reading) -> Value:
    line = reading.line
    if line.withheld:
        return WITHHELD
    return shorten(f"{line.title.rstrip('.:')}: {line.story}" if line.title else line.story, _SUMMARY)


def _evidence(reading: Reading) -> Value:
    count = reading.line.evidence
    return f"{count} berkas" if count else ""


def _assignment(reading: Reading) -> Value:
    line = reading.line
    if not line.handler:
        return f"Disalurkan: {line.body}" if line.body else ""
    return line.handler + (f", {line.assigned_on:%d-%m-%Y}" if line.assigned_on else "")


def _outcome(reading: Reading) -> Value:
    line = reading.line
    return line.outcome or (line.status.label if line.status else "")


def _remark(reading: Reading) -> Value:
    line = reading.line
    parts = [
        f"Formulir {line.form_number}" if line.form_number else "",
        f"Buku lama {line.old_number}" if line.old_number else "",
        f"Dicatat {line.recorded_on:%d-%m-%Y}" if line.recorded_on else "",
    ]
    return "; ".join(part for part in parts if part)


ALL: Final = (
    Column("no", "No urut", 6, lambda reading: reading.line.seq, always=True),
    Column("number", "No registrasi", 15, lambda reading: reading.line.number, always=True),
    Column("received", "Tgl/jam terima", 11, _received, always=True),
    Column("channel", "Media", 9, lambda reading: reading.line.channel),
    Column("name", "Nama pelapor", 13, _name),
    Column("nik", "NIK", 13, _nik, identity=True),
    Column("gender", "JK", 4, _gender, identity=True),
    Column("address", "Alamat", 16, _of_person("address"), identity=True),
    Column("phone", "HP", 12, _phone, identity=True),
    Column("story", "Isi ringkas", 36, _story, always=True),
    Column("category", "Kategori", 13, lambda reading: reading.line.category),
    Column("class", "Klasifikasi", 14, lambda reading: reading.line.case_class),
    Column("place", "Lokasi", 17, lambda reading: shorten(reading.line.place, _PLACE)),
    Column("about", "Terlapor", 10, lambda reading: reading.line.about_whom),
    Column("evidence", "Bukti", 8, _evidence),
    Column("receiver", "Penerima", 11, lambda reading: reading.line.recorded_by),
    Column("assignment", "Disposisi", 14, _assignment),
    Column("due", "Batas waktu", 11, lambda reading: reading.line.due_on),
    Column("follow_up", "Tindak lanjut", 25, lambda reading: shorten(reading.line.follow_up, _FOLLOW_UP)),
    Column("ended", "Tgl selesai", 11, lambda reading: reading.line.ended_on),
    Column("outcome", "Hasil", 12, _outcome),
    Column("told", "Tgl pemberitahuan", 15, lambda reading: reading.line.told_on),
    Column("remark", "Ket/paraf", 13, _remark),
    Column("code", "Kode masalah", 7, lambda reading: reading.line.problem_code, usual=False),
    Column("kind", "Jenis", 10, lambda reading: reading.line.kind, usual=False),
    Column(
        "status", "Status", 12, lambda reading: reading.line.status.label if reading.line.status else "", usual=False
    ),
    Column("form", "No formulir", 11, lambda reading: reading.line.form_number, usual=False),
    Column("old_number", "No buku lama", 11, lambda reading: reading.line.old_number, usual=False),
)

BY_KEY: Mapping[str, Column] = MappingProxyType({column.key: column for column in ALL})

# Without these a line is not to be found again: they cannot be left out.
NEEDED: Final = ("number", "story")


def usual() -> tuple[Chosen, ...]:
    """Return the book's own columns, those of RULES §4."""
    return tuple(Chosen(column, column.label) for column in ALL if column.usual)


def chosen(village: Village) -> tuple[Chosen, ...]:
    """Return the village's columns in its order; its own choice is taken as far as it makes sense."""
    rows = village.register_columns if isinstance(village.register_columns, list) else []
    found: dict[str, Chosen] = {}
    for row in rows:
        key = row.get("key") if isinstance(row, dict) else None
        if isinstance(key, str) and key in BY_KEY and key not in found:
            label = str(row.get("label") or "").strip()[:MAX_LABEL]
            found[key] = Chosen(BY_KEY[key], label or BY_KEY[key].label)
    return tuple(found.values()) if found else usual()


def shown(columns: Sequence[Chosen], *, identities: bool) -> tuple[Chosen, ...]:
    """Return the columns of one book: those that could only be empty without identities are left out."""
    return tuple(each for each in columns if identities or not each.column.identity)


def value_of(column: Column, reading: Reading) -> Value:
    """Read one cell; of a withheld line only what every line shows."""
    if reading.line.withheld and not column.always:
        return ""
    return column.read(reading)


def say(value: Value) -> str:
    """Return a cell as the paper and the screen show it: "13-03-2026", "13-03-2026 09.15"."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%d-%m-%Y %H.%M}"
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    return str(value)
