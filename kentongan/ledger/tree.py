"""The log as others see it: checkpoints, proofs, tiles, and what a leaf commits to.

Everything that leaves the house goes up to the newest checkpoint only: checkpoints are made in fixed slots, so that the
growth of the log betrays no minute. Who signs is passed in (`villages.log_keys` knows how keys are made).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max

from kentongan.ledger import journal, nodes, origins
from kentongan.ledger import log as ledger
from kentongan.ledger.models import Checkpoint as CheckpointRow
from kentongan.ledger.models import Content, Cosignature
from kentongan.ledger.models import Entry as EntryRow
from kentongan.support.tlog import merkle, note, tiles
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.note import SignedNote, Signer

EMPTY: Final = 0
NEWEST_LINES: Final = 500
"""So many cosignatures are looked through for each witness's last one."""


class LogShrunk(Exception):
    """The log no longer begins with what was published of it: no checkpoint is signed for it.

    `known` is what was published, `kind` whether entries are missing ("shrunk") or others stand there ("forked").
    """

    def __init__(self, kind: str, known: Checkpoint) -> None:
        super().__init__(f"{kind}: {known.origin} {known.size}")
        self.kind = kind
        self.known = known


@dataclass(frozen=True)
class Cosigned:
    """A witness's line under a checkpoint. `key` is its name and key id."""

    key: str
    line: str
    at: datetime

    @property
    def name(self) -> str:
        """The witness's name."""
        return self.key.rsplit("+", 1)[0]


@dataclass(frozen=True)
class StoredCheckpoint:
    """A published checkpoint. `at` is its slot; `note` has all signatures that are known."""

    log: UUID
    number: int
    at: datetime
    size: int
    root: bytes
    note: str
    cosignatures: tuple[Cosigned, ...]

    @property
    def origin(self) -> str:
        """The name of the log."""
        return self.note.split("\n", 1)[0]

    @property
    def checkpoint(self) -> Checkpoint:
        """What was signed."""
        return Checkpoint(self.origin, self.size, self.root)


@dataclass(frozen=True)
class Opening:
    """What a leaf commits to; without its private part for the public, or where that was erased."""

    index: int
    entry: bytes
    public_salt: bytes
    public: bytes
    private_salt: bytes | None
    private: bytes | None


def checkpoint(log: UUID) -> StoredCheckpoint | None:
    """Return the newest checkpoint (two queries)."""
    found = checkpoints(log, limit=1)
    return found[0] if found else None


def checkpoints(log: UUID, *, before: tuple[int, datetime] | None = None, limit: int) -> list[StoredCheckpoint]:
    """Return checkpoints, newest first, from before one's (origin number, slot) on (two queries)."""
    rows = CheckpointRow.objects.filter(log=log).order_by("-number", "-slot")
    if before is not None:
        rows = rows.filter(pk__lt=(log, *before))
    found = list(rows[:limit])
    if not found:
        return []
    lines: dict[tuple[int, datetime], list[Cosigned]] = {}
    for row in Cosignature.objects.filter(log=log, slot__in={row.slot for row in found}).order_by("at", "key"):
        lines.setdefault((row.number, row.slot), []).append(Cosigned(row.key, row.line, row.at))
    return [_stored(row, lines.get((row.number, row.slot), ())) for row in found]


def stored(row: CheckpointRow) -> StoredCheckpoint:
    """Return a checkpoint of the table with its cosignatures (one query)."""
    rows = Cosignature.objects.filter(log=row.log, number=row.number, slot=row.slot).order_by("at", "key")
    return _stored(row, [Cosigned(each.key, each.line, each.at) for each in rows])


def newest_cosignatures(log: UUID) -> dict[str, Cosigned]:
    """Return each witness's newest line under the newest checkpoints, by its name and key id (one query)."""
    rows = Cosignature.objects.filter(log=log).order_by("-number", "-slot")[:NEWEST_LINES]
    found: dict[str, Cosigned] = {}
    for row in rows:
        found.setdefault(row.key, Cosigned(row.key, row.line, row.at))
    return found


def size(log: UUID) -> tuple[int, int]:
    """Return the origin number and size that are published; (0, 0) before the first checkpoint (one query)."""
    rows = CheckpointRow.objects.filter(log=log).order_by("-number", "-slot")
    return rows.values_list("number", "size").first() or (0, EMPTY)


def newest_slots() -> dict[UUID, datetime]:
    """Return each log's newest slot that has a checkpoint (one query)."""
    rows = CheckpointRow.objects.order_by().values_list("log").annotate(newest=Max("slot"))
    return dict(rows)


def make_checkpoint(log: UUID, signers: Sequence[Signer], at: datetime) -> StoredCheckpoint:
    """Sign the log as it stands for the slot `at`, journal it, publish it; the slot's own if it has one already.

    Raises LogShrunk when the log no longer begins with what was published, LookupError for a log that was never
    opened or has holes, OSError when the journal cannot be written.
    """
    nodes.fill(log)
    with transaction.atomic():
        with connection.cursor() as cursor:
            ledger.lock(cursor, log)
        origin = origins.current(log)
        if origin is None:
            raise LookupError(f"log {log} was not opened")
        row = CheckpointRow.objects.filter(log=log, number=origin.number, slot=at).first()
        if row is None:
            head = _head(log, origin)
            text = _signed(head, signers)
            journal.add(log, [journal.Line(at, origin.number, text, tuple(signer.vkey for signer in signers))])
            row = CheckpointRow(log=log, number=origin.number, slot=at, size=head.size, root=head.root, note=text)
            row.save(force_insert=True)
    return _stored(row, ())


def add_cosignature(log: UUID, size: int, line: str) -> bool:
    """Put a witness's line under the newest checkpoint if it is of this size; False if it is not, or nothing is new.

    Of each key the earliest line is kept: a witness signs the same checkpoint again for anybody, later each time, and
    that must neither make a receipt look later nor let the journal grow. The caller has checked the
    signature. Raises NoteError for a line that is no cosignature.
    """
    signature = note.parse_signature(line.rstrip("\n"))
    at = _time(note.untimed(signature.blob)[0])
    key = f"{signature.name}+{signature.key_id.hex()}"
    with transaction.atomic():
        with connection.cursor() as cursor:
            ledger.lock(cursor, log)
        newest = checkpoint(log)
        if newest is None or newest.size != size:
            return False
        if any(each.key == key and each.at <= at for each in newest.cosignatures):
            return False
        Cosignature.objects.filter(log=log, number=newest.number, slot=newest.at, key=key).delete()
        Cosignature.objects.create(log=log, number=newest.number, slot=newest.at, key=key, line=signature.line, at=at)
        whole = checkpoint(log)
        if whole is not None:
            journal.add(log, [journal.Line(whole.at, whole.number, whole.note)])
    return True


def inclusion(log: UUID, index: int, size: int) -> list[bytes]:
    """Return the proof that entry `index` is in the log of `size` entries. Raises ValueError, LookupError."""
    return merkle.inclusion_proof(index, size, nodes.Tree(log, size).node)


def consistency(log: UUID, old: int, new: int) -> list[bytes]:
    """Return the proof that the log of `new` entries begins with that of `old`. Raises ValueError, LookupError."""
    return merkle.consistency_proof(old, new, nodes.Tree(log, new).node)


def root(log: UUID, size: int) -> bytes:
    """Return the root over the first `size` entries, by the kept hashes. Raises LookupError if there are fewer."""
    return merkle.root_at(size, nodes.Tree(log, size).node)


def entry(log: UUID, index: int) -> bytes:
    """Return the bytes of an entry. Raises LookupError if there is none."""
    found = EntryRow.objects.filter(log=log, index=index).values_list("entry", flat=True).first()
    if found is None:
        raise LookupError(f"no entry {index} in log {log}")
    return bytes(found)


def leaf(log: UUID, index: int) -> bytes:
    """Return the leaf hash of an entry. Raises LookupError if there is none."""
    return merkle.leaf_hash(entry(log, index))


def opening(log: UUID, index: int, *, private: bool) -> Opening:
    """Return what an entry commits to, its private part only for who may see it. Raises LookupError if it is not."""
    row = Content.objects.filter(log=log, index=index).first()
    if row is None:
        raise LookupError(f"no entry {index} in log {log}")
    shown = private and row.private is not None and row.private_salt is not None
    return Opening(
        index,
        entry(log, index),
        bytes(row.public_salt),
        bytes(row.public),
        bytes(row.private_salt) if shown and row.private_salt is not None else None,
        bytes(row.private) if shown and row.private is not None else None,
    )


def tile(log: UUID, size: int, wanted: tiles.Tile) -> bytes | None:
    """Return the bytes of a tile within the first `size` entries; None if it reaches beyond (at most two queries)."""
    whole = tiles.tile_of(wanted.level, wanted.n, size)
    if whole is None or wanted.width > whole.width:
        return None
    if wanted.level is None:
        with connection.cursor() as cursor:
            found = nodes.read_entries(cursor, log, wanted.n * tiles.TILE_WIDTH, wanted.width)
        return tiles.encode_entries(found) if len(found) == wanted.width else None
    return b"".join(nodes.Tree(log, size).tile(wanted.level, wanted.n)[: wanted.width])


def _head(log: UUID, origin: origins.Origin) -> Checkpoint:
    """The log as it stands, if it still begins with all that was published under this origin."""
    size = ledger.size(log)
    tree = nodes.Tree(log, size)
    for known in _published(log, origin):
        if known.size > size:
            raise LogShrunk("shrunk", known)
        if merkle.root_at(known.size, tree.node) != known.root:
            raise LogShrunk("forked", known)
    return Checkpoint(origin.name, size, merkle.root_at(size, tree.node))


def _published(log: UUID, origin: origins.Origin) -> list[Checkpoint]:
    """The newest that database and journal know of an origin; the journal outlives a database that was put back."""
    found = []
    row = CheckpointRow.objects.filter(log=log, number=origin.number).order_by("-slot").first()
    if row is not None:
        found.append(Checkpoint(origin.name, row.size, bytes(row.root)))
    journaled = newest_journaled(log)
    if journaled is not None and journaled[0] >= origin.number:
        found.append(journaled[1])
    return found


def newest_journaled(log: UUID) -> tuple[int, Checkpoint] | None:
    """Return (origin number, checkpoint) of the largest that the journal holds of its newest origin."""
    newest: tuple[int, Checkpoint] | None = None
    for line in journal.read(log):
        head, _ = line.read()
        if newest is None or (line.number, head.size) >= (newest[0], newest[1].size):
            newest = (line.number, head)
    return newest


def _signed(head: Checkpoint, signers: Sequence[Signer]) -> str:
    if not signers:
        raise ValueError("a checkpoint needs a key")
    signed = note.parse(head.signed(signers[0]))
    return signed.plus(signer.sign(signed.text) for signer in signers[1:]).format()


def _stored(row: CheckpointRow, lines: Sequence[Cosigned]) -> StoredCheckpoint:
    whole: SignedNote = note.parse(row.note)
    if lines:
        whole = whole.plus(note.parse_signature(each.line.rstrip("\n")) for each in lines)
    return StoredCheckpoint(row.log, row.number, row.slot, row.size, bytes(row.root), whole.format(), tuple(lines))


def _time(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as problem:
        raise note.NoteError("a cosignature's time is out of range") from problem
