"""Checkpoints (c2sp.org/tlog-checkpoint): the head of a tree at a size, as the text of a signed note.

origin
size
base64(root)
<extension lines, if any>
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kentongan.support.tlog.merkle import HASH_BYTES
from kentongan.support.tlog.note import (
    NoteError,
    Signed,
    SignedNote,
    Signer,
    Verifier,
    decimal,
    from_base64,
    to_base64,
)
from kentongan.support.tlog.note import (
    parse as parse_note,
)

MAX_LINES: Final = 16


@dataclass(frozen=True)
class Checkpoint:
    """A tree's head: which log, how many leaves, and the root over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def format(self) -> str:
        """The text that is signed."""
        return "\n".join([self.origin, str(self.size), to_base64(self.root), *self.extensions, ""])

    def signed(self, signer: Signer) -> str:
        """The checkpoint as a signed note. Raises NoteError for one that cannot be written so."""
        text = self.format()
        if parse(text) != self:
            raise NoteError("a checkpoint's lines are not empty and hold no newline")
        return signer.note(text)


def parse(text: str) -> Checkpoint:
    """Read a checkpoint's text. Raises NoteError for what is none."""
    lines = text.split("\n")
    if lines.pop() != "" or not 3 <= len(lines) <= MAX_LINES or not all(lines):
        raise NoteError("a checkpoint is three lines at least, none of them empty")
    root = from_base64(lines[2])
    if len(root) != HASH_BYTES:
        raise NoteError("a root has 32 bytes")
    return Checkpoint(lines[0], decimal(lines[1]), root, tuple(lines[3:]))


def parse_signed(note: str | bytes) -> tuple[Checkpoint, SignedNote]:
    """Read a signed checkpoint without believing it. Raises NoteError for what is none."""
    found = parse_note(note)
    return parse(found.text), found


def opened(note: str | bytes, verifiers: Iterable[Verifier]) -> tuple[Checkpoint, tuple[Signed, ...]]:
    """A checkpoint, and which of the keys signed it. Raises NoteError if none did, or one's signature is wrong."""
    checkpoint, found = parse_signed(note)
    return checkpoint, found.signed_by(verifiers)
