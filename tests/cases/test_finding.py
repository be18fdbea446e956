"""A villager who lost his paper is found by name or telephone: by right, with a reason, on record, and nothing more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kentongan.cases import search_upkeep
from kentongan.cases.actions import finding, verification
from kentongan.cases.actions.finding import Found, find_by_reporter
from kentongan.cases.lodging import IdentityMode, Person
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from kentongan.vault.models import NameToken
from tests.factories import MONDAY, REPORTER, Office, lodge, make_village

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office(make_village())


def find(office: Office, by: Officer | None = None, **asked: Any) -> Found:
    wanted = {"name": "Warsiti", "phone": "", "reason": "Tanda terimanya hilang."} | asked
    return find_by_reporter(village=office.village, by=by or office.sari, at=MONDAY, **wanted)


def test_number_and_title_are_shown_newest_first_and_nothing_of_the_reporter(office: Office) -> None:
    old = lodge(office.village).case
    new = lodge(office.village, when=MONDAY + timedelta(hours=1)).case
    found = find(office)
    assert [case.number for case in found.cases] == [new.number, old.number]
    assert "Warsiti" not in repr(found)


def test_a_search_is_one_entry_of_the_ledger_without_the_words(office: Office) -> None:
    lodge(office.village)
    before = ledger.size(office.village.log)
    find(office, name="Warsiti Ningsih", phone="0812 3456 7890")
    assert ledger.size(office.village.log) == before + 1
    (entry,) = ledger.entries_for(office.village.id, log=office.village.log)
    assert entry.action == "reporter_searched"
    assert entry.actor == office.sari.id
    assert entry.private == {
        "reason": "Tanda terimanya hilang.",
        "by_name": True,
        "by_phone": True,
        "found": 1,
        "more": False,
    }


def test_finding_nothing_is_on_record_too(office: Office) -> None:
    assert find(office, name="Siapa Saja").cases == ()
    assert len(ledger.entries_for(office.village.id, log=office.village.log)) == 1


@pytest.mark.parametrize(
    ("who", "asked", "code"),
    [
        ("joko", {}, "no_right"),
        ("kades", {}, "no_right"),
        ("bpd", {}, "no_right"),
        ("admin", {}, "no_right"),
        ("sari", {"reason": "  "}, "reason_missing"),
        ("sari", {"name": "Bu W."}, "nothing_asked"),
        ("sari", {"name": "", "phone": "nomornya lupa"}, "no_phone"),
    ],
)
def test_without_right_reason_or_question_nothing_is_looked_up_or_recorded(
    who: str, asked: dict[str, str], code: str, office: Office
) -> None:
    before = ledger.size(office.village.log)
    with pytest.raises(Refused) as refused:
        find(office, getattr(office, who), **asked)
    assert refused.value.code == code
    assert ledger.size(office.village.log) == before


def test_anonymous_reporters_are_not_found(office: Office) -> None:
    lodge(office.village, identity_mode=IdentityMode.ANONYMOUS)
    assert find(office).cases == ()
    assert NameToken.objects.count() == 0


def test_who_is_spoken_for_is_found_as_well(office: Office) -> None:
    case = lodge(office.village, represented=Person(name="Mbah Karsidi"), representation="cucu").case
    assert [one.id for one in find(office, name="karsidi").cases] == [case.id]


def test_a_case_about_the_officer_himself_is_left_out(office: Office) -> None:
    case = lodge(office.village).case
    case.conflicts.create(village=office.village, officer=office.sari)  # as before such cases were sealed
    assert find(office).cases == ()
    assert len(find(office, office.tono).cases) == 1


def test_the_reporter_of_a_sealed_case_is_found_by_nobody(office: Office) -> None:
    case = lodge(office.village).case
    verification.name_reported(case=case, by=office.tono, at=MONDAY, whom="Sari", officers=[office.sari])
    assert find(office).cases == find(office, office.tono).cases == ()


def test_no_more_than_ten_are_shown(office: Office) -> None:
    for _ in range(finding.MOST_FOUND + 1):
        lodge(office.village)
    found = find(office)
    assert (len(found.cases), found.more) == (10, True)


def test_another_village_is_not_searched(office: Office) -> None:
    lodge(make_village("Losari", "33.03.13.2005"))
    assert find(office).cases == ()
    with pytest.raises(Refused):
        find(Office(make_village("Kalijaran", "33.03.13.2007")), office.sari)


def test_older_records_are_entered_in_the_background(office: Office) -> None:
    case = lodge(office.village).case
    anonymous = lodge(office.village, identity_mode=IdentityMode.ANONYMOUS).case
    NameToken.objects.all().delete()
    assert anonymous.identity is not None
    assert search_upkeep.catch_up(MONDAY, pause=0)
    assert [one.id for one in find(office, phone=REPORTER.phone).cases] == [case.id]
    assert not NameToken.objects.filter(record=anonymous.identity).exists()
