"""Making the register book: who made which part of it, in which form, is on record; so is every identity in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kentongan.cases.actions.base import acting_role
from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import Case, CaseConflict, Event
from kentongan.cases.queries.book import Line
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.types import Move, Refused
from kentongan.vault import door as vault
from kentongan.villages.models import Village

MADE = "register_made"


@dataclass(frozen=True)
class Making:
    """What is made: "2026-07", "utama", "pdf", from which number to which, how many lines."""

    period: str
    part: str
    format: str
    volume: int
    first: str
    last: str
    lines: int

    @classmethod
    def of(cls, lines: Sequence[Line], *, period: str, part: str, format: str, volume: int) -> Making:
        """Describe the making of these lines."""
        first, last = (lines[0].number, lines[-1].number) if lines else ("", "")
        return cls(period, part, format, volume, first, last, len(lines))

    def public(self) -> dict[str, Any]:
        """Return what may be published."""
        return {"period": self.period, "part": self.part, "lines": self.lines}

    def private(self, *, identities: bool) -> dict[str, Any]:
        """Return the rest."""
        return {
            "format": self.format,
            "volume": self.volume,
            "first": self.first,
            "last": self.last,
            "identities": identities,
        }


def made(*, village: Village, by: Officer, at: datetime, making: Making) -> None:
    """Put on record that the book was made, without identities.

    Raises:
        Refused: no right.
    """
    access.check_right(by.viewer(), Right.PRINT_REGISTER)
    with transaction.atomic():
        ledger.append(
            log=village.log,
            action=MADE,
            subject=None,
            actor=by.id,
            public=making.public(),
            private=making.private(identities=False),
            at=at,
        )


def restricted_made(*, village: Village, by: Officer, at: datetime, making: Making) -> None:
    """Put on record that the register of restricted cases was made, as far as it is this officer's to read.

    Nothing of it may be published: how many lines he sees says how many cases there are at least.

    Raises:
        Refused: no right.
    """
    access.check_right(by.viewer(), Right.SEE_CASE)
    with transaction.atomic():
        ledger.append(
            log=village.log,
            action=MADE,
            subject=None,
            actor=by.id,
            public={},
            private=making.public() | making.private(identities=False),
            at=at,
        )


def open_identities(
    *,
    village: Village,
    by: Officer,
    at: datetime,
    making: Making,
    lines: Sequence[Line],
    reason: str,
    nik_reason: str = "",
) -> Mapping[UUID, Mapping[str, Any]]:
    """Open who the reporters of these lines are, for this book; return the data by case.

    One ledger entry stands for the whole book (it commits to the list), and each reporter sees the opening and its
    reason on his own timeline. Anonymous reporters and withheld lines are never opened, nor a case that somebody has
    just found to be about this officer. `nik_reason`: why whole NIKs must be in it, where they must.

    Raises:
        Refused: no right, or no reason.
    """
    access.check_right(by.viewer(), Right.PRINT_REGISTER)
    access.check_right(by.viewer(), Right.OPEN_IDENTITY)
    if not reason.strip():
        raise Refused("reason_missing", "Tulis untuk apa buku dengan identitas ini dibuat. Pelapor dapat membacanya.")
    said = f"{reason.strip()} (buku register)"
    if nik_reason.strip():
        said += f"; NIK lengkap: {nik_reason.strip()}"
    wanted = [
        line.case
        for line in lines
        if not line.withheld and line.identity is not None and line.identity_mode is IdentityMode.OPEN
    ]
    with transaction.atomic():
        cases = _openable(village, wanted, by)
        found = vault.open_many(
            {case.identity: case.pk for case in cases if case.identity is not None},
            village=village.id,
            log=village.log,
            by=by.id,
            reason=said,
            at=at,
            public=making.public(),
            private=making.private(identities=True) | {"whole_nik": bool(nik_reason.strip())},
        )
        Event.objects.bulk_create((_event(case, village, by, at, said, making) for case in cases), batch_size=500)
    return {case.pk: found[case.identity] for case in cases if case.identity is not None}


def _openable(village: Village, wanted: Sequence[UUID], by: Officer) -> list[Case]:
    """Return the cases whose identity may be opened at this moment (two queries)."""
    named = set(
        CaseConflict.objects.filter(village=village, case__in=wanted, officer=by).values_list("case", flat=True)
    )
    return list(
        Case.objects.filter(
            village=village,
            pk__in=[pk for pk in wanted if pk not in named],
            identity_mode=IdentityMode.OPEN,
            identity__isnull=False,  # erased since the lines were read
            processing_limited=False,  # the reporter had it restricted (UU 27/2022)
            restricted=False,  # whatever the lines said when they were read
            key__isnull=True,  # an identity sealed to the case opens on its own page only
        ).only("id", "status", "round", "identity", "handler")
    )


def _event(case: Case, village: Village, by: Officer, at: datetime, said: str, making: Making) -> Event:
    return Event(
        village=village,
        case=case,
        move=Move.OPEN_IDENTITY,
        at=at,
        actor=acting_role(by, case),
        officer=by,
        from_status=case.status,
        to_status=case.status,
        round=case.round,
        to_reporter=True,
        text=said,
        data={"book": making.period},
    )
