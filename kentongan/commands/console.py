"""How commands speak: a sentence for people, or one line of JSON for programs."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

OK, PROBLEM, USAGE = 0, 1, 2


class Problem(Exception):
    """Something is not as it must be. `sentence` is Indonesian and says what to do."""

    def __init__(self, sentence: str, status: int = PROBLEM) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


def add_json(parser: argparse.ArgumentParser) -> None:
    """Declare --json."""
    parser.add_argument("--json", action="store_true", help="hasil akhir sebagai satu baris JSON")


def add_village(parser: argparse.ArgumentParser) -> None:
    """Declare --village."""
    parser.add_argument("--village", metavar="KODE", help="kode Kemendagri desa (bila ada lebih dari satu desa)")


def set_up_django() -> None:
    """Read the settings and load the apps. Raises Problem with a sentence if that cannot be."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    from kentongan.support.env import SettingError
    from kentongan.support.secrets_file import SecretsError
    from kentongan.support.sqlite_driver import UnsafeSqlite

    try:
        django.setup()
    except (SettingError, SecretsError, UnsafeSqlite, ImproperlyConfigured) as error:
        raise Problem(str(error)) from error
    except OSError as error:
        raise Problem(f"Folder data tidak dapat dipakai: {error.strerror} ({error.filename}).") from error


def say(args: argparse.Namespace, text: str, facts: Mapping[str, Any]) -> None:
    """Print the result: the text, or with --json the facts as one line."""
    print(json.dumps(facts, ensure_ascii=False, default=str) if args.json else text, flush=True)


def progress(args: argparse.Namespace, text: str) -> None:
    """Tell a person that something is going on."""
    if not args.json:
        print(text, file=sys.stderr, flush=True)


def fail(args: argparse.Namespace, sentence: str, status: int = PROBLEM) -> int:
    """Print what is wrong, and return the status."""
    if getattr(args, "json", False):
        print(json.dumps({"ok": False, "error": sentence}, ensure_ascii=False), flush=True)
    else:
        print(sentence, file=sys.stderr, flush=True)
    return status
