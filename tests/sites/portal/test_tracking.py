"""Following a case by its code."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kentongan.cases.actions import answer, assignment, follow_up, identity, verification
from kentongan.cases.models import Case, Event
from kentongan.desk.pages.timeline import TOLD
from kentongan.outbox.models import CODE_REQUEST, OutboxMessage
from kentongan.portal import follow_cookie
from kentongan.rules.numbering import format_code
from kentongan.rules.types import CaseClass, Move, Outcome, Status, Urgency
from kentongan.villages.models import Category, Village
from tests.factories import MONDAY, REPORTER, Office, lodge, make_village
from tests.sites.portal.browser import enter, hidden, text_of

DAY = timedelta(days=1)


def answered(village: Village, office: Office) -> tuple[Case, str]:
    """Return a case with an answer, and its code."""
    receipt = lodge(village, when=timezone.now() - 9 * DAY)
    case, at = receipt.case, timezone.now() - 8 * DAY
    verification.verify(
        case=case,
        by=office.sari,
        at=at,
        case_class=CaseClass.NON_SUPERVISORY,
        category=Category.objects.filter(village=village)[0],
        urgency=Urgency.NORMAL,
    )
    assignment.assign(
        case=case, by=office.tono, at=at, handler=office.joko, instruction="Tambal.", due_on=date(2030, 1, 1)
    )
    follow_up.progress(case=case, by=office.joko, at=at, text="Sedang diukur.", for_reporter=True)
    follow_up.note(case=case, by=office.joko, at=at, text="Rahasia dapur kantor.")
    answer.propose(case=case, by=office.joko, at=at + DAY, outcome=Outcome.SETTLED, text="Sudah ditambal.")
    answer.answer(case=case, by=office.tono, at=at + 2 * DAY, outcome=Outcome.SETTLED, text="Sudah ditambal.")
    return case, receipt.code


def test_a_code_may_be_typed_in_small_letters_without_dashes(citizen: Client, village: Village) -> None:
    receipt = lodge(village)
    page = enter(citizen, receipt.code.lower())
    assert receipt.case.number in text_of(page)
    assert page["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Tulis kode lacak"),
        ("K7M", "kurang 15"),
        ("K7M-4TQ-0AA-AAA-AAA-AAA", "kelompok ke-3"),
        ("x" * 200, "terlalu panjang"),
        ("🥁" * 18, "Tulis kode lacak"),
    ],
)
def test_a_mistyped_code_says_which_part_looks_wrong(citizen: Client, typed: str, sentence: str) -> None:
    page = enter(citizen, typed)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert follow_cookie.NAME not in citizen.cookies


def test_one_wrong_symbol_is_noticed_before_anything_is_looked_up(citizen: Client, village: Village) -> None:
    code = format_code(lodge(village).code)
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    assert "belum cocok" in text_of(enter(citizen, wrong))


def test_a_right_looking_code_of_nobody_is_not_known(citizen: Client, village: Village) -> None:
    code = lodge(village).code
    Case.objects.update(code_hash="0" * 64)
    page = enter(citizen, code)
    assert page.status_code == 422
    assert "tidak kami kenal" in text_of(page)


def test_what_was_typed_stays_in_the_field(citizen: Client) -> None:
    assert 'value="K7M-4TQ"' in text_of(enter(citizen, "K7M-4TQ"))


def test_the_timeline_tells_what_happened_and_hides_what_is_internal(
    citizen: Client, village: Village, office: Office
) -> None:
    _, code = answered(village, office)
    text = text_of(enter(citizen, code))
    for words in ("Laporan diterima", "Petugas ditunjuk", "Sedang diukur.", "Sudah ditambal.", "Kepala Dusun I"):
        assert words in text
    for secret in ("Rahasia dapur", REPORTER.name, REPORTER.phone, REPORTER.email, REPORTER.nik, office.joko.name):
        assert secret not in text


def test_reading_the_answer_counts_as_being_told(citizen: Client, village: Village, office: Office) -> None:
    case, code = answered(village, office)
    assert not Event.objects.filter(case=case, move=Move.TELL).exists()
    enter(citizen, code)
    citizen.get("/lacak/kasus/")
    told = Event.objects.get(case=case, move=Move.TELL)
    assert TOLD[told.data["how"]] == "Pelapor membukanya di halaman lacak", "the desk reads how, in words"


def test_a_late_duty_is_admitted(citizen: Client, village: Village) -> None:
    text = text_of(enter(citizen, lodge(village, when=MONDAY).code))
    assert "seharusnya Kamis, 9 Juli 2026" in text
    assert "Maaf, ini terlambat." in text


def test_without_the_cookie_the_page_asks_for_the_code(citizen: Client) -> None:
    assert citizen.get("/lacak/kasus/")["Location"] == "/lacak/"


def test_the_cookie_is_sealed_short_lived_and_out_of_reach_of_scripts(citizen: Client, village: Village) -> None:
    case = lodge(village).case
    enter(citizen, lodge(village, token="lain-sama-sekali").code)
    cookie = citizen.cookies[follow_cookie.NAME]
    assert (cookie["httponly"], cookie["max-age"], cookie["samesite"], cookie["path"]) == (True, 1800, "Lax", "/")
    assert str(case.id) not in cookie.value
    with patch("kentongan.portal.views.tracking.timezone.now", return_value=timezone.now() + timedelta(minutes=31)):
        answer = citizen.get("/lacak/kasus/")
    assert answer["Location"] == "/lacak/?habis"
    assert "30 menit" in text_of(citizen.get("/lacak/?habis"))


@pytest.mark.parametrize("forged", ["x", "gAAAAA", "é", ""])
def test_a_forged_cookie_opens_nothing(citizen: Client, forged: str) -> None:
    citizen.cookies[follow_cookie.NAME] = forged
    assert citizen.get("/lacak/kasus/").status_code == 302


def test_leaving_forgets_the_case(citizen: Client, village: Village) -> None:
    page = enter(citizen, lodge(village).code)
    citizen.post("/lacak/keluar/", hidden(page, "/lacak/keluar/"))
    assert citizen.get("/lacak/kasus/").status_code == 302


def test_a_reissued_code_closes_pages_opened_with_the_old_one(
    citizen: Client, village: Village, office: Office
) -> None:
    receipt = lodge(village)
    enter(citizen, receipt.code)
    new = identity.reissue_at_counter(case=receipt.case, by=office.sari, at=timezone.now(), reason="KTP diperlihatkan")
    assert citizen.get("/lacak/kasus/").status_code == 302
    assert "tidak kami kenal" in text_of(enter(citizen, receipt.code))
    assert "kode lama tidak berlaku lagi" in text_of(enter(citizen, new))


def test_a_code_of_one_village_opens_nothing_in_another(citizen: Client, village: Village) -> None:
    code = lodge(village).code
    make_village(code="33.02.14.2009")
    path = "/desa/33.02.14.2009/lacak/"
    page = citizen.post(path, hidden(citizen.get(path), path) | {"code": code})
    assert "tidak kami kenal" in text_of(page)


def test_a_cookie_of_one_village_opens_nothing_in_another(citizen: Client, village: Village) -> None:
    make_village(code="33.02.14.2009")
    here = "/desa/33.03.13.2003/lacak/"
    citizen.post(here, hidden(citizen.get(here), here) | {"code": lodge(village).code})
    sealed = citizen.cookies[follow_cookie.NAME]
    assert sealed["path"] == "/desa/33.03.13.2003/"
    citizen.cookies.clear()
    citizen.cookies[follow_cookie.NAME] = sealed.value
    assert citizen.get("/desa/33.03.13.2003/lacak/kasus/").status_code == 200
    assert citizen.get("/desa/33.02.14.2009/lacak/kasus/").status_code == 302


@pytest.mark.parametrize("contact", [REPORTER.email, "salah@example.org", "bukan apa-apa", "🥁", "\x00"])
def test_asking_for_a_new_code_answers_the_same_whether_it_fits_or_not(
    citizen: Client, village: Village, contact: str
) -> None:
    case = lodge(village).case
    path = "/lacak/kode-hilang/"
    page = citizen.post(path, hidden(citizen.get(path), path) | {"number": case.number, "contact": contact})
    if contact == "\x00":
        assert page.status_code == 422
    else:
        assert "Bila nomor dan kontaknya cocok" in text_of(page)
    case.refresh_from_db()
    assert case.code_generation == 1  # nothing is looked up before the outbox has its turn
    asked = OutboxMessage.objects.filter(village=village, template=CODE_REQUEST)
    assert asked.count() == (contact != "\x00")


def test_a_merged_case_names_the_other(citizen: Client, village: Village, office: Office) -> None:
    first, second = lodge(village), lodge(village, story="Jalan yang sama berlubang.")
    verification.merge(case=second.case, by=office.tono, at=timezone.now(), into=first.case)
    text = text_of(enter(citizen, second.code))
    assert first.case.number in text
    assert Status.MERGED.label in text


def test_the_page_asks_the_same_number_of_questions_with_one_case_and_with_three(
    citizen: Client, village: Village
) -> None:
    counts = []
    for more in (0, 2):
        for _ in range(more):
            lodge(village)
        enter(citizen, lodge(village).code)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            citizen.get("/lacak/kasus/")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 14
