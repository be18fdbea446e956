"""Forms of the observers' site: the filters of the public list, a watch, a webhook's address, a key's name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from kentongan.cases.queries.published import PublicFilter
from kentongan.forms.fields import PlainText
from kentongan.rules.public_figures import public_status
from kentongan.rules.types import Refused, Status
from kentongan.villages.models import Hamlet, Village
from kentongan.watching import kept
from kentongan.watching.models import Pace, Watch
from kentongan.watching.watches import Wish

STATUSES: Final = tuple(dict.fromkeys(public_status(status) for status in Status if status is not Status.MERGED))
_PICK: Final = {"invalid_choice": "Pilih dari daftar."}


def say_period(period: str) -> str:
    """Say a period: "Triwulan 3 tahun 2026"."""
    year, _, quarter = period.partition("-Q")
    return f"Triwulan {quarter} tahun {year}" if quarter else f"Tahun {year}"


class FilterForm(forms.Form):
    """What somebody looks for in the public list. What is not in the lists is refused, not guessed at."""

    words = PlainText(label="Kata", max_length=100, widget=forms.TextInput(attrs={"type": "search"}))
    group = forms.ChoiceField(label="Kelompok", required=False, error_messages=_PICK)
    hamlet = forms.ChoiceField(label="Dusun", required=False, error_messages=_PICK)
    period = forms.ChoiceField(label="Masa", required=False, error_messages=_PICK)
    status = forms.ChoiceField(
        label="Status",
        required=False,
        choices=[("", "Semua"), *((str(status), status.label) for status in STATUSES)],
        error_messages=_PICK,
    )

    def __init__(self, *args: Any, village: Village, also: Watch | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        counted = kept.newest(village)
        groups = counted.figures.get("", {}).get("by_group", {}) if counted else {}
        periods = counted.periods if counted else []
        hamlets = Hamlet.objects.filter(village=village).order_by("position", "name").values_list("name", flat=True)
        self._offer("group", sorted(groups), also.group if also else "")
        self._offer("hamlet", hamlets, also.hamlet if also else "")
        self._offer("period", periods, also.period if also else "")

    def _offer(self, name: str, values: Iterable[str], chosen: str) -> None:
        offered = [value for value in dict.fromkeys([*values, chosen]) if value]
        labels = [(value, say_period(value) if name == "period" else value) for value in offered]
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.choices = [("", "Semua"), *labels]

    def filter(self) -> PublicFilter:
        """Return the filter (of a form that is valid)."""
        status = self.cleaned_data["status"]
        return PublicFilter(
            group=self.cleaned_data["group"],
            hamlet=self.cleaned_data["hamlet"],
            period=self.cleaned_data["period"],
            status=Status(status) if status else None,
            words=self.cleaned_data["words"],
        )


class WatchForm(FilterForm):
    """A watch: a filter with a name, and whether a digest comes."""

    name = PlainText(label="Nama pantauan", max_length=60, required=True, help_text="Misalnya “Jalan di Dusun Krajan”.")
    only_late = forms.BooleanField(label="Hanya yang baru lewat batas waktu", required=False)
    pace = forms.ChoiceField(label="Ringkasan lewat surel", choices=Pace.choices(), widget=forms.RadioSelect)
    field_order = ("name", "only_late", "group", "hamlet", "period", "status", "words", "pace")

    def wish(self) -> Wish:
        """Return what is wished (of a form that is valid)."""
        values = dict(self.cleaned_data)
        return Wish(**{**values, "pace": Pace(values["pace"])})

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the field it is about, or above the form."""
        name = {"taken": "name"}.get(refusal.code, refusal.code)
        self.add_error(name if name in self.fields else None, refusal.sentence)


class HookForm(forms.Form):
    """The address of a webhook."""

    url = PlainText(
        label="Alamat penerima",
        max_length=300,
        required=True,
        help_text="Diawali https:// (atau http://). Hanya alamat di internet umum.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the address, or above the form."""
        self.add_error("url" if refusal.code == "url" else None, refusal.sentence)


class KeyForm(forms.Form):
    """A name for a new key."""

    name = PlainText(label="Nama kunci", max_length=60, required=True, help_text="Misalnya nama programnya.")

    def refuse(self, refusal: Refused) -> None:
        """Put a refusal beside the name, or above the form."""
        self.add_error("name" if refusal.code == "name" else None, refusal.sentence)
