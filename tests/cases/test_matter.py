"""Who is reported stays out: also of cases merged with the one about him, and also when he handled it before."""

from datetime import timedelta

import pytest

from kentongan.cases.actions import answer, assignment, verification
from kentongan.cases.actions.base import facts_of
from kentongan.cases.models import Assignment, Case
from kentongan.cases.queries.inbox import InboxFilter, Tab, inbox
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.types import Outcome, Refused, Role, Status
from tests.factories import MONDAY, Office, make_officer
from tests.sites.desk.helpers import HOUR, case_in

LATER = MONDAY + timedelta(days=2)


@pytest.fixture
def budi(office: Office) -> Officer:
    """Takes in complaints, and is complained about."""
    return make_officer(office.village, "Budi Santosa", Role.INTAKE, Role.HANDLER, post="Kaur Umum")


def sees(officer: Officer, case: Case) -> bool:
    return access.may_see_case(officer.viewer(), facts_of(Case.objects.get(pk=case.pk)))


def name(case: Case, office: Office, *officers: Officer) -> None:
    verification.name_reported(case=case, by=office.bpd, at=LATER, whom="Perangkat desa", officers=officers)


def merge(case: Case, into: Case, office: Office) -> None:
    verification.merge(case=case, by=office.tono, at=LATER, into=into)


@pytest.mark.parametrize("named_in", ["the duplicate", "the other case"])
def test_who_is_reported_in_one_of_two_merged_cases_sees_neither(office: Office, budi: Officer, named_in: str) -> None:
    duplicate, other = case_in(office, Status.VERIFIED), case_in(office, Status.VERIFIED)
    name(duplicate if named_in == "the duplicate" else other, office, budi)
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
    name(cases[named_in], office)  # it was somebody else after all
    assert [sees(budi, case) for case in cases] == [True, True, True]


def test_a_case_about_its_handler_is_not_merged_into_the_one_he_handles(office: Office, budi: Officer) -> None:
    handled, about_him = case_in(office, Status.VERIFIED), case_in(office, Status.VERIFIED)
    day = LATER.date()
    assignment.assign(case=handled, by=office.tono, at=LATER, handler=budi, instruction="Tinjau.", due_on=day)
    name(about_him, office, budi)
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


def test_an_answer_about_the_village_head_waits_for_the_unit_head(office: Office) -> None:
    """The village wants its head to answer; not where he is the one complained about."""
    village = office.village
    village.village_head_answers = True
    village.save()
    about_him, ordinary = (case_in(office, status) for status in (Status.IN_PROGRESS, Status.IN_PROGRESS))
    name(about_him, office, office.kades)
    for case in (about_him, ordinary):
        answer.propose(case=case, by=office.joko, at=LATER, outcome=Outcome.SETTLED, text="Sudah dicek.")

    def waiting_for(officer: Officer) -> list[str]:
        found = inbox(officer.viewer(), village, InboxFilter(tab=Tab.MINE), today=LATER.date())
        return [row.number for row in found.rows]

    assert waiting_for(office.tono) == [about_him.number]
    assert waiting_for(office.kades) == [ordinary.number]
