"""Accounts from the server's own keyboard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kentongan.ledger import log as ledger
from kentongan.people import accounts, lockout, roster
from kentongan.people.lockout import Gate
from kentongan.people.models import OverseerNotice
from kentongan.people.roster import AccountState
from kentongan.rules.types import Refused, Role
from kentongan.villages.models import Village
from tests.commands.conftest import Kentongan
from tests.factories import make_village
from tests.signing_in import password_only

pytestmark = pytest.mark.django_db


@pytest.fixture
def village() -> Village:
    return make_village()


def add_sari(kentongan: Kentongan) -> str:
    said = kentongan(
        "user", "add", "Sari.W", "--name", "Sari Wulandari", "--role", "intake", "--role", "handler", "--json"
    )
    assert said.status == 0
    code: str = said.facts["code"]
    return code


def test_an_account_is_made_with_a_slip_that_opens_it(kentongan: Kentongan, village: Village) -> None:
    code = add_sari(kentongan)
    officer = accounts.check_slip(village=village, username="sari.w", code=code, at=timezone.now())
    assert officer.role_set == {Role.INTAKE, Role.HANDLER}
    assert OverseerNotice.objects.filter(village=village, action="account_added").exists()
    assert ledger.size(village.log) >= 1


def test_the_slip_is_printed_for_handing_over(kentongan: Kentongan, village: Village) -> None:
    said = kentongan("user", "add", "joko", "--name", "Joko Lelono", "--role", "handler", "--post", "Kadus I")
    assert "LEMBAR AKUN · Layanan Pengaduan Desa Karangbawang" in said.out
    assert "Joko Lelono (Kadus I)" in said.out
    assert "satu kali" in said.out


def test_a_name_twice_is_refused_with_a_sentence(kentongan: Kentongan, village: Village) -> None:
    add_sari(kentongan)
    said = kentongan("user", "add", "sari.w", "--name", "Sari Lain", "--role", "intake")
    assert said.status == 1
    assert "sudah dipakai" in said.err


def test_an_unknown_role_is_wrong_usage(kentongan: Kentongan, village: Village) -> None:
    assert kentongan("user", "add", "sari", "--name", "Sari", "--role", "raja").status == 2


def test_a_forgotten_password_is_reset_with_a_new_slip(kentongan: Kentongan, village: Village) -> None:
    old = add_sari(kentongan)
    new = kentongan("user", "reset", "sari.w", "--json").facts["code"]
    assert new != old
    now = timezone.now()
    with pytest.raises(Refused):
        accounts.check_slip(village=village, username="sari.w", code=old, at=now)
    assert accounts.check_slip(village=village, username="sari.w", code=new, at=now)


def test_a_locked_account_is_unlocked(kentongan: Kentongan, village: Village) -> None:
    add_sari(kentongan)
    assert kentongan("user", "unlock", "sari.w").status == 1
    now = timezone.now()
    for _ in range(lockout.LIMIT):
        lockout.wrong(lockout.begin(village=village, username="sari.w", gate=Gate.SIGN_IN, at=now), at=now)
    assert kentongan("user", "unlock", "sari.w").status == 0
    assert lockout.locked_until(village=village, usernames=["sari.w"], at=now + timedelta(seconds=1)) == {}


def test_an_account_is_closed_and_opened_again(kentongan: Kentongan, village: Village) -> None:
    add_sari(kentongan)
    assert kentongan("user", "deactivate", "sari.w").status == 0
    sari = roster.find(village=village, username="sari.w")
    assert roster.account_of(sari, at=timezone.now()).state == AccountState.INACTIVE
    assert kentongan("user", "reset", "sari.w").status == 1
    assert kentongan("user", "activate", "sari.w").status == 0


def test_sessions_are_listed_and_ended(kentongan: Kentongan, village: Village) -> None:
    add_sari(kentongan)
    assert "tidak sedang masuk" in kentongan("user", "sessions", "list", "sari.w").out
    sari = roster.find(village=village, username="sari.w")
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0; rv:127.0) Gecko/20100101 Firefox/127.0"})
    password_only(client, sari)
    client.get("/masuk/akun/")
    assert "Firefox di Windows" in kentongan("user", "sessions", "list", "sari.w").out
    said = kentongan("user", "sessions", "end", "sari.w", "--json")
    assert '"ended": 1' in said.out
    assert client.get("/masuk/akun/").status_code == 302
    assert OverseerNotice.objects.filter(action="sessions_ended").count() == 1


def test_all_accounts_are_listed(kentongan: Kentongan, village: Village) -> None:
    assert kentongan("user", "list").out == "Belum ada akun.\n"
    add_sari(kentongan)
    assert "Sari Wulandari" in kentongan("user", "list").out
    (account,) = kentongan("user", "list", "--json").facts["accounts"]
    assert account["username"] == "sari.w"
    assert account["roles"] == ["intake", "handler"]
    assert account["state"] == "waiting"


def test_an_unknown_account_is_said(kentongan: Kentongan, village: Village) -> None:
    said = kentongan("user", "reset", "siapa")
    assert said.status == 1
    assert "tidak punya akun bernama siapa" in said.err
