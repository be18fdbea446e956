"""Whatever goes wrong with a form, nothing typed or sent is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kentongan.cases.models import Case
from kentongan.documents import store
from kentongan.documents.models import Document
from kentongan.documents.refusal import UploadRefused
from kentongan.villages.models import Village
from tests.sites.portal.browser import ANSWERS, STORY, a_photo, code_on, hidden, text_of

NASTY = [
    "",
    "NULL",
    "'; DROP TABLE cases_case; --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% load x %}",
    "\x00\x07kendali\x1b[31m",
    "\u202eterbalik",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "🥁🌋👩🏽‍🌾",
    "ｆｕｌｌ　ｗｉｄｔｈ",
    "الفصحى",
    "  \t \r\n ",
    "../../../../etc/passwd%00.html",
    "0xffffffffffffffff",
    "1e400",
    "NaN",
    "-Infinity",
    "-1.0/0.0",
    "9" * 400,
]
TYPED = ["story", "settlement", "place", "rt", "rw", "incident_on", "incident_text", "about_whom", "name", "phone",
         "email", "address", "nik", "represented_name", "represented_contact", "representation", "latitude",
         "longitude", "hamlet", "kind", "identity_mode", "about_official", "on_behalf", "formulir"]  # fmt: skip


def still_there(page: Any) -> None:
    """Everything that was typed stands in the form again."""
    text = text_of(page)
    for key in ("story", "settlement"):
        assert f">\n{ANSWERS[key]}</textarea>" in text
    for key in ("place", "rt", "rw", "name", "phone"):
        assert f'value="{ANSWERS[key]}"' in text
    for value in ("complaint", "no", "open"):
        assert re.search(rf'value="{value}"[^>]* checked', text)


def test_a_wrong_answer_is_named_and_everything_else_stays(citizen: Client) -> None:
    answer = citizen.post("/lapor/", hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS | {"email": "warsiti@"})
    assert answer.status_code == 422
    still_there(answer)
    text = text_of(answer)
    assert 'value="warsiti@"' in text
    assert 'href="#id_email"' in text
    assert "Alamat surel ini belum lengkap" in text
    assert answer["Cache-Control"] == "no-store"


def test_an_expired_form_is_shown_again_with_a_fresh_token(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    with patch("kentongan.portal.views.lodging.timezone.now", return_value=timezone.now() + timedelta(hours=30)):
        answer = citizen.post("/lapor/", fields)
        assert answer.status_code == 422
        still_there(answer)
        assert "sekali lagi" in text_of(answer)
        receipt = citizen.post("/lapor/", fields | hidden(answer, "/lapor/"))
    assert code_on(receipt)
    assert Case.objects.count() == 1


def test_an_expired_form_that_was_sent_before_says_so(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    citizen.post("/lapor/", fields)
    with patch("kentongan.portal.views.lodging.timezone.now", return_value=timezone.now() + timedelta(hours=30)):
        answer = citizen.post("/lapor/", fields)
    assert "sudah kami terima" in text_of(answer)
    assert code_on(answer) == ""  # a day later the code is not shown to whoever holds the phone
    assert Case.objects.count() == 1


@pytest.mark.parametrize("broken", ["", "bukan token", None])
def test_a_failed_csrf_check_shows_the_form_with_all_that_was_typed(citizen: Client, broken: str | None) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    if broken is None:
        citizen.cookies.clear()
    else:
        fields["csrfmiddlewaretoken"] = broken
    answer = citizen.post("/lapor/", fields | {"evidence": a_photo()})
    assert answer.status_code == 403
    still_there(answer)
    assert "jembatan.jpg" in text_of(answer)
    receipt = citizen.post("/lapor/", fields | hidden(answer, "/lapor/"))
    assert code_on(receipt)
    assert Document.objects.filter(subject=Case.objects.get().id).count() == 1


def test_an_officers_words_can_be_copied_after_a_failed_csrf_check_and_no_secret_is_shown(village: Village) -> None:
    sent = {"story": STORY, "formulir": "rahasia-formulir-yang-panjang", "password": "sandi saya yang panjang sekali"}
    page = Client(enforce_csrf_checks=True).post("/meja/catat/", sent)
    assert (page.status_code, page["Cache-Control"]) == (403, "no-store")
    assert STORY in text_of(page)
    assert not any(secret in text_of(page) for secret in (sent["formulir"], sent["password"]))


def test_photos_of_a_form_shown_again_need_not_be_chosen_twice(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    answer = citizen.post("/lapor/", fields | {"story": "", "evidence": [a_photo(), a_photo("kedua.jpg", "red")]})
    text = text_of(answer)
    assert "Sudah kami simpan" in text
    assert "jembatan.jpg" in text
    assert "kedua.jpg" in text
    citizen.post("/lapor/", fields | hidden(answer, "/lapor/"))
    assert Document.objects.filter(subject=Case.objects.get().id).count() == 2


def test_who_wants_the_original_kept_keeps_it_through_a_form_shown_again(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS | {"asli": "ya"}
    answer = citizen.post("/lapor/", fields | {"story": "", "evidence": [a_photo()]})
    assert "bersama berkas aslinya" in text_of(answer)
    assert re.search(r'name="asli" value="ya" id="\w+" checked', text_of(answer))
    citizen.post("/lapor/", fields | hidden(answer, "/lapor/"))
    assert store.read_original(Document.objects.get(subject=Case.objects.get().id)) == a_photo().read()


def test_a_kept_photo_can_be_taken_back(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    answer = citizen.post("/lapor/", fields | {"story": "", "evidence": [a_photo()]})
    kept = re.search(r'name="buang" value="([^"]+)"', text_of(answer))
    assert kept is not None
    citizen.post("/lapor/", fields | hidden(answer, "/lapor/") | {"buang": kept[1]})
    assert Document.objects.filter(subject=Case.objects.get().id).count() == 0


def test_a_kept_photo_that_is_gone_meanwhile_is_missed_aloud(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    answer = citizen.post("/lapor/", fields | {"story": "", "evidence": [a_photo()]})
    with patch("kentongan.documents.staging._Drawer.paths", return_value=[]):
        missed = citizen.post("/lapor/", fields | hidden(answer, "/lapor/"))
    assert missed.status_code == 422
    assert "sudah tidak tersimpan" in text_of(missed)
    still_there(missed)


def test_a_file_that_is_too_big_or_of_the_wrong_kind_costs_only_itself(citizen: Client) -> None:
    big = SimpleUploadedFile("film.jpg", b"\xff\xd8" + b"0" * (15 * 1024 * 1024), "image/jpeg")
    page = SimpleUploadedFile("surat.jpg", b"<html><script>1</script></html>", "image/jpeg")
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    answer = citizen.post("/lapor/", fields | {"evidence": [big, page, a_photo()]})
    assert answer.status_code == 422
    still_there(answer)
    text = text_of(answer)
    assert "film.jpg: Berkas ini lebih besar dari 15 MB" in text
    assert "surat.jpg: " in text
    assert "Sudah kami simpan" in text
    receipt = citizen.post("/lapor/", fields | hidden(answer, "/lapor/"))
    assert "1 berkas" in text_of(receipt)


def test_a_full_disk_still_lets_the_words_through(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    with patch("kentongan.documents.store.take_in", side_effect=UploadRefused("no_room")):
        answer = citizen.post("/lapor/", fields | {"evidence": a_photo()})
    assert answer.status_code == 422
    still_there(answer)
    assert "penuh" in text_of(answer)


@pytest.mark.parametrize("field", TYPED)
def test_odd_text_in_any_field_never_breaks_anything(citizen: Client, field: str) -> None:
    start = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS | {"about_official": "yes", "on_behalf": "on"}
    for nasty in NASTY:
        answer = citizen.post("/lapor/", start | {field: nasty})
        assert answer.status_code in (200, 422), (field, nasty)
        assert "<script>alert" not in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": ""}, "Pilih salah satu."),
        ({"story": "  \n "}, "Ceritakan dulu apa yang terjadi."),
        ({"story": "a" * 10_001}, "paling banyak 10.000 huruf"),
        ({"identity_mode": ""}, "Bagaimana Anda ingin melapor?: Pilih salah satu."),
        ({"about_official": ""}, "Apakah ini tentang seseorang di pemerintah desa?: Pilih salah satu."),
        ({"name": ""}, "Tulis nama Anda, atau pilih anonim."),
        ({"phone": "12"}, "Nomor HP: "),
        ({"nik": "123"}, "NIK berisi 16 angka"),
        ({"incident_on": "2999-01-01"}, "belum terjadi"),
        ({"incident_on": "0206-01-01"}, "salah ketik"),
        ({"incident_on": "kemarin"}, "23/11/2026"),
        ({"latitude": "-7.3"}, "Isi keduanya"),
        ({"latitude": "91", "longitude": "109"}, "di luar Indonesia"),
        ({"latitude": "utara", "longitude": "109"}, "Tulis angka"),
        ({"hamlet": "01900000-0000-7000-8000-000000000000"}, "Pilih lagi"),
        ({"on_behalf": "on"}, "Nama orang yang Anda wakili: Mohon isi"),
        ({"rt": "0001"}, "paling banyak 3 huruf"),
    ],
)
def test_each_mistake_has_its_sentence(citizen: Client, fields: dict[str, str], sentence: str) -> None:
    answer = citizen.post("/lapor/", hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS | fields)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert Case.objects.count() == 0


@pytest.mark.parametrize("typed", ["05/01/2026", "5-1-2026", "2026-01-05", "05.01.2026"])
def test_a_day_may_be_typed_as_people_do(citizen: Client, typed: str) -> None:
    citizen.post("/lapor/", hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS | {"incident_on": typed})
    assert str(Case.objects.get().incident_on) == "2026-01-05"


def test_control_characters_are_dropped_and_line_ends_kept(citizen: Client) -> None:
    story = f"{STORY}\x00\x07\r\n\r\nBaris kedua."
    citizen.post("/lapor/", hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS | {"story": story})
    assert Case.objects.get().story == f"{STORY}\n\nBaris kedua."


def test_far_too_much_text_is_refused_with_a_sentence(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    answer = citizen.post("/lapor/", fields | {"story": "a" * 3_000_000})
    assert answer.status_code == 400
    assert "tidak bisa kami baca" in text_of(answer)
