"""Queueing what changed for webhooks, and sending it: claimed one by one, tried again ever more rarely, given up.

A turn lasts TURN at most, so that a receiver who answers slowly holds up nobody; whoever failed in a turn is not asked
again in it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from kentongan.rules.types import Role
from kentongan.support import outward
from kentongan.support.sealed_box import SealBroken
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.watching import changes, hooks
from kentongan.watching.models import Change, Delivery, Hook, Sending

BACK_OFF: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60))
MAX_ATTEMPTS: Final = len(BACK_OFF) + 1
CLAIM: Final = timedelta(minutes=5)
TURN: Final = 20.0  # seconds
SECONDS: Final = 5.0  # for one delivery, all in all
BATCH: Final = 50
KEPT: Final = timedelta(days=30)
GIVEN_UP: Final = f"Berhenti setelah {MAX_ATTEMPTS} kali gagal. Periksa penerimanya, lalu nyalakan lagi."
GONE: Final = "Penerima menjawab bahwa alamat ini tidak dipakai lagi (410)."
UNREADABLE: Final = "Rahasia webhook tidak dapat dibuka. Pasang ulang webhook ini."


def queue_due(village: Village, at: datetime) -> int:
    """Queue for each webhook what changed since it was told last; return how many deliveries there are."""
    queued = 0
    for hook in _running().filter(village=village).select_related("village", "watch__village"):
        rows = changes.since(village, hook.told)
        if not rows:
            continue
        found = changes.matching(hook.watch, rows, today=local_date(village, at))
        keys = [str(each.change.id) for each in found]
        parts = [keys[start : start + hooks.PER_DELIVERY] for start in range(0, len(keys), hooks.PER_DELIVERY)]
        with transaction.atomic():
            Delivery.objects.bulk_create(
                Delivery(village=village, hook=hook, changes=part, next_attempt_at=at, queued_at=at) for part in parts
            )
            Hook.objects.filter(pk=hook.pk).update(told=rows[-1].id)
        queued += len(parts)
    return queued


def send_due(clock: Callable[[], datetime]) -> int:
    """Try what is due, once each; return how many were sent."""
    until, failed, done = time.monotonic() + TURN, set[UUID](), 0
    due = _ready(clock()).order_by("next_attempt_at", "id").values_list("id", "hook")
    for key, hook in list(due[:BATCH]):
        if time.monotonic() > until:
            break
        if hook in failed:
            continue
        delivery = _claim(key, clock())
        if delivery is None:
            continue
        if _deliver(delivery, clock):
            done += 1
        else:
            failed.add(hook)
    return done


def forget_old(at: datetime) -> None:
    """Delete deliveries that were settled long ago."""
    Delivery.objects.filter(settled_at__lt=at - KEPT).delete()


def _running() -> QuerySet[Hook]:
    """Webhooks that are on, of observers who are still some."""
    return Hook.objects.filter(
        stopped_at__isnull=True, watch__observer__is_active=True, watch__observer__roles__role=Role.OBSERVER
    )


def _deliver(delivery: Delivery, clock: Callable[[], datetime]) -> bool:
    """Send one claimed delivery, and note what became of it."""
    hook, village = delivery.hook, delivery.village
    keys = [UUID(key) for key in delivery.changes]
    rows = list(Change.objects.filter(village=village, pk__in=keys).order_by("id"))
    told = changes.told(village, rows, today=local_date(village, clock()))
    body, stamp = hooks.body_of(delivery, village, told), int(clock().timestamp())
    try:
        headers = {
            hooks.SIGNATURE: hooks.sign(hooks.open_secret(hook), stamp, body),
            hooks.TIMESTAMP: str(stamp),
            hooks.DELIVERY: str(delivery.id),
        }
        status = outward.post_json(hook.url, body, headers, seconds=SECONDS, private=settings.KENTONGAN_WEBHOOK_PRIVATE)
    except SealBroken:
        hooks.stop(hook, UNREADABLE, clock())
        _failed(delivery, UNREADABLE, clock(), final=True)
        return False
    except outward.NotReached as problem:
        _failed(delivery, problem.sentence, clock())
        return False
    if 200 <= status < 300:
        _ours(delivery).update(state=Sending.SENT, claimed_until=None, settled_at=clock(), last_error="")
        return True
    if status == 410:
        hooks.stop(hook, GONE, clock())
    _failed(delivery, f"Penerima menjawab dengan status {status}.", clock(), final=status == 410)
    return False


def _failed(delivery: Delivery, sentence: str, at: datetime, *, final: bool = False) -> None:
    if final or delivery.attempts >= MAX_ATTEMPTS:
        _ours(delivery).update(state=Sending.DEAD, claimed_until=None, settled_at=at, last_error=sentence[:200])
        hooks.stop(delivery.hook, GIVEN_UP, at)
        return
    again = at + BACK_OFF[delivery.attempts - 1]
    _ours(delivery).update(state=Sending.QUEUED, claimed_until=None, next_attempt_at=again, last_error=sentence[:200])


def _claim(key: UUID, at: datetime) -> Delivery | None:
    """Take a delivery in hand; None if another process was faster."""
    taken = {"state": Sending.SENDING, "claimed_until": at + CLAIM, "attempts": F("attempts") + 1}
    if not _ready(at).filter(pk=key).update(**taken):
        return None
    row = Delivery.objects.select_related("village", "hook__watch").get(pk=key)
    if row.attempts > MAX_ATTEMPTS:
        _failed(row, "Pengiriman berkali-kali terputus di tengah jalan.", at, final=True)
        return None
    return row


def _ready(at: datetime) -> QuerySet[Delivery]:
    """What may be tried now; a waiting time that cannot be (the clock was wrong for a while) counts as over."""
    waited = Q(next_attempt_at__lte=at) | Q(next_attempt_at__gt=at + 2 * BACK_OFF[-1])
    abandoned = Q(claimed_until__lt=at) | Q(claimed_until__gt=at + 2 * CLAIM)
    rows = Delivery.objects.filter((Q(state=Sending.QUEUED) & waited) | (Q(state=Sending.SENDING) & abandoned))
    return rows.filter(hook__in=_running())


def _ours(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, state=Sending.SENDING, attempts=delivery.attempts)
