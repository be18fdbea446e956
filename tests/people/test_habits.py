"""How officers work at the desk: letter and shortcuts, visits, and the secret address of a calendar."""

from datetime import timedelta

import pytest

from kentongan.ledger import log as ledger
from kentongan.people import habits
from kentongan.people.models import DeskHabits, Officer
from tests.factories import MONDAY, Office, make_village

MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def joko() -> Officer:
    return Office(make_village()).joko


def again(officer: Officer) -> Officer:
    return Officer.objects.select_related("village").get(pk=officer.pk)


def actions_in_ledger(officer: Officer) -> list[str]:
    return [entry.action for entry in ledger.entries_for(officer.id, log=officer.village.log)]


def test_nobody_has_to_set_anything(joko: Officer) -> None:
    usual = habits.habits_of(joko)
    assert (usual.digest, usual.shortcuts, usual.feed_hash) == (True, True, "")
    assert not DeskHabits.objects.exists()


def test_letter_and_shortcuts_are_switched_off_and_on_without_an_entry(joko: Officer) -> None:
    habits.change(officer=joko, digest=False, shortcuts=True)
    assert (habits.habits_of(again(joko)).digest, habits.habits_of(again(joko)).shortcuts) == (False, True)
    habits.change(officer=joko, digest=True, shortcuts=False)
    assert (habits.habits_of(again(joko)).digest, habits.habits_of(again(joko)).shortcuts) == (True, False)
    assert actions_in_ledger(joko) == []


def test_what_is_new_counts_from_the_end_of_the_visit_before(joko: Officer) -> None:
    assert habits.note_visit(again(joko), MONDAY) is None
    assert habits.note_visit(again(joko), MONDAY + 10 * MINUTE) is None, "still the first visit"
    evening = MONDAY + 300 * MINUTE
    assert habits.note_visit(again(joko), evening) == MONDAY + 10 * MINUTE
    assert habits.note_visit(again(joko), evening + 20 * MINUTE) == MONDAY + 10 * MINUTE
    assert habits.note_visit(again(joko), evening + 21 * MINUTE) == MONDAY + 10 * MINUTE, "written at most now and then"
    assert DeskHabits.objects.get().visited_at == evening + 20 * MINUTE


def test_the_address_of_a_calendar_is_kept_as_a_hash_and_can_be_replaced_and_revoked(joko: Officer) -> None:
    first = habits.new_feed(officer=joko, at=MONDAY)
    assert len(first) >= 30
    assert first not in str(DeskHabits.objects.values().get())
    assert habits.officer_of_feed(joko.village, first) == joko
    second = habits.new_feed(officer=joko, at=MONDAY)
    assert habits.officer_of_feed(joko.village, first) is None
    assert habits.officer_of_feed(joko.village, second) == joko
    assert habits.revoke_feed(officer=joko, at=MONDAY)
    assert not habits.revoke_feed(officer=joko, at=MONDAY)
    assert habits.officer_of_feed(joko.village, second) is None
    assert actions_in_ledger(joko) == ["calendar_address_made", "calendar_address_made", "calendar_address_revoked"]


def test_an_address_opens_nothing_in_another_village_or_after_the_account_is_closed(joko: Officer) -> None:
    token = habits.new_feed(officer=joko, at=MONDAY)
    assert habits.officer_of_feed(make_village("Losari", "33.03.13.2005"), token) is None
    Officer.objects.filter(pk=joko.pk).update(is_active=False)
    assert habits.officer_of_feed(joko.village, token) is None
    assert habits.officer_of_feed(joko.village, "") is None
