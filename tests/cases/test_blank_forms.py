"""Blank forms: numbers without a gap, recorded once, spoiled ones kept."""

from __future__ import annotations

from datetime import date

import pytest

from kentongan.cases import blank_forms
from kentongan.cases.actions import blank_forms as actions
from kentongan.cases.actions.intake import Receipt, lodge
from kentongan.cases.blank_forms import FormState
from kentongan.cases.models import Case
from kentongan.ledger import log as ledger
from kentongan.rules.form_numbers import MAX_FORMS, FormNumber
from kentongan.rules.types import Refused, Role
from kentongan.villages.models import Village
from tests.factories import MONDAY, Office, a_lodging, at, make_officer, make_village

FIRST, SECOND = FormNumber(2026, 1), FormNumber(2026, 2)


def record(office: Office, number: FormNumber | str, token: str | None = None) -> Receipt:
    lodging = a_lodging(form_number=str(number))
    return lodge(village=office.village, lodging=lodging, channel="counter", at=MONDAY, by=office.sari, token=token)


def refusal(office: Office, number: FormNumber) -> str:
    with pytest.raises(Refused) as refused:
        record(office, number)
    return refused.value.code


def states(village: Village) -> list[FormState]:
    (batch,), _ = blank_forms.batches(village)
    return [form.state for form in batch.forms]


def test_printings_follow_each_other_and_a_year_begins_anew(office: Office) -> None:
    village = office.village
    for when, first, last in ((MONDAY, 1, 3), (MONDAY, 4, 6), (at(date(2027, 1, 4)), 1, 3)):
        batch = actions.print_forms(village=village, by=office.sari, at=when, count=3)
        assert (batch.first, batch.last) == (first, last)


def test_a_printing_is_one_ledger_entry(office: Office) -> None:
    village = office.village
    batch = actions.print_forms(village=village, by=office.tono, at=MONDAY, count=2)
    (entry,) = ledger.entries_for(batch.id, log=village.log)
    assert (entry.action, entry.actor, entry.public) == ("forms_printed", office.tono.id, {"year": 2026, "count": 2})
    assert entry.private == {"first": 1, "last": 2}


@pytest.mark.parametrize("count", [0, -1, MAX_FORMS + 1])
def test_an_odd_number_of_forms_is_refused(office: Office, count: int) -> None:
    with pytest.raises(Refused) as refused:
        actions.print_forms(village=office.village, by=office.sari, at=MONDAY, count=count)
    assert refused.value.code == "form_count"


@pytest.mark.parametrize("role", [Role.HANDLER, Role.BPD, Role.ADMIN])
def test_who_does_not_print_the_book_prints_no_forms(village: Village, role: Role) -> None:
    with pytest.raises(Refused):
        actions.print_forms(village=village, by=make_officer(village, "Darsono", role), at=MONDAY, count=1)


def test_a_recorded_form_stands_on_its_case_and_in_the_ledger(office: Office) -> None:
    actions.print_forms(village=office.village, by=office.sari, at=MONDAY, count=2)
    case = record(office, FIRST).case
    assert Case.objects.get(pk=case.pk).form_number == str(FIRST)
    (entry,) = ledger.entries_for(case.id, log=office.village.log)
    assert entry.private is not None
    assert entry.private["form"] == str(FIRST)
    assert states(office.village) == [FormState.RECORDED, FormState.OUT]


def test_a_case_without_a_form_says_nothing_of_one(office: Office) -> None:
    case = record(office, "").case
    (entry,) = ledger.entries_for(case.id, log=office.village.log)
    assert entry.private is not None
    assert "form" not in entry.private


def test_a_form_is_recorded_only_once_and_takes_no_register_number_in_vain(office: Office) -> None:
    actions.print_forms(village=office.village, by=office.sari, at=MONDAY, count=2)
    record(office, FIRST)
    assert refusal(office, FIRST) == "form_used"
    assert record(office, SECOND).case.seq == 2


def test_the_same_submit_again_is_the_same_receipt_and_no_second_use(office: Office) -> None:
    actions.print_forms(village=office.village, by=office.sari, at=MONDAY, count=1)
    first = record(office, FIRST, token="t" * 43)
    again = record(office, FIRST, token="t" * 43)
    assert (again.case.pk, again.repeated) == (first.case.pk, True)
    with pytest.raises(Refused):
        record(office, FIRST, token="u" * 43)
    assert Case.objects.get().pk == first.case.pk


def test_a_form_that_was_never_printed_is_refused(office: Office) -> None:
    actions.print_forms(village=office.village, by=office.sari, at=MONDAY, count=1)
    assert refusal(office, SECOND) == "form_not_printed"
    assert refusal(office, FormNumber(2025, 1)) == "form_not_printed"


def test_another_villages_form_is_not_ours(office: Office) -> None:
    losari = Office(make_village("Losari", "33.03.13.2005"))
    actions.print_forms(village=losari.village, by=losari.sari, at=MONDAY, count=1)
    assert refusal(office, FIRST) == "form_not_printed"


def test_a_spoiled_form_is_kept_with_its_reason_and_cannot_be_recorded(office: Office) -> None:
    village = office.village
    actions.print_forms(village=village, by=office.sari, at=MONDAY, count=2)
    void = actions.void_form(village=village, by=office.sari, at=MONDAY, number=FIRST, reason=" Basah ")
    assert refusal(office, FIRST) == "form_void"
    (batch,), _ = blank_forms.batches(village)
    (form,) = batch.void
    assert (form.number, form.reason, form.by) == (FIRST, "Basah", "Sari Wulandari")
    (entry,) = ledger.entries_for(void.id, log=village.log)
    assert entry.private == {"form": str(FIRST), "reason": "Basah"}


def test_a_form_is_not_voided_twice_nor_without_a_reason_nor_after_it_was_recorded(office: Office) -> None:
    village = office.village
    actions.print_forms(village=village, by=office.sari, at=MONDAY, count=2)
    record(office, SECOND)

    def code(number: FormNumber, reason: str = "Sobek") -> str:
        with pytest.raises(Refused) as refused:
            actions.void_form(village=village, by=office.sari, at=MONDAY, number=number, reason=reason)
        return refused.value.code

    assert code(FIRST, " ") == "reason_missing"
    assert code(SECOND) == "form_used"
    actions.void_form(village=village, by=office.sari, at=MONDAY, number=FIRST, reason="Sobek")
    assert code(FIRST) == "form_void"
