"""The forms of the page "Hak atas data Anda": one for each right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django import forms

from kentongan.cases.actions.privacy import MAX_TEXT
from kentongan.forms.fields import LongText
from kentongan.rules.data_rights import CorrectionOf, DataRequest


def _words(label: str, *, help_text: str = "", required: str = "") -> LongText:
    return LongText(
        label=label,
        max_length=MAX_TEXT,
        required=bool(required),
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": required},
    )


class AccessForm(forms.Form):
    """What the copy does not hold."""

    text = _words(
        "Apa yang ingin Anda lihat?",
        help_text="Misalnya: nama dan kontak saya yang tersimpan, atau catatan petugas tentang laporan saya.",
    )


class CorrectionForm(forms.Form):
    """What is wrong, and how it is right."""

    about = forms.ChoiceField(
        label="Apa yang perlu diperbaiki?",
        choices=CorrectionOf.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu."},
    )
    text = _words(
        "Apa yang salah, dan bagaimana yang benar?",
        help_text="Tulisan ini dibaca petugas. Jangan tulis nama atau kontak di sini: sampaikan di loket.",
        required="Tulis apa yang salah dan bagaimana yang benar.",
    )


class RestrictionForm(forms.Form):
    """Why the processing should be restricted; nobody has to say."""

    text = _words("Mengapa perlu dibatasi?")


class ErasureForm(forms.Form):
    """Why the contents should go; nobody has to say why, but he says that he knows."""

    text = _words("Alasan menghapus")
    understood = forms.BooleanField(
        label="Saya tahu bahwa yang dihapus tidak dapat dikembalikan, dan laporan yang masih berjalan ikut berakhir.",
        error_messages={"required": "Beri tanda centang bila Anda sudah yakin."},
    )


FORMS: Final[Mapping[DataRequest, type[forms.Form]]] = {
    DataRequest.ACCESS: AccessForm,
    DataRequest.CORRECTION: CorrectionForm,
    DataRequest.RESTRICTION: RestrictionForm,
    DataRequest.ERASURE: ErasureForm,
}
