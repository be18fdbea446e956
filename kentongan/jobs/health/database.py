"""The database: which one runs, and whether it keeps what it was given."""

from __future__ import annotations

from django.db import connection

from kentongan.jobs.health import Finding
from kentongan.ledger import guards as ledger_guards
from kentongan.support import sqlite_driver

_FULL = 2  # PRAGMA synchronous answers with a number


def answers() -> Finding:
    """Say that it answers, and which it is."""
    where = f" ({connection.settings_dict['NAME']})" if connection.vendor == "sqlite" else ""
    return Finding("database", "Basis data", "ok", f"{name()}{where} menjawab.")


def name() -> str:
    """Say which database runs, with its version."""
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite_driver.version()}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def durability() -> Finding:
    """Whether what was acknowledged survives a power cut."""
    about = "Tahan listrik padam"
    good, said = _sqlite_durability() if connection.vendor == "sqlite" else _postgres_durability()
    if good:
        return Finding("durability", about, "ok", said)
    return Finding("durability", about, "problem", f"{said} Laporan yang sudah diberi nomor dapat hilang.")


def _sqlite_durability() -> tuple[bool, str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        journal = str(cursor.fetchone()[0])
        cursor.execute("PRAGMA synchronous")
        synchronous = "FULL" if cursor.fetchone()[0] == _FULL else "lebih lemah dari FULL"
    return journal == "wal" and synchronous == "FULL", f"journal_mode={journal}, synchronous={synchronous}."


def _postgres_durability() -> tuple[bool, str]:
    found = {}
    with connection.cursor() as cursor:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            found[name] = str(cursor.fetchone()[0])
    said = ", ".join(f"{name}={value}" for name, value in found.items()) + "."
    return "off" not in found.values(), said


def guards() -> Finding:
    """Whether the database itself still refuses changes of the ledger."""
    missing = ledger_guards.missing_guards(connection)
    if missing:
        sentence = f"pengaman basis data hilang ({', '.join(missing)}). Jalankan kentongan verify dan beri tahu BPD."
        return Finding("ledger_guards", "Catatan tindakan", "problem", sentence)
    return Finding("ledger_guards", "Catatan tindakan", "ok", "basis data menolak perubahan.")
