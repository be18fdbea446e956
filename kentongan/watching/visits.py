"""What is new to an observer since he came last."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from kentongan.people.models import Officer
from kentongan.watching import changes
from kentongan.watching.models import Visit

ONE_VISIT: Final = timedelta(hours=1)  # who comes back within an hour is still on the same visit


def since_last(observer: Officer, at: datetime) -> UUID | None:
    """Note that the observer is here; return the newest change of his visit before, None on the first (two queries
    and a statement).
    """
    newest = changes.newest_key(observer.village)
    row = Visit.objects.filter(village=observer.village_id, observer=observer).first()
    if row is None:
        Visit.objects.bulk_create(
            [Visit(village_id=observer.village_id, observer=observer, newest=newest, at=at)], ignore_conflicts=True
        )
        return None
    if not timedelta(0) <= at - row.at < ONE_VISIT:
        row.since = row.newest
    Visit.objects.filter(pk=row.pk).update(since=row.since, newest=newest, at=at)
    return row.since
