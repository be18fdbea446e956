"""The vault's tables. Only this room touches them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kentongan.support.ids import uuid7


class SealedRecord(models.Model):
    """An age file. What it holds, and that it belongs to this very row, can be told only by opening it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.UUIDField()
    log = models.UUIDField()
    kind = models.CharField(max_length=32)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "vault_record"

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class NameToken(models.Model):
    """A keyed hash of one word of a reporter's name, or of his telephone number, of this village (`vault.names`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.UUIDField()
    token = models.BinaryField(max_length=16)
    record = models.ForeignKey(SealedRecord, on_delete=models.CASCADE, related_name="+")  # erased with the record

    class Meta:
        db_table = "vault_name_token"
        constraints: ClassVar = [
            # Also the index by which a name is looked up, newest record last.
            models.UniqueConstraint(fields=["village", "token", "record"], name="vault_token_once_per_record")
        ]

    def __str__(self) -> str:
        return f"token of {self.record_id}"


class Opening(models.Model):
    """Somebody (or the service itself, for a notice) read a sealed record: who, when, why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.UUIDField()
    # Not a foreign key: the opening stays on record when a one-time secret is destroyed.
    record = models.UUIDField()
    what = models.CharField(max_length=16)
    by = models.UUIDField(null=True)
    reason = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "vault_opening"
        indexes: ClassVar = [models.Index(fields=["village", "record", "at"], name="vault_opening_of_record")]
        constraints: ClassVar = [
            models.CheckConstraint(name="vault_opening_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="vault_opening_what", condition=Q(what__in=["whole", "contact"])),
            # A contact for a notice is read by the service only; a person always opens the whole, with a reason.
            models.CheckConstraint(name="vault_opening_by_whom", condition=Q(what="whole") | Q(by__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.record} at {self.at}"
