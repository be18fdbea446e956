"""The `kentongan` command.

Exit status: 0 all is well; 1 a problem was found or something could not be done; 2 the command was wrong or
incomplete. Every command has --help, and --json for a result that programs can read.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn, Protocol

from kentongan.commands import console

OK, PROBLEM, USAGE = console.OK, console.PROBLEM, console.USAGE

# name -> module; the order is that of a village's first day
COMMANDS = {
    "init": "init",
    "serve": "serve",
    "work": "work",
    "demo": "demo",
    "user": "user",
    "import": "import_",
    "backup": "backup",
    "restore": "restore",
    "move-database": "move_database",
    "verify": "verify",
    "log": "log",
    "doctor": "doctor",
    "migrate": "migrate",
    "witness": "witness",
    "check-receipt": "check_receipt",
}
# These make the data folder or the tables themselves; all others need a village to work on.
NEED_NOTHING = frozenset({"init", "demo", "restore", "doctor", "migrate", "verify"})
NEED_NO_VILLAGE = frozenset({"witness", "check-receipt"})  # a stranger's computer: no data folder, no settings
# These read the settings themselves: the keys that restore writes must be there before, and whoever looks at a log from
# outside has no settings at all.
PREPARE_SETTINGS = frozenset({"restore", "verify"})

EPILOGUE = """\
Data disimpan di folder yang disebut KENTONGAN_DATA (bawaan: ./var).
Status keluar: 0 beres, 1 ada masalah, 2 perintah keliru atau kurang lengkap.
"""


class Command(Protocol):
    """What every module under `commands` offers."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""

    def run(self, args: argparse.Namespace) -> int:
        """Do it; return the exit status."""


class Parser(argparse.ArgumentParser):
    """Says what was wrong in Indonesian before argparse's own words."""

    def error(self, message: str) -> NoReturn:
        """Leave with status 2."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"Perintah ini keliru atau kurang lengkap: {message}\nLihat: {self.prog} --help\n")


def parser() -> argparse.ArgumentParser:
    """The parser of all commands. Their modules are light: Django is imported only when one of them runs."""
    root = Parser(
        prog="kentongan",
        description="Kentongan: layanan pengaduan desa.",
        epilog=EPILOGUE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = root.add_subparsers(dest="command", metavar="perintah", required=True, parser_class=Parser)
    for name, module_name in COMMANDS.items():
        module = command_of(module_name)
        one = commands.add_parser(name, help=module.HELP, description=_sentence(module.HELP))
        module.add_arguments(one)
        one.set_defaults(module=module)
    return root


def command_of(module_name: str) -> Command:
    """The module of a command."""
    module: Command = importlib.import_module(f"kentongan.commands.{module_name}")
    return module


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    os.umask(0o077)  # whatever we write is the service's own business
    args = parser().parse_args(argv)
    try:
        if args.command not in PREPARE_SETTINGS | NEED_NO_VILLAGE:
            console.set_up_django()
        if args.command not in NEED_NOTHING | NEED_NO_VILLAGE:
            from kentongan.commands import database

            database.require_ready()
        status: int = args.module.run(args)
    except console.Problem as problem:
        return console.fail(args, problem.sentence, problem.status)
    except KeyboardInterrupt:
        return console.fail(args, "Dihentikan.", PROBLEM)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has left; nothing more can be said
        return PROBLEM
    return status


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


if __name__ == "__main__":
    sys.exit(main())
