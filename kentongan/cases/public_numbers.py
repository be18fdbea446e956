"""The public figures of a village, kept in memory for a moment: a page that shows them does no more work than others.

They are made of all published rows (`rules.public_figures` is their one definition). Made anew for each reader that
would be work without bound; so what was made is good for KENTONGAN_FIGURES_SECONDS, and where making takes long, for
twenty times as long as it took, a minute at most. Each worker process keeps its own.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final
from uuid import UUID

from django.conf import settings

from kentongan.cases.queries.published import public_rows, withheld
from kentongan.rules.public_figures import PublicFigures, PublicRow, Withheld, figures
from kentongan.villages.models import Village

LONGEST: Final = 60.0  # seconds
TIMES: Final = 20  # as long as making took
MOST_VILLAGES: Final = 500


@dataclass(frozen=True)
class PublicNumbers:
    """All public figures of a village at a moment.

    `by_period`: "" for all time, then each year and each quarter in which something is shown. `categories`: the
    categories that are shown of each group.
    """

    by_period: Mapping[str, PublicFigures]
    categories: Mapping[str, tuple[str, ...]]
    withheld: tuple[Withheld, ...]

    @property
    def all_time(self) -> PublicFigures:
        """The figures of all time."""
        return self.by_period[""]

    @property
    def years(self) -> tuple[str, ...]:
        """The years that can be told apart, newest first."""
        return tuple(sorted((period for period in self.by_period if len(period) == 4), reverse=True))

    def quarters(self, year: str = "") -> tuple[str, ...]:
        """The quarters in which something is shown, oldest first: of a year, or all."""
        return tuple(sorted(period for period in self.by_period if len(period) > 4 and period.startswith(year)))


_Key = tuple[UUID, int, date]
_kept: dict[_Key, tuple[float, PublicNumbers]] = {}
_making = Lock()


def public_numbers(village: Village, *, today: date) -> PublicNumbers:
    """Return the figures, made now or a moment ago. `today`: the village's day."""
    key = (village.id, village.settings_version, today)
    kept = _kept.get(key)
    if kept is not None and time.monotonic() < kept[0]:
        return kept[1]
    # One makes them anew; who comes meanwhile gets what was there, or waits when there is nothing yet.
    if not _making.acquire(blocking=kept is None) and kept is not None:
        return kept[1]
    try:
        begun = time.monotonic()
        meanwhile = _kept.get(key)
        if meanwhile is not None and begun < meanwhile[0]:
            return meanwhile[1]
        found = _made(village, today)
        took = time.monotonic() - begun
        least = settings.KENTONGAN_FIGURES_SECONDS
        if least:
            if len(_kept) >= MOST_VILLAGES:
                _kept.clear()
            _kept[key] = (begun + took + min(LONGEST, max(least, TIMES * took)), found)
        return found
    finally:
        _making.release()


def forget() -> None:
    """Make all figures anew from now on."""
    _kept.clear()


def _made(village: Village, today: date) -> PublicNumbers:
    rows: list[PublicRow] = list(public_rows(village, today=today))
    others = withheld(village)
    shown = {row.period for row in rows if row.period}
    years = {period[:4] for period in shown} | {str(each.year) for each in others if each.year}
    categories: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.group and row.category:
            categories[row.group].add(row.category)
    return PublicNumbers(
        by_period={period: figures(rows, others, period) for period in ("", *sorted(shown | years))},
        categories={group: tuple(sorted(names)) for group, names in categories.items()},
        withheld=others,
    )
