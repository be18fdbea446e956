"""The lodging form: one page, one POST. Whatever is wrong, it is shown again as it was typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from kentongan.cases.lodging import AboutOfficial, IdentityMode, Lodging, Person
from kentongan.documents.models import Document
from kentongan.forms.fields import REQUIRED, Coordinate, Day, LeanForm, LongText, Nik, Phone, PlainText, check_past
from kentongan.rules.types import Kind
from kentongan.villages.models import Category, Hamlet
from kentongan.villages.neighbourhoods import Neighbourhoods, neighbourhoods

MAX_STORY: Final = 10_000
KIND_HINTS: Final = {
    Kind.COMPLAINT: "Ada yang salah, rusak, atau merugikan.",
    Kind.ASPIRATION: "Usulan atau saran untuk desa.",
    Kind.INFORMATION: "Anda ingin tahu atau meminta data dari desa.",
}
IDENTITY_HINTS: Final = {
    IdentityMode.OPEN: (
        "Nama dan kontak Anda disimpan terpisah dari laporan. Petugas penerima dan ketua unit dapat membukanya, "
        "hanya dengan alasan yang tercatat dan tampak di halaman lacak Anda."
    ),
    IdentityMode.CONFIDENTIAL: (
        "Nama dan kontak Anda dikunci dengan kunci pribadi pemegang kunci. Hanya mereka yang dapat membukanya, dengan "
        "alasan yang tampak di halaman lacak Anda; pengelola komputer desa pun tidak bisa."
    ),
    IdentityMode.ANONYMOUS: (
        "Nama dan kontak Anda tidak kami simpan. Petugas hanya membaca isi laporan. "
        "Kabar dan pertanyaan petugas Anda baca lewat kode lacak."
    ),
}
ABOUT_LABELS: Final = {
    AboutOfficial.YES: "Ya",
    AboutOfficial.NO: "Tidak",
    AboutOfficial.UNSAID: "Tidak ingin menjawab",
}


NAMED: Final = frozenset({IdentityMode.OPEN, IdentityMode.CONFIDENTIAL})
NOT_READY: Final = (
    "Pilihan “rahasia” belum tersedia di desa ini, karena pemegang kuncinya belum lengkap. Pilih anonim, atau lapor "
    "langsung ke Ombudsman."
)


class WhoForm(LeanForm):
    """Who lodges: the questions every lodging ends with.

    `confidential`: the village has its key holders; until then it does not promise what it cannot keep.
    """

    identity_mode = forms.ChoiceField(
        label="Bagaimana Anda ingin melapor?",
        choices=[(str(mode), mode.label) for mode in IdentityMode],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu."},
    )
    notices = forms.BooleanField(
        label="Kabari saya lewat surel",
        required=False,
        help_text=(
            "Hanya untuk laporan rahasia: alamat surel Anda lalu disimpan sehingga komputer desa dapat mengirim kabar, "
            "dan orang yang menguasai komputer itu dapat membacanya. Bila tidak, kabar Anda baca dengan kode lacak."
        ),
    )
    name = PlainText(label="Nama lengkap", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = Phone(label="Nomor HP", help_text="Misalnya 0812 3456 7890.")
    email = forms.EmailField(
        label="Surel (e-mail)",
        required=False,
        max_length=254,
        help_text="Bila diisi, kabar dikirim ke sini, dan kode lacak yang hilang bisa diganti.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Alamat surel ini belum lengkap. Contoh: nama@contoh.id"},
    )
    address = PlainText(
        label="Alamat", max_length=300, widget=forms.TextInput(attrs={"autocomplete": "street-address"})
    )
    nik = Nik(label="NIK", help_text="16 angka di KTP. Tidak wajib untuk melapor.")

    def __init__(self, *args: Any, confidential: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.confidential = confidential

    def clean(self) -> dict[str, Any]:
        """An open lodging has a name; an anonymous one asks for nothing."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        mode = data.get("identity_mode")
        if mode == IdentityMode.CONFIDENTIAL and not self.confidential:
            self.add_error("identity_mode", ValidationError(NOT_READY, code="not_ready"))
        if mode in NAMED and not data.get("name") and "name" not in self.errors:
            self.add_error("name", ValidationError("Tulis nama Anda, atau pilih anonim.", code="required"))
        return data

    def reporter(self) -> Person | None:
        """Return who lodges; what an anonymous reporter typed all the same goes no further than here."""
        data = self.cleaned_data
        if data["identity_mode"] not in NAMED:
            return None
        return Person(
            name=data["name"], nik=data["nik"], phone=data["phone"], email=data["email"], address=data["address"]
        )


class LodgingForm(WhoForm):
    """What a reporter tells (UU 25/2009 art. 42; LAPOR form)."""

    own = frozenset({"hamlet", "topic"})  # their choices are the village's

    kind = forms.ChoiceField(
        label="Apa yang ingin Anda sampaikan?",
        choices=[(str(kind), kind.label) for kind in Kind],
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu."},
    )
    story = LongText(
        label="Apa yang terjadi?",
        max_length=MAX_STORY,
        required=True,
        help_text="Ceritakan dengan bahasa sehari-hari: apa, siapa, bagaimana. Paling banyak 10.000 huruf.",
        error_messages={"required": "Ceritakan dulu apa yang terjadi."},
    )
    settlement = LongText(
        label="Penyelesaian apa yang Anda harapkan?",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Misalnya: jalan ditambal, uang dikembalikan, ada penjelasan.",
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
    place = PlainText(
        label="Tempat kejadian", max_length=300, help_text="Misalnya: jalan depan balai dusun, dekat jembatan."
    )
    latitude = Coordinate(label="Lintang", low=-12, high=7)
    longitude = Coordinate(label="Bujur", low=94, high=142)
    incident_on = Day(label="Tanggal kejadian", help_text="Kosongkan bila tidak ingat.")
    incident_text = PlainText(
        label="Atau dengan kata-kata", max_length=200, help_text="Misalnya: sejak Lebaran, tiap Jumat malam."
    )
    about_official = forms.ChoiceField(
        label="Apakah ini tentang seseorang di pemerintah desa?",
        choices=[(str(value), label) for value, label in ABOUT_LABELS.items()],
        widget=forms.RadioSelect,
        help_text=(
            "Kepala desa, perangkat, atau anggota BPD. Bila ya atau tidak ingin menjawab, laporan langsung disegel: "
            "hanya petugas yang tidak terlibat yang dapat membukanya."
        ),
        error_messages={"required": "Pilih salah satu.", "invalid_choice": "Pilih salah satu."},
    )
    topic = forms.ChoiceField(
        label="Apakah menyangkut hal yang dilindungi?",
        required=False,
        widget=forms.RadioSelect,
        help_text="Laporan tentang hal ini disegel dan hanya dibaca petugas yang memegang kuncinya.",
        error_messages={"invalid_choice": "Pilih salah satu."},
    )
    about_whom = PlainText(label="Siapa?", max_length=300, help_text="Nama atau jabatannya, sejauh yang Anda tahu.")
    publish = forms.BooleanField(
        label="Boleh diterbitkan tanpa nama saya",
        required=False,
        help_text=(
            "Supaya warga lain melihat bahwa masalahnya ditangani. Sebelum terbit, Anda melihatnya dulu dan dapat "
            "menolak. Tidak dicentang: tidak diterbitkan, penanganannya sama."
        ),
    )
    on_behalf = forms.BooleanField(label="Saya melapor untuk orang lain", required=False)
    represented_name = PlainText(label="Nama orang yang Anda wakili", max_length=120)
    represented_contact = PlainText(label="Alamat atau kontaknya", max_length=300)
    representation = PlainText(
        label="Hubungan Anda dengannya", max_length=200, help_text="Misalnya: anak, tetangga, pemegang surat kuasa."
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        hamlets: Sequence[Hamlet],
        today: date,
        initial: dict[str, Any] | None = None,
        confidential: bool = False,
        topics: Sequence[Category] = (),
    ) -> None:
        super().__init__(data, initial=initial, confidential=confidential)
        self.today = today
        self.topics = tuple(topics)
        topic = cast("forms.ChoiceField", self.fields["topic"])
        topic.choices = [("", "Tidak"), *((str(each.pk), each.name) for each in self.topics)]
        self.hamlets = {str(hamlet.id): hamlet for hamlet in hamlets}
        hamlet = cast("forms.ChoiceField", self.fields["hamlet"])
        hamlet.choices = [
            ("", "Tidak tahu, atau di luar dusun"),
            *((key, row.name) for key, row in self.hamlets.items()),
        ]
        hamlet.error_messages["invalid_choice"] = "Dusun ini tidak ada dalam daftar. Pilih lagi."

    def neighbourhoods(self) -> Neighbourhoods:
        """Return the RT and RW offered with the hamlets."""
        return neighbourhoods(self.hamlets.values())

    def clean_incident_on(self) -> date | None:
        """Refuse days to come."""
        day: date | None = self.cleaned_data["incident_on"]
        check_past(day, self.today)
        return day

    def clean(self) -> dict[str, Any]:
        """Check what depends on several fields."""
        data = super().clean()
        if not {"latitude", "longitude"} & set(self.errors):
            latitude, longitude = data.get("latitude"), data.get("longitude")
            if (latitude is None) != (longitude is None):
                missing = "latitude" if latitude is None else "longitude"
                self.add_error(missing, ValidationError("Isi keduanya, atau kosongkan keduanya.", code="half"))
        wants_proxy = data.get("identity_mode") in NAMED and data.get("on_behalf")
        if wants_proxy and not data.get("represented_name") and "represented_name" not in self.errors:
            self.add_error("represented_name", ValidationError(REQUIRED, code="required"))
        return data

    def lodging(self, documents: Sequence[Document] = ()) -> Lodging:
        """Return what was told."""
        data = self.cleaned_data
        reporter = self.reporter()
        proxy = reporter is not None and data["on_behalf"]
        latitude, longitude = data["latitude"], data["longitude"]
        return Lodging(
            kind=Kind(data["kind"]),
            story=data["story"],
            identity_mode=IdentityMode(data["identity_mode"]),
            settlement=data["settlement"],
            hamlet=self.hamlets.get(data["hamlet"]),
            rt=data["rt"],
            rw=data["rw"],
            place=data["place"],
            point=None if latitude is None else (latitude, longitude),
            incident_on=data["incident_on"],
            incident_text=data["incident_text"],
            about_official=AboutOfficial(data["about_official"]),
            publish=data["publish"],
            restricted_category=UUID(data["topic"]) if data["topic"] else None,
            notices=data["notices"],
            about_whom=data["about_whom"],
            reporter=reporter,
            represented=Person(name=data["represented_name"], address=data["represented_contact"]) if proxy else None,
            representation=data["representation"] if proxy else "",
            documents=tuple(documents),
        )


class AskForm(WhoForm):
    """An information request: the same lodging with fewer questions (UU 14/2008; RULES §3)."""

    story = LongText(
        label="Informasi apa yang Anda perlukan?",
        max_length=MAX_STORY,
        required=True,
        help_text="Misalnya: rincian dana desa tahun ini, syarat surat pindah. Paling banyak 10.000 huruf.",
        error_messages={"required": "Tulis dulu pertanyaan Anda."},
    )

    def lodging(self, documents: Sequence[Document] = ()) -> Lodging:
        """Return what was asked."""
        data = self.cleaned_data
        return Lodging(
            kind=Kind.INFORMATION,
            story=data["story"],
            identity_mode=IdentityMode(data["identity_mode"]),
            notices=data["notices"],
            reporter=self.reporter(),
            documents=tuple(documents),
        )
