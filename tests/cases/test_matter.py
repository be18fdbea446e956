"""Who is reported stays out: also of cases merged with the one about him, and also when he handled it before."""

from datetime import timedelta
from uuid import UUID

import pytest

from kentongan.cases.actions import answer, assignment, confining, verification
from kentongan.cases.actions.base import facts_of
from kentongan.cases.models import Assignment, Case, CaseConflict
from kentongan.cases.queries.inbox import InboxFilter, Tab, inbox
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.types import Outcome, Refused, Role, Route, Status
from kentongan.vault import case_keys
from kentongan.vault.keyring import Keyring
from tests.factories import MONDAY, Office, make_officer
from tests.guarded import Guarded
from tests.sites.desk.helpers import HOUR, case_in

LATER = MONDAY + timedelta(days=2)


@pytest.fixture
def budi(office: Office) -> Officer:
    """Takes in complaints, and is complained about."""
    return make_officer(office.village, "Budi Santosa", Role.INTAKE, Role.HANDLER, post="Kaur Umum")


def sees(officer: Officer, case: Case) -> bool:
    return access.may_see_case(officer.viewer(), facts_of(Case.objects.get(pk=case.pk)))


def ring(officer: Officer) -> Keyring:
    """What an officer opens where nobody has a key of his own yet."""
    return Keyring({}, officer=officer.pk, service=True)


def name(case: Case, office: Office, *officers: Officer) -> None:
    verification.name_reported(
        case=case, by=office.tono, at=LATER, whom="Perangkat desa", officers=officers, keys=ring(office.tono)
    )


def named_before(case: Case, officer: Officer) -> None:
    """Name somebody as it was before such cases were sealed: cases of that time are still there."""
    CaseConflict.objects.create(village=case.village, case=case, officer=officer)


def merge(case: Case, into: Case, office: Office) -> None:
    verification.merge(case=case, by=office.tono, at=LATER, into=into)


@pytest.mark.parametrize("named_in", ["the duplicate", "the other case"])
def test_who_is_reported_in_one_of_two_merged_cases_sees_neither(office: Office, budi: Officer, named_in: str) -> None:
    duplicate, other = case_in(office, Status.VERIFIED), case_in(office, Status.VERIFIED)
    named_before(duplicate if named_in == "the duplicate" else other, budi)
    merge(duplicate, other, office)
    assert not sees(budi, duplicate)
    assert not sees(budi, other)
    assert sees(office.sari, other)


@pytest.mark.parametrize("named_in", range(3))
def test_who_is_reported_after_a_merge_sees_none_of_the_merged_cases(
    office: Office, budi: Officer, named_in: int
) -> None:
    cases = [case_in(office, Status.VERIFIED) for _ in range(3)]
    merge(cases[0], cases[1], office)
    merge(cases[1], cases[2], office)
    name(cases[named_in], office, budi)
    assert [sees(budi, case) for case in cases] == [False, False, False]
    assert [sees(office.tono, case) for case in cases] == [True, True, True]
    name(cases[named_in], office)  # it was somebody else after all
    assert [sees(budi, case) for case in cases] == [False, False, False], "it is still sealed, and not for him"
    for case in cases:
        confining.release(
            case=case, by=office.tono, at=LATER, reason="Bukan tentang siapa pun.", keys=ring(office.tono)
        )
    assert [sees(budi, case) for case in cases] == [True, True, True]


@pytest.mark.django_db
@pytest.mark.parametrize("named_in", range(2))
def test_who_is_named_later_in_a_sealed_matter_loses_all_of_it(named_in: int) -> None:
    """The cases of a matter are sealed each to its own key: he must keep the key of none, whichever he is named in."""
    office = Guarded()
    cases = [case_in(office, Status.VERIFIED) for _ in range(2)]
    merge(cases[0], cases[1], office)

    def name_by_tono(*officers: Officer) -> None:
        verification.name_reported(
            case=cases[named_in], by=office.tono, at=LATER, whom="-", officers=officers, keys=office.ring(office.tono)
        )

    name_by_tono(office.joko)
    assert [readers(case) for case in cases] == [{office.sari.pk, office.tono.pk}] * 2
    name_by_tono(office.joko, office.sari)
    assert [sees(office.sari, case) for case in cases] == [False, False]
    assert [office.sari.pk in readers(case) for case in cases] == [False, False]
    name_by_tono(office.joko, office.sari, office.kades)
    for case in cases:
        case.refresh_from_db()
        assert case.route == Route.OVERSIGHT
        assert {office.bpd.pk, office.bpd2.pk} <= readers(case)


def readers(case: Case) -> set[UUID]:
    """The officers who have a key of the case, be it an old one."""
    keys = case_keys.keys_of(village=case.village_id, case=case.pk)
    return {officer for key in keys for officer in case_keys.readers_of(key)}


def test_a_case_about_its_handler_is_not_merged_into_the_one_he_handles(office: Office, budi: Officer) -> None:
    handled, about_him = case_in(office, Status.VERIFIED), case_in(office, Status.VERIFIED)
    day = LATER.date()
    assignment.assign(case=handled, by=office.tono, at=LATER, handler=budi, instruction="Tinjau.", due_on=day)
    named_before(about_him, budi)
    with pytest.raises(Refused, match="Alihkan dahulu"):
        merge(about_him, handled, office)
    about_him.refresh_from_db()
    assert about_him.status == Status.VERIFIED
    assignment.assign(case=handled, by=office.tono, at=LATER, handler=office.joko, instruction="Tinjau.", due_on=day)
    merge(about_him, handled, office)
    assert not sees(budi, handled)


@pytest.mark.parametrize("status", [Status.ASSIGNED, Status.IN_PROGRESS, Status.ANSWER_PROPOSED])
def test_a_handler_at_work_is_replaced_before_he_is_named(office: Office, status: Status) -> None:
    case = case_in(office, status)
    with pytest.raises(Refused, match="Alihkan dahulu"):
        name(case, office, office.joko)


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.CLOSED, Status.UNDER_OBJECTION, Status.REOPENED])
def test_a_handler_who_is_done_can_be_named_and_is_out(office: Office, status: Status) -> None:
    case = case_in(office, status)
    name(case, office, office.joko)
    assert not sees(office.joko, case)
    case.refresh_from_db()
    assert (case.status, case.handler, case.handler_due_on) == (status, None, None)
    assert not Assignment.objects.filter(case=case, ended_at__isnull=True).exists()


def test_a_case_that_waits_goes_on_to_another_handler(office: Office) -> None:
    case = case_in(office, Status.IN_PROGRESS)
    verification.ask(case=case, by=office.joko, at=MONDAY + 9 * HOUR, question="Kapan?")
    name(case, office, office.joko)
    verification.complete_for_reporter(case=case, by=office.sari, at=LATER, text="Kemarin.")
    assert (case.status, case.handler) == (Status.VERIFIED, None)
    assert not sees(office.joko, case)


def test_an_answer_about_the_village_head_waits_for_somebody_else(office: Office) -> None:
    """The village wants its head to answer; not where he is the one complained about."""
    village = office.village
    village.village_head_answers = True
    village.save()
    sealed, from_before, ordinary = (case_in(office, Status.IN_PROGRESS) for _ in range(3))
    name(sealed, office, office.kades)
    named_before(from_before, office.kades)
    for case in (sealed, from_before, ordinary):
        answer.propose(case=case, by=office.joko, at=LATER, outcome=Outcome.SETTLED, text="Sudah dicek.")

    def waiting_for(officer: Officer) -> list[str]:
        found = inbox(officer.viewer(), village, InboxFilter(tab=Tab.MINE), today=LATER.date())
        return [row.number for row in found.rows]

    assert waiting_for(office.tono) == [from_before.number]
    assert waiting_for(office.kades) == [ordinary.number]
    assert waiting_for(office.bpd) == [sealed.number]
