"""At the door: name and password, code, slip, leaving."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pytest_django import Settings

from kentongan.people import accounts, second_factor
from kentongan.people.models import Officer
from kentongan.rules.types import Role
from tests.factories import Office
from tests.people.helpers import PASSWORD, code_for, entered, told, with_password

pytestmark = pytest.mark.django_db

WRONG = "Nama akun atau kata sandi belum cocok."


def knock(client: Client, username: str = "sari", password: str = PASSWORD, **more: str) -> str:
    """Sign in; return where it leads, or the page."""
    response = client.post("/masuk/", {"username": username, "password": password, **more})
    return response.headers.get("Location") or response.content.decode()


def is_in(client: Client) -> bool:
    return client.get("/masuk/akun/").status_code == 200


def with_app(officer: Officer) -> str:
    """Give the officer an authenticator app; return its key."""
    secret = second_factor.new_secret()
    now = timezone.now()
    second_factor.turn_on(officer=officer, secret=secret, code=code_for(secret, now, step=-1), at=now)
    return secret


def test_sari_signs_in_and_out(office: Office, client: Client) -> None:
    with_password(office.sari)
    assert knock(client, "Sari ") == reverse("desk:inbox")
    assert is_in(client)
    assert client.get("/masuk/").headers["Location"] == reverse("desk:inbox")
    assert "Keluar dari meja?" in client.get("/masuk/keluar/").content.decode()
    assert is_in(client)
    page = client.post("/masuk/keluar/", follow=True).content.decode()
    assert "Anda sudah keluar" in page
    assert not is_in(client)
    assert client.get("/masuk/keluar/").headers["Location"] == "/masuk/"


def test_an_administrator_begins_at_the_accounts(office: Office, client: Client) -> None:
    with_password(office.admin)
    assert knock(client, "dewi") == reverse("desk:accounts")


@pytest.mark.parametrize(
    ("wish", "leads_to"),
    [
        ("/meja/catat/", "/meja/catat/"),
        ("https://jahat.example/", "/meja/"),
        ("//jahat.example", "/meja/"),
        ("http://[", "/meja/"),
    ],
)
def test_after_signing_in_the_page_asked_for_opens(office: Office, client: Client, wish: str, leads_to: str) -> None:
    with_password(office.sari)
    assert (wish in client.get("/masuk/", {"next": wish}).content.decode()) == (wish == leads_to)
    assert knock(client, next=wish) == leads_to


def test_wrong_name_and_wrong_password_give_the_same_page(office: Office, client: Client) -> None:
    with_password(office.sari)
    pages = [knock(client, "sari", "salah"), knock(client, "siapa", PASSWORD), knock(client, "tono", PASSWORD)]
    assert all(WRONG in page for page in pages)
    assert PASSWORD not in "".join(pages)
    assert not is_in(client)


@pytest.mark.parametrize("username", ["sari", "siapa"])
def test_after_five_wrong_tries_the_page_says_until_when(office: Office, client: Client, username: str) -> None:
    with_password(office.sari)
    for _ in range(4):
        assert WRONG in knock(client, username, "salah")
    assert "terkunci sampai" in knock(client, username, "salah")
    page = knock(client, username, PASSWORD)
    assert "terkunci sampai" in page
    assert "WIB" in page


def test_signing_in_forgets_earlier_wrong_tries(office: Office, client: Client) -> None:
    with_password(office.sari)
    for _ in range(2):
        for _ in range(4):
            knock(client, "sari", "salah")
        assert knock(client) == "/meja/"
        client.post("/masuk/keluar/")
    assert told(office.village) == []


def test_a_closed_account_is_told_so(office: Office, client: Client) -> None:
    with_password(office.sari)
    accounts.deactivate(officer=office.sari, at=timezone.now(), by=office.admin)
    assert "sudah dinonaktifkan" in knock(client)
    assert WRONG in knock(client, password="salah")


def test_an_officer_is_signed_in_only_at_his_own_village(office: Office, elsewhere: Office, client: Client) -> None:
    with_password(office.sari)
    here, there = f"/desa/{office.village.code}", f"/desa/{elsewhere.village.code}"
    credentials = {"username": "sari", "password": PASSWORD}
    assert WRONG in client.post(f"{there}/masuk/", credentials).content.decode()
    assert client.post(f"{here}/masuk/", credentials).headers["Location"] == f"{here}/meja/"
    assert client.get(f"{here}/masuk/akun/").status_code == 200
    assert client.get(f"{there}/masuk/akun/").headers["Location"].startswith(f"{there}/masuk/?next=")
    with_password(elsewhere.sari)
    assert client.post(f"{there}/masuk/", credentials).headers["Location"] == f"{there}/meja/"
    assert client.get(f"{there}/masuk/akun/").status_code == 200
    assert client.get(f"{here}/masuk/akun/").status_code == 302


def test_a_session_gets_a_new_key_at_the_door(office: Office, client: Client) -> None:
    with_password(office.sari)
    session = client.session  # a session somebody planted
    session["x"] = 1
    session.save()
    before = session.session_key or ""
    client.cookies["meja"] = before
    knock(client)
    assert is_in(client)
    assert client.cookies["meja"].value != before
    assert not Session.objects.filter(session_key=before).exists()


def test_the_code_is_asked_after_the_password(office: Office, client: Client) -> None:
    with_password(office.sari)
    secret = with_app(office.sari)
    assert knock(client, next="/meja/catat/") == "/masuk/kode/"
    assert not is_in(client)
    page = client.post("/masuk/kode/", {"code": "000000"}).content.decode()
    assert "Kode ini belum cocok" in page
    response = client.post("/masuk/kode/", {"code": code_for(secret, timezone.now())})
    assert response.headers["Location"] == "/meja/catat/"
    assert is_in(client)
    assert client.get("/masuk/kode/").headers["Location"] == "/meja/"


def test_a_recovery_code_opens_too(office: Office, client: Client) -> None:
    with_password(office.sari)
    with_app(office.sari)
    code = second_factor.recovery_codes(office.sari)[0]
    for expected in (302, 200):
        knock(client)
        assert client.post("/masuk/kode/", {"code": f"{code[:4]} {code[4:]}"}).status_code == expected
        client.post("/masuk/keluar/")


@pytest.mark.parametrize("data", [{}, {"code": ""}, {"credential": "x"}, {"code": "é" * 30}, {"code": "1\x00"}])
def test_odd_codes_are_no_error(office: Office, client: Client, data: dict[str, str]) -> None:
    with_password(office.sari)
    with_app(office.sari)
    knock(client)
    assert client.post("/masuk/kode/", data).status_code == 200
    assert not is_in(client)


def test_wrong_codes_lock_the_door_for_the_password_too(office: Office, client: Client) -> None:
    with_password(office.sari)
    secret = with_app(office.sari)
    for _ in range(5):
        knock(client)  # a known password gives no new chances
        page = client.post("/masuk/kode/", {"code": "000000"}).content.decode()
    assert "terkunci sampai" in page
    assert "terkunci sampai" in client.post("/masuk/kode/", {"code": code_for(secret, timezone.now())}).content.decode()
    assert "terkunci sampai" in knock(client)


def test_without_a_password_there_is_no_second_step(office: Office, client: Client) -> None:
    assert client.get("/masuk/kode/").headers["Location"] == "/masuk/"


def test_a_reset_between_password_and_code_leads_back_to_the_door(office: Office, client: Client) -> None:
    with_password(office.sari)
    with_app(office.sari)
    knock(client)
    accounts.reset_officer(officer=office.sari, at=timezone.now(), by=office.admin)
    response = client.get("/masuk/kode/")
    assert response.headers["Location"] == "/masuk/"
    assert client.get("/masuk/").status_code == 200


def test_a_deactivation_between_password_and_code_keeps_the_door_shut(office: Office, client: Client) -> None:
    with_password(office.sari)
    secret = with_app(office.sari)
    knock(client)
    accounts.deactivate(officer=office.sari, at=timezone.now(), by=office.admin)
    assert client.post("/masuk/kode/", {"code": code_for(secret, timezone.now())}).headers["Location"] == "/masuk/"
    assert not is_in(client)


def test_a_second_step_begun_at_one_village_ends_at_another(office: Office, elsewhere: Office, client: Client) -> None:
    with_password(office.sari)
    secret = with_app(office.sari)
    here, there = f"/desa/{office.village.code}", f"/desa/{elsewhere.village.code}"
    client.post(f"{here}/masuk/", {"username": "sari", "password": PASSWORD})
    response = client.post(f"{there}/masuk/kode/", {"code": code_for(secret, timezone.now())})
    assert response.headers["Location"] == f"{there}/masuk/"


def test_somebody_else_can_sign_in_where_one_stopped_halfway(office: Office, client: Client) -> None:
    with_password(office.sari)
    with_password(office.tono)
    with_app(office.sari)
    knock(client)
    assert client.get("/masuk/").status_code == 200
    assert knock(client, "tono") == "/meja/"


def test_who_has_just_signed_in_is_not_asked_to_prove_himself_at_once(office: Office, client: Client) -> None:
    with_password(office.sari)
    knock(client)
    assert client.get("/masuk/akun/kode/").status_code == 200
    secret = with_app(office.sari)
    other = Client()
    knock(other)
    assert other.post("/masuk/kode/", {"code": code_for(secret, timezone.now())}).status_code == 302
    assert other.get("/masuk/akun/kode-cadangan/").status_code == 200


class TestSlip:
    """Opening an account with its slip."""

    @staticmethod
    def slip(office: Office) -> dict[str, str]:
        slip = accounts.add_officer(
            village=office.village,
            username="siti",
            name="Siti Rahma",
            roles=[Role.HANDLER],
            at=timezone.now(),
            by=office.admin,
        )
        return {"username": "siti", "code": slip.code, "new": PASSWORD, "again": PASSWORD}

    def test_siti_opens_her_account_and_is_invited_to_secure_it(self, office: Office, client: Client) -> None:
        data = self.slip(office)
        assert 'value="siti"' in client.get("/masuk/mulai/?nama=siti").content.decode()
        response = client.post("/masuk/mulai/", data)
        assert response.headers["Location"] == "/masuk/akun/amankan/"
        assert "Pasang sekarang" in client.get("/masuk/akun/amankan/").content.decode()
        assert client.get("/masuk/akun/kode/").status_code == 200  # she proved herself just now
        client.post("/masuk/keluar/")
        assert knock(client, "siti") == "/meja/"
        assert entered(Officer.objects.get(username="siti"))[-1][0] == "account_started"

    def test_a_slip_opens_once(self, office: Office, client: Client) -> None:
        data = self.slip(office)
        client.post("/masuk/mulai/", data)
        page = Client().post("/masuk/mulai/", data).content.decode()
        assert "sudah pernah dipakai" in page
        assert PASSWORD not in page

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"again": "lain"}, "belum sama"),
            ({"new": "pendek", "again": "pendek"}, "terlalu pendek"),
            ({"new": "1234567890", "again": "1234567890"}, "seluruhnya terdiri dari angka"),
            ({"new": "password123", "again": "password123"}, "umum"),
            ({"code": "AAAAA-AAAAA-AAAAA"}, "tidak cocok"),
            ({"username": "siapa"}, "tidak cocok"),
            ({"code": ""}, "Belum diisi."),
        ],
    )
    def test_what_is_wrong_is_said_and_the_slip_stays(
        self, office: Office, client: Client, changed: dict[str, str], sentence: str
    ) -> None:
        data = self.slip(office)
        page = client.post("/masuk/mulai/", data | changed).content.decode()
        assert sentence in page
        assert client.post("/masuk/mulai/", data).status_code == 302

    def test_an_expired_slip_is_said_to_its_holder(self, office: Office, client: Client) -> None:
        data = self.slip(office)
        Officer.objects.filter(username="siti").update(slip_expires_at=timezone.now() - timedelta(minutes=1))
        assert "sudah lewat 7 hari" in client.post("/masuk/mulai/", data).content.decode()

    def test_guessing_slips_is_locked(self, office: Office, client: Client) -> None:
        data = self.slip(office)
        for _ in range(5):
            page = client.post("/masuk/mulai/", data | {"code": "AAAAA-AAAAA-AAAAA"}).content.decode()
        assert "terkunci sampai" in page
        assert "terkunci sampai" in client.post("/masuk/mulai/", data).content.decode()

    def test_whoever_was_signed_in_before_is_signed_out(self, office: Office, client: Client) -> None:
        with_password(office.tono)
        knock(client, "tono")
        client.post("/masuk/mulai/", self.slip(office))
        assert "Siti Rahma" in client.get("/masuk/akun/").content.decode()


def test_demo_accounts_are_shown_only_in_a_demo(office: Office, client: Client, settings: Settings) -> None:
    office.village.texts = {"demo_sign_in": {"password": "rahasia-demo", "accounts": [{"username": "a", "who": "b"}]}}
    office.village.is_demo = True
    office.village.save()
    assert "rahasia-demo" not in client.get("/masuk/").content.decode()
    settings.KENTONGAN_DEMO = True
    assert "rahasia-demo" in client.get("/masuk/").content.decode()


@pytest.mark.parametrize("path", ["/masuk/", "/masuk/mulai/", "/masuk/nonaktif/"])
def test_the_door_is_never_kept_in_a_cache(office: Office, client: Client, path: str) -> None:
    response = client.get(path)
    assert "no-store" in response.headers["Cache-Control"]
    assert "style=" not in response.content.decode()
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email", "account_set_password"])
def test_what_nobody_can_do_has_no_page(name: str) -> None:

    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_page_that_was_open_too_long_never_shows_a_secret_again(office: Office) -> None:
    browser = Client(enforce_csrf_checks=True)
    secret = "sebuah kalimat sandi yang panjang"
    for path in ("/masuk/", "/masuk/mulai/"):
        data = {"username": "sari", "password": secret, "code": secret, "old": secret, "new": secret, "again": secret}
        response = browser.post(path, data)
        assert response.status_code == 403
        assert secret not in response.content.decode()


def test_looking_at_the_door_leaves_no_session_behind(office: Office, client: Client) -> None:
    client.get("/masuk/")
    client.get("/masuk/mulai/")
    knock(client, password="salah")
    assert "meja" not in client.cookies
    assert not Session.objects.exists()


def test_a_citizens_page_does_not_ask_who_is_at_the_desk(office: Office, client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "meja" not in response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
