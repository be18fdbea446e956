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

from kentongan.commands import backup_key, console, restarting

if TYPE_CHECKING:
    from kentongan.commands.archive.reading import Read

HELP = "memulihkan cadangan ke folder data dan basis data yang masih kosong"
# May lie in the folder already: the journals of erasures and of checkpoints of the installation that is restored.
KEPT = frozenset({"erasures", "checkpoints"})


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", type=Path, metavar="BERKAS", help="berkas cadangan")
    parser.add_argument("--key-file", type=Path, metavar="BERKAS", help="berkas berisi kunci (bawaan: ditanyakan)")
    parser.add_argument(
        "--erasures",
        type=Path,
        metavar="BERKAS",
        help="catatan penghapusan dari komputer lama (erasures/journal.jsonl)",
    )
    parser.add_argument(
        "--last-checkpoint",
        type=Path,
        metavar="BERKAS",
        help="tanda catatan terbaru yang disimpan di luar (dari /log/checkpoint, saksi, atau folder checkpoints lama)",
    )
    parser.add_argument(
        "--entries-lost",
        action="store_true",
        help="sesudah cadangan ini dibuat masih ada aduan yang masuk, walau tidak ada tanda yang menunjukkannya",
    )
    parser.add_argument("--moving", action="store_true", help=argparse.SUPPRESS)  # for `move-database`
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Restore, then check every ledger; 1 when the archive cannot be read or a ledger is not whole."""
    from kentongan.support import env

    data = env.path("KENTONGAN_DATA", default=Path.cwd() / "var")
    if not args.file.is_file():
        raise console.Problem(f"Berkas {args.file} tidak ada.", console.USAGE)
    secret = _secret(args)
    if data.exists() and any(path.name not in KEPT for path in data.iterdir()):
        raise console.Problem(
            f"Folder data {data} tidak kosong. Pulihkan ke folder baru: KENTONGAN_DATA=/folder/baru kentongan restore …"
        )
    erasures = _erasures(args)
    notes = restarting.notes_in(args.last_checkpoint)
    with _all_or_nothing(data):
        found = _read(args, data, secret)
    return _finish(args, found, erasures, notes)


def _erasures(args: argparse.Namespace) -> str:
    """Return the journal of erasures that was kept beside the backup, "" without one."""
    if args.erasures is None:
        return ""
    try:
        text: str = args.erasures.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise console.Problem(f"Catatan penghapusan {args.erasures} tidak dapat dibaca.", console.USAGE) from error
    return text


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
            if path.name in KEPT:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if not existed and data.exists() and not any(data.iterdir()):
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


def _finish(args: argparse.Namespace, found: Read, erasures: str, notes: list[str]) -> int:
    from django.utils import timezone

    from kentongan.cases import search_upkeep
    from kentongan.commands import database, verify

    database.migrate()
    logs = restarting.after_restore(found.checkpoints, notes, at=timezone.now(), entries_lost=args.entries_lost)
    search_upkeep.rebuild(timezone.now())
    again = _erase_again(found.erasures, erasures)
    held = _leave_trace(found, moving=args.moving)
    restarting.sign_anew(logs, at=timezone.now())
    console.progress(args, "Memeriksa catatan tindakan …")
    reports = verify.check_all()
    ok = all(report["ok"] for report in reports) and not verify.missing_guards()
    rows = sum(found.rows.values())
    text = f"{rows} baris dan {found.files} berkas dipulihkan. "
    text += f"Isi {again} aduan yang sudah pernah dihapus, dihapus lagi. " if again else ""
    if held:
        text += f"{held} penerbitan ditahan dan menunggu keputusan baru: Menu → Penerbitan → Ditarik. "
    text += "Catatan tindakan utuh." if ok else "CATATAN TINDAKAN TIDAK UTUH: jalankan kentongan verify."
    told = restarting.facts(logs)
    text = "\n".join([text, *(restarting.sentence(each) for each in logs), restarting.HINT])
    facts = {
        "ok": ok,
        "rows": rows,
        "files": found.files,
        "erased_again": again,
        "held": held,
        "logs": reports,
        "origins": told,
    }
    console.say(args, text, facts)
    return console.OK if ok else console.PROBLEM


def _erase_again(*journals: str) -> int:
    """Erase what was erased after the backup was made, as far as any journal at hand tells of it."""
    from django.utils import timezone

    from kentongan.cases.actions import erasing
    from kentongan.cases.erasing import journal

    for text in journals:
        journal.merge(journal.parse(text))
    return erasing.replay(timezone.now())


def _leave_trace(found: Read, *, moving: bool) -> int:
    """Put on every village's record that its data were brought here from a backup, or from another database.

    From a backup nothing stands in public until it is decided on anew; return how many publications that holds back.
    """
    from django.db import transaction
    from django.utils import timezone

    from kentongan.cases.taking_off import hold_back
    from kentongan.ledger import log as ledger
    from kentongan.villages.models import Village

    held = 0
    with transaction.atomic():
        for village in Village.objects.all():
            back = 0 if moving else hold_back(village, timezone.now())
            held += back
            ledger.append(
                log=village.log,
                action="data_moved" if moving else "data_restored",
                subject=None,
                actor=None,
                public={},
                private={"made_at": str(found.manifest["made_at"]), **({"held": back} if back else {})},
                at=timezone.now(),
            )
    return held
