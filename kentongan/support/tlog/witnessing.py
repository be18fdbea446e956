"""What is said to a witness (c2sp.org/tlog-witness): the body of POST /add-checkpoint.

old N
base64(hash)            (the consistency proof from N, at most 63)
<empty line>
<the signed checkpoint>
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kentongan.support.tlog.merkle import HASH_BYTES
from kentongan.support.tlog.note import NoteError, decimal, from_base64, to_base64

MAX_PROOF: Final = 63
SIZE_TYPE: Final = "text/x.tlog.size"
"""The content type of the answer "my last size is another"."""


@dataclass(frozen=True)
class AddCheckpoint:
    """A checkpoint for a witness, with the proof that it continues the one of `old` leaves."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: str


def format_request(old: int, proof: Sequence[bytes], checkpoint: str) -> str:
    """The body of the request."""
    return "\n".join([f"old {old}", *(to_base64(one) for one in proof), ""]) + "\n" + checkpoint


def parse_request(body: bytes) -> AddCheckpoint:
    """Read a request's body; the checkpoint stays unread. Raises NoteError for anything else."""
    try:
        head, empty, note = body.decode().partition("\n\n")
    except UnicodeDecodeError as problem:
        raise NoteError("the request is UTF-8") from problem
    first, *lines = head.split("\n")
    if not empty or not first.startswith("old "):
        raise NoteError("a request begins with the old size and has an empty line before the checkpoint")
    if len(lines) > MAX_PROOF:
        raise NoteError("a proof has at most 63 hashes")
    proof = tuple(from_base64(line) for line in lines)
    if any(len(one) != HASH_BYTES for one in proof):
        raise NoteError("a hash has 32 bytes")
    return AddCheckpoint(decimal(first.removeprefix("old ")), proof, note)
