"""How a village's outgoing messages stand: for the desk, `kentongan doctor` and the health page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from kentongan.outbox.models import UNSEEN, WAITING, OutboxMessage, State
from kentongan.villages.models import Village


@dataclass(frozen=True)
class Standing:
    """How many messages wait, since when, and how many were given up."""

    waiting: int
    oldest: datetime | None
    dead: int


def standing(village: Village, channel: str, *, unseen: QuerySet[Any] | None = None) -> Standing:
    """Return how the messages of one channel stand, but for those the desk must not know of (one query).

    `unseen`: keys of what the reader must not know of; messages about it are not counted.
    """
    rows = OutboxMessage.objects.filter(village=village, channel=channel, state__in=(*WAITING, State.DEAD))
    rows = known(rows, unseen)
    found = rows.aggregate(
        waiting=Count("id", filter=Q(state__in=WAITING)),
        oldest=Min("queued_at", filter=Q(state__in=WAITING)),
        dead=Count("id", filter=Q(state=State.DEAD)),
    )
    return Standing(waiting=found["waiting"], oldest=found["oldest"], dead=found["dead"])


def dead_letters(village: Village, *, unseen: QuerySet[Any] | None = None, limit: int = 50) -> list[OutboxMessage]:
    """Return the newest messages that were given up, of those the desk may know of."""
    dead = known(OutboxMessage.objects.filter(village=village, state=State.DEAD), unseen)
    return list(dead.order_by("-settled_at", "-id")[:limit])


def waiting_letters(village: Village, *, unseen: QuerySet[Any] | None = None, limit: int = 50) -> list[OutboxMessage]:
    """Return the messages that are to go next, of those the desk may know of."""
    rows = known(OutboxMessage.objects.filter(village=village, state__in=WAITING), unseen)
    return list(rows.select_related("to_officer").order_by("next_attempt_at", "id")[:limit])


def known(rows: QuerySet[OutboxMessage], unseen: QuerySet[Any] | None) -> QuerySet[OutboxMessage]:
    """Leave out what the desk must not know of, and messages about the keys in `unseen`."""
    rows = rows.exclude(template__in=UNSEEN)
    if unseen is None:
        return rows
    # Not as one exclusion: a message without a subject is about nothing that must be hidden.
    return rows.filter(Q(subject__isnull=True) | ~Q(subject__in=unseen))
