"""Two complaints about one thing: both reporters keep number and code, both are answered, both may judge the answer."""

from datetime import timedelta

import pytest

from kentongan.cases.actions import answer, follow_up, objection, reporter, verification
from kentongan.cases.models import Case, Rating
from kentongan.cases.queries import tracking
from kentongan.cases.queries.case_page import case_page
from kentongan.cases.queries.inbox import InboxFilter, Tab, inbox
from kentongan.ledger import log as ledger
from kentongan.outbox.models import OutboxMessage
from kentongan.rules.types import ArchiveReason, Move, Outcome, Refused, Status
from tests.factories import MONDAY, Office
from tests.sites.desk.helpers import HOUR, case_in

LATER = MONDAY + timedelta(days=2)


def merged_pair(office: Office) -> tuple[Case, Case]:
    double, first = case_in(office, Status.VERIFIED), case_in(office, Status.VERIFIED)
    verification.merge(case=double, by=office.tono, at=LATER, into=first)
    return double, first


def answered(first: Case, office: Office) -> None:
    answer.answer(case=first, by=office.tono, at=LATER + HOUR, outcome=Outcome.SETTLED, text="Sudah ditambal.")


def page_of(case: Case) -> tracking.Tracking:
    return tracking.tracking(Case.objects.select_related("village").get(pk=case.pk), LATER + 3 * HOUR)


def actions_in_ledger(case: Case) -> list[str]:
    return [entry.action for entry in ledger.entries_for(case.id, log=case.village.log)]


def test_both_reporters_keep_number_and_code_and_the_second_reads_the_answer(office: Office) -> None:
    double, first = merged_pair(office)
    before = (double.number, double.code_hash, double.code_generation)
    answered(first, office)
    double.refresh_from_db()
    assert (double.number, double.code_hash, double.code_generation) == before
    page = page_of(double)
    assert page.merged_number == first.number
    assert page.merged_answer is not None
    assert page.merged_answer.text == "Sudah ditambal."
    told = OutboxMessage.objects.filter(subject=double.pk, template="case_news", payload__move="answer")
    assert told.count() == 1
    assert actions_in_ledger(double) == ["receive", "verify", "merge"]
    assert actions_in_ledger(first) == ["receive", "verify", "answer"]


def test_a_chain_of_merges_still_leads_to_the_answer(office: Office) -> None:
    double, first = merged_pair(office)
    last = case_in(office, Status.VERIFIED)
    verification.merge(case=first, by=office.tono, at=LATER, into=last)
    answered(last, office)
    page = page_of(double)
    assert page.merged_number == last.number
    assert page.merged_answer is not None
    assert OutboxMessage.objects.filter(subject=double.pk, payload__move="answer").count() == 1


def test_archiving_the_other_case_is_told_to_both(office: Office) -> None:
    double, first = merged_pair(office)
    verification.archive(
        case=first, by=office.tono, at=LATER, reason=ArchiveReason.TOO_GENERAL, explanation="Mohon dirinci."
    )
    assert OutboxMessage.objects.filter(subject=double.pk, payload__move="archive").count() == 1


def test_before_the_answer_there_is_nothing_to_judge_and_afterwards_there_is(office: Office) -> None:
    double, first = merged_pair(office)
    judging = {Move.RATE_SATISFIED, Move.RATE_UNSATISFIED, Move.OBJECT}
    assert not judging & page_of(double).may
    with pytest.raises(Refused) as refused:
        reporter.rate(case=double, at=LATER, satisfied=True, stars=5)
    assert refused.value.code == "not_answered_yet"
    answered(first, office)
    assert judging <= page_of(double).may


def test_a_satisfied_second_reporter_rates_and_stays_merged(office: Office) -> None:
    double, first = merged_pair(office)
    answered(first, office)
    reporter.rate(case=double, at=LATER + 2 * HOUR, satisfied=True, stars=4)
    double.refresh_from_db()
    first.refresh_from_db()
    assert (double.status, double.merged_into_id, double.confirmed_solved) == (Status.MERGED, first.pk, False)
    assert first.status == Status.ANSWERED, "the first reporter has his own word"
    assert Rating.objects.get(case=double).stars == 4
    assert actions_in_ledger(double)[-1] == "rate_satisfied"


def test_an_unsatisfied_second_reporter_gets_a_case_of_his_own_again(office: Office) -> None:
    double, first = merged_pair(office)
    answered(first, office)
    reporter.rate(case=double, at=LATER + 2 * HOUR, satisfied=False, stars=1, words="Lubang saya di gang lain.")
    double.refresh_from_db()
    first.refresh_from_db()
    assert (double.status, double.merged_into_id, double.round, double.is_open) == (Status.REOPENED, None, 2, True)
    assert double.next_due_on is not None
    assert first.status == Status.ANSWERED
    assert page_of(double).merged_answer is None


@pytest.mark.parametrize("upheld", [True, False])
def test_an_objection_to_the_answer_is_decided_by_who_did_not_handle_the_other_case(
    office: Office, upheld: bool
) -> None:
    double, first = merged_pair(office)
    answered(first, office)
    reporter.object_(case=double, at=LATER + 2 * HOUR, reason="Belum selesai.")
    objection.decide(case=double, by=office.bpd, at=LATER + 3 * HOUR, upheld=upheld, reasons="Sudah dicek.")
    double.refresh_from_db()
    expected = (Status.REOPENED, None) if upheld else (Status.MERGED, first.pk)
    assert (double.status, double.merged_into_id) == expected


def test_who_answered_the_other_case_does_not_decide(office: Office) -> None:
    office.village.village_head_answers = True
    office.village.save()
    double, first = merged_pair(office)
    Case.objects.filter(pk=first.pk).update(status=Status.ANSWER_PROPOSED)
    answer.answer(case=first, by=office.kades, at=LATER, outcome=Outcome.SETTLED, text="Sudah.")
    reporter.object_(case=double, at=LATER + HOUR, reason="Belum selesai.")
    with pytest.raises(Refused) as refused:
        objection.decide(case=double, by=office.kades, at=LATER + 2 * HOUR, upheld=False, reasons="Sudah.")
    assert refused.value.code == "handled_it_yourself"


def test_what_the_second_reporter_writes_shows_on_the_page_of_the_first_case(office: Office) -> None:
    double, first = merged_pair(office)
    first.refresh_from_db()
    assert [each.reporter_wrote for each in case_page(first, office.tono, LATER).merged] == [False]
    reporter.reply(case=double, at=LATER + HOUR, text="Kapan dikerjakan?")
    assert [each.reporter_wrote for each in case_page(first, office.tono, LATER + HOUR).merged] == [True]
    follow_up.message(case=double, by=office.tono, at=LATER + 2 * HOUR, text="Minggu depan.")
    assert [each.reporter_wrote for each in case_page(first, office.tono, LATER + 2 * HOUR).merged] == [False]


def test_what_the_second_reporter_writes_marks_the_first_case_in_the_list(office: Office) -> None:
    double, first = merged_pair(office)

    def marked() -> dict[str, bool]:
        page = inbox(office.tono.viewer(), office.village, InboxFilter(tab=Tab.OPEN), today=LATER.date())
        return {row.number: row.reporter_wrote for row in page.rows}

    assert marked() == {first.number: False}
    reporter.reply(case=double, at=LATER + HOUR, text="Kapan dikerjakan?")
    assert marked() == {first.number: True}


def test_a_wrong_merge_is_undone_with_a_reason_and_clocks_of_its_own(office: Office) -> None:
    double, first = merged_pair(office)
    with pytest.raises(Refused) as refused:
        verification.unmerge(case=double, by=office.tono, at=LATER, reason=" ")
    assert refused.value.code == "missing_reason"
    verification.unmerge(case=double, by=office.tono, at=LATER + HOUR, reason="Ternyata jalan yang lain.")
    double.refresh_from_db()
    assert (double.status, double.merged_into_id, double.round, double.is_open) == (Status.REOPENED, None, 2, True)
    assert double.next_due_on is not None
    assert actions_in_ledger(double) == ["receive", "verify", "merge", "unmerge"]
    assert actions_in_ledger(first) == ["receive", "verify"]
    assert "Dipisahkan lagi" in page_of(double).steps[-1].title
