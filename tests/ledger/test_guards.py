"""The database itself refuses to change the ledger, whoever asks."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from kentongan.ledger import guards
from kentongan.ledger import log as ledger
from kentongan.ledger.models import Content, Entry, Head
from kentongan.support.ids import uuid7
from tests.ledger.flushing import guards_off
from tests.ledger.helpers import AT, append, log_of, sql

pytestmark = pytest.mark.django_db

ZERO = bytes(32)

REFUSED = [
    "UPDATE ledger_entry SET entry = entry WHERE log = {log}",
    "UPDATE ledger_entry SET chain_hash = {zero} WHERE log = {log}",
    'UPDATE ledger_entry SET "index" = "index" + 10 WHERE log = {log}',
    "DELETE FROM ledger_entry WHERE log = {log}",
    'INSERT INTO ledger_entry (log, "index", entry, chain_hash) VALUES ({log}, 1, {zero}, {zero})',
    'INSERT INTO ledger_entry (log, "index", entry, chain_hash) VALUES ({log}, 4, {zero}, {zero})',
    'INSERT INTO ledger_entry (log, "index", entry, chain_hash) VALUES ({log}, -1, {zero}, {zero})',
    'INSERT INTO ledger_entry (log, "index", entry, chain_hash) VALUES ({other}, 0, {zero}, {zero})',
    "UPDATE ledger_content SET public = {zero} WHERE log = {log}",
    "UPDATE ledger_content SET private = {zero} WHERE log = {log}",
    "UPDATE ledger_content SET action = 'other' WHERE log = {log}",
    "UPDATE ledger_content SET subject = NULL WHERE log = {log}",
    "UPDATE ledger_content SET private = NULL WHERE log = {log}",
    "UPDATE ledger_content SET private = NULL, private_salt = NULL WHERE log = {log}",
    "UPDATE ledger_content SET private = NULL, private_salt = NULL, erased_at = {at}, action = 'x' WHERE log = {log}",
    "DELETE FROM ledger_content WHERE log = {log}",
    'INSERT INTO ledger_content (log, "index", action, public_salt, public, private_salt, private)'
    " VALUES ({log}, 7, 'x', {zero}, {zero}, {zero}, {zero})",
    'INSERT INTO ledger_content (log, "index", action, public_salt, public, private_salt, private)'
    " VALUES ({log}, 1, 'x', {zero}, {zero}, {zero}, {zero})",
    "UPDATE ledger_head SET size = 0 WHERE log = {log}",
    "UPDATE ledger_head SET size = size + 1 WHERE log = {log}",
    "UPDATE ledger_head SET chain_hash = {zero} WHERE log = {log}",
    "DELETE FROM ledger_head WHERE log = {log}",
    "INSERT INTO ledger_head (log, size, chain_hash) VALUES ({other}, 5, {zero})",
]
REFUSED_ON_SQLITE = [
    # REPLACE deletes without asking the DELETE trigger.
    'INSERT OR REPLACE INTO ledger_entry (log, "index", entry, chain_hash) VALUES ({log}, 1, {zero}, {zero})',
    'INSERT OR REPLACE INTO ledger_entry (log, "index", entry, chain_hash) VALUES ({log}, 2, {zero}, {zero})',
    'INSERT OR REPLACE INTO ledger_content (log, "index", action, public_salt, public, private_salt, private)'
    " VALUES ({log}, 2, 'x', {zero}, {zero}, {zero}, {zero})",
    "INSERT OR REPLACE INTO ledger_head (log, size, chain_hash) VALUES ({log}, 0, {zero})",
    "UPDATE OR REPLACE ledger_entry SET entry = {zero} WHERE log = {log}",
]
REFUSED_ON_POSTGRES = [
    "TRUNCATE ledger_entry",
    "TRUNCATE ledger_content",
    "TRUNCATE ledger_head",
    'INSERT INTO ledger_entry (log, "index", entry, chain_hash) VALUES ({log}, 1, {zero}, {zero})'
    ' ON CONFLICT (log, "index") DO UPDATE SET entry = EXCLUDED.entry',
    "MERGE INTO ledger_head h USING (SELECT 1) s ON h.log = {log} WHEN MATCHED THEN DELETE",
]


def forge(statement: str, log: UUID) -> None:
    """Fill in the values and run the statement in a savepoint."""
    values = {"log": log, "other": uuid7(), "zero": ZERO, "at": AT}
    params = []
    for part in statement.split("{")[1:]:
        params.append(values[part.split("}")[0]])
    for name in values:
        statement = statement.replace("{" + name + "}", "%s")
    with transaction.atomic():
        sql(statement, *params)


def everything(log: UUID) -> list[object]:
    rows: list[object] = []
    for table in guards.TABLES:
        rows.extend(sql(f"SELECT * FROM {table} WHERE log = %s ORDER BY 1, 2", log))
    return rows


@pytest.mark.parametrize("statement", REFUSED + REFUSED_ON_SQLITE + REFUSED_ON_POSTGRES)
def test_what_is_written_stays_written(statement: str) -> None:
    if statement in REFUSED_ON_POSTGRES and connection.vendor != "postgresql":
        pytest.skip("a statement of PostgreSQL")
    if statement in REFUSED_ON_SQLITE and connection.vendor != "sqlite":
        pytest.skip("a statement of SQLite")
    log = log_of(3)
    before = everything(log)
    with pytest.raises(IntegrityError, match=r"append-only|ledger_entry_index|(?i:unique)"):
        forge(statement, log)
    assert everything(log) == before
    assert ledger.verify(log).ok


def test_models_are_refused_as_well() -> None:
    log = log_of(1)
    for table in (Entry, Content, Head):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            table.objects.filter(log=log).delete()


def test_an_erasure_cannot_be_undone_or_done_again() -> None:
    log = log_of(1)
    ledger.erase_private(log, 0, AT)
    for change in ("private = %s, private_salt = %s, erased_at = NULL", "private = NULL, erased_at = %s"):
        params = [ZERO, ZERO] if change.count("%s") == 2 else [AT]
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            sql(f'UPDATE ledger_content SET {change} WHERE log = %s AND "index" = 0', *params, log)


def test_missing_guards_are_named() -> None:
    assert guards.missing_guards(connection) == []
    with guards_off(connection):
        missing = guards.missing_guards(connection)
    assert {"ledger_content_erase_only", "ledger_head_no_delete"} <= set(missing)
    assert guards.missing_guards(connection) == []


@pytest.mark.django_db(transaction=True)
def test_the_migration_can_be_undone_and_done_again() -> None:
    call_command("migrate", "ledger", "zero", verbosity=0)
    tables = set(connection.introspection.table_names())
    assert not tables & set(guards.TABLES)
    call_command("migrate", "ledger", verbosity=0)
    assert guards.missing_guards(connection) == []
    append(uuid7())
