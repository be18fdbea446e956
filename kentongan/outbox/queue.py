"""Putting a message into the outbox, in the transaction of the action that causes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from kentongan.outbox.models import OutboxMessage
from kentongan.villages.models import Village


def queue(
    *,
    village: Village,
    channel: str,
    template: str,
    dedupe_key: str,
    at: datetime,
    subject: UUID | None = None,
    to_officer: UUID | None = None,
    to_record: UUID | None = None,
    secret: UUID | None = None,
    payload: dict[str, Any] | None = None,
) -> None:
    """Queue one message, once per `dedupe_key`; the recipient is an officer or a record of the vault."""
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                village=village,
                channel=channel,
                template=template,
                dedupe_key=dedupe_key,
                subject=subject,
                to_officer_id=to_officer,
                to_record=to_record,
                secret=secret,
                payload=payload or {},
                queued_at=at,
                next_attempt_at=at,
            )
        ],
        ignore_conflicts=True,
    )
