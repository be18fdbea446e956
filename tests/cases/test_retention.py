"""How long contents are kept: listed when due, approved by people, erased after a wait; and breaches told in time."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from kentongan.cases.actions import breach, reporter, retention
from kentongan.cases.actions.breach import Told
from kentongan.cases.models import BreachNotice, Case, RetentionItem
from kentongan.cases.queries.retention import falling_due, kept_until
from kentongan.ledger import log as ledger
from kentongan.reports.breach_letter import breach_letter
from kentongan.rules.types import CaseClass, Refused, Status
from kentongan.villages.models import Category, RetentionRule
from tests.cases.test_life import DAY, answered
from tests.factories import MONDAY, Office, lodge

ENDED = MONDAY + 5 * DAY  # Saturday 11 July 2026
FIVE_LATER = ENDED.replace(year=2031)


@pytest.fixture(autouse=True)
def own_journal(settings: Settings, tmp_path: Path) -> None:
    settings.KENTONGAN_ERASURES = tmp_path / "erasures"


def ended(office: Office, case_class: CaseClass = CaseClass.NON_SUPERVISORY) -> Case:
    case = answered(lodge(office.village).case, office)
    reporter.rate(case=case, at=ENDED, satisfied=True, stars=5)
    Case.objects.filter(pk=case.pk).update(case_class=case_class)
    case.refresh_from_db()
    return case


def listed(office: Office) -> list[RetentionItem]:
    retention.list_due(village=office.village, at=FIVE_LATER)
    return list(RetentionItem.objects.filter(village=office.village))


def test_a_case_falls_due_five_years_after_its_end_or_as_its_category_says(office: Office) -> None:
    case = ended(office)
    lodge(office.village)  # still open: never due
    assert kept_until(case) == date(2031, 7, 11)
    assert falling_due(office.village, until=date(2031, 7, 10), limit=9) == []
    assert [each.case.pk for each in falling_due(office.village, until=date(2031, 7, 11), limit=9)] == [case.pk]
    RetentionRule.objects.create(village=office.village, category=case.category, years=10, citation="Perdes")
    assert falling_due(office.village, until=date(2031, 7, 11), limit=9) == []
    assert [each.due_on for each in falling_due(office.village, until=date(2036, 7, 11), limit=9)] == [
        date(2036, 7, 11)
    ]
    other = Category.objects.create(village=office.village, name="Lain")
    RetentionRule.objects.create(village=office.village, category=other, years=2, citation="Perdes")
    assert falling_due(office.village, until=date(2031, 7, 11), limit=9) == []
    Case.objects.filter(pk=case.pk).update(category=other)
    assert [each.due_on for each in falling_due(office.village, until=date(2028, 7, 11), limit=9)] == [
        date(2028, 7, 11)
    ]


def test_what_is_due_is_listed_once_approved_by_the_head_and_gone_after_the_wait(office: Office) -> None:
    case = ended(office)
    (item,) = listed(office)
    assert len(listed(office)) == 1
    assert retention.run_due(village=office.village, at=FIVE_LATER) == 0
    with pytest.raises(Refused, match="no_right"):
        retention.approve(village=office.village, items=[item.pk], by=office.sari, at=FIVE_LATER)
    with pytest.raises(Refused, match="nothing_to_approve"):
        retention.approve(village=office.village, items=[item.pk], by=office.bpd, at=FIVE_LATER)
    assert retention.approve(village=office.village, items=[item.pk], by=office.tono, at=FIVE_LATER) == (1, 0)
    assert retention.run_due(village=office.village, at=FIVE_LATER + 2 * DAY) == 0
    assert retention.run_due(village=office.village, at=FIVE_LATER + 7 * DAY) == 1
    case.refresh_from_db()
    assert (case.story, case.status) == ("(dihapus karena masa simpannya berakhir)", Status.CLOSED)
    assert RetentionItem.objects.get(pk=item.pk).done_at is not None
    assert ledger.verify(office.village.log).ok


def test_a_supervisory_case_needs_two_people(office: Office) -> None:
    ended(office, CaseClass.SUPERVISORY)
    (item,) = listed(office)
    assert retention.approve(village=office.village, items=[item.pk], by=office.tono, at=FIVE_LATER) == (0, 1)
    with pytest.raises(Refused, match="nothing_to_approve"):
        retention.approve(village=office.village, items=[item.pk], by=office.tono, at=FIVE_LATER)
    assert retention.run_due(village=office.village, at=FIVE_LATER + 30 * DAY) == 0
    assert retention.approve(village=office.village, items=[item.pk], by=office.bpd, at=FIVE_LATER) == (1, 0)
    assert retention.run_due(village=office.village, at=FIVE_LATER + 30 * DAY) == 1


def test_an_approval_is_taken_back_and_contents_are_kept_on_with_a_reason(office: Office) -> None:
    ended(office)
    (item,) = listed(office)
    retention.approve(village=office.village, items=[item.pk], by=office.tono, at=FIVE_LATER)
    assert retention.take_back(village=office.village, items=[item.pk], by=office.tono, at=FIVE_LATER) == 1
    assert retention.run_due(village=office.village, at=FIVE_LATER + 30 * DAY) == 0
    until = date(2032, 1, 1)
    with pytest.raises(Refused, match="missing_reason"):
        retention.keep(village=office.village, items=[item.pk], by=office.tono, at=FIVE_LATER, reason=" ", until=until)
    retention.keep(
        village=office.village, items=[item.pk], by=office.tono, at=FIVE_LATER, reason="Perkara 12.", until=until
    )
    with pytest.raises(Refused, match="nothing_to_approve"):
        retention.approve(village=office.village, items=[item.pk], by=office.tono, at=FIVE_LATER)


def test_a_case_that_was_opened_again_meanwhile_is_not_erased(office: Office) -> None:
    case = ended(office)
    (item,) = listed(office)
    retention.approve(village=office.village, items=[item.pk], by=office.tono, at=FIVE_LATER)
    Case.objects.filter(pk=case.pk).update(status=Status.REOPENED, closed_at=None)
    assert retention.run_due(village=office.village, at=FIVE_LATER + 30 * DAY) == 0
    case.refresh_from_db()
    assert case.erased_at is None


def test_the_officer_in_the_case_approves_nothing_of_it(office: Office) -> None:
    case = ended(office)
    (item,) = listed(office)
    case.conflicts.create(village=office.village, officer=office.tono)
    with pytest.raises(Refused, match="nothing_to_approve"):
        retention.approve(village=office.village, items=[item.pk], by=office.tono, at=FIVE_LATER)


WORDS = {
    "happened": "Komputer loket dicuri.",
    "kinds": ["names", "contacts"],
    "people": "kira-kira 40 orang",
    "consequences": "Warga dapat dihubungi orang lain.",
    "measures": "Kata sandi diganti.",
    "advice": "",
    "contact": "Sekretaris Desa",
}


def test_a_breach_runs_72_hours_from_knowing_and_both_letters_come_out(office: Office) -> None:
    known = MONDAY - timedelta(hours=5)
    row = breach.note(village=office.village, by=office.tono, at=MONDAY, known_at=known, words=WORDS)
    assert row.due_at == known + timedelta(hours=72)
    with pytest.raises(Refused, match="in_the_future"):
        breach.note(village=office.village, by=office.tono, at=MONDAY, known_at=MONDAY + DAY, words=WORDS)
    with pytest.raises(Refused, match="no_right"):
        breach.note(village=office.village, by=office.bpd, at=MONDAY, known_at=known, words=WORDS)
    breach.change(row=row, by=office.admin, at=MONDAY + DAY, known_at=known, words={**WORDS, "people": "41 orang"})
    breach.tell(row=row, by=office.admin, at=MONDAY + DAY, who=Told.SUBJECTS)
    breach.tell(row=row, by=office.admin, at=MONDAY + 2 * DAY, who=Told.SUBJECTS)
    row = BreachNotice.objects.select_related("village").get()
    assert (row.subjects_told_at, row.authority_told_at) == (MONDAY + DAY, None)
    said = [entry.public["what"] for entry in ledger.entries_for(row.pk, log=office.village.log)]
    assert said == ["new", "changed", "told_subjects"]
    for who in Told:
        assert breach_letter(row, who, at=MONDAY).startswith(b"%PDF")
