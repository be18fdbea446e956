"""Messages in the outbox, about nobody real."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kentongan.outbox.models import OutboxMessage
from kentongan.outbox.queue import queue
from kentongan.people.models import Officer
from kentongan.support.ids import uuid7
from kentongan.vault import door as vault
from kentongan.villages.models import Village
from tests.factories import MONDAY, make_officer, make_village

WARSITI = "warsiti@example.org"


def found(name: str = "Karangbawang", code: str = "33.03.13.2003") -> Village:
    """Return the village, or make it."""
    return Village.objects.filter(code=code).first() or make_village(name, code)


def an_officer(village: Village, email: str = "sari@example.org") -> Officer:
    """Return Sari, with an address."""
    return Officer.objects.filter(village=village, username="sari").first() or make_officer(
        village, "Sari Wulandari", email=email
    )


def sealed(village: Village, *, kind: str = "identity", **data: str) -> UUID:
    """Put something into the vault (inside the test's transaction, or its own)."""
    with transaction.atomic():
        return vault.put(village=village.id, log=village.log, kind=kind, data=data, at=MONDAY)


def put(village: Village, *, at: datetime = MONDAY, key: str = "", **extra: Any) -> OutboxMessage:
    """Queue one piece of news to Warsiti and return its row."""
    key = key or str(uuid7())
    values: dict[str, Any] = {
        "channel": "email",
        "template": "case_news",
        "payload": {"number": "001/ADU/33.03.13.2003/2026", "move": "verify", "status": "verified"},
    } | extra
    if "to_officer" not in values and "to_record" not in values:
        values["to_record"] = sealed(village, name="Warsiti Ningsih", email=WARSITI)
    queue(village=village, dedupe_key=key, at=at, **values)
    return OutboxMessage.objects.get(village=village, dedupe_key=key)
