"""`kentongan demo`: two villages with invented people and cases, to try everything out."""

from __future__ import annotations

import argparse
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

    if not database.has_villages():
        console.progress(args, "Menyiapkan desa contoh …")
    database.migrate()
    try:
        report = make_demo(settings.KENTONGAN_DATA, timezone.now())
    except Refused as refused:
        raise console.Problem(refused.sentence) from refused
    settings.KENTONGAN_DEMO = True  # the settings were read before the mark was made; the server forks from here
    console.say(args, "\n".join(["", *report.lines(), ""]), {"ok": True, **asdict(report)})
    return serve.serve(args, jobs=True) if args.serve else console.OK
