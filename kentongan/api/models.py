"""What was lodged by which program, so that its token leads to the published case."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kentongan.cases.models import Case
from kentongan.people.models import ApiKey
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class Lodged(models.Model):
    """One lodging of a program. Of the token only a hash is kept: who reads the table cannot use it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "token_hash"], name="lodged_token_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
