"""The triage tray at the desk: seen by who sees every case, sorted by the unit, one by one or many at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from kentongan.cases.actions import intake
from kentongan.cases.lodging import Tray
from kentongan.cases.models import Case, Event
from kentongan.jobs.health import arrivals
from kentongan.people.models import Officer
from kentongan.rules.triage import TriageReason
from kentongan.rules.types import Move, Status
from kentongan.support.passing import everybody
from kentongan.villages.models import Village
from tests.factories import Office, a_lodging

pytestmark = pytest.mark.django_db
Desk = Callable[[Officer], Client]
SAME, OTHER = "ab" * 12, "cd" * 12


def excess(office: Office, alike: str = SAME, story: str = "Mohon lampu jalan diperbaiki.") -> Case:
    held = Tray(TriageReason.REPEAT, alike)
    now = timezone.now() - timedelta(minutes=1)
    return intake.lodge(village=office.village, lodging=a_lodging(story=story), channel="web", at=now, tray=held).case


def test_the_tray_shows_the_same_words_once_and_the_list_leads_to_it(office: Office, desk_of: Desk) -> None:
    cases = [excess(office) for _ in range(3)]
    single = excess(office, OTHER, "Selokan mampet.")
    desk = desk_of(office.sari)
    assert "<b>4 laporan</b> menunggu di" in desk.get("/meja/").content.decode()
    page = desk.get("/meja/baki/").content.decode()
    assert "3 sama" in page
    assert f'name="sama" value="{SAME}"' in page
    assert f'name="pilih" value="{single.pk}"' in page
    assert all(case.number in page for case in [*cases, single])
    assert "Arsipkan yang dicentang" not in page, "that is the unit head's"
    assert "Teruskan yang dicentang" not in desk_of(office.bpd).get("/meja/baki/").content.decode()
    assert "4 laporan masih menunggu" in desk_of(office.bpd).get("/meja/pengawasan/").content.decode()
    shown = desk.get(f"/meja/aduan/{single.pk}/").content.decode()
    assert "baki pemilahan" in shown
    assert 'id="langkah_pass_triage"' in shown


def test_ticked_ones_and_whole_groups_are_passed_on_each_with_its_own_answer(office: Office, desk_of: Desk) -> None:
    cases = [excess(office) for _ in range(3)]
    single = excess(office, OTHER, "Selokan mampet.")
    desk = desk_of(office.sari)
    said = desk.post("/meja/baki/pilah/", {"sama": [SAME], "pilih": [str(single.pk)], "langkah": "teruskan"})
    assert "4 dari 4 laporan sekarang ada di daftar biasa" in said.content.decode()
    assert Event.objects.filter(move=Move.PASS_TRIAGE, officer=office.sari).count() == 4
    assert "Baki kosong" in desk.get("/meja/baki/").content.decode()
    assert all(case.number in desk.get("/meja/?daftar=saya").content.decode() for case in cases)


def test_archiving_many_needs_a_reason_and_words_and_keeps_what_was_ticked(office: Office, desk_of: Desk) -> None:
    excess(office)
    excess(office)
    desk = desk_of(office.tono)
    wish = {"sama": [SAME], "langkah": "arsipkan", "explanation": "Sudah ada laporan yang sama."}
    bad = desk.post("/meja/baki/pilah/", wish)
    assert bad.status_code == 422
    assert "Pilih alasannya." in bad.content.decode()
    assert f'value="{SAME}" checked' in bad.content.decode()
    assert "Sudah ada laporan yang sama." in bad.content.decode()
    said = desk.post("/meja/baki/pilah/", wish | {"reason": "duplicate"}).content.decode()
    assert "2 dari 2 laporan diarsipkan" in said
    assert set(Case.objects.values_list("status", "triage")) == {(Status.ARCHIVED, False)}


@pytest.mark.parametrize("who", ["kades", "bpd"])
def test_who_only_watches_sees_the_tray_and_changes_nothing(office: Office, desk_of: Desk, who: str) -> None:
    excess(office)
    said = desk_of(getattr(office, who)).post("/meja/baki/pilah/", {"sama": [SAME]})
    assert "0 dari 1" in said.content.decode()
    assert Case.objects.get().triage


def test_nothing_ticked_and_nonsense_change_nothing(office: Office, desk_of: Desk) -> None:
    excess(office)
    desk = desk_of(office.tono)
    for wish in ({}, {"pilih": ["x"], "sama": [""]}, {"sama": ["zz' OR 1=1"]}):
        answer = desk.post("/meja/baki/pilah/", wish, follow=True)
        assert "Belum ada yang dicentang" in answer.content.decode()
    assert desk.get("/meja/baki/?sesudah=<script>").status_code == 200
    assert Case.objects.get().triage


def test_the_tray_asks_the_database_as_often_for_many_as_for_one(office: Office, desk_of: Desk) -> None:
    desk = desk_of(office.sari)
    excess(office)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            desk.get("/meja/baki/")
        counts.append(len(queries))
        excess(office, OTHER, "Selokan mampet.")
        excess(office)
    assert counts[0] == counts[1]


def test_the_limits_are_settings_and_cannot_be_set_to_punish_a_hamlet(office: Office, desk_of: Desk) -> None:
    desk = desk_of(office.tono)
    page = desk.get("/meja/pengaturan/lonjakan/")
    assert page.status_code == 200
    wish = {"lodge_caller": "50", "lodge_alike": "5", "lodge_pressure": "100", "checkpoint_hours": "12"}
    wish["quit_to"] = "www.bmkg.go.id"
    bad = desk.post("/meja/pengaturan/lonjakan/", wish | {"lodge_caller": "1", "quit_to": "http://x"})
    assert bad.status_code == 422
    assert "Tulis angka antara 10 dan 1000." in bad.content.decode()
    assert desk.post("/meja/pengaturan/lonjakan/", wish | {"quit_to": "javascript:alert(1)"}).status_code == 422
    assert desk.post("/meja/pengaturan/lonjakan/", wish).status_code == 302
    village = Village.objects.get()
    assert (village.lodge_caller, village.lodge_alike, village.lodge_pressure) == (50, 5, 100)
    assert village.quit_to == "https://www.bmkg.go.id"


def test_health_says_how_much_comes_in_and_warns_of_a_proxy_that_was_not_named(
    office: Office, settings: Settings
) -> None:
    everybody.forget()
    assert arrivals.of_village(office.village).level == "ok"
    excess(office)
    found = arrivals.of_village(office.village)
    assert (found.level, "1 yang menunggu" in found.sentence) == ("warning", True)
    assert [one.level for one in arrivals.proxy()] == ["ok"]
    settings.KENTONGAN_TRUST_PROXY = True
    assert [one.level for one in arrivals.proxy()] == ["warning"]
    settings.KENTONGAN_TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert [one.level for one in arrivals.proxy()] == ["ok"]
    assert [one.level for one in arrivals.proxy(seen=True)] == ["warning"]
