"""Recording what came by counter, telephone or letter: the officer writes for the reporter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from kentongan.cases import blank_forms
from kentongan.cases.lodging import AboutOfficial, IdentityMode, Lodging, Person
from kentongan.cases.ready import confidential_is_ready
from kentongan.desk.register.forms import FormNumberField
from kentongan.documents.models import Document
from kentongan.forms.fields import REQUIRED, Day, LongText, Nik, Phone, PlainText, check_past
from kentongan.gateway.contract import Channel
from kentongan.rules.form_numbers import FormNumber
from kentongan.rules.types import Kind, Refused
from kentongan.villages.models import Hamlet, Village
from kentongan.villages.neighbourhoods import Neighbourhoods, neighbourhoods

MAX_STORY: Final = 10_000
# A letter that came in without a time of day came when the office opened.
OPENING: Final = time(8, 0)
TIMES: Final = ["%H:%M", "%H.%M", "%H:%M:%S"]


def _choice(label: str, choices: Sequence[tuple[str, str]], sentence: str, **extra: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": sentence, "invalid_choice": sentence},
        **extra,
    )


class RecordForm(forms.Form):
    """What a receipt needs (UU 25/2009 art. 42; RULES §4), in the order in which an officer asks."""

    channel = _choice("Bagaimana aduan ini masuk?", [], "Pilih salah satu.")
    received_on = Day(label="Tanggal diterima", help_text="Kosongkan bila diterima sekarang.")
    received_time = forms.TimeField(
        label="Pukul",
        required=False,
        input_formats=TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "w6"}),
        error_messages={"invalid": "Tulis waktu seperti 09.30."},
    )

    form_number = FormNumberField(
        label="Nomor formulir kosong",
        help_text="Bila dulu ditulis tangan pada formulir bernomor. Misalnya F-0012/2026-8.",
    )

    kind = _choice("Apa yang disampaikan?", [(str(kind), kind.label) for kind in Kind], "Pilih salah satu.")
    title = PlainText(label="Judul singkat", max_length=200, help_text="Beberapa kata, untuk daftar dan register.")
    story = LongText(
        label="Uraian",
        max_length=MAX_STORY,
        required=True,
        help_text="Tulis seperti yang disampaikan pelapor: apa, siapa, bagaimana. Surat: salin pokok isinya.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Tulis dulu uraiannya."},
    )
    settlement = LongText(
        label="Penyelesaian yang diminta",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Tanyakan: apa yang Ibu/Bapak harapkan?",
    )
    hamlet = forms.ChoiceField(label="Dusun", required=False)
    rt = PlainText(
        label="RT",
        max_length=3,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w3", "list": "daftar-rt"}),
    )
    rw = PlainText(
        label="RW",
        max_length=3,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w3", "list": "daftar-rw"}),
    )
    place = PlainText(label="Tempat kejadian", max_length=300)
    incident_on = Day(label="Tanggal kejadian")
    incident_text = PlainText(
        label="Atau dengan kata-kata", max_length=200, help_text="Misalnya: sejak musim hujan, minggu lalu."
    )
    about_official = _choice(
        "Apakah ini tentang orang di pemerintahan desa?",
        [(str(answer), answer.label) for answer in AboutOfficial],
        "Tanyakan kepada pelapor, lalu pilih salah satu: jawaban ini menjaga agar yang dilaporkan tidak menanganinya.",
        help_text="Bila ya atau tidak ingin menjawab, aduan langsung disegel. Sesudah disimpan, hanya petugas jalurnya "
        "yang dapat membukanya; mungkin bukan Anda. Cetak tanda terimanya sekarang.",
    )
    topic = forms.ChoiceField(
        label="Menyangkut hal yang dilindungi?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Pilih salah satu."},
    )
    about_whom = PlainText(
        label="Siapa", max_length=300, help_text="Nama atau jabatan. Ia tidak akan menangani aduan ini."
    )

    identity_mode = _choice(
        "Identitas pelapor",
        [
            (
                IdentityMode.OPEN.value,
                "Terbuka: nama dan kontak disimpan tersegel, dibuka hanya dengan alasan tercatat",
            ),
            (
                IdentityMode.CONFIDENTIAL.value,
                "Rahasia: nama dan kontak dikunci dengan kunci pribadi pemegang kunci; hanya mereka yang bisa "
                "membukanya lagi",
            ),
            (IdentityMode.ANONYMOUS.value, "Anonim: nama dan kontak tidak disimpan sama sekali"),
        ],
        "Pilih salah satu.",
    )
    notices = forms.BooleanField(
        label="Pelapor rahasia ingin dikabari lewat surel",
        required=False,
        help_text="Bacakan: alamat surelnya lalu dapat dibaca komputer desa, dan orang yang menguasai komputer itu.",
    )
    name = PlainText(label="Nama lengkap", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    nik = Nik(label="NIK", help_text="16 angka di KTP atau KK. Tidak wajib.")
    phone = Phone(label="Nomor telepon", help_text="Misalnya 0812 3456 7890.")
    email = forms.EmailField(
        label="Surel",
        required=False,
        max_length=254,
        help_text="Bila diisi, kabar dikirim ke sini.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Alamat surel ini belum lengkap. Contoh: nama@contoh.id"},
    )
    address = PlainText(label="Alamat", max_length=300, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    gender = forms.ChoiceField(
        label="Jenis kelamin", required=False, choices=[("", "Tidak diisi"), ("f", "Perempuan"), ("m", "Laki-laki")]
    )
    proxy = forms.BooleanField(label="Pelapor mewakili orang lain (kuasa)", required=False)
    represented_name = PlainText(label="Nama orang yang diwakili", max_length=120)
    represented_address = PlainText(label="Alamat atau telepon orang yang diwakili", max_length=300)
    representation = PlainText(
        label="Hubungan atau surat kuasa", max_length=200, help_text="Misalnya: anak kandung; surat kuasa 3 November."
    )
    publish = forms.BooleanField(
        label="Pelapor setuju aduannya diterbitkan tanpa nama",
        required=False,
        help_text="Tanyakan dulu. Sebelum terbit, pelapor dapat melihatnya dengan kode lacak dan menolak. "
        "Tidak dicentang: tidak diterbitkan.",
    )
    scan_later = forms.BooleanField(label="Surat belum dipindai; akan disusulkan", required=False)

    def __init__(self, data: Any = None, *, village: Village, channels: Sequence[Channel], now: datetime) -> None:
        """Offer the village's hamlets (one query) and the channels that an officer records."""
        self.channels = {channel.name: channel for channel in channels}
        self.hamlets = {str(hamlet.id): hamlet for hamlet in Hamlet.objects.filter(village=village, active=True)}
        self.now = now.astimezone(village.zone)
        self.village = village
        super().__init__(data)
        self._offer("channel", [(channel.name, channel.label) for channel in channels])
        topics = village.categories.filter(active=True, restricted=True)
        self._offer("topic", [("", "Tidak"), *((str(each.pk), each.name) for each in topics)])
        if not confidential_is_ready(village):
            modes = [(value, label) for value, label in self.modes() if value != IdentityMode.CONFIDENTIAL]
            self._offer("identity_mode", modes)
        self._offer("hamlet", [("", "Tidak disebut"), *((key, row.name) for key, row in self.hamlets.items())])

    def modes(self) -> list[tuple[str, str]]:
        """Return how a reporter may be named, as value and words."""
        field = self.fields["identity_mode"]
        return list(field.choices) if isinstance(field, forms.ChoiceField) else []  # type: ignore[arg-type]  # pairs

    def neighbourhoods(self) -> Neighbourhoods:
        """Return the RT and RW offered with the hamlets."""
        return neighbourhoods(self.hamlets.values())

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def chosen(self) -> Channel:
        """The channel by which it came (of a valid form)."""
        return self.channels[self.cleaned_data["channel"]]

    def clean_form_number(self) -> FormNumber | None:
        """See whether the form may be used; saving asks again, and a repeated click must not meet its own first one."""
        number: FormNumber | None = self.cleaned_data["form_number"]
        if number is not None and self.data.get("langkah") != "simpan":
            try:
                blank_forms.check_free(self.village, number)
            except Refused as refused:
                raise ValidationError(refused.sentence, code=refused.code) from refused
        return number

    def clean_incident_on(self) -> date | None:
        """Refuse what has not happened yet."""
        day: date | None = self.cleaned_data["incident_on"]
        check_past(day, self.now.date())
        return day

    def clean(self) -> dict[str, Any]:
        """Check what belongs together: time of receipt, name and mode, proxy."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        self._check_received(data)
        anonymous = data.get("identity_mode") == IdentityMode.ANONYMOUS
        if not anonymous and not data.get("name") and "name" not in self.errors and data.get("identity_mode"):
            self.add_error("name", ValidationError("Tulis nama pelapor, atau pilih anonim.", code="required"))
        if data.get("proxy") and anonymous:
            sentence = "Pelapor anonim tidak bisa mewakili orang lain. Pilih terbuka, atau hapus tanda ini."
            self.add_error("proxy", ValidationError(sentence, code="anonymous_proxy"))
        elif data.get("proxy") and not data.get("represented_name") and "represented_name" not in self.errors:
            self.add_error("represented_name", ValidationError(REQUIRED, code="required"))
        return data

    def _check_received(self, data: dict[str, Any]) -> None:
        day = data.get("received_on")
        if "received_on" in self.errors or "received_time" in self.errors:
            return
        try:
            check_past(day, self.now.date())
        except ValidationError as problem:
            self.add_error("received_on", problem)
            return
        if self.received_at() is not None and self.received_at() > self.now:  # type: ignore[operator]  # not None here
            self.add_error("received_time", ValidationError("Waktu ini belum lewat. Periksa lagi.", code="future"))

    def received_at(self) -> datetime | None:
        """Return when it reached the village, None for now."""
        day, at = self.cleaned_data.get("received_on"), self.cleaned_data.get("received_time")
        if day is None and at is None:
            return None
        day = day or self.now.date()
        if at is None:
            if day == self.now.date():
                return None
            at = OPENING
        return datetime.combine(day, at, tzinfo=self.now.tzinfo)

    def lodging(self, documents: Sequence[Document] = ()) -> Lodging:
        """Return what was told, ready to be lodged."""
        data = self.cleaned_data
        named = data["identity_mode"] != IdentityMode.ANONYMOUS
        proxy = named and data["proxy"]
        return Lodging(
            kind=Kind(data["kind"]),
            story=data["story"],
            identity_mode=IdentityMode(data["identity_mode"]),
            title=data["title"],
            settlement=data["settlement"],
            hamlet=self.hamlets.get(data["hamlet"]),
            rt=data["rt"],
            rw=data["rw"],
            place=data["place"],
            incident_on=data["incident_on"],
            incident_text=data["incident_text"],
            about_official=AboutOfficial(data["about_official"]),
            about_whom=data["about_whom"],
            publish=True if data["publish"] else None,  # not ticked: he was not asked, or said no
            restricted_category=UUID(data["topic"]) if data["topic"] else None,
            notices=data["notices"],
            reporter=self._reporter() if named else None,
            represented=(Person(name=data["represented_name"], address=data["represented_address"]) if proxy else None),
            representation=data["representation"] if proxy else "",
            documents=tuple(documents),
            read_back=self.chosen.capabilities.oral,
            form_number=str(data["form_number"] or ""),
        )

    def _reporter(self) -> Person:
        data = self.cleaned_data
        return Person(
            name=data["name"],
            nik=data["nik"],
            phone=data["phone"],
            email=data["email"],
            address=data["address"],
            gender=data["gender"],
        )
