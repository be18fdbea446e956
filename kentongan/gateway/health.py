"""How the channels stand, for the desk: can they work, what waits, what was given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kentongan.gateway.contract import Channel, Registry
from kentongan.outbox import delivery
from kentongan.outbox.standing import standing
from kentongan.villages.models import Village


@dataclass(frozen=True)
class ChannelReport:
    """One channel as the desk shows it."""

    name: str
    label: str
    ready: bool
    sentence: str
    waiting: int
    oldest: datetime | None
    dead: int


def report(registry: Registry, village: Village, *, unseen: QuerySet[Any] | None = None) -> list[ChannelReport]:
    """Return how every channel that sends stands for a village (two queries per channel).

    `unseen`: keys of what the reader must not know of; messages about it are not counted.
    """
    return [_report(channel, village, unseen) for channel in registry.senders()]


def _report(channel: Channel, village: Village, unseen: QuerySet[Any] | None) -> ChannelReport:
    health = channel.health(village)
    ready, sentence = health.ready, health.sentence
    rest = delivery.resting(village=village, channel=channel.name)
    if ready and rest is not None:
        ready, sentence = False, rest.sentence
    found = standing(village, channel.name, unseen=unseen)
    if not ready and found.waiting:
        sentence += f" {found.waiting} pesan menunggu dan akan dikirim setelah ini beres."
    return ChannelReport(
        name=channel.name,
        label=channel.label,
        ready=ready,
        sentence=sentence,
        waiting=found.waiting,
        oldest=found.oldest,
        dead=found.dead,
    )
