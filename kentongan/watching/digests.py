"""Letters with what changed, for watches that asked for them: at most one a day or a week, and none without news."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from kentongan.outbox.queue import queue
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import Role, Status
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.watching import changes
from kentongan.watching.models import Change, Pace, Watch, What
from kentongan.watching.watches import proof_for

LETTER: Final = "watch_digest"
FIRST_HOUR: Final = 6  # by the village's clocks: nobody's telephone rings at night
LINES: Final = 30
_WEEK: Final = timedelta(days=7)


def send_due(village: Village, at: datetime) -> int:
    """Queue the digests that are due; return how many. The letter names cases by public id only: what may be said of
    them is looked up when it is written.
    """
    if at.astimezone(village.zone).hour < FIRST_HOUR:
        return 0
    today = local_date(village, at)
    rows = Watch.objects.filter(_due(today), village=village, observer__is_active=True, observer__email__gt="")
    rows = rows.filter(observer__roles__role=Role.OBSERVER).select_related("village")
    return sum(_send(watch, today, at) for watch in rows)


def words_of(change: Change) -> str:
    """Say what changed: "Status berubah: Selesai"."""
    label = What(change.what).label
    if change.what == What.STATUS:
        return f"{label}: {Status(change.status).label}"
    if change.what == What.LATE:
        return f"{label}: {ClockKind(change.clock).label}"
    return label


def _due(today: date) -> Q:
    daily = Q(pace=Pace.DAILY, told_on__lt=today)
    return daily | Q(pace=Pace.WEEKLY, told_on__lte=today - _WEEK)


def _send(watch: Watch, today: date, at: datetime) -> bool:
    rows = changes.since(watch.village, watch.told)
    found = changes.matching(watch, rows, today=today) if rows else []
    with transaction.atomic():
        # Another process may have been faster.
        if not Watch.objects.filter(_due(today), pk=watch.pk).update(
            told=rows[-1].id if rows else watch.told, told_on=today
        ):
            return False
        if not found:
            return False
        lines = [[each.change.public_id, words_of(each.change)] for each in found]
        queue(
            village=watch.village,
            channel="email",
            template=LETTER,
            dedupe_key=f"watch:{watch.pk}:{today.isoformat()}",
            at=at,
            to_officer=watch.observer_id,
            payload={
                "name": watch.name,
                "changes": lines[:LINES],
                "today": today.isoformat(),
                "more": max(0, len(lines) - LINES),
                "stop": f"/pemantau/berhenti/{watch.pk}/{proof_for(watch.pk)}/",
            },
        )
    return True
