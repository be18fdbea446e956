"""An officer's sign-in history: what was done and tried with his account in the last 90 days, never from where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Q

from kentongan.people.models import Officer, SignInEvent, SignInKind
from kentongan.villages.models import Village

KEPT: Final = timedelta(days=90)
BRIEF: Final = timedelta(days=30)
SHOWN: Final = 200
FAILED: Final = frozenset(
    {SignInKind.WRONG_PASSWORD, SignInKind.WRONG_CODE, SignInKind.WRONG_KEY, SignInKind.WRONG_SLIP}
)


@dataclass(frozen=True)
class Brief:
    """What overseers see of one officer's history: no devices, no single tries. Counts of the last 30 days."""

    officer: Officer
    last_sign_in: datetime | None
    failed: int
    locked: int


def note(officer: Officer, kind: SignInKind, *, at: datetime, device: str = "") -> None:
    """Add a line to the officer's history (one statement). Wrong tries are bounded by the lockout, hence these rows."""
    SignInEvent.objects.create(village_id=officer.village_id, officer=officer, kind=kind, device=device, at=at)


def of_officer(officer: Officer, *, at: datetime) -> list[SignInEvent]:
    """Return his history of the last 90 days, newest first, the newest 200 lines of it (one query)."""
    rows = SignInEvent.objects.filter(village_id=officer.village_id, officer=officer, at__gt=at - KEPT)
    return list(rows[:SHOWN])


def failed_since_last_visit(officer: Officer, *, at: datetime) -> int:
    """Return how many tries failed since he last signed in, within 90 days (two queries; asked at each sign-in)."""
    mine = SignInEvent.objects.filter(village_id=officer.village_id, officer=officer, at__gt=at - KEPT)
    last = mine.filter(kind=SignInKind.SIGNED_IN).first()
    tries = mine.filter(kind__in=FAILED)
    return (tries.filter(at__gt=last.at) if last else tries).count()


def briefs(village: Village, officers: Iterable[Officer], *, at: datetime) -> list[Brief]:
    """Return the brief of each of these officers, in their order (one query)."""
    recent = Q(at__gt=at - BRIEF)
    rows = (
        SignInEvent.objects.filter(village=village, at__gt=at - KEPT)
        .order_by()
        .values("officer_id")
        .annotate(
            last=Max("at", filter=Q(kind=SignInKind.SIGNED_IN)),
            failed=Count("id", filter=recent & Q(kind__in=FAILED)),
            locked=Count("id", filter=recent & Q(kind=SignInKind.LOCKED)),
        )
    )
    found: dict[UUID, tuple[datetime | None, int, int]] = {
        row["officer_id"]: (row["last"], row["failed"], row["locked"]) for row in rows
    }
    return [Brief(officer, *found.get(officer.id, (None, 0, 0))) for officer in officers]


def forget_old(*, at: datetime) -> None:
    """Erase what is older than 90 days, in every village."""
    SignInEvent.objects.filter(at__lte=at - KEPT).delete()
