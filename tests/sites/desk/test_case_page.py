"""The case page: all about a case, internal notes apart, and exactly the moves the table allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kentongan.cases.actions import confining, follow_up, identity, reporter, verification
from kentongan.cases.actions.base import state_of
from kentongan.cases.models import Case
from kentongan.cases.queries import case_page
from kentongan.desk.moves import FORMS, Group
from kentongan.documents import store
from kentongan.documents.clean import clean
from kentongan.people.models import Officer
from kentongan.rules import workflow
from kentongan.rules.types import OFFICER_ROLES, ArchiveReason, CaseClass, Move, Status
from kentongan.rules.workflow import TABLE, Doer
from tests.factories import MONDAY, Office, lodge
from tests.sites.desk.helpers import HOUR, case_in, rejected, text_of, verify
from tests.sites.desk.test_access import PDF

DeskOf = Callable[[Officer], Client]
DAY = timedelta(days=1)
OFFERED = re.compile(r'id="langkah_([a-z_]+)" name="langkah"')


@pytest.fixture(autouse=True)
def on_tuesday() -> Iterator[None]:
    with mock.patch.object(timezone, "now", return_value=MONDAY + DAY):
        yield


# Papers and the reporter's rights over his data have pages of their own.
OWN_PAGES = frozenset(
    {Move.PAPER, Move.VOID_PAPER, Move.DATA_DECIDE, Move.DATA_LIFT, Move.CORRECT_IDENTITY, Move.REDACT}
    | {Move.PUBLISH_CONSENT, Move.PUBLISH_DECIDE, Move.UNPUBLISH}
)


def page_of(client: Client, case: Case, query: str = "") -> str:
    response = client.get(f"/meja/aduan/{case.id}/{query}")
    assert response.status_code == 200
    return text_of(response)


def test_every_move_of_an_officer_has_a_form() -> None:
    officers = {move for move, row in TABLE.items() if row.actors & OFFICER_ROLES} - {Move.RECEIVE}
    assert officers - OWN_PAGES <= set(FORMS)


def test_every_form_says_what_happened_and_belongs_somewhere() -> None:
    for move, form in FORMS.items():
        assert form.said or move in (Move.OPEN_IDENTITY, Move.REISSUE_CODE)
        assert form.group in Group
        assert not form.words or form.words in form.base_fields


@pytest.mark.parametrize(
    "status",
    [
        Status.RECEIVED,
        Status.WAITING,
        Status.VERIFIED,
        Status.ASSIGNED,
        Status.IN_PROGRESS,
        Status.ANSWER_PROPOSED,
        Status.ANSWERED,
        Status.UNDER_OBJECTION,
        Status.FORWARDED,
        Status.ARCHIVED,
        Status.CLOSED,
        Status.REOPENED,
    ],
)
def test_each_is_offered_exactly_what_the_table_allows(status: Status, office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, status)
    # Nothing to work on: no answer clock to extend, no answer left to tell; papers have pages of their own.
    idle = {Move.EXTEND, Move.TELL, Move.DISTRICT_TOLD} | OWN_PAGES
    idle |= {Move.ADMIT, Move.RELEASE}  # it is not restricted
    for officer in (office.sari, office.tono, office.joko, office.kades, office.bpd):
        if officer == office.joko and case.handler_id != officer.id:
            continue
        doer = Doer(officer.id, officer.role_set)
        allowed = {row.move for row in workflow.moves_for(state_of(case, case.village), doer, MONDAY.date() + DAY)}
        offered = set(map(Move, OFFERED.findall(page_of(desk_of(officer), case))))
        assert offered <= allowed
        assert allowed - offered <= idle


def test_a_restricted_case_offers_its_route_what_only_it_may_need(office: Office, desk_of: DeskOf) -> None:
    case = lodge(office.village).case
    confining.restrict(case=case, by=office.tono, at=MONDAY + HOUR, reason="Menyangkut satu keluarga.")
    offered = set(map(Move, OFFERED.findall(page_of(desk_of(office.sari), case))))
    assert {Move.ADMIT, Move.RELEASE, Move.VERIFY} <= offered
    assert not offered & {Move.RESTRICT, Move.SPLIT, Move.MERGE}
    assert desk_of(office.bpd).get(f"/meja/aduan/{case.pk}/").status_code == 404


def test_the_page_tells_all_about_the_case(office: Office, desk_of: DeskOf) -> None:
    case = case_in(
        office,
        Status.RECEIVED,
        settlement="Ditambal.",
        place="Depan pos ronda",
        rt="03",
        about_whom="",
        incident_text="sejak hujan pertama",
    )
    page = page_of(desk_of(office.sari), case)
    for words in (case.number, "Jalan di depan pos ronda berlubang", "Ditambal.", "RT 03", "sejak hujan pertama"):
        assert words in page
    assert "Verifikasi aduan" in page
    assert "SP4N" in page  # every deadline with its ground


def test_the_reporter_is_nowhere_on_the_page(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.IN_PROGRESS)
    for officer in (office.sari, office.tono, office.joko, office.kades, office.bpd):
        page = page_of(desk_of(officer), case)
        for secret in ("Warsiti", "+6281234567890", "warsiti@example.org", "3303135508800001"):
            assert secret not in page


def test_internal_notes_stand_apart_from_what_the_reporter_reads(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED)
    follow_up.note(case=case, by=office.tono, at=MONDAY + HOUR, text="Hubungi Pak RT dulu.")
    follow_up.message(case=case, by=office.sari, at=MONDAY + 2 * HOUR, text="Kami cek besok.")
    reporter.reply(case=case, at=MONDAY + 3 * HOUR, text="Terima kasih.")
    page = page_of(desk_of(office.sari), case)
    entries = re.findall(r'<li class="(you|internal|)"><h3>(.*?)</li>', page, re.S)
    classes = {
        words: kind
        for kind, body in entries
        for words in ("Hubungi Pak RT", "Kami cek", "Terima kasih")
        if words in body
    }
    assert classes == {"Hubungi Pak RT": "internal", "Kami cek": "", "Terima kasih": "you"}
    note = next(body for kind, body in entries if kind == "internal")
    assert "Hanya petugas" in note


def test_who_opened_the_identity_stands_on_the_page(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED)
    identity.open_identity(case=case, by=office.tono, at=MONDAY + HOUR, reason="Menelepon pelapor.")
    page = page_of(desk_of(office.bpd), case)
    assert "Pernah dibuka 1 kali" in page
    assert "Menelepon pelapor." in page


def test_a_point_is_drawn_on_the_villages_map(office: Office, desk_of: DeskOf) -> None:
    office.village.polygon = {
        "type": "Polygon",
        "coordinates": [[[109.50, -7.33], [109.52, -7.33], [109.52, -7.31], [109.50, -7.31], [109.50, -7.33]]],
    }
    office.village.save()
    case = case_in(office, Status.RECEIVED, point=(Decimal("-7.32038"), Decimal("109.51000")))
    page = page_of(desk_of(office.sari), case)
    assert 'class="land"' in page
    assert "-7.32038, 109.51000" in page


def test_a_paused_and_an_extended_clock_say_so(office: Office, desk_of: DeskOf) -> None:
    waiting = case_in(office, Status.WAITING)
    page = page_of(desk_of(office.sari), waiting)
    assert "berhenti sementara" in page
    extended = case_in(office, Status.VERIFIED)
    follow_up.extend(
        case=extended, by=office.tono, at=MONDAY + 2 * HOUR, reason="Menunggu alat.", new_date=MONDAY.date() + 60 * DAY
    )
    assert "semula" in page_of(desk_of(office.tono), extended)


def test_an_objection_is_shown_with_its_decision(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.UNDER_OBJECTION)
    assert "menunggu keputusan" in page_of(desk_of(office.bpd), case)
    rejected(case, office, MONDAY + 9 * HOUR)
    assert "tidak diterima oleh Marsudi Utomo" in page_of(desk_of(office.bpd), case)


def test_a_proposed_archiving_waits_for_a_second_person(office: Office, desk_of: DeskOf) -> None:
    case = lodge(office.village).case
    verify(case, office, MONDAY + HOUR, case_class=CaseClass.SUPERVISORY)
    verification.archive(
        case=case,
        by=office.tono,
        at=MONDAY + 2 * HOUR,
        reason=ArchiveReason.IN_COURT,
        explanation="Sedang disidangkan.",
    )
    page = page_of(desk_of(office.tono), case)
    assert "orang kedua" in page
    assert "archive" not in OFFERED.findall(page)
    assert "archive" in OFFERED.findall(page_of(desk_of(office.sari), case))


def test_a_long_history_is_cut_until_asked_for(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED)
    for number in range(5):
        follow_up.note(case=case, by=office.sari, at=MONDAY + (number + 1) * HOUR, text=f"Catatan ke-{number}.")
    client = desk_of(office.sari)
    with mock.patch.object(case_page, "EVENTS_SHOWN", 3):
        assert "Catatan ke-0." not in page_of(client, case)
        assert "Catatan ke-4." in page_of(client, case)
        assert "Catatan ke-0." in page_of(client, case, "?semua")


def test_what_people_type_is_never_markup(office: Office, desk_of: DeskOf) -> None:
    nasty = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    case = case_in(office, Status.RECEIVED, story=nasty, title=nasty[:200], place=nasty)
    follow_up.note(case=case, by=office.sari, at=MONDAY + HOUR, text=nasty)
    for page in (page_of(desk_of(office.sari), case), text_of(desk_of(office.sari).get("/meja/"))):
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_page_carries_no_inline_style_or_script(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.IN_PROGRESS)
    page = page_of(desk_of(office.joko), case)
    assert " style=" not in page
    assert re.search(r"<script(?![^>]*src=)", page) is None
    assert re.search(r"\son[a-z]+=", page) is None
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_number_of_queries_does_not_grow(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.IN_PROGRESS)
    client = desk_of(office.tono)
    page_of(client, case)  # the village's templates are read once and remembered
    counts = []
    for wanted in (1, 3):
        for number in range(wanted):
            found = store.take_in(
                village=office.village, uploads=[clean(PDF + bytes([32 + number]))], by=None, at=MONDAY
            )
            reporter.reply(case=case, at=MONDAY + 6 * HOUR, text="Ini buktinya.", documents=found)
            identity.open_identity(case=case, by=office.tono, at=MONDAY + 7 * HOUR, reason="Menelepon.")
        with CaptureQueriesContext(connection) as queries:
            page_of(client, case)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 32
