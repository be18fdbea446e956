"""Under which names and keys a log is known: its origins (1, 2, … after restores that lost entries) and their keys.

An origin's name never changes, whatever becomes of the village's address. Its keys follow each other in generations;
what signs is passed in by who knows the installation's secrets (`villages.log_keys`), only public halves are here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from kentongan.ledger import log as ledger
from kentongan.ledger.models import LogKey
from kentongan.ledger.models import Origin as OriginRow
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.note import to_base64

ROTATED: Final = "log_key_rotated"
RESTARTED: Final = "log_restarted"
# So long an older key signs beside its successor: who knows only the old one learns of the new one meanwhile.
BOTH_SIGN: Final = timedelta(days=30)

VkeyOf = Callable[[str, int], str]
"""The public key of an origin and a generation, as a vkey."""


@dataclass(frozen=True)
class Key:
    """A key of an origin. `until` is None for the newest."""

    number: int
    generation: int
    vkey: str
    since: datetime
    until: datetime | None

    def signs(self, at: datetime) -> bool:
        """Whether checkpoints of this moment carry its signature."""
        return self.until is None or at < self.until


@dataclass(frozen=True)
class Origin:
    """A name of the log; `start` is how many entries it had when it got it.

    `previous`: the last that is known of the origin before (None for the first); its entries from `lost_from` on are
    lost. In the tree of the new origin every entry keeps its index.
    """

    log: UUID
    number: int
    name: str
    start: int
    previous: Checkpoint | None
    lost_from: int
    opened_at: datetime

    @property
    def lost(self) -> range:
        """The indexes of the origin before that are no more."""
        return range(self.lost_from, max(self.lost_from, self.previous.size)) if self.previous else range(0)


def origins(log: UUID) -> list[Origin]:
    """Return all origins of a log, oldest first (one query)."""
    return [
        Origin(
            row.log,
            row.number,
            row.origin,
            row.start,
            None
            if row.previous_size is None or row.previous_root is None
            else Checkpoint(row.previous, row.previous_size, bytes(row.previous_root)),
            row.start if row.lost_from is None else row.lost_from,
            row.opened_at,
        )
        for row in OriginRow.objects.filter(log=log).order_by("number")
    ]


def current(log: UUID) -> Origin | None:
    """Return the origin that the log has now; None for a log that was never opened (one query)."""
    found = origins(log)
    return found[-1] if found else None


def keys(log: UUID, number: int | None = None) -> list[Key]:
    """Return the keys of a log, or of one of its origins, oldest first (one query)."""
    rows = LogKey.objects.filter(log=log).order_by("number", "generation")
    if number is not None:
        rows = rows.filter(number=number)
    return [Key(row.number, row.generation, row.vkey, row.since, row.until) for row in rows]


def open_log(log: UUID, *, name: Callable[[int], str], vkey: VkeyOf, at: datetime) -> Origin:
    """Return the log's origin, given its first name and key now if it has none. Safe for two at once."""
    found = current(log)
    if found is not None:
        return found
    with transaction.atomic():
        OriginRow.objects.bulk_create(
            [OriginRow(log=log, number=1, origin=name(1), start=0, opened_at=at)], ignore_conflicts=True
        )
        LogKey.objects.bulk_create(
            [LogKey(log=log, number=1, generation=1, vkey=vkey(name(1), 1), since=at)], ignore_conflicts=True
        )
    opened = current(log)
    if opened is None:
        raise LookupError(f"log {log} was not opened")
    return opened


def rotate(log: UUID, *, vkey: VkeyOf, at: datetime, actor: UUID | None, leaked: bool = False) -> Key:
    """Give the log's origin its next key, and put both on its record.

    The old key signs beside the new one for 30 more days, unless it has `leaked`: then it signs nothing more.
    Raises LookupError for a log that was never opened.
    """
    with transaction.atomic():
        _lock(log)
        origin = current(log)
        if origin is None:
            raise LookupError(f"log {log} was not opened")
        old = keys(log, origin.number)[-1]
        new = LogKey(
            log=log, number=origin.number, generation=old.generation + 1, vkey=vkey(origin.name, old.generation + 1)
        )
        new.since = at
        new.save(force_insert=True)
        LogKey.objects.filter(log=log, number=origin.number, generation=old.generation).update(
            until=at if leaked else at + BOTH_SIGN
        )
        if leaked:
            LogKey.objects.filter(log=log, until__gt=at).update(until=at)
        ledger.append(
            log=log,
            action=ROTATED,
            subject=None,
            actor=actor,
            public={"origin": origin.name, "old": old.vkey, "new": new.vkey, "leaked": leaked},
            private={},
            at=at,
        )
    return Key(new.number, new.generation, new.vkey, new.since, None)


def restart(
    log: UUID,
    *,
    last: Checkpoint,
    generation: int,
    name: Callable[[int], str],
    vkey: VkeyOf,
    at: datetime,
    number: int | None = None,
    lost_from: int | None = None,
) -> Origin:
    """Begin a new origin: the log is shorter than it once was. Its first entry names what was last known.

    Args:
        last: the newest checkpoint of the origin before that anybody has shown us.
        generation: of the newest key that is known, which the new origin goes on with.
        number: of the new origin, where more origins are known than the database remembers.
        lost_from: from which index on entries were lost; as many as the log has now if not given.

    Raises LookupError for a log that was never opened.
    """
    with transaction.atomic():
        _lock(log)
        before = current(log)
        if before is None:
            raise LookupError(f"log {log} was not opened")
        start = ledger.size(log)
        found = Origin(
            log=log,
            number=max(before.number + 1, number or 0),
            name=name(max(before.number + 1, number or 0)),
            start=start,
            previous=last,
            lost_from=start if lost_from is None else lost_from,
            opened_at=at,
        )
        _announce(found, last)
        LogKey.objects.filter(log=log, until__isnull=True).update(until=at)
        LogKey.objects.create(
            log=log, number=found.number, generation=generation, vkey=vkey(found.name, generation), since=at
        )
    return found


def _announce(origin: Origin, last: Checkpoint) -> None:
    """Store a new origin, and make the entry that names the one before."""
    OriginRow.objects.create(
        log=origin.log,
        number=origin.number,
        origin=origin.name,
        start=origin.start,
        previous=last.origin,
        previous_size=last.size,
        previous_root=last.root,
        lost_from=origin.lost_from,
        opened_at=origin.opened_at,
    )
    ledger.append(
        log=origin.log,
        action=RESTARTED,
        subject=None,
        actor=None,
        public={
            "origin": origin.name,
            "previous": last.origin,
            "previous_size": last.size,
            "previous_root": to_base64(last.root),
            "lost_from": origin.lost.start,
            "lost_to": origin.lost.stop,
        },
        private={},
        at=origin.opened_at,
    )


def _lock(log: UUID) -> None:
    """Let nobody append meanwhile (on SQLite the transaction itself does)."""
    with connection.cursor() as cursor:
        ledger.lock(cursor, log)
