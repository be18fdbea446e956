"""The database and the files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from kentongan.commands import database
from kentongan.commands.checks import Finding
from kentongan.commands.console import Problem

NEEDED = frozenset({"database", "migrations"})  # without these nothing else can be asked
_FULL = 2  # PRAGMA synchronous answers with a number


def findings(at: datetime, *, deep: bool) -> Iterator[Finding]:
    """Yield what is found about the database, and about the files that its rows speak of."""
    try:
        new, pending = database.is_new(), database.unapplied()
    except Problem as problem:
        yield Finding("database", "Basis data", "problem", problem.sentence)
        return
    yield Finding("database", "Basis data", "ok", f"{_name()} menjawab.")
    if new or pending:
        sentence = "belum dibuat. Jalankan: kentongan init" if new else f"{len(pending)} perubahan belum diterapkan. "
        sentence += "" if new else "Jalankan: kentongan migrate"
        yield Finding("migrations", "Tabel", "problem", sentence)
        return
    yield Finding("migrations", "Tabel", "ok", "sesuai dengan versi ini.")
    yield _durability()
    yield _guards()
    yield from _files(at, deep)


def _name() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite ({connection.settings_dict['NAME']})"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def _durability() -> Finding:
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


def _guards() -> Finding:
    from kentongan.ledger import guards

    missing = guards.missing_guards(connection)
    if missing:
        sentence = f"pengaman basis data hilang ({', '.join(missing)}). Jalankan kentongan verify dan beri tahu BPD."
        return Finding("ledger_guards", "Catatan tindakan", "problem", sentence)
    return Finding("ledger_guards", "Catatan tindakan", "ok", "basis data menolak perubahan.")


def _files(at: datetime, deep: bool) -> Iterator[Finding]:
    from kentongan.documents import housekeeping, store
    from kentongan.documents.models import Document

    about = "Berkas bukti"
    orphans = sum(1 for _ in housekeeping.files_without_row(at))
    if orphans:
        yield Finding("orphans", about, "warning", f"{orphans} berkas tanpa laporan; dibuang sendiri.")
    if deep:
        bad = [str(damage.document) for damage in housekeeping.damages()]
    else:
        rows = Document.objects.only("storage_key").iterator(chunk_size=1000)
        bad = [str(row.id) for row in rows if not store.path_of(row).is_file()]
    if bad:
        sentence = f"{len(bad)} berkas hilang atau rusak, misalnya {bad[0]}. Pulihkan dari cadangan."
        yield Finding("files", about, "problem", sentence)
    else:
        yield Finding("files", about, "ok", "lengkap." if not deep else "lengkap, dan isinya tidak berubah.")
