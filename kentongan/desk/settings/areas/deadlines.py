"""Deadline rules in words: which clock, how long, by which law, from when. A change is always a new row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, Final

from django.utils import timezone

from kentongan.desk.settings.fields import AnyDay, choice_field, number_field, radio_field
from kentongan.desk.settings.forms import SettingForm
from kentongan.desk.settings.framework import Badge, Line, RowsPage
from kentongan.forms.fields import PlainText
from kentongan.rules.calendars import Unit, WorkCalendar
from kentongan.rules.deadlines import OFFICE_CLOCKS, ClockEvent, ClockKind
from kentongan.rules.types import CaseClass, Labelled
from kentongan.ui.words import say_date, say_short_date
from kentongan.villages import limits
from kentongan.villages.calendar import calendar_for, local_date
from kentongan.villages.changes import Area
from kentongan.villages.models import CERTAINTIES, DeadlineRuleRow, Village

OLD: Final = "lama"
MOST_DAYS: Final = 365
FARTHEST: Final = timedelta(days=5 * 366)
UNITS: Final = ((Unit.WORKING.value, "hari kerja"), (Unit.CALENDAR.value, "hari kalender"))


class Source(Labelled):
    """Where the new limit comes from."""

    OWN = "own", "Isi sendiri"
    LAW = "law", "Kembali ke bawaan"


class RuleForm(SettingForm):
    """A new limit for one clock, from a day on."""

    area: ClassVar = Area.DEADLINES
    clock = choice_field("Batas waktu untuk", ClockKind.choices())
    case_class = choice_field("Klasifikasi aduan", CaseClass.choices(), empty="Semua yang tidak punya aturan sendiri")
    source = radio_field("Lamanya", Source.choices())
    amount = number_field("Jumlah hari", least=1, most=MOST_DAYS)
    unit = radio_field("Dihitung dalam", UNITS)
    citation = PlainText(
        label="Dasar hukum",
        max_length=200,
        required=True,
        error_messages={"required": "Tulis dasar hukumnya; bila keputusan desa sendiri, tulis demikian."},
        help_text="Peraturan dan pasalnya. Bila keputusan desa sendiri, tulis nomor dan tanggalnya.",
    )
    certainty = choice_field(
        "Seberapa pasti dasarnya", CERTAINTIES, help_text="Supaya pembaca tahu mana yang masih perlu diperiksa."
    )
    valid_from = AnyDay(
        label="Berlaku sejak", help_text="Aduan yang jamnya mulai pada atau sesudah hari ini memakainya."
    )
    why = PlainText(
        label="Alasan bila berlaku surut",
        max_length=80,
        help_text="Hanya bila tanggalnya sudah lewat. Alasan ini tampil bersama dasar hukumnya.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = local_date(self.village, timezone.now())
        if revises_of(self.row) is None:
            del self.fields["source"]
            return
        del self.fields["clock"], self.fields["case_class"]
        law = limits.law_of(*self._which())
        if law is None:
            del self.fields["source"]
        else:
            length = f"{law.amount} {law.unit.label}"
            source: Any = self.fields["source"]
            source.choices = [(Source.OWN.value, Source.OWN.label), (Source.LAW.value, f"{Source.LAW.label}: {length}")]

    def read(self, row: Any) -> dict[str, Any]:
        """Begin with what is in force."""
        return {**super().read(row), "source": Source.OWN.value}

    def clean(self) -> dict[str, Any]:
        """Check what belongs together: length and source, the day and its reason, one rule a day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("source") == Source.LAW:
            for name in ("amount", "unit", "citation", "certainty"):
                self.errors.pop(name, None)
        else:
            self._check_source()
        day = data.get("valid_from")
        if day is not None:
            self._check_day(day)
        if len(self._citation()) > 200:
            self.add_error("citation", "Dasar hukum bersama alasannya paling panjang 200 huruf.")
        return data

    def values(self) -> dict[str, Any]:
        """Return the columns of the new row."""
        data, (clock, case_class) = self.cleaned_data, self._which()
        own = {name: data.get(name) for name in ("amount", "unit", "certainty")}
        length = limits.lawful(clock, case_class) if data.get("source") == Source.LAW else own
        return {
            "clock": clock.value,
            "case_class": case_class.value if case_class else None,
            **length,
            "citation": self._citation(),
            "valid_from": data["valid_from"],
            **limits.moves_of(clock),
        }

    def _which(self) -> tuple[ClockKind, CaseClass | None]:
        """Return clock and class: those of the row that is revised, else what was chosen."""
        old = revises_of(self.row)
        clock = old.clock if old else self.cleaned_data.get("clock") or ClockKind.VERIFY
        case_class = old.case_class if old else self.cleaned_data.get("case_class")
        return ClockKind(clock), CaseClass(case_class) if case_class else None

    def _citation(self) -> str:
        data = self.cleaned_data
        if data.get("source") == Source.LAW:
            citation = limits.lawful(*self._which())["citation"]
        else:
            citation = data.get("citation", "")
        why = data.get("why") if self._is_past() else ""
        return f"{citation}; berlaku surut karena {why}" if why else citation

    def _check_source(self) -> None:
        """Another length cannot rest on the words that gave the old one, unless those are the village's own."""
        old, data = revises_of(self.row), self.cleaned_data
        if old is None or old.certainty == limits.OWN or data.get("citation") != old.citation:
            return
        amount, unit = data.get("amount"), data.get("unit")
        if amount and unit and (amount, unit) != (old.amount, old.unit):
            sentence = "Lamanya berubah, jadi dasarnya bukan lagi ini. Tulis dasar yang baru, misalnya SK Kepala Desa."
            self.add_error("citation", sentence)

    def _is_past(self) -> bool:
        day = self.cleaned_data.get("valid_from")
        return day is not None and day < self.today

    def _check_day(self, day: date) -> None:
        clock, case_class = self._which()
        twins = DeadlineRuleRow.objects.filter(village=self.village, clock=clock, case_class=case_class, valid_from=day)
        if day > self.today + FARTHEST or day.year < 2000:
            self.add_error("valid_from", "Tanggal ini terlalu jauh. Periksa lagi tahunnya.")
        elif self._is_past() and not self.cleaned_data.get("why"):
            self.add_error("why", "Tanggalnya sudah lewat. Tulis mengapa aturan ini berlaku surut.")
        elif twins.exists():
            sentence = "Sudah ada aturan yang mulai pada hari itu. Pilih tanggal lain, atau batalkan dulu aturan itu."
            self.add_error("valid_from", sentence)


def revises_of(row: Any) -> DeadlineRuleRow | None:
    """Return the row that a new one goes on from; None for a rule of its own."""
    old = getattr(row, "revises", None)
    return old if isinstance(old, DeadlineRuleRow) else None


def revise(row: Any) -> Any:
    """Return an unsaved row that goes on from this one, today."""
    twin = limits.next_row(row, valid_from=local_date(row.village, timezone.now()))
    twin.revises = row  # type: ignore[attr-defined]  # for the form: which rule the new one follows
    return twin


def _new(village: Village) -> DeadlineRuleRow:
    today = local_date(village, timezone.now())
    return DeadlineRuleRow(village=village, unit=Unit.WORKING, certainty=limits.OWN, valid_from=today)


def _length(row: DeadlineRuleRow) -> str:
    return f"{row.amount} {Unit(row.unit).label if row.unit == Unit.WORKING else 'hari kalender'}"


def _title(row: DeadlineRuleRow) -> str:
    kind = ClockKind(row.clock)
    if row.case_class:
        return f"{kind.label}: {CaseClass(row.case_class).label.lower()}"
    # Only answers differ by class from the start; a case reopened before it had one still needs a limit.
    return f"{kind.label}: yang belum diklasifikasi" if kind is ClockKind.ANSWER else kind.label


def _start_words(row: DeadlineRuleRow) -> str:
    events = row.starts or (limits.moves_of(ClockKind(row.clock))["starts"] if row.clock else [])
    named = [event for event in ClockEvent if event in set(events)]
    return named[0].label if named else "Jamnya mulai"


def _lines(village: Village, tab: str) -> Sequence[Line]:
    calendar, today = calendar_for(village), local_date(village, timezone.now())
    rows = limits.rows_of(village)
    now = {row.pk for row in limits.in_force(rows, today).values()}
    found = []
    for row in rows:
        past = row.pk not in now and row.valid_from <= today
        if past is not (tab == OLD):
            continue
        due_on = limits.would_be_due(row, start=today, calendar=calendar)
        facts = [_length(row)]
        if due_on is not None and not past:
            facts.append(f"bila mulai hari ini: paling lambat {say_date(due_on)}")
        facts.append(row.citation)
        found.append(Line(id=row.id, title=_title(row), facts=tuple(facts), badges=_badges(row, today)))
    return found


def _badges(row: DeadlineRuleRow, today: date) -> tuple[Badge, ...]:
    badges = []
    if row.valid_from > today:
        badges.append(Badge(text=f"Mulai {say_short_date(row.valid_from)}", tone="go"))
    if row.certainty in ("S2", "G"):
        badges.append(Badge(text="Dasarnya perlu diperiksa", tone="warn"))
    if row.certainty == limits.OWN:
        badges.append(Badge(text="Ketentuan sendiri"))
    if ClockKind(row.clock) not in OFFICE_CLOCKS:
        badges.append(Badge(text="Waktu pelapor"))
    return tuple(badges)


def _preview(row: Any) -> Mapping[str, Any]:
    """Count the rule from today with the village's own calendar, beside the one in force."""
    if isinstance(row, Village):
        return {}
    village = row.village
    calendar, today = calendar_for(village), local_date(village, timezone.now())
    old = revises_of(row)
    shown: dict[str, Any] = {"today": today, "old": old, "start_words": _start_words(row).lower()}
    if row.clock:
        shown["title"] = _title(row)
        shown["new_due"] = limits.would_be_due(row, start=today, calendar=calendar)
        shown["new_length"] = _length(row) if row.amount else ""
        shown["looser"] = _looser(row, shown["new_due"], start=today, calendar=calendar)
    if old is not None:
        shown |= {
            "old_due": limits.would_be_due(old, start=today, calendar=calendar),
            "old_length": _length(old),
            "old_to_come": old.valid_from > today,
        }
    due_on = shown.get("new_due")
    shown["guess"] = due_on is not None and row.unit == Unit.WORKING and not calendar.is_known(due_on)
    return shown


def _looser(row: DeadlineRuleRow, due_on: date | None, *, start: date, calendar: WorkCalendar) -> str:
    """Return the law's own length where the typed one gives the office more time than that, else ""."""
    law = limits.law_of(ClockKind(row.clock), CaseClass(row.case_class) if row.case_class else None)
    if law is None or due_on is None or ClockKind(row.clock) not in OFFICE_CLOCKS:
        return ""
    return f"{law.amount} {law.unit.label}" if due_on > calendar.add(start, law.amount, law.unit) else ""


PAGE = RowsPage(
    area=Area.DEADLINES,
    slug="batas-waktu",
    sentence="Berapa lama desa punya waktu untuk tiap langkah, dengan dasar hukumnya.",
    intro="Perubahan selalu menjadi aturan baru sejak suatu tanggal; aturan lama tetap tercatat. Aduan yang jamnya "
    "sudah berjalan tetap memakai batas waktu yang dijanjikan saat jam itu mulai.",
    form=RuleForm,
    lines=_lines,
    tabs=lambda village: (("", "Berlaku"), (OLD, "Pernah berlaku")),  # noqa: ARG005 -- one shape for all areas
    new=_new,
    revise=revise,
    add_label="Aturan untuk klasifikasi lain",
    empty="Tidak ada.",
    list_template="desk/settings/rules.html",
    template="desk/settings/rule.html",
    preview=_preview,
    preview_template="desk/settings/previews/rule.html",
)
