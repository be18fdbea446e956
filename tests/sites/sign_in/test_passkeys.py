"""Passkeys at the door and in the account, with a key made of software."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from kentongan.people import accounts, lockout, passkeys, second_factor
from kentongan.people.models import Officer, SignInEvent
from tests.factories import Office, make_village
from tests.people.authenticator import Authenticator
from tests.people.helpers import entered, told, with_password
from tests.sites.sign_in.test_door import knock

pytestmark = pytest.mark.django_db

HERE = "http://localhost"
KEYS, DOOR, ASK = "/masuk/akun/kunci/", "/masuk/kunci/", "/masuk/kunci/mulai/"


def browser() -> Client:
    return Client(SERVER_NAME="localhost")


def asked_on(page: Any) -> dict[str, Any]:
    """What a page asks a browser for."""
    found = re.search(r'data-options="([^"]+)"', page.content.decode())
    assert found, page.content.decode()
    asked: dict[str, Any] = json.loads(html.unescape(found[1]))
    return asked


def add(client: Client, key: Authenticator, name: str = "PC pelayanan", **how: str) -> Any:
    answer = key.make(asked_on(client.get(KEYS)), how.pop("origin", HERE), **how)
    return client.post(KEYS, {"name": name, "credential": json.dumps(answer)})


def at_the_door(client: Client, key: Authenticator, *, origin: str = HERE, **how: str) -> Any:
    answer = key.sign(client.post(ASK).json(), origin, **how)
    return client.post(DOOR, {"credential": json.dumps(answer)})


@pytest.fixture
def key(office: Office) -> Authenticator:
    """Sari's key, which asks for her finger."""
    with_password(office.sari)
    client, key = browser(), Authenticator()
    knock(client)
    assert add(client, key).headers["Location"] == "/masuk/akun/kode-cadangan/"
    return key


@pytest.fixture
def elsewhere(key: Authenticator) -> Office:
    """The other Karangbawang lies in Banyumas; with two villages, a village is named by path."""
    return Office(make_village(code="33.02.14.2009"))


def test_a_passkey_is_named_listed_recorded_and_told(office: Office, key: Authenticator) -> None:
    client = browser()
    assert at_the_door(client, key).headers["Location"] == "/meja/"
    page = client.get(KEYS).content.decode()
    assert "PC pelayanan" in page
    assert "terakhir dipakai" in page
    assert "bisa masuk tanpa kata sandi" in page
    assert entered(office.sari) == [("passkey_added", office.sari.id)]
    assert "kunci sandi “PC pelayanan”" in told(office.village)[-1]
    assert [event.kind for event in SignInEvent.objects.order_by("at", "id")] == ["signed_in", "key_on", "signed_in"]


def test_alone_it_opens_the_cases_for_it_is_two_steps_in_one(office: Office, key: Authenticator) -> None:
    client = browser()
    at_the_door(client, key)
    assert client.get("/meja/").status_code == 200
    assert client.get("/masuk/akun/kode-cadangan/").status_code == 200, "and is a proof"


def test_it_is_the_second_step_after_the_password(office: Office, key: Authenticator) -> None:
    client = browser()
    assert knock(client) == "/masuk/kode/"
    answer = key.sign(asked_on(client.get("/masuk/kode/")), HERE)
    assert client.post("/masuk/kode/", {"credential": json.dumps(answer)}).headers["Location"] == "/meja/"
    assert client.get("/meja/").status_code == 200


def test_a_recovery_code_stands_in_for_it(office: Office, key: Authenticator) -> None:
    client = browser()
    knock(client)
    code = second_factor.recovery_codes(office.sari)[0]
    assert client.post("/masuk/kode/", {"code": code}).headers["Location"] == "/meja/"


def test_an_answer_opens_once(office: Office, key: Authenticator) -> None:
    client = browser()
    answer = json.dumps(key.sign(client.post(ASK).json(), HERE))
    assert client.post(DOOR, {"credential": answer}).status_code == 302
    client.post("/masuk/keluar/")
    assert "sudah lewat waktunya" in client.post(DOOR, {"credential": answer}).content.decode()
    client.post(ASK)
    assert "belum cocok" in client.post(DOOR, {"credential": answer}).content.decode()


@pytest.mark.parametrize(
    "origin", ["http://localhost:8080", "https://localhost", "http://jahat.localhost", "https://jahat.id"]
)
def test_a_page_elsewhere_gets_nothing(office: Office, key: Authenticator, origin: str) -> None:
    client = browser()
    assert "belum cocok" in at_the_door(client, key, origin=origin).content.decode()
    assert not second_factor_passed(client)


def second_factor_passed(client: Client) -> bool:
    return client.get("/meja/").status_code == 200


def test_a_key_that_does_not_ask_its_owner_needs_the_password_too(office: Office) -> None:
    with_password(office.sari)
    client, stick = browser(), Authenticator(checks=False)
    knock(client)
    add(client, stick)
    assert "sebagai langkah kedua" in client.get(KEYS).content.decode()
    client.post("/masuk/keluar/")
    assert "belum cocok" in at_the_door(client, stick).content.decode()
    knock(client)
    asked = asked_on(client.get("/masuk/kode/"))
    # What was asked after the password, where the key need not check its owner, opens nothing at the door.
    other = browser()
    other.cookies = client.cookies
    assert "lewat waktunya" in other.post(DOOR, {"credential": json.dumps(stick.sign(asked, HERE))}).content.decode()
    knock(client)
    answer = stick.sign(asked_on(client.get("/masuk/kode/")), HERE)
    assert client.post("/masuk/kode/", {"credential": json.dumps(answer)}).headers["Location"] == "/meja/"


def test_another_s_key_opens_nothing_and_counts_as_a_wrong_try(office: Office, key: Authenticator) -> None:
    stranger = Authenticator()
    stranger.handle, stranger.id = key.handle, key.id
    assert "belum cocok" in at_the_door(browser(), stranger).content.decode()
    client = browser()
    knock(client)
    for _ in range(5):
        answer = stranger.sign(asked_on(client.get("/masuk/kode/")), HERE)
        page = client.post("/masuk/kode/", {"credential": json.dumps(answer)}).content.decode()
    assert "terkunci sampai" in page
    assert SignInEvent.objects.filter(kind="wrong_key").count() == 5
    assert at_the_door(browser(), key).status_code == 302, "the right key passes the lock"
    assert not lockout.locked_until(village=office.village, usernames=["sari"], at=timezone.now())


def test_a_copied_key_is_noticed_by_its_counter(office: Office) -> None:
    with_password(office.sari)
    client, key = browser(), Authenticator(counts=True)
    knock(client)
    add(client, key)
    assert at_the_door(browser(), key).status_code == 302
    key.counter -= 1
    assert "belum cocok" in at_the_door(browser(), key).content.decode()


def test_it_opens_only_its_own_village(office: Office, elsewhere: Office, key: Authenticator) -> None:
    client, there = browser(), f"/desa/{elsewhere.village.code}"
    answer = key.sign(client.post(f"{there}{ASK}").json(), HERE)
    assert "belum cocok" in client.post(f"{there}{DOOR}", {"credential": json.dumps(answer)}).content.decode()
    here = f"/desa/{office.village.code}"
    answer = key.sign(client.post(f"{here}{ASK}").json(), HERE)
    assert client.post(f"{here}{DOOR}", {"credential": json.dumps(answer)}).headers["Location"] == f"{here}/meja/"


def test_at_another_address_it_is_said_where_it_works(office: Office, key: Authenticator) -> None:
    client = Client(SERVER_NAME="aduan.example.id")
    knock(client)
    page = client.get("/masuk/kode/").content.decode()
    assert "hanya berlaku di <b>localhost</b>" in page
    assert "data-options" not in page


@pytest.mark.parametrize(("host", "why"), [("192.168.1.5", "memerlukan nama"), ("aduan.example.id", "HTTPS")])
def test_where_browsers_allow_none_it_is_hidden_and_explained(office: Office, host: str, why: str) -> None:
    with_password(office.sari)
    client = Client(SERVER_NAME=host)
    assert "data-passkey" not in client.get("/masuk/").content.decode()
    assert client.post(ASK).status_code == 404
    knock(client)
    for path in ("/masuk/akun/", "/masuk/akun/amankan/", KEYS):
        page = client.get(path).content.decode()
        assert why in page, path
        assert "data-passkey" not in page
    assert client.post(KEYS, {"name": "x", "credential": "{}"}).status_code == 200
    assert not second_factor.is_on(office.sari)


def test_over_https_a_name_carries_it(office: Office) -> None:
    with_password(office.sari)
    client, key = Client(SERVER_NAME="aduan.example.id"), Authenticator()
    assert "data-passkey" in client.get("/masuk/", secure=True).content.decode()
    client.post("/masuk/", {"username": "sari", "password": "sawah hijau 1945"}, secure=True)
    asked = asked_on(client.get(KEYS, secure=True))
    assert asked["publicKey"]["rp"]["id"] == "aduan.example.id"
    assert asked["publicKey"]["user"]["name"] == "sari (Desa Karangbawang)"
    answer = json.dumps(key.make(asked, "https://aduan.example.id"))
    assert client.post(KEYS, {"name": "HP", "credential": answer}, secure=True).status_code == 302


def test_it_goes_after_asking_and_the_last_one_stays_where_there_must_be_one(
    office: Office, key: Authenticator
) -> None:
    client = browser()
    at_the_door(client, key)
    first = passkeys.of_officer(office.sari, host="localhost")[0]
    address = f"{KEYS}{first.id}/lepas/"
    assert "Lepas “PC pelayanan”?" in client.get(address).content.decode()
    assert "Pasang cara lain dulu" in client.post(address, follow=True).content.decode()
    assert add(client, Authenticator(), "Ponsel saya").headers["Location"] == KEYS
    assert "sudah dilepas" in client.post(address, follow=True).content.decode()
    assert client.get(address).status_code == 404
    assert [one.name for one in passkeys.of_officer(office.sari, host="localhost")] == ["Ponsel saya"]
    assert entered(office.sari)[-1] == ("passkey_removed", office.sari.id)
    assert "belum cocok" in at_the_door(browser(), key).content.decode()


def test_nobody_sees_or_takes_another_s(office: Office, key: Authenticator) -> None:
    with_password(office.tono)
    client = browser()
    knock(client, "tono")
    first = passkeys.of_officer(office.sari, host="localhost")[0]
    assert client.post(f"{KEYS}{first.id}/lepas/").status_code == 404
    assert "dipasang" not in client.get(KEYS).content.decode()


def test_a_closed_or_reset_account_has_no_passkey(office: Office, key: Authenticator) -> None:
    accounts.deactivate(officer=office.sari, at=timezone.now(), by=office.admin)
    assert "belum cocok" in at_the_door(browser(), key).content.decode()
    accounts.activate(officer=office.sari, at=timezone.now(), by=office.admin)
    assert at_the_door(browser(), key).status_code == 302
    accounts.reset_officer(officer=office.sari, at=timezone.now(), by=office.admin)
    assert "belum cocok" in at_the_door(browser(), key).content.decode()
    assert passkeys.of_officer(Officer.objects.get(pk=office.sari.pk), host="localhost") == []


BAD = [
    *("", "x", "[]", "{}", "null", "1", '"x"', "[" * 15_000, "1" * 30_000),
    *('{"id": 1}', '{"response": []}', '{"response": {"userHandle": 5}}', '{"response": {"userHandle": "////"}}'),
    '{"id":"a","rawId":"a","type":"public-key","response":{}}',
]


@pytest.mark.parametrize("text", BAD)
def test_what_no_browser_sends_is_only_a_key_that_does_not_fit(office: Office, key: Authenticator, text: str) -> None:
    client = browser()
    client.post(ASK)
    assert client.post(DOOR, {"credential": text}).status_code == 200
    knock(client)
    client.get("/masuk/kode/")
    assert client.post("/masuk/kode/", {"credential": text}).status_code == 200
    client.post("/masuk/kode/", {"code": second_factor.recovery_codes(office.sari)[0]})
    client.get(KEYS)
    assert client.post(KEYS, {"name": "x", "credential": text}).status_code == 200
    assert len(passkeys.of_officer(office.sari, host="localhost")) == 1


def test_a_key_made_for_another_host_or_without_a_name_is_not_kept(office: Office) -> None:
    with_password(office.sari)
    client = browser()
    knock(client)
    assert "belum cocok" in add(client, Authenticator(), host="jahat.id").content.decode()
    assert "belum cocok" in add(client, Authenticator(), origin="https://jahat.id").content.decode()
    assert "Belum diisi" in add(client, Authenticator(), name=" ").content.decode()
    assert not second_factor.is_on(office.sari)


def test_looking_at_the_door_asks_nothing_and_leaves_no_session(office: Office, client: Client) -> None:
    browser().get("/masuk/")
    assert not Session.objects.exists()
