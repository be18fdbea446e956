"""Cosignatures of witnesses (c2sp.org/tlog-cosignature, the Ed25519 kind "cosignature/v1").

A cosignature says: at this time the largest consistent tree that I have seen of this log had this root.
"""

from __future__ import annotations

from collections.abc import Iterable

from kentongan.support.tlog.note import (
    COSIGNATURE,
    NoteError,
    Signature,
    Signed,
    SignedNote,
    Signer,
    Verifier,
    cosigned,
    parse_signature,
    timed,
)


class Cosigner(Signer):
    """A witness's key. It must sign nothing but cosignatures: they do not name who made them."""

    kind = COSIGNATURE

    def sign(self, text: str) -> Signature:  # noqa: ARG002  (it is the signer's)
        """A cosignature has a time: refuse to make one without."""
        raise TypeError("a cosignature has a time: use cosign")

    def cosign(self, text: str, at: int) -> Signature:
        """The cosignature at `at` (POSIX seconds) under a checkpoint's text."""
        return Signature(self.name, self.verifier.key_id, timed(at, self._private.sign(cosigned(text, at))))


def cosignatures(note: SignedNote, witnesses: Iterable[Verifier]) -> tuple[Signed, ...]:
    """Which of the witnesses cosigned a note, and when; none is an answer too.

    A wrong line under a witness's name is passed over: it is no statement of the witness, and takes nothing away from
    what the others say.
    """
    found = []
    for witness in witnesses:
        times = [at for signature in note.signatures if (at := _time_of(note.text, signature, witness)) is not None]
        if times:
            found.append(Signed(witness, min(times)))
    return tuple(found)


def parse_lines(body: str) -> tuple[Signature, ...]:
    """The signature lines that a witness answered. Raises NoteError for anything else."""
    if not body.endswith("\n"):
        raise NoteError("each line ends with a newline")
    return tuple(parse_signature(line) for line in body[:-1].split("\n"))


def _time_of(text: str, signature: Signature, witness: Verifier) -> int | None:
    if (signature.name, signature.key_id) != (witness.name, witness.key_id):
        return None
    try:
        return witness.check(text, signature.blob)
    except NoteError:
        return None
