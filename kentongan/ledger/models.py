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


class Node(models.Model):
    """The RFC 6962 hash of the complete subtree over the entries [index·256^level, (index + 1)·256^level).

    Derived from the entries, so that a proof or a tile need not read them all; verification never trusts it.
    """

    pk = models.CompositePrimaryKey("log", "level", "index")
    log = models.UUIDField()
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "ledger_node"
        constraints: ClassVar = [
            models.CheckConstraint(name="ledger_node_place", condition=Q(level__gte=1, index__gte=0))
        ]

    def __str__(self) -> str:
        return f"{self.log}/{self.level}/{self.index}"


class Origin(models.Model):
    """Under which name the log is known, fixed when it is opened; a new one after a restore that lost entries.

    `start`: how many entries the log had then. Of the one before it, what was last known: its newest checkpoint
    (`previous`, its size and root); the entries from `lost_from` up to that size are lost.
    """

    pk = models.CompositePrimaryKey("log", "number")
    log = models.UUIDField()
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=300)
    start = models.BigIntegerField()
    previous = models.CharField(max_length=300, blank=True)
    previous_size = models.BigIntegerField(null=True)
    previous_root = models.BinaryField(null=True)
    lost_from = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_origin"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="ledger_origin_names_the_one_before",
                condition=Q(number=1, previous_size__isnull=True, previous_root__isnull=True, lost_from__isnull=True)
                | Q(number__gt=1, previous_size__isnull=False, previous_root__isnull=False, lost_from__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.origin


class LogKey(models.Model):
    """A key under which an origin's checkpoints are signed: its public half only.

    `until`: a key that was followed by another signs beside it until then, so that who knows only the old one has time
    to learn of the new one. Null: the newest.
    """

    pk = models.CompositePrimaryKey("log", "number", "generation")
    log = models.UUIDField()
    number = models.PositiveIntegerField()
    generation = models.PositiveIntegerField()
    vkey = models.CharField(max_length=400)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_key"

    def __str__(self) -> str:
        return self.vkey


class Checkpoint(models.Model):
    """A signed tree head of one slot, as it was published; cosignatures stand apart."""

    pk = models.CompositePrimaryKey("log", "number", "slot")
    log = models.UUIDField()
    number = models.PositiveIntegerField()
    slot = models.DateTimeField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.TextField()

    class Meta:
        db_table = "ledger_checkpoint"
        indexes: ClassVar = [models.Index(fields=["log", "number", "size", "slot"], name="ledger_checkpoint_size")]

    def __str__(self) -> str:
        return f"{self.log}/{self.number} {self.slot:%Y-%m-%d %H:%M}: {self.size}"


class Cosignature(models.Model):
    """A witness's line under a checkpoint (C2SP tlog-cosignature), and when the witness says that it saw it."""

    pk = models.CompositePrimaryKey("log", "number", "slot", "key")
    log = models.UUIDField()
    number = models.PositiveIntegerField()
    slot = models.DateTimeField()
    key = models.CharField(max_length=400)  # the witness's name and key id: name+hash8hex
    line = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_cosignature"

    def __str__(self) -> str:
        return f"{self.key} {self.at:%Y-%m-%d %H:%M}"
