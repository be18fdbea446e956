"""Each officer's own account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from kentongan.people import paper_codes, second_factor
from kentongan.people.models import Officer
from tests.factories import Office
from tests.people.helpers import PASSWORD, code_for, entered, with_password
from tests.sites.sign_in.test_door import is_in, knock, with_app

pytestmark = pytest.mark.django_db

PAGES = [
    "/masuk/akun/",
    "/masuk/akun/amankan/",
    "/masuk/akun/pastikan/",
    "/masuk/akun/kata-sandi/",
    "/masuk/akun/kode/",
    "/masuk/akun/kode/lepas/",
    "/masuk/akun/kode-cadangan/",
    "/masuk/akun/kode-cadangan/baru/",
]
GUARDED = PAGES[4:]


@pytest.fixture
def sari(office: Office, client: Client) -> Client:
    """Sari at her computer, signed in."""
    with_password(office.sari)
    knock(client)
    return client


def prove(client: Client) -> None:
    assert client.post("/masuk/akun/pastikan/", {"password": PASSWORD}).status_code == 302


def shown_key(client: Client) -> str:
    page = client.get("/masuk/akun/kode/").content.decode()
    return "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_sent_to_the_door(office: Office, client: Client, path: str) -> None:
    for response in (client.get(path), client.post(path)):
        assert response.headers["Location"] == f"/masuk/?next={path}"


@pytest.mark.parametrize("path", GUARDED)
def test_the_second_step_is_changed_only_by_who_proves_himself_again(
    sari: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _later(monkeypatch)  # signing in was a proof, too
    for response in (sari.get(path), sari.post(path)):
        assert response.headers["Location"].startswith("/masuk/akun/pastikan/?next=")


def test_a_proof_lasts_a_quarter_of_an_hour(sari: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    prove(sari)
    assert sari.get("/masuk/akun/kode/").status_code == 200
    _later(monkeypatch)
    assert sari.get("/masuk/akun/kode/").status_code == 302


def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    from allauth.account.internal.flows import reauthentication

    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(reauthentication.time, "time", later.timestamp)


def test_proving_goes_back_to_where_it_was_asked(sari: Client) -> None:
    page = sari.get("/masuk/akun/pastikan/?next=/masuk/akun/kode/").content.decode()
    assert 'value="/masuk/akun/kode/"' in page
    data = {"password": PASSWORD, "next": "/masuk/akun/kode/"}
    assert sari.post("/masuk/akun/pastikan/", data).headers["Location"] == "/masuk/akun/kode/"
    assert "Kata sandi belum cocok" in sari.post("/masuk/akun/pastikan/", {"password": "salah"}).content.decode()


def test_guessing_the_password_from_a_stolen_session_is_locked(sari: Client) -> None:
    for _ in range(5):
        page = sari.post("/masuk/akun/pastikan/", {"password": "salah"}).content.decode()
    assert "terkunci sampai" in page
    data = {"old": PASSWORD, "new": "kebun jagung 12", "again": "kebun jagung 12"}
    assert "terkunci sampai" in sari.post("/masuk/akun/kata-sandi/", data).content.decode()


def test_sari_sets_up_the_code_and_prints_the_recovery_codes(office: Office, sari: Client) -> None:
    prove(sari)
    secret = shown_key(sari)
    assert len(secret) == 32
    assert shown_key(sari) == secret, "a reload must not change what the app has scanned"
    assert "belum cocok" in sari.post("/masuk/akun/kode/", {"code": "000000"}).content.decode()
    assert shown_key(sari) == secret
    page = sari.post("/masuk/akun/kode/", {"code": code_for(secret, timezone.now())}, follow=True)
    assert page.redirect_chain[-1][0] == "/masuk/akun/kode-cadangan/"
    codes = second_factor.recovery_codes(office.sari)
    for code in codes:
        assert f"{code[:4]} {code[4:]}" in page.content.decode()
    assert sari.get("/masuk/akun/kode/").headers["Location"] == "/masuk/akun/"
    assert "tersisa 10" in sari.get("/masuk/akun/").content.decode()
    assert entered(office.sari)[-1] == ("second_factor_on", office.sari.id)


def test_the_key_waits_sealed_in_the_session(sari: Client) -> None:
    prove(sari)
    secret = shown_key(sari)
    assert secret not in str([session.get_decoded() for session in Session.objects.all()])


def test_who_has_a_code_proves_himself_by_code(office: Office, sari: Client) -> None:
    secret = with_app(office.sari)
    assert "Kode masuk" in sari.get("/masuk/akun/pastikan/").content.decode()
    assert sari.post("/masuk/akun/pastikan/", {"password": PASSWORD}).status_code == 200
    code = code_for(secret, timezone.now())
    assert sari.post("/masuk/akun/pastikan/", {"code": code}).status_code == 302
    assert sari.get("/masuk/akun/kode-cadangan/").status_code == 200


def test_recovery_codes_are_renewed(office: Office, sari: Client) -> None:
    secret = with_app(office.sari)
    sari.post("/masuk/akun/pastikan/", {"code": code_for(secret, timezone.now())})
    old = second_factor.recovery_codes(office.sari)
    assert "langsung tidak berlaku" in sari.get("/masuk/akun/kode-cadangan/baru/").content.decode()
    assert second_factor.recovery_codes(office.sari) == old
    sari.post("/masuk/akun/kode-cadangan/baru/")
    assert not set(second_factor.recovery_codes(office.sari)) & set(old)


def test_the_code_is_taken_away_after_asking(office: Office, sari: Client) -> None:
    secret = with_app(office.sari)
    sari.post("/masuk/akun/pastikan/", {"code": code_for(secret, timezone.now())})
    assert "Lepas kode masuk?" in sari.get("/masuk/akun/kode/lepas/").content.decode()
    assert second_factor.is_on(office.sari)
    page = sari.post("/masuk/akun/kode/lepas/", follow=True).content.decode()
    assert "Pasang cara lain dulu" in page, "she may open identities"
    codes = paper_codes.new_list()
    paper_codes.turn_on(officer=office.sari, codes=codes, typed=codes[0], at=timezone.now())
    sari.post("/masuk/akun/kode/lepas/")
    assert not second_factor.app_is_on(office.sari)
    for path in ("/masuk/akun/kode/lepas/", "/masuk/akun/kode-cadangan/", "/masuk/akun/kode-cadangan/baru/"):
        assert sari.get(path).headers["Location"] == "/masuk/akun/"


def test_a_new_password_keeps_this_session_and_ends_the_others(office: Office, sari: Client) -> None:
    other = Client()
    knock(other)
    data = {"old": PASSWORD, "new": "kebun jagung 12", "again": "kebun jagung 12"}
    page = sari.post("/masuk/akun/kata-sandi/", data, follow=True).content.decode()
    assert "Kata sandi sudah diganti" in page
    assert is_in(sari)
    assert not is_in(other)
    assert knock(other, password="kebun jagung 12") == "/meja/"
    assert entered(office.sari)[-1] == ("password_changed", office.sari.id)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"old": "salah"}, "Kata sandi belum cocok"),
        ({"again": "lain"}, "belum sama"),
        ({"new": "pendek", "again": "pendek"}, "terlalu pendek"),
        ({"new": PASSWORD, "again": PASSWORD}, "masih sama"),
    ],
)
def test_a_new_password_must_be_a_good_one(
    office: Office, sari: Client, changed: dict[str, str], sentence: str
) -> None:
    data = {"old": PASSWORD, "new": "kebun jagung 12", "again": "kebun jagung 12", **changed}
    page = sari.post("/masuk/akun/kata-sandi/", data).content.decode()
    assert sentence in page
    assert "kebun jagung" not in page
    assert Officer.objects.get(pk=office.sari.pk).check_password(PASSWORD)


def test_the_account_page_shows_whose_it_is(sari: Client) -> None:
    page = sari.get("/masuk/akun/").content.decode()
    for text in ("Sari Wulandari", "Kasi Pelayanan", "Petugas penerima", "Belum terpasang"):
        assert text in page
