"""The actions on accounts: what they do, who may, what is recorded and told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django import Settings

from kentongan.ledger import log as ledger
from kentongan.people import accounts, lockout, roster, second_factor, sign_in, slips
from kentongan.people.models import Officer, OfficerRole, OverseerNotice
from kentongan.people.roster import AccountState
from kentongan.people.slips import Slip
from kentongan.rules.types import Refused, Role
from kentongan.villages.models import Village
from tests.factories import MONDAY, Office, make_officer
from tests.people.helpers import PASSWORD, code_for, entered, told, with_password

pytestmark = pytest.mark.django_db


def add_siti(village: Village, by: Officer | None = None, **changed: object) -> Slip:
    values: dict[str, object] = {
        "village": village,
        "username": "siti",
        "name": "Siti Rahma",
        "post": "Kaur Umum",
        "roles": [Role.HANDLER, Role.INTAKE],
        "at": MONDAY,
        "by": by or Officer.objects.get(village=village, username="dewi"),
        **changed,
    }
    return accounts.add_officer(**values)  # type: ignore[arg-type]


def start(slip: Slip, at: object = MONDAY, password: str = PASSWORD) -> None:
    accounts.start_account(officer=slip.officer, code=slip.code, password=password, at=at)  # type: ignore[arg-type]


def test_dewi_makes_an_account_for_siti(office: Office) -> None:
    slip = add_siti(office.village)
    siti = Officer.objects.get(username="siti")
    assert siti.role_set == {Role.INTAKE, Role.HANDLER}
    assert siti.login == "33.03.13.2003:siti"
    assert not siti.has_usable_password()
    assert slip.expires_at == MONDAY + timedelta(days=7)
    assert entered(siti) == [("account_added", office.admin.id)]
    assert told(office.village) == [
        "Akun baru untuk Siti Rahma (Kaur Umum) dengan peran Petugas penerima, Petugas penanganan, "
        "dibuat oleh Dewi Operator (Operator Desa)."
    ]


def test_an_account_made_by_command_says_so(office: Office) -> None:
    accounts.add_officer(village=office.village, username="siti", name="Siti", roles=[Role.ADMIN], at=MONDAY, by=None)
    assert told(office.village) == [
        "Akun baru untuk Siti dengan peran Administrator, dibuat lewat perintah di komputer server."
    ]


def test_the_slip_is_random_readable_and_stored_only_as_a_keyed_hash(office: Office) -> None:
    slip = add_siti(office.village)
    groups = slip.code.split("-")
    assert [len(group) for group in groups] == [5, 5, 5]
    assert set("".join(groups)) <= set(slips.ALPHABET)
    assert len(slips.ALPHABET) ** 15 > 2**60
    assert not set("01OIL") & set(slips.ALPHABET)
    assert slip.code not in repr(slip)
    stored = Officer.objects.get(username="siti")
    assert slip.code not in str(stored.__dict__)
    assert groups[0] not in str(OverseerNotice.objects.values_list()) + str(
        ledger.entries_for(stored.id, log=office.village.log)
    )


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower", "glued"])
def test_siti_starts_her_account_with_the_slip(office: Office, typed: str) -> None:
    slip = add_siti(office.village)
    code = {"lower": slip.code.lower(), "glued": slip.code.replace("-", "")}.get(typed, typed.format(slip.code))
    officer = accounts.check_slip(village=office.village, username=" SITI", code=code, at=MONDAY)
    accounts.start_account(officer=officer, code=code, password=PASSWORD, at=MONDAY)
    assert sign_in.check_password(village=office.village, username="siti", password=PASSWORD, at=MONDAY) == officer
    assert entered(officer)[-1] == ("account_started", officer.id)
    assert told(office.village)[-1] == "Siti Rahma (Kaur Umum) mulai memakai akunnya dengan lembar akun."


def test_a_slip_opens_once(office: Office) -> None:
    slip = add_siti(office.village)
    start(slip)
    with pytest.raises(Refused, match="wrong_slip"):
        start(slip, password="lain sekali 99")
    with pytest.raises(Refused, match="wrong_slip"):
        accounts.check_slip(village=office.village, username="siti", code=slip.code, at=MONDAY)
    assert sign_in.check_password(village=office.village, username="siti", password=PASSWORD, at=MONDAY)


def test_a_slip_lives_seven_days(office: Office) -> None:
    slip = add_siti(office.village)
    last = MONDAY + timedelta(days=7) - timedelta(seconds=1)
    assert accounts.check_slip(village=office.village, username="siti", code=slip.code, at=last)
    with pytest.raises(Refused, match="expired_slip"):
        accounts.check_slip(village=office.village, username="siti", code=slip.code, at=slip.expires_at)
    with pytest.raises(Refused, match="wrong_slip"):
        start(slip, slip.expires_at)


@pytest.mark.parametrize("username", ["siti", "tidak.ada", "sari"])
def test_guessing_slips_locks_and_betrays_no_name(office: Office, username: str) -> None:
    add_siti(office.village)
    refused = []
    for _ in range(5):
        with pytest.raises(Refused) as refusal:
            accounts.check_slip(village=office.village, username=username, code="AAAAA-AAAAA-AAAAA", at=MONDAY)
        refused.append(refusal.value.code)
    assert refused == ["wrong_slip"] * 4 + ["locked"]


def test_a_slip_of_another_village_opens_nothing_here(office: Office, elsewhere: Office) -> None:
    slip = add_siti(office.village)
    add_siti(elsewhere.village)
    with pytest.raises(Refused, match="wrong_slip"):
        accounts.check_slip(village=elsewhere.village, username="siti", code=slip.code, at=MONDAY)


def test_a_slip_of_a_demo_village_opens_only_in_a_demo(office: Office, settings: Settings) -> None:
    slip = add_siti(office.village)
    office.village.is_demo = True
    with pytest.raises(Refused, match="demo"):
        accounts.check_slip(village=office.village, username="siti", code=slip.code, at=MONDAY)
    settings.KENTONGAN_DEMO = True
    assert accounts.check_slip(village=office.village, username="siti", code=slip.code, at=MONDAY)


def test_a_reset_ends_password_sessions_second_step_and_lock(office: Office) -> None:
    sari = with_password(office.sari)
    session = sari.get_session_auth_hash()
    secret = second_factor.new_secret()
    second_factor.turn_on(officer=sari, secret=secret, code=code_for(secret), at=MONDAY)
    for _ in range(5):
        with pytest.raises(Refused):
            sign_in.check_password(village=office.village, username="sari", password="salah", at=MONDAY)
    slip = accounts.reset_officer(officer=sari, at=MONDAY, by=office.admin)
    fresh = Officer.objects.get(pk=sari.pk)
    assert fresh.get_session_auth_hash() != session
    assert not second_factor.is_on(sari)
    with pytest.raises(Refused, match="wrong"):
        sign_in.check_password(village=office.village, username="sari", password=PASSWORD, at=MONDAY)
    start(slip)
    assert entered(sari)[-2:] == [("account_reset", office.admin.id), ("account_started", sari.id)]


def test_a_second_reset_voids_the_first_slip(office: Office) -> None:
    first = accounts.reset_officer(officer=office.sari, at=MONDAY, by=office.admin)
    second = accounts.reset_officer(officer=office.sari, at=MONDAY, by=None)
    with pytest.raises(Refused, match="wrong_slip"):
        start(first)
    start(second)


def test_unlocking_opens_at_once_and_is_told(office: Office) -> None:
    with_password(office.sari)
    with pytest.raises(Refused, match="not_locked"):
        accounts.unlock(officer=office.sari, at=MONDAY, by=office.admin)
    for _ in range(5):
        with pytest.raises(Refused):
            sign_in.check_password(village=office.village, username="sari", password="salah", at=MONDAY)
    accounts.unlock(officer=office.sari, at=MONDAY, by=office.admin)
    assert sign_in.check_password(village=office.village, username="sari", password=PASSWORD, at=MONDAY)
    assert entered(office.sari) == [("account_locked", None), ("account_unlocked", office.admin.id)]
    assert told(office.village)[-1] == (
        "Kunci akun Sari Wulandari (Kasi Pelayanan) dibuka oleh Dewi Operator (Operator Desa)."
    )


def test_an_administrator_who_gives_himself_a_role_is_told_of(office: Office) -> None:
    assert accounts.set_roles(officer=office.admin, roles=[Role.ADMIN, Role.INTAKE], at=MONDAY, by=office.admin)
    assert office.admin.role_set == {Role.ADMIN, Role.INTAKE}
    assert entered(office.admin) == [("account_roles_set", office.admin.id)]
    assert told(office.village) == [
        "Dewi Operator (Operator Desa) mengubah perannya sendiri: dari Administrator menjadi Petugas penerima, "
        "Administrator."
    ]


def test_roles_that_stay_the_same_are_no_news(office: Office) -> None:
    assert not accounts.set_roles(officer=office.sari, roles=[Role.INTAKE], at=MONDAY, by=office.admin)
    assert told(office.village) == []


def test_roles_are_exchanged(office: Office) -> None:
    accounts.set_roles(officer=office.sari, roles=[Role.BPD], at=MONDAY, by=office.admin)
    assert list(OfficerRole.objects.filter(officer=office.sari).values_list("role", flat=True)) == ["bpd"]
    assert Officer.objects.get(pk=office.sari.pk).role_set == {Role.BPD}


@pytest.mark.parametrize("roles", [[], [Role.REPORTER], [Role.SYSTEM, Role.INTAKE]])
def test_only_the_roles_of_officers_can_be_given(office: Office, roles: list[Role]) -> None:
    with pytest.raises(Refused, match="roles"):
        accounts.set_roles(officer=office.sari, roles=roles, at=MONDAY, by=office.admin)
    with pytest.raises(Refused, match="roles"):
        add_siti(office.village, roles=roles)


def test_the_last_administrator_stays_one(office: Office) -> None:
    with pytest.raises(Refused, match="last_admin"):
        accounts.set_roles(officer=office.admin, roles=[Role.INTAKE], at=MONDAY, by=office.admin)
    with pytest.raises(Refused, match="last_admin"):
        accounts.deactivate(officer=office.admin, at=MONDAY, by=None)
    second = make_officer(office.village, "Agus Dua", Role.ADMIN)
    accounts.deactivate(officer=office.admin, at=MONDAY, by=second)
    with pytest.raises(Refused, match="last_admin"):
        accounts.deactivate(officer=second, at=MONDAY, by=None)


def test_deactivating_ends_sessions_for_good(office: Office) -> None:
    sari = with_password(office.sari)
    session = sari.get_session_auth_hash()
    accounts.deactivate(officer=sari, at=MONDAY, by=office.admin)
    with pytest.raises(Refused, match="inactive"):
        accounts.deactivate(officer=sari, at=MONDAY, by=office.admin)
    with pytest.raises(Refused, match="inactive"):
        accounts.reset_officer(officer=sari, at=MONDAY, by=office.admin)
    accounts.activate(officer=sari, at=MONDAY, by=office.admin)
    with pytest.raises(Refused, match="active"):
        accounts.activate(officer=sari, at=MONDAY, by=office.admin)
    again = sign_in.check_password(village=office.village, username="sari", password=PASSWORD, at=MONDAY)
    assert again.get_session_auth_hash() != session
    assert [action for action, _ in entered(sari)] == ["account_deactivated", "account_activated"]


def test_a_slip_of_a_closed_account_opens_nothing(office: Office) -> None:
    slip = add_siti(office.village)
    accounts.deactivate(officer=slip.officer, at=MONDAY, by=office.admin)
    with pytest.raises(Refused, match="wrong_slip"):
        start(slip)
    with pytest.raises(Refused, match="wrong_slip"):
        accounts.check_slip(village=office.village, username="siti", code=slip.code, at=MONDAY)


def test_an_administrator_does_not_reset_or_close_his_own_account(office: Office) -> None:
    make_officer(office.village, "Agus Dua", Role.ADMIN)
    for act in (accounts.reset_officer, accounts.deactivate):
        with pytest.raises(Refused, match="own_account"):
            act(officer=office.admin, at=MONDAY, by=office.admin)


def test_details_are_corrected_and_told(office: Office) -> None:
    change = {"officer": office.sari, "post": "Kaur Umum", "email": "sari@contoh.id", "at": MONDAY, "by": office.admin}
    assert accounts.change_details(name="  Sari   Wulandari ", **change)  # type: ignore[arg-type]
    assert not accounts.change_details(name="Sari Wulandari", **change)  # type: ignore[arg-type]
    assert str(Officer.objects.get(pk=office.sari.pk)) == "Sari Wulandari (Kaur Umum)"
    assert entered(office.sari) == [("account_details_changed", office.admin.id)]
    assert told(office.village) == [
        "Data akun Sari Wulandari (Kasi Pelayanan) diubah oleh Dewi Operator (Operator Desa); "
        "sekarang: Sari Wulandari (Kaur Umum)."
    ]


def test_a_new_password_ends_other_sessions_and_is_told(office: Office) -> None:
    sari = with_password(office.sari)
    session = sari.get_session_auth_hash()
    accounts.change_password(officer=sari, password="kebun jagung 12", at=MONDAY)
    assert sari.get_session_auth_hash() != session
    assert sign_in.check_password(village=office.village, username="sari", password="kebun jagung 12", at=MONDAY)
    assert entered(sari) == [("password_changed", sari.id)]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"username": "a"}, "username"),
        ({"username": "pak budi"}, "username"),
        ({"username": "x" * 41}, "username"),
        ({"username": "-siti"}, "username"),
        ({"username": "siti@desa"}, "username"),
        ({"username": "sıti"}, "username"),
        ({"username": "Sari"}, "taken"),
        ({"name": "   "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"post": "x" * 81}, "post"),
        ({"email": "bukan surel"}, "email"),
    ],
)
def test_an_account_needs_sensible_details(office: Office, changed: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        add_siti(office.village, **changed)
    assert refused.value.code == code
    assert not Officer.objects.filter(name="Siti Rahma").exists()
    assert told(office.village) == []


MANAGING: list[Callable[[Officer, Officer], object]] = [
    lambda sari, by: add_siti(sari.village, by),
    lambda sari, by: accounts.reset_officer(officer=sari, at=MONDAY, by=by),
    lambda sari, by: accounts.unlock(officer=sari, at=MONDAY, by=by),
    lambda sari, by: accounts.set_roles(officer=sari, roles=[Role.ADMIN], at=MONDAY, by=by),
    lambda sari, by: accounts.change_details(officer=sari, name="X", post="", email="", at=MONDAY, by=by),
    lambda sari, by: accounts.deactivate(officer=sari, at=MONDAY, by=by),
    lambda sari, by: accounts.activate(officer=sari, at=MONDAY, by=by),
]


@pytest.mark.parametrize("act", MANAGING)
def test_only_administrators_of_the_village_manage_accounts(
    office: Office, elsewhere: Office, act: Callable[[Officer, Officer], object]
) -> None:
    for by in (office.sari, office.tono, office.joko, office.kades, office.bpd):
        with pytest.raises(Refused, match="no_right"):
            act(office.sari, by)
    with pytest.raises(Refused, match="other_village"):
        act(office.sari, elsewhere.admin)
    assert told(office.village) == []


def test_every_action_is_one_entry_and_one_notice(office: Office) -> None:
    slip = add_siti(office.village)
    start(slip)
    siti = slip.officer
    accounts.set_roles(officer=siti, roles=[Role.BPD], at=MONDAY, by=office.admin)
    accounts.change_details(officer=siti, name="Siti R.", post="", email="", at=MONDAY, by=office.admin)
    accounts.change_password(officer=siti, password="kebun jagung 12", at=MONDAY)
    accounts.reset_officer(officer=siti, at=MONDAY, by=office.admin)
    accounts.deactivate(officer=siti, at=MONDAY, by=office.admin)
    accounts.activate(officer=siti, at=MONDAY, by=office.admin)
    actions = [action for action, _ in entered(siti)]
    assert len(actions) == 8
    assert list(OverseerNotice.objects.order_by("at", "id").values_list("action", flat=True)) == actions
    assert ledger.verify(office.village.log).ok


def test_the_roster_says_in_which_state_each_account_is(office: Office) -> None:
    with_password(office.sari)
    with_password(office.tono)
    accounts.deactivate(officer=office.joko, at=MONDAY, by=office.admin)
    accounts.reset_officer(officer=office.rini, at=MONDAY - timedelta(days=8), by=office.admin)
    accounts.reset_officer(officer=office.kades, at=MONDAY, by=office.admin)
    for _ in range(5):
        with pytest.raises(Refused):
            sign_in.check_password(village=office.village, username="tono", password="salah", at=MONDAY)
    states = {account.officer.username: account.state for account in roster.accounts_of(office.village, at=MONDAY)}
    assert states == {
        "sari": AccountState.ACTIVE,
        "tono": AccountState.LOCKED,
        "joko": AccountState.INACTIVE,
        "rini": AccountState.SLIP_EXPIRED,
        "suharto": AccountState.WAITING,
        "marsudi": AccountState.SLIP_EXPIRED,
        "dewi": AccountState.SLIP_EXPIRED,
    }
    tono = roster.account_of(office.tono, at=MONDAY)
    assert tono.locked_until == MONDAY + lockout.FIRST_LOCK
    assert tono.roles == (Role.UNIT_HEAD,)


def test_the_roster_costs_the_same_for_one_and_for_many(
    office: Office, elsewhere: Office, django_assert_num_queries: Callable[[int], object]
) -> None:
    Officer.objects.filter(village=elsewhere.village).exclude(username="sari").delete()
    for village in (office.village, elsewhere.village):
        with django_assert_num_queries(3):  # type: ignore[attr-defined]
            roster.accounts_of(village, at=MONDAY)


def test_an_account_is_found_by_name_in_its_village(office: Office) -> None:
    assert roster.find(village=office.village, username=" Sari") == office.sari
    with pytest.raises(Refused, match="unknown"):
        roster.find(village=office.village, username="siapa")
