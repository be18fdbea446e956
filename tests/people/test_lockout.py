"""Five wrong tries lock a name, whether or not anybody has it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kentongan.people import lockout, sign_in
from kentongan.people.lockout import Gate
from kentongan.people.models import SignInTries
from kentongan.rules.types import Refused
from kentongan.villages.models import Village
from tests.factories import MONDAY, Office
from tests.people.helpers import PASSWORD, entered, told, with_password

WRONG = "salah"

pytestmark = pytest.mark.django_db


def try_password(village: Village, username: str, password: str = WRONG, at: datetime = MONDAY) -> str:
    """Return "in" or the code of the refusal."""
    try:
        sign_in.check_password(village=village, username=username, password=password, at=at)
    except Refused as refusal:
        return refusal.code
    return "in"


def lock(village: Village, username: str, at: datetime = MONDAY) -> list[str]:
    return [try_password(village, username, at=at) for _ in range(lockout.LIMIT)]


@pytest.mark.parametrize("username", ["sari", "tidak.ada"])
def test_the_fifth_wrong_try_locks_also_a_name_that_nobody_has(office: Office, username: str) -> None:
    with_password(office.sari)
    assert lock(office.village, username) == ["wrong"] * 4 + ["locked"]
    assert try_password(office.village, username, PASSWORD) == "locked"


def test_known_and_unknown_names_are_told_the_same(office: Office) -> None:
    with_password(office.sari)
    said: dict[str, list[str]] = {"sari": [], "tidak.ada": []}
    for username, sentences in said.items():
        for _ in range(7):
            with pytest.raises(Refused) as refused:
                sign_in.check_password(village=office.village, username=username, password="salah", at=MONDAY)
            sentences.append(refused.value.sentence)
    assert said["sari"] == said["tidak.ada"]
    assert "pukul 09.15 WIB" in said["sari"][-1]


def test_the_lock_ends_by_itself(office: Office) -> None:
    with_password(office.sari)
    lock(office.village, "sari")
    just_before = MONDAY + lockout.FIRST_LOCK - timedelta(seconds=1)
    assert try_password(office.village, "sari", PASSWORD, just_before) == "locked"
    assert try_password(office.village, "sari", PASSWORD, MONDAY + lockout.FIRST_LOCK) == "in"


def test_each_lock_is_twice_as_long_up_to_a_day(office: Office) -> None:
    with_password(office.sari)
    now, minutes = MONDAY, []
    for _ in range(9):
        lock(office.village, "sari", now)
        until = lockout.locked_until(village=office.village, usernames=["sari"], at=now)["sari"]
        minutes.append(int((until - now).total_seconds() // 60))
        now = until
    assert minutes == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]


def test_a_right_password_keeps_the_count_until_the_whole_sign_in_is_done(office: Office) -> None:
    with_password(office.sari)
    for _ in range(4):
        try_password(office.village, "sari")
    assert try_password(office.village, "sari", PASSWORD) == "in"
    assert try_password(office.village, "sari") == "locked"


def test_clearing_forgets_everything(office: Office) -> None:
    with_password(office.sari)
    for _ in range(4):
        try_password(office.village, "sari")
    lockout.clear(village=office.village, username="Sari", gate=Gate.SIGN_IN)
    assert lock(office.village, "sari") == ["wrong"] * 4 + ["locked"]


def test_a_lock_enters_the_ledger_once_and_is_told_to_the_overseers(office: Office) -> None:
    with_password(office.sari)
    lock(office.village, "sari")
    try_password(office.village, "sari")
    assert entered(office.sari) == [("account_locked", None)]
    assert told(office.village) == [
        "Akun Sari Wulandari (Kasi Pelayanan) terkunci sampai Senin, 6 Juli 2026 pukul 09.15 WIB: "
        "5 kali berturut-turut dicoba dan salah."
    ]


def test_a_locked_name_that_nobody_has_is_no_news(office: Office) -> None:
    lock(office.village, "tidak.ada")
    assert told(office.village) == []


def test_the_same_name_in_another_village_is_not_locked(office: Office, elsewhere: Office) -> None:
    with_password(office.sari)
    with_password(elsewhere.sari)
    lock(office.village, "sari")
    assert try_password(elsewhere.village, "sari", PASSWORD) == "in"


def test_tries_under_way_count_already(office: Office) -> None:
    """A hundred tries at once are not a hundred chances: they are counted before they are checked."""
    for _ in range(lockout.LIMIT):
        lockout.begin(village=office.village, username="sari", gate=Gate.SIGN_IN, at=MONDAY)
    with pytest.raises(Refused, match="locked"):
        lockout.begin(village=office.village, username="sari", gate=Gate.SIGN_IN, at=MONDAY)
    assert len(entered(office.sari)) == 1


def test_a_wrong_try_that_ends_after_the_lock_changes_nothing(office: Office) -> None:
    tries = [
        lockout.begin(village=office.village, username="sari", gate=Gate.SIGN_IN, at=MONDAY)
        for _ in range(lockout.LIMIT)
    ]
    ends = [lockout.wrong(attempt, at=MONDAY) for attempt in tries]
    assert ends == [MONDAY + lockout.FIRST_LOCK] * lockout.LIMIT
    assert len(entered(office.sari)) == 1


def test_a_try_that_ends_after_the_unlocking_is_harmless(office: Office) -> None:
    attempt = lockout.begin(village=office.village, username="sari", gate=Gate.SIGN_IN, at=MONDAY)
    lockout.clear(village=office.village, username="sari")
    assert lockout.wrong(attempt, at=MONDAY) is None
    lockout.right(attempt)


def test_slip_and_password_have_counts_of_their_own(office: Office) -> None:
    with_password(office.sari)
    for _ in range(lockout.LIMIT):
        lockout.wrong(
            lockout.begin(village=office.village, username="sari", gate=Gate.SLIP, at=MONDAY),
            at=MONDAY,
        )
    assert try_password(office.village, "sari", PASSWORD) == "in"


def test_no_name_is_stored_in_clear_and_old_tries_are_forgotten(office: Office) -> None:
    try_password(office.village, "rahasia123")
    row = SignInTries.objects.get()
    assert "rahasia" not in row.name_hash
    try_password(office.village, "lain", at=MONDAY + timedelta(days=3))
    assert list(SignInTries.objects.values_list("last_at", flat=True)) == [MONDAY + timedelta(days=3)]


@pytest.mark.parametrize("typed", ["SARI", " sari ", "ｓａｒｉ"])
def test_a_name_counts_however_it_is_typed(office: Office, typed: str) -> None:
    with_password(office.sari)
    assert try_password(office.village, typed, PASSWORD) == "in"
