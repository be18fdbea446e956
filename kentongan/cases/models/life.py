"""What happens to a case: events, clocks, assignments, ratings, objections."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from kentongan.cases.models.case import Case
from kentongan.cases.models.sealed import SealableTextField
from kentongan.documents.models import Document
from kentongan.rules.deadlines import ClockKind, Unit
from kentongan.rules.types import Move, Role, Status
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village

# What an officer may know of. Not that the service mailed a new tracking code: whoever asks for one with the contact of
# a villager he suspects would see here that he guessed right.
FOR_DESK = ~Q(move=Move.REISSUE_CODE, actor=Role.SYSTEM)


class Event(models.Model):
    """One thing that happened to a case: a move, a message, a note. Rows are only ever added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=30, choices=Move.choices())
    at = models.DateTimeField()
    actor = models.CharField(max_length=20, choices=Role.choices())
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_status = models.CharField(max_length=20, choices=Status.choices(), blank=True)
    to_status = models.CharField(max_length=20, choices=Status.choices())
    round = models.PositiveSmallIntegerField(default=1)
    # Shown to the reporter on his page; everything else is internal to the desk.
    to_reporter = models.BooleanField(default=False)
    text = SealableTextField(blank=True)
    # Structured facts of the move (reason code, outcome, handler, new date…), never identity.
    data = models.JSONField(default=dict, blank=True)
    # A keyed hash of the form's token: a second submit of the same form adds nothing.
    submission_hash = models.CharField(max_length=64, null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["village", "case", "at", "id"], name="event_of_case")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "submission_hash"], name="one_event_per_submission"),
            models.CheckConstraint(
                condition=Q(actor__in=[Role.REPORTER, Role.SYSTEM]) | Q(officer__isnull=False),
                name="officer_event_names_officer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.move} {self.at:%Y-%m-%d}"


class EventDocument(models.Model):
    """Evidence or a picture of progress that came with an event."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="event_documents")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="event_document")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["village", "event"], name="document_of_event")]

    def __str__(self) -> str:
        return str(self.document_id)


class CaseClock(models.Model):
    """One clock of one round, with the rule's amount and citation as they were when it started."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    kind = models.CharField(max_length=30, choices=ClockKind.choices())
    round = models.PositiveSmallIntegerField(default=1)
    # A clock may start again within a round (a second first follow-up, a second question): runs are numbered.
    run = models.PositiveSmallIntegerField(default=1)
    started_on = models.DateField()
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=10, choices=Unit.choices())
    citation = models.CharField(max_length=200)
    pauses = models.JSONField(default=list)  # [[start, end or null], …] ISO dates
    extended_to = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    cancelled = models.BooleanField(default=False)
    due_on = models.DateField(null=True, blank=True)  # null while paused
    # The next day on which a rung of the ladder of lateness may be due; null: nothing left to climb.
    climb_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["round", "started_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["village", "case", "round", "kind", "run"], name="clock_once_per_round_and_run"
            )
        ]
        indexes: ClassVar = [
            # What the clockwork asks for each minute: running clocks whose day is over.
            models.Index(
                fields=["village", "kind", "due_on"],
                name="clock_running",
                condition=Q(stopped_on__isnull=True, cancelled=False),
            ),
            # What the ladder of lateness asks for: only clocks that still have a rung before them.
            models.Index(
                fields=["village", "climb_on"],
                name="clock_to_climb",
                condition=Q(stopped_on__isnull=True, cancelled=False, climb_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.due_on}"


class Assignment(models.Model):
    """One disposition: who handles the case, what he was told to do and by when."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    handler = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    instruction = SealableTextField()
    due_on = models.DateField()
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["assigned_at"]
        indexes: ClassVar = [models.Index(fields=["village", "handler", "case"], name="assignment_of_handler")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.handler_id}"


class Rating(models.Model):
    """The reporter's verdict on an answer, once per round."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    satisfied = models.BooleanField()
    stars = models.PositiveSmallIntegerField()
    words = SealableTextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village", "case", "round"], name="one_rating_per_round"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="stars_from_one_to_five"),
        ]

    def __str__(self) -> str:
        return f"{self.stars}★"


class Objection(models.Model):
    """An objection (keberatan), decided by someone who did not handle the case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="objections")
    reason = SealableTextField()
    lodged_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    upheld = models.BooleanField(null=True, blank=True)
    reasons = SealableTextField(blank=True)

    class Meta:
        ordering: ClassVar = ["lodged_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, upheld__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, upheld__isnull=False),
                name="objection_is_decided_whole",
            )
        ]

    def __str__(self) -> str:
        return f"keberatan {self.case_id}"
