"""What came from an existing register: which file, which row became which case, and what was refused."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kentongan.cases.models.case import Case
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class ImportBatch(models.Model):
    """One run of an import."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    source = models.CharField(max_length=60)  # the mapping's name: rows are told apart within a source
    file_name = models.CharField(max_length=200)
    file_sha256 = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.source} {self.file_name}"


class ImportedRow(models.Model):
    """A row of a source: the case it became, or why it was refused (kept, listed, never dropped)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="imported_rows")
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=120)  # the source's own id, or a digest of the row
    row = models.PositiveIntegerField()
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    # A refused row's cells may name people: they are kept in the vault, this is only the record's id.
    kept = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "source", "key"], name="a_row_becomes_one_case")
        ]

    def __str__(self) -> str:
        return f"{self.source}:{self.key}"
