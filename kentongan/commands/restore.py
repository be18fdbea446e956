"""`kentongan restore`: bring a backup back into an empty data folder and an empty database."""

from __future__ import annotations

import argparse
import getpass
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kentongan.commands import backup_key, console

if TYPE_CHECKING:
    from kentongan.commands.archive.reading import Read

HELP = "memulihkan cadangan ke folder data dan basis data yang masih kosong"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, metavar="BERKAS", help="berkas cadangan")
    parser.add_argument("--key-file", type=Path, metavar="BERKAS", help="berkas berisi kunci (bawaan: ditanyakan)")
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Restore, then check every ledger; 1 when the archive cannot be read or a ledger is not whole."""
    from kentongan.support import env

    data = env.path("KENTONGAN_DATA", default=Path.cwd() / "var")
    if not args.file.is_file():
        raise console.Problem(f"Berkas {args.file} tidak ada.", console.USAGE)
    secret = _secret(args)
    if data.exists() and any(data.iterdir()):
        raise console.Problem(
            f"Folder data {data} tidak kosong. Pulihkan ke folder baru: KENTONGAN_DATA=/folder/baru kentongan restore …"
        )
    with _all_or_nothing(data):
        found = _read(args, data, secret)
    return _finish(args, found)


def _secret(args: argparse.Namespace) -> str:
    if args.key_file is not None:
        try:
            return backup_key.typed(args.key_file.read_text())
        except (OSError, UnicodeDecodeError) as error:
            raise console.Problem(f"Berkas kunci {args.key_file} tidak dapat dibaca.") from error
    if not sys.stdin.isatty():
        raise console.Problem("Sebutkan berkas kuncinya dengan --key-file BERKAS.", console.USAGE)
    return backup_key.typed(getpass.getpass("Kunci cadangan (tidak tampak saat diketik): "))


@contextmanager
def _all_or_nothing(data: Path) -> Iterator[None]:
    """Leave the folder as empty as it was if anything goes wrong: half a restore looks like a whole one."""
    existed = data.exists()
    try:
        yield
    except BaseException:
        for path in data.iterdir() if data.exists() else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not existed and data.exists():
            data.rmdir()
        raise


def _read(args: argparse.Namespace, data: Path, secret: str) -> Read:
    from kentongan.commands.archive.pipes import decrypting
    from kentongan.commands.archive.reading import BadArchive, read
    from kentongan.support import age

    @contextmanager
    def prepare(manifest: dict[str, Any]) -> Iterator[Any]:
        if manifest["demo"]:
            (data / "demo").touch()
        console.set_up_django()  # only now: the settings read the keys that were just restored
        from kentongan.commands.archive.loading import loading

        console.progress(args, f"Memulihkan {', '.join(village['name'] for village in manifest['villages'])} …")
        with loading(manifest) as loader:
            yield loader

    from django.db import DatabaseError

    try:
        with args.file.open("rb") as source, decrypting(source, identity=secret) as stream:
            return read(stream, data=data, files=data / "files", prepare=prepare)
    except age.NotOpened as error:
        raise console.Problem(
            "Cadangan ini tidak dapat dibuka: kuncinya bukan untuk berkas ini, atau berkasnya rusak atau terpotong."
        ) from error
    except BadArchive as error:
        raise console.Problem(error.sentence) from error
    except DatabaseError as error:
        raise console.Problem(f"Basis data menolak ({type(error).__name__}). Periksa alamatnya.") from error
    except OSError as error:
        raise console.Problem(f"Pemulihan gagal: {error}") from error


def _finish(args: argparse.Namespace, found: Read) -> int:
    from django.utils import timezone

    from kentongan.cases import search_upkeep
    from kentongan.commands import database, verify

    database.migrate()
    search_upkeep.rebuild(timezone.now())
    console.progress(args, "Memeriksa catatan tindakan …")
    reports = verify.check_all()
    ok = all(report["ok"] for report in reports) and not verify.missing_guards()
    rows = sum(found.rows.values())
    text = f"{rows} baris dan {found.files} berkas dipulihkan. "
    text += "Catatan tindakan utuh." if ok else "CATATAN TINDAKAN TIDAK UTUH: jalankan kentongan verify."
    console.say(args, text, {"ok": ok, "rows": rows, "files": found.files, "logs": reports})
    return console.OK if ok else console.PROBLEM
