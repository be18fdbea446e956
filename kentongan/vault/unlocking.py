"""An officer's key lies open for ten minutes: sealed in a row, under a random key that only his cookie holds.

Neither row nor cookie gives the key alone. The row is also bound to the officer's session credentials: a new password,
a reset or the end of his sessions leaves a box that nothing opens.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from kentongan.people.models import Officer
from kentongan.support import age, rows, sealed_box
from kentongan.support.ids import uuid7
from kentongan.vault.keyring import Keyring, ring_of
from kentongan.vault.models import HolderKey, Unlocking

LASTS: Final = timedelta(minutes=10)  # from the unlocking on, whatever is done meanwhile
_KEY_BYTES: Final = 32


@dataclass(frozen=True, repr=False)
class Begun:
    """The value of the cookie (a secret), and until when it is good."""

    cookie: str
    ends_at: datetime


@dataclass(frozen=True, repr=False)
class Unlocked:
    """An officer's opened keys in one request, and until when; None when they are locked."""

    ring: Keyring
    ends_at: datetime | None = None


def begin(identity: str, *, officer: Officer, at: datetime) -> Begun:
    """Let an officer's key lie open for ten minutes, on this browser only. Raises ValueError if it is not his key."""
    key, row_id, ends_at = secrets.token_bytes(_KEY_BYTES), uuid7(), at + LASTS
    holder = HolderKey.objects.filter(
        village=officer.village_id, officer=officer.id, recipient=age.recipient_of(identity), retired_at__isnull=True
    ).first()
    if holder is None:
        raise ValueError("not the present key of this officer")
    row = Unlocking(
        id=row_id,
        village=officer.village_id,
        officer=officer.id,
        key=holder,
        sealed=sealed_box.seal(key, identity.encode(), context=_context(row_id, officer)),
        ends_at=ends_at,
    )
    with transaction.atomic():
        Unlocking.objects.filter(village=officer.village_id, officer=officer.id, ends_at__lte=at).delete()
        rows.insert([row])
    return Begun(f"{row_id.hex}.{base64.urlsafe_b64encode(key).decode()}", ends_at)


def find(cookie: str, *, officer: Officer, at: datetime) -> Unlocked:
    """Return what the cookie opens for this officer: his ring, or a locked one (one query with a cookie, else none)."""
    locked = Unlocked(Keyring({}, officer=officer.id, service=True))
    parts = _read(cookie)
    if parts is None:
        return locked
    row_id, key = parts
    row = Unlocking.objects.filter(
        pk=row_id, village=officer.village_id, officer=officer.id, ends_at__gt=at, key__retired_at__isnull=True
    ).first()
    if row is None:
        return locked
    try:
        identity = sealed_box.unseal(key, bytes(row.sealed), context=_context(row_id, officer)).decode()
    except sealed_box.SealBroken:
        row.delete()  # the officer's password changed, or somebody tries keys
        return locked
    return Unlocked(ring_of(identity, officer=officer.id), row.ends_at)


def ring(cookie: str, *, officer: Officer, at: datetime) -> Keyring:
    """Return the ring of `find`."""
    return find(cookie, officer=officer, at=at).ring


def end(cookie: str, *, officer: Officer) -> None:
    """Lock what this cookie opens."""
    parts = _read(cookie)
    if parts is not None:
        Unlocking.objects.filter(pk=parts[0], village=officer.village_id, officer=officer.id).delete()


def end_all(officer: Officer) -> None:
    """Lock the officer's key on every browser."""
    Unlocking.objects.filter(village=officer.village_id, officer=officer.id).delete()


def purge(at: datetime) -> int:
    """Delete what ran out, in all villages; return how many there were."""
    return Unlocking.objects.filter(ends_at__lte=at).delete()[0]


def _context(row: UUID, officer: Officer) -> str:
    return f"unlocking:{row}:{officer.village_id}:{officer.id}:{officer.get_session_auth_hash()}"


def _read(cookie: str) -> tuple[UUID, bytes] | None:
    row, _, key = cookie.partition(".")
    try:
        parts = UUID(hex=row), base64.b64decode(key, altchars=b"-_", validate=True)
    except (ValueError, binascii.Error):
        return None
    return parts if len(parts[1]) == _KEY_BYTES else None
