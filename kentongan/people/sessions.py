"""An officer's sessions: on which devices he is signed in, since when, and how to end one.

Django keeps the sessions themselves; ours is a small row beside each, tied to it by the keyed hash of its key. A
session is ended by deleting it: the very next request is a stranger's, and no request has to ask anything for that.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction

from kentongan.people import history
from kentongan.people.models import Officer, OfficerSession, SignInKind
from kentongan.people.record import record, who
from kentongan.rules.types import Refused

# Seen to the hour: more would be a diary of when he works.
NOTED_EVERY: Final = timedelta(hours=1)
_NOTED: Final = "sesi_dicatat"  # in the session: when its row was last written, seconds


@dataclass(frozen=True)
class Seen:
    """One session as its owner sees it. `seen_at` is true to the hour."""

    id: UUID
    device: str
    since: datetime
    seen_at: datetime
    this: bool


def note_seen(*, officer: Officer, session: SessionBase, device: str, at: datetime) -> None:
    """Note that a session is in use: nothing within the hour, then one statement (two the first time)."""
    noted = session.get(_NOTED)
    stamp = int(at.timestamp())
    if isinstance(noted, int) and 0 <= stamp - noted < NOTED_EVERY.total_seconds():
        return
    if not session.session_key:
        return
    key_hash = _hash(session.session_key)
    hour = at.replace(minute=0, second=0, microsecond=0)
    mine = OfficerSession.objects.filter(village_id=officer.village_id, key_hash=key_hash)
    if not mine.update(seen_at=hour, officer=officer):
        row = OfficerSession(
            village_id=officer.village_id, officer=officer, key_hash=key_hash, device=device, since=at, seen_at=hour
        )
        OfficerSession.objects.bulk_create([row], ignore_conflicts=True)  # two requests at once
    session[_NOTED] = stamp


def has_moved(*, officer: Officer, old_key: str | None, session: SessionBase) -> None:
    """Let the row follow a session that got a new key (after a new password)."""
    if old_key and session.session_key:
        mine = OfficerSession.objects.filter(village_id=officer.village_id, key_hash=_hash(old_key))
        mine.update(key_hash=_hash(session.session_key))


def of_officer(officer: Officer, *, current: str | None, at: datetime) -> list[Seen]:
    """Return his sessions that are still alive, this one first. `current`: the key of the session that asks.

    Two queries, and a hash for every living session of the installation: 10,000 of them take some 20 ms.
    """
    rows = list(OfficerSession.objects.filter(village_id=officer.village_id, officer=officer))
    living = _living({row.key_hash for row in rows}, at)
    this = _hash(current) if current else ""
    found = [
        Seen(row.id, row.device, row.since, seen_at=max(row.seen_at, row.since), this=row.key_hash == this)
        for row in rows
        if row.key_hash in living
    ]
    return sorted(found, key=lambda seen: not seen.this)


def end(*, officer: Officer, session_id: UUID, at: datetime) -> None:
    """End one of his sessions; it is dead at once. Raises Refused (`gone`) if it has ended already."""
    with transaction.atomic():
        rows = OfficerSession.objects.filter(village_id=officer.village_id, officer=officer, pk=session_id)
        if not _kill(rows, at):
            raise Refused("gone", "Sesi itu sudah berakhir.")
        history.note(officer, SignInKind.SESSION_ENDED, at=at)


def end_others(*, officer: Officer, current: str | None, at: datetime) -> int:
    """End all his sessions but the one with the key `current`; return how many there were."""
    with transaction.atomic():
        rows = OfficerSession.objects.filter(village_id=officer.village_id, officer=officer)
        count = _kill(rows.exclude(key_hash=_hash(current)) if current else rows, at)
        if count:
            history.note(officer, SignInKind.SESSION_ENDED, at=at)
    return count


def end_all(*, officer: Officer, at: datetime, by: Officer | None) -> int:
    """End every session of an officer in his stead (`kentongan user sessions end`); return how many there were.

    Also one that has no row yet dies: the officer's session round is counted up. One ledger entry, and the overseers
    are told.
    """
    with transaction.atomic():
        count = drop(officer, at=at)
        current = Officer.objects.select_for_update().get(pk=officer.pk)
        current.session_round += 1
        current.save(update_fields=["session_round"])
        history.note(officer, SignInKind.SESSION_ENDED, at=at)
        sentence = f"Semua sesi {officer} diakhiri {who(by)}."
        record(action="sessions_ended", officer=officer, by=by, at=at, sentence=sentence)
    return count


def drop(officer: Officer, *, at: datetime) -> int:
    """Delete every session of an officer, in the caller's transaction; recording it is the caller's."""
    return _kill(OfficerSession.objects.filter(village_id=officer.village_id, officer=officer), at)


def forget(session_key: str | None) -> None:
    """Delete the row of a session that was just signed out."""
    if session_key:
        OfficerSession.objects.filter(key_hash=_hash(session_key)).delete()


def forget_old(*, at: datetime) -> None:
    """Delete rows whose session cannot live any more."""
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    old = dict(OfficerSession.objects.filter(seen_at__lt=at - longest).values_list("key_hash", "pk"))
    living = _living(set(old), at)
    OfficerSession.objects.filter(pk__in=[pk for key_hash, pk in old.items() if key_hash not in living]).delete()


def _kill(rows: Iterable[OfficerSession], at: datetime) -> int:
    """Delete these rows and their sessions; return how many of these were alive."""
    found = list(rows)
    living = _living({row.key_hash for row in found}, at)
    Session.objects.filter(session_key__in=living.values()).delete()
    OfficerSession.objects.filter(pk__in=[row.pk for row in found]).delete()
    return len(living)


def _living(hashes: set[str], at: datetime) -> dict[str, str]:
    """Return which of these hashes belong to living sessions, with their keys."""
    if not hashes:
        return {}
    secret = _secret()  # derived once: it costs more than a hash
    keys = Session.objects.filter(expire_date__gt=at).values_list("session_key", flat=True)
    return {key_hash: key for key in keys.iterator() if (key_hash := _hash(key, secret)) in hashes}


def _secret() -> bytes:
    secret: bytes = settings.KENTONGAN_SECRETS.derive("officer session")
    return secret


def _hash(session_key: str, secret: bytes | None = None) -> str:
    return hmac.digest(secret or _secret(), session_key.encode(), "sha256").hex()
