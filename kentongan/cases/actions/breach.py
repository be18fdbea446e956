"""A failure to protect personal data: what is told of it within 3 x 24 hours (UU 27/2022 art. 46)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction

from kentongan.cases.actions.base import digest
from kentongan.cases.models import BreachNotice
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.types import Labelled, Refused
from kentongan.support import canonical
from kentongan.villages.models import Village

WITHIN: Final = timedelta(hours=72)
NOTED: Final = "breach_noted"
FIELDS: Final = ("happened", "kinds", "people", "consequences", "measures", "advice", "contact")


class BreachData(Labelled):
    """Kinds of data that may be concerned; enough for the letters, and never a person."""

    NAMES = "names", "nama dan alamat pelapor"
    CONTACTS = "contacts", "nomor telepon atau surel pelapor"
    NIK = "nik", "NIK pelapor"
    CONTENT = "content", "isi laporan dan pesan"
    FILES = "files", "foto, dokumen, atau rekaman"
    OFFICERS = "officers", "data akun petugas"
    CODES = "codes", "kode lacak"


class Told(Labelled):
    """Who has to be told."""

    SUBJECTS = "subjects", "Warga yang datanya terkena"
    AUTHORITY = "authority", "Lembaga pelindungan data pribadi"


def note(*, village: Village, by: Officer, at: datetime, known_at: datetime, words: Mapping[str, Any]) -> BreachNotice:
    """Keep a new notice; the 72 hours run from the moment of knowing.

    Raises:
        Refused: no right, or a moment of knowing that lies ahead.
    """
    _check(by, known_at, at)
    with transaction.atomic():
        row = BreachNotice(
            village=village, known_at=known_at, due_at=known_at + WITHIN, made_by=by, made_at=at, changed_at=at
        )
        _fill(row, words)
        row.save(force_insert=True)
        _entry(row, by, at, "new")
    return row


def change(
    *, row: BreachNotice, by: Officer, at: datetime, known_at: datetime, words: Mapping[str, Any]
) -> BreachNotice:
    """Change a notice; the ledger commits to each version. Raises Refused as `note`."""
    _check(by, known_at, at)
    with transaction.atomic():
        fresh = BreachNotice.objects.select_for_update().get(pk=row.pk, village=row.village_id)
        _fill(fresh, words)
        fresh.known_at, fresh.due_at, fresh.changed_at = known_at, known_at + WITHIN, at
        fresh.save()
        _entry(fresh, by, at, "changed")
    return fresh


def tell(*, row: BreachNotice, by: Officer, at: datetime, who: Told) -> BreachNotice:
    """Put on record that they were told; done twice, the first time counts. Raises Refused: no right."""
    access.check_right(by.viewer(), Right.REPORT_BREACH)
    column = "subjects_told_at" if who is Told.SUBJECTS else "authority_told_at"
    with transaction.atomic():
        fresh = BreachNotice.objects.select_for_update().get(pk=row.pk, village=row.village_id)
        if getattr(fresh, column) is None:
            setattr(fresh, column, at)
            fresh.save(update_fields=[column])
            _entry(fresh, by, at, f"told_{who}")
    return fresh


def _check(by: Officer, known_at: datetime, at: datetime) -> None:
    access.check_right(by.viewer(), Right.REPORT_BREACH)
    if known_at > at:
        raise Refused("in_the_future", "Waktu diketahui tidak boleh sesudah sekarang.")


def _fill(row: BreachNotice, words: Mapping[str, Any]) -> None:
    for name in FIELDS:
        value = words.get(name, "")
        setattr(row, name, list(value) if name == "kinds" else str(value).strip())


def _entry(row: BreachNotice, by: Officer, at: datetime, what: str) -> None:
    says = {name: getattr(row, name) for name in FIELDS}
    ledger.append(
        log=row.village.log,
        action=NOTED,
        subject=row.pk,
        actor=by.pk,
        public={"what": what},
        private={
            "known_at": row.known_at.isoformat(),
            "due_at": row.due_at.isoformat(),
            "says_sha256": digest(canonical.dumps(says).decode()),
        },
        at=at,
    )
