"""`kentongan work`: the jobs, in a process of their own beside `kentongan serve --no-jobs`."""

from __future__ import annotations

import argparse

from kentongan.commands import console

HELP = "menjalankan pekerjaan berkala (kirim pemberitahuan, batas waktu) tanpa melayani halaman"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--once", action="store_true", help="kerjakan yang jatuh waktu sekarang, lalu selesai")
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or SIGINT, or one turn with --once."""
    if args.once:
        from django.utils import timezone

        from kentongan.jobs.loop import JOBS
        from kentongan.jobs.scheduler import Scheduler

        done = Scheduler(JOBS).run_pending(timezone.now())
        console.say(args, f"Dikerjakan: {', '.join(done)}.", {"ok": True, "jobs": done})
        return console.OK
    console.say(args, "Pekerjaan berkala berjalan (hentikan dengan Ctrl+C).", {"ok": True})
    work()
    return console.OK


def work() -> None:
    """Run the jobs' loop until told to stop."""
    from kentongan.commands.processes import stop_on_signals
    from kentongan.jobs.loop import loop

    loop(stop_on_signals())
