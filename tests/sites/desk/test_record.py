"""Recording what came by counter, telephone or letter: read back, numbered once, receipted on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kentongan.cases.actions import identity
from kentongan.cases.models import Case, Event
from kentongan.cases.queries.tracking import case_for_code
from kentongan.cases.sealing import shown
from kentongan.documents import staging
from kentongan.documents.models import Document
from kentongan.forms import token as form_token
from kentongan.people.models import Officer
from kentongan.rules.types import Status
from kentongan.vault.keyring import service_ring
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Hamlet
from tests.factories import Office
from tests.sites.desk.helpers import text_of
from tests.sites.desk.test_access import PDF

DeskOf = Callable[[Officer], Client]
TOLD = {
    "channel": "counter",
    "kind": "complaint",
    "story": "Jembatan bambu lapuk.\nKemarin ada anak terperosok.",
    "about_official": "no",
    "identity_mode": "open",
    "name": "Warsi Kartini",
    "phone": "0812 3456 7890",
    "nik": "33.03.13.550880.0001",
}


@pytest.fixture
def sari(office: Office, desk_of: DeskOf) -> Client:
    return desk_of(office.sari)


def token_of(page: str) -> str:
    return page.split('name="formulir" value="')[1].split('"')[0]


def send(client: Client, step: str, *, token: str = "", **fields: Any) -> Any:
    """Press a button of the form as the page would."""
    token = token or token_of(text_of(client.get("/meja/catat/")))
    return client.post("/meja/catat/", {"formulir": token, "langkah": step, **fields})


def carried(page: str) -> dict[str, str]:
    """Return the hidden fields of the page that is read aloud."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


def code_on(page: str) -> str:
    groups = page.split('class="code num">')[1].split("</p>")[0]
    return groups.replace("<span>", "").replace("</span>", "-").strip("-")


def test_an_oral_complaint_is_read_back_then_numbered_and_receipted(office: Office, sari: Client) -> None:
    read_back = text_of(send(sari, "periksa", **TOLD))
    assert "Bacakan kembali kepada pelapor" in read_back
    for words in ("Jembatan bambu lapuk.", "Warsi Kartini", "+6281234567890", "lewat loket"):
        assert words in read_back
    assert not Case.objects.exists()
    response = sari.post("/meja/catat/", carried(read_back) | {"langkah": "simpan", "dibacakan": "ya"})
    page = text_of(response)
    case = Case.objects.get()
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert (case.channel, case.recorded_by, case.status) == ("counter", office.sari, Status.RECEIVED)
    assert Event.objects.get(case=case).data == {"channel": "counter", "read_back": True}
    assert case_for_code(office.village, code_on(page)) == case
    held = identity.open_identity(case=case, by=office.sari, at=timezone.now(), reason="Memeriksa.")
    assert (held["name"], held["phone"], held["nik"]) == ("Warsi Kartini", "+6281234567890", "3303135508800001")


def test_the_code_stands_on_the_reporters_part_only(sari: Client) -> None:
    page = text_of(_saved(sari, TOLD))
    office_part = page.split('class="slip office-slip"')[1]
    code = code_on(page)
    assert code.replace("-", "</span><span>") in page
    for group in code.split("-"):
        assert group not in office_part
    assert "Warsi" not in office_part
    assert "<svg" not in office_part


def _saved(client: Client, told: dict[str, Any]) -> Any:
    page = text_of(send(client, "periksa", **told))
    return client.post("/meja/catat/", carried(page) | {"langkah": "simpan", "dibacakan": "ya"})


def test_without_the_reporters_confirmation_nothing_is_saved(sari: Client) -> None:
    page = text_of(send(sari, "periksa", **TOLD))
    response = sari.post("/meja/catat/", carried(page) | {"langkah": "simpan"})
    assert response.status_code == 422
    assert "Bacakan dulu kepada pelapor" in text_of(response)
    assert not Case.objects.exists()


def test_a_double_click_makes_one_case_and_shows_the_same_receipt(sari: Client) -> None:
    hidden = carried(text_of(send(sari, "periksa", **TOLD))) | {"langkah": "simpan", "dibacakan": "ya"}
    first, second = (text_of(sari.post("/meja/catat/", hidden)) for _ in range(2))
    assert Case.objects.count() == 1
    assert code_on(first) == code_on(second)
    assert "sudah tercatat" in second


def test_another_complaint_in_a_used_form_is_not_hidden_behind_the_first_receipt(sari: Client) -> None:
    hidden = carried(text_of(send(sari, "periksa", **TOLD))) | {"langkah": "simpan", "dibacakan": "ya"}
    sari.post("/meja/catat/", hidden)
    other = sari.post("/meja/catat/", hidden | {"story": "Lampu jalan mati."})
    page = text_of(other)
    assert other.status_code == 422
    assert "Isinya sekarang berbeda" in page
    assert "Lampu jalan mati.</textarea>" in page
    again = hidden | {"story": "Lampu jalan mati.", "formulir": token_of(page)}
    assert "Tercatat dengan nomor" in text_of(sari.post("/meja/catat/", again))
    assert Case.objects.count() == 2


def test_a_form_from_yesterday_says_that_it_was_recorded_already(sari: Client) -> None:
    hidden = carried(text_of(send(sari, "periksa", **TOLD))) | {"langkah": "simpan", "dibacakan": "ya"}
    sari.post("/meja/catat/", hidden)
    case = Case.objects.get()
    with mock.patch.object(form_token, "GOOD_FOR", timedelta(seconds=-1)):
        late = sari.post("/meja/catat/", hidden)
    assert f"sudah tercatat dengan nomor {case.number}" in text_of(late)
    assert 'class="code num"' not in text_of(late)  # who knows who sits here a day later
    assert Case.objects.count() == 1


def test_a_letter_saved_twice_shows_the_same_receipt(sari: Client) -> None:
    scan = SimpleUploadedFile("surat.pdf", PDF)
    hidden = carried(text_of(send(sari, "periksa", **TOLD | {"channel": "letter"}, evidence=scan)))
    first, second = (text_of(sari.post("/meja/catat/", hidden | {"langkah": "simpan"})) for _ in range(2))
    assert code_on(first) == code_on(second)
    assert Document.objects.count() == 1


def test_what_was_heard_can_be_corrected_before_it_is_saved(sari: Client) -> None:
    hidden = carried(text_of(send(sari, "periksa", **TOLD)))
    page = text_of(sari.post("/meja/catat/", hidden | {"langkah": "ubah"}))
    assert "Kemarin ada anak terperosok.</textarea>" in page
    assert 'value="Warsi Kartini"' in page


def test_a_letter_needs_its_scan_or_a_promise_of_it(office: Office, sari: Client) -> None:
    letter = TOLD | {"channel": "letter"}
    missing = send(sari, "periksa", **letter)
    assert missing.status_code == 422
    assert "Lampirkan foto atau pindaian suratnya" in text_of(missing)
    token = token_of(text_of(missing))
    page = text_of(send(sari, "periksa", token=token, **letter, evidence=SimpleUploadedFile("surat.pdf", PDF)))
    assert "Periksa sebelum disimpan" in page
    assert "1 berkas" in page
    saved = sari.post("/meja/catat/", carried(page) | {"langkah": "simpan"})
    assert saved.status_code == 200
    assert Document.objects.get().subject == Case.objects.get().id
    assert Document.objects.get().added_by == office.sari.id
    assert not any(path.is_file() for path in staging.root().rglob("*"))
    assert send(sari, "periksa", **letter, scan_later="on").status_code == 200


def test_it_may_have_come_in_earlier(office: Office, sari: Client) -> None:
    day = local_date(office.village, timezone.now()) - timedelta(days=5)
    _saved(sari, TOLD | {"received_on": day.strftime("%d/%m/%Y"), "received_time": "09.30"})
    case = Case.objects.get()
    assert local_date(office.village, case.received_at) == day
    assert case.received_at.astimezone(office.village.zone).strftime("%H:%M") == "09:30"
    assert case.recorded_at > case.received_at


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Tulis nama pelapor, atau pilih anonim."),
        ({"nik": "123"}, "NIK berisi 16 angka"),
        ({"nik": "3303139908800001"}, "tanggal lahir"),
        ({"phone": "12"}, "Nomor telepon"),
        ({"email": "bukan surel"}, "Alamat surel ini belum lengkap"),
        ({"story": "   "}, "Tulis dulu uraiannya."),
        ({"channel": "web"}, "Pilih salah satu."),
        ({"kind": ""}, "Pilih salah satu."),
        ({"received_on": "2999-01-01"}, "belum terjadi"),
        ({"received_on": "kemarin"}, "Tulis tanggal seperti"),
        ({"received_time": "25.99"}, "Tulis waktu seperti"),
        ({"incident_on": "2999-01-01"}, "belum terjadi"),
        ({"proxy": "on"}, "Mohon isi bagian ini."),
        ({"proxy": "on", "identity_mode": "anonymous"}, "tidak bisa mewakili orang lain"),
        ({"hamlet": "dusun-lain"}, "hamlet"),
        ({"title": "x" * 201}, "Terlalu panjang"),
    ],
)
def test_a_mistake_is_said_and_everything_stays(wrong: dict[str, str], sentence: str, sari: Client) -> None:
    response = send(sari, "periksa", **(TOLD | wrong))
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    if "story" not in wrong:
        assert "Kemarin ada anak terperosok.</textarea>" in page
    assert not Case.objects.exists()


def test_an_anonymous_reporter_leaves_no_name(office: Office, sari: Client) -> None:
    page = text_of(_saved(sari, TOLD | {"identity_mode": "anonymous"}))
    case = Case.objects.get()
    assert case.identity is None
    assert "Warsi" not in page


def test_somebody_may_speak_for_another(office: Office, sari: Client) -> None:
    proxy = {"proxy": "on", "represented_name": "Mbah Rasem", "representation": "Anak kandung"}
    _saved(sari, TOLD | proxy)
    case = Case.objects.get()
    assert case.proxy
    held = identity.open_identity(case=case, by=office.sari, at=timezone.now(), reason="Memeriksa.")
    assert held["represented"]["name"] == "Mbah Rasem"


def test_everything_that_was_told_is_kept(office: Office, sari: Client) -> None:
    hamlet = Hamlet.objects.get(village=office.village, name="Dusun Dua")
    more = {
        "title": "Jembatan lapuk",
        "settlement": "Diganti.",
        "hamlet": str(hamlet.id),
        "rt": "02",
        "rw": "01",
        "place": "Dekat mushola",
        "incident_text": "kemarin pagi",
        "about_official": "yes",
        "about_whom": "Kepala Dusun",
        "channel": "phone",
    }
    page = text_of(_saved(sari, TOLD | more))
    case = Case.objects.get()
    assert (case.restricted, case.story, case.hamlet) == (True, "", None)  # it is about somebody in village government
    read = shown(case, service_ring())
    kept = {name: str(getattr(read, name)) for name in more if name != "hamlet"}
    assert kept == {name: value for name, value in more.items() if name != "hamlet"}
    assert read.hamlet == hamlet
    assert "Cara membacakan kode" in page  # by telephone the code is read aloud


def test_a_form_left_open_too_long_keeps_everything(sari: Client) -> None:
    response = send(sari, "periksa", token="bukan-token-kami", **TOLD)
    page = text_of(response)
    assert response.status_code == 422
    assert "terbuka terlalu lama" in page
    assert "Kemarin ada anak terperosok.</textarea>" in page
    assert send(sari, "periksa", token=token_of(page), **TOLD).status_code == 200


def test_no_draft_lies_in_clear_on_the_server(sari: Client) -> None:
    send(sari, "periksa", **TOLD, evidence=SimpleUploadedFile("Warsi.pdf", PDF))
    drafts = [path.read_bytes() for path in staging.root().rglob("*") if path.is_file()]
    assert drafts
    assert all(b"%PDF" not in draft and b"Warsi" not in draft for draft in drafts)
    assert not Case.objects.exists()
