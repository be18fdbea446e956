"""What a citizen adds to his file for the Ombudsman (UU 37/2008 art. 24). Nothing typed here is ever stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms

from kentongan.cases.models import Case
from kentongan.forms.fields import LongText, PlainText

MARITAL: Final = [
    ("", "Tulis tangan nanti"),
    *((word, word) for word in ("Belum kawin", "Kawin", "Cerai hidup", "Cerai mati")),
]
MOST_WORDS: Final = 4_000


@dataclass(frozen=True, repr=False)
class Filled:
    """What the citizen adds for this paper alone; "" leaves a line for a pen. Never stored (hence no repr)."""

    name: str = ""
    birth_place: str = ""
    birth_date: str = ""
    marital_status: str = ""
    occupation: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    represented: str = ""
    loss: str = ""
    wish: str = ""
    hide_identity: bool = False


class OmbudsmanForm(forms.Form):
    """Every field may stay empty: the paper then has a line for a pen."""

    name = PlainText(label="Nama lengkap", max_length=120)
    birth_place = PlainText(label="Tempat lahir", max_length=80)
    birth_date = PlainText(label="Tanggal lahir", max_length=40, help_text="Misalnya 15 Agustus 1980.")
    marital_status = forms.ChoiceField(label="Status perkawinan", choices=MARITAL, required=False)
    occupation = PlainText(label="Pekerjaan", max_length=80)
    address = PlainText(label="Alamat lengkap", max_length=300)
    phone = PlainText(label="Telepon", max_length=40)
    email = PlainText(label="Surel", max_length=254)
    represented = PlainText(
        label="Atas nama siapa", max_length=120, help_text="Hanya bila Anda melapor sebagai kuasa orang lain."
    )
    loss = LongText(
        label="Kerugian yang dialami",
        max_length=MOST_WORDS,
        help_text="Uang, waktu, kesehatan, atau hak yang tidak didapat.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    wish = LongText(label="Penyelesaian yang diminta", max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4}))
    hide_identity = forms.BooleanField(label="Minta Ombudsman merahasiakan identitas saya", required=False)
    with_evidence = forms.BooleanField(label="Sertakan salinan bukti (ZIP)", required=False)

    def __init__(self, data: Any = None, *, case: Case, evidence: str) -> None:
        """`evidence`: how many files of what size; "" takes the question away."""
        super().__init__(data, auto_id="ombudsman_%s", initial={"wish": case.settlement})
        if evidence:
            self.fields["with_evidence"].help_text = evidence
        else:
            del self.fields["with_evidence"]
        if not case.proxy:
            self.fields["represented"].help_text = "Kosongkan bila untuk diri sendiri. " + str(
                self.fields["represented"].help_text
            )

    def filled(self) -> Filled:
        """Return what was typed, for the paper."""
        data = self.cleaned_data
        return Filled(**{name: data[name] for name in Filled.__dataclass_fields__})
