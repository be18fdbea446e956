"""The tray: numbered, receipted, with clocks running; out of it by a move; nothing is lost there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kentongan.cases.actions import intake, reporter, together, triage, verification
from kentongan.cases.actions.intake import Receipt
from kentongan.cases.lodging import Tray
from kentongan.cases.models import Case, Event
from kentongan.cases.queries import inbox, tray, workload
from kentongan.cases.queries.inbox import InboxFilter, Tab
from kentongan.ledger import log as ledger
from kentongan.ledger.models import Content
from kentongan.outbox.models import OutboxMessage
from kentongan.people.models import Officer
from kentongan.rules.triage import TriageReason
from kentongan.rules.types import ArchiveReason, CaseClass, Move, Refused, Status, Urgency
from kentongan.villages.models import Category
from tests.factories import MONDAY, Office, a_lodging

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


def excess(office: Office, *, alike: str = "ab" * 12, minutes: int = 0, **extra: Any) -> Receipt:
    held = Tray(TriageReason.CALLER, alike)
    at = MONDAY + timedelta(minutes=minutes)
    return intake.lodge(village=office.village, lodging=a_lodging(**extra), channel="web", at=at, tray=held)


def listed(officer: Officer, tab: Tab = Tab.OPEN) -> list[str]:
    found = inbox.inbox(officer.viewer(), officer.village, InboxFilter(tab=tab), today=TODAY)
    return [row.number for row in found.rows]


def in_tray(officer: Officer) -> list[str]:
    page = tray.tray(officer.viewer(), officer.village, today=TODAY)
    return [row.row.number for group in page.groups for row in group.rows]


def test_an_excess_is_a_case_like_any_other_but_for_where_it_waits(office: Office) -> None:
    plain = intake.lodge(village=office.village, lodging=a_lodging(), channel="web", at=MONDAY)
    kept = excess(office)
    assert (plain.case.seq, kept.case.seq) == (1, 2)
    assert kept.code
    assert (kept.case.next_due_on, kept.case.next_clock) == (plain.case.next_due_on, plain.case.next_clock)
    for officer in (office.sari, office.tono, office.kades, office.bpd):
        assert listed(officer) == [plain.case.number]
        assert in_tray(officer) == [kept.case.number]
    assert listed(office.sari, Tab.MINE) == [plain.case.number]
    assert inbox.tallies(office.sari.viewer(), office.village, today=kept.case.next_due_on).soon == 1
    assert workload.fresh(office.sari.viewer(), office.village, MONDAY - timedelta(hours=1)).count == 1
    kept_entry = Content.objects.get(log=office.village.log, action="receive", subject=kept.case.id)
    assert b'"triage":"caller"' in bytes(kept_entry.private or b"")
    assert Event.objects.get(case=kept.case).data["triage"] == "caller"


def test_it_leaves_the_tray_by_a_move_with_its_number_and_dates(office: Office) -> None:
    kept = excess(office).case
    before = (kept.number, kept.next_due_on)
    triage.pass_triage(case=kept, by=office.sari, at=MONDAY)
    kept.refresh_from_db()
    assert (kept.number, kept.next_due_on) == before
    assert (kept.triage, kept.triage_alike, kept.status) == (False, "", Status.RECEIVED)
    assert listed(office.sari) == [kept.number]
    assert in_tray(office.sari) == []
    event = Event.objects.get(case=kept, move=Move.PASS_TRIAGE)
    assert (event.officer, event.to_reporter) == (office.sari, False)
    with pytest.raises(Refused, match="not_in_triage"):
        triage.pass_triage(case=kept, by=office.sari, at=MONDAY)


@pytest.mark.parametrize("who", ["joko", "kades", "bpd", "admin"])
def test_who_does_not_sort_cannot_pass_it_on(office: Office, who: str) -> None:
    kept = excess(office).case
    with pytest.raises(Refused):
        triage.pass_triage(case=kept, by=getattr(office, who), at=MONDAY)


def test_who_it_is_about_does_not_meet_it_in_the_tray_either(office: Office) -> None:
    kept = excess(office).case
    verification.name_reported(case=kept, by=office.tono, at=MONDAY, whom="Sari", officers=[office.sari])
    assert in_tray(office.sari) == []
    assert tray.waiting(office.sari.viewer(), office.village) == 0
    assert tray.alike(office.sari.viewer(), office.village, [kept.triage_alike], most=9) == []
    assert tray.waiting(office.tono.viewer(), office.village) == 1


def test_any_move_that_sorts_it_takes_it_out_and_the_reporters_words_do_not(office: Office) -> None:
    kept = excess(office).case
    reporter.reply(case=kept, at=MONDAY, text="Masih sama, Pak.")
    kept.refresh_from_db()
    assert kept.triage
    category = Category.objects.get(village=office.village, restricted=False)
    verification.verify(
        case=kept, by=office.sari, at=MONDAY, case_class=CaseClass.NON_SUPERVISORY, category=category,
        urgency=Urgency.NORMAL,
    )  # fmt: skip
    kept.refresh_from_db()
    assert not kept.triage
    assert listed(office.sari) == [kept.number]


def test_the_same_words_stand_together_and_are_sorted_together(office: Office) -> None:
    cases = [excess(office, minutes=number).case for number in range(4)]
    other = excess(office, alike="cd" * 12, story="Lampu jalan mati.").case
    viewer = office.tono.viewer()
    page = tray.tray(viewer, office.village, today=TODAY)
    assert sorted(group.count for group in page.groups) == [1, 4]
    same = tray.alike(viewer, office.village, ["ab" * 12], most=3)
    assert same == [case.pk for case in cases[:3]]
    results = together.archive_all(
        wanted=same, by=office.tono, at=MONDAY, reason=ArchiveReason.DUPLICATE, explanation="Sama dengan yang lain."
    )
    assert all(result.done for result in results)
    again = together.pass_all(wanted=[*same, cases[3].pk, other.pk], by=office.tono, at=MONDAY)
    assert [result.done for result in again] == [True] * 5
    assert set(listed(office.tono)) == {cases[3].number, other.number}
    assert Case.objects.filter(status=Status.ARCHIVED).count() == 3
    entries = Content.objects.filter(log=office.village.log, action__in=["archive", "pass_triage"])
    assert entries.count() == 5, "one entry each, and none for what was sorted before"
    assert ledger.verify_newest(office.village.log, 99).ok


def test_officers_get_one_letter_an_hour_for_all_of_them(office: Office) -> None:
    Officer.objects.filter(pk=office.sari.pk).update(email="sari@desa.example")
    for number in range(5):
        excess(office, minutes=number)
    excess(office, minutes=70)
    assert OutboxMessage.objects.filter(template="tray").count() == 2
    assert not OutboxMessage.objects.filter(template="new_case").exists()


def test_nothing_but_a_received_case_with_a_reason_can_lie_in_the_tray(office: Office) -> None:
    kept = excess(office).case
    for wrong in ({"status": Status.VERIFIED}, {"triage_reason": ""}, {"triage": False}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=kept.pk).update(**wrong)


def test_a_page_of_the_tray_goes_on_where_it_stopped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tray, "PAGE", 2)
    numbers = {excess(office, alike=f"{number:024x}").case.number for number in range(5)}
    met: list[str] = []
    after = ""
    for _ in range(3):
        page = tray.tray(office.sari.viewer(), office.village, today=TODAY, after=after)
        met += [row.row.number for group in page.groups for row in group.rows]
        after = page.next
    assert (set(met), len(met), after) == (numbers, 5, "")
