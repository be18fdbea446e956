"""Forms about personal data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms

from kentongan.cases.actions.breach import BreachData
from kentongan.cases.models import BreachNotice
from kentongan.desk.moves.base import day_field, reason_field, text_field
from kentongan.forms.fields import PlainText
from kentongan.rules.data_rights import RefusalGround
from kentongan.rules.identity import check_nik, normalise_phone

MAX_WORDS: Final = 2000


class DecideForm(forms.Form):
    """The answer to a request."""

    outcome = forms.ChoiceField(
        label="Keputusan",
        choices=[("ya", "Dikabulkan"), ("tidak", "Tidak dikabulkan")],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih dulu keputusannya.", "invalid_choice": "Pilih dulu keputusannya."},
    )
    ground = forms.ChoiceField(
        label="Bila tidak dikabulkan, karena apa",
        choices=[("", "Pilih alasannya"), *RefusalGround.choices()],
        required=False,
        error_messages={"invalid_choice": "Pilih salah satu alasan."},
    )
    reason = text_field(
        "Penjelasan untuk pelapor",
        help_text="Dibaca pelapor di halaman lacaknya. Tulis apa yang terjadi selanjutnya.",
        required="Tulis dulu penjelasannya.",
        limit=MAX_WORDS,
    )

    def clean(self) -> dict[str, Any]:
        """A refusal names one of the listed grounds."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("outcome") == "tidak" and not data.get("ground") and "ground" not in self.errors:
            self.add_error("ground", "Pilih alasan penolakannya; undang-undang mengharuskan alasan.")
        return data


class LiftForm(forms.Form):
    """Ending a restriction."""

    reason = reason_field("Mengapa pembatasan diakhiri?", "Dibaca pelapor di halaman lacaknya.")


class CorrectForm(forms.Form):
    """Corrected data of a reporter who sits at the counter; what stays empty stays as it is."""

    proof = reason_field(
        "Bagaimana Anda memastikan ini pelapornya?",
        "Misalnya: mencocokkan KTP. Dibaca pelapor di halaman lacaknya.",
        required="Tulis dulu bagaimana Anda memastikannya.",
    )
    name = PlainText(label="Nama yang benar", max_length=120, required=False)
    nik = PlainText(label="NIK yang benar", max_length=24, required=False)
    phone = PlainText(label="Nomor HP yang benar", max_length=30, required=False)
    email = forms.EmailField(
        label="Surel yang benar",
        max_length=254,
        required=False,
        error_messages={"invalid": "Tulis surel yang lengkap."},
    )
    address = PlainText(label="Alamat yang benar", max_length=300, required=False)
    remove = forms.MultipleChoiceField(
        label="Hapus yang ini",
        choices=[("nik", "NIK"), ("phone", "Nomor HP"), ("email", "Surel"), ("address", "Alamat")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean_nik(self) -> str:
        """Sixteen figures, or nothing."""
        nik: str = self.cleaned_data["nik"]
        if not nik:
            return ""
        try:
            return check_nik(nik).number
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_phone(self) -> str:
        """An Indonesian number in its full form, or nothing."""
        phone: str = self.cleaned_data["phone"]
        if not phone:
            return ""
        try:
            return normalise_phone(phone)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def changes(self) -> dict[str, str]:
        """Return what is corrected, and what is taken away."""
        data = self.cleaned_data
        typed = {name: data[name] for name in ("name", "nik", "phone", "email", "address") if data[name]}
        return {**dict.fromkeys(data["remove"], ""), **typed}


class KeepForm(forms.Form):
    """Keeping contents on."""

    reason = PlainText(
        label="Mengapa masih perlu disimpan?",
        max_length=300,
        required=True,
        help_text="Misalnya: masih ada perkara di pengadilan.",
        error_messages={"required": "Tulis mengapa data ini masih perlu disimpan."},
    )
    until = day_field("Disimpan sampai", required="Pilih sampai kapan.")


class BreachForm(forms.Form):
    """What the law wants to be told (UU 27/2022 art. 46); nothing of a person."""

    known_on = day_field("Tanggal diketahui", required="Tulis kapan kebocoran ini diketahui.")
    known_at = forms.TimeField(
        label="Pukul",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "w6"}),
        help_text="Batas 3 x 24 jam dihitung dari saat ini.",
        error_messages={"required": "Tulis jamnya.", "invalid": "Tulis jam seperti 14.30."},
    )
    happened = text_field(
        "Kapan dan bagaimana terjadi",
        help_text="Jangan sebut nama orang. Misalnya: komputer loket dicuri antara Jumat malam dan Senin pagi.",
        required="Tulis apa yang terjadi.",
        limit=MAX_WORDS,
    )
    kinds = forms.MultipleChoiceField(
        label="Data apa yang terkena",
        choices=BreachData.choices(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih sedikitnya satu jenis data.", "invalid_choice": "Pilih dari daftar ini."},
    )
    people = PlainText(
        label="Kira-kira berapa orang",
        max_length=200,
        required=True,
        help_text="Bila belum tahu, tulis perkiraannya.",
        error_messages={"required": "Tulis kira-kira berapa orang."},
    )
    consequences = text_field(
        "Akibat yang mungkin", required="Tulis akibat yang mungkin bagi warga.", limit=MAX_WORDS, rows=3
    )
    measures = text_field(
        "Yang sudah dan akan dilakukan", required="Tulis apa yang sudah dan akan dilakukan.", limit=MAX_WORDS, rows=3
    )
    advice = text_field("Yang sebaiknya dilakukan warga", limit=MAX_WORDS, rows=3)
    contact = PlainText(
        label="Siapa yang dapat dihubungi",
        max_length=300,
        required=True,
        help_text="Nama jabatan, telepon, alamat.",
        error_messages={"required": "Tulis siapa yang dapat dihubungi."},
    )

    def __init__(self, data: Any = None, *, zone: ZoneInfo, now: datetime, row: BreachNotice | None = None) -> None:
        self.zone, self.now = zone, now
        super().__init__(data, initial=self._initial(row), auto_id="bocor_%s")

    def _initial(self, row: BreachNotice | None) -> dict[str, Any]:
        known = (row.known_at if row else self.now).astimezone(self.zone)
        begun = {"known_on": known.date(), "known_at": known.time().replace(second=0, microsecond=0)}
        if row is None:
            return begun
        names = ("happened", "kinds", "people", "consequences", "measures", "advice", "contact")
        return {**begun, **{name: getattr(row, name) for name in names}}

    def clean(self) -> dict[str, Any]:
        """The moment of knowing has passed, and is not long ago."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "known_on" in data and "known_at" in data:
            known = datetime.combine(data["known_on"], data["known_at"], tzinfo=self.zone)
            if known > self.now:
                self.add_error("known_on", "Waktu diketahui tidak boleh sesudah sekarang.")
            elif known < self.now - timedelta(days=3660):
                self.add_error("known_on", "Periksa lagi tahunnya.")
            data["known"] = known
        return data
