"""What observers looked at: a row an hour for each page or case, shown to the overseers and to himself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from kentongan.people.models import Officer
from kentongan.villages.models import Village
from kentongan.watching.models import Page, Reading

KEPT: Final = timedelta(days=400)
PAGE: Final = 50


def note(observer: Officer, page: Page, at: datetime, about: str = "") -> None:
    """Note that an observer looked at something (one statement; nothing when he did within the hour)."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    row = Reading(village_id=observer.village_id, observer=observer, page=page, about=about[:16], hour=hour)
    Reading.objects.bulk_create([row], ignore_conflicts=True)


def newest(
    village: Village, *, observer: Officer | None = None, before: UUID | None = None, limit: int = PAGE + 1
) -> list[Reading]:
    """Return the newest readings of all observers or of one, or those older than `before` (one or two queries)."""
    rows = Reading.objects.filter(village=village).select_related("observer")
    if observer is not None:
        rows = rows.filter(observer=observer)
    if before is not None:
        last = rows.filter(pk=before).first()
        if last is None:
            return []
        rows = rows.filter(Q(hour__lt=last.hour) | Q(hour=last.hour, id__lt=last.id))
    return list(rows.order_by("-hour", "-id")[:limit])


def forget_old(at: datetime) -> None:
    """Delete readings that are more than a year old."""
    Reading.objects.filter(hour__lt=at - KEPT).delete()
