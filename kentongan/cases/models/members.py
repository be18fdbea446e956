"""Who may see a restricted case, who did, and who must not see a case at all."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from kentongan.cases.models.case import Case
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class CaseMember(models.Model):
    """An officer who may see a restricted case: of its route when it came in, let in by one of them, or its handler.

    A later holder of the route is no member of earlier cases by himself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="members")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    # Of the route, with its powers over the case; else only its handler.
    of_route = models.BooleanField(default=True)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # Also the index by which an officer's restricted cases are found.
            models.UniqueConstraint(fields=["village", "officer", "case"], name="case_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.officer_id}"


class CaseReading(models.Model):
    """That an officer opened a restricted case, at most once an hour each. Rows are only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, db_index=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="readings", db_index=False)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    hour = models.DateTimeField()  # the hour in which, in UTC
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "case", "officer", "hour"], name="read_once_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} < {self.officer_id}"


class CaseConflict(models.Model):
    """An officer who must not see this case because it is about him (conflict of interest)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    # Found in the words of the complaint, and not yet judged by anybody.
    presumed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "case", "officer"], name="conflict_once_per_officer")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} × {self.officer_id}"
