"""The days off a village starts with: national holidays and cuti bersama of the PyPI package `holidays`.

Where the joint decree (SKB Tiga Menteri) of a year is known, its dates are taken as they are; Idul Fitri and
Idul Adha stay estimates until the moon is seen. Where it is not known yet, every day that hangs on the moon is one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import holidays
from django.db import transaction

from kentongan.villages.changes import new_version
from kentongan.villages.models import Holiday, HolidaySource, Village

_ESTIMATE: Final = "(perkiraan)"
_JOINT_LEAVE: Final = "Cuti Bersama "
# Feasts of the lunar calendars (Hijri, Saka, Chinese, Buddhist), as the package names them.
_MOON: Final = ("Imlek", "Nyepi", "Waisak", "Isra Mikraj", "Idul Fitri", "Idul Adha", "Tahun Baru Islam", "Maulid")


@dataclass(frozen=True)
class DayOff:
    """One day off as the package knows it."""

    day: date
    name: str
    source: HolidaySource
    is_certain: bool


def days_off(year: int) -> tuple[DayOff, ...]:
    """Return the national holidays and joint leave of a year, in order, with Indonesian names."""
    public = holidays.country_holidays("ID", years=year, categories=("public",), language="id")
    leave = holidays.country_holidays("ID", years=year, categories=("government",), language="id")
    # Without joint leave there is no decree yet, and all dates of the moon are guesses.
    decreed = bool(leave)
    guessed = {name for _, names in public.items() for name in _split(names) if _is_guess(name, decreed=decreed)}
    guessed_feasts = tuple(name.replace(_ESTIMATE, "").strip() for name in guessed)
    found = []
    for day in sorted({*public, *leave}):
        national = day in public
        names = _split(public[day] if national else leave[day])
        certain = not any(name in guessed for name in names) if national else not _leave_is_guess(names, guessed_feasts)
        source = HolidaySource.NATIONAL if national else HolidaySource.JOINT_LEAVE
        found.append(DayOff(day, "; ".join(name.replace(_ESTIMATE, "").strip() for name in names), source, certain))
    return tuple(found)


def refresh_holidays(village: Village, years: Iterable[int]) -> int:
    """Bring the village's calendar for these years up to what the package knows; return how many rows changed.

    The village's own rows (source `village`: added, renamed or worked all the same) are never touched, and a feast that
    the village itself has put on another day does not come back on the day it was guessed for. A date the decree has
    moved is moved. Doing it twice changes nothing.
    """
    wanted = {off.day: off for year in years for off in days_off(year)}
    if not wanted:
        return 0
    covered = {day.year for day in wanted}
    with transaction.atomic():
        rows = {row.day: row for row in Holiday.objects.filter(village=village, day__year__in=covered)}
        theirs = {day: row for day, row in rows.items() if row.source != HolidaySource.VILLAGE}
        gone = [row.pk for day, row in theirs.items() if day not in wanted]
        changed = [row for day, row in theirs.items() if day in wanted and _fill(row, wanted[day])]
        fresh = [_fresh(village, off) for off in _missing(rows, wanted)]
        if gone:
            Holiday.objects.filter(village=village, pk__in=gone).delete()
        if changed:
            Holiday.objects.bulk_update(changed, ["name", "source", "is_certain"])
        Holiday.objects.bulk_create(fresh)
        if gone or changed or fresh:
            new_version(village)
    return len(gone) + len(changed) + len(fresh)


def set_day(village: Village, day: date, *, name: str, is_working: bool = False) -> Holiday:
    """Make a day the village's own: a local day off, or a holiday on which its office works all the same."""
    row, _ = Holiday.objects.update_or_create(
        village=village,
        day=day,
        defaults={"name": name, "is_working": is_working, "is_certain": True, "source": HolidaySource.VILLAGE},
    )
    new_version(village)
    return row


def _missing(rows: Mapping[date, Holiday], wanted: Mapping[date, DayOff]) -> list[DayOff]:
    """Return the days off that have no row, less those that the village keeps on another day under the same name."""
    moved = Counter(
        row.name
        for day, row in rows.items()
        if row.source == HolidaySource.VILLAGE and (day not in wanted or wanted[day].name != row.name)
    )
    missing = []
    for day in sorted(wanted.keys() - rows.keys()):
        off = wanted[day]
        if moved[off.name]:
            moved[off.name] -= 1
        else:
            missing.append(off)
    return missing


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(";")]


def _is_guess(name: str, *, decreed: bool) -> bool:
    return _ESTIMATE in name or (not decreed and any(feast in name for feast in _MOON))


def _leave_is_guess(names: list[str], guessed_feasts: tuple[str, ...]) -> bool:
    """Joint leave around a feast moves with the feast."""
    return any(name.removeprefix(_JOINT_LEAVE) in guessed_feasts for name in names)


def _fill(row: Holiday, off: DayOff) -> bool:
    if (row.name, row.source, row.is_certain) == (off.name, off.source, off.is_certain):
        return False
    row.name, row.source, row.is_certain = off.name, off.source, off.is_certain
    return True


def _fresh(village: Village, off: DayOff) -> Holiday:
    return Holiday(village=village, day=off.day, name=off.name, source=off.source, is_certain=off.is_certain)
