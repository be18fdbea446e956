"""Who read a restricted case: for its members by name and hour, for its reporter by post and number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max

from kentongan.cases.models import Case, CaseReading

SHOWN: Final = 50


@dataclass(frozen=True)
class ReadByPost:
    """How many hours somebody with this post read in, and when last."""

    post: str
    times: int
    last: datetime


def newest(case: Case) -> tuple[CaseReading, ...]:
    """Return the newest readings of a restricted case, the latest first (one query; none for other cases)."""
    if not case.restricted:
        return ()
    rows = CaseReading.objects.filter(village=case.village_id, case=case).select_related("officer")
    return tuple(rows.order_by("-at", "-id")[:SHOWN])


def by_post(case: Case) -> tuple[ReadByPost, ...]:
    """Return for the reporter who read his restricted case: posts, never names (one query; none for other cases)."""
    if not case.restricted:
        return ()
    rows = CaseReading.objects.filter(village=case.village_id, case=case).values_list("officer__post")
    found = rows.annotate(times=Count("pk"), last=Max("at")).order_by("-last")
    return tuple(ReadByPost(post or "Petugas", times, last) for post, times, last in found)
