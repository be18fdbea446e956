"""`kentongan verify`: check every village's ledger, here, in a backup, or as a village serves it to the public."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from kentongan.commands import console

if TYPE_CHECKING:
    from kentongan.support.tlog.note import Verifier
    from kentongan.villages.models import Village

HELP = "memeriksa apakah catatan tindakan setiap desa masih utuh"
MOST_TOLD = 20  # of one village's problems; more are counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--checkpoint", type=Path, metavar="BERKAS", help="bandingkan juga dengan tanda catatan yang disimpan di luar"
    )
    parser.add_argument("--without-files", action="store_true", help="tanpa membaca berkas bukti (lebih cepat)")
    parser.add_argument("--backup", type=Path, metavar="BERKAS", help="periksa isi sebuah cadangan")
    parser.add_argument("--key-file", type=Path, metavar="BERKAS", help="berkas berisi kunci cadangan")
    parser.add_argument(
        "--url", metavar="ALAMAT", help="periksa catatan yang disajikan sebuah desa, misalnya https://…/log/"
    )
    parser.add_argument("--key", metavar="KUNCI", help="kunci umum catatan itu, dari kertas (untuk --url)")
    parser.add_argument(
        "--state", type=Path, metavar="BERKAS", help="ingat tanda terakhir di berkas ini dan bandingkan (untuk --url)"
    )
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Check; 1 when something is not whole, or when the database no longer guards it."""
    if args.url:
        from kentongan.commands import verify_url

        return verify_url.run(args)
    if args.backup:
        from kentongan.commands import verify_backup

        return verify_backup.run(args)
    from kentongan.commands import database, restarting

    notes = restarting.notes_in(args.checkpoint)
    console.set_up_django()
    database.require_ready()
    again = erase_again()
    found = check_all(outside=notes, files=not args.without_files)
    guards = missing_guards()
    ok = not guards and all(entry["ok"] for entry in found)
    if not guards:
        _settle_alarms({entry["code"] for entry in found if entry["ok"]})
    lines = [line for entry in found for line in report_lines(entry)]
    if guards:
        lines.append(f"Pengaman basis data hilang: {', '.join(guards)}. Catatan dapat diubah tanpa ketahuan.")
    if again:
        lines.append(
            f"Isi {again} aduan yang sudah pernah dihapus ternyata ada lagi (dari cadangan lama); dihapus lagi."
        )
    console.say(args, "\n".join(lines), {"ok": ok, "missing_guards": guards, "erased_again": again, "logs": found})
    return console.OK if ok else console.PROBLEM


def erase_again() -> int:
    """Erase again what the journal says was erased and an older backup brought back; return how many cases."""
    from django.utils import timezone

    from kentongan.cases.actions import erasing

    return erasing.replay(timezone.now())


def check_all(*, outside: Sequence[str] = (), files: bool = True) -> list[dict[str, Any]]:
    """Check every log, also one whose village is gone; one report each.

    Entries and chain, published states, and (where the entries are whole) the facts of the cases against them.
    """
    from kentongan.ledger import log as ledger
    from kentongan.villages.models import Village

    villages = {village.log: village for village in Village.objects.all()}
    return [_check(log, villages.get(log), outside, files) for log in sorted({*villages, *ledger.logs()})]


def missing_guards() -> list[str]:
    """The database's own locks on the ledger that somebody took off."""
    from django.db import connection

    from kentongan.ledger import guards

    return guards.missing_guards(connection)


def _check(log: UUID, village: Village | None, outside: Sequence[str], files: bool) -> dict[str, Any]:
    from kentongan.cases import verifying
    from kentongan.ledger import log as ledger
    from kentongan.ledger.heads import HeadWatch

    watch = HeadWatch(log, _keys_of(log), [note for note in outside if _is_of(village, note)])
    outcome = ledger.verify(log, see=watch.see)
    heads = [problem.sentence for problem in watch.problems()] if outcome.ok else [p.sentence for p in watch.found]
    heads += _other_keys(log)
    facts: list[str] = []
    if village is not None and outcome.ok:
        facts = [wrong.sentence for wrong in islice(verifying.check(village, files=files), MOST_TOLD)]
    return {
        "log": str(log),
        "code": village.code if village else None,
        "village": village.name if village else None,
        "ok": outcome.ok and not heads and not facts,
        "size": outcome.size,
        "erased": outcome.erased,
        "first_bad_index": outcome.first_bad_index,
        "problem": outcome.problem,
        "heads": heads[:MOST_TOLD],
        "facts": facts,
    }


def _keys_of(log: UUID) -> Callable[[str], list[Verifier]]:
    """The keys that may have signed: made anew from this installation's secrets, not read from the database."""
    from kentongan.ledger import origins
    from kentongan.support.tlog.note import NoteError, Signer
    from kentongan.villages import log_keys
    from kentongan.villages.log_restart import GENERATIONS

    newest = max((key.generation for key in origins.keys(log)), default=0)

    def keys(origin: str) -> list[Verifier]:
        try:
            return [
                Signer(origin, log_keys.seed(log, generation)).verifier
                for generation in range(1, newest + GENERATIONS + 1)
            ]
        except NoteError:
            return []

    return keys


def _other_keys(log: UUID) -> list[str]:
    """Public keys in the database that are not those of this installation's secrets."""
    from kentongan.ledger import origins
    from kentongan.support.tlog.note import Signer
    from kentongan.villages import log_keys

    names = {origin.number: origin.name for origin in origins.origins(log)}
    return [
        f"Kunci ke-{key.generation} dari {names[key.number]} di basis data bukan kunci pemasangan ini."
        for key in origins.keys(log)
        if key.number in names and Signer(names[key.number], log_keys.seed(log, key.generation)).vkey != key.vkey
    ]


def _is_of(village: Village | None, note: str) -> bool:
    """Whether a checkpoint from outside speaks of this village's log."""
    return village is not None and f"/log/{village.code}/" in note.split("\n", 1)[0]


def _settle_alarms(codes: set[str | None]) -> None:
    """Take down the desk's alarm of each village whose whole ledger was just found sound."""
    from django.utils import timezone

    from kentongan.jobs import alarms
    from kentongan.jobs.models import AlarmKind
    from kentongan.villages.models import Village

    for village in Village.objects.filter(code__in=[code for code in codes if code]):
        alarms.settle(AlarmKind.LEDGER, at=timezone.now(), village=village)


def report_lines(report: dict[str, Any]) -> list[str]:
    """Return what was found of one log, for people."""
    whose = f"Desa {report['village']} ({report['code']})" if report["code"] else f"Log {report['log']} tanpa desa"
    if report["ok"]:
        return [f"{whose}: utuh, {report['size']} entri."]
    if report["problem"]:
        first = f"{whose}: TIDAK UTUH. Entri pertama yang salah: {report['first_bad_index']}. {report['problem']}"
    else:
        first = f"{whose}: TIDAK UTUH. {report['size']} entri berantai dengan benar, tetapi:"
    return [first, *(f"  {sentence}" for sentence in (*report["heads"], *report["facts"]))]
