"""Papers made out of a case, blank forms for days without power, and rungs of lateness that were climbed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kentongan.cases.models.case import Case
from kentongan.cases.models.life import CaseClock
from kentongan.documents.models import Document
from kentongan.rules.types import PaperKind, Rung
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class Paper(models.Model):
    """A numbered paper of a case. The number is taken first, the file follows; a paper is never deleted, only void.

    Neither row nor file ever holds the reporter's identity: a name is put on a paper at the moment it is printed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=30, choices=PaperKind.choices())
    # Papers of restricted cases have numbers of their own, or a gap would betray them.
    series = models.CharField(max_length=10, default="P")
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    number = models.CharField("nomor surat", max_length=80)
    # What the officer filled in, as the paper shows it: text, signatory, parties…
    data = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="paper")
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    void_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        indexes: ClassVar = [models.Index(fields=["village", "case", "made_at"], name="paper_of_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "series", "year", "seq"], name="paper_number_once"),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, void_reason="") | (Q(voided_at__isnull=False) & ~Q(void_reason="")),
                name="void_paper_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class FormBatch(models.Model):
    """A run of blank forms that was printed: their form numbers are not register numbers (those come at recording)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-printed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "year", "first"], name="form_batch_once"),
            models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="form_batch_runs_forward"),
        ]

    def __str__(self) -> str:
        return f"F-{self.first}–{self.last}/{self.year}"


class FormVoid(models.Model):
    """A blank form that was spoiled and will never be recorded: kept and listed, so that no number is unexplained."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    reason = models.CharField("alasan", max_length=300)
    voided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    voided_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["year", "seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "year", "seq"], name="form_void_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="void_form_says_why"),
        ]

    def __str__(self) -> str:
        return f"F-{self.seq}/{self.year}"


class Escalation(models.Model):
    """A rung of the ladder that was climbed for one clock of a case; each at most once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    clock = models.ForeignKey(CaseClock, on_delete=models.PROTECT, related_name="escalations")
    step = models.UUIDField()  # the rule's row as it was
    rung = models.CharField(max_length=20, choices=Rung.choices())
    due_on = models.DateField()  # the day it was measured against: an extension starts the ladder anew
    late = models.BooleanField()
    at = models.DateTimeField()

    # Only for the district head, who has no account: when the report of lateness reached him, as the desk noted it.
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["village", "case", "at"], name="escalation_of_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "clock", "step", "due_on"], name="each_rung_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.rung}"


class LadderMark(models.Model):
    """Which settings the clocks of a village were last looked at with: a changed ladder is climbed from anew."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.OneToOneField(Village, on_delete=models.PROTECT, related_name="+")
    settings_version = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of ladder and calendar

    def __str__(self) -> str:
        return f"{self.village_id} @ {self.settings_version}"
