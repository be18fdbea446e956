"""Five wrong tries in a row lock an account name (or an officer's key): 15 minutes, then twice as long, up to a day.

What is locked is the name, not the account: a name nobody has locks in the same way, so that the lock betrays nothing.
No address is kept. A try is counted before it is checked, so that a hundred tries at once are not a hundred chances,
and the slow hash is computed outside every transaction, so that nobody who complains has to wait for it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from kentongan.people import history
from kentongan.people.models import Officer, SignInKind, SignInTries
from kentongan.people.record import record
from kentongan.rules.types import Refused
from kentongan.ui.words import say_moment
from kentongan.villages.models import Village

LIMIT: Final = 5
FIRST_LOCK: Final = timedelta(minutes=15)
LONGEST_LOCK: Final = timedelta(days=1)
FORGOTTEN_AFTER: Final = timedelta(days=2)


class Gate(StrEnum):
    """What is tried: each has its own count, so that guessing at one does not close the other."""

    SIGN_IN = "sign_in"
    SLIP = "slip"
    KEY = "key"  # the passphrase of the officer's own key (vault.holders); no administrator opens this lock


OF_ACCOUNTS: Final = (Gate.SIGN_IN, Gate.SLIP)


@dataclass(frozen=True)
class Attempt:
    """A try that was counted and is now being checked."""

    row: UUID
    village: Village
    username: str
    gate: Gate


def tidy_username(text: str) -> str:
    """Return an account name as it is stored: trimmed, lower case, compatibility forms folded."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def begin(*, village: Village, username: str, gate: Gate, at: datetime) -> Attempt:
    """Count a try before it is checked; end it with `wrong()` or `right()`.

    Raises:
        Refused: `locked`, while the name is locked (the try is then not counted).
    """
    username = tidy_username(username)
    locked_until = None
    with transaction.atomic():
        row = _locked_row(village, username, gate, at)
        if row.locked_until and row.locked_until > at:
            locked_until = row.locked_until
        elif row.failed >= LIMIT:
            # As many tries as there are chances are being checked right now (or the power failed meanwhile).
            locked_until = _lock(row, village, username, gate, at)
        else:
            row.failed += 1
            row.last_at = at
            row.save(update_fields=["failed", "last_at"])
    # Raised after the commit: a lock must outlive the request that is refused by it.
    if locked_until:
        raise locked(village, locked_until, gate)
    return Attempt(row=row.id, village=village, username=username, gate=gate)


def wrong(
    attempt: Attempt,
    *,
    at: datetime,
    officer: Officer | None = None,
    kind: SignInKind = SignInKind.WRONG_PASSWORD,
    device: str = "",
) -> datetime | None:
    """End a try that was wrong; return until when the name is locked now, if it is.

    `officer`: whose name it is, if anybody's; it goes into his history as `kind`. The first to lock an account enters
    it in the ledger and tells the overseers.
    """
    with transaction.atomic():
        # Written for every name, so that a name that nobody has takes as long as one with a history.
        SignInTries.objects.filter(id=attempt.row).update(last_at=at)
        if officer is not None:
            history.note(officer, kind, at=at, device=device)
        row = SignInTries.objects.select_for_update().filter(id=attempt.row).first()
        if row is None:  # unlocked by an administrator in the meantime
            return None
        if row.locked_until and row.locked_until > at:
            return row.locked_until
        return _lock(row, attempt.village, attempt.username, attempt.gate, at) if row.failed >= LIMIT else None


def right(attempt: Attempt) -> None:
    """End a try that was right: it no longer counts. Earlier wrong ones do, until the whole sign-in is done."""
    SignInTries.objects.filter(id=attempt.row, failed__gt=0).update(failed=F("failed") - 1)


def clear(*, village: Village, username: str, gate: Gate | None = None) -> bool:
    """Forget all tries under a name (at one gate, or at those of the account); return whether it was locked."""
    gates = (gate,) if gate else OF_ACCOUNTS
    rows = SignInTries.objects.filter(village=village, name_hash__in=[_hash(village, username, g) for g in gates])
    was_locked = rows.filter(locked_until__isnull=False).exists()
    rows.delete()
    return was_locked


def locked_until(*, village: Village, usernames: list[str], at: datetime) -> dict[str, datetime]:
    """Return which of these names are locked, and until when (one query)."""
    names = {_hash(village, name, gate): name for name in usernames for gate in OF_ACCOUNTS}
    rows = SignInTries.objects.filter(village=village, name_hash__in=list(names), locked_until__gt=at)
    found: dict[str, datetime] = {}
    for name_hash, until in rows.values_list("name_hash", "locked_until"):
        if until is not None:
            name = names[name_hash]
            found[name] = max(until, found.get(name, until))
    return found


def locked(village: Village, until: datetime, gate: Gate = Gate.SIGN_IN) -> Refused:
    """Return the refusal that says until when a name is locked, in the village's time."""
    moment = say_moment(until.astimezone(village.zone))
    if gate is Gate.KEY:
        return Refused(
            "locked",
            f"Kunci Anda terkunci sampai {moment}, karena frasa sandinya beberapa kali salah. "
            "Setelah itu Anda bisa mencoba lagi. Bila frasa sandi hilang, pulihkan kunci dengan dua lembar kunci.",
        )
    return Refused(
        "locked",
        f"Nama akun ini terkunci sampai {moment}, karena beberapa kali dicoba dan salah. "
        "Setelah itu Anda bisa mencoba lagi, atau minta administrator desa membuka kuncinya.",
    )


def _locked_row(village: Village, username: str, gate: Gate, at: datetime) -> SignInTries:
    name_hash = _hash(village, username, gate)
    rows = SignInTries.objects.select_for_update().filter(village=village, name_hash=name_hash)
    row = rows.first()
    if row is None:
        SignInTries.objects.filter(village=village, last_at__lt=at - FORGOTTEN_AFTER).delete()
        SignInTries.objects.bulk_create(
            [SignInTries(village=village, name_hash=name_hash, last_at=at)], ignore_conflicts=True
        )
        row = rows.get()  # of two first tries at once, both see the one row
    return row


def _lock(row: SignInTries, village: Village, username: str, gate: Gate, at: datetime) -> datetime:
    until = at + min(FIRST_LOCK * (1 << min(row.locks, 20)), LONGEST_LOCK)
    row.failed, row.locks, row.locked_until, row.last_at = 0, row.locks + 1, until, at
    row.save(update_fields=["failed", "locks", "locked_until", "last_at"])
    officer = Officer.objects.filter(village=village, username=username).first()
    if officer is not None:
        officer.village = village
        moment = say_moment(until.astimezone(village.zone))
        whose = "Kunci pribadi" if gate is Gate.KEY else "Akun"
        history.note(officer, SignInKind.LOCKED, at=at)
        record(
            action="key_locked" if gate is Gate.KEY else "account_locked",
            officer=officer,
            by=None,
            at=at,
            sentence=f"{whose} {officer} terkunci sampai {moment}: {LIMIT} kali berturut-turut dicoba dan salah.",
            private={"until": until.isoformat()},
        )
    return until


def _hash(village: Village, username: str, gate: Gate) -> str:
    value = f"{gate}:{village.id}:{tidy_username(username)}"
    digest: bytes = settings.KENTONGAN_SECRETS.keyed_hash("sign-in tries", value)
    return digest.hex()
