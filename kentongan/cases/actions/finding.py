"""Finding the case of a reporter who lost his paper, by his name or telephone number: with a right, and on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import Case
from kentongan.cases.queries.inbox import without_hidden
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.person_names import name_words
from kentongan.rules.types import Refused, Status
from kentongan.vault import names
from kentongan.villages.models import Village

SEARCHED: Final = "reporter_searched"
MOST_FOUND: Final = 10
# Records looked at for those ten: some cases must not be shown to everybody.
_LOOKED_AT: Final = 60


@dataclass(frozen=True)
class FoundCase:
    """What the search shows of a case: nothing of the reporter. Opening his identity stays an act of its own."""

    id: UUID
    number: str
    title: str
    status: Status
    received_at: datetime
    date_unknown: bool


@dataclass(frozen=True)
class Found:
    """The cases found, the newest first; `more`: there are others, so more must be known of the reporter."""

    cases: tuple[FoundCase, ...]
    more: bool


def find_by_reporter(*, village: Village, by: Officer, at: datetime, name: str, phone: str, reason: str) -> Found:
    """Return the cases whose reporter openly gave this name (all its words) and this number; at most ten.

    The search is on record before its result is seen: one ledger entry with officer, reason and how many were found,
    never the words. Cases about the officer himself, and restricted ones that are not his
    to see, are left out, as everywhere.

    Raises:
        Refused: no right, no reason, nothing to look for, or the number is none.
    """
    access.check_right(by.viewer(), Right.OPEN_IDENTITY)
    if by.village_id != village.id:
        raise Refused("other_village", "Aduan desa lain tidak dapat dicari di sini.")
    if not reason.strip():
        raise Refused("reason_missing", "Tulis dulu mengapa pelapor ini dicari.")
    if not name_words(name) and not phone.strip():
        raise Refused("nothing_asked", "Tulis nama (paling sedikit satu kata dengan tiga huruf) atau nomor telepon.")
    with transaction.atomic():
        try:
            records = names.find(village=village.id, name=name, phone=phone, limit=_LOOKED_AT)
        except ValueError as error:
            raise Refused("no_phone", str(error)) from None
        found = _cases_of(village, by, records)
        ledger.append(
            log=village.log,
            action=SEARCHED,
            subject=village.id,
            actor=by.id,
            public={},
            private={
                "reason": reason.strip(),
                "by_name": bool(name_words(name)),
                "by_phone": bool(phone.strip()),
                "found": len(found.cases),
                "more": found.more,
            },
            at=at,
        )
    return found


def _cases_of(village: Village, by: Officer, records: list[UUID]) -> Found:
    named = Case.objects.filter(village=village, identity__in=records, identity_mode=IdentityMode.OPEN)
    cases = list(without_hidden(named, by.viewer()).order_by("-received_at", "-pk")[: MOST_FOUND + 1])
    return Found(tuple(_found(case) for case in cases[:MOST_FOUND]), more=len(cases) > MOST_FOUND)


def _found(case: Case) -> FoundCase:
    return FoundCase(
        id=case.id,
        number=case.number,
        title=case.title or " ".join(case.story.split())[:90] or "Aduan tersegel",
        status=Status(case.status),
        received_at=case.received_at,
        date_unknown=case.date_unknown,
    )
