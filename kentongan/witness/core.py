"""The decision of a witness: cosign a checkpoint, or say why not (c2sp.org/tlog-witness, "add-checkpoint").

A log that began anew under its next number (`…/1`, then `…/2`) is another log. It is taken up by itself only if the
witness was told to follow restarts, and only if the same key signed it; an alarm says so to the witness's people.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.cosignature import Cosigner
from kentongan.support.tlog.merkle import EMPTY_ROOT, ProofError, verify_consistency
from kentongan.support.tlog.note import NoteError, SignedNote, Verifier
from kentongan.support.tlog.witnessing import SIZE_TYPE, AddCheckpoint, parse_request
from kentongan.witness.store import AlarmKind, Head, Log, Store, Writing

TEXT: Final = "text/plain; charset=utf-8"
_NUMBERED: Final = re.compile(r"(?P<base>.+)/(?P<number>[1-9][0-9]{0,5})")


@dataclass(frozen=True)
class Answer:
    """Status, content type and body of the answer to an add-checkpoint."""

    status: int
    body: str
    type: str = TEXT


class Witness:
    """A key and a memory. Times are POSIX seconds and come from the caller."""

    def __init__(self, cosigner: Cosigner, store: Store, *, follow_restarts: bool = False) -> None:
        self.cosigner = cosigner
        self.store = store
        self._follow_restarts = follow_restarts

    def add_checkpoint(self, body: bytes, at: int) -> Answer:
        """Answer a request. What is cosigned is on the disk before this returns."""
        try:
            request = parse_request(body)
            checkpoint, note = checkpoints.parse_signed(request.checkpoint)
        except NoteError as problem:
            return Answer(400, f"{problem}\n")
        with self.store.writing() as writing:
            log = writing.log(checkpoint.origin) or self._restarted(writing, checkpoint, note, at)
            if log is None:
                return Answer(404, "this log is not watched here\n")
            try:
                note.signed_by(log.verifiers)
            except NoteError as problem:
                return Answer(403, f"{problem}\n")
            return self._decide(writing, request, checkpoint, _without_strangers(note, log.verifiers), at)

    def _decide(
        self, writing: Writing, request: AddCheckpoint, checkpoint: Checkpoint, note: SignedNote, at: int
    ) -> Answer:
        head = writing.head(checkpoint.origin)
        _look_for_lies(writing, head, checkpoint, note, at)
        if request.old > checkpoint.size:
            return Answer(400, "the old size is larger than the checkpoint's\n")
        old_size, old_root = (head.size, head.root) if head else (0, EMPTY_ROOT)
        if request.old != old_size or (head and checkpoint.size == old_size and checkpoint.root != old_root):
            return Answer(409, f"{old_size}\n", SIZE_TYPE)
        try:
            verify_consistency(old_size, old_root, checkpoint.size, checkpoint.root, request.proof)
        except ProofError as problem:
            if head and request.proof:
                _alarm(writing, AlarmKind.UNPROVEN, head, checkpoint, note, at)
            return Answer(422, f"{problem}\n")
        return Answer(200, self._cosign(writing, checkpoint, note, max(at, head.at if head else 0)))

    def _cosign(self, writing: Writing, checkpoint: Checkpoint, note: SignedNote, at: int) -> str:
        line = self.cosigner.cosign(note.text, at)
        kept = note.plus([line]).format()
        writing.put_head(Head(checkpoint.origin, checkpoint.size, checkpoint.root, kept, at))
        return line.line

    def _restarted(self, writing: Writing, checkpoint: Checkpoint, note: SignedNote, at: int) -> Log | None:
        """Take up a log that began anew, if that is wanted and its own key signed so."""
        before = self._before(writing, checkpoint.origin) if self._follow_restarts else None
        if before is None:
            return None
        renamed = [Verifier(checkpoint.origin, one.kind, one.public) for one in before.verifiers]
        try:
            keys = tuple(signed.by.vkey for signed in note.signed_by(renamed))
        except NoteError:
            return None
        writing.put_log(checkpoint.origin, keys, before.url, before.origin)
        if (head := writing.head(before.origin)) is not None:
            _alarm(writing, AlarmKind.RESTART, head, checkpoint, note, at)
        return writing.log(checkpoint.origin)

    @staticmethod
    def _before(writing: Writing, origin: str) -> Log | None:
        """The nearest earlier number of the same log that is watched."""
        found = _NUMBERED.fullmatch(origin)
        for number in range(int(found["number"]) - 1, 0, -1) if found else ():
            log = writing.log(f"{found['base']}/{number}") if found else None
            if log is not None:
                return log
        return None


def _look_for_lies(writing: Writing, head: Head | None, checkpoint: Checkpoint, note: SignedNote, at: int) -> None:
    """Raise the alarms that a signed checkpoint is cause for, whatever the request's proof says."""
    if head is None:
        return
    known = writing.head(checkpoint.origin, checkpoint.size)
    if known is not None and known.root != checkpoint.root:
        _alarm(writing, AlarmKind.SPLIT, known, checkpoint, note, at)
    elif known is None and checkpoint.size < head.size:
        _alarm(writing, AlarmKind.SHRUNK, head, checkpoint, note, at)


def _alarm(writing: Writing, kind: AlarmKind, known: Head, checkpoint: Checkpoint, note: SignedNote, at: int) -> None:
    shown = Head(checkpoint.origin, checkpoint.size, checkpoint.root, note.format(), at)
    writing.raise_alarm(kind, shown, known.note)


def _without_strangers(note: SignedNote, verifiers: list[Verifier]) -> SignedNote:
    """The note as its log signed it: what strangers wrote below is not kept."""
    known = {(one.name, one.key_id) for one in verifiers}
    return SignedNote(note.text, tuple(one for one in note.signatures if (one.name, one.key_id) in known))
