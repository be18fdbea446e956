"""Where an officer is signed in, how to end it, and what he is told of others' tries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kentongan.jobs import tasks
from kentongan.people import accounts, sessions
from kentongan.people.models import OfficerSession
from tests.factories import Office
from tests.people.helpers import PASSWORD, entered, with_password
from tests.sites.sign_in.test_door import is_in, knock

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
PC = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"


@pytest.fixture
def phone(office: Office) -> Client:
    """Joko's phone."""
    with_password(office.joko)
    client = Client(headers={"user-agent": PHONE})
    knock(client, "joko")
    return client


@pytest.fixture
def pc(office: Office, phone: Client) -> Client:
    client = Client(headers={"user-agent": PC})
    knock(client, "joko")
    return client


def page_of(client: Client) -> str:
    return client.get("/masuk/akun/sesi/").content.decode()


def test_he_sees_both_his_devices_and_which_one_this_is(pc: Client, phone: Client) -> None:
    page = page_of(pc)
    assert page.index("Firefox di Windows") < page.index("Perangkat ini") < page.index("Chrome di Android")
    assert "127.0.0.1" not in page


def test_an_ended_session_is_dead_at_once(office: Office, pc: Client, phone: Client) -> None:
    row = OfficerSession.objects.get(device="Chrome di Android")
    assert "sudah diakhiri" in pc.post(f"/masuk/akun/sesi/{row.pk}/akhiri/", follow=True).content.decode()
    assert not is_in(phone)
    assert is_in(pc)
    assert "sudah berakhir" in pc.post(f"/masuk/akun/sesi/{row.pk}/akhiri/", follow=True).content.decode()


def test_all_others_end_together(office: Office, pc: Client, phone: Client) -> None:
    assert "1 sesi lain" in pc.post("/masuk/akun/sesi/akhiri-lain/", follow=True).content.decode()
    assert (is_in(pc), is_in(phone)) == (True, False)
    assert "Tidak ada sesi lain" in pc.post("/masuk/akun/sesi/akhiri-lain/", follow=True).content.decode()


def test_nobody_ends_the_session_of_another(office: Office, phone: Client, client: Client) -> None:
    with_password(office.rini)
    knock(client, "rini")
    row = OfficerSession.objects.get(officer=office.joko)
    client.post(f"/masuk/akun/sesi/{row.pk}/akhiri/")
    client.post("/masuk/akun/sesi/akhiri-lain/")
    assert is_in(phone)


def test_a_new_password_keeps_the_row_of_this_session(pc: Client, phone: Client) -> None:
    data = {"old": PASSWORD, "new": "kebun jagung 12", "again": "kebun jagung 12"}
    assert pc.post("/masuk/akun/kata-sandi/", data).status_code == 302
    page = page_of(pc)
    assert "Firefox di Windows" in page
    assert "Chrome di Android</b>" not in page
    assert Session.objects.count() == 1


@pytest.mark.parametrize("act", [accounts.reset_officer, accounts.deactivate])
def test_a_reset_and_a_deactivation_leave_no_session(office: Office, pc: Client, phone: Client, act: object) -> None:
    act(officer=office.joko, at=timezone.now(), by=office.admin)  # type: ignore[operator]
    assert not OfficerSession.objects.exists()
    assert not Session.objects.exists()


def test_the_server_s_own_keyboard_ends_all_on_record(office: Office, pc: Client, phone: Client) -> None:
    assert sessions.end_all(officer=office.joko, at=timezone.now(), by=None) == 2
    assert not is_in(pc)
    assert not is_in(phone)
    assert entered(office.joko)[-1] == ("sessions_ended", None)


def test_signing_out_leaves_no_row(pc: Client) -> None:
    pc.post("/masuk/keluar/")
    assert [row.device for row in OfficerSession.objects.all()] == ["Chrome di Android"]


def test_the_key_of_a_session_stands_in_no_row_of_ours(pc: Client) -> None:
    keys = Session.objects.values_list("session_key", flat=True)
    stored = str(list(OfficerSession.objects.values()))
    assert not [key for key in keys if key in stored]


def test_being_seen_is_written_once_an_hour(
    office: Office, pc: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pc.get("/meja/pintasan/")
    with django_assert_num_queries(5):  # village (by host, then the only one), session, officer, roles: none of ours
        pc.get("/meja/pintasan/")
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr(timezone, "now", lambda: later)
    pc.get("/meja/pintasan/")
    row = OfficerSession.objects.get(device="Firefox di Windows")
    assert row.seen_at == later.replace(minute=0, second=0, microsecond=0), "to the hour"
    assert OfficerSession.objects.count() == 2


def test_rows_of_sessions_that_ran_out_are_tidied_away(office: Office, pc: Client) -> None:
    tasks.tidy_up(timezone.now() + timedelta(days=2))
    assert not OfficerSession.objects.exists()


def test_tries_that_failed_are_told_at_the_next_visit_and_stand_in_the_history(office: Office, phone: Client) -> None:
    for _ in range(3):
        knock(Client(headers={"user-agent": PC}), "joko", "salah")
    again = Client(headers={"user-agent": PHONE})
    knock(again, "joko")
    assert "Ada 3 percobaan masuk yang gagal" in again.get("/meja/").content.decode()
    assert "percobaan masuk yang gagal" not in again.get("/meja/").content.decode(), "once is enough"
    page = page_of(again)
    assert page.count("Kata sandi salah") == 3
    quiet = Client()
    knock(quiet, "joko")
    assert "percobaan masuk yang gagal" not in quiet.get("/meja/").content.decode()


def test_overseers_see_in_brief_whose_door_is_tried(office: Office, phone: Client) -> None:
    for _ in range(5):
        knock(Client(headers={"user-agent": PC}), "joko", "salah")
    overseer = Client()
    overseer.force_login(office.bpd)
    page = overseer.get("/meja/pengawasan/masuk/").content.decode()
    assert "5 percobaan gagal, 1 kali terkunci" in page
    assert "Langkah kedua wajib, belum terpasang" in page, "Sari has none"
    assert "Firefox" not in page
