"""What overseers (BPD, village head, administrator) are told about accounts, and what of it they have seen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kentongan.people.models import NoticeSeen, Officer, OverseerNotice
from kentongan.rules.access import Right, check_right, has_right
from kentongan.villages.models import Village

PAGE = 30


def newest(village: Village, *, before: UUID | None = None, limit: int = PAGE) -> list[OverseerNotice]:
    """Return the newest notices of a village, or those older than the notice `before` (one or two queries)."""
    rows = OverseerNotice.objects.filter(village=village)
    if before is not None:
        last = OverseerNotice.objects.filter(village=village, id=before).first()
        if last is None:
            return []
        rows = rows.filter(at__lte=last.at).exclude(at=last.at, id__gte=last.id)
    return list(rows[:limit])


def seen_until(officer: Officer) -> datetime | None:
    """Return up to when this officer has marked notices as seen."""
    return NoticeSeen.objects.filter(officer=officer).values_list("seen_until", flat=True).first()


def unseen_count(officer: Officer, *, at_most: int = 99) -> int:
    """Return how many notices this overseer has not seen, counted up to a limit; 0 for who is no overseer."""
    if not has_right(officer.viewer(), Right.SEE_OVERSIGHT):
        return 0
    rows = OverseerNotice.objects.filter(village_id=officer.village_id)
    until = seen_until(officer)
    if until is not None:
        rows = rows.filter(at__gt=until)
    return rows[:at_most].count()


def mark_seen(officer: Officer, *, until: datetime) -> None:
    """Remember that this overseer has seen all notices up to a time; never goes backwards.

    Raises:
        Refused: `no_right`, for who is no overseer.
    """
    check_right(officer.viewer(), Right.SEE_OVERSIGHT)
    row, made = NoticeSeen.objects.get_or_create(
        officer=officer, defaults={"village_id": officer.village_id, "seen_until": until}
    )
    if not made:
        NoticeSeen.objects.filter(pk=row.pk, seen_until__lt=until).update(seen_until=until)
