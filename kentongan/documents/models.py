"""Documents: what is known of a stored file. The bytes lie in the data folder, under the storage key."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kentongan.documents.kinds import DocumentKind, Scan
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class Document(models.Model):
    """One piece of evidence, or a picture of progress, cleaned before it came here.

    `subject` is the opaque id of what it belongs to (a case); null until an action attaches it. Nothing of the
    sender's file name is kept, and `added_by` is an opaque actor id (null: the reporter).

    A sealed document (`sealed_to` is the age key it is sealed to) lies on the disk as age files; `size` is always that
    of the open document, `sha256` that of the bytes on the disk. The original as it was sent, if its sender asked for
    it, always lies sealed (`original_to`). A destroyed document keeps its row, so that the gap can be seen.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=DocumentKind.choices())
    media_type = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    size = models.PositiveIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)  # of the stored bytes, hex
    width = models.PositiveIntegerField(default=0)  # pixels; 0 for what is no picture
    height = models.PositiveIntegerField(default=0)
    has_preview = models.BooleanField(default=False)
    added_by = models.UUIDField(null=True, blank=True)
    added_at = models.DateTimeField()
    storage_key = models.CharField(max_length=200)
    sealed_to = models.CharField(max_length=120, blank=True, default="")  # an age public key; empty: in clear
    original_size = models.PositiveIntegerField(default=0)  # bytes as it was sent; 0: no original is kept
    original_to = models.CharField(max_length=120, blank=True, default="")  # the age public key of the original
    scan = models.CharField(max_length=10, choices=Scan.choices(), blank=True, default="")
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["village", "subject", "added_at", "id"], name="document_of_subject"),
            models.Index(fields=["village", "added_at"], name="document_unattached", condition=Q(subject__isnull=True)),
            models.Index(
                fields=["village", "id"], name="document_to_look_at", condition=Q(scan__in=["pending", "infected"])
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "storage_key"], name="one_document_per_file"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in DocumentKind]), name="document_kind_known"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_not_empty"),
            models.CheckConstraint(
                condition=Q(scan__in=["", *(scan.value for scan in Scan)]), name="document_scan_known"
            ),
            models.CheckConstraint(
                condition=Q(original_size=0, original_to="") | Q(original_size__gt=0) & ~Q(original_to=""),
                name="original_only_sealed",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at__isnull=True) | Q(has_preview=False, original_size=0),
                name="destroyed_means_all_of_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name
