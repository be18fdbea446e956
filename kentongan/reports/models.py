"""What the figures remember: how far they have read, what each case counts as, and the sums."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kentongan.cases.models import Case
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class FiguresCursor(models.Model):
    """How far into the village's ledger its figures have been kept up. Its row lock makes one fold at a time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.OneToOneField(Village, on_delete=models.PROTECT, related_name="+")
    next_index = models.BigIntegerField(default=0)
    # Counting anew: entries before this one are about cases that need to be looked at once only.
    anew_until = models.BigIntegerField(default=0)
    # What the stored numbers were made with; when either changes they are made anew.
    version = models.PositiveSmallIntegerField(default=0)
    zone = models.CharField(max_length=40, blank=True)
    folded_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.village_id} → {self.next_index}"


class CountedCase(models.Model):
    """What one case counts as in the sums right now, so that it can be taken out of them again exactly."""

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.PROTECT, related_name="+")
    # Its own index would tempt a database to read the whole village; the one below begins with it.
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", db_index=False)
    facts = models.JSONField()  # a Contribution
    # Late and soon change with the day, without any event: what no longer fits is found by these two.
    due_on = models.DateField(null=True)
    mark = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["village", "mark", "due_on"], name="counted_case_by_mark_due")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.mark}"


class Tally(models.Model):
    """Sums of one month (YYYYMM; 0: of all time) for one value of one dimension; see figures.definitions.

    The first block counts the cases received in the month as they stand now, the second what was done in the month.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", db_index=False)
    period = models.PositiveIntegerField()
    dimension = models.CharField(max_length=12)
    value = models.CharField(max_length=36, blank=True)

    received = models.PositiveIntegerField(default=0)
    open = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    soon = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)
    archived = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    forwarded = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    undated = models.PositiveIntegerField(default=0)

    answers = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    extended = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    closed_in = models.PositiveIntegerField(default=0)
    confirmed_in = models.PositiveIntegerField(default=0)
    satisfied = models.PositiveIntegerField(default=0)
    stars_1 = models.PositiveIntegerField(default=0)
    stars_2 = models.PositiveIntegerField(default=0)
    stars_3 = models.PositiveIntegerField(default=0)
    stars_4 = models.PositiveIntegerField(default=0)
    stars_5 = models.PositiveIntegerField(default=0)
    days = models.JSONField(default=dict)  # {"days to the first answer": how many}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "period", "dimension", "value"], name="one_tally_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.dimension} {self.value}: {self.received}"
