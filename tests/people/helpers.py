"""What the tests of accounts need again and again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from kentongan.ledger import log as ledger
from kentongan.people.models import Officer, OverseerNotice
from kentongan.villages.models import Village
from tests.factories import MONDAY

PASSWORD = "sawah hijau 1945"


def with_password(officer: Officer, password: str = PASSWORD) -> Officer:
    """Give somebody a password without the ceremony."""
    officer.set_password(password)
    officer.save()
    return officer


def code_for(secret: str, at: datetime = MONDAY, *, step: int = 0) -> str:
    """Return what an authenticator app shows at a time (`step` periods of 30 seconds later)."""
    return str(format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30 + step)))


def told(village: Village) -> list[str]:
    """Return what the overseers were told, oldest first."""
    return [notice.sentence for notice in OverseerNotice.objects.filter(village=village).order_by("at", "id")]


def entered(officer: Officer) -> list[tuple[str, Any]]:
    """Return what the ledger says about an account: actions and actors, oldest first."""
    return [(entry.action, entry.actor) for entry in ledger.entries_for(officer.id, log=officer.village.log)]
