"""What was done and tried with an account."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kentongan.jobs import tasks
from kentongan.people import history, second_factor, sign_in
from kentongan.people.devices import device_of
from kentongan.people.models import Officer, SignInEvent, SignInKind
from kentongan.rules.types import Refused
from tests.factories import MONDAY, Office
from tests.people.helpers import code_for, with_password

pytestmark = pytest.mark.django_db


def kinds(officer: Officer) -> list[str]:
    return [event.kind for event in history.of_officer(officer, at=MONDAY + timedelta(days=1))][::-1]


def try_password(office: Office, username: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(Refused):
            sign_in.check_password(village=office.village, username=username, password="salah", at=MONDAY)


def test_wrong_tries_and_the_lock_are_in_the_history_but_not_what_follows_while_it_is_locked(office: Office) -> None:
    with_password(office.sari)
    try_password(office, "sari", 8)
    assert kinds(office.sari) == ["wrong_password"] * 5 + ["locked"]


def test_a_name_that_nobody_has_leaves_nothing(office: Office) -> None:
    try_password(office, "siapa", 6)
    assert not SignInEvent.objects.exists()


def test_a_wrong_code_and_setting_up_are_in_the_history(office: Office) -> None:
    secret = second_factor.new_secret()
    second_factor.turn_on(officer=office.sari, secret=secret, code=code_for(secret), at=MONDAY)
    with pytest.raises(Refused):
        second_factor.check_code(officer=office.sari, code="000000", at=MONDAY, device="Firefox di Linux")
    assert kinds(office.sari) == ["app_on", "wrong_code"]
    assert SignInEvent.objects.get(kind="wrong_code").device == "Firefox di Linux"


def test_failures_are_counted_from_the_last_visit(office: Office) -> None:
    for minutes, kind in enumerate((SignInKind.WRONG_CODE, SignInKind.SIGNED_IN, SignInKind.WRONG_PASSWORD)):
        history.note(office.sari, kind, at=MONDAY + timedelta(minutes=minutes))
    assert history.failed_since_last_visit(office.sari, at=MONDAY + timedelta(hours=1)) == 1
    assert history.failed_since_last_visit(office.tono, at=MONDAY + timedelta(hours=1)) == 0


def test_overseers_get_numbers_only(office: Office) -> None:
    for kind in (SignInKind.SIGNED_IN, SignInKind.WRONG_PASSWORD, SignInKind.WRONG_KEY, SignInKind.LOCKED):
        history.note(office.sari, kind, at=MONDAY)
    history.note(office.sari, SignInKind.WRONG_CODE, at=MONDAY - timedelta(days=40))
    sari, tono = history.briefs(office.village, [office.sari, office.tono], at=MONDAY + timedelta(hours=1))
    assert (sari.failed, sari.locked, sari.last_sign_in) == (2, 1, MONDAY)
    assert (tono.failed, tono.locked, tono.last_sign_in) == (0, 0, None)


def test_after_ninety_days_it_is_erased(office: Office) -> None:
    for days in (89, 91):
        history.note(office.sari, SignInKind.SIGNED_IN, at=MONDAY - timedelta(days=days))
    assert len(history.of_officer(office.sari, at=MONDAY)) == 1
    tasks.tidy_up(MONDAY)
    assert SignInEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
            "Chrome di Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox di Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0",
            "Edge di Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1",
            "Safari di iPhone",
        ),
        ("curl/8.5.0", "Peramban lain"),
        ("<script>" * 500 + " Linux", "Peramban lain di Linux"),
        ("", "Peramban lain"),
    ],
)
def test_a_browser_is_named_in_plain_words(user_agent: str, words: str) -> None:
    assert device_of(user_agent) == words
