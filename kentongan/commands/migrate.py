"""`kentongan migrate`: bring the tables up to date after an upgrade."""

from __future__ import annotations

import argparse

from kentongan.commands import console

HELP = "menyesuaikan basis data dengan versi Kentongan ini"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Apply what is missing; 0 also when nothing was."""
    from kentongan.commands import database

    applied = database.migrate()
    text = f"{len(applied)} perubahan diterapkan." if applied else "Basis data sudah sesuai."
    console.say(args, text, {"ok": True, "applied": applied})
    return console.OK
