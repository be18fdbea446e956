"""The verdict over a receipt file: promised, proved, or broken, and why. It trusts a key on paper, and no server.

The same rules stand in JavaScript in checker/check.js; tests give both the same files.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from kentongan.ledger import form
from kentongan.proofs import promise as promises
from kentongan.proofs.file import Opened, Part, ReceiptFile
from kentongan.proofs.promise import WITHIN, Promise, PromiseKind
from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog import proof as proofs
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.merkle import (
    GetNode,
    ProofError,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from kentongan.support.tlog.note import NoteError, Verifier
from kentongan.support.tlog.note import parse as parse_note
from kentongan.support.tlog.proof import Included
from kentongan.support.tlog.tiles import TileError

WORDS: Final[dict[str, Any]] = json.loads((Path(__file__).parent / "words.json").read_text())
_TIME: Final = "%Y-%m-%d %H:%M UTC"


class State(StrEnum):
    """What a receipt is worth; the later ones outweigh the earlier."""

    PROVED = "proved"
    PROMISED = "promised"
    BROKEN = "broken"


@dataclass(frozen=True)
class ShownLog:
    """What the village shows as its log now: a signed checkpoint, and its nodes if they can be had."""

    checkpoint: str
    get_node: GetNode | None = None


@dataclass
class Finding:
    """What was found about one promise. `reasons` are keys of WORDS["reason"], `facts` what is put into them."""

    state: State
    reasons: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    promise: Promise | None = None

    @property
    def sentences(self) -> list[str]:
        """The reasons as Indonesian sentences; what broke the promise comes first."""
        reasons = [*self.reasons[-1:], *self.reasons[:-1]] if self.state == State.BROKEN else self.reasons
        return [str(WORDS["reason"][reason]).format_map(self.facts) for reason in reasons]

    @property
    def title(self) -> str:
        """What the promise is about."""
        about = str(self.promise.about if self.promise else PromiseKind.RECEIVED)
        return str(WORDS["part"][about]).format(number=self.promise.number if self.promise else "?")

    def broken(self, reason: str) -> Finding:
        """Say that the promise is broken."""
        self.state = State.BROKEN
        self.reasons.append(reason)
        return self


def check(
    file: ReceiptFile,
    *,
    now: datetime,
    keys: Sequence[Verifier],
    witnesses: Sequence[Verifier] = (),
    shown: ShownLog | None = None,
) -> list[Finding]:
    """Check every promise of a file against the log's keys. `now` decides only what is overdue."""
    return [_check(part, now, keys, witnesses, shown) for part in file.parts]


def overall(findings: Iterable[Finding]) -> State:
    """The worst of the findings."""
    return max((finding.state for finding in findings), key=list(State).index)


def _check(
    part: Part, now: datetime, keys: Sequence[Verifier], witnesses: Sequence[Verifier], shown: ShownLog | None
) -> Finding:
    finding = Finding(State.PROMISED)
    try:
        note = parse_note(part.promise)
        finding.promise = promise = promises.parse(note.text)
        note.signed_by(keys)
    except NoteError:
        return finding.broken("signature")
    finding.facts["included_by"] = promise.included_by.strftime(_TIME)
    index = _index(part.opened, promise)
    if index is None:
        return finding.broken("entry")
    if not _contents_agree(part.opened, promise):
        return finding.broken("contents")
    included = _proved(part, promise, index, keys, witnesses, finding)
    if finding.state == State.BROKEN:
        return finding
    if included is None:
        finding.reasons.append("waiting" if now <= promise.included_by else "overdue")
    if shown is not None:
        _compare(shown, promise, index, included, now, keys, finding)
    return finding


def _index(opened: Opened, promise: Promise) -> int | None:
    """The entry's place in the log, if the entry is the promised one and commits to what stands in the file."""
    try:
        parts = form.unpack(opened.entry)
        public = form.commitment(form.PUBLIC_TAG, opened.public_salt, opened.public)
        private = form.commitment(form.PRIVATE_TAG, opened.private_salt, opened.private)
    except ValueError:
        return None
    same = (leaf_hash(opened.entry), public, private) == (
        promise.leaf,
        parts.public_commitment,
        parts.private_commitment,
    )
    return parts.index if same else None


def _contents_agree(opened: Opened, promise: Promise) -> bool:
    """Whether the entry says what the promise says."""
    try:
        public, private = json.loads(opened.public), json.loads(opened.private)
        written = _seconds(private["at"])
        received = promise.about == PromiseKind.RECEIVED
        at = _seconds(private["received_at"]) if received else written
        return bool(
            public["action"] == ("receive" if received else "verify")
            and public["kind" if received else "class"] == promise.what
            and private["number"] == promise.number
            and private["due_on"] == (promise.due_on.isoformat() if promise.due_on else None)
            and at == promise.at
            and written + WITHIN == promise.included_by
        )
    except (ValueError, KeyError, TypeError):
        return False


def _seconds(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    return at.astimezone(UTC) - timedelta(microseconds=at.microsecond)


def _proved(
    part: Part,
    promise: Promise,
    index: int,
    keys: Sequence[Verifier],
    witnesses: Sequence[Verifier],
    finding: Finding,
) -> Included | None:
    """What the file's proof shows, if it has one; a proof that fails breaks the promise."""
    if not part.proof:
        return None
    try:
        proof = proofs.parse(part.proof)
        checkpoints.opened(proof.checkpoint, keys)
    except NoteError:
        finding.broken("proof_signature")
        return None
    try:
        found = proofs.verify(proof, promise.leaf, keys, witnesses)
    except (ProofError, NoteError):
        finding.broken("proof")
        return None
    if found.index != index or not _same_log(found.checkpoint.origin, promise.origin):
        finding.broken("proof")
        return None
    finding.state = State.PROVED
    finding.facts |= {"index": str(index + 1), "size": str(found.checkpoint.size)}
    finding.reasons.append("included")
    if found.seen_by is None:
        finding.reasons.append("unseen")
        return found
    seen = datetime.fromtimestamp(found.seen_by, UTC)
    finding.facts |= {
        "seen": seen.strftime(_TIME),
        "witnesses": ", ".join(sorted(witness.by.name for witness in found.witnesses)),
    }
    finding.reasons += ["seen", "in_time" if seen <= promise.included_by else "seen_late"]
    return found


def _compare(
    shown: ShownLog,
    promise: Promise,
    index: int,
    included: Included | None,
    now: datetime,
    keys: Sequence[Verifier],
    finding: Finding,
) -> None:
    """Hold what is shown now against what was promised and proved before."""
    try:
        head, _signed = checkpoints.opened(shown.checkpoint, keys)
    except NoteError:
        finding.broken("shown_signature")
        return
    finding.facts["shown"] = str(head.size)
    known = included.checkpoint if included else None
    origin = known.origin if known else promise.origin
    if head.origin != origin:
        _compare_restarted(shown, head, origin, promise, index, finding)
        return
    if known is not None:
        finding.facts["size"] = str(known.size)
        if head.size < known.size and shown.get_node is None:
            finding.reasons.append("older")  # a sheet of last week is as small, and true
            return
        reason = _contradiction(known, head, shown.get_node)
        if reason:
            finding.broken(reason)
            return
    _look_up(shown, head, promise, index, now, finding)


def _contradiction(known: Checkpoint, head: Checkpoint, get_node: GetNode | None) -> str:
    """Why both cannot be of one log, or "". A log that is asked itself, and has less than before, has shrunk."""
    if head.size < known.size:
        return "shrunk"
    if head.size == known.size:
        return "" if head.root == known.root else "split"
    if get_node is None:
        return ""
    try:
        proof = consistency_proof(known.size, head.size, get_node)
        verify_consistency(known.size, known.root, head.size, head.root, proof)
    except (ProofError, TileError):
        return "forked"
    return ""


def _look_up(shown: ShownLog, head: Checkpoint, promise: Promise, index: int, now: datetime, finding: Finding) -> None:
    """Look for the entry in the shown log."""
    if index >= head.size:
        if now > promise.included_by:
            finding.broken("missing")
        return
    if shown.get_node is not None:
        if _stands_there(shown.get_node, head, promise.leaf, index):
            finding.reasons = [reason for reason in finding.reasons if reason not in ("waiting", "overdue")]
            finding.state = State.PROVED
            finding.reasons.append("still_there")
        else:
            finding.broken("replaced")


def _compare_restarted(
    shown: ShownLog, head: Checkpoint, origin: str, promise: Promise, index: int, finding: Finding
) -> None:
    finding.facts["shown"] = head.origin
    if not _same_log(head.origin, origin):
        finding.broken("shown_origin")
        return
    finding.reasons.append("restarted")
    if shown.get_node is None and index < head.size:
        return
    if index < head.size and _stands_there(shown.get_node, head, promise.leaf, index):
        finding.reasons.append("restart_kept")
    else:
        finding.broken("restart_lost")


def _stands_there(get_node: Callable[[int, int], bytes] | None, head: Checkpoint, leaf: bytes, index: int) -> bool:
    if get_node is None:
        return False
    try:
        verify_inclusion(leaf, index, head.size, inclusion_proof(index, head.size, get_node), head.root)
    except (ProofError, TileError):
        return False
    return True


def _same_log(one: str, other: str) -> bool:
    """Whether two origins are numbers of the same log (`…/1`, `…/2`)."""
    return one.rpartition("/")[0] == other.rpartition("/")[0]
