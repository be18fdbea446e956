"""`kentongan doctor`: what is well and what is not, each with what to do about it."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from kentongan.commands import console

HELP = "memeriksa apakah pemasangan ini sehat"
_SIGNS = {"ok": "baik   ", "warning": "periksa", "problem": "MASALAH"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--deep", action="store_true", help="periksa juga isi setiap berkas (lebih lama)")
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Run every check; 1 when one finds a problem (a warning is none)."""
    from django.utils import timezone

    from kentongan.commands.checks import check_all

    findings = check_all(timezone.now(), deep=args.deep)
    ok = all(finding.level != "problem" for finding in findings)
    text = "\n".join(f"{_SIGNS[finding.level]}  {finding.about}: {finding.sentence}" for finding in findings)
    console.say(args, text, {"ok": ok, "findings": [asdict(finding) for finding in findings]})
    return console.OK if ok else console.PROBLEM
