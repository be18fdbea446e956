"""What the page of the log shows: its name and keys, the newest checkpoint and who witnesses it, and its restarts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from kentongan.ledger import origins, tree
from kentongan.ledger.origins import Key, Origin
from kentongan.ledger.tree import Cosigned, StoredCheckpoint
from kentongan.rules import short_mark
from kentongan.support.tlog.note import to_base64
from kentongan.villages.models import Village

OLDER = 28  # of a page: a week at six hours each


@dataclass(frozen=True)
class Marked:
    """Something long, with its short mark and the words of it."""

    text: str
    mark: str
    words: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Line:
    """A checkpoint in the list. `before` is the address of what comes after it."""

    at: datetime
    size: int
    origin: str
    root: str
    mark: str
    witnesses: int
    before: str


@dataclass(frozen=True)
class LogPage:
    """Everything of /log/. `newest` is None before the first checkpoint."""

    origin: Origin | None
    key: Marked | None
    newest: StoredCheckpoint | None
    newest_mark: Marked | None
    root: str
    witnesses: tuple[Cosigned, ...]
    lines: tuple[Line, ...]
    more: str
    restarts: tuple[Origin, ...]
    hours: int


def marked(text: str) -> Marked:
    """Return a text with its short mark."""
    return Marked(text, short_mark.mark(text), short_mark.words(text))


def body_of(checkpoint: StoredCheckpoint) -> str:
    """Return what is signed of a checkpoint: origin, size, root."""
    return checkpoint.checkpoint.format()


def log_page(village: Village, *, before: tuple[int, datetime] | None) -> LogPage:
    """Return the page (six queries, whatever the size of the log)."""
    found = origins.origins(village.log)
    current = found[-1] if found else None
    key = origins.keys(village.log, current.number)[-1] if current else None
    newest = tree.checkpoint(village.log)
    listed = tree.checkpoints(village.log, before=before, limit=OLDER + 1)
    lines = tuple(_line(each) for each in listed[:OLDER])
    return LogPage(
        origin=current,
        key=marked(key.vkey) if key else None,
        newest=newest,
        newest_mark=marked(body_of(newest)) if newest else None,
        root=to_base64(newest.root) if newest else "",
        witnesses=newest.cosignatures if newest else (),
        lines=lines,
        more=lines[-1].before if len(listed) > OLDER else "",
        restarts=tuple(origin for origin in reversed(found) if origin.previous is not None),
        hours=village.checkpoint_hours,
    )


@dataclass(frozen=True)
class KeyLine:
    """A key of the log and when it signs."""

    origin: str
    key: Key
    shown: Marked


def key_lines(village: Village) -> tuple[KeyLine, ...]:
    """Return every key that the log ever had, newest first (two queries)."""
    names = {origin.number: origin.name for origin in origins.origins(village.log)}
    return tuple(
        KeyLine(names.get(key.number, ""), key, marked(key.vkey)) for key in reversed(origins.keys(village.log))
    )


def read_before(text: str) -> tuple[int, datetime] | None:
    """Read where an older page of the list begins; None for anything that is no such place."""
    number, _, seconds = text.partition("-")
    if not (number.isascii() and number.isdigit() and seconds.isascii() and seconds.isdigit()):
        return None
    if len(number) > 6 or len(seconds) > 11:
        return None
    return int(number), datetime.fromtimestamp(int(seconds), UTC)


def _line(each: StoredCheckpoint) -> Line:
    return Line(
        at=each.at,
        size=each.size,
        origin=each.origin,
        root=to_base64(each.root),
        mark=short_mark.mark(body_of(each)),
        witnesses=len(each.cosignatures),
        before=f"{each.number}-{int(each.at.timestamp())}",
    )
