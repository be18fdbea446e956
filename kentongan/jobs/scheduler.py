"""Which job runs when, and who runs it when several processes could.

Time is cut into slots per job. Whoever writes the slot's row first does the work; a row whose process died is taken
over after its lease. What was missed while the machine was off is not made up for: the jobs look at what is due now,
not at how often they ran.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from kentongan.jobs import alarms
from kentongan.jobs.models import AlarmKind, JobSlot
from kentongan.support.faults import describe
from kentongan.ui.words import say_moment

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
ATTEMPTS = 3
RETRY = timedelta(minutes=1)
# Two machines' clocks may differ a little; more than this is a clock that was set back.
TOLERANCE = timedelta(minutes=2)
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Job:
    """Something to do every so often. `run` gets the time; what it returns is dropped, what it raises is noted."""

    name: str
    label: str  # for the alarm, in Indonesian
    run: Callable[[datetime], object]
    # None: every process runs it at every turn, because what it does is safe by itself and must not wait.
    every: timedelta | None = None

    def slot(self, now: datetime) -> datetime:
        """When the slot that `now` lies in began."""
        if self.every is None:
            raise ValueError(f"{self.name} has no slots")
        return now - (now - _EPOCH) % self.every


class Scheduler:
    """Runs jobs when they are due. Remembers what it has seen done, so that a turn without work asks nothing."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self.jobs = jobs
        self._settled: dict[str, datetime] = {}
        self._look_again: dict[str, datetime] = {}

    def run_pending(self, now: datetime) -> list[str]:
        """Run what is due and not in other hands; return the names of the jobs that were run."""
        waiting = [job for job in self.jobs if self._may_be_due(job, now)]
        if any(job.every is not None for job in waiting):
            check_clock(now)
        return [job.name for job in waiting if self._run(job, now)]

    def _may_be_due(self, job: Job, now: datetime) -> bool:
        if job.every is None:
            return True
        if self._settled.get(job.name) == job.slot(now):
            return False
        again = self._look_again.get(job.name)
        return again is None or not now < again <= now + LEASE

    def _run(self, job: Job, now: datetime) -> bool:
        if job.every is None:
            _try(job, now)
            return True
        row = _claim(job, now)
        if row is None:
            self._note_others(job, now)
            return False
        error = _try(job, now)
        if error and row.attempts < ATTEMPTS:
            _slot(row).update(claimed_until=now + RETRY, error=error)
            self._look_again[job.name] = now + RETRY
            return True
        _slot(row).update(finished_at=now, error=error)
        self._settled[job.name] = row.slot
        _tell(job, error, now)
        return True

    def _note_others(self, job: Job, now: datetime) -> None:
        """Another process has the slot: remember that it is done, or when to look whether it died."""
        row = JobSlot.objects.filter(job=job.name, slot=job.slot(now)).first()
        if row is None or row.finished_at is not None:
            self._settled[job.name] = job.slot(now)
        else:
            self._look_again[job.name] = row.claimed_until


def check_clock(now: datetime) -> None:
    """Raise an alarm if the clock stands before a time that was already seen; nothing waits for the clock to catch up.

    Slots of the time that has not been yet are forgotten, so that their work is done when that time comes.
    """
    newest = JobSlot.objects.aggregate(newest=Max("started_at"))["newest"]
    if newest is None or newest <= now + TOLERANCE:
        return
    with transaction.atomic():
        sentence = (
            f"Jam komputer mundur: tadi menunjukkan {_said(newest)}, sekarang {_said(now)}. "
            "Periksa tanggal dan jamnya. Layanan tetap berjalan, tetapi batas waktu dihitung dengan jam ini."
        )
        alarms.raise_alarm(AlarmKind.CLOCK, sentence, at=now)
        JobSlot.objects.filter(Q(started_at__gt=now) | Q(slot__gt=now)).delete()
    logger.warning("the clock went back from %s to %s", newest, now)


def _claim(job: Job, now: datetime) -> JobSlot | None:
    slot = job.slot(now)
    try:
        with transaction.atomic():
            return JobSlot.objects.create(job=job.name, slot=slot, started_at=now, claimed_until=now + LEASE)
    except IntegrityError:
        pass
    abandoned = JobSlot.objects.filter(job=job.name, slot=slot, finished_at__isnull=True, attempts__lt=ATTEMPTS)
    abandoned = abandoned.filter(Q(claimed_until__lte=now) | Q(claimed_until__gt=now + 2 * LEASE))
    if not abandoned.update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
        return None
    return JobSlot.objects.get(job=job.name, slot=slot)


def _slot(row: JobSlot) -> QuerySet[JobSlot]:
    return JobSlot.objects.filter(pk=row.pk)


def _try(job: Job, now: datetime) -> str:
    """Run a job; return the name of what went wrong, or "". One job's failure never stops the others."""
    try:
        job.run(now)
    except Exception as error:
        # Only the kind of error: its text may quote data, and logs must not tell who complained.
        logger.error("job %s failed: %s", job.name, describe(error))
        return describe(error)
    return ""


def _tell(job: Job, error: str, now: datetime) -> None:
    if error:
        sentence = f"Pekerjaan berkala “{job.label}” gagal ({error}). Jalankan kentongan doctor untuk memeriksa."
        alarms.raise_alarm(AlarmKind.JOB, sentence, at=now, about=job.name)
    else:
        alarms.settle(AlarmKind.JOB, at=now, about=job.name)


def _said(at: datetime) -> str:
    return say_moment(timezone.localtime(at))
