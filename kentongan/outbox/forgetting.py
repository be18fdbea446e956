"""What the outbox forgets of a case whose contents are erased: facts of its messages; what still waits is not sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kentongan.outbox.models import WAITING, OutboxMessage, State


def forget_case(village: UUID, case: UUID, *, at: datetime) -> frozenset[UUID]:
    """Empty a case's messages, call off those that wait, and return the records of secrets they would have used."""
    mine = OutboxMessage.objects.filter(village=village, subject=case)
    secrets = frozenset(
        secret for secret in mine.filter(secret__isnull=False).values_list("secret", flat=True) if secret is not None
    )
    mine.filter(state__in=WAITING).update(state=State.SUPERSEDED, settled_at=at, claimed_until=None)
    mine.update(payload={}, last_error="", secret=None)
    return secrets
