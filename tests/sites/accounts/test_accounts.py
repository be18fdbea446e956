"""The administrator's pages: who has an account, slips, roles."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kentongan.people import lockout
from kentongan.people.lockout import Gate
from kentongan.people.models import Officer
from kentongan.rules.types import Role
from tests.factories import Office, make_officer
from tests.people.helpers import PASSWORD, told, with_password

pytestmark = pytest.mark.django_db

NEW = {"name": "Siti Rahma", "post": "Kaur Umum", "username": "siti.rahma", "email": "", "roles": ["intake", "handler"]}
ACTS = ["data", "peran", "lembar", "buka-kunci", "nonaktifkan", "aktifkan"]


def page_of(officer: Officer, act: str = "") -> str:
    return f"/meja/akun/{officer.pk}/" + (f"{act}/" if act else "")


def text(client: Client, path: str, data: Any = None) -> str:
    """Post (or get) and follow to the page that is shown."""
    response = client.get(path) if data is None else client.post(path, data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def code_on(page: str) -> str:
    found = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}", page)
    assert found
    return found.group()


def test_dewi_makes_an_account_and_siti_opens_it(office: Office, dewi: Client) -> None:
    page = text(dewi, "/meja/akun/baru/", NEW)
    assert "Hanya tampil sekali" in page
    assert "siti.rahma" in page
    assert "testserver/masuk/mulai/" in page
    siti = Client()
    slip = {"username": "siti.rahma", "code": code_on(page), "new": PASSWORD, "again": PASSWORD}
    assert siti.post("/masuk/mulai/", slip).status_code == 302
    assert "Siti Rahma" in text(siti, "/masuk/akun/")
    assert len(told(office.village)) == 2


def test_a_slip_is_shown_once(office: Office, dewi: Client) -> None:
    response = dewi.post("/meja/akun/baru/", NEW)
    code = code_on(response.content.decode())
    assert "no-store" in response.headers["Cache-Control"]
    siti = Officer.objects.get(username="siti.rahma")
    for path in ("/meja/akun/", page_of(siti), "/meja/pengawasan/"):
        assert code not in dewi.get(path).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"username": "sari"}, "sudah dipakai di desa ini"),
        ({"username": "Siti Rahma"}, "tanpa spasi"),
        ({"name": ""}, "Belum diisi."),
        ({"roles": []}, "Pilih sedikitnya satu peran."),
        ({"roles": ["reporter"]}, "Masukkan pilihan yang valid"),
        ({"email": "salah"}, "Masukkan alamat email yang valid"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    office: Office, dewi: Client, changed: dict[str, Any], sentence: str
) -> None:
    page = text(dewi, "/meja/akun/baru/", NEW | changed)
    assert sentence in page
    assert "Kaur Umum" in page
    assert not Officer.objects.filter(name="Siti Rahma").exists()


def test_the_list_shows_everybody_with_roles_and_state(office: Office, dewi: Client) -> None:
    page = text(dewi, "/meja/akun/")
    for officer in Officer.objects.all():
        assert officer.name in page
    assert "Pengawas BPD" in page
    assert "Lembar lewat waktu" in page


def test_the_list_costs_the_same_for_one_and_for_many(
    office: Office, dewi: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        make_officer(office.village, f"o{number} X", Role.HANDLER)
    with django_assert_max_num_queries(9):
        dewi.get("/meja/akun/")


def test_dewi_resets_tonos_account(office: Office, dewi: Client) -> None:
    tono = Client()
    tono.force_login(with_password(office.tono))
    code = code_on(text(dewi, page_of(office.tono, "lembar"), {}))
    assert tono.get("/masuk/akun/").status_code == 302
    slip = {"username": "tono", "code": code, "new": PASSWORD, "again": PASSWORD}
    assert tono.post("/masuk/mulai/", slip).status_code == 302


def test_dewi_unlocks_saris_account(office: Office, dewi: Client) -> None:
    with_password(office.sari)
    now = timezone.now()
    for _ in range(5):
        lockout.wrong(lockout.begin(village=office.village, username="sari", gate=Gate.SIGN_IN, at=now), at=now)
    assert "terkunci sampai" in text(dewi, "/meja/akun/")
    assert "Buka kunci sekarang" in text(dewi, page_of(office.sari))
    assert "Kunci akun sudah dibuka" in text(dewi, page_of(office.sari, "buka-kunci"), {})
    assert "tidak sedang terkunci" in text(dewi, page_of(office.sari, "buka-kunci"), {})


def test_roles_and_details_are_changed(office: Office, dewi: Client) -> None:
    assert "Peran sudah disimpan" in text(dewi, page_of(office.sari, "peran"), {"roles": ["bpd", "handler"]})
    assert Officer.objects.get(pk=office.sari.pk).role_set == {Role.BPD, Role.HANDLER}
    assert "Tidak ada yang berubah" in text(dewi, page_of(office.sari, "peran"), {"roles": ["bpd", "handler"]})
    assert "Pilih sedikitnya satu peran" in text(dewi, page_of(office.sari, "peran"), {})
    data = {"name": "Sari W.", "post": "Kaur Umum", "email": "sari@contoh.id"}
    assert "Data akun sudah disimpan" in text(dewi, page_of(office.sari, "data"), data)
    assert "Belum diisi." in text(dewi, page_of(office.sari, "data"), data | {"name": " "})


def test_an_account_is_closed_and_opened_again(office: Office, dewi: Client) -> None:
    assert "sudah dinonaktifkan" in text(dewi, page_of(office.sari, "nonaktifkan"), {})
    assert "Nonaktif" in text(dewi, "/meja/akun/")
    assert "sedang nonaktif" in text(dewi, page_of(office.sari, "lembar"), {})
    assert "sudah aktif kembali" in text(dewi, page_of(office.sari, "aktifkan"), {})
    assert "sudah aktif" in text(dewi, page_of(office.sari, "aktifkan"), {})


def test_dewi_cannot_lock_the_village_out(office: Office, dewi: Client) -> None:
    assert "Akun saya" in text(dewi, page_of(office.admin))
    assert "Minta administrator lain" in text(dewi, page_of(office.admin, "nonaktifkan"), {})
    assert "lewat halaman Akun saya" in text(dewi, page_of(office.admin, "lembar"), {})
    assert "satu-satunya administrator" in text(dewi, page_of(office.admin, "peran"), {"roles": ["intake"]})


def test_giving_oneself_a_role_is_told_to_the_overseers(office: Office, dewi: Client) -> None:
    text(dewi, page_of(office.admin, "peran"), {"roles": ["admin", "intake"]})
    bpd = Client()
    bpd.force_login(with_password(office.bpd))
    assert "mengubah perannya sendiri" in text(bpd, "/meja/pengawasan/")


@pytest.mark.parametrize("act", ACTS)
def test_changes_are_made_by_post_only(office: Office, dewi: Client, act: str) -> None:
    assert dewi.get(page_of(office.sari, act)).status_code == 405


@pytest.mark.parametrize("act", ["", *ACTS])
def test_accounts_of_another_village_do_not_exist(office: Office, dewi: Client, elsewhere: Office, act: str) -> None:
    path = f"/desa/{office.village.code}" + page_of(elsewhere.sari, act)
    assert (dewi.post(path) if act else dewi.get(path)).status_code == 404
    assert told(elsewhere.village) == []


@pytest.mark.parametrize("who", ["sari", "tono", "joko", "kades", "bpd"])
def test_only_administrators_come_here(office: Office, client: Client, who: str) -> None:
    client.force_login(with_password(getattr(office, who)))
    for path in ("/meja/akun/", "/meja/akun/baru/", page_of(office.sari)):
        response = client.get(path)
        assert response.status_code == 403
        assert "Administrator" in response.content.decode()
    for act in ACTS:
        assert client.post(page_of(office.sari, act)).status_code == 403
    assert client.post("/meja/akun/baru/", NEW).status_code == 403
    assert told(office.village) == []


def test_strangers_are_sent_to_the_door(office: Office, client: Client) -> None:
    for path in ("/meja/akun/", "/meja/akun/baru/", page_of(office.sari)):
        assert client.get(path).headers["Location"].startswith("/masuk/?next=/meja/akun/")
    for act in ACTS:
        assert client.post(page_of(office.sari, act)).headers["Location"].startswith("/masuk/")
    assert told(office.village) == []


def test_times_are_the_villages(office: Office, dewi: Client) -> None:
    office.village.timezone = "Asia/Jayapura"
    office.village.save()
    page = text(dewi, "/meja/akun/baru/", NEW)
    ends = timezone.now().astimezone(office.village.zone) + timedelta(days=7)
    assert f"{ends:%H}." in page
    assert " WIT<" in page
