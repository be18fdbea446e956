"""How an officer works at the desk: morning letter, shortcuts, last visit, and his calendar's secret address."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from kentongan.people.models import DeskHabits, Officer
from kentongan.people.record import record
from kentongan.villages.models import Village

# A visit ends when nothing was looked at for so long; within a visit the row is written at most this often.
VISIT_ENDS_AFTER: Final = timedelta(minutes=30)
NOTED_EVERY: Final = timedelta(minutes=5)
_TOKEN_BYTES: Final = 24


def habits_of(officer: Officer) -> DeskHabits:
    """Return the officer's habits, the usual ones where he set none (no query for who is signed in)."""
    try:
        return officer.habits
    except DeskHabits.DoesNotExist:
        return DeskHabits(village_id=officer.village_id, officer_id=officer.pk)


def change(*, officer: Officer, digest: bool, shortcuts: bool) -> None:
    """Set whether the morning letter comes and whether single letters are shortcuts. No ledger entry: his taste."""
    _set(officer, digest=digest, shortcuts=shortcuts)


def note_visit(officer: Officer, at: datetime) -> datetime | None:
    """Note that he is at the desk; return when his visit before this one ended, None at the first."""
    habits = habits_of(officer)
    last = habits.visited_at
    if last is not None and timedelta() <= at - last < NOTED_EVERY:
        return habits.visited_before_at
    before = last if last is None or at - last >= VISIT_ENDS_AFTER else habits.visited_before_at
    _set(officer, visited_at=at, visited_before_at=before)
    return before


def new_feed(*, officer: Officer, at: datetime) -> str:
    """Make a secret for the address of his calendar; an older one opens nothing any more. It is shown this once.

    One ledger entry (`calendar_address_made`), and the overseers are told.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction.atomic():
        _set(officer, feed_hash=_hash(officer.village, token), feed_made_at=at)
        sentence = f"{officer} membuat alamat rahasia untuk kalender batas waktunya."
        record(action="calendar_address_made", officer=officer, by=officer, at=at, sentence=sentence)
    return token


def revoke_feed(*, officer: Officer, at: datetime) -> bool:
    """Let the address open nothing any more; tell whether there was one (only then it is recorded)."""
    with transaction.atomic():
        had = DeskHabits.objects.filter(officer=officer).exclude(feed_hash="")
        if not had.update(feed_hash="", feed_made_at=None):
            return False
        sentence = f"{officer} mencabut alamat kalender batas waktunya."
        record(action="calendar_address_revoked", officer=officer, by=officer, at=at, sentence=sentence)
    return True


def officer_of_feed(village: Village, token: str) -> Officer | None:
    """Return the active officer whose calendar this secret opens, or None (one query, plus his roles later)."""
    found = (
        DeskHabits.objects.filter(village=village, feed_hash=_hash(village, token), officer__is_active=True)
        .select_related("officer")
        .first()
    )
    if found is None:
        return None
    found.officer.village = village
    return found.officer


def _set(officer: Officer, **values: Any) -> None:
    """Write these habits: one statement, two the first time."""
    mine = DeskHabits.objects.filter(officer=officer)
    if not mine.update(**values):
        # Two windows at once: the second finds the row there.
        fresh = DeskHabits(village_id=officer.village_id, officer_id=officer.pk, **values)
        DeskHabits.objects.bulk_create([fresh], ignore_conflicts=True)


def _hash(village: Village, token: str) -> str:
    digest: bytes = settings.KENTONGAN_SECRETS.keyed_hash("calendar feed", f"{village.id}:{token}")
    return digest.hex()
