"""The pages on which the pile gets smaller: several at once, handing over, duplicates, calendar, shortcuts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import kentongan.desk
from kentongan.cases.actions import verification
from kentongan.cases.models import Case
from kentongan.cases.queries import calendar as reads
from kentongan.desk.work.shortcuts import SHORTCUTS
from kentongan.people import habits
from kentongan.people.models import Officer
from kentongan.rules.types import Role, Status
from kentongan.villages.models import Hamlet
from tests.factories import MONDAY, Office, lodge, make_officer
from tests.sites.desk.helpers import HOUR, case_in, text_of

DeskOf = Callable[[Officer], Client]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def on_friday() -> Iterator[None]:
    with mock.patch.object(timezone, "now", return_value=MONDAY + 4 * DAY + HOUR):
        yield


def stamped(*cases: Case) -> list[str]:
    return [f"{case.pk} {Case.objects.get(pk=case.pk).updated_at.isoformat()}" for case in cases]


def test_the_list_lets_the_head_tick_what_can_be_assigned_and_nobody_else(office: Office, desk_of: DeskOf) -> None:
    case_in(office, Status.VERIFIED)
    lodge(office.village)
    address = "/meja/?daftar=terbuka"
    assert text_of(desk_of(office.tono).get(address)).count('name="pilih"') == 1
    assert text_of(desk_of(office.sari).get(address)).count('name="pilih"') == 0


def test_ticked_cases_are_looked_over_and_assigned_and_each_outcome_is_told(office: Office, desk_of: DeskOf) -> None:
    first, unread = case_in(office, Status.VERIFIED), lodge(office.village).case
    client = desk_of(office.tono)
    page = text_of(client.get(f"/meja/beberapa/disposisi/?pilih={first.pk}&pilih={unread.pk}&pilih=ngawur"))
    assert first.number in page
    assert all(stamp.replace("+", "&#x2B;") in page or stamp in page for stamp in stamped(first, unread))
    typed = {
        "pilih": stamped(first, unread),
        "handler": office.rini.pk,
        "instruction": "Tinjau.",
        "due_on": "2026-07-20",
    }
    answer = text_of(client.post("/meja/beberapa/disposisi/", typed))
    assert "1 dari 2 aduan sekarang pada Rini Astuti" in answer
    assert "tidak bisa dilakukan" in answer
    first.refresh_from_db()
    assert first.handler == office.rini


def test_what_was_typed_for_several_is_not_lost(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.VERIFIED)
    typed = {"pilih": stamped(case), "instruction": "Tinjau bersama RT.", "due_on": "kapan-kapan"}
    response = desk_of(office.tono).post("/meja/beberapa/disposisi/", typed)
    assert response.status_code == 422
    assert "Tinjau bersama RT." in text_of(response)
    assert case.number in text_of(response)


def test_all_open_cases_of_who_leaves_go_to_another_in_one_act(office: Office, desk_of: DeskOf) -> None:
    cases = [case_in(office, status) for status in (Status.ASSIGNED, Status.ANSWER_PROPOSED)]
    client = desk_of(office.tono)
    assert "2 aduan terbuka" in text_of(client.get("/meja/alih-tugas/"))
    page = text_of(client.get(f"/meja/alih-tugas/{office.joko.pk}/"))
    assert all(case.number in page for case in cases)
    typed = {"pilih": stamped(*cases), "handler": office.rini.pk, "reason": "Pindah tugas."}
    assert "2 dari 2" in text_of(client.post(f"/meja/alih-tugas/{office.joko.pk}/", typed))
    assert set(Case.objects.values_list("handler", flat=True)) == {office.rini.pk}


def test_an_account_with_open_cases_is_not_closed_without_the_question(office: Office, desk_of: DeskOf) -> None:
    case_in(office, Status.ASSIGNED)
    admin, address = desk_of(office.admin), f"/meja/akun/{office.joko.pk}/nonaktifkan/"
    asked = admin.post(address)
    assert "1 aduan terbuka" in text_of(asked)
    office.joko.refresh_from_db()
    assert office.joko.is_active
    assert admin.post(address, {"tetap": "ya"}).status_code == 302
    office.joko.refresh_from_db()
    assert not office.joko.is_active
    for who in (office.tono, office.kades):
        page = text_of(desk_of(who).get("/meja/"))
        assert f"/meja/alih-tugas/{office.joko.pk}/" in page
    assert f"/meja/alih-tugas/{office.joko.pk}/" not in text_of(desk_of(office.sari).get("/meja/"))


def test_the_question_and_the_notice_do_not_tell_of_a_case_about_the_reader(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.ASSIGNED)
    accused = [office.tono, office.admin]
    verification.name_reported(case=case, by=office.bpd, at=MONDAY + 9 * HOUR, whom="Sekdes", officers=accused)
    assert "0 aduan terbuka" in text_of(desk_of(office.tono).get("/meja/alih-tugas/"))
    assert desk_of(office.admin).post(f"/meja/akun/{office.joko.pk}/nonaktifkan/").status_code == 302
    assert "/meja/alih-tugas/0" not in text_of(desk_of(office.tono).get("/meja/"))


def test_a_likely_duplicate_is_suggested_compared_and_merged(office: Office, desk_of: DeskOf) -> None:
    place = Hamlet.objects.filter(village=office.village).first()
    first = lodge(office.village, hamlet=place).case
    lodge(office.village, story="Lampu penerangan di balai desa padam sejak Selasa.", when=MONDAY + HOUR)
    story = "Di depan pos ronda jalan berlubang besar. Kemarin dua orang jatuh."
    second = lodge(office.village, story=story, hamlet=place, when=MONDAY + DAY).case
    client = desk_of(office.tono)
    page = text_of(client.get(f"/meja/aduan/{second.pk}/"))
    assert re.findall(r"/bandingkan/([0-9a-f-]+)/", page) == [str(first.pk)]
    side_by_side = text_of(client.get(f"/meja/aduan/{second.pk}/bandingkan/{first.pk}/"))
    assert first.story in side_by_side
    assert story in side_by_side
    cap = second.updated_at.isoformat()
    assert client.post(f"/meja/aduan/{second.pk}/merge/", {"cap": cap, "number": first.number}).status_code == 302
    second.refresh_from_db()
    assert second.merged_into == first


def test_no_duplicate_about_the_reader_is_suggested(office: Office, desk_of: DeskOf) -> None:
    first, second = lodge(office.village).case, lodge(office.village, when=MONDAY + HOUR).case
    verification.name_reported(case=first, by=office.bpd, at=MONDAY + HOUR, whom="Sekdes", officers=[office.tono])
    client = desk_of(office.tono)
    assert "bandingkan" not in text_of(client.get(f"/meja/aduan/{second.pk}/"))
    assert client.get(f"/meja/aduan/{second.pk}/bandingkan/{first.pk}/").status_code == 404
    assert client.get(f"/meja/aduan/{second.pk}/bandingkan/{second.pk}/").status_code == 404


def test_the_month_counts_what_falls_due_and_marks_days_off(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.VERIFIED)
    client = desk_of(office.tono)
    page = text_of(client.get(f"/meja/kalender/?bulan={case.next_due_on:%Y-%m}"))
    assert f"tanggal={case.next_due_on}&amp;lihat=saya" in page
    listed = text_of(client.get(f"/meja/kalender/hari/?tanggal={case.next_due_on}"))
    assert case.number in listed
    assert "Hari Kemerdekaan" in text_of(client.get("/meja/kalender/?bulan=2026-08"))


@pytest.mark.parametrize("month", ["2026-13", "0000-00", "besok", "2000-01", "2099-12", "%00", ""])
def test_a_month_nobody_can_mean_is_this_one_and_the_ends_of_time_are_no_trap(
    office: Office, desk_of: DeskOf, month: str
) -> None:
    assert desk_of(office.bpd).get(f"/meja/kalender/?bulan={month}").status_code == 200


@pytest.mark.parametrize("day", ["2026-02-30", "", "0001-01-01", "9999-12-31"])
def test_a_day_that_is_none_is_not_found_and_a_far_one_is_empty(office: Office, desk_of: DeskOf, day: str) -> None:
    expected = 200 if day in ("0001-01-01", "9999-12-31") else 404
    assert desk_of(office.sari).get(f"/meja/kalender/hari/?tanggal={day}&sesudah=x").status_code == expected


def test_the_calendar_shows_a_handler_his_own_and_nobody_a_case_about_himself(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.ASSIGNED)
    day = {"own": True, "today": MONDAY.date()}
    span = (date(2026, 7, 1), date(2026, 8, 31))
    counts = {
        who: sum(reads.due_counts(getattr(office, who).viewer(), office.village, *span, **day).values())
        for who in ("joko", "rini", "tono", "bpd")
    }
    assert counts == {"joko": 1, "rini": 0, "tono": 0, "bpd": 0}
    verification.name_reported(case=case, by=office.bpd, at=MONDAY + 9 * HOUR, whom="Sari", officers=[office.sari])
    every = {"own": False, "today": MONDAY.date()}
    assert reads.due_counts(office.sari.viewer(), office.village, *span, **every) == {}
    assert sum(reads.due_counts(office.tono.viewer(), office.village, *span, **every).values()) == 1


def test_a_crowded_day_is_counted_up_to_a_limit(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        lodge(office.village)
    monkeypatch.setattr(reads, "DAY_CAP", 3)
    monkeypatch.setattr(reads, "READ_AT_ONCE", 4)
    span = (date(2026, 7, 1), date(2026, 7, 31))
    counts = reads.due_counts(office.sari.viewer(), office.village, *span, own=False, today=MONDAY.date())
    assert list(counts.values()) == [4]


def test_a_feed_needs_no_session_and_tells_numbers_and_days_only(office: Office) -> None:
    case = case_in(office, Status.ASSIGNED, title="Lubang maut", story="Suami saya jatuh.")
    token = habits.new_feed(officer=office.joko, at=MONDAY)
    response = Client().get(f"/meja/langganan/{token}.ics")
    body = response.content.decode().replace("\r\n ", "")
    assert response["Content-Type"].startswith("text/calendar")
    assert "sessionid" not in response.cookies
    assert body.count("BEGIN:VEVENT") == 2  # the nearest clock, and the day the disposition names
    assert f"SUMMARY:Diminta selesai: {case.number}" in body
    assert f"UID:{case.pk}-asked@33.03.13.2003.kentongan" in body
    assert "DTSTART;VALUE=DATE:20260714" in body
    for word in ("Lubang", "Suami", "Warsiti", "Joko"):
        assert word not in body
    assert body == Client().get(f"/meja/langganan/{token}.ics").content.decode().replace("\r\n ", ""), "stable"
    assert Client().get(f"/meja/langganan/{token[:-1]}.ics").status_code == 404


def test_the_account_page_shows_an_address_once_and_takes_it_back(office: Office, desk_of: DeskOf) -> None:
    client = desk_of(office.joko)
    shown = text_of(client.post("/masuk/akun/kalender/"))
    [token] = set(re.findall(r"/meja/langganan/([\w-]+)\.ics", shown))
    assert token not in text_of(client.get("/masuk/akun/"))
    assert Client().get(f"/meja/langganan/{token}.ics").status_code == 200
    client.post("/masuk/akun/kalender/cabut/")
    assert Client().get(f"/meja/langganan/{token}.ics").status_code == 404


def test_shortcuts_are_listed_as_the_script_has_them_and_can_be_switched_off(office: Office, desk_of: DeskOf) -> None:
    script = (Path(kentongan.desk.__file__).parent / "static/desk/keys.js").read_text()
    table = re.search(r"const KEYS = \{(.*)\};", script)
    after = re.search(r"const AFTER_G = \{(.*)\};", script)
    assert table is not None
    assert after is not None
    known = {key.strip('"') for key in re.findall(r'(?:^|, )\s*("?.?"?): ', table[1])}
    known |= {f"g lalu {key}" for key in re.findall(r"(\w): ", after[1])}
    assert known | {"Enter"} == {key for _, keys in SHORTCUTS for key, _ in keys}
    client = desk_of(office.sari)
    assert 'data-keys="on"' in text_of(client.get("/meja/"))
    client.post("/masuk/akun/cara-kerja/", {"digest": "on"})
    assert 'data-keys="off"' in text_of(client.get("/meja/"))
    assert "mati" in text_of(client.get("/meja/pintasan/"))


def test_what_came_since_the_last_visit_is_told(office: Office, desk_of: DeskOf) -> None:
    desk_of(office.sari).get("/meja/")
    case = lodge(office.village, when=MONDAY + 5 * DAY).case
    with mock.patch.object(timezone, "now", return_value=MONDAY + 7 * DAY):
        page = text_of(desk_of(office.sari).get("/meja/"))
    assert "1 baru" in re.sub(r"<[^>]+>", "", page)
    assert page.count(case.number) == 2


def test_the_village_head_begins_with_what_waits_for_him(office: Office, desk_of: DeskOf) -> None:
    case_in(office, Status.VERIFIED)
    assert 'href="?daftar=terbuka" aria-current="page"' in text_of(desk_of(office.kades).get("/meja/"))
    case_in(office, Status.UNDER_OBJECTION)
    assert 'href="?daftar=saya" aria-current="page"' in text_of(desk_of(office.kades).get("/meja/"))


def test_the_head_reads_why_he_cannot_answer_what_another_handles(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.IN_PROGRESS)
    assert "sengaja bukan orang yang sama" in text_of(desk_of(office.tono).get(f"/meja/aduan/{case.pk}/"))
    assert "sengaja bukan orang yang sama" not in text_of(desk_of(office.joko).get(f"/meja/aduan/{case.pk}/"))


@pytest.mark.parametrize(
    "address", ["/meja/kalender/?bulan=2026-07", "/meja/kalender/hari/?tanggal=2026-07-09", "/meja/alih-tugas/"]
)
def test_the_number_of_queries_does_not_grow(address: str, office: Office, desk_of: DeskOf) -> None:
    both = make_officer(office.village, "Wahyu Nugroho", Role.UNIT_HEAD, Role.INTAKE)
    client, counts = desk_of(both), []
    client.get(address)  # that this session was seen is written once an hour
    for wanted in (1, 3):
        while Case.objects.count() < wanted:
            lodge(office.village)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20
