"""Emptying the outbox: each waiting message is claimed, addressed, written, handed to its channel and settled.

The address is fetched from the vault at the last moment and lives only in this function's frame. No transaction is
open while the network is waited for. One message's failure never holds up another's; a channel that fails as a whole
is left alone for a while without costing its messages an attempt.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Any
from uuid import UUID

from django.db import transaction

from kentongan.cases.actions import identity
from kentongan.gateway import letters
from kentongan.gateway.contract import Channel, ChannelDown, NotSent, OutgoingMessage, Registry, Undeliverable
from kentongan.outbox import delivery
from kentongan.outbox.models import CODE_REQUEST, OutboxMessage
from kentongan.people.models import Officer
from kentongan.support.faults import describe
from kentongan.vault import door as vault

logger = logging.getLogger(__name__)

BATCH = 50

NO_ADDRESS = "Penerima tidak punya alamat untuk saluran ini."
GONE = "Data penerima tidak dapat dibuka."
NO_CODE = "Kode untuk pesan ini sudah dihapus; pelapor dapat meminta kode baru lagi."
OFFICER_LEFT = "Akun petugas sudah tidak aktif."


@dataclass(frozen=True)
class Dispatched:
    """What one turn did."""

    sent: int = 0
    failed: int = 0
    put_back: int = 0


class _Outcome(Enum):
    SENT = auto()
    FAILED = auto()
    PUT_BACK = auto()


def dispatch(registry: Registry, *, clock: Callable[[], datetime], limit: int = BATCH) -> Dispatched:
    """Try up to `limit` waiting messages once each. `clock` tells the time: a turn may take minutes on a slow line."""
    # Without its settings a channel is not even asked for: its messages stay queued at no cost.
    channels = {channel.name: channel for channel in registry.senders() if channel.available().ready}
    outcomes: Counter[_Outcome] = Counter()
    down: set[tuple[UUID, str]] = set()
    for message_id in delivery.due(clock(), channels=channels, limit=limit):
        message = delivery.claim(message_id, clock())
        if message is None:
            continue
        place = (message.village_id, message.channel)
        if place in down:
            delivery.put_back(message, clock())
            outcome = _Outcome.PUT_BACK
        else:
            outcome = _deliver(message, channels[message.channel], clock)
        if outcome is _Outcome.PUT_BACK:
            down.add(place)
        outcomes[outcome] += 1
    return Dispatched(
        sent=outcomes[_Outcome.SENT], failed=outcomes[_Outcome.FAILED], put_back=outcomes[_Outcome.PUT_BACK]
    )


def _deliver(message: OutboxMessage, channel: Channel, clock: Callable[[], datetime]) -> _Outcome:
    """Send one claimed message and settle it, whatever happens."""
    try:
        health = channel.health(message.village)
        if not health.ready:
            raise ChannelDown(health.sentence)
        if message.template == CODE_REQUEST:
            _answer_request(message, clock())
            delivery.sent(message, clock())
            return _Outcome.SENT
        if delivery.has_newer(message):
            delivery.superseded(message, clock())
            return _Outcome.SENT
        channel.send(_prepare(message, channel, clock()))
    except ChannelDown as error:
        delivery.rest(village=message.village, channel=channel.name, at=clock(), sentence=error.sentence)
        delivery.put_back(message, clock())
        return _Outcome.PUT_BACK
    except NotSent as error:
        delivery.failed(message, clock(), error=error.sentence, final=isinstance(error, Undeliverable))
        return _Outcome.FAILED
    except Exception as error:
        # A poison message. Neither its traceback nor its text may be logged or shown: either could hold an address.
        logger.error("message %s could not be sent: %s", message.id, describe(error))
        delivery.failed(message, clock(), error=f"Kesalahan tak terduga ({type(error).__name__}).")
        return _Outcome.FAILED
    delivery.sent(message, clock())
    delivery.woke(village=message.village, channel=channel.name)
    return _Outcome.SENT


def _answer_request(message: OutboxMessage, at: datetime) -> None:
    """Look whether a request for a new code fits. It came by the outbox so that nobody waits for the answer."""
    with transaction.atomic():
        asked = _secret(message, reason="permintaan kode baru", at=at)
    identity.answer_request(village=message.village, asked=asked, asked_at=message.queued_at, at=at)


def _prepare(message: OutboxMessage, channel: Channel, at: datetime) -> OutgoingMessage:
    """Write the message and fetch its address. Raises Undeliverable when that can never succeed."""
    with transaction.atomic():
        address = _address(message, channel, at)
        code = _code(message, at)
    try:
        letter = letters.write(message.template, village=message.village, payload=message.payload, code=code)
    except (letters.NoSuchLetter, KeyError, ValueError) as error:
        # The error's own text may quote what it could not read; its name is enough to find the fault.
        raise Undeliverable(f"Isi pesan tidak dapat disusun ({type(error).__name__}).") from None
    return OutgoingMessage(
        id=message.id, village=message.village, address=address, subject=letter.subject, body=letter.body
    )


def _address(message: OutboxMessage, channel: Channel, at: datetime) -> str:
    if message.to_officer_id is not None:
        officer = Officer.objects.get(pk=message.to_officer_id)
        if not officer.is_active:
            raise Undeliverable(OFFICER_LEFT)
        found = officer.email if channel.capabilities.address_key == "email" else ""
    else:
        found = _contact(message, at).get(channel.capabilities.address_key, "")
    if not found:
        raise Undeliverable(NO_ADDRESS)
    return found


def _contact(message: OutboxMessage, at: datetime) -> Mapping[str, str]:
    if message.to_record is None:
        return {}
    try:
        purpose = f"surat {message.template}"
        return vault.contact(message.to_record, village=message.village_id, purpose=purpose, at=at)
    except (vault.NoSuchRecord, vault.SealBroken):
        raise Undeliverable(GONE) from None


def _code(message: OutboxMessage, at: datetime) -> str | None:
    if not letters.needs_code(message.template):
        return None
    return str(_secret(message, reason="mengirim kode baru", at=at)["code"])


def _secret(message: OutboxMessage, *, reason: str, at: datetime) -> Mapping[str, Any]:
    if message.secret is None:
        raise Undeliverable(NO_CODE)
    try:
        return vault.open(message.secret, village=message.village_id, by=None, reason=reason, at=at)
    except (vault.NoSuchRecord, vault.SealBroken):
        raise Undeliverable(NO_CODE) from None
