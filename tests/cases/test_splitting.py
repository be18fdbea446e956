"""One letter with several complaints: each has its own number, clocks and sealed identity; one code opens them all."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from kentongan.cases.actions import identity, splitting, verification
from kentongan.cases.actions.splitting import Part
from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import Case, CaseClock
from kentongan.cases.queries import tracking
from kentongan.cases.queries.case_page import case_page
from kentongan.ledger import log as ledger
from kentongan.outbox.models import OutboxMessage
from kentongan.rules.types import CaseClass, Kind, Move, Refused, Role, Status
from kentongan.vault import door as vault
from kentongan.villages.models import Category
from tests.factories import MONDAY, REPORTER, Office, lodge, make_officer, make_village

LATER = MONDAY + timedelta(days=2)
PARTS = [
    Part(story="Lampu jalan di depan balai mati.", kind=Kind.COMPLAINT, title="Lampu mati"),
    Part(story="Usul: posyandu dibuka sore.", kind=Kind.ASPIRATION),
]


def split(case: Case, office: Office, parts: list[Part] = PARTS) -> list[Case]:
    return splitting.split(case=case, by=office.sari, at=LATER, parts=parts)


def actions_in_ledger(case: Case) -> list[str]:
    return [entry.action for entry in ledger.entries_for(case.id, log=case.village.log)]


def test_each_part_is_a_case_received_on_the_day_of_the_letter(office: Office) -> None:
    letter = lodge(office.village).case
    lamp, hours = split(letter, office)
    assert [letter.seq, lamp.seq, hours.seq] == [1, 2, 3]
    for part in (lamp, hours):
        assert (part.received_at, part.channel, part.status) == (letter.received_at, letter.channel, Status.RECEIVED)
        assert part.split_from_id == letter.pk
        assert part.recorded_by == office.sari
    assert (lamp.case_class, hours.case_class) == (None, CaseClass.ASPIRATION)
    first = CaseClock.objects.get(case=letter, kind="verify")
    assert {(row.started_on, row.due_on) for row in CaseClock.objects.filter(case=lamp, kind="verify")} == {
        (first.started_on, first.due_on)
    }
    letter.refresh_from_db()
    assert letter.status == Status.RECEIVED, "the letter goes on"


def test_the_ledger_has_one_entry_for_each_case_touched(office: Office) -> None:
    letter = lodge(office.village).case
    lamp, hours = split(letter, office)
    assert actions_in_ledger(letter) == ["receive", "split"]
    assert actions_in_ledger(lamp) == ["receive"]
    assert actions_in_ledger(hours) == ["receive"]
    assert ledger.verify(office.village.log).ok


def test_each_case_has_its_own_sealed_copy_of_the_identity(office: Office) -> None:
    letter = lodge(office.village).case
    (lamp,) = split(letter, office, PARTS[:1])
    assert lamp.identity not in (None, letter.identity)
    assert lamp.notify_by_email
    opened = identity.open_identity(case=lamp, by=office.tono, at=LATER, reason="Menghubungi pelapor.")
    assert opened["name"] == REPORTER.name
    assert letter.identity is not None
    readings = vault.openings(letter.identity, village=office.village.id)
    assert [reading.by for reading in readings] == [None], "the service read it, and that is on record"


def test_an_anonymous_reporter_stays_anonymous_in_every_part(office: Office) -> None:
    letter = lodge(office.village, identity_mode=IdentityMode.ANONYMOUS, reporter=None).case
    (lamp,) = split(letter, office, PARTS[:1])
    assert (lamp.identity, lamp.identity_mode) == (None, IdentityMode.ANONYMOUS)


def test_the_one_code_opens_all_and_a_new_one_closes_the_old_pages(office: Office) -> None:
    receipt = lodge(office.village)
    lamp, hours = split(receipt.case, office)
    found = tracking.case_for_code(office.village, receipt.code)
    assert found == receipt.case
    page = tracking.tracking(found, LATER)
    assert [each.number for each in page.family] == [receipt.case.number, lamp.number, hours.number]
    assert [each.current for each in page.family] == [True, False, False]
    assert Move.SPLIT in {step.move for step in page.steps}
    generation = tracking.holder_of(lamp).code_generation
    assert tracking.case_for_follow_up(office.village, lamp.pk, generation) == lamp
    identity.reissue_at_counter(case=receipt.case, by=office.tono, at=LATER, reason="KTP dicocokkan.")
    assert tracking.case_for_follow_up(office.village, lamp.pk, generation) is None
    assert tracking.case_for_follow_up(office.village, lamp.pk, generation + 1) == lamp


def test_a_part_gets_no_code_of_its_own_at_the_counter_or_by_mail(office: Office) -> None:
    letter = lodge(office.village).case
    (lamp,) = split(letter, office, PARTS[:1])
    with pytest.raises(Refused) as refused:
        identity.reissue_at_counter(case=lamp, by=office.tono, at=LATER, reason="KTP dicocokkan.")
    assert refused.value.code == "part_of_letter"
    assert Move.REISSUE_CODE not in {row.move for row in case_page(lamp, office.tono, LATER).moves}
    identity.reissue_to_contact(village=office.village, number=lamp.number, contact=REPORTER.email, at=LATER)
    letter.refresh_from_db()
    lamp.refresh_from_db()
    assert (letter.code_generation, lamp.code_generation) == (2, 1)
    message = OutboxMessage.objects.get(template="new_code")
    assert message.subject == letter.pk


def test_a_part_can_be_split_again_and_stays_in_the_family_of_the_letter(office: Office) -> None:
    letter = lodge(office.village).case
    (lamp,) = split(letter, office, PARTS[:1])
    (hours,) = split(lamp, office, PARTS[1:])
    assert hours.split_from_id == letter.pk
    assert actions_in_ledger(lamp) == ["receive", "split"]


def test_who_may_not_see_the_letter_sees_no_part_nor_hears_of_it(office: Office) -> None:
    letter = lodge(office.village).case
    budi = make_officer(office.village, "Budi Santosa", Role.INTAKE)
    letter.conflicts.create(village=office.village, officer=budi)  # as before such letters were sealed
    (lamp,) = split(letter, office, PARTS[:1])
    assert list(lamp.conflicts.values_list("officer", flat=True)) == [budi.pk]
    verification.name_reported(case=lamp, by=office.tono, at=LATER, whom="-", officers=[])
    assert case_page(lamp, budi, LATER).letter == ()
    assert [other.first for other in case_page(lamp, office.tono, LATER).letter] == [True]


def test_a_sealed_letter_is_not_split(office: Office) -> None:
    letter = lodge(office.village).case
    verification.name_reported(case=letter, by=office.tono, at=LATER, whom="Kaur", officers=[office.joko])
    with pytest.raises(Refused) as refused:
        split(letter, office)
    assert refused.value.code == "restricted"
    assert Case.objects.count() == 1


def test_nothing_is_made_of_an_empty_part_or_of_too_many_or_of_a_foreign_category(office: Office) -> None:
    letter = lodge(office.village).case
    foreign = Category.objects.filter(village=make_village("Losari", "33.03.13.2005")).first()
    bad = {
        "missing_story": [Part(story=" ", kind=Kind.COMPLAINT)],
        "too_many_parts": [PARTS[0]] * 12,
        "other_village": [Part(story="Lampu.", kind=Kind.COMPLAINT, category=foreign)],
    }
    for code, parts in bad.items():
        with pytest.raises(Refused) as refused, transaction.atomic():
            split(letter, office, parts)
        assert refused.value.code == code
    with pytest.raises(Refused):
        split(letter, office, [])
    assert Case.objects.filter(village=office.village).count() == 1


def test_a_letter_of_last_year_keeps_its_year_in_the_numbers(office: Office) -> None:
    letter = lodge(office.village, when=datetime(2026, 12, 30, 3, tzinfo=UTC)).case
    (lamp,) = splitting.split(case=letter, by=office.sari, at=datetime(2027, 1, 4, 3, tzinfo=UTC), parts=PARTS[:1])
    assert (lamp.year, lamp.seq) == (2026, 2)
