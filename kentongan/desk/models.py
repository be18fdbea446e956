"""What belongs to officers' own way of working at the desk."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class SavedFilter(models.Model):
    """A search and filters kept under a name, by one officer, for himself or for the whole office.

    `query` is what stands in the inbox's address: choices, days and words. A reporter's name is searched elsewhere and
    is in no address.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField("nama", max_length=40)
    query = models.CharField(max_length=800)
    shared = models.BooleanField("untuk seluruh kantor", default=False)
    opens = models.BooleanField("tampil saat meja dibuka", default=False)  # for its owner
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "officer", "name"], name="saved_filter_name_once"),
            models.UniqueConstraint(
                fields=["village", "officer"], name="one_filter_opens_the_desk", condition=Q(opens=True)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["village", "name"], name="saved_filter_shared", condition=Q(shared=True))
        ]

    def __str__(self) -> str:
        return self.name
