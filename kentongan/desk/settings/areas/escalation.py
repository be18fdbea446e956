"""The ladder of lateness: who is told how many days before or after a deadline, read as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.utils import timezone

from kentongan.desk.settings.fields import choice_field, number_field, radio_field
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import Badge, Line, RowsPage
from kentongan.forms.fields import PlainText
from kentongan.rules.calendars import Unit, WorkCalendar
from kentongan.rules.deadlines import OFFICE_CLOCKS, ClockKind
from kentongan.rules.escalation import LADDER, step_day
from kentongan.rules.types import CaseClass, Labelled, Rung
from kentongan.ui.words import say_date
from kentongan.villages.calendar import calendar_for, local_date
from kentongan.villages.changes import Area
from kentongan.villages.models import EscalationStep, Village

EXAMPLE_DAYS: Final = 14
MOST_BEFORE: Final = 60
MOST_AFTER: Final = 365


class Side(Labelled):
    """On which side of the due day a step stands."""

    BEFORE = "before", "Sebelum batas waktu"
    ON = "on", "Pada hari batas waktu"
    AFTER = "after", "Sesudah batas waktu lewat"


class StepForm(SettingForm):
    """One step."""

    area: ClassVar = Area.ESCALATION
    side = radio_field("Kapan", Side.choices())
    distance = number_field(
        "Berapa hari",
        least=0,
        most=MOST_AFTER,
        required=False,
        help_text="Tidak perlu diisi untuk hari batas waktu itu.",
    )
    unit = radio_field("Dihitung dalam", [(Unit.WORKING.value, "hari kerja"), (Unit.CALENDAR.value, "hari kalender")])
    rung = choice_field("Siapa yang diberi tahu", Rung.choices())
    tells_reporter = forms.BooleanField(
        label="Pelapor juga diberi tahu",
        required=False,
        help_text="Pelapor membaca di halaman lacaknya bahwa aduannya terlambat dan siapa yang sudah diberi tahu.",
    )
    clock = choice_field(
        "Batas waktu yang mana",
        [(kind.value, kind.label) for kind in ClockKind if kind in OFFICE_CLOCKS],
        empty="Semua batas waktu yang mengikat desa",
    )
    case_class = choice_field("Untuk klasifikasi", CaseClass.choices(), empty="Semua klasifikasi")
    citation = PlainText(label="Dasar", max_length=200, help_text="Misalnya SK Kepala Desa tentang unit pengaduan.")
    active = forms.BooleanField(label="Berlaku", required=False)

    def read(self, row: Any) -> dict[str, Any]:
        """Split the signed number of days into side and distance."""
        side = Side.ON if row.days == 0 else Side.AFTER if row.days > 0 else Side.BEFORE
        return {**super().read(row), "side": side.value, "distance": abs(row.days) or None}

    def clean(self) -> dict[str, Any]:
        """Ask for a number of days before or after, and keep a reminder before within two months."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        side, distance = data.get("side"), data.get("distance")
        if side in (Side.BEFORE, Side.AFTER) and not distance and "distance" not in self.errors:
            self.add_error("distance", "Tulis berapa hari, paling sedikit 1.")
        if side == Side.BEFORE and distance and distance > MOST_BEFORE:
            self.add_error("distance", f"Paling awal {MOST_BEFORE} hari sebelum batas waktu.")
        if data.get("tells_reporter") and side in (Side.BEFORE, Side.ON):
            self.add_error("tells_reporter", "Pelapor baru diberi tahu sesudah batas waktu lewat.")
        return data

    def values(self) -> dict[str, Any]:
        """Return the columns; a step the village has written is its own rule."""
        data = self.cleaned_data
        days = {Side.BEFORE: -(data["distance"] or 0), Side.ON: 0, Side.AFTER: data["distance"] or 0}[
            Side(data["side"])
        ]
        return {**super().values(), "days": days, "case_class": data["case_class"] or None, "certainty": "own"}


def _sorted(village: Village) -> list[EscalationStep]:
    rows = EscalationStep.objects.filter(village=village)
    return sorted(rows, key=lambda row: (row.days, LADDER.index(Rung(row.rung)), row.clock))


def _lines(village: Village, tab: str) -> Sequence[Line]:  # noqa: ARG001 -- one shape for all areas
    return [
        Line(
            id=row.id,
            title=str(row),
            facts=(
                ClockKind(row.clock).label if row.clock else "semua batas waktu desa",
                *([CaseClass(row.case_class).label] if row.case_class else []),
            ),
            badges=(Badge(text="Pelapor diberi tahu", tone="go"),) if row.tells_reporter else (),
            off=not row.active,
        )
        for row in _sorted(village)
    ]


def _preview(row: Any) -> Mapping[str, Any]:
    """Lay the ladder out on real days: a complaint verified today whose answer is due in 14 working days."""
    village = row if isinstance(row, Village) else row.village
    calendar, today = calendar_for(village), local_date(village, timezone.now())
    due_on = calendar.add(today, EXAMPLE_DAYS, Unit.WORKING)
    steps = [step for step in _sorted(village) if step.active and step.pk != getattr(row, "pk", None)]
    if isinstance(row, EscalationStep) and row.rung and row.active:
        steps.append(row)
    days = [_day(step, due_on, calendar, mine=step is row) for step in steps]
    return {"due_on": due_on, "example_days": EXAMPLE_DAYS, "ladder": sorted(days, key=lambda entry: entry["day"])}


def _day(step: EscalationStep, due_on: date, calendar: WorkCalendar, *, mine: bool) -> dict[str, Any]:
    day = step_day(due_on, step.days, Unit(step.unit), calendar)
    return {
        "day": day,
        "words": say_date(day),
        "who": Rung(step.rung).label,
        "late": day > due_on,
        "tells": step.tells_reporter,
        "mine": mine,
    }


def _missing(village: Village) -> Sequence[str]:
    if EscalationStep.objects.filter(village=village, active=True, days__gt=0).exists():
        return ()
    return ("Tidak ada yang diberi tahu bila aduan terlambat.",)


def _new(village: Village) -> EscalationStep:
    return EscalationStep(village=village, days=1, unit=Unit.WORKING, rung=Rung.UNIT_HEAD)


PAGE = RowsPage(
    area=Area.ESCALATION,
    slug="eskalasi",
    sentence="Siapa yang diingatkan sebelum batas waktu, dan siapa yang diberi tahu bila sudah lewat.",
    intro="Siapa yang diingatkan sebelum batas waktu, dan siapa yang diberi tahu bila sudah lewat. Setiap langkah "
    "tercatat pada aduannya. Petugas yang terlibat dalam aduan dilewati.",
    form=StepForm,
    lines=_lines,
    new=_new,
    missing=_missing,
    add_label="Tambah langkah",
    empty="Belum ada langkah: tidak ada yang diingatkan.",
    preview=_preview,
    preview_template="desk/settings/previews/escalation.html",
)
