"""What the jobs remember. These rows belong to the installation, not to a village, except where an alarm names one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kentongan.support.ids import uuid7
from kentongan.villages.models import Village


class JobSlot(models.Model):
    """One run of one job at one time: the first process to write the row does the work, the others leave it alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    job = models.CharField(max_length=40)
    slot = models.DateTimeField()  # when the slot begins
    started_at = models.DateTimeField()
    claimed_until = models.DateTimeField()  # if it has not finished by then, its process has died
    attempts = models.PositiveSmallIntegerField(default=1)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["job", "slot"], name="one_run_per_slot")]
        indexes: ClassVar = [models.Index(fields=["-started_at"], name="job_slot_newest")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot:%Y-%m-%d %H:%M}"


class AlarmKind(models.TextChoices):
    """What an alarm is about."""

    CLOCK = "clock", "Jam komputer"
    LEDGER = "ledger", "Catatan tindakan"
    JOB = "job", "Pekerjaan berkala"
    WITNESS = "witness", "Saksi catatan"


class Alarm(models.Model):
    """Something the desk must see. It blocks nobody, and stays until it is settled."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Null: it concerns the whole installation, and every village's desk shows it.
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, blank=True)
    kind = models.CharField(max_length=10, choices=AlarmKind)
    about = models.CharField(max_length=40, blank=True)  # which job
    sentence = models.CharField(max_length=400)
    raised_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # when it was last found to be so
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-raised_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["village", "kind", "about"],
                name="one_open_alarm_of_a_kind",
                condition=models.Q(settled_at__isnull=True),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.sentence


class BackupRecord(models.Model):
    """A backup that was written whole: for the health page, which warns when the last one is old."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    made_at = models.DateTimeField()
    size = models.BigIntegerField()  # bytes
    rows = models.BigIntegerField()
    files = models.BigIntegerField()

    class Meta:
        ordering: ClassVar = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
