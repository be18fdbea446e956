"""After a restore: does the log still hold all that was ever published of it? If not, it goes on under a new origin.

What was published is known from the database itself, from the journal of checkpoints beside it, from that in the
backup, and from a checkpoint that somebody outside kept. Only what the log's own keys signed counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kentongan.ledger import journal, origins, tree
from kentongan.ledger import log as ledger
from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.note import NoteError, Signer, Verifier
from kentongan.villages import log_keys
from kentongan.villages.models import Village

GENERATIONS = 8  # so many keys beyond those that the database knows may have been made since


class State(StrEnum):
    """How the log stands to the newest checkpoint that is known."""

    NOTHING_KNOWN = "nothing_known"
    COMPLETE = "complete"
    LOST = "lost"  # entries are missing
    FORKED = "forked"  # other entries stand where known ones stood


@dataclass(frozen=True)
class Known:
    """A checkpoint that was published, and the number of its origin."""

    number: int
    checkpoint: Checkpoint


@dataclass(frozen=True)
class Found:
    """What was found of one village. `origin`: the new one, if the log was restarted."""

    village: Village
    state: State
    known: Known | None
    origin: origins.Origin | None = None


def read(village: Village, note: str) -> Known | None:
    """Return what a note says if a key of this village's log signed it, else None."""
    try:
        found, _ = checkpoints.parse_signed(note)
        base, _, number = found.origin.rpartition("/")
        if not (base.endswith(f"/log/{village.code}") and number.isascii() and number.isdigit() and len(number) < 7):
            return None
        checkpoints.opened(note, _keys(village, found.origin))
    except NoteError:
        return None
    return Known(int(number), found)


def newest(village: Village, notes: Iterable[str] = ()) -> Known | None:
    """Return the newest that is known of a log: from its database, its journal, and `notes`."""
    best: Known | None = None
    for note in (*_own(village), *notes):
        if best is not None and _order_of(note) <= (best.number, best.checkpoint.size):
            continue  # checking a signature costs more than reading a number
        known = read(village, note)
        if known is not None:
            best = known
    return best


def state_of(village: Village, known: Known | None) -> State:
    """Return how the log stands to what is known."""
    origin = origins.current(village.log)
    if known is None:
        return State.NOTHING_KNOWN
    if origin is None or known.number > origin.number:
        return State.LOST
    if known.number < origin.number:
        return State.COMPLETE
    if ledger.size(village.log) < known.checkpoint.size:
        return State.LOST
    same = tree.root(village.log, known.checkpoint.size) == known.checkpoint.root
    return State.COMPLETE if same else State.FORKED


def settle(
    village: Village,
    *,
    at: datetime,
    notes: Iterable[str] = (),
    lost_from: int | None = None,
    entries_lost: bool = False,
) -> Found:
    """Compare the log with what is known of it, and go on under a new origin where entries are missing.

    Args:
        notes: checkpoints from elsewhere.
        lost_from: from which index on entries are missing, where that is known; of no weight for a fork.
        entries_lost: start a new origin although nothing known shows that entries are missing.
    """
    known = newest(village, notes)
    state = state_of(village, known)
    if state in (State.NOTHING_KNOWN, State.COMPLETE) and not entries_lost:
        return Found(village, state, known)
    if known is not None and origins.current(village.log) is None:
        base = known.checkpoint.origin.rpartition("/")[0]
        log_keys.opened_as(village, base, at)
    if known is None:
        origin = log_keys.opened(village, at)
        known = Known(origin.number, Checkpoint(origin.name, 0, tree.root(village.log, 0)))
    if lost_from is None or state is State.FORKED:  # of a fork, what is there is not what was
        lost_from = _common(village)
    restarted = log_keys.restart(village, last=known.checkpoint, at=at, number=known.number, lost_from=lost_from)
    return Found(village, state, known, restarted)


def _common(village: Village) -> int:
    """Up to where the log surely is what it was: the largest known checkpoint that it still bears out."""
    size = ledger.size(village.log)
    origin = origins.current(village.log)
    for note in sorted(_own(village), key=_order_of, reverse=True):
        known = read(village, note)
        if known is None or origin is None or known.number != origin.number or known.checkpoint.size > size:
            continue
        if tree.root(village.log, known.checkpoint.size) == known.checkpoint.root:
            return known.checkpoint.size
    return 0


def _own(village: Village) -> Iterator[str]:
    stored = tree.checkpoint(village.log)
    if stored is not None:
        yield stored.note
    for line in journal.read(village.log):
        yield line.note


def _order_of(note: str) -> tuple[int, int]:
    try:
        found, _ = checkpoints.parse_signed(note)
        number = found.origin.rpartition("/")[2]
        return (int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0, found.size)
    except NoteError:
        return (0, 0)


def _keys(village: Village, origin: str) -> Iterator[Verifier]:
    known = max((key.generation for key in origins.keys(village.log)), default=0)
    for generation in range(1, known + GENERATIONS + 1):
        yield Signer(origin, log_keys.seed(village.log, generation)).verifier
