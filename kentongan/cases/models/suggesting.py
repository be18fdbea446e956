"""What a village's suggestions were learnt from its verified cases: sums of hashed features, no words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class LearntModel(models.Model):
    """The village's model (rules.suggesting), and how much of its log was there when it was learnt.

    `forgotten` counts up whenever something that may have been learnt from is erased or restricted: what was being
    learnt meanwhile is then not stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, db_index=False)
    forgotten = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)
    learnt_at = models.DateTimeField(null=True)
    entries = models.PositiveBigIntegerField(default=0)
    cases = models.PositiveIntegerField(default=0)
    # {"categories": [their keys, in the order of the labels]}
    labels = models.JSONField(default=dict)
    categories = models.BinaryField(null=True, editable=False)
    urgency = models.BinaryField(null=True, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["village"], name="one_learnt_model_of_a_village")]

    def __str__(self) -> str:
        return f"{self.village_id}: {self.cases}"
