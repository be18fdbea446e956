"""Who outside of the office watches the village's log."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kentongan.support.ids import uuid7
from kentongan.villages.models.village import Village


class Witness(models.Model):
    """A witness of the village's log: its key, and where it is asked ("" if it comes by itself).

    The last columns are no settings: when it was asked, how many entries it had cosigned then, and what went wrong.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="witnesses")
    name = models.CharField("nama", max_length=120)
    vkey = models.CharField("kunci saksi", max_length=250)
    url = models.CharField("alamat", max_length=300, blank=True)
    active = models.BooleanField("dipakai", default=True)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    known_size = models.BigIntegerField(default=0, editable=False)
    known_origin = models.CharField(max_length=250, blank=True, editable=False)
    trouble = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "vkey"], name="one_witness_per_key"),
            models.CheckConstraint(condition=Q(known_size__gte=0), name="witness_size_is_sane"),
        ]

    def __str__(self) -> str:
        return self.name
