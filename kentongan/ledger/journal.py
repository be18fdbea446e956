"""The journal of checkpoints, outside the database: a restore that lost entries must not go unnoticed.

One file per log, one line of JSON for each checkpoint and for each cosignature that comes to it, only ever added to,
synced before the checkpoint is published:

    {"at":"2026-11-28T05:00:00+00:00","keys":["…vkey…"],"note":"…signed note…","number":1}

A checkpoint is public; who changes or deletes lines here is exposed by the database, by witnesses and by receipts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from kentongan.support.fs import append_durably
from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.note import NoteError, SignedNote

ENDING = ".jsonl"


@dataclass(frozen=True)
class Line:
    """One line: the slot (`at`) and origin number of a checkpoint, its signed note, and the keys that signed it."""

    at: datetime
    number: int
    note: str
    keys: tuple[str, ...] = ()

    def read(self) -> tuple[Checkpoint, SignedNote]:
        """Return what the note says, unbelieved. Raises NoteError for a damaged one."""
        return checkpoints.parse_signed(self.note)


def path(log: UUID) -> Path:
    """Return where the journal of a log lies."""
    folder: Path = settings.KENTONGAN_CHECKPOINTS
    return folder / f"{log}{ENDING}"


def add(log: UUID, lines: Iterable[Line]) -> None:
    """Add lines, durably. Raises OSError when the disk refuses: then nothing may be published either."""
    text = "".join(_line(each) for each in lines)
    if text:
        append_durably(path(log), text)


def read(log: UUID) -> Iterator[Line]:
    """Yield what the journal of a log holds, a line at a time."""
    try:
        with path(log).open(encoding="utf-8", errors="replace") as file:
            yield from _parsed_all(file)
    except FileNotFoundError:
        return


def parse(text: str) -> Iterator[Line]:
    """Yield the lines of a journal; what is none, cut off by a power failure, is left out."""
    yield from _parsed_all(text.splitlines())


def merge(log: UUID, others: Iterable[Line]) -> int:
    """Add what this journal does not hold yet; return how much that was."""
    known = {(each.number, each.note) for each in read(log)}
    fresh = [each for each in others if (each.number, each.note) not in known]
    add(log, fresh)
    return len(fresh)


def logs() -> list[UUID]:
    """Return the logs that have a journal."""
    folder: Path = settings.KENTONGAN_CHECKPOINTS
    found = []
    for file in sorted(folder.glob(f"*{ENDING}")):
        try:
            found.append(UUID(file.stem))
        except ValueError:
            continue
    return found


def _parsed_all(lines: Iterable[str]) -> Iterator[Line]:
    for line in lines:
        found = _parsed(line)
        if found is not None:
            yield found


def _line(each: Line) -> str:
    facts = {"at": each.at.isoformat(), "number": each.number, "note": each.note, "keys": list(each.keys)}
    return json.dumps(facts, separators=(",", ":"), sort_keys=True, ensure_ascii=False) + "\n"


def _parsed(line: str) -> Line | None:
    try:
        facts = json.loads(line)
        found = Line(
            datetime.fromisoformat(facts["at"]), int(facts["number"]), str(facts["note"]), tuple(facts["keys"])
        )
        found.read()
    except (ValueError, KeyError, TypeError, NoteError):
        return None
    return found
