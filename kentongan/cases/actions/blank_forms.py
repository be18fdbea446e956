"""Printing blank forms with numbers of their own, and voiding one that was spoiled."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from kentongan.cases.blank_forms import check_free
from kentongan.cases.models import FormBatch, FormVoid
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.form_numbers import MAX_FORMS, MAX_SEQ, FormNumber
from kentongan.rules.types import Refused
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

PRINTED = "forms_printed"
VOIDED = "form_voided"


def print_forms(*, village: Village, by: Officer, at: datetime, count: int) -> FormBatch:
    """Take the next `count` form numbers of the year for one printing; none is ever given twice.

    Raises:
        Refused: no right (`no_right`), an odd count (`form_count`), or the year's numbers are used up (`forms_full`).
    """
    access.check_right(by.viewer(), Right.PRINT_REGISTER)
    if not 1 <= count <= MAX_FORMS:
        raise Refused("form_count", f"Cetak 1 sampai {MAX_FORMS} baris sekali cetak.")
    year = local_date(village, at).year
    with transaction.atomic():
        Village.objects.select_for_update().get(pk=village.pk)  # two printings at once take different numbers
        last = FormBatch.objects.filter(village=village, year=year).aggregate(last=Max("last"))["last"] or 0
        if last + count > MAX_SEQ:
            raise Refused("forms_full", f"Nomor formulir tahun {year} sudah habis.")
        batch = FormBatch.objects.create(
            village=village, year=year, first=last + 1, last=last + count, printed_by=by, printed_at=at
        )
        ledger.append(
            log=village.log,
            action=PRINTED,
            subject=batch.id,
            actor=by.id,
            public={"year": year, "count": count},
            private={"first": batch.first, "last": batch.last},
            at=at,
        )
    return batch


def void_form(*, village: Village, by: Officer, at: datetime, number: FormNumber, reason: str) -> FormVoid:
    """Declare a printed form spoiled: it can no longer be recorded, and stays on the list with the reason.

    Raises:
        Refused: no right, no reason (`reason_missing`), or the form was not printed, is recorded, or is void already.
    """
    access.check_right(by.viewer(), Right.PRINT_REGISTER)
    if not reason.strip():
        raise Refused("reason_missing", "Tulis mengapa formulir ini tidak dipakai.")
    with transaction.atomic():
        Village.objects.select_for_update().get(pk=village.pk)
        check_free(village, number)
        void = FormVoid.objects.create(
            village=village,
            year=number.year,
            seq=number.seq,
            reason=reason.strip()[:300],
            voided_by=by,
            voided_at=at,
        )
        ledger.append(
            log=village.log,
            action=VOIDED,
            subject=void.id,
            actor=by.id,
            public={},
            private={"form": str(number), "reason": reason.strip()},
            at=at,
        )
    return void
