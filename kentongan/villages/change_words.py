"""A change of the settings in words: which value, from what, to what; for the history and for the overseers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from kentongan.rules.deadlines import ClockEvent
from kentongan.ui.words import say_short_date
from kentongan.villages.models import SettingsChange
from kentongan.villages.setting_tables import TABLES, Area

NOTHING: Final = "(kosong)"

# Columns whose own name would tell a reader nothing.
LABELS: Final[Mapping[str, str]] = {
    "code": "Kode desa",
    "name": "Nama",
    "position": "Urutan",
    "active": "Dipakai",
    "motto": "Semboyan",
    "logo": "Logo desa",
    "contact": "Kontak",
    "certainty": "Kepastian dasar hukum",
    "clock": "Batas waktu",
    "starts": "Mulai dihitung saat",
    "stops": "Selesai dihitung saat",
    "pauses": "Berhenti sementara saat",
    "resumes": "Dihitung lagi saat",
}
# Columns that hold somebody's id: said by name.
NAMING: Final = frozenset({"default_handler", "officer_id", "official_id"})
# Names of keyed settings ("texts.welcome"), entered by the modules that know them.
KEY_LABELS: Final[dict[str, str]] = {}


@dataclass(frozen=True)
class Line:
    """One value that changed, in words."""

    label: str
    before: str
    after: str


def lines(change: SettingsChange, names: Mapping[UUID, str] | None = None) -> tuple[Line, ...]:
    """Return what a change changed, in the order of the area's columns; `names` are officers by id."""
    area = Area(change.area)
    keys = {**(change.before or {}), **(change.after or {})}
    order = {name: place for place, name in enumerate(TABLES[area].fields)}
    found = []
    for key in sorted(keys, key=lambda key: (order.get(key.partition(".")[0], 99), key)):
        before, after = (say(area, key, (side or {}).get(key), names) for side in (change.before, change.after))
        if before != after:
            found.append(Line(label_of(area, key), before, after))
    return tuple(found)


def what_happened(change: SettingsChange) -> str:
    """Say in one word what was done: "ditambahkan", "diubah", "dihapus", "dibatalkan"."""
    if change.undoes_id is not None:
        return "dibatalkan perubahannya"
    if change.before is None:
        return "ditambahkan"
    return "dihapus" if change.after is None else "diubah"


def label_of(area: Area, key: str) -> str:
    """Return the name of a setting as people read it."""
    column, _, inner = key.partition(".")
    if inner:
        return KEY_LABELS.get(key, inner)
    label = LABELS.get(column) or str(getattr(TABLES[area].model._meta.get_field(column), "verbose_name", column))
    return label[:1].upper() + label[1:]


def say(area: Area, key: str, value: Any, names: Mapping[UUID, str] | None = None) -> str:
    """Say a stored value: a choice by its label, a day as people write it, a list in one line."""
    if value is None or value == "" or value == [] or value == {}:
        return NOTHING
    column = key.partition(".")[0]
    special = _SPECIAL.get(column)
    if special is not None:
        return special(value)
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if column in NAMING:
        return (names or {}).get(UUID(str(value)), "seseorang yang sudah tidak ada")
    choices = dict(getattr(TABLES[area].model._meta.get_field(column), "flatchoices", None) or ())
    if value in choices:
        return str(choices[value])
    return _day(value) or str(value)


def _day(value: Any) -> str:
    try:
        return say_short_date(date.fromisoformat(value)) if isinstance(value, str) and len(value) == 10 else ""
    except ValueError:
        return ""


def say_hours(rows: list[dict[str, str]]) -> str:
    """Say opening hours in one line."""
    return "; ".join(f"{row.get('days', '')} {row.get('hours', '')}".strip() for row in rows)


def say_neighbourhoods(rows: list[dict[str, Any]]) -> str:
    """Say RW and their RT in one line: "RW 01 (RT 01, 02)"."""
    return "; ".join(
        f"RW {row.get('rw', '')}" + (f" (RT {', '.join(row['rts'])})" if row.get("rts") else "") for row in rows
    )


def say_boundary(geometry: Mapping[str, Any]) -> str:
    """Say how detailed a boundary is: the shape itself says nothing in words."""
    polygons = geometry.get("coordinates") or []
    if geometry.get("type") == "Polygon":
        polygons = [polygons]
    return f"batas dengan {sum(len(ring) for polygon in polygons for ring in polygon)} titik"


def _events(names: list[str]) -> str:
    return ", ".join(ClockEvent(name).label for name in names)


def _columns(rows: list[dict[str, str]]) -> str:
    return ", ".join(str(row.get("label") or row.get("key")) for row in rows)


_SPECIAL: Final[Mapping[str, Callable[[Any], str]]] = {
    "opening_hours": say_hours,
    "neighbourhoods": say_neighbourhoods,
    "polygon": say_boundary,
    "logo": lambda value: f"gambar {str(value)[-6:]}",
    "starts": _events,
    "stops": _events,
    "pauses": _events,
    "resumes": _events,
    "register_columns": _columns,
}
