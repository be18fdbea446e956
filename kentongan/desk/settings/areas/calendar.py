"""The village's calendar: the year with its days off, and the rows that make them."""

from __future__ import annotations

import calendar as months
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone

from kentongan.desk.settings.fields import AnyDay, radio_field
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import Badge, Line, RowsPage
from kentongan.forms.fields import PlainText
from kentongan.rules.calendars import SATURDAY, WorkCalendar
from kentongan.rules.types import Labelled
from kentongan.ui.words import MONTHS, say_date
from kentongan.villages.calendar import calendar_for, local_date
from kentongan.villages.changes import Area
from kentongan.villages.models import Holiday, HolidaySource, Village

YEARS_BACK: Final = 1
YEARS_AHEAD: Final = 2


class DayKind(Labelled):
    """What the office does on the day."""

    OFF = "off", "Kantor libur"
    WORKING = "working", "Kantor tetap buka"


@dataclass(frozen=True)
class DayCell:
    """One day of the drawn year; `kind`: "" a working day, "weekend", "off", "guess" or "worked"."""

    day: int
    kind: str
    title: str


@dataclass(frozen=True)
class Month:
    """One month of the drawn year: weeks of cells, None where another month begins."""

    name: str
    weeks: tuple[tuple[DayCell | None, ...], ...]
    working: int


class HolidayForm(SettingForm):
    """One day of the calendar."""

    area: ClassVar = Area.CALENDAR
    day = AnyDay(label="Tanggal")
    name = PlainText(
        label="Nama atau alasan",
        max_length=200,
        required=True,
        help_text="Contoh: Sedekah bumi, atau Piket pelayanan.",
        error_messages={"required": "Tulis nama atau alasannya."},
    )
    kind = radio_field("Pada hari itu", DayKind.choices())
    is_certain = forms.BooleanField(
        label="Tanggalnya sudah pasti", required=False, help_text="Lepas centangnya bila masih menunggu keputusan."
    )

    def read(self, row: Any) -> dict[str, Any]:
        """Say in words whether the office works."""
        return {**super().read(row), "kind": DayKind.WORKING.value if row.is_working else DayKind.OFF.value}

    def clean(self) -> dict[str, Any]:
        """Refuse a day that has a row already, and rows that would change nothing."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        day = data.get("day")
        if day is None:
            return data
        own = self.row.source == HolidaySource.VILLAGE
        twin = Holiday.objects.filter(village=self.village, day=day).exclude(pk=self.row.pk).first()
        if twin is not None:
            self.add_error("day", f"Hari itu sudah tercatat sebagai “{twin.name}”. Ubah yang itu.")
        elif own and data.get("kind") == DayKind.OFF and day.weekday() >= SATURDAY:
            self.add_error("day", f"{say_date(day)} memang sudah libur.")
        elif own and self.row._state.adding and data.get("kind") == DayKind.WORKING and day.weekday() < SATURDAY:
            self.add_error("day", f"{say_date(day)} memang hari kerja.")
        return data

    def values(self) -> dict[str, Any]:
        """Return the columns; a day the village has touched is its own, so that no refresh takes it back."""
        data = self.cleaned_data
        found = {
            "day": data["day"],
            "name": data["name"],
            "is_working": data["kind"] == DayKind.WORKING,
            "is_certain": data["is_certain"],
        }
        touched = self.row._state.adding or any(getattr(self.row, name) != value for name, value in found.items())
        return {**found, "source": HolidaySource.VILLAGE.value if touched else self.row.source}


def _year(village: Village, chosen: str) -> int:
    return int(chosen) if chosen.isdigit() else local_date(village, timezone.now()).year


def _tabs(village: Village) -> Sequence[tuple[str, str]]:
    now = local_date(village, timezone.now()).year
    years = [now, *range(now + 1, now + YEARS_AHEAD + 1), *range(now - 1, now - YEARS_BACK - 1, -1)]
    return [(str(year), str(year)) for year in years]


def _lines(village: Village, tab: str) -> Sequence[Line]:
    rows = Holiday.objects.filter(village=village, day__year=_year(village, tab))
    return [
        Line(
            id=row.id,
            title=row.name,
            facts=(say_date(row.day), HolidaySource(row.source).label),
            badges=_badges(row),
        )
        for row in rows
    ]


def _badges(row: Holiday) -> tuple[Badge, ...]:
    badges = [] if row.is_certain else [Badge(text="Perkiraan", tone="warn")]
    if row.is_working:
        badges.append(Badge(text="Tetap buka", tone="ok"))
    return tuple(badges)


def drawn_year(village: Village, tab: str) -> Mapping[str, Any]:
    """Return the twelve months of a year as the village's clocks count them (two queries)."""
    year = _year(village, tab)
    rows = {row.day: row for row in Holiday.objects.filter(village=village, day__year=year)}
    calendar = calendar_for(village)
    drawn = [_month(year, month, rows, calendar) for month in range(1, 13)]
    return {
        "year": year,
        "months": drawn,
        "working": sum(month.working for month in drawn),
        "weekdays": ("Sn", "Sl", "Rb", "Km", "Jm", "Sb", "Mg"),
        "known": calendar.is_known(date(year, 12, 31)),
    }


def _month(year: int, month: int, rows: Mapping[date, Holiday], calendar: WorkCalendar) -> Month:
    first = date(year, month, 1)
    days = [first + timedelta(days=n) for n in range(months.monthrange(year, month)[1])]
    cells: list[DayCell | None] = [None] * first.weekday() + [_cell(day, rows.get(day), calendar) for day in days]
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
    return Month(name=MONTHS[month - 1], weeks=weeks, working=sum(calendar.is_working(day) for day in days))


def _cell(day: date, row: Holiday | None, calendar: WorkCalendar) -> DayCell:
    if calendar.is_working(day):
        return DayCell(day.day, "worked" if row else "", row.name if row else "")
    if row is None:
        return DayCell(day.day, "weekend", "")
    return DayCell(day.day, "off" if row.is_certain else "guess", row.name)


def _missing(village: Village) -> Sequence[str]:
    today = local_date(village, timezone.now())
    soon = Holiday.objects.filter(
        village=village, is_certain=False, day__gte=today, day__lte=today + timedelta(days=60)
    ).order_by("day")
    return [
        f"{row.name} ({say_date(row.day)}) masih perkiraan: cocokkan dengan keputusan pemerintah." for row in soon[:3]
    ]


PAGE = RowsPage(
    area=Area.CALENDAR,
    slug="kalender",
    sentence="Hari libur nasional, cuti bersama, dan hari libur desa sendiri. Semua batas waktu dihitung dengannya.",
    intro="Semua batas waktu dalam hari kerja dihitung dengan kalender ini. Hari yang Anda ubah menjadi ketentuan desa "
    "dan tidak ditimpa daftar nasional.",
    form=HolidayForm,
    lines=_lines,
    tabs=_tabs,
    missing=_missing,
    context=drawn_year,
    add_label="Tambah hari",
    empty="Belum ada hari libur untuk tahun ini.",
    list_template="desk/settings/year.html",
    template="desk/settings/day.html",
)
