"""Form fields that take what people really type: odd characters, other date orders, commas in coordinates."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError

from kentongan.rules.identity import check_nik, normalise_phone

# Control characters mean nothing in a sentence, and PostgreSQL refuses NUL; line ends and tabs stay.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
REQUIRED: Final = "Mohon isi bagian ini."


def clean_text(value: Any) -> str:
    """Return typed text with control characters dropped, one kind of line end, and no space around it."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text).strip()


class LeanForm(forms.Form):
    """A form that copies only the fields which its instances change (`own`); Django copies all, a third of its work.

    The other fields are shared by all instances and threads: nothing may be set on them.
    """

    own: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        shared = self.base_fields
        # Django copies what it finds under this name; here only for this instance.
        vars(self)["base_fields"] = {name: field for name, field in shared.items() if name in self.own}
        super().__init__(*args, **kwargs)
        self.fields = {name: self.fields.get(name, field) for name, field in shared.items()}


class PlainText(forms.CharField):
    """Text of people: any script, any emoji, only control characters are dropped."""

    def __init__(self, *, label: str, max_length: int, required: bool = False, **extra: Any) -> None:
        extra.setdefault("error_messages", {"required": REQUIRED})
        super().__init__(label=label, max_length=max_length, required=required, strip=True, **extra)
        if isinstance(self.widget, forms.TextInput):
            # Else the browser would offer the next person at a shared phone whom this one complained about.
            self.widget.attrs.setdefault("autocomplete", "off")
        self.error_messages["max_length"] = f"Terlalu panjang: paling banyak {max_length:,} huruf.".replace(",", ".")
        for validator in self.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = self.error_messages["max_length"]  # type: ignore[attr-defined]

    def to_python(self, value: Any) -> str:
        """Clean before any validator sees it."""
        return "" if value in self.empty_values else clean_text(value)


class LongText(PlainText):
    """Several lines."""

    widget = forms.Textarea


class Phone(PlainText):
    """A phone number of Indonesia, kept as E.164."""

    def __init__(self, **extra: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
        super().__init__(max_length=30, widget=widget, **extra)

    def clean(self, value: Any) -> str:
        """Normalise.

        Raises:
            ValidationError: this is no phone number, with the rule's own sentence.
        """
        typed: str = super().clean(value)
        if not typed:
            return ""
        try:
            return normalise_phone(typed)
        except ValueError as problem:
            raise ValidationError(str(problem), code="phone") from problem


class Nik(PlainText):
    """A NIK, checked by RULES §6; spaces and dots are forgiven."""

    def __init__(self, **extra: Any) -> None:
        super().__init__(
            max_length=30, widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}), **extra
        )

    def clean(self, value: Any) -> str:
        """Return the 16 digits.

        Raises:
            ValidationError: this is no NIK, with the rule's own sentence.
        """
        typed = re.sub(r"[\s.\-]", "", super().clean(value))
        if not typed:
            return ""
        try:
            check_nik(typed)
        except ValueError as problem:
            raise ValidationError(str(problem), code="nik") from problem
        return typed


class Day(forms.DateField):
    """A day that is over or today; a date picker where the browser has one, else typed day first."""

    ORDERS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d %m %Y")

    def __init__(self, **extra: Any) -> None:
        extra.setdefault("error_messages", {"invalid": "Tulis tanggal seperti 23/11/2026, atau pakai kata-kata."})
        super().__init__(
            required=False,
            input_formats=list(self.ORDERS),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w10"}),
            **extra,
        )


def check_past(day: date | None, today: date) -> None:
    """Refuse the future and what nobody alive has seen.

    Raises:
        ValidationError: the day is after today, or before 1900.
    """
    if day is not None and day > today:
        raise ValidationError("Tanggal ini belum terjadi. Periksa lagi tahunnya.", code="future")
    if day is not None and day < date(1900, 1, 1):
        raise ValidationError("Tahunnya tampaknya salah ketik. Periksa lagi.", code="ancient")


class Coordinate(forms.CharField):
    """Degrees with five decimals (about one metre); a comma or a point."""

    def __init__(self, *, label: str, low: int, high: int) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=24,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "w10"}),
        )
        self.low, self.high = low, high

    def clean(self, value: Any) -> Any:
        """Return a Decimal rounded to five places, or None.

        Raises:
            ValidationError: not a number, or outside Indonesia.
        """
        typed = super().clean(value).replace(",", ".")
        if not typed:
            return None
        try:
            degrees = Decimal(typed).quantize(Decimal("0.00001"))
        except InvalidOperation:
            degrees = Decimal("NaN")
        if not degrees.is_finite():
            raise ValidationError("Tulis angka seperti −7,32038, atau kosongkan.", code="number")
        if not self.low <= degrees <= self.high:
            raise ValidationError("Titik ini di luar Indonesia. Kosongkan saja bila ragu.", code="outside")
        return degrees
