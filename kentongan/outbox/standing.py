"""How a village's outgoing messages stand: for the desk, `kentongan doctor` and the health page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from kentongan.outbox.models import UNSEEN, WAITING, OutboxMessage, State
from kentongan.villages.models import Village


@dataclass(frozen=True)
class Standing:
    """How many messages wait, since when, and how many were given up."""

    waiting: int
    oldest: datetime | None
    dead: int


def standing(village: Village, channel: str) -> Standing:
    """Return how the messages of one channel stand, but for those the desk must not know of (one query)."""
    rows = OutboxMessage.objects.filter(village=village, channel=channel, state__in=(*WAITING, State.DEAD))
    rows = rows.exclude(template__in=UNSEEN)
    found = rows.aggregate(
        waiting=Count("id", filter=Q(state__in=WAITING)),
        oldest=Min("queued_at", filter=Q(state__in=WAITING)),
        dead=Count("id", filter=Q(state=State.DEAD)),
    )
    return Standing(waiting=found["waiting"], oldest=found["oldest"], dead=found["dead"])


def dead_letters(village: Village, *, limit: int = 50) -> list[OutboxMessage]:
    """Return the newest messages that were given up, of those the desk may know of."""
    dead = OutboxMessage.objects.filter(village=village, state=State.DEAD).exclude(template__in=UNSEEN)
    return list(dead.order_by("-settled_at", "-id")[:limit])


def waiting_letters(village: Village, *, limit: int = 50) -> list[OutboxMessage]:
    """Return the messages that are to go next, of those the desk may know of."""
    rows = OutboxMessage.objects.filter(village=village, state__in=WAITING).exclude(template__in=UNSEEN)
    return list(rows.select_related("to_officer").order_by("next_attempt_at", "id")[:limit])
