"""Changing settings: every change says who made it, when, from what to what; and it can be undone.

One way for all tables: set the new values on a row and `save` it here. What has no place in `TABLES` is no setting.
Each change is one row of SettingsChange, one entry of the ledger, and counts up the village's settings version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F

from kentongan.ledger import log as ledger
from kentongan.rules.types import Labelled, Refused
from kentongan.support import canonical
from kentongan.support.ids import uuid7
from kentongan.villages.models import (
    Body,
    Category,
    DeadlineRuleRow,
    EscalationStep,
    Hamlet,
    Holiday,
    PaperText,
    ReplyTemplate,
    SettingsChange,
    Village,
)

CHANGED: Final = "settings_changed"


class Area(Labelled):
    """What a village sets up; each area is one page of the settings."""

    IDENTITY = "identity", "Identitas desa"
    CONTACT = "contact", "Kontak dan jam pelayanan"
    TEXTS = "texts", "Teks untuk warga"
    HAMLETS = "hamlets", "Dusun, RW, dan RT"
    CATEGORIES = "categories", "Kategori"
    BODIES = "bodies", "Instansi tujuan penyaluran"
    DEADLINES = "deadlines", "Batas waktu"
    CALENDAR = "calendar", "Hari kerja dan hari libur"
    ESCALATION = "escalation", "Pengingat dan eskalasi"
    NUMBERING = "numbering", "Penomoran dan tanda tangan"
    REGISTER = "register", "Kolom buku register"
    PAPERS = "papers", "Naskah surat"
    REPLIES = "replies", "Templat balasan"


@dataclass(frozen=True)
class Changer:
    """Who changes a setting: an officer, or (without an id) the command line or the program itself."""

    id: UUID | None
    name: str


@dataclass(frozen=True)
class Table:
    """Where an area's settings are kept, which fields may be changed here, and what else must hold.

    `keyed`: JSON objects whose keys count as settings of their own. `check` raises Refused. A row that is not
    `removable` is switched off instead, for cases speak of it.
    """

    model: type[models.Model]
    fields: tuple[str, ...]
    noun: str
    keyed: frozenset[str] = frozenset()
    removable: bool = False
    check: Callable[[Any], None] | None = None


def _village(*fields: str, keyed: frozenset[str] = frozenset()) -> Table:
    return Table(Village, fields, "Desa", keyed)


TABLES: Mapping[Area, Table] = MappingProxyType(
    {
        Area.IDENTITY: _village(
            "code", "name", "district", "regency", "province", "polygon", "timezone", "hostname", "accent", "motto",
            "logo", "website",
        ),
        Area.CONTACT: _village("address", "postcode", "phone", "whatsapp", "email", "opening_hours"),
        Area.TEXTS: _village("texts", keyed=frozenset({"texts"})),
        Area.NUMBERING: _village(
            "number_pattern", "paper_number_pattern", "seat", "unit_decree", "village_head_answers"
        ),
        Area.REGISTER: _village("register_columns"),
        Area.HAMLETS: Table(Hamlet, ("name", "position", "active", "neighbourhoods"), "Dusun"),
        Area.CATEGORIES: Table(
            Category,
            (
                "name", "problem_code", "default_class", "default_urgency", "restricted", "default_handler", "position",
                "active",
            ),
            "Kategori",
        ),
        Area.BODIES: Table(Body, ("name", "competence", "contact", "active"), "Instansi"),
        Area.DEADLINES: Table(
            DeadlineRuleRow,
            (
                "clock", "case_class", "amount", "unit", "starts", "stops", "pauses", "resumes", "citation",
                "certainty", "valid_from",
            ),
            "Batas waktu",
            removable=True,
        ),
        Area.CALENDAR: Table(
            Holiday, ("day", "name", "is_working", "source", "is_certain"), "Hari", removable=True
        ),
        Area.ESCALATION: Table(
            EscalationStep,
            ("clock", "case_class", "days", "unit", "rung", "tells_reporter", "citation", "certainty", "active"),
            "Pengingat",
            removable=True,
        ),
        Area.PAPERS: Table(PaperText, ("kind", "words"), "Naskah surat", frozenset({"words"}), removable=True),
        Area.REPLIES: Table(
            ReplyTemplate, ("name", "use", "body", "position", "active"), "Templat", removable=True
        ),
    }
)  # fmt: skip


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
            _set(row, change.before or {}, table)
            return save(row, area=area, by=by, at=at, undoes=change)
        if row is None:
            raise Refused("changed_since", _CHANGED_SINCE)
        now = values_of(row, table)
        if any(now.get(key) != value for key, value in change.after.items()):
            raise Refused("changed_since", _CHANGED_SINCE)
        if change.before is None:
            return remove(row, area=area, by=by, at=at, undoes=change)
        _set(row, change.before, table)
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


def _set(row: models.Model, values: Mapping[str, Any], table: Table) -> None:
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
        raise Refused("setting_gone", f"{table.noun} ini sudah dihapus oleh orang lain.")
    return stored


def _check(row: models.Model, table: Table) -> None:
    if table.check is not None:
        table.check(row)
    others = {field.name for field in table.model._meta.fields} - set(table.fields)
    try:
        row.clean_fields(exclude=others)
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
    return None if values is None else hashlib.sha256(canonical.dumps(values)).hexdigest()
