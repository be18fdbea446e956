"""When contents have been kept long enough: the job lists, people approve, the job erases."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kentongan.cases.actions import erasing
from kentongan.cases.actions.base import facts_of
from kentongan.cases.clocks import Timekeeper
from kentongan.cases.models import RetentionItem
from kentongan.cases.queries.retention import falling_due, kept_until, years_later
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.calendars import Unit
from kentongan.rules.data_rights import ErasedWhy
from kentongan.rules.types import CaseClass, Refused, Role
from kentongan.villages.calendar import calendar_for, local_date
from kentongan.villages.models import Village

BATCH: Final = 200
WAIT: Final = 3  # working days between the approval and the deed
APPROVED: Final = "retention_approved"
KEPT: Final = "retention_kept"
logger = logging.getLogger(__name__)


def list_due(*, village: Village, at: datetime) -> int:
    """List what falls due by today, at most BATCH at a time; return how many are new."""
    today = local_date(village, at)
    known = set(RetentionItem.objects.filter(village=village, done_at__isnull=True).values_list("case", flat=True))
    fresh: list[RetentionItem] = []
    after = None
    while len(fresh) < BATCH:
        block = falling_due(village, until=today, limit=BATCH, after=after)
        fresh += [
            RetentionItem(village=village, case=found.case, due_on=found.due_on, listed_at=at)
            for found in block
            if found.case.pk not in known
        ]
        if len(block) < BATCH or block[-1].case.closed_at is None:
            break
        after = (block[-1].case.closed_at, block[-1].case.pk)
    RetentionItem.objects.bulk_create(fresh[:BATCH], ignore_conflicts=True)
    return len(fresh[:BATCH])


def approve(*, village: Village, items: Collection[UUID], by: Officer, at: datetime) -> tuple[int, int]:
    """Approve the erasing of listed cases; return how many are approved now, and how many wait for a second person.

    The unit head approves first; a supervisory case needs a second person (village head or BPD). One ledger entry.

    Raises:
        Refused: no right, or nothing of it can be approved by this officer.
    """
    access.check_right(by.viewer(), Right.APPROVE_RETENTION)
    with transaction.atomic():
        rows = [row for row in _locked(village, items) if access.may_see_case(by.viewer(), facts_of(row.case))]
        done = [row for row in rows if _approved(row, village, by, at)]
        if not done:
            raise Refused(
                "nothing_to_approve",
                "Tidak ada yang dapat Anda setujui di antara pilihan ini. Persetujuan pertama ada pada ketua unit, "
                "persetujuan kedua pada Kepala Desa atau BPD.",
            )
        _entry(village, APPROVED, done, by, at)
    complete = sum(row.erase_from is not None for row in done)
    return complete, len(done) - complete


def _approved(row: RetentionItem, village: Village, by: Officer, at: datetime) -> bool:
    today = local_date(village, at)
    if row.kept_until is not None and row.kept_until > today:
        return False
    if row.approved_by_id is None:
        if Role.UNIT_HEAD not in by.role_set:
            return False
        row.approved_by, row.approved_at = by, at
    elif _needs_second(row) and row.second_by_id is None:
        if row.approved_by_id == by.pk or not by.role_set & {Role.VILLAGE_HEAD, Role.BPD}:
            return False
        row.second_by, row.second_at = by, at
    else:
        return False
    if not _needs_second(row) or row.second_by_id is not None:
        row.erase_from = calendar_for(village).add(today, WAIT, Unit.WORKING)
    row.save()
    return True


def _needs_second(row: RetentionItem) -> bool:
    return row.case.case_class == CaseClass.SUPERVISORY


def keep(*, village: Village, items: Collection[UUID], by: Officer, at: datetime, reason: str, until: date) -> int:
    """Keep listed cases on until a day, with a reason; an approval that was given is taken back. Return how many.

    Raises:
        Refused: no right, no reason, or a day that is not after today and within five years.
    """
    access.check_right(by.viewer(), Right.APPROVE_RETENTION)
    today = local_date(village, at)
    if not reason.strip():
        raise Refused("missing_reason", "Tulis mengapa data ini masih perlu disimpan.")
    if not today < until <= years_later(today, 5):
        raise Refused("bad_day", "Pilih tanggal sesudah hari ini, paling lama lima tahun lagi.")
    with transaction.atomic():
        rows = [row for row in _locked(village, items) if access.may_see_case(by.viewer(), facts_of(row.case))]
        if not rows:
            raise Refused("nothing_chosen", "Pilih sedikitnya satu aduan.")
        for row in rows:
            row.kept_until, row.keep_reason = until, reason.strip()[:300]
            row.approved_by = row.approved_at = row.second_by = row.second_at = row.erase_from = None
            row.save()
        _entry(village, KEPT, rows, by, at)
    return len(rows)


def take_back(*, village: Village, items: Collection[UUID], by: Officer, at: datetime) -> int:
    """Take back an approval before the job has erased; return how many. Raises Refused: no right, none approved."""
    access.check_right(by.viewer(), Right.APPROVE_RETENTION)
    with transaction.atomic():
        rows = [
            row
            for row in _locked(village, items)
            if row.approved_by_id is not None and access.may_see_case(by.viewer(), facts_of(row.case))
        ]
        if not rows:
            raise Refused("nothing_to_take_back", "Tidak ada persetujuan yang dapat dibatalkan di antara pilihan ini.")
        for row in rows:
            row.approved_by = row.approved_at = row.second_by = row.second_at = row.erase_from = None
            row.save()
        _entry(village, "retention_taken_back", rows, by, at)
    return len(rows)


def run_due(*, village: Village, at: datetime) -> int:
    """Erase what was approved and has waited; return how many. Whatever changed since then is left out."""
    today = local_date(village, at)
    keeper = Timekeeper.of(village)
    ripe = RetentionItem.objects.filter(
        village=village, done_at__isnull=True, erase_from__isnull=False, erase_from__lte=today
    ).select_related("case", "case__village")
    made = 0
    for row in list(ripe.order_by("due_on", "id")[:BATCH]):
        if (kept_until(row.case) or date.max) > today:
            # Reopened meanwhile, of another category, or the village keeps longer now: it is not due any more.
            row.delete()
            continue
        try:
            erasing.erase(case=row.case_id, at=at, why=ErasedWhy.RETENTION, keeper=keeper)
        except Refused:
            continue
        except Exception:  # one broken case must not keep all the others waiting; it is logged each time
            logger.exception("the contents of case %s could not be erased", row.case_id)
            continue
        made += 1
    if made:
        erasing.scrub()
    return made


def _locked(village: Village, items: Collection[UUID]) -> list[RetentionItem]:
    rows = RetentionItem.objects.select_for_update(of=("self",)).filter(
        pk__in=list(items), village=village, done_at__isnull=True
    )
    return list(rows.select_related("case").order_by("due_on", "id"))


def _entry(village: Village, action: str, rows: Collection[RetentionItem], by: Officer, at: datetime) -> None:
    ledger.append(
        log=village.log,
        action=action,
        subject=None,
        actor=by.pk,
        public={"cases": len(rows)},
        private={"cases": sorted(str(row.case_id) for row in rows)},
        at=at,
    )
