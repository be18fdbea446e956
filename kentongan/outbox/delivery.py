"""Taking a message in hand, and writing down what became of it.

A message is claimed by one conditional update, so of several dispatchers one wins. A dispatcher that dies holds its
claim for CLAIM and no longer; then the message is tried again. A waiting time that cannot be (the clock was wrong for
a while and is right again) counts as over.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from kentongan.outbox.models import ChannelRest, OutboxMessage, State
from kentongan.outbox.standing import known
from kentongan.vault import door as vault
from kentongan.villages.models import Village

CLAIM = timedelta(minutes=5)
# Waiting after the first, second, … failed attempt; after one more the message is given up. Some 22 hours in all.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60))
MAX_ATTEMPTS = len(BACK_OFF) + 1
# How long a channel that failed as a whole is left alone, after the first, second, … failure in a row.
RESTS = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30))

BROKE_OFF = "Pengiriman berkali-kali terputus di tengah jalan."


def due(at: datetime, *, channels: Collection[str], limit: int) -> list[UUID]:
    """Return the messages to try now by these channels, the longest waiting first (one query)."""
    if not channels:
        return []
    resting = _resting(at).filter(village=OuterRef("village"), channel=OuterRef("channel"))
    found = _ready(at).filter(~Exists(resting), channel__in=channels).order_by("next_attempt_at", "id")
    return list(found.values_list("id", flat=True)[:limit])


def claim(message: UUID, at: datetime) -> OutboxMessage | None:
    """Take one message in hand until `at` + CLAIM; None if another dispatcher was faster.

    The attempt counts from here, so that a message which kills its dispatcher is given up in the end, too.
    """
    ready = _ready(at).filter(pk=message)
    if not ready.update(state=State.SENDING, claimed_until=at + CLAIM, attempts=F("attempts") + 1):
        return None
    row = OutboxMessage.objects.select_related("village").get(pk=message)
    if row.attempts > MAX_ATTEMPTS:
        _settle(row, State.DEAD, at, error=BROKE_OFF)
        return None
    return row


def sent(message: OutboxMessage, at: datetime) -> bool:
    """Note that a claimed message was handed over; its one-time secret is destroyed in the same transaction.

    False if the claim had run out and the message is no longer ours.
    """
    return _settle(message, State.SENT, at)


def superseded(message: OutboxMessage, at: datetime) -> bool:
    """Note that a claimed message need not be sent, because a newer one says the same."""
    return _settle(message, State.SUPERSEDED, at)


def failed(message: OutboxMessage, at: datetime, *, error: str, final: bool = False) -> bool:
    """Note a failed attempt: tried again later, or given up (`final`, or too many attempts).

    `error` is shown at the desk: it must hold no address.
    """
    if final or message.attempts >= MAX_ATTEMPTS:
        return _settle(message, State.DEAD, at, error=error)
    again = at + BACK_OFF[message.attempts - 1]
    return bool(
        _ours(message).update(state=State.QUEUED, claimed_until=None, next_attempt_at=again, last_error=error[:300])
    )


def put_back(message: OutboxMessage, at: datetime) -> bool:
    """Put a claimed message back untried: the channel is down, and that is not the message's fault."""
    return bool(
        _ours(message).update(state=State.QUEUED, claimed_until=None, next_attempt_at=at, attempts=F("attempts") - 1)
    )


def try_again(message: UUID, *, village: Village, at: datetime, unseen: QuerySet[Any] | None = None) -> bool:
    """Let a message that was given up start anew (from the desk). False if it is not one of the village's dead ones.

    `unseen`: keys of what this officer must not know of; a message about it is then as if it did not exist.
    """
    dead = known(OutboxMessage.objects.filter(pk=message, village=village, state=State.DEAD), unseen)
    return bool(dead.update(state=State.QUEUED, attempts=0, next_attempt_at=at, settled_at=None))


def has_newer(message: OutboxMessage) -> bool:
    """Tell whether a later message of the same kind about the same case waits for the same recipient."""
    if message.subject is None:
        return False
    return OutboxMessage.objects.filter(
        village=message.village_id,
        subject=message.subject,
        template=message.template,
        channel=message.channel,
        to_officer=message.to_officer_id,
        to_record=message.to_record,
        state=State.QUEUED,
        id__gt=message.id,  # identifiers sort by time
    ).exists()


def rest(*, village: Village, channel: str, at: datetime, sentence: str) -> None:
    """Leave a channel of a village alone for a while, longer after each failure in a row."""
    with transaction.atomic():
        row, created = ChannelRest.objects.select_for_update().get_or_create(
            village=village,
            channel=channel,
            defaults={"since": at, "until": at + RESTS[0], "sentence": sentence[:300]},
        )
        if not created:
            row.failures = min(row.failures + 1, len(RESTS))
            row.until = at + RESTS[row.failures - 1]
            row.sentence = sentence[:300]
            row.save()


def woke(*, village: Village, channel: str) -> None:
    """Note that a channel works (again)."""
    ChannelRest.objects.filter(village=village, channel=channel).delete()


def resting(*, village: Village, channel: str) -> ChannelRest | None:
    """Return what is known of a channel that failed and has not worked since."""
    return ChannelRest.objects.filter(village=village, channel=channel).first()


def _ready(at: datetime) -> QuerySet[OutboxMessage]:
    far = at + 2 * BACK_OFF[-1]
    waited = Q(next_attempt_at__lte=at) | Q(next_attempt_at__gt=far)
    abandoned = Q(claimed_until__lt=at) | Q(claimed_until__gt=at + 2 * CLAIM)
    return OutboxMessage.objects.filter((Q(state=State.QUEUED) & waited) | (Q(state=State.SENDING) & abandoned))


def _resting(at: datetime) -> QuerySet[ChannelRest]:
    return ChannelRest.objects.filter(until__gt=at, until__lte=at + 2 * RESTS[-1])


def _ours(message: OutboxMessage) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        pk=message.pk, state=State.SENDING, claimed_until=message.claimed_until, attempts=message.attempts
    )


def _settle(message: OutboxMessage, state: State, at: datetime, *, error: str = "") -> bool:
    """End a claimed message for good; nothing keeps its one-time secret alive after that."""
    with transaction.atomic():
        if not _ours(message).update(
            state=state, claimed_until=None, settled_at=at, secret=None, last_error=error[:300]
        ):
            return False
        if message.secret is not None:
            vault.destroy(message.secret, village=message.village_id)
    return True
