"""An officer leaves: another goes on where he stopped, with the same dates; several cases at once, each for itself."""

from datetime import date, timedelta

import pytest

from kentongan.cases.actions import assignment, together, verification
from kentongan.cases.actions.together import Chosen
from kentongan.cases.models import Assignment, Case, CaseClock
from kentongan.cases.queries import tracking
from kentongan.ledger import log as ledger
from kentongan.outbox.models import OutboxMessage
from kentongan.rules.types import Refused, Status
from tests.factories import MONDAY, Office, lodge, make_village
from tests.sites.desk.helpers import HOUR, case_in

LATER = MONDAY + timedelta(days=2)
REASON = "Cuti melahirkan sampai Oktober."


def chosen(*cases: Case) -> list[Chosen]:
    return [Chosen(case.pk, Case.objects.get(pk=case.pk).updated_at.isoformat()) for case in cases]


def actions_in_ledger(case: Case) -> list[str]:
    return [entry.action for entry in ledger.entries_for(case.id, log=case.village.log)]


@pytest.mark.parametrize("status", [Status.ASSIGNED, Status.IN_PROGRESS, Status.ANSWER_PROPOSED])
def test_the_work_goes_on_as_it_stands(office: Office, status: Status) -> None:
    case = case_in(office, status)
    clocks = list(CaseClock.objects.filter(case=case).order_by("pk").values_list("kind", "due_on", "stopped_on"))
    before = actions_in_ledger(case)
    assignment.hand_over(case=case, by=office.tono, at=LATER, to=office.rini, reason=REASON)
    case.refresh_from_db()
    assert (case.status, case.handler, case.handler_due_on) == (status, office.rini, date(2026, 7, 14))
    assert (
        list(CaseClock.objects.filter(case=case).order_by("pk").values_list("kind", "due_on", "stopped_on")) == clocks
    )
    old, new = Assignment.objects.filter(case=case)
    assert (old.handler, old.ended_at) == (office.joko, LATER)
    assert (new.handler, new.ended_at, new.instruction, new.due_on) == (
        office.rini,
        None,
        old.instruction,
        old.due_on,
    )
    assert actions_in_ledger(case) == [*before, "handover"]


def test_the_reporter_reads_that_another_officer_goes_on_and_nothing_of_why(office: Office) -> None:
    case = case_in(office, Status.ASSIGNED)
    assignment.hand_over(case=case, by=office.kades, at=LATER, to=office.rini, reason=REASON)
    step = tracking.tracking(case, LATER).steps[-1]
    assert (step.title, step.detail, step.text) == ("Dilanjutkan petugas lain", "Kasi Kesejahteraan", "")


def test_the_new_officer_is_one_who_may_handle_this_case(office: Office) -> None:
    case = case_in(office, Status.ASSIGNED)
    there = Office(make_village("Losari", "33.03.13.2005"))
    office.rini.is_active = False
    for to, code in ((office.joko, "same_handler"), (office.sari, "not_a_handler"), (there.joko, "not_a_handler")):
        with pytest.raises(Refused) as refused:
            assignment.hand_over(case=case, by=office.tono, at=LATER, to=to, reason=REASON)
        assert refused.value.code == code
    with pytest.raises(Refused) as refused:
        assignment.hand_over(case=case, by=office.tono, at=LATER, to=office.rini, reason=REASON)
    assert refused.value.code == "not_a_handler"


def test_several_go_to_another_at_once_and_each_says_what_became_of_it(office: Office) -> None:
    first, about_her, free = (
        case_in(office, status) for status in (Status.ASSIGNED, Status.IN_PROGRESS, Status.VERIFIED)
    )
    verification.name_reported(case=about_her, by=office.tono, at=LATER, whom="Kasi", officers=[office.rini])
    results = together.hand_over_all(
        chosen=chosen(first, about_her, free), by=office.tono, at=LATER, to=office.rini, reason=REASON
    )
    assert [(result.number, result.done) for result in results] == [
        (first.number, True),
        (about_her.number, False),
        (free.number, False),
    ]
    assert "dilaporkan" in results[1].sentence
    assert actions_in_ledger(first)[-1] == "handover"
    assert "handover" not in actions_in_ledger(about_her) + actions_in_ledger(free)


def assign_all(office: Office, cases: list[Chosen]) -> list[together.Result]:
    return together.assign_all(
        chosen=cases,
        by=office.tono,
        at=LATER,
        handler=office.rini,
        instruction="Tinjau bersama.",
        due_on=date(2026, 7, 20),
    )


def test_several_are_assigned_at_once_each_with_its_own_entry(office: Office) -> None:
    first, second = case_in(office, Status.VERIFIED), case_in(office, Status.VERIFIED)
    unread = lodge(office.village).case
    picked = chosen(first, unread, second)
    assert [result.done for result in assign_all(office, picked)] == [True, False, True]
    assert actions_in_ledger(first) == actions_in_ledger(second) == ["receive", "verify", "assign"]
    assert actions_in_ledger(unread) == ["receive"]
    again = assign_all(office, picked)
    assert [(result.done, result.sentence) for result in again[::2]] == [(True, "Sudah tercatat sebelumnya.")] * 2
    assert actions_in_ledger(first) == ["receive", "verify", "assign"], "a second click assigns nothing twice"
    assert OutboxMessage.objects.filter(subject=first.pk, template="case_news", payload__move="assign").count() == 1


def test_what_changed_meanwhile_is_not_assigned_unseen(office: Office) -> None:
    case = case_in(office, Status.VERIFIED)
    picked = chosen(case)
    verification.reclassify(
        case=case,
        by=office.tono,
        at=LATER,
        case_class=case.case_class,
        category=case.category,
        urgency=case.urgency,
        reason="Salah pilih.",
    )
    (result,) = assign_all(office, picked)
    assert (result.done, result.sentence) == (False, together.CHANGED)


def test_a_case_about_the_head_himself_or_of_a_neighbour_is_not_even_named(office: Office) -> None:
    about_him = case_in(office, Status.VERIFIED)
    verification.name_reported(case=about_him, by=office.bpd, at=LATER, whom="Sekdes", officers=[office.tono])
    there = lodge(make_village("Losari", "33.03.13.2005")).case
    assert assign_all(office, chosen(about_him, there)) == []


def test_a_handler_cannot_hand_his_work_to_another_himself(office: Office) -> None:
    case = case_in(office, Status.ASSIGNED)
    with pytest.raises(Refused) as refused:
        assignment.hand_over(case=case, by=office.joko, at=LATER + HOUR, to=office.rini, reason=REASON)
    assert refused.value.code == "not_your_role"
