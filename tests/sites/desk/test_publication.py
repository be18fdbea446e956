"""The page that prepares a publication: without a script, with everything typed kept, and with a check that refuses."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from kentongan.cases.models import Case, PublicPicture, PublicVersion
from kentongan.documents import store
from kentongan.documents.clean import clean
from kentongan.documents.models import Document
from kentongan.people.models import Officer
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, Office, lodge
from tests.sites.desk.helpers import text_of

pytestmark = pytest.mark.django_db

DeskOf = Callable[[Officer], Client]
STORY = "Pak Warsito, wa 0812-3456-7890, membuang sampah. Anak si bakul tempe melihat."
_FIELD = re.compile(r'<input type="(hidden|checkbox)" name="([^"]+)"(?: id="[^"]+")? value="([^"]*)"( checked)?')
_AREA = re.compile(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', re.S)


def fields(page: str) -> dict[str, list[str]]:
    """What a browser without a script would send back."""
    form = page[page.index('class="publication"') : page.index('id="foto"')]
    sent: dict[str, list[str]] = {}
    for kind, name, value, checked in _FIELD.findall(form):
        if kind == "hidden" or checked:
            sent.setdefault(name, []).append(html.unescape(value))
    for name, text in _AREA.findall(form):
        sent[name] = [html.unescape(text)]
    sent.pop("csrfmiddlewaretoken", None)
    return sent


@pytest.fixture
def case(office: Office) -> Case:
    return lodge(office.village, story=STORY, title="Sampah di kali").case


def url(case: Case) -> str:
    return f"/meja/aduan/{case.id}/publikasi/naskah/"


def test_from_proposals_to_a_kept_version(office: Office, case: Case, desk_of: DeskOf) -> None:
    client = desk_of(office.sari)
    first = text_of(client.get(url(case)))
    assert "hanya <b>disiapkan</b>" in first
    assert '<mark title="Nama">Warsito</mark>' in first
    sent = fields(first)
    assert len(sent["p1_hide"]) == 2
    sent["p1_also"] = ["si bakul tempe"]
    second = text_of(client.post(url(case), sent | {"langkah": "lihat"}))
    sent = fields(second)
    assert sent["p1_text"] == ["Pak [nama], wa [nomor HP], membuang sampah. Anak [disembunyikan] melihat."]
    sent["p1_text"] = [sent["p1_text"][0].replace("Anak [disembunyikan]", "Seorang warga")]
    answer = client.post(url(case), sent | {"langkah": "simpan"}, follow=True)
    assert "versi 1 tersimpan. Belum ada yang diterbitkan" in text_of(answer)
    row = PublicVersion.objects.get(case=case, part="story")
    assert row.text == "Pak [nama], wa [nomor HP], membuang sampah. Seorang warga melihat."
    assert row.hidden == {"phone": 1, "name": 1, "other": 1}
    page = text_of(client.get(f"/meja/aduan/{case.id}/"))
    assert "Versi 1 siap." in page
    assert "Belum diterbitkan" in page
    again = client.post(url(case), sent | {"langkah": "simpan"}, follow=True)
    assert "Klik kedua" in text_of(again)
    assert PublicVersion.objects.filter(case=case).values("version").distinct().count() == 1


def test_the_check_refuses_with_a_sentence_and_keeps_what_was_typed(
    office: Office, case: Case, desk_of: DeskOf
) -> None:
    client = desk_of(office.tono)
    sent = fields(text_of(client.post(url(case), fields(text_of(client.get(url(case)))) | {"langkah": "lihat"})))
    sent["p0_text"] = ["Ulah w a r s i t o di kali"]
    answer = client.post(url(case), sent | {"langkah": "simpan"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Masih ada yang harus disembunyikan di naskah terbitan: nama" in page
    assert fields(page)["p0_text"] == ["Ulah w a r s i t o di kali"]
    assert fields(page)["p1_hide"] == sent["p1_hide"]
    assert not PublicVersion.objects.exists()


def test_what_is_not_ticked_is_shown_and_edits_outlive_going_back(office: Office, case: Case, desk_of: DeskOf) -> None:
    client = desk_of(office.sari)
    sent = fields(text_of(client.get(url(case))))
    sent["p1_hide"] = [value for value in sent["p1_hide"] if value.endswith("phone")]
    sent = fields(text_of(client.post(url(case), sent | {"langkah": "lihat"})))
    assert "Pak Warsito, wa [nomor HP]" in sent["p1_text"][0]
    sent["p1_text"] = ["Disunting: Pak Warsito membuang sampah."]
    back = text_of(client.post(url(case), sent | {"langkah": "pilih"}))
    assert 'class="shown"' in back
    kept = fields(text_of(client.post(url(case), fields(back) | {"langkah": "lihat"})))
    assert kept["p1_text"] == ["Disunting: Pak Warsito membuang sampah."]
    assert client.post(url(case), kept | {"langkah": "simpan"}).status_code == 302
    taken_up = fields(text_of(client.get(url(case))))
    assert [value.rsplit("-", 1)[1] for value in taken_up["p1_hide"]] == ["phone"]
    assert taken_up["p1_text"] == ["Disunting: Pak Warsito membuang sampah."]


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"p1_also": "kata yang tidak ada"}, 422, "Tidak ditemukan di bagian ini"),
        ({"langkah": "apa"}, 422, "Pilih dulu langkahnya"),
        ({"p1_mark": "lama"}, 409, "Aduan ini berubah sementara Anda bekerja"),
        ({"langkah": "simpan", "p0_text": " ", "p1_text": ""}, 422, "Semua bagian kosong"),
        ({"p1_hide": ["0-99999-name", "x", "-1--2-nik"]}, 200, "Langkah 2 dari 2"),
    ],
)
def test_bad_input_gets_a_sentence(
    office: Office, case: Case, desk_of: DeskOf, change: dict[str, object], status: int, sentence: str
) -> None:
    client = desk_of(office.sari)
    sent: dict[str, object] = dict(fields(text_of(client.get(url(case)))))
    answer = client.post(url(case), sent | {"langkah": "lihat"} | change)
    assert answer.status_code == status
    assert sentence in text_of(answer)


def test_the_case_page_offers_it_only_to_those_who_may(office: Office, case: Case, desk_of: DeskOf) -> None:
    offered = {
        officer.username: "publikasi/naskah" in text_of(desk_of(officer).get(f"/meja/aduan/{case.id}/"))
        for officer in (office.sari, office.tono, office.kades, office.bpd)
    }
    assert list(offered.values()) == [True, True, False, False]


@pytest.fixture
def picture(office: Office) -> Document:
    documents = store.take_in(village=office.village, uploads=[clean(jpeg(size=(600, 400)))], by=None, at=MONDAY)
    lodge(office.village, documents=tuple(documents))
    return Document.objects.get(pk=documents[0].pk)


def photo_url(picture: Document) -> str:
    return f"/meja/aduan/{picture.subject}/publikasi/foto/{picture.id}/"


def test_a_box_is_made_by_two_clicks_and_by_numbers_without_a_script(
    office: Office, picture: Document, desk_of: DeskOf
) -> None:
    client = desk_of(office.sari)
    address = photo_url(picture)
    assert 'type="image"' in text_of(client.get(address))
    first = text_of(client.post(address, {"titik.x": "140", "titik.y": "93.5"}))
    assert 'name="sudut" value="50.0,50.0"' in first
    second = text_of(client.post(address, {"titik.x": "56", "titik.y": "18.7", "sudut": "50.0,50.0"}))
    assert 'name="wilayah" value="20.0,10.0,30.0,40.0"' in second
    typed = {
        "langkah": "tambah",
        "x": "60",
        "y": "0",
        "lebar": "50",
        "tinggi": "12,5 %",
        "wilayah": "20.0,10.0,30.0,40.0",
    }
    third = text_of(client.post(address, typed))
    boxes = re.findall(r'name="wilayah" value="([^"]+)"', third)
    assert boxes == ["20.0,10.0,30.0,40.0", "60.0,0.0,40.0,12.5"]
    less = text_of(client.post(address, {"wilayah": boxes, "buang": boxes[1], "langkah": "buang"}))
    assert re.findall(r'name="wilayah" value="([^"]+)"', less) == boxes[:1]
    seen = client.post(address, {"wilayah": boxes, "langkah": "lihat"})
    image = Image.open(BytesIO(seen.content)).convert("RGB")
    assert image.getpixel((image.width * 35 // 100, image.height * 30 // 100)) == (70, 70, 70)
    answer = client.post(address, {"wilayah": boxes, "langkah": "simpan"}, follow=True)
    assert "Foto asli tetap seperti semula" in text_of(answer)
    assert "Foto terbitan (2 kotak)" in text_of(answer)
    copy = PublicPicture.objects.get(original=picture)
    assert client.get(f"/meja/berkas/{copy.document_id}/").status_code == 200


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"langkah": "simpan"}, "Belum ada kotak"),
        ({"langkah": "simpan", "wilayah": "a,b"}, "Belum ada kotak"),
        ({"langkah": "lihat", "wilayah": "nan,0,10,10"}, "Belum ada kotak"),
        ({"langkah": "tambah", "x": "", "y": "1", "lebar": "2", "tinggi": "3"}, "tulis angka antara 0 dan 100"),
        ({"langkah": "tambah", "x": "99", "y": "-5", "lebar": "2", "tinggi": "3"}, "antara 0 dan 100 persen"),
        ({"langkah": "tambah", "x": "nan", "y": "1", "lebar": "2", "tinggi": "3"}, "antara 0 dan 100 persen"),
        ({"langkah": "tambah", "x": "1", "y": "1", "lebar": "0.1", "tinggi": "3"}, "terlalu kecil"),
        ({"titik.x": "abc", "titik.y": "1"}, "Klik itu tidak terbaca"),
        ({"titik.x": "10", "titik.y": "10", "sudut": "3.6,5.3"}, "terlalu kecil"),
        ({"langkah": "simpan", "wilayah": ["1,1,5,5"] * 60}, "Paling banyak 40 kotak"),
    ],
)
def test_a_box_that_is_none_gets_a_sentence(
    office: Office, picture: Document, desk_of: DeskOf, sent: dict[str, object], sentence: str
) -> None:
    answer = desk_of(office.sari).post(photo_url(picture), sent)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not PublicPicture.objects.exists()


def test_a_picture_without_anybody_on_it_is_kept_when_the_officer_says_so(
    office: Office, picture: Document, desk_of: DeskOf
) -> None:
    answer = desk_of(office.sari).post(photo_url(picture), {"langkah": "simpan", "tanpa": "1"})
    assert answer.status_code == 302
    assert PublicPicture.objects.get().regions == 0


def test_a_picture_of_another_case_and_a_public_copy_cannot_be_covered(
    office: Office, case: Case, picture: Document, desk_of: DeskOf
) -> None:
    client = desk_of(office.sari)
    assert client.get(f"/meja/aduan/{case.id}/publikasi/foto/{picture.id}/").status_code == 404
    client.post(photo_url(picture), {"langkah": "simpan", "tanpa": "1"})
    copy = PublicPicture.objects.get().document
    assert client.get(f"/meja/aduan/{picture.subject}/publikasi/foto/{copy.id}/").status_code == 404
