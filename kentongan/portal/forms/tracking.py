"""The small forms of the follow-up page."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms

from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import Case
from kentongan.cases.queries.tracking import case_for_code
from kentongan.forms.fields import REQUIRED, LongText, PlainText
from kentongan.forms.turns import Gate, Wait
from kentongan.rules.numbering import CodeMistyped, normalise_code
from kentongan.rules.publication import Consent
from kentongan.vault.case_keys import code_secret
from kentongan.villages.models import Village

MAX_MESSAGE = 5_000
UNKNOWN_CODE = (
    "Kode ini tidak kami kenal di desa ini. Periksa lagi pada tanda terima Anda, atau minta kode baru di bawah."
)


class CodeForm(forms.Form):
    """The tracking code, however it is written."""

    code = forms.CharField(
        label="Kode lacak",
        max_length=80,
        help_text="18 huruf dan angka pada tanda terima. Huruf kecil dan tanda hubung tidak jadi soal.",
        widget=forms.TextInput(
            attrs={
                "class": "code-in",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "K7M-4TQ-…",
            }
        ),
        error_messages={
            "required": "Tulis kode lacak yang ada pada tanda terima Anda.",
            "max_length": "Ini terlalu panjang untuk sebuah kode lacak. Kodenya 18 huruf dan angka.",
        },
    )

    def __init__(self, *args: Any, village: Village, gate: Gate | None = None, **kwargs: Any) -> None:
        """Bind to a village; a form with data needs the `gate` that slows down who guesses."""
        super().__init__(*args, **kwargs)
        self.village = village
        self.gate = gate
        self.wait: Wait | None = None
        self.case: Case | None = None
        self.secret = b""  # what the code gives, to open the case

    def clean_code(self) -> str:
        """Find the case; say which part looks wrong when it cannot be a code."""
        typed: str = self.cleaned_data["code"]
        try:
            code = normalise_code(typed)
        except CodeMistyped as mistyped:
            raise forms.ValidationError(mistyped.sentence, code="mistyped") from mistyped
        if self.gate is None:
            raise TypeError("who looks a code up passes a gate first")
        self.wait = self.gate.wait_for(code)
        if self.wait is not None:
            raise forms.ValidationError(self.wait.sentence, code="wait")
        self.case = case_for_code(self.village, typed)
        if self.case is None:
            self.gate.missed()
            raise forms.ValidationError(UNKNOWN_CODE, code="unknown")
        self.secret = code_secret(self.village.pk, normalise_code(typed))
        return typed


class LostCodeForm(forms.Form):
    """What we need to send a new code to the contact on file."""

    number = PlainText(
        label="Nomor registrasi", max_length=80, required=True, help_text="Misalnya 014/ADU/33.03.13.2003/2026."
    )
    contact = PlainText(
        label="Surel atau nomor HP yang Anda tulis saat melapor",
        max_length=254,
        required=True,
        widget=forms.TextInput(attrs={"autocomplete": "email"}),
    )


class ReplyForm(forms.Form):
    """A message, with or without files."""

    text = LongText(label="Pesan Anda", max_length=MAX_MESSAGE, widget=forms.Textarea(attrs={"rows": 5}))


class EvidenceForm(forms.Form):
    """Files, with a word about them."""

    text = LongText(
        label="Keterangan tentang berkas ini", max_length=MAX_MESSAGE, widget=forms.Textarea(attrs={"rows": 3})
    )


class RateForm(forms.Form):
    """The verdict on the answer."""

    satisfied = forms.ChoiceField(
        label="Apakah jawaban ini menyelesaikan masalah Anda?",
        choices=[("ya", "Ya, sudah selesai"), ("belum", "Belum, mohon dibuka lagi")],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu."},
    )
    stars = forms.TypedChoiceField(
        label="Berapa bintang untuk pelayanan kami?",
        coerce=int,
        choices=[(n, f"{n}") for n in range(1, 6)],
        widget=forms.RadioSelect,
        help_text="1 buruk, 5 sangat baik.",
        error_messages={"required": "Pilih satu sampai lima.", "invalid_choice": "Pilih satu sampai lima."},
    )
    words = LongText(
        label="Ceritakan alasannya",
        max_length=MAX_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Wajib diisi bila belum selesai: apa yang masih kurang?",
    )

    def no_longer_satisfied(self) -> None:
        """Offer only what is left once a case is closed: to have it opened again."""
        satisfied = self.fields["satisfied"]
        if isinstance(satisfied, forms.ChoiceField):
            satisfied.choices = [("belum", "Ternyata belum, mohon dibuka lagi")]

    def clean(self) -> dict[str, Any]:
        """Reopening needs a reason."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("satisfied") == "belum" and not data.get("words") and "words" not in self.errors:
            self.add_error("words", "Tulis apa yang masih kurang, supaya kami tahu apa yang harus dibenahi.")
        return data


class ReasonForm(forms.Form):
    """An objection."""

    reason = LongText(
        label="Mengapa Anda keberatan?",
        max_length=MAX_MESSAGE,
        required=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": REQUIRED},
    )


class WithdrawForm(forms.Form):
    """Withdrawing; nobody has to say why."""

    reason = LongText(label="Alasan mencabut", max_length=MAX_MESSAGE, widget=forms.Textarea(attrs={"rows": 3}))


class ProtectForm(forms.Form):
    """More protection of the reporter's identity."""

    mode = forms.ChoiceField(
        label="Pelindungan mana?",
        choices=[
            (str(IdentityMode.CONFIDENTIAL), "Rahasia: nama dan kontak dikunci dengan kunci pribadi pemegang kunci"),
            (str(IdentityMode.ANONYMOUS), "Anonim: nama dan kontak dihapus"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu."},
    )
    keep_contact = forms.BooleanField(
        label="Tetap kabari saya lewat surel",
        required=False,
        help_text=(
            "Alamat surel Anda lalu tetap dapat dibaca komputer desa, dan orang yang menguasai komputer itu. "
            "Bila tidak, kabar Anda baca dengan kode lacak."
        ),
    )

    def offer(self, modes: Collection[IdentityMode]) -> None:
        """Offer only these."""
        mode = self.fields["mode"]
        if isinstance(mode, forms.ChoiceField):
            mode.choices = [(value, label) for value, label in mode.choices if value in modes]  # type: ignore[misc, union-attr]  # pairs, as declared


class RetaliationForm(forms.Form):
    """What was done to the reporter because he reported."""

    text = LongText(
        label="Apa yang terjadi pada Anda?",
        max_length=MAX_MESSAGE,
        required=True,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Siapa, apa, dan kapan. Bila Anda terancam sekarang, hubungi polisi: 110.",
        error_messages={"required": "Ceritakan dulu apa yang terjadi."},
    )


class PublishForm(forms.Form):
    """Whether the case may be read in public without the name."""

    consent = forms.ChoiceField(
        choices=Consent.choices(),
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu."},
    )


class BareForm(forms.Form):
    """A button without questions."""
