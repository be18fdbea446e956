"""What the ledger's tests share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from kentongan.ledger import log as ledger
from kentongan.support.canonical import Json
from kentongan.support.ids import uuid7

AT = datetime(2026, 3, 13, 1, 2, 3, 4, tzinfo=UTC)
SITI = UUID("0198c0de-0000-7000-8000-000000000051")


def append(log: UUID, action: str = "note", subject: UUID | None = None, **facts: Json) -> ledger.Entry:
    """One entry by Siti, in a transaction of its own; the facts are private."""
    with transaction.atomic():
        return ledger.append(
            log=log, action=action, subject=subject, actor=SITI, public={"kind": "complaint"}, private=facts, at=AT
        )


def log_of(entries: int) -> UUID:
    """A new log with so many entries about one case."""
    log, case = uuid7(), uuid7()
    for number in range(entries):
        append(log, subject=case, number=number)
    return log


def sql(statement: str, *params: Any) -> list[tuple[Any, ...]]:
    """Run SQL past every model, as a forger would."""
    adapted = [models.UUIDField().get_db_prep_value(p, connection) if isinstance(p, UUID) else p for p in params]
    with connection.cursor() as cursor:
        cursor.execute(statement, adapted)
        return list(cursor.fetchall()) if cursor.description else []
