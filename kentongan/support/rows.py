"""New rows in one statement whose text is made once per model: on the path of every complaint, composing SQL anew for
each row cost more than the database did."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def insert(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model, as `save(force_insert=True)` does, with their default fields but without signals.

    For models without parents whose key is known beforehand (UUIDv7). Raises IntegrityError like a save.
    """
    if not rows:
        return
    model = type(rows[0])
    fields, statement, places = _statement(model, connection.vendor)
    params: list[Any] = []
    for row in rows:
        for field in fields:
            params.append(field.get_db_prep_save(field.pre_save(row, True), connection))
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {', '.join([places] * len(rows))}", params)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _statement(model: type[models.Model], vendor: str) -> tuple[tuple[models.Field[Any, Any], ...], str, str]:
    del vendor  # names are quoted alike in one vendor's databases
    meta = model._meta
    if meta.parents or meta.pk is None or isinstance(meta.pk, models.AutoField):
        raise TypeError(f"{model.__name__} has parents, or a key that only the database knows")
    fields = tuple(field for field in meta.concrete_fields if not field.generated)
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    return fields, f"INSERT INTO {quote(meta.db_table)} ({names}) VALUES", f"({', '.join(['%s'] * len(fields))})"
