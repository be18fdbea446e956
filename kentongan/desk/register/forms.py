"""What is asked before a book or blank forms are made."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from kentongan.forms.fields import LongText, PlainText
from kentongan.rules.form_numbers import MAX_FORMS, FormNumber, parse_form_number
from kentongan.rules.types import Refused

FORMATS: Final = (("pdf", "PDF, siap cetak dan jilid"), ("xlsx", "XLSX, untuk lembar kerja (Excel, LibreOffice)"))
PAPERS: Final = (("f4", "F4 / folio (330 × 215 mm)"), ("a4", "A4 (297 × 210 mm)"))
_CHOOSE: Final = "Pilih salah satu."


def _radio(label: str, choices: Any, **extra: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
        **extra,
    )


class MakeForm(forms.Form):
    """Format, sheet, volume; and whether identities are in it, with the reasons."""

    format = _radio("Bentuk berkas", FORMATS)
    sheet = _radio("Kertas", PAPERS)
    volume = forms.TypedChoiceField(
        label="Jilid", coerce=int, error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE}
    )
    identities = forms.BooleanField(
        label="Dengan identitas pelapor",
        required=False,
        help_text="Nama, alamat, dan HP ikut tercetak; NIK disamarkan. Pelapor anonim tetap anonim.",
    )
    reason = LongText(
        label="Alasan membuka identitas",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Setiap pelapor membaca alasan ini di halaman lacaknya, dan pembukaan ini tercatat.",
    )
    whole_nik = forms.BooleanField(label="NIK ditulis lengkap", required=False)
    nik_reason = LongText(label="Alasan NIK ditulis lengkap", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, volumes: int, **kwargs: Any) -> None:
        """Offer as many volumes as the longest format has; what one format has not is refused with a sentence."""
        super().__init__(*args, **kwargs)
        field = self.fields["volume"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(number, f"Jilid {number}") for number in range(1, max(1, volumes) + 1)]

    def clean(self) -> dict[str, Any]:
        """Ask for the reasons that go with what is ticked."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("identities") and not data.get("reason") and "reason" not in self.errors:
            self.add_error(
                "reason", ValidationError("Tulis untuk apa buku dengan identitas ini dibuat.", code="required")
            )
        if data.get("whole_nik") and not data.get("identities"):
            self.add_error(
                "whole_nik",
                ValidationError("NIK hanya ada dalam buku dengan identitas. Centang juga yang di atas.", code="alone"),
            )
        elif data.get("whole_nik") and not data.get("nik_reason") and "nik_reason" not in self.errors:
            self.add_error("nik_reason", ValidationError("Tulis mengapa NIK harus lengkap.", code="required"))
        return data


class BlankForm(forms.Form):
    """How many lines to print; `last` is the newest number on the page from which this was sent."""

    count = forms.IntegerField(
        label="Berapa baris?",
        min_value=1,
        max_value=MAX_FORMS,
        initial=24,
        help_text=f"Enam baris selembar; paling banyak {MAX_FORMS} sekali cetak.",
        widget=forms.NumberInput(attrs={"class": "w6", "inputmode": "numeric"}),
        error_messages={
            "required": "Tulis berapa baris.",
            "invalid": "Tulis dengan angka.",
            "min_value": "Paling sedikit 1 baris.",
            "max_value": f"Paling banyak {MAX_FORMS} baris sekali cetak.",
        },
    )
    sheet = _radio("Kertas", PAPERS, initial="f4")
    last = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FormNumberField(PlainText):
    """A form number as somebody types it; becomes a FormNumber, or None where it was left empty."""

    def __init__(self, **extra: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "class": "w10", "placeholder": "F-0012/2026-8"})
        super().__init__(max_length=30, widget=widget, **extra)

    def clean(self, value: Any) -> Any:
        """Check form and check digit.

        Raises:
            ValidationError: with the rule's own sentence.
        """
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return parse_form_number(typed)
        except Refused as refused:
            raise ValidationError(refused.sentence, code=refused.code) from refused


class VoidFormForm(forms.Form):
    """Which form is spoiled, and why."""

    number = FormNumberField(label="Nomor formulir yang rusak", required=True)
    reason = PlainText(
        label="Alasan", max_length=300, required=True, help_text="Misalnya: salah tulis, basah, sobek, hilang."
    )

    @property
    def form_number(self) -> FormNumber:
        """The number (of a valid form)."""
        number: FormNumber = self.cleaned_data["number"]
        return number
