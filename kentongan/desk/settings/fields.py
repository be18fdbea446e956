"""Fields that several areas of the settings share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from kentongan.forms.fields import Day

MOST: Final = 999


def number_field(
    label: str, *, least: int, most: int, help_text: str = "", required: bool = True
) -> forms.IntegerField:
    """Return a whole number between two limits, with one sentence for every way to miss them."""
    sentence = f"Tulis angka {least} sampai {most}."
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"class": "w6", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence),
    )


def position_field() -> forms.IntegerField:
    """Return the place of a row in its list."""
    return number_field("Urutan dalam daftar", least=0, most=MOST, required=False)


def active_field(label: str, help_text: str) -> forms.BooleanField:
    """Return whether a row is in use."""
    return forms.BooleanField(label=label, required=False, help_text=help_text)


class Choice(forms.ChoiceField):
    """One of a list, where the choice of none is a choice like the others: it is named, and stored as ""."""

    NONE: Final = "-"

    def prepare_value(self, value: Any) -> Any:
        """Show nothing stored as the choice of none."""
        return value or self.NONE

    def clean(self, value: Any) -> str:
        """Return the chosen value, "" for none."""
        chosen = str(super().clean(value))
        return "" if chosen == self.NONE else chosen


def choice_field(
    label: str, choices: Iterable[tuple[str, str]], *, empty: str = "", help_text: str = "", sentence: str = ""
) -> forms.ChoiceField:
    """Return one of a list in a select box; `empty` names the choice of none, without it one must be chosen."""
    said = sentence or "Pilih salah satu dari daftar."
    kind = Choice if empty else forms.ChoiceField
    return kind(
        label=label,
        choices=[*([(Choice.NONE, empty)] if empty else []), *choices],
        help_text=help_text,
        error_messages={"required": said, "invalid_choice": said},
    )


def radio_field(
    label: str, choices: Iterable[tuple[str, str]], *, help_text: str = "", required: bool = True
) -> forms.ChoiceField:
    """Return one of a few, as large radio buttons."""
    said = "Pilih salah satu."
    return forms.ChoiceField(
        label=label,
        choices=list(choices),
        required=required,
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages={"required": said, "invalid_choice": said},
    )


class AnyDay(Day):
    """A day that must be given, past or to come."""

    def __init__(self, **extra: Any) -> None:
        sentence = "Tulis tanggal seperti 23/11/2026."
        super().__init__(**extra, error_messages={"invalid": sentence, "required": sentence})
        self.required = True
        self.widget.is_required = True
