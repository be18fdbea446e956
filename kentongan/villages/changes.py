"""Changing settings: every change says who made it, when, from what to what; and it can be undone.

One way for all tables: `put` values on a row (or set them yourself and `save` it). What has no place in
`setting_tables.TABLES` is no setting. Each change is one row of SettingsChange, one entry of the ledger, and counts up
the village's settings version.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F

from kentongan.ledger import log as ledger
from kentongan.rules.types import Refused
from kentongan.support.ids import uuid7
from kentongan.villages.models import SettingsChange, Village
from kentongan.villages.setting_tables import TABLES, Area, Table

__all__ = [
    "CHANGED",
    "TABLES",
    "Area",
    "Changer",
    "Table",
    "new_version",
    "put",
    "remove",
    "row_of",
    "save",
    "set_values",
    "stamp",
    "undo",
    "values_of",
]

CHANGED: Final = "settings_changed"


@dataclass(frozen=True)
class Changer:
    """Who changes a setting: an officer, or (without an id) the command line or the program itself."""

    id: UUID | None
    name: str


def put(
    *,
    village: Village,
    area: Area,
    row: UUID | None,
    values: Mapping[str, Any],
    by: Changer,
    at: datetime,
    seen: str = "",
) -> SettingsChange | None:
    """Set values on one row of an area (None: a new row; a village's own columns need no row); None if nothing changed.

    Keys are columns, or "texts.welcome" where the column holds keyed settings; None there takes the key away, so that
    the default counts again. `seen` is the `stamp` of the row as the person saw it.

    Raises:
        Refused: as `save`, and `changed_meanwhile` when the row is no longer what the person saw.
    """
    with transaction.atomic():
        locked = Village.objects.select_for_update().get(pk=village.pk)
        target = row_of(locked, area, row)
        if seen and seen != stamp(target, area):
            raise Refused(
                "changed_meanwhile",
                "Sementara Anda mengisi, orang lain mengubah bagian ini. Isian Anda masih ada di bawah; buka riwayat "
                "untuk melihat perubahannya, lalu simpan sekali lagi bila isian Anda yang benar.",
            )
        set_values(target, values, area)
        return save(target, area=area, by=by, at=at)


def row_of(village: Village, area: Area, row: UUID | None) -> Any:
    """Return the row that keeps a setting: the village itself, one of its rows, or (row None) a new one, not stored.

    Raises:
        Refused: the village has no such row (`setting_gone`).
    """
    table = TABLES[area]
    if table.model is Village:
        return village
    if row is None:
        return table.model(village=village)
    found = table.model._default_manager.filter(village=village, pk=row).first()
    if found is None:
        raise _gone(table)
    return found


def stamp(row: models.Model, area: Area) -> str:
    """Return a short mark of a row's settings as they are; another mark means somebody changed them."""
    return (_digest(values_of(row, TABLES[area])) or "")[:24]


def save(
    row: Any, *, area: Area, by: Changer, at: datetime, undoes: SettingsChange | None = None
) -> SettingsChange | None:
    """Store a new or changed row of the settings; None when nothing changed.

    Raises:
        Refused: a value is not allowed (`invalid_setting`), or the row is gone (`setting_gone`).
    """
    table = TABLES[area]
    if type(row) is not table.model:
        raise TypeError(f"{area} keeps its settings in {table.model.__name__}")
    with transaction.atomic():
        village = Village.objects.select_for_update().get(pk=getattr(row, _village_column(table)))
        before = None if row._state.adding else values_of(_stored(row, table), table)
        after = values_of(row, table)
        if before is not None:
            changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
            if not changed:
                return None
            before = {key: before.get(key) for key in changed}
            after = {key: after.get(key) for key in changed}
        _check(row, table)
        if row._state.adding:
            row.save(force_insert=True)
        else:
            row.save(update_fields=sorted({key.partition(".")[0] for key in after}))
        return _note(row, village, area, before, after, by, at, undoes)


def remove(
    row: Any, *, area: Area, by: Changer, at: datetime, undoes: SettingsChange | None = None
) -> SettingsChange | None:
    """Take a row out of the settings: deleted where nothing speaks of it, else switched off.

    Raises:
        Refused: the row is gone already (`setting_gone`), or it is one that a village cannot be without
            (`setting_needed`).
    """
    table = TABLES[area]
    if not table.removable:
        if "active" not in table.fields:
            raise Refused("setting_needed", f"{table.noun} tidak dapat dihapus.")
        row.active = False
        return save(row, area=area, by=by, at=at, undoes=undoes)
    with transaction.atomic():
        village = Village.objects.select_for_update().get(pk=row.village_id)
        stored = _stored(row, table)
        if table.check_removal is not None:
            table.check_removal(stored, at)
        before = values_of(stored, table)
        note = _note(stored, village, area, before, None, by, at, undoes)
        stored.delete()
        return note


def undo(change: SettingsChange, *, by: Changer, at: datetime) -> SettingsChange | None:
    """Put back what a change changed, as a change of its own.

    Raises:
        Refused: it was undone before (`undone_before`), or somebody changed the same thing since (`changed_since`).
    """
    area = Area(change.area)
    table = TABLES[area]
    with transaction.atomic():
        if SettingsChange.objects.filter(undoes=change).exists():
            raise Refused("undone_before", "Perubahan ini sudah pernah dibatalkan.")
        row = table.model._default_manager.filter(pk=change.row).first()
        if change.after is None:
            if row is not None:
                raise Refused("changed_since", _CHANGED_SINCE)
            row = table.model(pk=change.row, village_id=change.village_id)
            set_values(row, change.before or {}, area)
            return save(row, area=area, by=by, at=at, undoes=change)
        if row is None:
            raise Refused("changed_since", _CHANGED_SINCE)
        now = values_of(row, table)
        if any(now.get(key) != value for key, value in change.after.items()):
            raise Refused("changed_since", _CHANGED_SINCE)
        if change.before is None:
            return remove(row, area=area, by=by, at=at, undoes=change)
        set_values(row, change.before, area)
        return save(row, area=area, by=by, at=at, undoes=change)


_CHANGED_SINCE: Final = "Pengaturan ini sudah diubah lagi sesudahnya. Batalkan dulu perubahan yang lebih baru."


def new_version(village: Village) -> None:
    """Count up the settings version: what was made from settings (calendars, rules) is made anew (one statement)."""
    Village.objects.filter(pk=village.pk).update(settings_version=F("settings_version") + 1)
    village.refresh_from_db(fields=["settings_version"])


def values_of(row: models.Model, table: Table) -> dict[str, Any]:
    """Return the row's settings as plain JSON values, keyed ones each by itself ("texts.welcome")."""
    found: dict[str, Any] = {}
    for name in table.fields:
        value = row.serializable_value(name)
        if name in table.keyed:
            found |= {f"{name}.{key}": inner for key, inner in (value or {}).items()}
        else:
            found[name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return str(value) if isinstance(value, str) else value  # an enum's member becomes its value


def set_values(row: models.Model, values: Mapping[str, Any], area: Area) -> None:
    """Put values on a row without storing it; keys as in `put`."""
    table = TABLES[area]
    for name, value in values.items():
        field, dot, key = name.partition(".")
        if dot and field in table.keyed:
            inner = dict(getattr(row, field) or {})
            if value is None:
                inner.pop(key, None)
            else:
                inner[key] = value
            setattr(row, field, inner)
        else:
            setattr(row, name, _field(table, name).to_python(value))


def _village_column(table: Table) -> str:
    return "pk" if table.model is Village else "village_id"


def _field(table: Table, name: str) -> models.Field[Any, Any]:
    field = table.model._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no column")
    return field


def _stored(row: Any, table: Table) -> Any:
    stored = table.model._default_manager.filter(pk=row.pk).first()
    if stored is None:
        raise _gone(table)
    return stored


def _gone(table: Table) -> Refused:
    return Refused("setting_gone", f"{table.noun} ini tidak ada, atau sudah dihapus oleh orang lain.")


def _check(row: models.Model, table: Table) -> None:
    others = {field.name for field in table.model._meta.fields} - set(table.fields)
    try:
        row.clean_fields(exclude=others)
        if table.check is not None:
            table.check(row)
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise Refused("invalid_setting", " ".join(dict.fromkeys(error.messages))) from error


def _note(
    row: Any,
    village: Village,
    area: Area,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    by: Changer,
    at: datetime,
    undoes: SettingsChange | None,
) -> SettingsChange:
    noun = TABLES[area].noun
    change = SettingsChange.objects.create(
        id=uuid7(),
        village=village,
        area=area,
        row=row.pk,
        label=(area.label if row == village else f"{noun}: {row}")[:200],
        before=before,
        after=after,
        by=by.id,
        by_name=by.name[:120],
        at=at,
        undoes=undoes,
    )
    new_version(village)
    ledger.append(
        log=village.log,
        action=CHANGED,
        subject=row.pk,
        actor=by.id,
        public={"area": str(area), "fields": sorted(before or after or {})},
        private={"change": str(change.id), "before_sha256": _digest(before), "after_sha256": _digest(after)},
        at=at,
    )
    return change


def _digest(values: Mapping[str, Any] | None) -> str | None:
    """Digest values; not in the ledger's canonical form, which knows no fractions: a boundary is made of them."""
    if values is None:
        return None
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
