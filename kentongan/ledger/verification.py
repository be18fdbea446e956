"""Re-checking a log from its first entry to its last, in constant memory, and naming the first bad entry.

What this cannot see: someone who rewrites every later entry, chain hash and the head as well, consistently. Him the
checkpoints expose that were published before (`heads`), the receipts that people hold, and witnesses outside.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection, models

from kentongan.ledger import form
from kentongan.ledger.models import Head

_CHUNK = 2000


class Problem(StrEnum):
    """What can be wrong with an entry; each with a sentence for people."""

    ENTRY_MISSING = "entry_missing"
    ENTRY_CHANGED = "entry_changed"
    CHAIN_CHANGED = "chain_changed"
    CONTENT_MISSING = "content_missing"
    PUBLIC_CHANGED = "public_changed"
    PRIVATE_CHANGED = "private_changed"
    LABEL_CHANGED = "label_changed"
    ERASED_QUIETLY = "erased_quietly"
    TAIL_MISSING = "tail_missing"
    HEAD_CHANGED = "head_changed"
    HEAD_MISSING = "head_missing"
    CONTENT_WITHOUT_ENTRY = "content_without_entry"

    def sentence(self, index: int) -> str:
        """The problem in plain Indonesian."""
        return _SENTENCES[self].format(index=index)


_SENTENCES = {
    Problem.ENTRY_MISSING: "Entri {index} hilang.",
    Problem.ENTRY_CHANGED: "Isi entri {index} diubah.",
    Problem.CHAIN_CHANGED: "Rantai putus di entri {index}: sidik rantainya diubah.",
    Problem.CONTENT_MISSING: "Rincian entri {index} hilang.",
    Problem.PUBLIC_CHANGED: "Rincian umum entri {index} tidak cocok dengan entrinya.",
    Problem.PRIVATE_CHANGED: "Rincian tertutup entri {index} tidak cocok dengan entrinya.",
    Problem.LABEL_CHANGED: "Penanda entri {index} (tindakan atau kasusnya) tidak cocok dengan rinciannya.",
    Problem.ERASED_QUIETLY: "Rincian entri {index} dihapus diam-diam, tanpa catatan penghapusan.",
    Problem.TAIL_MISSING: "Log terpotong: entri {index} dan sesudahnya hilang.",
    Problem.HEAD_CHANGED: "Kepala log tidak cocok dengan entri terakhir ({index}).",
    Problem.HEAD_MISSING: "Kepala log hilang, padahal ada entri.",
    Problem.CONTENT_WITHOUT_ENTRY: "Ada rincian {index} tanpa entri.",
}


@dataclass(frozen=True)
class Verification:
    """The outcome. `size` counts the entries that were checked and found good."""

    log: UUID
    size: int
    ok: bool
    first_bad_index: int | None
    problem: str | None
    kind: Problem | None
    chain_hash: bytes
    erased: int


@dataclass(frozen=True)
class _Row:
    index: int
    entry: bytes
    chain_hash: bytes
    action: str | None
    subject: str | None
    public_salt: bytes | None
    public: bytes | None
    private_salt: bytes | None
    private: bytes | None


@dataclass
class _Walk:
    """Where the walk along the log stands."""

    log: UUID
    size: int = 0
    chain_hash: bytes = form.FIRST_CHAIN_HASH
    erased: int = 0

    def bad(self, kind: Problem, index: int) -> Verification:
        return Verification(self.log, self.size, False, index, kind.sentence(index), kind, self.chain_hash, self.erased)


def verify(log: UUID, *, see: Callable[[bytes], None] | None = None) -> Verification:
    """Check every entry, the chain, the contents and the head of a log. Entries appended meanwhile do no harm.

    `see` is shown the bytes of each entry that was found good, in order (`heads.HeadWatch`).
    """
    outcome = _walk(_Walk(log), start=None, see=see)
    if outcome.ok:
        orphan = _content_without_entry(log)
        if orphan is not None:
            problem = Problem.CONTENT_WITHOUT_ENTRY
            return replace(outcome, ok=False, first_bad_index=orphan, problem=problem.sentence(orphan), kind=problem)
    return outcome


def verify_newest(log: UUID, count: int) -> Verification:
    """Check only the last `count` entries against the one before them and the head: cheap enough for every hour.

    `size` counts from the log's beginning, though what lies before is taken on trust.
    """
    head = Head.objects.filter(log=log).first()
    start = head.size - count if head is not None else 0
    if start <= 0:
        return verify(log)
    before = next(_rows(log, start=start - 1), None)
    if before is None or before.index != start - 1:
        return _Walk(log, size=start - 1).bad(Problem.ENTRY_MISSING, start - 1)
    return _walk(_Walk(log, size=start, chain_hash=before.chain_hash), start=start)


def _walk(walk: _Walk, start: int | None, see: Callable[[bytes], None] | None = None) -> Verification:
    log = walk.log
    head = Head.objects.filter(log=log).first()
    announced = _announced_erasures(log)
    chain_at_head = walk.chain_hash
    for row in _rows(log, start=start):
        problem = _check_entry(row, walk)
        if problem is None and row.private is None and row.index not in announced:
            announced = _announced_erasures(log)  # it may have been erased, and announced, while we read
            problem = None if row.index in announced else Problem.ERASED_QUIETLY
        if problem is not None:
            return walk.bad(problem, walk.size)
        walk.size += 1
        if see is not None:
            see(row.entry)
        walk.chain_hash = row.chain_hash
        walk.erased += row.private is None
        if head is not None and walk.size == head.size:
            chain_at_head = walk.chain_hash
    return _check_ends(walk, head, chain_at_head)


def _check_ends(walk: _Walk, head: Head | None, chain_at_head: bytes) -> Verification:
    """The head against the entries."""
    if head is None and walk.size:
        head = Head.objects.filter(log=walk.log).first()  # the first entry may have come after we looked
        if head is None:
            return walk.bad(Problem.HEAD_MISSING, 0)
        chain_at_head = bytes(head.chain_hash)
    if head is not None:
        if walk.size < head.size:
            return walk.bad(Problem.TAIL_MISSING, walk.size)
        if chain_at_head != bytes(head.chain_hash):
            return walk.bad(Problem.HEAD_CHANGED, max(head.size - 1, 0))
        if walk.size > head.size:
            later = Head.objects.filter(log=walk.log).first()
            if later is None or later.size < walk.size:
                return walk.bad(Problem.HEAD_CHANGED, walk.size - 1)
    return Verification(walk.log, walk.size, True, None, None, None, walk.chain_hash, walk.erased)


def _check_entry(row: _Row, walk: _Walk) -> Problem | None:
    if row.index != walk.size:
        return Problem.ENTRY_MISSING
    if form.chain(walk.chain_hash, row.entry) != row.chain_hash:
        return _which_side_changed(row, walk.log)
    try:
        parts = form.unpack(row.entry)
    except form.MalformedEntry:
        return Problem.ENTRY_CHANGED
    if parts.log != walk.log or parts.index != row.index:
        return Problem.ENTRY_CHANGED
    return _check_content(row, parts)


def _which_side_changed(row: _Row, log: UUID) -> Problem:
    """Entry bytes and chain hash disagree: what the contents and the next entry (or the head) say tells which."""
    try:
        parts = form.unpack(row.entry)
    except form.MalformedEntry:
        return Problem.ENTRY_CHANGED
    if parts.log != log or parts.index != row.index:
        return Problem.ENTRY_CHANGED
    if _check_content(row, parts) in {Problem.PUBLIC_CHANGED, Problem.PRIVATE_CHANGED}:
        return Problem.ENTRY_CHANGED
    following = next(_rows(log, start=row.index + 1), None)
    if following is not None:
        chain_is_right = form.chain(row.chain_hash, following.entry) == following.chain_hash
    else:
        head = Head.objects.filter(log=log).first()
        chain_is_right = head is not None and bytes(head.chain_hash) == row.chain_hash
    return Problem.ENTRY_CHANGED if chain_is_right else Problem.CHAIN_CHANGED


def _check_content(row: _Row, parts: form.EntryParts) -> Problem | None:
    if row.action is None or row.public is None or row.public_salt is None:
        return Problem.CONTENT_MISSING
    if not _matches(form.PUBLIC_TAG, row.public_salt, row.public, parts.public_commitment):
        return Problem.PUBLIC_CHANGED
    if _facts(row.public).get("action") != row.action:
        return Problem.LABEL_CHANGED
    if row.private is None or row.private_salt is None:
        return None
    if not _matches(form.PRIVATE_TAG, row.private_salt, row.private, parts.private_commitment):
        return Problem.PRIVATE_CHANGED
    if _facts(row.private).get("subject", "") != row.subject:
        return Problem.LABEL_CHANGED
    return None


def _matches(tag: bytes, salt: bytes, content: bytes, wanted: bytes) -> bool:
    return len(salt) == form.SALT_BYTES and form.commitment(tag, salt, content) == wanted


def _announced_erasures(log: UUID) -> set[int]:
    """Indexes that an entry of the log itself declares erased (few; each is verified when the walk comes to it)."""
    announced = set()
    with connection.cursor() as cursor:
        # The action stands as a literal, so that SQLite finds the partial index made for this question.
        cursor.execute("SELECT public FROM ledger_content WHERE log = %s AND action = 'private_erased'", [_to_db(log)])
        for (public,) in cursor.fetchall():
            index = _facts(_blob(public)).get("index")
            if isinstance(index, int):
                announced.add(index)
    return announced


def _content_without_entry(log: UUID) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT MIN(c."index") FROM ledger_content c WHERE c.log = %s AND NOT EXISTS'
            ' (SELECT 1 FROM ledger_entry e WHERE e.log = c.log AND e."index" = c."index")',
            [_to_db(log)],
        )
        found = cursor.fetchone()[0]
    return None if found is None else int(found)


def _rows(log: UUID, start: int | None = None) -> Iterator[_Row]:
    """The log in order, a chunk at a time, so that neither memory nor a long read transaction grows with it."""
    # Also below zero: nothing a forger inserts may stay out of sight.
    after = -(2**63) if start is None else start - 1
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                'SELECT e."index", e.entry, e.chain_hash,'
                " c.action, c.subject, c.public_salt, c.public, c.private_salt, c.private"
                ' FROM ledger_entry e LEFT JOIN ledger_content c ON c.log = e.log AND c."index" = e."index"'
                ' WHERE e.log = %s AND e."index" > %s ORDER BY e."index" LIMIT %s',
                [_to_db(log), after, _CHUNK],
            )
            chunk = cursor.fetchall()
        for values in chunk:
            yield _row(values)
        if len(chunk) < _CHUNK:
            return
        after = chunk[-1][0]


def _row(values: tuple[Any, ...]) -> _Row:
    index, entry, chain_hash, action, subject, *contents = values
    blobs = [None if value is None else _blob(value) for value in contents]
    return _Row(index, _blob(entry), _blob(chain_hash), action, _subject(subject), *blobs)


def _subject(value: Any) -> str | None:
    """The subject column as the committed content writes it. A forger's SQLite may hold any text there."""
    try:
        return None if value is None else str(UUID(str(value)))
    except ValueError:
        return str(value)


def _blob(value: Any) -> bytes:
    """The column's bytes. SQLite lets a forger store a text or a number in place of bytes; both are told as changed."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _facts(content: bytes) -> dict[str, Any]:
    """The content as an object; empty if a forger committed to something else."""
    try:
        facts = json.loads(content)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def _to_db(value: UUID) -> Any:
    return models.UUIDField().get_db_prep_value(value, connection)
