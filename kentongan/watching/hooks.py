"""Webhooks: an observer's address that is told of changes by a signed POST. The secret is shown once, and kept sealed.

How a receiver checks: HMAC-SHA256 with the secret as it was shown, over "<X-Kentongan-Timestamp>.<body>", in hex, must
equal X-Kentongan-Signature; and the time must be near his own.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kentongan.gateway.links import public_url
from kentongan.people.models import Officer
from kentongan.people.record import record
from kentongan.rules.access import Right, check_right
from kentongan.rules.types import Refused
from kentongan.support import outward, sealed_box
from kentongan.villages.models import Village
from kentongan.watching import changes
from kentongan.watching.changes import Told
from kentongan.watching.models import Delivery, Hook, Sending, Watch, What

SIGNATURE: Final = "X-Kentongan-Signature"
TIMESTAMP: Final = "X-Kentongan-Timestamp"
DELIVERY: Final = "X-Kentongan-Delivery"
PER_DELIVERY: Final = 100
SHOWN: Final = 20
SWITCHED_OFF: Final = "Dimatikan oleh pemantau."
_SEALED_FOR: Final = "observer hook"
_LONGEST: Final = 300


@dataclass(frozen=True)
class NewHook:
    """A webhook just set up: the only time its secret can be read."""

    hook: Hook
    secret: str = field(repr=False)


def set_up(*, watch: Watch, by: Officer, url: str, at: datetime) -> NewHook:
    """Tell this address from now on; an earlier one of the watch, and its secret, are replaced.

    The overseers hear of it, and the ledger keeps it: public facts now leave to a machine that was named.

    Raises:
        Refused: `no_right`, `other`, or `url`.
    """
    _own(watch, by)
    url = url.strip()
    if len(url) > _LONGEST or outward.obstacle(url, private=settings.KENTONGAN_WEBHOOK_PRIVATE):
        raise Refused("url", "Tulis alamat lengkap yang diawali https:// atau http://, tanpa nama pengguna dan sandi.")
    secret = f"ktgw_{secrets.token_urlsafe(32)}"
    host = urlsplit(url).hostname or ""
    with transaction.atomic():
        Hook.objects.filter(watch=watch).delete()
        hook = Hook(village=watch.village, watch=watch, url=url, told=changes.newest_key(watch.village), created_at=at)
        hook.secret = seal_secret(hook.id, secret)
        hook.save()
        sentence = f"{by} memasang webhook: perubahan aduan terbitan dikirim otomatis ke {host}."
        record(action="webhook_set", officer=by, by=by, at=at, sentence=sentence, private={"host": host})
    return NewHook(hook, secret)


def switch_off(*, watch: Watch, by: Officer, at: datetime) -> None:
    """Send nothing more, until it is switched on again. Raises Refused (`no_right`, `other`)."""
    _own(watch, by)
    stop(Hook.objects.filter(watch=watch, stopped_at__isnull=True).first(), SWITCHED_OFF, at)


def switch_on(*, watch: Watch, by: Officer) -> None:
    """Send again; what changed while it stood is not made up for. Raises Refused (`no_right`, `other`)."""
    _own(watch, by)
    newest = changes.newest_key(watch.village)
    Hook.objects.filter(watch=watch).update(stopped_at=None, stopped_why="", told=newest)


def stop(hook: Hook | None, why: str, at: datetime) -> None:
    """Stop a webhook and what still waits for it."""
    if hook is None:
        return
    with transaction.atomic():
        Hook.objects.filter(pk=hook.pk, stopped_at__isnull=True).update(stopped_at=at, stopped_why=why[:200])
        waiting = Delivery.objects.filter(village=hook.village_id, hook=hook, state=Sending.QUEUED)
        waiting.update(state=Sending.DEAD, settled_at=at)


def try_out(*, watch: Watch, by: Officer, at: datetime) -> None:
    """Queue a message without changes, for the receiver to try his program.

    Raises Refused (`no_right`, `other`, `no_hook` or `waiting`).
    """
    _own(watch, by)
    hook = Hook.objects.filter(watch=watch, stopped_at__isnull=True).first()
    if hook is None:
        raise Refused("no_hook", "Webhook belum dipasang, atau sedang berhenti.")
    if Delivery.objects.filter(village=watch.village_id, hook=hook, state=Sending.QUEUED).exists():
        raise Refused("waiting", "Masih ada kiriman yang menunggu. Tunggu sampai terkirim.")
    Delivery.objects.create(village=watch.village, hook=hook, next_attempt_at=at, queued_at=at)


def of_watch(watch: Watch) -> Hook | None:
    """Return the webhook of a watch (one query)."""
    return Hook.objects.filter(watch=watch).first()


def deliveries(hook: Hook) -> list[Delivery]:
    """Return the newest deliveries (one query)."""
    return list(Delivery.objects.filter(village=hook.village_id, hook=hook).order_by("-id")[:SHOWN])


def body_of(delivery: Delivery, village: Village, told: list[Told]) -> bytes:
    """Write what is sent: public ids and public facts as they stand at this moment, nothing else."""
    content = {
        "village": village.code,
        "watch": delivery.hook.watch.name,
        "delivery": str(delivery.id),
        "test": not delivery.changes,
        "events": [event_of(village, each) for each in told],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def event_of(village: Village, told: Told) -> dict[str, Any]:
    """Write one change for programs; of a case that does not stand any more only its public id is told."""
    change, card = told.change, told.card
    event: dict[str, Any] = {"id": str(change.id), "what": change.what, "case": change.public_id}
    event["day"] = change.day.isoformat()
    if card is None:
        return event | {"what": str(What.TAKEN_OFF)}
    if change.what == What.LATE:
        event["limit"] = change.clock
    return event | case_facts(village, card)


def case_facts(village: Village, card: changes.PublicCard) -> dict[str, Any]:
    """Write a published case for programs."""
    row = card.row
    return {
        "title": card.title,
        "kind": str(row.kind),
        "group": row.group,
        "hamlet": row.hamlet,
        "period": row.period,
        "status": str(row.status),
        "outcome": str(row.outcome) if row.outcome else None,
        "confirmed_solved": row.confirmed_solved,
        "limits": {str(clock.kind): "met" if clock.met else "missed" for clock in row.clocks},
        "url": public_url(village, f"/terbitan/{row.id}/"),
    }


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a body at a Unix time, in hex."""
    return hmac.digest(secret.encode(), f"{timestamp}.".encode() + body, "sha256").hex()


def seal_secret(hook: UUID, secret: str) -> str:
    """Seal a secret for the database."""
    key = settings.KENTONGAN_SECRETS.derive(_SEALED_FOR)
    return base64.b64encode(sealed_box.seal(key, secret.encode(), context=f"{_SEALED_FOR}:{hook}")).decode()


def open_secret(hook: Hook) -> str:
    """Open what `seal_secret` sealed. Raises SealBroken if the secrets file is another one."""
    key = settings.KENTONGAN_SECRETS.derive(_SEALED_FOR)
    return sealed_box.unseal(key, base64.b64decode(hook.secret), context=f"{_SEALED_FOR}:{hook.id}").decode()


def _own(watch: Watch, by: Officer) -> None:
    check_right(by.viewer(), Right.SEE_OBSERVER)
    if watch.observer_id != by.pk:
        raise Refused("other", "Pantauan ini milik orang lain.")
