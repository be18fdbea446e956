"""Appending to the ledger, reading it, erasing what the law wants erased.

Of the caller's facts, `public` is what may be published later, `private` what only the village and the holder of a
receipt may see. Neither may hold an identity; that is the vault's.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from kentongan.ledger import form, nodes
from kentongan.ledger.models import PROCESSING, Content, Head
from kentongan.ledger.models import Entry as EntryRow
from kentongan.ledger.verification import Problem, Verification, verify, verify_newest
from kentongan.support import canonical
from kentongan.support.canonical import Json

__all__ = [
    "ERASURE",
    "Entry",
    "Problem",
    "ReadEntry",
    "Verification",
    "append",
    "entries_for",
    "entries_of",
    "erase_private",
    "lock",
    "logs",
    "processing",
    "size",
    "subjects_since",
    "verify",
    "verify_newest",
    "with_actions",
]

ERASURE = "private_erased"
_PUBLIC_KEYS = frozenset({"action"})
_PRIVATE_KEYS = frozenset({"action", "actor", "subject", "at"})
_MAX_ACTION = 64
_BLOCK = 1000
_BEYOND = 2**63 - 1


class NotAppended(ValueError):
    """The facts cannot be written as they are."""


@dataclass(frozen=True)
class Entry:
    """An entry just appended."""

    log: UUID
    index: int
    entry_bytes: bytes
    chain_hash: bytes


@dataclass(frozen=True)
class ReadEntry:
    """An entry as it is read back. `actor`, `at` and `private` are None once its private part was erased."""

    log: UUID
    index: int
    action: str
    subject: UUID | None
    actor: UUID | None
    at: datetime | None
    public: Mapping[str, Json]
    private: Mapping[str, Json] | None
    erased_at: datetime | None


def append(
    *,
    log: UUID,
    action: str,
    subject: UUID | None,
    actor: UUID | None,
    public: Mapping[str, Json],
    private: Mapping[str, Json],
    at: datetime,
) -> Entry:
    """Append one entry in the caller's transaction (three statements; the database moves the head).

    Each 256th also keeps hashes of the tree (`nodes`): two statements more for each subtree that it completes.

    Appenders of one log wait for each other until commit, so indexes have no gap. `at` is aware and stored in UTC with
    microseconds. Raises TransactionManagementError outside `transaction.atomic()`, NotAppended for reserved keys, a
    naive time or an action of more than 64 characters, NotCanonical for facts that are not plain JSON.
    """
    _require_transaction()
    public_content, private_content = _contents(action, subject, actor, public, private, at)
    public_salt, private_salt = secrets.token_bytes(form.SALT_BYTES), secrets.token_bytes(form.SALT_BYTES)
    with connection.cursor() as cursor:
        index, previous = lock(cursor, log)
        entry = form.pack(
            form.EntryParts(
                log,
                index,
                form.commitment(form.PUBLIC_TAG, public_salt, public_content),
                form.commitment(form.PRIVATE_TAG, private_salt, private_content),
            )
        )
        chain_hash = form.chain(previous, entry)
        cursor.execute(
            'INSERT INTO ledger_entry (log, "index", entry, chain_hash) VALUES (%s, %s, %s, %s)',
            [_to_db(log), index, entry, chain_hash],
        )
        cursor.execute(
            'INSERT INTO ledger_content (log, "index", action, subject, public_salt, public, private_salt, private)'
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                _to_db(log),
                index,
                action,
                _to_db(subject),
                public_salt,
                public_content,
                private_salt,
                private_content,
            ],
        )
        nodes.complete(cursor, log, index)
    return Entry(log, index, entry, chain_hash)


def entries_for(subject: UUID, *, log: UUID) -> list[ReadEntry]:
    """Every entry of the log about the subject, oldest first."""
    rows = Content.objects.filter(log=log, subject=subject).order_by("index")
    return [_read(row) for row in rows]


def entries_of(subjects: Sequence[UUID], *, log: UUID) -> dict[UUID, list[ReadEntry]]:
    """Every entry of the log about each of the subjects, oldest first (one query)."""
    found: dict[UUID, list[ReadEntry]] = {}
    for row in Content.objects.filter(log=log, subject__in=list(subjects)).order_by("subject", "index"):
        if row.subject is not None:
            found.setdefault(row.subject, []).append(_read(row))
    return found


def with_actions(log: UUID, actions: Sequence[str]) -> Iterator[ReadEntry]:
    """Every entry of these actions, oldest first, a block at a time."""
    after = -1
    rows = Content.objects.filter(log=log, action__in=list(actions)).order_by("index")
    while block := list(rows.filter(index__gt=after)[:_BLOCK]):
        yield from map(_read, block)
        after = block[-1].index


def erase_private(log: UUID, index: int, at: datetime, *, actor: UUID | None = None) -> None:
    """Erase the private part of an entry for ever, and append an entry that says so.

    The commitments stay and the chain still verifies; an erasure without such an entry does not. Erasing twice changes
    nothing. Raises LookupError if there is no such entry, TransactionManagementError outside a transaction.
    """
    _require_transaction()
    row = Content.objects.filter(log=log, index=index).only("erased_at").first()
    if row is None:
        raise LookupError(f"no entry {index} in log {log}")
    if row.erased_at is not None:
        return
    append(log=log, action=ERASURE, subject=None, actor=actor, public={"index": index}, private={}, at=at)
    Content.objects.filter(log=log, index=index).update(private_salt=None, private=None, erased_at=at)


def logs() -> list[UUID]:
    """Every log there is, also one whose head was taken away."""
    found = set(Head.objects.values_list("log", flat=True))
    found.update(EntryRow.objects.order_by().values_list("log", flat=True).distinct())
    return sorted(found)


def size(log: UUID) -> int:
    """How many entries the log has; 0 for a log that has none yet."""
    return Head.objects.filter(log=log).values_list("size", flat=True).first() or 0


def subjects_since(log: UUID, index: int, *, limit: int) -> tuple[int, frozenset[UUID]]:
    """What the entries from `index` on are about, at most `limit` of them, and the index to go on from.

    Indexes have no gap and an entry is seen only after all before it, so whoever goes on from there misses nothing.
    """
    rows = Content.objects.filter(log=log, index__gte=index, index__lt=index + limit)
    found = list(rows.order_by("index").values_list("index", "subject"))
    following = found[-1][0] + 1 if found else index
    return following, frozenset(subject for _, subject in found if subject is not None)


def processing(log: UUID, *, before: int | None = None, limit: int) -> list[ReadEntry]:
    """Return what was done with personal data (`models.PROCESSING`), newest first, before an index (two queries)."""
    # The actions stand as literals, so that SQLite finds the partial index made for this question.
    actions = ", ".join(f"'{action}'" for action in PROCESSING)
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "index" FROM ledger_content WHERE log = %s AND "index" < %s'  # noqa: S608  (words of our own)
            f' AND action IN ({actions}) ORDER BY "index" DESC LIMIT %s',
            [_to_db(log), _BEYOND if before is None else before, limit],
        )
        found = [index for (index,) in cursor.fetchall()]
    rows = Content.objects.filter(log=log, index__in=found).order_by("-index")
    return [_read(row) for row in rows]


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the ledger is written in the transaction of the act it records")


def _contents(
    action: str,
    subject: UUID | None,
    actor: UUID | None,
    public: Mapping[str, Json],
    private: Mapping[str, Json],
    at: datetime,
) -> tuple[bytes, bytes]:
    if not action or len(action) > _MAX_ACTION:
        raise NotAppended(f"an action has 1 to {_MAX_ACTION} characters")
    if at.tzinfo is None:
        raise NotAppended("the ledger needs an aware time")
    if reserved := (_PUBLIC_KEYS & public.keys()) | (_PRIVATE_KEYS & private.keys()):
        raise NotAppended(f"reserved for the ledger itself: {', '.join(sorted(reserved))}")
    return (
        canonical.dumps({**public, "action": action}),
        canonical.dumps(
            {
                **private,
                "action": action,
                "actor": None if actor is None else str(actor),
                "subject": None if subject is None else str(subject),
                "at": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            }
        ),
    )


def lock(cursor: Any, log: UUID) -> tuple[int, bytes]:
    """The next index and the chain hash before it, locked until the end of the transaction."""
    # On SQLite the whole transaction already holds the one write lock.
    query = "SELECT size, chain_hash FROM ledger_head WHERE log = %s"
    if connection.features.has_select_for_update:
        query += " FOR UPDATE"
    cursor.execute(query, [_to_db(log)])
    row = cursor.fetchone()
    if row is None:
        # Of two first appenders one inserts; the other waits for it here, then locks the row below.
        cursor.execute(
            "INSERT INTO ledger_head (log, size, chain_hash) VALUES (%s, 0, %s) ON CONFLICT DO NOTHING",
            [_to_db(log), form.FIRST_CHAIN_HASH],
        )
        cursor.execute(query, [_to_db(log)])
        row = cursor.fetchone()
    return row[0], bytes(row[1])


def _to_db(value: UUID | None) -> Any:
    return models.UUIDField().get_db_prep_value(value, connection)


def _read(row: Content) -> ReadEntry:
    public = json.loads(bytes(row.public))
    public.pop("action", None)
    private: dict[str, Any] | None = None
    actor: UUID | None = None
    at: datetime | None = None
    if row.private is not None:
        private = json.loads(bytes(row.private))
        actor = UUID(private["actor"]) if private["actor"] else None
        at = datetime.fromisoformat(private["at"])
        private = {key: value for key, value in private.items() if key not in _PRIVATE_KEYS}
    return ReadEntry(row.log, row.index, row.action, row.subject, actor, at, public, private, row.erased_at)
