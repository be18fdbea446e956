"""What the reporter does on his follow-up page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from kentongan.cases.actions import verification
from kentongan.cases.models import Case, Event, Objection, Rating
from kentongan.documents.models import Document
from kentongan.portal import follow_cookie
from kentongan.rules.types import Move, Status
from kentongan.villages.models import Village
from tests.factories import Office, lodge
from tests.sites.portal.browser import a_photo, enter, hidden, text_of
from tests.sites.portal.test_tracking import answered

PATH = {
    "reply": "/lacak/kasus/balas/",
    "evidence": "/lacak/kasus/bukti/",
    "rate": "/lacak/kasus/nilai/",
    "object": "/lacak/kasus/keberatan/",
    "withdraw": "/lacak/kasus/cabut/",
    "revoke": "/lacak/kasus/batal-cabut/",
    "resume": "/lacak/kasus/lanjutkan/",
}


def send(citizen: Client, page: Any, name: str, **answers: Any) -> Any:
    """Send one form of the follow-up page and see where it leads."""
    return citizen.post(PATH[name], hidden(page, PATH[name]) | answers, follow=True)


def test_a_message_with_a_photo_reaches_the_unit(citizen: Client, village: Village) -> None:
    page = enter(citizen, lodge(village).code)
    after = send(citizen, page, "reply", text="Sudah ada yang jatuh lagi.", evidence=a_photo())
    assert "Pesan Anda sudah terkirim." in text_of(after)
    event = Event.objects.get(move=Move.MESSAGE)
    assert (event.text, event.actor) == ("Sudah ada yang jatuh lagi.", "reporter")
    assert "Foto 1.jpg" in text_of(after)


def test_answering_a_question_takes_the_case_on(citizen: Client, village: Village, office: Office) -> None:
    receipt = lodge(village)
    verification.ask(case=receipt.case, by=office.sari, at=timezone.now(), question="Jalan yang mana?")
    page = enter(citizen, receipt.code)
    assert "Petugas bertanya kepada Anda" in text_of(page)
    send(citizen, page, "reply", text="Jalan depan musala.")
    assert Case.objects.get().status == Status.RECEIVED


def test_an_empty_message_is_refused_with_a_sentence(citizen: Client, village: Village) -> None:
    after = send(citizen, enter(citizen, lodge(village).code), "reply", text="  ")
    assert after.status_code == 422
    assert "Pesan masih kosong" in text_of(after)


def test_a_double_click_sends_one_message(citizen: Client, village: Village) -> None:
    page = enter(citizen, lodge(village).code)
    for _ in range(2):
        assert "sudah terkirim" in text_of(send(citizen, page, "reply", text="Halo."))
    assert Event.objects.filter(move=Move.MESSAGE).count() == 1


def test_other_words_in_an_old_form_are_not_swallowed(citizen: Client, village: Village) -> None:
    page = enter(citizen, lodge(village).code)
    send(citizen, page, "reply", text="Yang pertama.")
    again = send(citizen, page, "reply", text="Yang kedua, lain sekali.")
    assert again.status_code == 422
    assert "Yang kedua, lain sekali.</textarea>" in text_of(again)
    send(citizen, again, "reply", text="Yang kedua, lain sekali.")
    assert Event.objects.filter(move=Move.MESSAGE).count() == 2


def test_evidence_is_added_and_can_be_fetched_again(citizen: Client, village: Village) -> None:
    page = enter(citizen, lodge(village).code)
    after = send(citizen, page, "evidence", text="Foto dari samping.", evidence=[a_photo()])
    assert "Bukti Anda sudah kami simpan." in text_of(after)
    document = Document.objects.get()
    fetched = citizen.get(f"/berkas/{document.id}/")
    assert fetched["Content-Type"] == "image/jpeg"
    assert "no-store" in fetched["Cache-Control"]
    assert fetched.content.startswith(b"\xff\xd8")
    small = citizen.get(f"/berkas/{document.id}/kecil/")
    assert small.content.startswith(b"\xff\xd8")


def test_evidence_without_a_file_is_refused(citizen: Client, village: Village) -> None:
    after = send(citizen, enter(citizen, lodge(village).code), "evidence", text="Ini fotonya.")
    assert after.status_code == 422
    assert "Ini fotonya.</textarea>" in text_of(after)


def test_a_stranger_fetches_no_evidence(citizen: Client, village: Village, office: Office) -> None:
    page = enter(citizen, lodge(village).code)
    send(citizen, page, "evidence", evidence=[a_photo()])
    document = Document.objects.get()
    assert Client().get(f"/berkas/{document.id}/").status_code == 302
    other = Client()
    enter(other, lodge(village, story="Laporan orang lain.").code)
    assert other.get(f"/berkas/{document.id}/").status_code == 404
    assert other.get("/berkas/01900000-0000-7000-8000-000000000000/").status_code == 404


def test_a_satisfied_reporter_closes_the_case(citizen: Client, village: Village, office: Office) -> None:
    case, code = answered(village, office)
    after = send(citizen, enter(citizen, code), "rate", satisfied="ya", stars="5", words="")
    assert "Terima kasih" in text_of(after)
    case.refresh_from_db()
    assert (case.status, case.confirmed_solved, Rating.objects.get().stars) == (Status.CLOSED, True, 5)
    assert "Ternyata belum, mohon dibuka lagi" in text_of(after)
    assert "Ya, sudah selesai" not in text_of(after), "a closed case is not judged solved a second time"


def test_an_unsatisfied_reporter_says_why_and_the_case_is_reopened(
    citizen: Client, village: Village, office: Office
) -> None:
    case, code = answered(village, office)
    page = enter(citizen, code)
    mute = send(citizen, page, "rate", satisfied="belum", stars="2", words=" ")
    assert mute.status_code == 422
    assert "Tulis apa yang masih kurang" in text_of(mute)
    assert 'value="2"' in text_of(mute)
    after = send(citizen, mute, "rate", satisfied="belum", stars="2", words="Masih berlubang.")
    assert "dibuka kembali" in text_of(after)
    case.refresh_from_db()
    assert (case.status, case.round) == (Status.REOPENED, 2)


@pytest.mark.parametrize("stars", ["", "0", "6", "-1", "banyak", "🥁"])
def test_stars_are_one_to_five(citizen: Client, village: Village, office: Office, stars: str) -> None:
    _, code = answered(village, office)
    after = send(citizen, enter(citizen, code), "rate", satisfied="ya", stars=stars)
    assert after.status_code == 422
    assert "Pilih satu sampai lima." in text_of(after)


def test_an_objection_goes_to_someone_else(citizen: Client, village: Village, office: Office) -> None:
    case, code = answered(village, office)
    after = send(citizen, enter(citizen, code), "object", reason="Lubangnya masih ada.")
    assert "Orang lain yang akan memutuskannya" in text_of(after)
    case.refresh_from_db()
    assert case.status == Status.UNDER_OBJECTION
    assert Objection.objects.get().reason == "Lubangnya masih ada."


def test_withdrawing_waits_three_working_days_and_can_be_taken_back(citizen: Client, village: Village) -> None:
    after = send(citizen, enter(citizen, lodge(village).code), "withdraw", reason="")
    case = Case.objects.get()
    assert case.withdrawal_due_on is not None
    assert "Pencabutan mulai berlaku" in text_of(after)
    assert PATH["withdraw"] not in text_of(after)  # one cannot ask twice
    back = send(citizen, after, "revoke")
    assert "Pencabutan dibatalkan" in text_of(back)
    case.refresh_from_db()
    assert case.withdrawal_due_on is None


def test_a_move_the_table_forbids_gets_a_sentence(citizen: Client, village: Village) -> None:
    page = enter(citizen, lodge(village).code)
    fields = {"csrfmiddlewaretoken": hidden(page, PATH["reply"])["csrfmiddlewaretoken"]}
    for name, answers in (
        ("rate", {"satisfied": "ya", "stars": "5"}),
        ("object", {"reason": "Keberatan."}),
        ("revoke", {}),
        ("resume", {}),
    ):
        after = citizen.post(PATH[name], fields | answers)
        assert after.status_code == 422, name
        assert "Ada yang perlu diperbaiki" in text_of(after), name


@pytest.mark.parametrize("name", sorted(PATH))
def test_the_address_of_a_move_leads_back_to_the_page(citizen: Client, name: str) -> None:
    assert citizen.get(PATH[name])["Location"] == "/lacak/kasus/"


def test_when_the_half_hour_is_over_the_words_wait_for_the_code(citizen: Client, village: Village) -> None:
    code = lodge(village).code
    page = enter(citizen, code)
    words = "Ini pesan panjang yang saya ketik pelan-pelan di warung."
    with patch("kentongan.portal.views.moves.timezone.now", return_value=timezone.now() + timedelta(minutes=45)):
        asked = send(citizen, page, "reply", text=words, evidence=a_photo())
        assert asked.status_code == 422
        text = text_of(asked)
        assert words in text
        assert "jembatan.jpg" in text
        again = hidden(asked, PATH["reply"]) | {"text": words}
        mistyped = citizen.post(PATH["reply"], again | {"code": "K7M"})
        assert "kurang 15" in text_of(mistyped)
        assert words in text_of(mistyped)
        citizen.post(PATH["reply"], hidden(mistyped, PATH["reply"]) | {"text": words, "code": code})
    event = Event.objects.get(move=Move.MESSAGE)
    assert event.text == words
    assert event.event_documents.count() == 1


def test_a_failed_csrf_check_keeps_the_words(citizen: Client, village: Village) -> None:
    page = enter(citizen, lodge(village).code)
    words = "Ini pesan panjang yang saya ketik pelan-pelan di warung."
    fields = hidden(page, PATH["reply"]) | {"text": words, "csrfmiddlewaretoken": "x"}
    asked = citizen.post(PATH["reply"], fields)
    assert asked.status_code == 403
    assert words in text_of(asked)
    citizen.post(PATH["reply"], hidden(asked, PATH["reply"]) | {"text": words})
    assert Event.objects.get(move=Move.MESSAGE).text == words


def test_a_failed_csrf_check_on_the_code_page_keeps_the_code(citizen: Client, village: Village) -> None:
    receipt = lodge(village)
    asked = citizen.post("/lacak/", {"code": receipt.code})
    assert asked.status_code == 403
    page = citizen.post("/lacak/", hidden(asked, "/lacak/"), follow=True)
    assert receipt.case.number in text_of(page)


def test_nobody_moves_anothers_case_without_its_code(citizen: Client, village: Village) -> None:
    page = enter(citizen, lodge(village).code)
    fields = hidden(page, PATH["withdraw"])
    del citizen.cookies[follow_cookie.NAME]
    assert citizen.post(PATH["withdraw"], fields).status_code == 422
    assert Case.objects.get().withdrawal_due_on is None
