"""The settings pages: what a village sets up without a programmer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from kentongan.people import set_up
from kentongan.people.models import Officer
from kentongan.villages.changes import Area
from kentongan.villages.models import Hamlet, SettingsChange, Village
from tests.documents.test_logo import png
from tests.factories import MONDAY, Office, lodge
from tests.villages.test_boundary import SQUARE

DeskOf = Callable[[Officer], Client]
HOME = "/meja/pengaturan/"


@pytest.fixture
def desk(office: Office, desk_of: DeskOf) -> Client:
    return desk_of(office.admin)


def text_of(response: Any) -> str:
    body: str = response.content.decode()
    return body


def seen(response: Any) -> str:
    """The mark that the form of a page carries."""
    return str(response.context["form"]["seen"].value())


CONTACT = {
    "address": "Jl. Raya No. 1",
    "postcode": "53356",
    "phone": "(0281) 123456",
    "whatsapp": "0812 3456 7890",
    "email": "",
    "hours": "Senin–Kamis: 08.00–15.00\nJumat: 08.00–11.00",
}


def test_the_index_says_what_is_not_yet_set_until_it_is(desk: Client) -> None:
    assert "Jam pelayanan belum diisi." in text_of(desk.get(HOME))
    page = desk.get(f"{HOME}kontak/")
    done = desk.post(f"{HOME}kontak/", {**CONTACT, "seen": seen(page)}, follow=True)
    assert "Pengaturan sudah disimpan" in text_of(done)
    assert "Jam pelayanan belum diisi." not in text_of(desk.get(HOME))
    village = Village.objects.get()
    assert village.whatsapp == "+6281234567890"
    assert village.opening_hours[1] == {"days": "Jumat", "hours": "08.00–11.00"}
    assert "08.00–11.00" in text_of(Client().get("/"))


def test_a_preview_shows_what_was_typed_and_stores_nothing(desk: Client) -> None:
    shown = desk.post(f"{HOME}kontak/", {**CONTACT, "lihat": "1"})
    assert "Belum disimpan." in text_of(shown)
    assert "Jumat: <span" in text_of(shown)
    assert not SettingsChange.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("hours", "Senin pagi", "Baris 1: tulis harinya"),
        ("postcode", "53", "5 angka"),
        ("phone", "hubungi Bu Dewi", "dengan angka"),
        ("email", "desa@", "salah tulis"),
        ("whatsapp", "123", ""),
    ],
)
def test_a_mistake_gets_a_sentence_and_keeps_what_was_typed(desk: Client, field: str, value: str, said: str) -> None:
    response = desk.post(f"{HOME}kontak/", {**CONTACT, field: value})
    assert response.status_code == 422
    assert said in text_of(response)
    assert escape(value) in text_of(response)
    assert "Jl. Raya No. 1" in text_of(response)
    assert not SettingsChange.objects.exists()


def test_two_people_at_once_do_not_overwrite_each_other(desk: Client, office: Office, desk_of: DeskOf) -> None:
    mark = seen(desk.get(f"{HOME}kontak/"))
    desk_of(office.tono).post(f"{HOME}kontak/", {**CONTACT, "phone": "(0281) 999999", "seen": mark})
    late = desk.post(f"{HOME}kontak/", {**CONTACT, "seen": mark})
    assert late.status_code == 422
    assert "orang lain mengubah bagian ini" in text_of(late)
    assert desk.post(f"{HOME}kontak/", {**CONTACT, "seen": seen(late)}).status_code == 302
    assert Village.objects.get().phone == "(0281) 123456"


def test_a_change_can_be_read_and_put_back_after_asking_once(desk: Client) -> None:
    desk.post(f"{HOME}kontak/", CONTACT)
    change = SettingsChange.objects.get()
    history = text_of(desk.get(f"{HOME}kontak/riwayat/"))
    assert "Dewi Operator" in history
    assert "(kosong)" in history
    assert "Senin–Kamis 08.00–15.00; Jumat 08.00–11.00" in history
    address = f"{HOME}riwayat/{change.id}/"
    assert "Batalkan perubahan ini?" in text_of(desk.get(address))
    assert SettingsChange.objects.count() == 1
    desk.post(address)
    assert Village.objects.get().address == ""
    assert "sudah pernah dibatalkan" in text_of(desk.post(address, follow=True))


def test_a_hamlet_is_added_edited_switched_off_and_offered_to_reporters(desk: Client) -> None:
    desk.post(
        f"{HOME}dusun/tambah/", {"name": "Randu Alas", "areas": "RW 01: 1-3\n2: 04", "position": "3", "active": "on"}
    )
    hamlet = Hamlet.objects.get(name="Randu Alas")
    assert hamlet.neighbourhoods == [{"rw": "01", "rts": ["01", "02", "03"]}, {"rw": "02", "rts": ["04"]}]
    assert '<option value="04">Randu Alas</option>' in text_of(Client().get("/lapor/"))
    twin = desk.post(f"{HOME}dusun/tambah/", {"name": "randu  alas", "active": "on"})
    assert "sudah ada dalam daftar" in text_of(twin)
    wrong = desk.post(f"{HOME}dusun/{hamlet.id}/", {"name": "Randu Alas", "areas": "RW satu", "active": "on"})
    assert "Baris 1: tulis nomor RW" in text_of(wrong)
    assert "Nonaktifkan Randu Alas?" in text_of(desk.get(f"{HOME}dusun/{hamlet.id}/hapus/"))
    desk.post(f"{HOME}dusun/{hamlet.id}/hapus/")
    assert "Randu Alas" not in text_of(Client().get("/lapor/"))
    assert "Tidak dipakai" in text_of(desk.get(f"{HOME}dusun/"))


def test_a_text_is_worded_looked_at_and_given_back(desk: Client) -> None:
    address = f"{HOME}teks/welcome/"
    own = "Mangga, **gratis** <b>"
    assert "Mangga, <b>gratis</b> &lt;b&gt;" in text_of(desk.post(address, {"words": own, "lihat": "1"}))
    assert not SettingsChange.objects.exists()
    desk.post(address, {"words": own})
    assert "Mangga, <b>gratis</b> &lt;b&gt;" in text_of(Client().get("/"))
    assert "Kalimat pembuka" in text_of(desk.get(f"{HOME}teks/riwayat/"))
    desk.post(address, {"words": own, "bawaan": "1"})
    assert Village.objects.get().texts == {}
    assert desk.post(address, {"words": "a" * 401}).status_code == 422
    assert desk.get(f"{HOME}teks/tidak-ada/").status_code == 404


def test_the_code_is_picked_from_the_list_and_brings_its_names_and_boundary(desk: Client, office: Office) -> None:
    found = text_of(desk.get(f"{HOME}identitas/kode/?cari=karangbawang"))
    assert "33.02.14.2009" in found
    assert "33.03.13.2003" in found
    assert desk.post(f"{HOME}identitas/kode/", {"kode": "33.02.14.2009"}).status_code == 302
    village = Village.objects.get()
    assert (village.district, village.regency, village.polygon) == ("Ajibarang", "Kabupaten Banyumas", None)
    assert desk.post(f"{HOME}identitas/kode/", {"kode": "33.03.13.2003"}).status_code == 302
    assert Village.objects.get().polygon is not None
    unknown = desk.post(f"{HOME}identitas/kode/", {"kode": "99.99.99.9999"})
    assert (unknown.status_code, "tidak ada dalam daftar nasional" in text_of(unknown)) == (422, True)


def test_an_own_boundary_is_shown_first_and_stored_only_then(desk: Client) -> None:
    address = f"{HOME}identitas/batas/"
    data = json.dumps({"type": "Polygon", "coordinates": [SQUARE]}).encode()

    def sent(**extra: str) -> Any:
        return desk.post(address, {"berkas": SimpleUploadedFile("batas.geojson", data), **extra})

    assert "Pratinjau berkas Anda, belum disimpan" in text_of(sent(lihat="1"))
    assert Village.objects.get().polygon is None
    assert sent(dari="berkas").status_code == 302
    assert Village.objects.get().polygon["coordinates"] == [[SQUARE]]
    assert "Pilih dulu berkasnya." in text_of(desk.post(address, {"dari": "berkas"}))
    desk.post(address, {"dari": "daftar"})
    assert "batas dengan" in text_of(desk.get(f"{HOME}identitas/riwayat/"))
    desk.post(address, {"dari": "kosong"})
    assert Village.objects.get().polygon is None


def test_a_logo_stands_on_the_portal_and_only_the_one_in_force_is_handed_out(desk: Client) -> None:
    address = f"{HOME}identitas/logo/"
    desk.post(address, {"gambar": SimpleUploadedFile("logo.png", png())})
    first = Village.objects.get().logo
    assert f"/logo/{first}/" in text_of(Client().get("/"))
    picture = Client().get(f"/logo/{first}/")
    assert (picture["Content-Type"], "immutable" in picture["Cache-Control"]) == ("image/png", True)
    desk.post(address, {"gambar": SimpleUploadedFile("logo.png", png((300, 300)))})
    assert Client().get(f"/logo/{first}/").status_code == 404
    refused = desk.post(address, {"gambar": SimpleUploadedFile("logo.svg", b"<svg></svg>")})
    assert (refused.status_code, "PNG atau JPG" in text_of(refused)) == (422, True)


def test_a_pale_colour_is_told_and_darkened(desk: Client) -> None:
    page = desk.get(f"{HOME}identitas/")
    values = {name: page.context["form"][name].value() or "" for name in page.context["form"].fields}
    shown = text_of(desk.post(f"{HOME}identitas/", {**values, "accent": "#FFEE88", "lihat": "1"}))
    assert "terlalu muda untuk dibaca" in shown
    desk.post(f"{HOME}identitas/", {**values, "hostname": "HTTPS://Aduan.Desa.example/", "website": "desa.example"})
    village = Village.objects.get()
    assert (village.hostname, village.website) == ("aduan.desa.example", "https://desa.example")


def test_the_next_number_is_shown_with_a_warning_in_mid_year(desk: Client, office: Office) -> None:
    page = desk.get(f"{HOME}penomoran/")
    assert page.context["next_case"].startswith("001/ADU/33.03.13.2003/")
    values = {"number_pattern": "{seq}-{year}", "paper_number_pattern": "{seq}/{year}", "seat": "", "unit_decree": ""}
    lodge(office.village, when=timezone.now())
    shown = desk.post(f"{HOME}penomoran/", {**values, "lihat": "1"})
    assert shown.context["next_case"].startswith("2-")
    assert "sudah ada 1 nomor" in text_of(shown)
    wrong = desk.post(f"{HOME}penomoran/", {**values, "number_pattern": "{seq}/ADU"})
    assert (wrong.status_code, "harus memuat {seq} dan {year}" in text_of(wrong)) == (422, True)


def test_the_health_page_tells_what_is_missing_and_what_runs(desk: Client, office: Office) -> None:
    page = text_of(desk.get(f"{HOME}kesehatan/"))
    for said in ("Baru satu administrator.", "Belum ada kunci cadangan", "belum pernah berjalan", "Memeriksa catatan"):
        assert said in page
    assert "Belum ada ketua unit" not in page
    Officer.objects.filter(pk=office.tono.pk).update(is_active=False)
    assert "Belum ada ketua unit" in text_of(desk.get(f"{HOME}kesehatan/"))


def test_the_history_costs_the_same_for_one_change_and_for_three(desk: Client, office: Office) -> None:
    counts = []
    for number in (1, 2, 3):
        values = {"phone": f"(0281) 11111{number}"}
        set_up.change(village=office.village, area=Area.CONTACT, values=values, by=office.admin, at=MONDAY)
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"{HOME}riwayat/")
        counts.append(len(queries))
    assert counts[0] == counts[2]


@pytest.mark.parametrize(
    "address",
    [
        "riwayat/?sebelum=x",
        "dusun/?pilih=%00",
        "identitas/kode/?cari=%00(%F0%9F%A5%81",
        "xyz/",
        "xyz/riwayat/",
        "teks/tambah/x/",
    ],
)
def test_nonsense_in_an_address_is_never_a_fault(desk: Client, address: str) -> None:
    assert desk.get(HOME + address).status_code in (200, 404)
