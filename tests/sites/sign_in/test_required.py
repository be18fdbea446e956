"""Who may open identities meets no case before he has passed a second step."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from kentongan.people import accounts, paper_codes, second_factor
from kentongan.rules.types import Role
from tests.factories import Office
from tests.people.helpers import PASSWORD, code_for, with_password
from tests.sites.sign_in.test_door import knock, with_app

pytestmark = pytest.mark.django_db

SECURE = "/masuk/akun/amankan/?next=%2Fmeja%2F"


@pytest.fixture
def sari(office: Office, client: Client) -> Client:
    """Sari (intake) with her password only."""
    with_password(office.sari)
    assert knock(client) == "/meja/"
    return client


def test_sari_is_led_to_a_second_step_and_then_to_the_cases(sari: Client) -> None:
    assert sari.get("/meja/").headers["Location"] == SECURE
    page = sari.get(SECURE).content.decode()
    assert "Pasang langkah kedua dulu" in page
    assert "Nanti saja" not in page
    key = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", sari.get("/masuk/akun/kode/").content.decode()))
    sari.post("/masuk/akun/kode/", {"code": code_for(key, timezone.now())})
    assert sari.get("/meja/").status_code == 200


def test_paper_is_enough_where_there_is_no_device(office: Office, sari: Client) -> None:
    codes = re.findall(r"<li>(\d{4} \d{4})</li>", sari.get("/masuk/akun/kertas/").content.decode())
    assert len(codes) == 20
    assert codes == re.findall(r"<li>(\d{4} \d{4})</li>", sari.get("/masuk/akun/kertas/").content.decode())
    assert "bukan kode nomor 1" in sari.post("/masuk/akun/kertas/", {"code": codes[3]}).content.decode()
    assert sari.get("/meja/").status_code == 302
    assert "Coret kode nomor 1" in sari.post("/masuk/akun/kertas/", {"code": codes[0]}, follow=True).content.decode()
    assert sari.get("/meja/").status_code == 200
    sari.post("/masuk/keluar/")
    assert knock(sari) == "/masuk/kode/"
    assert "belum dicoret" in sari.get("/masuk/kode/").content.decode()
    assert sari.post("/masuk/kode/", {"code": codes[11]}).headers["Location"] == "/meja/"
    assert "Tersisa 18 kode" in sari.get("/masuk/akun/").content.decode()


def test_the_list_waits_sealed_in_the_session(sari: Client) -> None:
    code = re.findall(r"<li>(\d{4} \d{4})</li>", sari.get("/masuk/akun/kertas/").content.decode())[0]
    assert code.replace(" ", "") not in str(dict(sari.session))


def test_a_session_from_before_is_asked_for_the_second_step_that_was_set_up_elsewhere(
    office: Office, sari: Client
) -> None:
    secret = with_app(office.sari)
    where = sari.get("/meja/").headers["Location"]
    assert where == "/masuk/akun/pastikan/?next=%2Fmeja%2F"
    response = sari.post(where, {"code": code_for(secret, timezone.now()), "next": "/meja/"})
    assert response.headers["Location"] == "/meja/"
    assert sari.get("/meja/").status_code == 200


def test_who_gets_such_a_role_is_led_there_at_the_next_click(office: Office, client: Client) -> None:
    with_password(office.joko)
    knock(client, "joko")
    assert client.get("/meja/").status_code == 200
    accounts.set_roles(officer=office.joko, roles=[Role.HANDLER, Role.INTAKE], at=timezone.now(), by=office.admin)
    assert client.get("/meja/").headers["Location"] == SECURE


def test_what_was_being_written_meanwhile_is_not_lost(sari: Client) -> None:
    words = "Jalan di depan pos ronda berlubang besar."
    response = sari.post("/meja/catat/", {"story": words})
    assert response.status_code == 403
    assert words in response.content.decode()
    assert "Langkah kedua belum selesai" in response.content.decode()


def test_a_reset_takes_everything_away_and_asks_anew(office: Office, client: Client) -> None:
    with_app(office.sari)
    codes = paper_codes.new_list()
    paper_codes.turn_on(officer=office.sari, codes=codes, typed=codes[0], at=timezone.now())
    slip = accounts.reset_officer(officer=office.sari, at=timezone.now(), by=office.admin)
    assert not second_factor.is_on(office.sari)
    data = {"username": "sari", "code": slip.code, "new": PASSWORD, "again": PASSWORD}
    assert client.post("/masuk/mulai/", data).headers["Location"] == "/masuk/akun/amankan/"
    assert client.get("/meja/").headers["Location"] == SECURE


def test_in_a_demo_the_password_is_enough_and_the_door_says_so(
    office: Office, client: Client, settings: Settings
) -> None:
    settings.KENTONGAN_DEMO = True
    office.village.is_demo = True
    office.village.texts = {"demo_sign_in": {"password": PASSWORD, "accounts": [{"username": "sari", "who": "x"}]}}
    office.village.save()
    with_password(office.sari)
    assert "di desa contoh tidak" in client.get("/masuk/").content.decode()
    knock(client)
    assert client.get("/meja/").status_code == 200
