"""An unlocked key lies in a row that only the cookie opens, for ten minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kentongan.people import accounts as people
from kentongan.support import bech32
from kentongan.vault import accounts, holders, unlocking
from kentongan.vault.models import Unlocking
from tests.factories import MONDAY, Office, make_village
from tests.vault.test_holders import everything_stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office(make_village())


def opened(office: Office) -> tuple[str, str]:
    """An officer's identity, and the cookie of his unlocked key."""
    new = holders.make_key(village=office.village, officer=office.bpd, at=MONDAY)
    identity = holders.unlock(village=office.village, officer=office.bpd, phrase=new.passphrase, at=MONDAY)
    return identity, unlocking.begin(identity, officer=office.bpd, at=MONDAY).cookie


def test_the_cookie_opens_it_for_ten_minutes_and_not_a_second_longer(office: Office) -> None:
    _, cookie = opened(office)
    almost = MONDAY + timedelta(minutes=9, seconds=59)
    assert unlocking.ring(cookie, officer=office.bpd, at=almost).unlocked
    assert unlocking.ring(cookie, officer=office.bpd, at=almost).unlocked  # looking does not make it longer
    assert not unlocking.ring(cookie, officer=office.bpd, at=MONDAY + timedelta(minutes=10)).unlocked
    assert unlocking.purge(MONDAY + timedelta(minutes=10)) == 1


@pytest.mark.parametrize("cookie", ["", "x", "x.y", "0" * 32 + ".AAAA", "0" * 32 + "." + "A" * 43 + "="])
def test_a_cookie_that_is_none_opens_nothing(office: Office, cookie: str) -> None:
    opened(office)
    ring = unlocking.ring(cookie, officer=office.bpd, at=MONDAY)
    assert (ring.unlocked, ring.officer) == (False, office.bpd.id)


def test_neither_another_key_nor_another_officer_opens_the_row(office: Office) -> None:
    _, cookie = opened(office)
    assert not unlocking.ring(cookie, officer=office.tono, at=MONDAY).unlocked
    row, _, key = cookie.partition(".")
    other = row + "." + key.translate(str.maketrans("ABCDEF", "BCDEFA"))[:-2] + "A="
    assert not unlocking.ring(other, officer=office.bpd, at=MONDAY).unlocked


def test_the_database_alone_does_not_give_the_key(office: Office) -> None:
    identity, cookie = opened(office)
    stored = everything_stored()
    assert Unlocking.objects.count() == 1
    for secret in (identity.encode(), bech32.raw_of(identity), cookie.partition(".")[2].encode()):
        assert secret not in stored


def test_locking_ends_it(office: Office) -> None:
    _, cookie = opened(office)
    unlocking.end(cookie, officer=office.tono)
    assert unlocking.ring(cookie, officer=office.bpd, at=MONDAY).unlocked
    unlocking.end(cookie, officer=office.bpd)
    assert not Unlocking.objects.exists()


def test_a_new_password_or_a_reset_ends_it_whoever_makes_it(office: Office) -> None:
    identity, cookie = opened(office)
    accounts.change_password(officer=office.bpd, password="sandi-baru-yang-panjang", at=MONDAY)
    assert not Unlocking.objects.exists()
    cookie = unlocking.begin(identity, officer=office.bpd, at=MONDAY).cookie
    accounts.reset_officer(officer=office.bpd, at=MONDAY, by=office.admin)
    assert not Unlocking.objects.exists()
    # Even where the row was forgotten: the box is bound to the officer's credentials.
    office.bpd.refresh_from_db()
    office.bpd.village = office.village
    cookie = unlocking.begin(identity, officer=office.bpd, at=MONDAY).cookie
    people.reset_officer(officer=office.bpd, at=MONDAY, by=office.admin)
    office.bpd.refresh_from_db()
    assert not unlocking.ring(cookie, officer=office.bpd, at=MONDAY).unlocked
