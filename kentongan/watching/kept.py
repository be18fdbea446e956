"""The public figures and the late cases as of the last look, so that no page counts anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kentongan.cases.queries.published import withheld
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.public_figures import PublicFigures, PublicRow, figures
from kentongan.villages.models import Village
from kentongan.watching.models import Looked


@dataclass(frozen=True)
class Kept:
    """What was counted at the last look: figures by period ("" all time), unpublished late cases by limit."""

    at: datetime
    figures: Mapping[str, Mapping[str, Any]]
    late: Mapping[ClockKind, int]

    @property
    def periods(self) -> list[str]:
        """The periods with figures, the newest first; years before their quarters; without all time."""
        return sorted((period for period in self.figures if period), key=lambda one: one.ljust(7, "~"), reverse=True)


def newest(village: Village) -> Kept | None:
    """Return what was counted last, or None before the first look (one query)."""
    row = Looked.objects.filter(village=village).first()
    if row is None:
        return None
    return Kept(row.at, row.figures, {ClockKind(kind): count for kind, count in row.late.items()})


def figures_of(village: Village, rows: Sequence[PublicRow]) -> dict[str, dict[str, Any]]:
    """Return the figures of all time, of each year and each quarter that is shown."""
    behind = withheld(village)
    periods = {row.period for row in rows} | {str(each.year) for each in behind if each.year}
    years = {period[:4] for period in periods if period}
    return {each: as_facts(figures(rows, behind, each)) for each in sorted({""} | periods | years)}


def as_facts(found: PublicFigures) -> dict[str, Any]:
    """Write figures as plain numbers and words, for JSON. "" as a name: those that do not show it."""
    return {
        "period": found.period,
        "total": found.total,
        "published": found.published,
        "withheld": found.withheld,  # null: fewer than the next
        "withheld_below": found.withheld_below or None,
        "closed": found.closed,
        "confirmed_solved": found.confirmed_solved,
        "by_status": {str(key): count for key, count in found.by_status.items()},
        "by_kind": {str(key): count for key, count in found.by_kind.items()},
        "by_outcome": {str(key): count for key, count in found.by_outcome.items()},
        "by_group": dict(found.by_group),
        "by_hamlet": dict(found.by_hamlet),
        "on_time": {str(key): {"met": each.met, "missed": each.missed} for key, each in found.on_time.items()},
        "answered_with_days": found.answered_with_days,
        "median_days": found.median_days,
    }
