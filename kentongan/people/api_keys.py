"""Keys with which programs lodge complaints: made, revoked, checked. The secret is shown once and kept nowhere.

Each making and revoking is one entry of the ledger, and the overseers are told. A key is looked up by the hash of what
was presented; what was presented is in no log, no exception and no message.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from kentongan.ledger import log as ledger
from kentongan.people.models import ApiKey, Officer, OverseerNotice
from kentongan.people.record import who
from kentongan.rules.access import Right, check_right
from kentongan.rules.types import Refused
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

MADE: Final = "api_key_made"
REVOKED: Final = "api_key_revoked"
MOST: Final = 100  # that open something, in one village
PREFIX: Final = "ktg_"  # so that scanners of code and chats recognise one that was left lying about
_BYTES: Final = 32
_LONGEST: Final = 200


@dataclass(frozen=True, repr=False)
class NewKey:
    """A key just made; the secret exists only here (hence no repr)."""

    key: ApiKey
    secret: str


def make(
    *,
    village: Village,
    by: Officer,
    at: datetime,
    label: str,
    officer: Officer | None = None,
    body: str = "",
) -> NewKey:
    """Make a key for an officer or for a body outside, never for both.

    Raises:
        Refused: `no_right`, `other_village`, `no_owner`, `no_label`, or there are `too_many`.
    """
    check_right(by.viewer(), Right.MANAGE_SETTINGS)
    if by.village_id != village.pk or (officer is not None and officer.village_id != village.pk):
        raise Refused("other_village", "Petugas ini bukan dari desa ini.")
    label, body = label.strip(), body.strip()
    if (officer is None) == (not body):
        raise Refused("no_owner", "Pilih petugas pemilik kunci, atau tulis nama lembaganya: salah satu saja.")
    if not label:
        raise Refused("no_label", "Beri kunci ini nama, supaya kelak dikenali.")
    secret = PREFIX + secrets.token_urlsafe(_BYTES)
    with transaction.atomic():
        if _alive(village).count() >= MOST:
            raise Refused("too_many", "Sudah ada 100 kunci yang berlaku. Cabut dulu yang tidak dipakai lagi.")
        key = ApiKey.objects.create(
            village=village,
            secret_hash=_hash(secret),
            label=label,
            officer=officer,
            body=body,
            made_by=by,
            made_at=at,
        )
        _note(key, MADE, by, at, f"Kunci program “{label}” untuk {key.owner} dibuat {who(by)}.")
    return NewKey(key, secret)


def revoke(*, key: ApiKey, by: Officer, at: datetime) -> ApiKey:
    """Let a key open nothing any more. Its owner may, and who manages the settings.

    Raises:
        Refused: `no_right`, `other_village`, or it was revoked before (`revoked_before`).
    """
    if key.officer_id != by.pk:
        check_right(by.viewer(), Right.MANAGE_SETTINGS)
    if by.village_id != key.village_id:
        raise Refused("other_village", "Kunci ini bukan dari desa ini.")
    with transaction.atomic():
        if not ApiKey.objects.filter(village=key.village_id, pk=key.pk, revoked_at=None).update(revoked_at=at):
            raise Refused("revoked_before", "Kunci ini sudah dicabut.")
        key.revoked_at = at
        _note(key, REVOKED, by, at, f"Kunci program “{key.label}” untuk {key.owner} dicabut {who(by)}.")
    return key


def check(village: Village, presented: str, at: datetime) -> ApiKey | None:
    """Return the key that was presented if it opens this village, else None (one query).

    The first use of a day notes the day, by a statement of its own; nothing finer is kept.
    """
    if not presented or len(presented) > _LONGEST or not presented.startswith(PREFIX):
        return None
    key = _alive(village).filter(secret_hash=_hash(presented)).select_related("officer").first()
    if key is None:
        return None
    today = local_date(village, at)
    if key.last_used_on != today:
        ApiKey.objects.filter(village=village, pk=key.pk).update(last_used_on=today)
        key.last_used_on = today
    key.village = village
    return key


def of_village(village: Village) -> tuple[list[ApiKey], list[ApiKey]]:
    """Return the keys that open something, newest first, and the last ones revoked (two queries)."""
    found = ApiKey.objects.filter(village=village).select_related("officer")
    alive = list(found.filter(revoked_at=None).order_by("-made_at", "-id")[:MOST])
    return alive, list(found.exclude(revoked_at=None).order_by("-revoked_at", "-id")[:20])


def _alive(village: Village) -> QuerySet[ApiKey]:
    """Keys that open something: not revoked, and their officer still works here."""
    mine = Q(officer__isnull=True) | Q(officer__is_active=True)
    return ApiKey.objects.filter(mine, village=village, revoked_at=None)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _note(key: ApiKey, action: str, by: Officer, at: datetime, sentence: str) -> None:
    ledger.append(
        log=by.village.log,
        action=action,
        subject=key.pk,
        actor=by.pk,
        public={},
        private={"officer": str(key.officer_id) if key.officer_id else None},
        at=at,
    )
    OverseerNotice.objects.create(village_id=key.village_id, action=action, sentence=sentence[:800], at=at)
