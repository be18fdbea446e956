"""Keys of programs: shown once, kept nowhere, told to the overseers, dead when revoked or their owner has left."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import serializers

from kentongan.ledger import log as ledger
from kentongan.people import api_keys
from kentongan.people.api_keys import NewKey
from kentongan.people.models import ApiKey, Officer, OverseerNotice
from kentongan.rules.types import Refused
from kentongan.villages.models import Village
from tests.factories import MONDAY, Office, make_officer, make_village

pytestmark = pytest.mark.django_db


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


@pytest.fixture
def office(village: Village) -> Office:
    return Office(village)


def make(office: Office, by: Officer | None = None, **said: Any) -> NewKey:
    values: dict[str, Any] = {"label": "Aplikasi", "body": "Diskominfo"}
    return api_keys.make(village=office.village, by=by or office.tono, at=MONDAY, **values | said)


def test_the_secret_stands_in_no_table_no_notice_and_no_ledger(office: Office) -> None:
    made = make(office)
    rows = serializers.serialize("json", [*ApiKey.objects.all(), *OverseerNotice.objects.all()])
    entries = ledger.entries_for(made.key.pk, log=office.village.log)
    assert [entry.action for entry in entries] == [api_keys.MADE]
    kept = rows + json.dumps([[dict(entry.public), dict(entry.private or {})] for entry in entries])
    assert made.secret not in kept + repr(made)
    assert made.key.secret_hash not in kept.replace(rows, "")
    assert "Aplikasi" in OverseerNotice.objects.get().sentence


def test_a_key_opens_its_own_village_only(office: Office) -> None:
    made, elsewhere = make(office), make_village("Losari", "33.03.13.2005")
    assert api_keys.check(office.village, made.secret, MONDAY) == made.key
    assert api_keys.check(elsewhere, made.secret, MONDAY) is None
    for wrong in ("", made.secret[:-1], made.secret + "x", made.key.secret_hash, "ktg_" + "é" * 150, "ktg_\x00"):
        assert api_keys.check(office.village, wrong, MONDAY) is None


def test_only_the_day_of_the_last_use_is_kept_and_written_once_a_day(
    office: Office, django_assert_num_queries: Any
) -> None:
    made = make(office)
    api_keys.check(office.village, made.secret, MONDAY)
    assert ApiKey.objects.get().last_used_on == MONDAY.date()
    with django_assert_num_queries(1):
        api_keys.check(office.village, made.secret, MONDAY + timedelta(hours=3))
    api_keys.check(office.village, made.secret, MONDAY + timedelta(days=1))
    assert ApiKey.objects.get().last_used_on == MONDAY.date() + timedelta(days=1)


def test_a_revoked_key_is_dead_and_cannot_be_revoked_twice(office: Office) -> None:
    made = make(office)
    api_keys.revoke(key=made.key, by=office.admin, at=MONDAY)
    assert api_keys.check(office.village, made.secret, MONDAY) is None
    with pytest.raises(Refused, match="sudah dicabut"):
        api_keys.revoke(key=made.key, by=office.admin, at=MONDAY)
    entries = ledger.entries_for(made.key.pk, log=office.village.log)
    assert [entry.action for entry in entries] == [api_keys.MADE, api_keys.REVOKED]


def test_the_key_of_somebody_who_left_is_dead(office: Office) -> None:
    made = make(office, officer=office.joko, body="")
    Officer.objects.filter(pk=office.joko.pk).update(is_active=False)
    assert api_keys.check(office.village, made.secret, MONDAY) is None


def test_who_may_not_set_up_makes_no_key_and_its_owner_may_revoke_it(office: Office) -> None:
    for said in ({}, {"officer": office.joko, "body": ""}):
        with pytest.raises(Refused):
            make(office, office.joko, **said)
    own = make(office, officer=office.joko, body="")
    with pytest.raises(Refused):
        api_keys.revoke(key=own.key, by=office.sari, at=MONDAY)
    api_keys.revoke(key=own.key, by=office.joko, at=MONDAY)
    assert ApiKey.objects.get().revoked_at == MONDAY


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"label": " "}, "no_label"),
    ({"body": ""}, "no_owner"),
]


@pytest.mark.parametrize(("said", "code"), WRONG, ids=str)
def test_a_key_has_a_name_and_one_owner(office: Office, said: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        make(office, **said)
    assert refused.value.code == code
    with pytest.raises(Refused):
        make(office, officer=office.joko)
    stranger = make_officer(make_village("Losari", "33.03.13.2005"), "Tarno Slamet")
    with pytest.raises(Refused):
        make(office, officer=stranger, body="")
    assert not ApiKey.objects.exists()
