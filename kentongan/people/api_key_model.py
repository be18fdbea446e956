"""A program's key with which it lodges complaints: who answers for it, never the secret itself."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class ApiKey(models.Model):
    """One key. It belongs to an officer or to a body outside, never to nobody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    # SHA-256 of 256 random bits: nothing to guess, so nothing slow is needed.
    secret_hash = models.CharField(max_length=64, editable=False)
    label = models.CharField("nama", max_length=80)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.CharField("lembaga", max_length=120, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True)  # the day only: the hour would tell who reported when
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "secret_hash"], name="api_key_once"),
            models.CheckConstraint(
                condition=Q(officer__isnull=False, body="") | (Q(officer__isnull=True) & ~Q(body="")),
                name="api_key_belongs_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def owner(self) -> str:
        """Who answers for it."""
        return str(self.officer) if self.officer else self.body
