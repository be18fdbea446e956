"""What the inbox may be narrowed by. Nonsense in the address is ignored, never an error."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from kentongan.cases.models.case import CHANNELS
from kentongan.cases.queries.inbox import DueMark, InboxFilter, Tab
from kentongan.forms.fields import clean_text
from kentongan.people.models import Officer
from kentongan.rules.types import CaseClass, Role, Status
from kentongan.rules.workflow import FINAL
from kentongan.villages.models import Village

ENDED = [status for status in Status if status in FINAL or status is Status.ANSWERED]
OPEN = [status for status in Status if status not in FINAL]
DUE = [(DueMark.LATE.value, "Lewat batas waktu"), (DueMark.SOON.value, "Dalam dua hari ini")]
ORIGIN = [("lama", "Buku register lama")]
DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
YEARS = range(1900, 2200)
MAX_TEXT = 200

Choices = Iterable[tuple[Any, str]]


def day_input() -> forms.DateInput:
    """Return the field of a day; a date picker where the browser has one, else typed day first."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "min": "1990-01-01", "max": "2199-12-31"})


class FilterForm(forms.Form):
    """The filters above the list; a plain GET form."""

    cari = forms.CharField(
        label="Cari", required=False, widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
    )
    status = forms.ChoiceField(label="Status", required=False)
    kategori = forms.ChoiceField(label="Kategori", required=False)
    dusun = forms.ChoiceField(label="Dusun", required=False)
    saluran = forms.ChoiceField(label="Media", required=False)
    klasifikasi = forms.ChoiceField(label="Klasifikasi", required=False)
    petugas = forms.ChoiceField(label="Petugas", required=False)
    tenggat = forms.ChoiceField(label="Batas waktu", required=False)
    asal = forms.ChoiceField(label="Asal", required=False)
    dari = forms.DateField(label="Diterima dari", required=False, input_formats=DAYS, widget=day_input())
    sampai = forms.DateField(label="Diterima sampai", required=False, input_formats=DAYS, widget=day_input())

    def __init__(self, data: QueryDict, *, village: Village, officer: Officer, tab: Tab) -> None:
        """Load the choices (three queries)."""
        super().__init__(data, auto_id="saring_%s")
        statuses = list(Status) if tab is Tab.FOUND else ENDED if tab is Tab.DONE else OPEN
        handlers = (
            Officer.objects.filter(village=village, roles__role=Role.HANDLER).order_by("name").values_list("id", "name")
        )
        self._choose("status", ((status.value, status.label) for status in statuses))
        self._choose("kategori", village.categories.filter(active=True).values_list("id", "name"))
        self._choose("dusun", village.hamlets.filter(active=True).values_list("id", "name"))
        self._choose("saluran", CHANNELS)
        self._choose("klasifikasi", CaseClass.choices())
        self._choose("tenggat", DUE)
        self._choose("asal", ORIGIN)
        self._choose("petugas", ((key, f"{name} (saya)" if key == officer.id else name) for key, name in handlers))

    @property
    def has_choice(self) -> bool:
        """Whether anything is chosen beside the words."""
        return any(self.data.get(name) for name in self.fields if name != "cari")

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Semua"), *((str(value), label) for value, label in choices)]


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    tab: Tab
    text: str
    after: str
    words_only: bool  # the reader wants the words, though they can be read as a number


def asked(data: QueryDict, default: Tab) -> Asked:
    """Read tab, search text and cursor; a search shows its own tab."""
    text = clean_text(data.get("cari", ""))[:MAX_TEXT]
    named = data.get("daftar", "")
    tab = Tab.FOUND if text else Tab(named) if named in (Tab.MINE, Tab.OPEN, Tab.DONE) else default
    after = _cursor(data.get("sesudah", ""), tab)
    return Asked(tab=tab, text=text, after=after, words_only=data.get("kata") == "1")


def filter_of(form: FilterForm, what: Asked) -> InboxFilter:
    """Return the filter of what was validly chosen."""
    form.is_valid()
    chosen = form.cleaned_data
    return InboxFilter(
        tab=what.tab,
        status=Status(chosen["status"]) if chosen.get("status") else None,
        category=_uuid(chosen.get("kategori")),
        hamlet=_uuid(chosen.get("dusun")),
        channel=chosen.get("saluran", ""),
        case_class=CaseClass(chosen["klasifikasi"]) if chosen.get("klasifikasi") else None,
        handler=_uuid(chosen.get("petugas")),
        due=DueMark(chosen["tenggat"]) if chosen.get("tenggat") else None,
        since=_day(chosen.get("dari")),
        until=_day(chosen.get("sampai")),
        imported=bool(chosen.get("asal")),
        text=what.text,
        words_only=what.words_only,
    )


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _day(day: date | None) -> date | None:
    """Return a day that the calendar can count with."""
    return day if day is not None and day.year in YEARS else None


def _cursor(text: str, tab: Tab) -> str:
    """Return a cursor that the list can use; anything else begins at the beginning."""
    wanted = 16 if tab is Tab.FOUND else 41
    fits = len(text) == wanted and all(char in "0123456789abcdef" for char in text)
    # A number too great for the index would be an error of the database.
    return text if fits and (tab is not Tab.FOUND or text[0] in "01234567") else ""
