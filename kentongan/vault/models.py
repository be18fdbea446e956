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
    # The key of the case to which it is sealed; null: sealed to the installation's own key.
    case_key = models.ForeignKey("CaseKey", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        db_table = "vault_record"
        indexes: ClassVar = [
            models.Index(fields=["case_key"], name="vault_record_of_key", condition=Q(case_key__isnull=False))
        ]

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


class HolderKey(models.Model):
    """An officer's own key. The secret half is an age file that only his passphrase opens (`vault.holders`).

    A lost or given-up key is retired, never deleted: what was sealed to it stays explainable.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.UUIDField()
    officer = models.UUIDField()
    recipient = models.CharField(max_length=80)  # age1…
    wrapped = models.BinaryField()  # the secret key, as an age file for the key that the passphrase gives
    # Argon2id: {"salt": hex, "time": passes, "memory": KiB, "lanes": n}
    kdf = models.JSONField()
    created_at = models.DateTimeField()
    shares_printed_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    retired_why = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "vault_holder_key"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["village", "officer"], name="vault_one_key_per_officer", condition=Q(retired_at__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_why="")
                | (Q(retired_at__isnull=False) & ~Q(retired_why="")),
                name="vault_retired_key_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"key of {self.officer}"


class Unlocking(models.Model):
    """An officer's key lies open for some minutes: here encrypted, under a random key that only his cookie holds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.UUIDField()
    officer = models.UUIDField()
    key = models.ForeignKey(HolderKey, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "vault_unlocking"
        indexes: ClassVar = [models.Index(fields=["ends_at"], name="vault_unlocking_ends")]

    def __str__(self) -> str:
        return f"{self.officer} until {self.ends_at}"


class CaseKey(models.Model):
    """The data key of one case: everybody may seal to it, and only who holds a wrap of its secret half may open."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.UUIDField()
    case = models.UUIDField()
    recipient = models.CharField(max_length=80)  # age1…
    created_at = models.DateTimeField()
    # Somebody who could open left or was found in conflict: a new key is due as soon as a holder unlocks.
    renewal_due = models.BooleanField(default=False)

    class Meta:
        db_table = "vault_case_key"
        indexes: ClassVar = [models.Index(fields=["village", "case"], name="vault_key_of_case")]

    def __str__(self) -> str:
        return f"key of case {self.case}"


class Wrap(models.Model):
    """The secret half of a case's key, as an age file for one reader: an officer, the reporter's code, or the service.

    The service has one only as long as the case's route has no officer with a key.
    """

    OFFICER, REPORTER, SERVICE = "officer", "reporter", "service"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.UUIDField()
    case_key = models.ForeignKey(CaseKey, on_delete=models.CASCADE, related_name="wraps")  # erased with the key
    reader = models.CharField(max_length=10)
    officer = models.UUIDField(null=True)
    recipient = models.CharField(max_length=80)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "vault_wrap"
        indexes: ClassVar = [models.Index(fields=["village", "officer", "recipient"], name="vault_wraps_of_officer")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case_key", "recipient"], name="vault_wrap_once_per_reader"),
            models.CheckConstraint(
                condition=Q(reader="officer", officer__isnull=False)
                | Q(reader__in=["reporter", "service"], officer__isnull=True),
                name="vault_wrap_names_its_reader",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader} of {self.case_key_id}"
