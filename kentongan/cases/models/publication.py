"""What was prepared for publication: texts and pictures without anybody's private facts. Nothing here is public yet."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from kentongan.cases.models.case import Case
from kentongan.documents.models import Document
from kentongan.rules.publication import PictureStage
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class PublicVersion(models.Model):
    """One part of a case as it may be read in public, in one version. Rows are only ever added.

    An empty text: this part is not to be published. Of what is hidden only kinds and counts are kept; of the original
    only a keyed mark, by which a later change of it is noticed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="public_versions")
    version = models.PositiveIntegerField()
    part = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    hidden = models.JSONField(default=dict, blank=True)  # kind → how often
    source_mark = models.CharField(max_length=64, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["version", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "case", "version", "part"], name="public_part_once_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.part} ({self.version})"


class PublicPicture(models.Model):
    """A copy of a picture with regions painted over; the newest one of an original counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="public_pictures")
    original = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="public_picture")
    regions = models.PositiveSmallIntegerField()
    # Whether it shows how it was or what was done; neither: it is not shown in public.
    stage = models.CharField("menunjukkan", max_length=6, choices=PictureStage.choices(), blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        indexes: ClassVar = [models.Index(fields=["village", "case", "made_at"], name="public_picture_of_case")]

    def __str__(self) -> str:
        return str(self.id)
