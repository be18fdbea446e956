"""Proofs in one text (c2sp.org/tlog-proof@v1): an entry's index, its way to the root, and the checkpoint.

c2sp.org/tlog-proof@v1
extra base64            (optional, not authenticated)
index N
base64(hash)            (as many as the way has)
<empty line>
<the signed checkpoint as it is>
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.cosignature import cosignatures
from kentongan.support.tlog.merkle import HASH_BYTES, verify_inclusion
from kentongan.support.tlog.note import NoteError, Signed, Verifier, decimal, from_base64, to_base64

HEADER: Final = "c2sp.org/tlog-proof@v1"
MAX_PATH: Final = 63


@dataclass(frozen=True)
class TlogProof:
    """A proof that has NOT been checked: ask `verify`."""

    index: int
    path: tuple[bytes, ...]
    checkpoint: str
    """The signed note, as the log published it."""
    extra: bytes = b""

    def format(self) -> str:
        """The proof as text."""
        extra = [f"extra {to_base64(self.extra)}"] if self.extra else []
        lines = [HEADER, *extra, f"index {self.index}", *(to_base64(one) for one in self.path), ""]
        return "\n".join(lines) + "\n" + self.checkpoint


@dataclass(frozen=True)
class Included:
    """What a proof shows: the checkpoint that holds the entry, and the witnesses who saw it, with their times."""

    index: int
    checkpoint: Checkpoint
    witnesses: tuple[Signed, ...]

    @property
    def seen_by(self) -> int | None:
        """The earliest time (POSIX seconds) that a witness gives; None if no known witness cosigned."""
        return min((one.at for one in self.witnesses if one.at is not None), default=None)


def parse(text: str) -> TlogProof:
    """Read a proof without believing it. Raises NoteError for what is none."""
    head, empty, note = text.partition("\n\n")
    lines = head.split("\n")
    if not empty or lines.pop(0) != HEADER:
        raise NoteError(f"a proof begins with {HEADER}")
    extra = b""
    if lines and lines[0].startswith("extra "):
        extra = from_base64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise NoteError("a proof says the index of its entry")
    index = decimal(lines.pop(0).removeprefix("index "))
    path = tuple(from_base64(line) for line in lines)
    if len(path) > MAX_PATH or any(len(one) != HASH_BYTES for one in path):
        raise NoteError("the way to the root is made of at most 63 hashes of 32 bytes")
    checkpoints.parse_signed(note)
    return TlogProof(index, path, note, extra)


def verify(
    proof: TlogProof, leaf: bytes, log: Iterable[Verifier], witnesses: Iterable[Verifier] = (), origin: str = ""
) -> Included:
    """Check that the leaf with this hash is in a tree that one of the log's keys signed.

    `origin`, if given, must be the checkpoint's. Raises NoteError if the checkpoint is not signed so, ProofError if the
    way does not lead to its root. Cosignatures of other witnesses, and wrong ones, count as none.
    """
    checkpoint, _signed = checkpoints.opened(proof.checkpoint, log)
    if origin and checkpoint.origin != origin:
        raise NoteError(f"the checkpoint is of another log: {checkpoint.origin}")
    verify_inclusion(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)
    return Included(proof.index, checkpoint, cosignatures(checkpoints.parse_signed(proof.checkpoint)[1], witnesses))
