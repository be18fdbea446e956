"""Who changed which setting, when, from what to what; so that it can be read and undone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kentongan.support.ids import uuid7
from kentongan.villages.models.village import Village


class SettingsChange(models.Model):
    """One change of one row of the settings. Rows are only ever added; undoing is a change of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=30)
    row = models.UUIDField()  # which row of the area's table
    label = models.CharField(max_length=200)  # what it was about, in words: "Kategori Air bersih"
    # The changed fields only; null: the row was not there before, or is not there afterwards.
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.UUIDField(null=True)  # an officer (opaque), null for the command line and the program itself
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField()
    undoes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["village", "-at", "-id"], name="settings_change_newest"),
            models.Index(fields=["village", "area", "-at", "-id"], name="settings_change_of_area"),
            models.Index(fields=["village", "row", "-at", "-id"], name="settings_change_of_row"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False), name="settings_change_says_something"
            )
        ]

    def __str__(self) -> str:
        return self.label
