"""Triggers by which the database itself refuses to change what the ledger holds, whoever asks.

What they allow: appending the next entry of a log, adding the content of that newest entry once, erasing a private
content as a whole, and nothing else. The head of a log moves only by appending an entry.

SQLite rebuilds a table to alter it and forgets its triggers then: a later migration that alters one of these tables
must call `raise_guards` again afterwards (a test looks that none is missing).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("ledger_entry", "ledger_content", "ledger_head")

_SQLITE = {
    "ledger_entry_no_update": """
        BEFORE UPDATE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no UPDATE on ledger_entry'); END""",
    "ledger_entry_no_delete": """
        BEFORE DELETE ON ledger_entry
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on ledger_entry'); END""",
    # AFTER: it also undoes INSERT OR REPLACE, which deletes without asking the trigger above.
    "ledger_entry_next_only": """
        AFTER INSERT ON ledger_entry
        BEGIN
            SELECT RAISE(ABORT, 'the ledger is append-only: only the next index can be added')
            WHERE NEW."index" IS NOT (SELECT size FROM ledger_head WHERE log = NEW.log);
            UPDATE ledger_head SET size = NEW."index" + 1, chain_hash = NEW.chain_hash WHERE log = NEW.log;
        END""",
    "ledger_content_newest_only": """
        BEFORE INSERT ON ledger_content
        WHEN NEW."index" + 1 IS NOT (SELECT size FROM ledger_head WHERE log = NEW.log)
            OR EXISTS (SELECT 1 FROM ledger_content WHERE log = NEW.log AND "index" = NEW."index")
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: content comes once, with its entry'); END""",
    "ledger_content_erase_only": """
        BEFORE UPDATE ON ledger_content
        WHEN NOT (NEW.log IS OLD.log AND NEW."index" IS OLD."index" AND NEW.action IS OLD.action
            AND NEW.subject IS OLD.subject AND NEW.public_salt IS OLD.public_salt AND NEW.public IS OLD.public
            AND NEW.private_salt IS NULL AND NEW.private IS NULL
            AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL)
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: private content can be erased, not changed'); END""",
    "ledger_content_no_delete": """
        BEFORE DELETE ON ledger_content
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on ledger_content'); END""",
    "ledger_head_starts_empty": """
        BEFORE INSERT ON ledger_head
        WHEN NEW.size <> 0 OR EXISTS (SELECT 1 FROM ledger_head WHERE log = NEW.log)
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: a log starts once, and empty'); END""",
    "ledger_head_follows_entries": """
        BEFORE UPDATE ON ledger_head
        WHEN NOT (NEW.log IS OLD.log AND NEW.size = OLD.size + 1 AND EXISTS (
            SELECT 1 FROM ledger_entry
            WHERE log = OLD.log AND "index" = OLD.size AND chain_hash = NEW.chain_hash))
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: the head moves with its entries'); END""",
    "ledger_head_no_delete": """
        BEFORE DELETE ON ledger_head
        BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: no DELETE on ledger_head'); END""",
}

_POSTGRES_FUNCTIONS = {
    "ledger_refuse": """
        BEGIN
            RAISE EXCEPTION 'the ledger is append-only: no % on %', TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END""",
    "ledger_entry_next": """
        BEGIN
            UPDATE ledger_head SET size = NEW."index" + 1, chain_hash = NEW.chain_hash
                WHERE log = NEW.log AND size = NEW."index";
            IF NOT FOUND THEN
                RAISE EXCEPTION 'the ledger is append-only: only the next index can be added'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NULL;
        END""",
    "ledger_content_newest": """
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM ledger_head WHERE log = NEW.log AND size = NEW."index" + 1) THEN
                RAISE EXCEPTION 'the ledger is append-only: content comes once, with its entry'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END""",
    "ledger_content_erase": """
        BEGIN
            IF NEW.log IS DISTINCT FROM OLD.log OR NEW."index" IS DISTINCT FROM OLD."index"
                OR NEW.action IS DISTINCT FROM OLD.action OR NEW.subject IS DISTINCT FROM OLD.subject
                OR NEW.public_salt IS DISTINCT FROM OLD.public_salt OR NEW.public IS DISTINCT FROM OLD.public
                OR NEW.private_salt IS NOT NULL OR NEW.private IS NOT NULL
                OR OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL THEN
                RAISE EXCEPTION 'the ledger is append-only: private content can be erased, not changed'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END""",
    "ledger_head_start": """
        BEGIN
            IF NEW.size <> 0 THEN
                RAISE EXCEPTION 'the ledger is append-only: a log starts once, and empty'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END""",
    "ledger_head_follow": """
        BEGIN
            IF NEW.log IS DISTINCT FROM OLD.log OR NEW.size IS DISTINCT FROM OLD.size + 1 OR NOT EXISTS (
                SELECT 1 FROM ledger_entry
                WHERE log = OLD.log AND "index" = OLD.size AND chain_hash = NEW.chain_hash) THEN
                RAISE EXCEPTION 'the ledger is append-only: the head moves with its entries'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        END""",
}

# name -> (when and where, function)
_POSTGRES = {
    "ledger_entry_no_change": ("BEFORE UPDATE OR DELETE ON ledger_entry FOR EACH ROW", "ledger_refuse"),
    "ledger_entry_no_truncate": ("BEFORE TRUNCATE ON ledger_entry FOR EACH STATEMENT", "ledger_refuse"),
    "ledger_entry_next_only": ("AFTER INSERT ON ledger_entry FOR EACH ROW", "ledger_entry_next"),
    "ledger_content_newest_only": ("BEFORE INSERT ON ledger_content FOR EACH ROW", "ledger_content_newest"),
    "ledger_content_erase_only": ("BEFORE UPDATE ON ledger_content FOR EACH ROW", "ledger_content_erase"),
    "ledger_content_no_delete": ("BEFORE DELETE ON ledger_content FOR EACH ROW", "ledger_refuse"),
    "ledger_content_no_truncate": ("BEFORE TRUNCATE ON ledger_content FOR EACH STATEMENT", "ledger_refuse"),
    "ledger_head_starts_empty": ("BEFORE INSERT ON ledger_head FOR EACH ROW", "ledger_head_start"),
    "ledger_head_follows_entries": ("BEFORE UPDATE ON ledger_head FOR EACH ROW", "ledger_head_follow"),
    "ledger_head_no_delete": ("BEFORE DELETE ON ledger_head FOR EACH ROW", "ledger_refuse"),
    "ledger_head_no_truncate": ("BEFORE TRUNCATE ON ledger_head FOR EACH STATEMENT", "ledger_refuse"),
}


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger anew. Needs a role that may create triggers on the ledger's tables."""
    lower_guards(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name, body in _SQLITE.items():
                cursor.execute(f"CREATE TRIGGER {name} {body}")
        else:
            for name, body in _POSTGRES_FUNCTIONS.items():
                cursor.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body${body}$body$")
            for name, (when, function) in _POSTGRES.items():
                cursor.execute(f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {function}()")


def lower_guards(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger. Only for undoing the migration, and for tests that play the forger."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            for name, (when, _) in _POSTGRES.items():
                table = when.split(" ON ")[1].split()[0]
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            for name in _POSTGRES_FUNCTIONS:
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are absent or switched off: someone took the locks off the ledger."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            wanted = set(_SQLITE)
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            wanted = set(_POSTGRES)
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        return sorted(wanted - {str(row[0]) for row in cursor.fetchall()})
