"""The one-time slip that opens an account: printed, handed over, used once. No mail server is needed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Final

from django.conf import settings

from kentongan.people.models import Officer

VALID_FOR: Final = timedelta(days=7)
# No 0 1 O I L: what is printed small must be read without guessing. 15 symbols of 31 are 74 random bits.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS: Final = 3
_GROUP: Final = 5


@dataclass(frozen=True)
class Slip:
    """A slip just made: the only time its code can be read. `expires_at` is an aware UTC time."""

    officer: Officer
    code: str = field(repr=False)
    expires_at: datetime


def issue(officer: Officer, at: datetime) -> Slip:
    """Give the officer a new slip on this object (the caller saves it); an older one is void."""
    symbols = "".join(secrets.choice(ALPHABET) for _ in range(_GROUPS * _GROUP))
    code = "-".join(symbols[start : start + _GROUP] for start in range(0, len(symbols), _GROUP))
    officer.slip_hash, officer.slip_expires_at = _hash(officer, code), at + VALID_FOR
    return Slip(officer=officer, code=code, expires_at=at + VALID_FOR)


def fits(officer: Officer, code: str) -> bool:
    """Tell whether this is the code of the officer's slip, however it was typed; expired ones fit too."""
    return bool(officer.slip_hash) and compare_digest(officer.slip_hash, _hash(officer, code))


def void(officer: Officer) -> None:
    """Take the slip away on this object (the caller saves it)."""
    officer.slip_hash, officer.slip_expires_at = "", None


def _hash(officer: Officer, code: str) -> str:
    symbols = "".join(symbol for symbol in code.upper() if symbol.isalnum())
    digest: bytes = settings.KENTONGAN_SECRETS.keyed_hash("account slip", f"{officer.id}:{symbols}")
    return digest.hex()
