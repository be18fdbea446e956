"""Codes from an app, and from paper."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings

from kentongan.people import lockout, paper_codes, second_factor
from kentongan.people.adapter import MFAAdapter
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from kentongan.support.sealed_box import SealBroken
from tests.factories import MONDAY, Office
from tests.people.helpers import code_for, entered, told

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def secret(office: Office) -> str:
    """Sari's app has this key."""
    secret = second_factor.new_secret()
    second_factor.turn_on(officer=office.sari, secret=secret, code=code_for(secret), at=MONDAY)
    return secret


def refusal(officer: Officer, code: str) -> str:
    with pytest.raises(Refused) as refused:
        second_factor.check_code(officer=officer, code=code, at=LATER)
    return refused.value.code


def test_the_app_must_show_the_right_code_before_it_counts(office: Office) -> None:
    with pytest.raises(Refused, match="wrong_code"):
        second_factor.turn_on(officer=office.sari, secret=second_factor.new_secret(), code="000000", at=MONDAY)
    assert not second_factor.is_on(office.sari)


def test_turning_on_and_off_is_recorded_and_told(office: Office) -> None:
    joko, secret = office.joko, second_factor.new_secret()
    second_factor.turn_on(officer=joko, secret=secret, code=code_for(secret), at=MONDAY)
    assert second_factor.is_on(joko)
    with pytest.raises(Refused, match="already_on"):
        second_factor.turn_on(officer=joko, secret=secret, code=code_for(secret), at=MONDAY)
    second_factor.turn_off(officer=joko, at=LATER)
    assert not Authenticator.objects.exists()
    assert entered(joko) == [("second_factor_on", joko.id), ("second_factor_off", joko.id)]
    assert len(told(office.village)) == 2
    with pytest.raises(Refused, match="not_on"):
        second_factor.turn_off(officer=joko, at=LATER)


@pytest.mark.parametrize(
    ("who", "must"),
    [("sari", True), ("tono", True), ("joko", False), ("kades", False), ("bpd", False), ("admin", False)],
)
def test_who_may_open_identities_must_have_a_second_step_except_in_a_demo(office: Office, who: str, must: bool) -> None:
    officer = getattr(office, who)
    assert second_factor.is_required(officer) is must
    officer.village.is_demo = True
    assert not second_factor.is_required(officer)


def test_another_reason_makes_it_a_must_for_others_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_factor, "REASONS", (*second_factor.REASONS, lambda officer: officer == office.bpd))
    assert second_factor.is_required(office.bpd)
    assert not second_factor.is_required(office.joko)


def test_the_last_second_step_stays_where_there_must_be_one(office: Office, secret: str) -> None:
    with pytest.raises(Refused, match="required"):
        second_factor.turn_off(officer=office.sari, at=LATER)
    codes = paper_codes.new_list()
    paper_codes.turn_on(officer=office.sari, codes=codes, typed=codes[0], at=LATER)
    second_factor.turn_off(officer=office.sari, at=LATER)
    with pytest.raises(Refused, match="required"):
        paper_codes.turn_off(officer=office.sari, at=LATER)
    assert second_factor.check_code(officer=office.sari, code=codes[1], at=LATER) == "paper"
    assert second_factor.recovery_codes(office.sari) == [], "they stood in for the app"


@pytest.mark.parametrize(("step", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(office: Office, secret: str, step: int, accepted: bool) -> None:
    code = code_for(secret, LATER, step=step)
    if accepted:
        assert second_factor.check_code(officer=office.sari, code=code, at=LATER) == "totp"
    else:
        assert refusal(office.sari, code) == "wrong_code"


def test_a_code_opens_once(office: Office, secret: str) -> None:
    code = code_for(secret, LATER)
    second_factor.check_code(officer=office.sari, code=code, at=LATER)
    assert refusal(office.sari, code) == "wrong_code"
    assert refusal(office.sari, code_for(secret, LATER, step=-1)) == "wrong_code"
    second_factor.check_code(officer=office.sari, code=code_for(secret, LATER, step=1), at=LATER)


def test_the_code_that_turned_it_on_does_not_open(office: Office, secret: str) -> None:
    with pytest.raises(Refused, match="wrong_code"):
        second_factor.check_code(officer=office.sari, code=code_for(secret), at=MONDAY)


def test_codes_may_be_typed_with_spaces(office: Office, secret: str) -> None:
    code = code_for(secret, LATER)
    assert second_factor.check_code(officer=office.sari, code=f" {code[:3]} {code[3:]}", at=LATER)


def test_five_wrong_codes_lock_the_account(office: Office, secret: str) -> None:
    assert [refusal(office.sari, "000000") for _ in range(5)] == ["wrong_code"] * 4 + ["locked"]
    assert refusal(office.sari, code_for(secret, LATER)) == "locked"
    assert lockout.locked_until(village=office.village, usernames=["sari"], at=LATER)
    assert entered(office.sari)[-1] == ("account_locked", None)


@pytest.mark.parametrize("code", ["", "  ", "abc", "12345", "é", "０００００００", "💥"])
def test_odd_input_is_only_a_wrong_code(office: Office, secret: str, code: str) -> None:
    assert refusal(office.sari, code) == "wrong_code"


def test_each_recovery_code_opens_once(office: Office, secret: str) -> None:
    codes = second_factor.recovery_codes(office.sari)
    assert len(codes) == len(set(codes)) == 10
    assert second_factor.check_code(officer=office.sari, code=codes[3], at=LATER) == "recovery_codes"
    assert refusal(office.sari, codes[3]) == "wrong_code"
    assert second_factor.recovery_codes(office.sari) == codes[:3] + codes[4:]


def test_new_recovery_codes_void_the_old(office: Office, secret: str) -> None:
    old = second_factor.recovery_codes(office.sari)
    second_factor.new_recovery_codes(officer=office.sari, at=LATER)
    assert not set(old) & set(second_factor.recovery_codes(office.sari))
    assert refusal(office.sari, old[0]) == "wrong_code"
    assert entered(office.sari)[-1] == ("recovery_codes_renewed", office.sari.id)


def test_without_an_app_there_are_no_recovery_codes(office: Office) -> None:
    with pytest.raises(Refused, match="not_on"):
        second_factor.new_recovery_codes(officer=office.sari, at=LATER)
    assert refusal(office.sari, "00000000") == "wrong_code"


def test_keys_lie_sealed_in_the_database(office: Office, secret: str) -> None:
    stored = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert secret not in stored
    for code in second_factor.recovery_codes(office.sari):
        assert code not in stored


def test_a_changed_key_is_noticed() -> None:
    sealed = MFAAdapter().encrypt("rahasia")
    assert MFAAdapter().decrypt(sealed) == "rahasia"
    assert sealed != MFAAdapter().encrypt("rahasia")
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    with pytest.raises(SealBroken):
        MFAAdapter().decrypt(changed)
    assert len(settings.KENTONGAN_SECRETS.derive("mfa")) == 32
