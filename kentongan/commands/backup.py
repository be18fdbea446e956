"""`kentongan backup`: everything in one encrypted file."""

from __future__ import annotations

import argparse
from pathlib import Path

from kentongan.commands import backup_key, console

HELP = "menyimpan seluruh data dalam satu berkas terkunci"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--to", type=Path, metavar="BERKAS", help="berkas atau folder tujuan; layanan boleh tetap berjalan"
    )
    parser.add_argument("--new-key", action="store_true", help="membuat kunci baru dan menampilkannya satu kali")
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Make a backup, or a new key for those to come; 1 when it could not be written."""
    from django.conf import settings
    from django.utils import timezone

    from kentongan.jobs.health.upkeep import NO_KEY
    from kentongan.support.fs import make_folder

    if args.new_key:
        secret = backup_key.make(settings.KENTONGAN_DATA)
        console.say(args, backup_key.paper(secret), {"ok": True, "backup_key": secret})
        return console.OK
    wanted: Path | None = args.to or settings.KENTONGAN_BACKUPS
    if wanted is None:
        raise console.Problem("Sebutkan berkas tujuan dengan --to BERKAS, atau isi KENTONGAN_BACKUPS.", console.USAGE)
    recipient = backup_key.recipient(settings.KENTONGAN_DATA)
    if recipient is None:
        raise console.Problem(NO_KEY)
    now = timezone.now()
    target = wanted
    if args.to is None:
        make_folder(target)
    if target.is_dir():
        target = target / f"kentongan-{timezone.localtime(now):%Y-%m-%d-%H%M%S}.age"
    return _write(args, target, recipient)


def _write(args: argparse.Namespace, target: Path, recipient: str) -> int:
    from django.utils import timezone

    from kentongan.commands.archive import writing
    from kentongan.jobs import backups
    from kentongan.jobs.models import BackupRecord
    from kentongan.ui.words import say_size

    now = timezone.now()
    try:
        written = writing.write(target, recipient=recipient, at=now)
    except FileExistsError as error:
        raise console.Problem(f"Berkas {target} sudah ada. Pilih nama lain.") from error
    except OSError as error:
        raise console.Problem(f"Cadangan tidak dapat ditulis ke {target}: {error}") from error
    rows = sum(written.rows.values())
    BackupRecord.objects.create(made_at=now, size=written.size, rows=rows, files=written.files)
    console.say(
        args,
        f"Cadangan ditulis ke {target}: {rows} baris dan {written.files} berkas, {say_size(written.size)}. "
        f"Pindahkan ke tempat lain di luar komputer ini, dan hapus setelah {backups.days()} hari: di dalamnya masih "
        "ada data yang kemudian dihapus.",
        {"ok": True, "file": str(target), "rows": rows, "files": written.files, "bytes": written.size},
    )
    return console.OK
