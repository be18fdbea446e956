"""Taking over rows of an existing register: numbered and in the ledger as "imported, claimed dates".

An import sends no notices and starts no clocks unless asked. Rows are recorded in blocks, one transaction each: a
block is there whole or not at all, and a second run goes on where the first stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kentongan.cases import codes, register, search
from kentongan.cases.actions.base import append_entry, attach, digest
from kentongan.cases.actions.intake import build, seal_identity
from kentongan.cases.clocks import CaseClocks, Timekeeper
from kentongan.cases.lodging import Lodging
from kentongan.cases.models import Case, Event, ImportBatch, ImportedRow
from kentongan.ledger import log as ledger
from kentongan.rules import workflow
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.types import CaseClass, Move, Outcome, Role, Status
from kentongan.vault import door as vault
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Category, Village

# Statuses an old register can claim without a handler, a question or another case to point to.
CLAIMABLE = frozenset(
    {Status.RECEIVED, Status.VERIFIED, Status.ANSWERED, Status.CLOSED, Status.ARCHIVED, Status.WITHDRAWN}
)


@dataclass(frozen=True, repr=False)
class OldReply:
    """What an office once wrote to a reporter, by another service."""

    key: str  # its id there; known again by it
    text: str
    at: datetime | None = None  # None: not known; then it stands at the time of the import
    answers: bool = False  # the last word on the case, not news on the way


@dataclass(frozen=True, repr=False)
class OldRow:
    """One row of an old register, understood but not yet recorded."""

    row: int
    key: str
    lodging: Lodging
    status: Status = Status.RECEIVED
    case_class: CaseClass | None = None
    category: Category | None = None
    old_number: str = ""
    channel: str = "register"
    received_at: datetime | None = None  # None: not known, and marked so
    answered_at: datetime | None = None
    answer: str = ""
    outcome: Outcome | None = None
    notes: tuple[str, ...] = ()
    replies: tuple[OldReply, ...] = ()  # oldest first


@dataclass
class Recorded:
    """What became of a block."""

    created: int = 0
    unchanged: int = 0
    numbers: list[str] = field(default_factory=list)


def known_keys(village: Village, source: str, keys: Sequence[str]) -> frozenset[str]:
    """Return which rows of a source are cases already."""
    rows = ImportedRow.objects.filter(village=village, source=source, key__in=keys, case__isnull=False)
    return frozenset(rows.values_list("key", flat=True))


def record_block(
    *,
    village: Village,
    batch: ImportBatch,
    rows: Sequence[OldRow],
    at: datetime,
    start_clocks: bool = False,
    keeper: Timekeeper | None = None,
) -> Recorded:
    """Record a block of rows in one transaction; rows that are cases already stay as they are."""
    with transaction.atomic():
        known = known_keys(village, batch.source, [row.key for row in rows])
        fresh = [row for row in rows if row.key not in known]
        numbered = _number(village, fresh, at)
        for case, row in numbered:
            seal_identity(case, village, row.lodging, at)
            case.notify_by_email = False  # an old address was not given for notices of this service
        clocks = (
            [_clocks(case, row, keeper or Timekeeper.of(village)) for case, row in numbered] if start_clocks else []
        )
        cases = [case for case, _ in numbered]
        Case.objects.bulk_create(cases)
        for each in clocks:
            each.save()
        search.index(*cases)
        events = [event for case, row in numbered for event in _events(case, row, at)]
        Event.objects.bulk_create(events)
        ImportedRow.objects.filter(
            village=village, source=batch.source, key__in=[row.key for row in fresh], case__isnull=True
        ).delete()
        ImportedRow.objects.bulk_create(
            ImportedRow(village=village, batch=batch, source=batch.source, key=row.key, row=row.row, case=case)
            for case, row in numbered
        )
        received = {event.case_id: event for event in events if event.move == Move.RECEIVE}
        for case, row in numbered:
            attach(received[case.id], row.lodging.documents)
            _append(case, row, batch, at)
    return Recorded(created=len(fresh), unchanged=len(rows) - len(fresh), numbers=[case.number for case in cases])


def refuse_row(
    *, village: Village, batch: ImportBatch, row: int, key: str, reason: str, cells: dict[str, str], at: datetime
) -> None:
    """Keep a refused row: its cells behind the vault's door (they may name people), its reason in the list.

    A row refused again for the same reason is not sealed again.
    """
    with transaction.atomic():
        if ImportedRow.objects.filter(
            village=village, source=batch.source, key=key, row=row, reason=reason[:300], kept__isnull=False
        ).exists():
            return
        kept = vault.put(village=village.id, log=village.log, kind="refused_row", data=dict(cells), at=at)
        ImportedRow.objects.update_or_create(
            village=village,
            source=batch.source,
            key=key,
            defaults={"batch": batch, "row": row, "reason": reason[:300], "kept": kept, "case": None},
        )


def refused_rows(village: Village, source: str | None = None) -> QuerySet[ImportedRow]:
    """Return the rows that are kept but became no case, oldest first."""
    rows = ImportedRow.objects.filter(village=village, case__isnull=True).select_related("batch")
    return (rows.filter(source=source) if source else rows).order_by("source", "row")


def read_refused(row: ImportedRow, *, at: datetime) -> Mapping[str, Any]:
    """Open the kept cells of a refused row, so that it can be mended in the file (on record in the vault)."""
    if row.kept is None:
        return {}
    with transaction.atomic():
        return vault.open(row.kept, village=row.village_id, by=None, reason="refused row of an import is mended", at=at)


def _number(village: Village, rows: Sequence[OldRow], at: datetime) -> list[tuple[Case, OldRow]]:
    """Build the cases with register numbers of the series of imports, by the year claimed (else of the import)."""
    numbered = []
    for row in rows:
        received = row.received_at or at
        case = build(village, row.lodging, channel=row.channel, at=at, received_at=received)
        case.imported = True
        case.date_unknown = row.received_at is None
        case.old_number = row.old_number[:120]
        case.status = row.status
        case.case_class = str(row.case_class) if row.case_class else case.case_class
        case.category = row.category
        case.outcome = str(row.outcome) if row.outcome else ""
        case.answered_at = row.answered_at
        if row.status in workflow.FINAL:
            case.closed_at = row.answered_at
        case.is_open = row.status in workflow.OPEN
        case.series = register.IMPORTED
        case.year = local_date(village, received).year
        case.seq = register.next_seq(village, year=case.year, series=case.series)
        case.number = register.number_of(village, series=case.series, seq=case.seq, year=case.year)
        # Nobody holds this code yet; the counter gives a fresh one to whoever proves to be the reporter.
        case.code_hash = codes.hash_of_code(village, codes.code_of_token(village, codes.new_token()))
        numbered.append((case, row))
    return numbered


def _clocks(case: Case, row: OldRow, keeper: Timekeeper) -> CaseClocks:
    clocks = CaseClocks(case, keeper, fresh=True)
    on = local_date(case.village, row.received_at or case.recorded_at)
    if row.status in workflow.OPEN:
        events = [ClockEvent.RECEIVED]
        if row.status != Status.RECEIVED:
            events += [ClockEvent.VERIFIED, ClockEvent.FILE_COMPLETE]
        clocks.apply(events, on)
        case.next_due_on, case.next_clock = clocks.next_duty()
    return clocks


def _events(case: Case, row: OldRow, at: datetime) -> list[Event]:
    data: dict[str, Any] = {"channel": case.channel, "imported": True, "claimed_dates": True}
    if row.notes:
        data["notes"] = list(row.notes)
    events = [
        Event(
            village_id=case.village_id,
            case=case,
            move=Move.RECEIVE,
            at=row.received_at or at,
            actor=Role.SYSTEM,
            to_status=Status.RECEIVED,
            to_reporter=True,
            data=data,
        )
    ]
    if (row.answer or row.answered_at) and not any(reply.answers for reply in row.replies):
        events.append(
            Event(
                village_id=case.village_id,
                case=case,
                move=Move.ANSWER,
                at=row.answered_at or at,
                actor=Role.SYSTEM,
                from_status=Status.RECEIVED,
                to_status=case.status,
                to_reporter=True,
                text=row.answer,
                data={"imported": True} | ({"outcome": str(row.outcome)} if row.outcome else {}),
            )
        )
    return events + [_reply_event(case, reply, at, to=case.status) for reply in row.replies]


def _reply_event(case: Case, reply: OldReply, at: datetime, *, to: str) -> Event:
    return Event(
        village_id=case.village_id,
        case=case,
        move=Move.ANSWER if reply.answers else Move.PROGRESS,
        at=reply.at or at,
        actor=Role.SYSTEM,
        from_status=Status.RECEIVED if reply.answers else case.status,
        to_status=to,
        to_reporter=True,
        text=reply.text,
        data={"imported": True, "reply": reply.key},
    )


def known_replies(village: Village, cases: Sequence[Case]) -> frozenset[tuple[UUID, str]]:
    """Return which old replies stand on these cases already, as (case, key) (one query)."""
    rows = Event.objects.filter(
        village=village, case__in=cases, actor=Role.SYSTEM, move__in=(Move.PROGRESS, Move.ANSWER)
    ).values_list("case_id", "data")
    return frozenset((case, str(data["reply"])) for case, data in rows if data and "reply" in data)


def cases_of(village: Village, source: str, keys: Sequence[str]) -> dict[str, Case]:
    """Return the cases that rows of a source became, by key (one query)."""
    rows = ImportedRow.objects.filter(village=village, source=source, key__in=keys, case__isnull=False)
    return {row.key: row.case for row in rows.select_related("case__village") if row.case is not None}


def takes_replies(case: Case) -> bool:
    """Whether an old reply may be written on this case in clear: not once it is sealed, restricted or erased."""
    return not (case.sealed or case.restricted or case.erased_at)


def add_replies(*, village: Village, case: Case, replies: Sequence[OldReply], at: datetime) -> int:
    """Add replies that came since the case was imported, as news; its status is the officers' by now.

    Returns how many were new.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).select_related("village").get(village=village, pk=case.pk)
        if not takes_replies(case):
            return 0
        known = known_replies(village, [case])
        fresh = [replace(reply, answers=False) for reply in replies if (case.pk, reply.key) not in known]
        for reply in fresh:
            event = _reply_event(case, reply, at, to=case.status)
            event.save()
            append_entry(event, (), {"imported": True, "text_sha256": digest(reply.text)})
    return len(fresh)


def _append(case: Case, row: OldRow, batch: ImportBatch, at: datetime) -> None:
    ledger.append(
        log=case.village.log,
        action="import",
        subject=case.id,
        actor=None,
        public={
            "kind": str(case.kind),
            "class": str(case.case_class) if case.case_class else None,
            "from": None,
            "to": str(case.status),
            "dates": "imported, claimed dates",
            "claimed_year": _year(case.village, row.received_at),
        },
        private={
            "on": _day(case.village, at),
            "claimed_received_on": _day(case.village, row.received_at),
            "claimed_answered_on": _day(case.village, row.answered_at),
            "number": case.number,
            "batch": str(batch.id),
            "file_sha256": batch.file_sha256,
            "row": row.row,
            "key_sha256": digest(row.key),
            "story_sha256": digest(case.story),
        }
        | ({"replies_sha256": [digest(reply.text) for reply in row.replies]} if row.replies else {})
        | (
            {"documents_sha256": [document.sha256 for document in row.lodging.documents]}
            if row.lodging.documents
            else {}
        ),
        at=at,
    )


def _year(village: Village, moment: datetime | None) -> int | None:
    return local_date(village, moment).year if moment else None


def _day(village: Village, moment: datetime | None) -> str | None:
    return local_date(village, moment).isoformat() if moment else None
