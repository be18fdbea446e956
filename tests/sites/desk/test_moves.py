"""Making moves at the desk: one call each, nothing typed is lost, nobody overwrites anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kentongan.cases.actions import follow_up, verification
from kentongan.cases.models import Case, Event
from kentongan.cases.queries.tracking import case_for_code
from kentongan.documents.models import Document
from kentongan.people.models import Officer
from kentongan.rules.types import CaseClass, Kind, Move, Status
from kentongan.villages.models import Body, Category
from tests.factories import MONDAY, Office, lodge, make_village
from tests.sites.desk.helpers import HOUR, case_in, make, move_url, text_of, verify
from tests.sites.desk.test_access import PDF

DeskOf = Callable[[Officer], Client]


def last(case: Case) -> Event:
    found = Event.objects.filter(case=case).order_by("-at", "-id").first()
    assert found is not None
    return found


def done(response: Any, case: Case) -> None:
    """The move was made: back to the case."""
    assert response.status_code == 302, text_of(response)[:3000]
    assert response["Location"] == f"/meja/aduan/{case.id}/"


# The start of the case, who moves, which move, what he fills in, and the status afterwards.
ROADS: list[tuple[Status, str, str, dict[str, Any], Status]] = [
    (Status.RECEIVED, "sari", "ask", {"question": "Di RT berapa?"}, Status.WAITING),
    (Status.WAITING, "sari", "complete", {"text": "RT 03, depan pos."}, Status.RECEIVED),
    (Status.RECEIVED, "tono", "archive", {"reason": "too_general", "explanation": "Mohon dirinci."}, Status.ARCHIVED),
    (Status.ASSIGNED, "joko", "decline", {"reason": "Bukan bidang saya."}, Status.VERIFIED),
    (Status.ASSIGNED, "joko", "progress", {"text": "Ditinjau.", "audience": "reporter"}, Status.IN_PROGRESS),
    (Status.IN_PROGRESS, "joko", "progress", {"text": "Beli semen.", "audience": "desk"}, Status.IN_PROGRESS),
    (Status.IN_PROGRESS, "joko", "propose", {"outcome": "settled", "text": "Ditambal."}, Status.ANSWER_PROPOSED),
    (Status.ANSWER_PROPOSED, "tono", "return", {"missing": "Sebut tanggalnya."}, Status.IN_PROGRESS),
    (Status.ANSWER_PROPOSED, "tono", "answer", {"outcome": "partly", "text": "Sebagian."}, Status.ANSWERED),
    (Status.ANSWERED, "tono", "reopen", {"reason": "Rusak lagi."}, Status.REOPENED),
    (Status.ANSWERED, "sari", "tell", {"how": "phone", "detail": "Diterima istrinya."}, Status.ANSWERED),
    (Status.UNDER_OBJECTION, "bpd", "decide_objection", {"verdict": "upheld", "reasons": "Benar."}, Status.REOPENED),
    (
        Status.UNDER_OBJECTION,
        "kades",
        "decide_objection",
        {"verdict": "rejected", "reasons": "Cukup."},
        Status.ANSWERED,
    ),
    (Status.FORWARDED, "sari", "body_answered", {"text": "Masuk rencana 2027."}, Status.ANSWERED),
    (Status.RECEIVED, "sari", "message", {"text": "Kami baca."}, Status.RECEIVED),
    (Status.RECEIVED, "bpd", "note", {"text": "BPD mengikuti."}, Status.RECEIVED),
    (Status.RECEIVED, "sari", "name_reported", {"whom": "Seorang perangkat"}, Status.RECEIVED),
]


@pytest.mark.parametrize(("start", "who", "move", "fields", "after"), ROADS)
def test_a_move_is_made(
    start: Status, who: str, move: str, fields: dict[str, Any], after: Status, office: Office, desk_of: DeskOf
) -> None:
    case = case_in(office, start)
    done(make(desk_of(getattr(office, who)), case, move, **fields), case)
    case.refresh_from_db()
    assert case.status == after
    assert last(case).move == move
    assert last(case).officer == getattr(office, who)


def test_a_complaint_is_walked_from_verification_to_its_answer(office: Office, desk_of: DeskOf) -> None:
    case = lodge(office.village, when=timezone.now() - timedelta(hours=1)).case
    sari, tono, joko = desk_of(office.sari), desk_of(office.tono), desk_of(office.joko)
    category = Category.objects.get(village=office.village, name="Infrastruktur & jalan")
    chosen: dict[str, Any] = {"case_class": "non_supervisory", "category": category.id, "urgency": "urgent"}
    done(make(sari, case, "verify", note="Sudah dicek RT.", **chosen), case)
    done(make(tono, case, "reclassify", reason="Tidak mendesak.", **(chosen | {"urgency": "normal"})), case)
    due_on = timezone.now().date() + timedelta(days=5)
    done(make(tono, case, "assign", handler=office.joko.id, instruction="Tinjau.", due_on=due_on.isoformat()), case)
    new_date = timezone.now().date() + timedelta(days=90)
    done(make(tono, case, "extend", new_date=new_date.strftime("%d/%m/%Y"), reason="Menunggu alat."), case)
    photo = SimpleUploadedFile("berita acara.pdf", PDF)
    done(make(joko, case, "progress", text="Ditinjau.", audience="reporter", evidence=photo), case)
    done(make(joko, case, "propose", outcome="settled", text="Sudah ditambal."), case)
    page = text_of(tono.get(move_url(case, "answer")))
    assert "Sudah ditambal.</textarea>" in page  # the proposal stands ready in the answer's form
    done(make(tono, case, "answer", outcome="settled", text="Sudah ditambal."), case)
    case.refresh_from_db()
    assert case.status == Status.ANSWERED
    assert Document.objects.filter(subject=case.id, added_by=office.joko.id).count() == 1


def test_forwarding_merging_and_resuming(office: Office, desk_of: DeskOf) -> None:
    body = Body.objects.get(village=office.village)
    forwarded, double, target = (case_in(office, Status.RECEIVED) for _ in range(3))
    tono = desk_of(office.tono)
    done(make(tono, forwarded, "forward", body=body.id, explanation="Jalan kabupaten."), forwarded)
    wrong = make(tono, double, "merge", number="999/ADU/x")
    assert wrong.status_code == 422
    assert "tidak ditemukan" in text_of(wrong)
    done(make(tono, double, "merge", number=target.number.lower()), double)
    double.refresh_from_db()
    assert (double.status, double.merged_into) == (Status.MERGED, target)
    Case.objects.filter(pk=target.pk).update(
        status=Status.WITHDRAWN, deemed_withdrawn=True, is_open=False, previous_status=Status.RECEIVED
    )
    done(make(desk_of(office.sari), target, "resume"), target)
    target.refresh_from_db()
    assert target.status == Status.RECEIVED


def test_a_case_about_the_officer_cannot_be_found_for_merging(office: Office, desk_of: DeskOf) -> None:
    hidden, case = case_in(office, Status.RECEIVED), case_in(office, Status.RECEIVED)
    verification.name_reported(
        case=hidden, by=office.bpd, at=MONDAY + 2 * HOUR, whom="Sekretaris", officers=[office.tono]
    )
    assert "tidak ditemukan" in text_of(make(desk_of(office.tono), case, "merge", number=hidden.number))


@pytest.mark.parametrize(
    ("start", "who", "move", "fields", "sentence"),
    [
        (Status.RECEIVED, "sari", "ask", {"question": "  "}, "Tulis dulu pertanyaannya."),
        (Status.RECEIVED, "sari", "verify", {"urgency": "normal"}, "Pilih klasifikasinya."),
        (Status.VERIFIED, "tono", "assign", {"instruction": "Tinjau."}, "Pilih petugasnya."),
        (Status.VERIFIED, "tono", "assign", {"due_on": "kapan-kapan"}, "Tulis tanggal seperti"),
        (Status.IN_PROGRESS, "joko", "progress", {"text": "Ada."}, "Pilih siapa yang boleh membaca."),
        (Status.RECEIVED, "tono", "archive", {"explanation": "Karena."}, "Pilih alasannya dari daftar."),
        (Status.RECEIVED, "sari", "evidence", {}, "Belum ada berkas"),
        (Status.RECEIVED, "sari", "note", {"text": "x" * 10_001}, "Terlalu panjang"),
    ],
)
def test_what_is_missing_is_said_and_the_form_stays_open(
    start: Status, who: str, move: str, fields: dict[str, Any], sentence: str, office: Office, desk_of: DeskOf
) -> None:
    case = case_in(office, start)
    before = Event.objects.filter(case=case).count()
    response = make(desk_of(getattr(office, who)), case, move, **fields)
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert f'id="langkah_{move}" name="langkah" open' in page
    assert Event.objects.filter(case=case).count() == before


def test_a_refusal_of_the_rules_keeps_what_was_typed(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.VERIFIED)
    yesterday = (timezone.now() - timedelta(days=30)).date().isoformat()
    response = make(
        desk_of(office.tono), case, "assign", handler=office.joko.id, instruction="Ajak Pak RT.", due_on=yesterday
    )
    assert response.status_code == 422
    assert "sudah lewat" in text_of(response)
    assert "Ajak Pak RT.</textarea>" in text_of(response)


def test_a_move_that_is_not_the_officers_is_refused_with_a_sentence(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED)
    response = make(desk_of(office.sari), case, "archive", reason="too_general", explanation="Tulisan panjang saya.")
    assert response.status_code == 422
    page = text_of(response)
    assert "hanya untuk" in page
    assert "Tulisan Anda yang belum terkirim" in page
    assert "Tulisan panjang saya." in page
    case.refresh_from_db()
    assert case.status == Status.RECEIVED


def test_somebody_elses_change_is_said_and_nothing_is_lost(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED)
    seen = case.updated_at.isoformat()
    follow_up.note(case=case, by=office.tono, at=MONDAY + 3 * HOUR, text="Sudah saya telepon.")
    client = desk_of(office.sari)
    response = make(
        client, case, "message", stamp=seen, text="Mohon ditunggu.", evidence=SimpleUploadedFile("a.pdf", PDF)
    )
    page = text_of(response)
    assert response.status_code == 409
    assert "Tono Prasetyo (Sekretaris Desa) baru saja mencatat" in page
    assert "Belum terkirim." in page
    assert "Mohon ditunggu.</textarea>" in page
    assert "a.pdf" in page  # the file is kept, it need not be chosen again
    token = page.split('name="formulir" value="')[1].split('"')[0]
    done(make(client, case, "message", text="Mohon ditunggu.", formulir=token), case)
    assert last(case).event_documents.count() == 1


def test_a_double_click_makes_one_move(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED)
    seen, client = case.updated_at.isoformat(), desk_of(office.sari)
    for _ in range(2):
        done(make(client, case, "ask", stamp=seen, question="Di RT berapa?"), case)
    assert Event.objects.filter(case=case, move=Move.ASK).count() == 1


def test_a_second_different_text_is_no_double_click(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED)
    seen, client = case.updated_at.isoformat(), desk_of(office.sari)
    done(make(client, case, "note", stamp=seen, text="Satu."), case)
    again = make(client, case, "note", stamp=seen, text="Dua.")
    assert again.status_code == 409
    assert "Anda sendiri baru saja mencatat" in text_of(again)


def test_a_form_without_stamp_changes_nothing(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED)
    response = desk_of(office.sari).post(move_url(case, "note"), {"text": "Tanpa cap."})
    assert response.status_code == 409
    assert not Event.objects.filter(case=case, move=Move.NOTE).exists()


def test_a_bad_file_is_named_and_the_text_stays(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED)
    files = [SimpleUploadedFile("baik.pdf", PDF), SimpleUploadedFile("jahat.exe", b"MZ" + b"\0" * 200)]
    response = make(desk_of(office.sari), case, "message", text="Ini lampirannya.", evidence=files)
    page = text_of(response)
    assert response.status_code == 422
    assert "jahat.exe" in page
    assert "baik.pdf" in page
    assert "Ini lampirannya.</textarea>" in page
    assert not Document.objects.exists()


def test_opening_an_identity_shows_it_once_and_leaves_a_trace(office: Office, desk_of: DeskOf) -> None:
    case, client = case_in(office, Status.RECEIVED), desk_of(office.sari)
    assert make(client, case, "open_identity", reason=" ").status_code == 422
    response = make(client, case, "open_identity", reason="Menelepon untuk meninjau lokasi.")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "Warsiti Ningsih" in text_of(response)
    assert "+6281234567890" in text_of(response)
    again = text_of(client.get(f"/meja/aduan/{case.id}/"))
    assert "Warsiti" not in again
    assert "Menelepon untuk meninjau lokasi." in again
    assert last(case).to_reporter


@pytest.mark.parametrize("who", ["joko", "kades", "bpd"])
def test_only_the_unit_opens_identities(who: str, office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.ASSIGNED)
    response = make(desk_of(getattr(office, who)), case, "open_identity", reason="Ingin tahu.")
    assert response.status_code == 422
    assert "Warsiti" not in text_of(response)


def test_a_new_code_is_shown_once_and_works(office: Office, desk_of: DeskOf) -> None:
    receipt = lodge(office.village)
    client = desk_of(office.sari)
    response = make(client, receipt.case, "reissue_code", reason="KTP dicocokkan.")
    page = text_of(response)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    groups = page.split('class="code num">')[1].split("</p>")[0]
    code = groups.replace("<span>", "").replace("</span>", "-").strip("-")
    assert case_for_code(office.village, code) == receipt.case
    assert case_for_code(office.village, receipt.code) is None
    assert code not in text_of(client.get(f"/meja/aduan/{receipt.case.id}/"))


def test_naming_oneself_ends_at_the_inbox(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED)
    response = make(desk_of(office.sari), case, "name_reported", whom="Kasi Pelayanan", officers=[office.sari.id])
    assert response["Location"] == "/meja/"


def test_a_supervisory_case_is_archived_by_two(office: Office, desk_of: DeskOf) -> None:
    case = lodge(office.village).case
    verify(case, office, MONDAY + HOUR, case_class=CaseClass.SUPERVISORY)
    fields = {"reason": "in_court", "explanation": "Sedang disidangkan."}
    done(make(desk_of(office.tono), case, "archive", **fields), case)
    case.refresh_from_db()
    assert case.status == Status.VERIFIED
    done(make(desk_of(office.sari), case, "archive", **fields), case)
    case.refresh_from_db()
    assert case.status == Status.ARCHIVED


def test_another_villages_category_is_no_choice(office: Office, desk_of: DeskOf) -> None:
    other = make_village("Losari", "33.03.13.2005")
    case = case_in(office, Status.RECEIVED)
    foreign = Category.objects.filter(village=other).first()
    assert foreign is not None
    fields = {
        "case_class": "aspiration",
        "urgency": "normal",
        "category": foreign.id,
        "cap": case.updated_at.isoformat(),
    }
    response = desk_of(office.sari).post(f"/desa/{office.village.code}{move_url(case, 'verify')}", fields)
    assert "Pilih kategori dari daftar." in text_of(response)


def test_an_aspiration_is_already_classified_by_its_kind(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED, kind=Kind.ASPIRATION)
    page = text_of(desk_of(office.sari).get(move_url(case, "verify")))
    assert 'value="aspiration" id="verify_case_class_2" required checked' in page.replace(' aria-invalid="true"', "")


@pytest.mark.parametrize("name", ["rate_satisfied", "auto_close", "receive", "nonsense", "withdraw"])
def test_what_is_no_move_of_the_desk_is_not_there(name: str, office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.ANSWERED)
    assert desk_of(office.tono).post(move_url(case, name), {}).status_code == 404


ODD = [
    "\x00",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "‮txt.exe",
    "{{ 7*7 }}",
    "'; DROP TABLE x;--",
    "𝕬" * 50,
]


@pytest.mark.parametrize("odd", ODD)
def test_odd_characters_in_any_field_are_no_error(odd: str, office: Office, desk_of: DeskOf) -> None:
    case, client = case_in(office, Status.RECEIVED), desk_of(office.sari)
    for move, form_fields in (
        ("note", ["text"]),
        ("ask", ["question"]),
        ("name_reported", ["whom", "officers"]),
        ("verify", ["case_class", "category", "urgency", "note"]),
    ):
        response = make(client, case, move, **dict.fromkeys(form_fields, odd))
        assert response.status_code in (302, 409, 422)
        if response.status_code == 302 and move == "ask":
            return
