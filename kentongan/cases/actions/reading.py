"""That an officer read a restricted case is on record: one entry of the ledger for each officer, case and hour.

Not one for each page: whoever works on a case opens it twenty times an hour, and a log of thousands hides what matters.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from kentongan.cases.models import Case, CaseReading
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer

READ: Final = "restricted_read"


def note_reading(*, case: Case, by: Officer, at: datetime) -> bool:
    """Put on record that an officer opened a restricted case or a file of it; True when this is new in this hour.

    Of other cases nothing is noted. The caller has checked that he may see it; it is noted before he does.
    """
    if not case.restricted:
        return False
    hour = at.replace(minute=0, second=0, microsecond=0)
    mine = {"village": case.village, "case": case, "officer": by, "hour": hour}
    if CaseReading.objects.filter(**mine).exists():
        return False
    with transaction.atomic():
        _, new = CaseReading.objects.get_or_create(**mine, defaults={"at": at})
        if new:
            ledger.append(
                log=case.village.log,
                action=READ,
                subject=case.id,
                actor=by.id,
                public={},
                private={"hour": hour.isoformat()},
                at=at,
            )
    return new
