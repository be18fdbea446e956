"""The data folder, its secrets, the disk, the clock, mail and addresses."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from kentongan.jobs.health import Finding, address, arrivals
from kentongan.support import sqlite_driver
from kentongan.ui.words import say_moment, say_size

LOW_DISK = 2_000_000_000  # bytes: some hundred complaints with photographs
NO_DISK = 200_000_000
# No clock can be right that stands before this version was made.
MADE = datetime(2026, 11, 1, tzinfo=UTC)
TOO_FAR = datetime(2056, 1, 1, tzinfo=UTC)


def findings(at: datetime) -> Iterator[Finding]:
    """Yield what is found without asking the database."""
    data: Path = settings.KENTONGAN_DATA
    yield _folder(data)
    yield from _secrets(data)
    yield _disk(data)
    yield _clock(at)
    yield _sqlite()
    yield _mail()
    yield from address.findings()
    yield from arrivals.proxy()


def of_desk(at: datetime) -> Iterator[Finding]:
    """Yield what concerns an administrator who has no account on the server itself."""
    data: Path = settings.KENTONGAN_DATA
    yield _disk(data)
    yield _clock(at)
    yield _mail()
    yield from address.findings()


def _folder(data: Path) -> Finding:
    about = "Folder data"
    try:
        with tempfile.NamedTemporaryFile(dir=data):
            pass
    except OSError as error:
        return Finding("data_folder", about, "problem", f"{data} tidak dapat ditulisi: {error.strerror}.")
    if data.stat().st_mode & 0o007:
        return Finding(
            "data_folder", about, "warning", f"{data} terbuka untuk semua pengguna. Jalankan: chmod o= {data}"
        )
    return Finding("data_folder", about, "ok", f"{data} dapat ditulisi.")


def _secrets(data: Path) -> Iterator[Finding]:
    about = "Berkas kunci"
    keys = data / "keys"
    bad = [path for path in sorted(keys.iterdir()) if path.stat().st_mode & 0o077]
    foreign = [path for path in sorted(keys.iterdir()) if path.stat().st_uid != os.geteuid()]
    for path in bad:
        yield Finding("secrets", about, "problem", f"{path} bisa dibaca orang lain. Jalankan: chmod 600 {path}")
    for path in foreign:
        yield Finding("secrets", about, "warning", f"{path} milik pengguna lain di komputer ini.")
    if not bad and not foreign:
        yield Finding("secrets", about, "ok", "hanya dapat dibaca oleh layanan ini.")


def _disk(data: Path) -> Finding:
    free = shutil.disk_usage(data).free
    sentence = f"tersisa {say_size(free)}."
    if free < NO_DISK:
        return Finding("disk", "Ruang simpan", "problem", f"{sentence} Laporan baru segera tidak dapat disimpan.")
    return Finding("disk", "Ruang simpan", "ok" if free >= LOW_DISK else "warning", sentence)


def _clock(at: datetime) -> Finding:
    from django.utils import timezone

    sentence = f"{say_moment(timezone.localtime(at))}."
    if not MADE <= at <= TOO_FAR:
        return Finding("clock", "Jam komputer", "problem", f"{sentence} Ini tidak mungkin benar. Setel jamnya.")
    return Finding("clock", "Jam komputer", "ok", sentence)


def _sqlite() -> Finding:
    # The driver refuses to start with a version that may damage the database; this says which one runs.
    return Finding("sqlite_version", "SQLite", "ok", f"versi {sqlite_driver.version()}.")


def _mail() -> Finding:
    from kentongan.channels.email import Email

    health = Email().available()
    return Finding("mail", "Surel", "ok" if health.ready else "warning", health.sentence)
