"""The ledger's tables. Only this room touches them, and the database itself refuses changes (see guards)."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

# What is read back by who watches over the processing of personal data (UU 27/2022 art. 31): few among many entries.
PROCESSING: Final = (
    "identity_opened",
    "identities_opened",
    "correct_identity",
    "register_made",
    "processing_exported",
    "data_restored",
    "data_moved",
    "erase",
    "data_decide",
    "retention_approved",
    "breach_noted",
)


class Head(models.Model):
    """How long a log is and its last chain hash: the row that appenders lock, moved on by the database itself."""

    log = models.UUIDField(primary_key=True)
    size = models.BigIntegerField()
    chain_hash = models.BinaryField()

    class Meta:
        db_table = "ledger_head"

    def __str__(self) -> str:
        return f"{self.log}: {self.size}"


class Entry(models.Model):
    """The bytes of one entry (see form), and the chain hash after it."""

    pk = models.CompositePrimaryKey("log", "index")
    log = models.UUIDField()
    index = models.BigIntegerField()
    entry = models.BinaryField()
    chain_hash = models.BinaryField()

    class Meta:
        db_table = "ledger_entry"
        constraints: ClassVar = [models.CheckConstraint(name="ledger_entry_index", condition=Q(index__gte=0))]

    def __str__(self) -> str:
        return f"{self.log}/{self.index}"


class Content(models.Model):
    """What an entry commits to. The private part can lawfully be erased; the entry and the chain still hold.

    `action` and `subject` repeat what the committed bytes say, for finding; verification compares them.
    """

    pk = models.CompositePrimaryKey("log", "index")
    log = models.UUIDField()
    index = models.BigIntegerField()
    action = models.CharField(max_length=64)
    subject = models.UUIDField(null=True)
    public_salt = models.BinaryField()
    public = models.BinaryField()
    private_salt = models.BinaryField(null=True)
    private = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_content"
        indexes: ClassVar = [
            models.Index(
                fields=["log", "subject", "index"], name="ledger_content_subject", condition=Q(subject__isnull=False)
            ),
            models.Index(fields=["log", "index"], name="ledger_content_erasures", condition=Q(action="private_erased")),
            models.Index(fields=["log", "index"], name="ledger_content_processing", condition=Q(action__in=PROCESSING)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="ledger_content_erased_whole",
                condition=Q(private_salt__isnull=False, private__isnull=False, erased_at__isnull=True)
                | Q(private_salt__isnull=True, private__isnull=True, erased_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.log}/{self.index} {self.action}"
