"""Messages waiting to be sent, and what became of them.

A row holds no address and no tracking code: the recipient is an officer, or a record of the vault that the dispatcher
asks for the address at the moment of sending.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class State(models.TextChoices):
    """Where a message stands."""

    QUEUED = "queued", "menunggu"
    SENDING = "sending", "sedang dikirim"
    SENT = "sent", "terkirim"
    # A newer message says the same: nobody wants five times "there is news" at once.
    SUPERSEDED = "superseded", "digantikan pesan yang lebih baru"
    DEAD = "dead", "gagal"


WAITING = (State.QUEUED, State.SENDING)
# Somebody asks for a new tracking code, and the mail that brings it. The desk neither lists nor counts them: whoever
# asks in the name of a villager he suspects must not see there that he guessed right.
CODE_REQUEST, NEW_CODE = "code_request", "new_code"
UNSEEN = (CODE_REQUEST, NEW_CODE)


class OutboxMessage(models.Model):
    """One message to one recipient by one channel."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    channel = models.CharField(max_length=20)
    template = models.CharField(max_length=40)
    subject = models.UUIDField(null=True, blank=True)  # the case it is about (opaque)
    to_officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_record = models.UUIDField(null=True, blank=True)  # a vault record whose contact is used
    secret = models.UUIDField(null=True, blank=True)  # a vault record destroyed after sending (a reissued code)
    payload = models.JSONField(default=dict)  # facts the template shows; never identity, never a code
    dedupe_key = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # sent, superseded or given up
    last_error = models.CharField(max_length=300, blank=True)  # for the desk: never an address

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "dedupe_key"], name="one_message_per_reason"),
            models.CheckConstraint(
                condition=Q(to_officer__isnull=False, to_record__isnull=True)
                | Q(to_officer__isnull=True, to_record__isnull=False),
                name="message_has_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(state=State.SENDING, claimed_until__isnull=False)
                | (~Q(state=State.SENDING) & Q(claimed_until__isnull=True)),
                name="message_in_hand_has_a_claim",
            ),
            models.CheckConstraint(
                condition=Q(state__in=WAITING, settled_at__isnull=True)
                | (~Q(state__in=WAITING) & Q(settled_at__isnull=False)),
                name="message_is_settled_whole",
            ),
        ]
        indexes: ClassVar = [
            # Small however long the service runs: only what still waits is in it.
            models.Index(fields=["village", "next_attempt_at"], name="outbox_due", condition=Q(state__in=WAITING)),
            models.Index(fields=["village", "settled_at"], name="outbox_dead", condition=Q(state=State.DEAD)),
            models.Index(fields=["village", "subject"], name="outbox_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"


class ChannelRest(models.Model):
    """A channel that failed as a whole and is left alone for a while, so no message pays with an attempt."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    channel = models.CharField(max_length=20)
    since = models.DateTimeField()
    until = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=1)
    sentence = models.CharField(max_length=300)  # for the desk: never an address

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["village", "channel"], name="one_rest_per_channel")]

    def __str__(self) -> str:
        return f"{self.channel} until {self.until:%Y-%m-%d %H:%M}"
