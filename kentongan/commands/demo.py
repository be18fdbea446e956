"""`kentongan demo`: two villages with invented people and cases, to try everything out."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict

from kentongan.commands import console, serve

HELP = "menyiapkan desa contoh dengan orang dan laporan rekaan"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--serve", action="store_true", help="lalu menjalankan layanannya")
    serve.add_address(parser)
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Make the demo once, show its accounts and codes each time; 1 where a real village is."""
    from django.conf import settings
    from django.utils import timezone

    from kentongan.commands import database
    from kentongan.demo.make import make_demo
    from kentongan.rules.types import Refused

    fresh = not database.has_villages()
    if fresh:
        console.progress(args, "Menyiapkan desa contoh …")
    database.migrate()
    try:
        report = make_demo(settings.KENTONGAN_DATA, timezone.now())
    except Refused as refused:
        raise console.Problem(refused.sentence) from refused
    if fresh and args.serve:
        _begin_afresh()
    settings.KENTONGAN_DEMO = True  # the settings were read before the mark was made; the server forks from here
    console.say(args, "\n".join(["", *report.lines(), ""]), {"ok": True, **asdict(report)})
    return serve.serve(args, jobs=True) if args.serve else console.OK


def _begin_afresh() -> None:
    """Run the same command once more in place of this process; the demo is there by now.

    Typesetting its letters has started threads, and workers forked from a process with such threads would wait for them
    for ever when they typeset themselves.
    """
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 (this very command, no shell)
