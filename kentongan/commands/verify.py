"""`kentongan verify`: check every village's ledger from its first entry to its last."""

from __future__ import annotations

import argparse
from typing import Any

from kentongan.commands import console

HELP = "memeriksa apakah catatan tindakan setiap desa masih utuh"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Check all ledgers; 1 when one of them is not whole, or when the database no longer guards them."""
    again = erase_again()
    found = check_all()
    guards = missing_guards()
    ok = not guards and all(entry["ok"] for entry in found)
    if not guards:
        _settle_alarms({entry["code"] for entry in found if entry["ok"]})
    lines = [_line(entry) for entry in found]
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


def check_all() -> list[dict[str, Any]]:
    """Check every log, also one whose village is gone; one report each."""
    from kentongan.ledger import log as ledger
    from kentongan.villages.models import Village

    villages = {village.log: village for village in Village.objects.all()}
    reports = []
    for log in sorted({*villages, *ledger.logs()}):
        outcome = ledger.verify(log)
        village = villages.get(log)
        reports.append(
            {
                "log": str(log),
                "code": village.code if village else None,
                "village": village.name if village else None,
                "ok": outcome.ok,
                "size": outcome.size,
                "erased": outcome.erased,
                "first_bad_index": outcome.first_bad_index,
                "problem": outcome.problem,
            }
        )
    return reports


def missing_guards() -> list[str]:
    """The database's own locks on the ledger that somebody took off."""
    from django.db import connection

    from kentongan.ledger import guards

    return guards.missing_guards(connection)


def _settle_alarms(codes: set[str | None]) -> None:
    """Take down the desk's alarm of each village whose whole ledger was just found sound."""
    from django.utils import timezone

    from kentongan.jobs import alarms
    from kentongan.jobs.models import AlarmKind
    from kentongan.villages.models import Village

    for village in Village.objects.filter(code__in=[code for code in codes if code]):
        alarms.settle(AlarmKind.LEDGER, at=timezone.now(), village=village)


def _line(report: dict[str, Any]) -> str:
    whose = f"Desa {report['village']} ({report['code']})" if report["code"] else f"Log {report['log']} tanpa desa"
    if report["ok"]:
        return f"{whose}: utuh, {report['size']} entri."
    return f"{whose}: TIDAK UTUH. Entri pertama yang salah: {report['first_bad_index']}. {report['problem']}"
