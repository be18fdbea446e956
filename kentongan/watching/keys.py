"""Keys with which observers' programs read: made by himself, shown once, revoked at any time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kentongan.people.models import Officer
from kentongan.people.record import record
from kentongan.rules.access import Right, check_right, has_right
from kentongan.rules.types import Refused
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.watching.models import ObserverKey

MOST: Final = 5
_SIGN: Final = "ktgo"  # says what was found, to whoever finds one where it should not lie


@dataclass(frozen=True)
class NewKey:
    """A key just made: the only time it can be read."""

    row: ObserverKey
    key: str = field(repr=False)


def of_observer(observer: Officer) -> list[ObserverKey]:
    """Return an observer's keys, revoked ones too, the newest first (one query)."""
    return list(ObserverKey.objects.filter(village=observer.village_id, observer=observer)[:50])


def make(*, by: Officer, name: str, at: datetime) -> NewKey:
    """Make a key. Raises Refused: `no_right`, `name` or `too_many`."""
    check_right(by.viewer(), Right.SEE_OBSERVER)
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise Refused("name", "Beri kunci ini nama, paling panjang 60 huruf, misalnya nama programnya.")
    prefix, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=by.pk)
        if ObserverKey.objects.filter(village=by.village_id, observer=by, revoked_at=None).count() >= MOST:
            raise Refused("too_many", f"Sudah ada {MOST} kunci yang berlaku. Cabut salah satu dulu.")
        row = ObserverKey.objects.create(
            village=by.village, observer=by, name=name, prefix=prefix, secret_hash=_hash(secret), created_at=at
        )
        record(action="observer_key_made", officer=by, by=by, at=at, sentence=f"{by} membuat kunci API untuk membaca.")
    return NewKey(row, f"{_SIGN}_{prefix}_{secret}")


def revoke(*, key: UUID, by: Officer, at: datetime) -> bool:
    """Let a key of his own open nothing any more; False if he has no such key that is valid."""
    mine = ObserverKey.objects.filter(village=by.village_id, observer=by, pk=key, revoked_at=None)
    return bool(mine.update(revoked_at=at))


def holder_of(key: str, *, village: Village, at: datetime) -> Officer | None:
    """Return the observer whose valid key this is, and note the day (one query; a statement on a day's first use)."""
    sign, _, rest = key.strip().partition("_")
    prefix, _, secret = rest.partition("_")
    if sign != _SIGN or not prefix or not secret or len(key) > 200:
        return None
    rows = ObserverKey.objects.filter(village=village, prefix=prefix, revoked_at=None, observer__is_active=True)
    row = rows.select_related("observer").first()
    if row is None or not hmac.compare_digest(row.secret_hash, _hash(secret)):
        return None
    observer = row.observer
    observer.village = village
    if not has_right(observer.viewer(), Right.SEE_OBSERVER):
        return None
    today = local_date(village, at)
    if row.last_used_on != today:
        unused = ObserverKey.objects.filter(pk=row.pk).filter(Q(last_used_on=None) | Q(last_used_on__lt=today))
        unused.update(last_used_on=today)
    return observer


def _hash(secret: str) -> str:
    """32 random bytes cannot be guessed, so nothing slower than SHA-256 is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
