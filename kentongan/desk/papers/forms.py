"""The form of a paper: its words as the case fills them in, to be edited; and reasons for voiding and naming."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kentongan.desk.papers.signers import Signer
from kentongan.forms.fields import LongText, PlainText
from kentongan.rules.paper_words import WORDS
from kentongan.rules.papers import MOST_PARTIES, Word
from kentongan.rules.types import PaperKind

_NEEDED = frozenset({"subject", "opening", "body", "parties"})
_MISSING = "Bagian ini tidak boleh kosong."


class PaperForm(forms.Form):
    """The words of one kind of paper, and who signs."""

    def __init__(
        self, data: Any = None, *, kind: PaperKind, words: Mapping[str, str], signers: Sequence[Signer]
    ) -> None:
        self.kind, self.signers = kind, signers
        super().__init__(data, auto_id="surat_%s", initial={**words})
        for word in WORDS[kind]:
            self.fields[word.key] = word_field(word, required=word.key in _NEEDED)
        self.fields["signer"] = forms.ChoiceField(
            label="Ditandatangani oleh",
            choices=[(signer.value, signer.label) for signer in signers],
            initial=signers[0].value,
            widget=forms.RadioSelect,
            error_messages={"required": "Pilih siapa yang menandatangani.", "invalid_choice": "Pilih dari daftar."},
        )

    def clean_parties(self) -> str:
        """Refuse more people than sign a paper.

        Raises:
            ValidationError: there are too many lines.
        """
        typed = str(self.cleaned_data["parties"])
        if len(typed.splitlines()) > MOST_PARTIES:
            raise ValidationError(f"Paling banyak {MOST_PARTIES} orang. Yang lain cukup di daftar hadir terlampir.")
        return typed

    def words(self) -> dict[str, str]:
        """Return the words as they were edited; call it on a valid form."""
        return {word.key: str(self.cleaned_data[word.key]) for word in WORDS[self.kind]}

    def signer(self) -> Signer:
        """Return who was chosen."""
        return next(signer for signer in self.signers if signer.value == self.cleaned_data["signer"])


def word_field(word: Word, *, required: bool = False) -> PlainText:
    """Return the field of one part of a paper."""
    kind, widget = (PlainText, forms.TextInput()) if word.rows == 1 else (LongText, forms.Textarea({"rows": word.rows}))
    return kind(
        label=word.label,
        max_length=word.limit,
        required=required,
        help_text=word.hint,
        widget=widget,
        error_messages={"required": _MISSING},
    )


class VoidForm(forms.Form):
    """Why a paper does not count any more."""

    reason = LongText(
        label="Mengapa surat ini dibatalkan?",
        max_length=300,
        required=True,
        help_text="Nomornya tetap terpakai dan alasannya tampil di daftar surat. Paling banyak 300 huruf.",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Tulis dulu alasannya."},
    )


class NameForm(forms.Form):
    """Why a paper is printed with the reporter's name."""

    reason = LongText(
        label="Mengapa nama pelapor perlu dicetak?",
        max_length=2_000,
        required=True,
        help_text="Misalnya: diminta dinas untuk meninjau rumah pelapor, dengan izin pelapor.",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Tulis dulu alasannya."},
    )
