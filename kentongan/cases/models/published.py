"""What is published of a case, how generally, and from when: one row for a case, made by an officer's decision."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kentongan.cases.models.case import Case
from kentongan.rules.publication import TakenOff
from kentongan.support.ids import uuid7
from kentongan.villages.models import Hamlet, Village


class Publication(models.Model):
    """The publication of one case.

    `version` and `pictures` are what stands in public; `next_version` and `next_pictures` were approved and wait for
    `due_on`, so that the reporter hears of them first. What is shown of place, category and time is decided by the
    guard (`rules.publication`) when it is published; `withheld`: the guard lets nothing of it stand at the moment.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="publication")
    # Random: it says neither the number of the case nor in which order cases came.
    public_id = models.CharField(max_length=16, editable=False)

    version = models.PositiveIntegerField(default=0)  # 0: nothing was published yet
    pictures = models.JSONField(default=list, blank=True)  # [[id of the public copy, "before" or "after"], …]
    next_version = models.PositiveIntegerField(default=0)  # 0: nothing waits
    next_pictures = models.JSONField(default=list, blank=True)
    due_on = models.DateField("terbit paling cepat", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    shown_group = models.CharField(max_length=100, blank=True)
    shown_category = models.CharField(max_length=100, blank=True)
    shown_hamlet = models.ForeignKey(Hamlet, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    shown_period = models.CharField(max_length=7, blank=True)  # "2026-Q3", "2026", or nothing
    withheld = models.BooleanField(default=False)
    # The words of what stands in public, for the search: lower case, one space between them.
    words = models.TextField(blank=True, editable=False)

    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    taken_off_at = models.DateTimeField(null=True, blank=True)
    taken_off_why = models.CharField(max_length=12, choices=TakenOff.choices(), blank=True)
    # Where it stands in the list, the newest first: day of publication and public id, as one text that sorts.
    page_key = models.CharField(max_length=24, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "public_id"], name="public_id_once"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | (Q(version__gte=1) & ~Q(page_key="")),
                name="published_has_a_version",
            ),
            models.CheckConstraint(
                condition=Q(next_version=0, due_on__isnull=True) | Q(next_version__gte=1, due_on__isnull=False),
                name="what_waits_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(taken_off_at__isnull=True, taken_off_why="")
                | (Q(taken_off_at__isnull=False) & ~Q(taken_off_why="")),
                name="taken_off_says_why",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["village", "page_key"],
                name="published_newest",
                condition=Q(published_at__isnull=False, taken_off_at__isnull=True, withheld=False),
            ),
            # A cell of the guard, and the filters by group and by hamlet.
            models.Index(
                fields=["village", "shown_group", "shown_hamlet", "shown_period", "page_key"], name="published_cell"
            ),
            models.Index(fields=["village", "shown_hamlet", "page_key"], name="published_by_hamlet"),
            models.Index(fields=["village", "due_on", "id"], name="publication_due", condition=Q(due_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_public(self) -> bool:
        """Whether it was published and stands. (Whether the case may stand is asked besides: `queries.published`.)"""
        return self.published_at is not None and self.taken_off_at is None and not self.withheld
