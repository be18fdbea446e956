"""Erasing the contents of a case for good, and doing so again when an older backup brought them back."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from django.db import connection

from kentongan.cases import search
from kentongan.cases.actions.base import Step, step
from kentongan.cases.clocks import Timekeeper
from kentongan.cases.erasing import journal
from kentongan.cases.erasing.journal import Erased
from kentongan.cases.erasing.wiping import Destroyed, wipe
from kentongan.cases.models import Case, Erasure, Event, PrivacyRequest, RetentionItem
from kentongan.cases.taking_off import take_off
from kentongan.rules import workflow
from kentongan.rules.data_rights import DataOutcome, DataRequest, ErasedWhy
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.publication import TakenOff
from kentongan.rules.types import Move, Status

_BLOCK: Final = 500
# Tables of which rows were emptied: PostgreSQL overwrites what they held when it vacuums them.
_TABLES: Final = (
    "cases_case",
    "cases_event",
    "cases_learntmodel",
    "cases_assignment",
    "cases_rating",
    "cases_objection",
    "cases_paper",
    "cases_publication",
    "cases_publicversion",
    "cases_privacyrequest",
    "cases_search",
    "documents_document",
    "ledger_content",
    "outbox_outboxmessage",
    "vault_record",
    "vault_name_token",
    "vault_opening",
    "vault_case_key",
    "vault_wrap",
)


def erase(
    *,
    case: Case | UUID,
    at: datetime,
    why: ErasedWhy,
    keeper: Timekeeper | None = None,
    first_at: datetime | None = None,
) -> Destroyed:
    """Destroy the contents of a case; number, dates, status and class stay, and the ledger still verifies.

    An open case ends with its contents. The journal is written last, and durably, before the transaction commits: what
    is committed can always be done again. `first_at`: when it was erased first, where a restore brought it back.

    Raises:
        Refused: it was erased before.
        OSError: the journal cannot be written; nothing is erased then.
    """
    with step(case, at=at, keeper=keeper) as now:
        to = now.check(Move.ERASE)
        opened = _openings(now.case)
        off = take_off(now.case, TakenOff.ERASED, at)
        done = wipe(now.case, why=why, at=at)
        now.case.erased_at = first_at or at
        if to != now.before:
            now.case.closed_at = now.case.closed_at or at
        _tombstone(now, why, done, first_at)
        facts = {"why": str(why), "destroyed": done.as_dict(), "again": first_at is not None}
        now.record(
            Move.ERASE,
            to=to,
            to_reporter=True,
            notify=False,
            data={"kind": str(why)},
            clock_events=_clock_events(now.before, to),
            facts={**facts, **off, "opened": opened},
        )
        journal.add([Erased(now.case.pk, first_at or at, why)])
    return done


def _openings(case: Case) -> list[dict[str, str]]:
    """Who opened the identity and when: this stays in the ledger when the reasons go (UU 27/2022 art. 31)."""
    events = Event.objects.filter(case=case, move=Move.OPEN_IDENTITY, officer__isnull=False).order_by("at", "id")
    return [{"by": str(event.officer_id), "at": event.at.isoformat()} for event in events]


def _tombstone(now: Step, why: ErasedWhy, done: Destroyed, first_at: datetime | None) -> None:
    again = {"repeated_at": now.at} if first_at is not None else {}
    Erasure.objects.update_or_create(
        case=now.case,
        defaults={
            "village": now.village,
            "at": first_at or now.at,
            "why": why,
            "destroyed": done.as_dict(),
            **again,
        },
    )
    RetentionItem.objects.filter(case=now.case, done_at__isnull=True).update(done_at=now.at)
    open_ones = PrivacyRequest.objects.filter(case=now.case, done_at__isnull=True)
    open_ones.filter(kind=DataRequest.ERASURE, outcome="").update(
        outcome=DataOutcome.GRANTED, decided_at=now.at, effective_on=now.on
    )
    open_ones.filter(outcome="").update(outcome=DataOutcome.REVOKED, decided_at=now.at)
    open_ones.update(done_at=now.at)


def _clock_events(before: Status, to: Status) -> list[ClockEvent]:
    if before in workflow.OPEN:
        return [ClockEvent.ERASED, ClockEvent.WITHDRAWN]
    return [ClockEvent.ERASED, ClockEvent.CLOSED] if to != before else [ClockEvent.ERASED]


def replay(at: datetime) -> int:
    """Erase again what the journal says was erased and whose contents are there again; return how many cases.

    Journal and tombstones complete each other first, so that a lost journal is written anew from the database.
    """
    rows = Erasure.objects.order_by("at").values_list("case", "at", "why")
    journal.merge(Erased(case, when, ErasedWhy(why)) for case, when, why in rows.iterator(chunk_size=_BLOCK))
    count = 0
    remaining = iter(journal.read())
    while block := list(islice(remaining, _BLOCK)):
        lines = {line.case: line for line in block}
        back = Case.objects.filter(pk__in=list(lines), erased_at__isnull=True).values_list("pk", flat=True)
        for key in list(back):
            line = lines[key]
            erase(case=key, at=at, why=line.why, first_at=line.at)
            count += 1
    if count:
        scrub()
    return count


def scrub() -> None:
    """Let the database overwrite what its rows held before, outside of any transaction.

    SQLite overwrites in its file at once (`secure_delete`) but its write-ahead log still holds old pages until it is
    emptied; PostgreSQL keeps old rows until it vacuums. Copies outside the database (backups) have their own end.
    """
    if connection.in_atomic_block:
        return
    search.scrub()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in _TABLES:
            cursor.execute(f'VACUUM "{table}"')
