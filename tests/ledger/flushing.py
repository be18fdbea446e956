"""Lets Django's test runner empty the tables between transactional tests, which the ledger's triggers rightly refuse.

Only the flush of a test database steps round the guards; whatever a test itself does meets them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.base.operations import BaseDatabaseOperations

from kentongan.ledger import guards


def let_the_test_runner_flush() -> None:
    """Call once, when pytest starts (tests/conftest.py)."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_past_the_guards(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with transaction.atomic(using=self.connection.alias), guards_off(self.connection):
            flush(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = flush_past_the_guards


@contextmanager
def guards_off(connection: Any) -> Iterator[None]:
    """Take the triggers off the ledger's tables within the block, to play the forger or to empty the tables."""
    if connection.vendor == "sqlite":
        guards.lower_guards(connection)
        yield
        guards.raise_guards(connection)
        return
    with connection.cursor() as cursor:
        for table in guards.TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in guards.TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
