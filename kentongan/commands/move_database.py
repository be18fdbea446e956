"""`kentongan move-database`: the same installation on another database, from SQLite to PostgreSQL or back."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from kentongan.commands import console

HELP = "memindahkan basis data, misalnya dari SQLite ke PostgreSQL"
_RUNNING = timedelta(minutes=2)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--to", required=True, metavar="ALAMAT", help="basis data baru yang masih kosong (postgres://…)"
    )
    parser.add_argument("--stopped", action="store_true", help="layanan sudah dihentikan (jangan diperiksa)")
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Copy every row into the new database and check it there; 1 when something is not as it must be.

    The old database stays as it is; files and keys stay where they are.
    """
    from django.conf import settings
    from django.utils import timezone

    from kentongan.commands.archive import writing
    from kentongan.support import age

    _check_target(args.to)
    if not args.stopped and _is_running():
        raise console.Problem(
            "Layanan tampaknya masih berjalan. Hentikan dulu, supaya tidak ada laporan yang tertinggal; "
            "bila sudah dihentikan, tambahkan --stopped."
        )
    secret = age.new_identity()  # for this move alone
    with tempfile.TemporaryDirectory(dir=settings.KENTONGAN_DATA, prefix=".move-") as scratch:
        folder = Path(scratch)
        console.progress(args, "Membaca basis data lama …")
        written = writing.write(
            folder / "rows.age", recipient=age.recipient_of(secret), at=timezone.now(), with_files=False
        )
        (folder / "key").write_text(secret)
        console.progress(args, "Menulis ke basis data baru …")
        found = _restore(folder, args.to)
    rows = sum(written.rows.values())
    if not found["ok"] or found["rows"] != rows:
        raise console.Problem(f"Salinannya tidak sama: {rows} baris dibaca, {found['rows']} ditulis. Jangan dipakai.")
    text = (
        f"{rows} baris dipindahkan, catatan tindakan utuh. Basis data lama tidak diubah.\n"
        "Mulai sekarang jalankan layanan dengan KENTONGAN_DATABASE_URL yang baru, lalu periksa: kentongan doctor"
    )
    console.say(args, text, {"ok": True, "rows": rows, "logs": found["logs"]})
    return console.OK


def _check_target(url: str) -> None:
    from django.conf import settings

    from kentongan.support import env

    try:
        wanted = env.database(url, default_sqlite=Path("unused"))
    except env.SettingError as error:
        raise console.Problem(str(error), console.USAGE) from error
    now = settings.DATABASES["default"]
    if all(str(wanted.get(key, "")) == str(now.get(key, "")) for key in ("ENGINE", "NAME", "HOST", "PORT")):
        raise console.Problem("Basis data baru sama dengan yang sekarang dipakai.", console.USAGE)


def _is_running() -> bool:
    from django.db.models import Max
    from django.utils import timezone

    from kentongan.jobs.models import JobSlot

    newest = JobSlot.objects.aggregate(newest=Max("started_at"))["newest"]
    return newest is not None and timezone.now() - newest < _RUNNING


def _restore(folder: Path, url: str) -> dict[str, object]:
    """Read the rows in a process whose settings name the new database; what it says is one line of JSON."""
    words = ["restore", str(folder / "rows.age"), "--key-file", str(folder / "key"), "--moving", "--json"]
    done = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-m", "kentongan.cli", *words],
        env={**os.environ, "KENTONGAN_DATA": str(folder / "new"), "KENTONGAN_DATABASE_URL": url},
        capture_output=True,
        text=True,
    )
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        said = json.loads(lines[-1])["error"] if lines else done.stderr[-500:]
        raise console.Problem(f"Basis data baru tidak dapat diisi: {said}")
    found: dict[str, object] = json.loads(lines[-1])
    return found
