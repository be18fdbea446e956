"""The journal of erasures, outside the database: a restore from an older backup must not bring contents back.

One line of JSON for each erasure, only ever added to, synced before the erasure is committed:

    {"at":"2026-11-28T02:00:00+00:00","case":"0198…","why":"request"}

A case's id says nothing of it without the database. `merge` brings journals together, so that one from a backup, one
kept beside it and the tombstones in the database complete each other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from kentongan.rules.data_rights import ErasedWhy
from kentongan.support.fs import append_durably

NAME: Final = "journal.jsonl"


@dataclass(frozen=True)
class Erased:
    """One line."""

    case: UUID
    at: datetime
    why: ErasedWhy


def path() -> Path:
    """Return where the journal lies."""
    folder: Path = settings.KENTONGAN_ERASURES
    return folder / NAME


def add(lines: Iterable[Erased]) -> None:
    """Add lines, durably. Raises OSError when the disk refuses: then nothing may be erased either."""
    text = "".join(_line(each) for each in lines)
    if text:
        append_durably(path(), text)


def read() -> Iterator[Erased]:
    """Yield what the journal holds."""
    try:
        text = path().read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    yield from parse(text)


def parse(text: str) -> Iterator[Erased]:
    """Yield the lines of a journal; what is none, cut off by a power failure, is left out."""
    for line in text.splitlines():
        found = _parsed(line)
        if found is not None:
            yield found


def merge(others: Iterable[Erased]) -> int:
    """Add what this journal does not hold yet; return how much that was."""
    known = {each.case for each in read()}
    fresh = [each for each in {each.case: each for each in others}.values() if each.case not in known]
    add(fresh)
    return len(fresh)


def _line(each: Erased) -> str:
    facts = {"at": each.at.isoformat(), "case": str(each.case), "why": str(each.why)}
    return json.dumps(facts, separators=(",", ":"), sort_keys=True) + "\n"


def _parsed(line: str) -> Erased | None:
    try:
        facts = json.loads(line)
        return Erased(UUID(facts["case"]), datetime.fromisoformat(facts["at"]), ErasedWhy(facts["why"]))
    except (ValueError, KeyError, TypeError):
        return None
