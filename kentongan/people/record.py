"""Every change of an account in two places at once: the ledger, and a notice to the overseers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kentongan.ledger import log as ledger
from kentongan.people.models import Officer, OverseerNotice
from kentongan.support.canonical import Json

BY_COMMAND = "lewat perintah di komputer server"


def record(
    *,
    action: str,
    officer: Officer,
    by: Officer | None,
    at: datetime,
    sentence: str,
    public: Mapping[str, Json] | None = None,
    private: Mapping[str, Json] | None = None,
) -> None:
    """Append one ledger entry about the officer's account and tell the overseers, in the caller's transaction.

    `by` is None when nobody at the desk did it (a command on the server, or the system itself).
    Raises TransactionManagementError outside `transaction.atomic()`.
    """
    ledger.append(
        log=officer.village.log,
        action=action,
        subject=officer.id,
        actor=by.id if by else None,
        public=public or {},
        private=private or {},
        at=at,
    )
    OverseerNotice.objects.create(village=officer.village, action=action, sentence=sentence, at=at)


def who(by: Officer | None) -> str:
    """Say who did it: "oleh Siti (Kasi Pelayanan)", or that it was a command."""
    return f"oleh {by}" if by else BY_COMMAND
