"""The database and the files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kentongan.commands import database
from kentongan.commands.checks import Finding
from kentongan.commands.console import Problem
from kentongan.jobs.health import database as database_facts

NEEDED = frozenset({"database", "migrations"})  # without these nothing else can be asked


def findings(at: datetime, *, deep: bool) -> Iterator[Finding]:
    """Yield what is found about the database, and about the files that its rows speak of."""
    try:
        new, pending = database.is_new(), database.unapplied()
    except Problem as problem:
        yield Finding("database", "Basis data", "problem", problem.sentence)
        return
    yield database_facts.answers()
    if new or pending:
        sentence = "belum dibuat. Jalankan: kentongan init" if new else f"{len(pending)} perubahan belum diterapkan. "
        sentence += "" if new else "Jalankan: kentongan migrate"
        yield Finding("migrations", "Tabel", "problem", sentence)
        return
    yield Finding("migrations", "Tabel", "ok", "sesuai dengan versi ini.")
    yield database_facts.durability()
    yield database_facts.guards()
    yield from _files(at, deep)


def _files(at: datetime, deep: bool) -> Iterator[Finding]:
    from kentongan.documents import housekeeping, store

    about = "Berkas bukti"
    orphans = sum(1 for _ in housekeeping.files_without_row(at))
    if orphans:
        yield Finding("orphans", about, "warning", f"{orphans} berkas tanpa laporan; dibuang sendiri.")
    if deep:
        bad = [str(damage.document) for damage in housekeeping.damages()]
    else:
        rows = housekeeping.kept().only("storage_key").iterator(chunk_size=1000)
        bad = [str(row.id) for row in rows if not store.path_of(row).is_file()]
    if bad:
        sentence = f"{len(bad)} berkas hilang atau rusak, misalnya {bad[0]}. Pulihkan dari cadangan."
        yield Finding("files", about, "problem", sentence)
    else:
        yield Finding("files", about, "ok", "lengkap." if not deep else "lengkap, dan isinya tidak berubah.")
