"""How far an index that is made in the background has come. These rows belong to the installation, not to a village."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kentongan.support.ids import uuid7


class IndexState(models.Model):
    """One index over all cases, the version it is made in, and how far back it has been made: newest cases first."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    # The last case that was done; null: none yet. Its key is time-ordered, so all newer ones are done, too.
    done_down_to = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["name"], name="one_state_of_an_index")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
