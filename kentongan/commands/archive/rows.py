"""Rows as JSON and back, exactly, whichever database they come from or go to."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from kentongan.cases.models.sealed import SealedWords

# What a fresh installation makes by itself, or what need not outlive a restart.
LEFT_OUT_APPS = frozenset({"contenttypes", "auth", "sessions"})
# What runs, and how far an index has come that is made anew at restoring.
LEFT_OUT = frozenset({"jobs.jobslot", "jobs.backuprecord", "cases.indexstate"})


class NotExact(TypeError):
    """A value of a kind that the archive does not know how to keep exactly."""


def saved_models(apps: Apps) -> list[type[models.Model]]:
    """The models whose rows belong into a backup, in a fixed order."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT_APPS
        and model._meta.label_lower not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.label_lower)


def columns_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields that are columns of the model's table (a composite key is none: its parts are)."""
    return [field for field in model._meta.concrete_fields if field.column]


def key_of(model: type[models.Model]) -> list[str]:
    """The names to order by, so that the order is that of the key."""
    return [field.attname for field in model._meta.pk_fields]


def encode(row: Sequence[Any], fields: Sequence[models.Field[Any, Any]]) -> bytes:
    """One row as a line of JSON. Raises NotExact."""
    values = [
        value if isinstance(field, models.JSONField) else _plain(value)
        for value, field in zip(row, fields, strict=True)
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(
    values: Sequence[Any], fields: Sequence[models.Field[Any, Any]], connection: BaseDatabaseWrapper
) -> list[Any]:
    """The values of one row as the database takes them."""
    return [
        field.get_db_prep_save(_typed(value, field), connection=connection)
        for value, field in zip(values, fields, strict=True)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, SealedWords):
        return value.stored  # as text it is only a placeholder
    if value is None or isinstance(value, bool | int | str | float):
        return value
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    raise NotExact(type(value).__name__)


def _typed(value: Any, field: models.Field[Any, Any]) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value, validate=True)
    return field.to_python(value)
