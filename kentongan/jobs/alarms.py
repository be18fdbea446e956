"""Alarms: raised by the jobs, shown at the desk and by `kentongan doctor`."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from kentongan.jobs.models import Alarm, AlarmKind
from kentongan.villages.models import Village


def raise_alarm(
    kind: AlarmKind, sentence: str, *, at: datetime, village: Village | None = None, about: str = ""
) -> None:
    """Raise an alarm, or renew the one that is open already. `village` None: it concerns everybody here."""
    Alarm.objects.update_or_create(
        kind=kind,
        village=village,
        about=about,
        settled_at=None,
        defaults={"sentence": sentence[:400], "seen_at": at},
        create_defaults={"sentence": sentence[:400], "seen_at": at, "raised_at": at},
    )


def settle(kind: AlarmKind, *, at: datetime, village: Village | None = None, about: str = "") -> bool:
    """Note that it is all right again; False if there was no such alarm."""
    return bool(_open().filter(kind=kind, village=village, about=about).update(settled_at=at))


def settle_seen_before(kind: AlarmKind, *, before: datetime, at: datetime) -> None:
    """Settle alarms of a kind that were last found true before a time."""
    _open().filter(kind=kind, seen_at__lt=before).update(settled_at=at)


def active(village: Village | None = None) -> list[Alarm]:
    """Return the open alarms that concern a village (None: all of the installation), newest first."""
    concerned = Q() if village is None else Q(village=village) | Q(village__isnull=True)
    return list(_open().filter(concerned))


def _open() -> QuerySet[Alarm]:
    return Alarm.objects.filter(settled_at__isnull=True)
