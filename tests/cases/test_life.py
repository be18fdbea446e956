"""The life of a complaint through the real actions: what each leaves behind, above all in the ledger."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from kentongan.cases.actions import (
    answer,
    assignment,
    clockwork,
    follow_up,
    identity,
    objection,
    referral,
    reporter,
    verification,
)
from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.models import Case, CaseClock, Event
from kentongan.cases.queries import tracking
from kentongan.ledger import log as ledger
from kentongan.outbox.models import OutboxMessage
from kentongan.rules.types import ArchiveReason, CaseClass, Kind, Move, Outcome, Refused, Status, Urgency
from kentongan.villages.models import Body, Category, Village
from tests.factories import MONDAY, Office, at, lodge, make_village

DAY = timedelta(days=1)


def category(village: Village) -> Category:
    return Category.objects.filter(village=village, restricted=False).get()


def verify(case: Case, office: Office, case_class: CaseClass = CaseClass.NON_SUPERVISORY) -> Case:
    return verification.verify(
        case=case,
        by=office.sari,
        at=MONDAY + DAY,
        case_class=case_class,
        category=category(office.village),
        urgency=Urgency.NORMAL,
    )


def assign(case: Case, office: Office) -> Case:
    return assignment.assign(
        case=case,
        by=office.tono,
        at=MONDAY + DAY,
        handler=office.joko,
        instruction="Tinjau lokasi bersama RT.",
        due_on=date(2026, 7, 14),
    )


def in_progress(case: Case, office: Office) -> Case:
    assign(verify(case, office), office)
    return follow_up.progress(case=case, by=office.joko, at=MONDAY + 2 * DAY, text="Sudah ditinjau.", for_reporter=True)


def answered(case: Case, office: Office) -> Case:
    in_progress(case, office)
    answer.propose(case=case, by=office.joko, at=MONDAY + 3 * DAY, outcome=Outcome.SETTLED, text="Sudah ditambal.")
    return answer.answer(
        case=case, by=office.tono, at=MONDAY + 4 * DAY, outcome=Outcome.SETTLED, text="Sudah ditambal."
    )


def actions_in_ledger(case: Case) -> list[str]:
    return [entry.action for entry in ledger.entries_for(case.id, log=case.village.log)]


def due(case: Case, kind: str) -> date | None:
    return CaseClock.objects.get(case=case, kind=kind, round=case.round).due_on


def test_a_complaint_gets_number_code_and_deadlines_at_once(village: Village) -> None:
    receipt = lodge(village)
    assert receipt.case.number == "001/ADU/33.03.13.2003/2026"
    assert len(receipt.code.replace("-", "")) == 18
    assert receipt.case.next_due_on == date(2026, 7, 9)
    assert actions_in_ledger(receipt.case) == ["receive"]


def test_the_whole_path_to_confirmed_solved_appends_one_entry_per_move(office: Office) -> None:
    case = answered(lodge(office.village).case, office)
    assert case.status == Status.ANSWERED
    follow_up.tell(case=case, at=MONDAY + 5 * DAY, how="page")
    reporter.rate(case=case, at=MONDAY + 5 * DAY, satisfied=True, stars=5, words="Matur nuwun.")
    case.refresh_from_db()
    assert (case.status, case.confirmed_solved, case.is_open, case.next_due_on) == (Status.CLOSED, True, False, None)
    assert actions_in_ledger(case) == [
        "receive",
        "verify",
        "assign",
        "progress",
        "propose",
        "answer",
        "tell",
        "rate_satisfied",
    ]
    assert not CaseClock.objects.filter(case=case, stopped_on__isnull=True, cancelled=False).exists()
    assert ledger.verify(office.village.log).ok


def test_unsatisfied_opens_a_new_round_with_its_own_clocks(office: Office) -> None:
    case = answered(lodge(office.village).case, office)
    reporter.rate(case=case, at=MONDAY + 5 * DAY, satisfied=False, stars=2, words="Masih berlubang.")
    assert (case.status, case.round) == (Status.REOPENED, 2)
    assert due(case, "answer") is not None
    assert CaseClock.objects.filter(case=case, round=1, kind="answer").get().stopped_on == date(2026, 7, 10)


def test_asking_pauses_the_verification_clock_and_the_answer_resumes_it(office: Office) -> None:
    case = lodge(office.village).case
    verification.ask(case=case, by=office.sari, at=MONDAY + DAY, question="Di RT berapa?")
    assert case.status == Status.WAITING
    assert due(case, "verify") is None
    reporter.reply(case=case, at=MONDAY + 8 * DAY, text="RT 02.")
    assert case.status == Status.RECEIVED
    assert due(case, "verify") == date(2026, 7, 16)


def test_silence_after_a_question_counts_as_withdrawn_and_can_be_taken_up_again(office: Office) -> None:
    case = lodge(office.village).case
    verification.ask(case=case, by=office.sari, at=MONDAY, question="Di RT berapa?")
    assert clockwork.run_due(village=office.village, at=MONDAY + 30 * DAY) == 0
    assert clockwork.run_due(village=office.village, at=MONDAY + 31 * DAY) == 1
    case.refresh_from_db()
    assert (case.status, case.deemed_withdrawn) == (Status.WITHDRAWN, True)
    reporter.resume(case=case, at=MONDAY + 40 * DAY)
    assert (case.status, case.deemed_withdrawn, case.is_open) == (Status.RECEIVED, False, True)


def test_a_withdrawal_takes_effect_after_three_working_days_unless_revoked(office: Office) -> None:
    case = lodge(office.village).case
    reporter.ask_withdrawal(case=case, at=MONDAY)
    assert case.withdrawal_due_on == date(2026, 7, 9)
    assert clockwork.run_due(village=office.village, at=at(date(2026, 7, 9), 23)) == 0
    reporter.revoke_withdrawal(case=case, at=at(date(2026, 7, 9)))
    assert clockwork.run_due(village=office.village, at=at(date(2026, 7, 20))) == 0
    reporter.ask_withdrawal(case=case, at=at(date(2026, 7, 20)))
    assert clockwork.run_due(village=office.village, at=at(date(2026, 7, 24))) == 1
    case.refresh_from_db()
    assert case.status == Status.WITHDRAWN
    assert actions_in_ledger(case) == ["receive", "withdraw_ask", "withdraw_revoke", "withdraw_ask", "withdraw"]


def test_an_answer_without_reply_closes_after_ten_working_days_but_is_not_confirmed(office: Office) -> None:
    case = answered(lodge(office.village).case, office)
    follow_up.tell(case=case, at=at(date(2026, 7, 10)), how="page")
    assert clockwork.run_due(village=office.village, at=at(date(2026, 7, 24))) == 0
    assert clockwork.run_due(village=office.village, at=at(date(2026, 7, 25))) == 1
    case.refresh_from_db()
    assert (case.status, case.confirmed_solved) == (Status.CLOSED, False)


def test_an_objection_is_decided_by_someone_who_did_not_handle_the_case(office: Office) -> None:
    case = answered(lodge(office.village).case, office)
    reporter.object_(case=case, at=MONDAY + 6 * DAY, reason="Tambalannya sudah rusak lagi.")
    with pytest.raises(Refused) as refused:
        objection.decide(case=case, by=office.tono, at=MONDAY + 7 * DAY, upheld=False, reasons="Sudah baik.")
    assert refused.value.code == "not_your_role"
    objection.decide(case=case, by=office.bpd, at=MONDAY + 7 * DAY, upheld=True, reasons="Benar, rusak lagi.")
    assert (case.status, case.round) == (Status.REOPENED, 2)


def test_a_rejected_objection_returns_the_case_and_his_time_to_reply_begins_anew(office: Office) -> None:
    case = answered(lodge(office.village).case, office)
    reporter.object_(case=case, at=MONDAY + 6 * DAY, reason="Belum puas.")
    objection.decide(case=case, by=office.kades, at=MONDAY + 7 * DAY, upheld=False, reasons="Sudah sesuai.")
    assert (case.status, case.previous_status) == (Status.ANSWERED, None)
    assert CaseClock.objects.filter(case=case, kind="auto_close", stopped_on__isnull=True).count() == 1


def test_a_supervisory_case_is_archived_by_two(office: Office) -> None:
    case = verify(lodge(office.village).case, office, CaseClass.SUPERVISORY)
    archive: Callable[..., Case] = verification.archive
    archive(case=case, by=office.tono, at=MONDAY + DAY, reason=ArchiveReason.UNCLEAR, explanation="Tidak jelas.")
    assert case.status == Status.VERIFIED
    with pytest.raises(Refused) as refused:
        archive(case=case, by=office.tono, at=MONDAY + DAY, reason=ArchiveReason.UNCLEAR, explanation="Tidak jelas.")
    assert refused.value.code == "second_person_needed"
    archive(case=case, by=office.sari, at=MONDAY + DAY, reason=ArchiveReason.UNCLEAR, explanation="Benar, tidak jelas.")
    assert case.status == Status.ARCHIVED


def test_forwarding_explains_and_the_bodys_answer_comes_back(office: Office) -> None:
    case = lodge(office.village).case
    body = Body.objects.get(village=office.village)
    referral.forward(case=case, by=office.tono, at=MONDAY, body=body, explanation="Ini jalan kabupaten.")
    assert (case.status, case.is_open) == (Status.FORWARDED, True)
    referral.record_body_answer(case=case, by=office.sari, at=MONDAY + 9 * DAY, text="Dijadwalkan bulan depan.")
    assert case.status == Status.ANSWERED


def test_an_extension_is_told_with_reason_and_new_date(office: Office) -> None:
    case = in_progress(lodge(office.village).case, office)
    before = due(case, "answer")
    assert before is not None
    follow_up.extend(
        case=case, by=office.tono, at=MONDAY + 3 * DAY, reason="Menunggu aspal.", new_date=before + 7 * DAY
    )
    assert due(case, "answer") == before + 7 * DAY
    assert Event.objects.get(case=case, move=Move.EXTEND).to_reporter


def test_reclassifying_recomputes_from_the_original_start(office: Office) -> None:
    case = verify(lodge(office.village).case, office)
    first = due(case, "answer")
    verification.reclassify(
        case=case,
        by=office.tono,
        at=MONDAY + 4 * DAY,
        case_class=CaseClass.SUPERVISORY,
        category=category(office.village),
        urgency=Urgency.URGENT,
        reason="Ada dugaan kerugian.",
    )
    assert first == date(2026, 7, 27)
    assert due(case, "answer") == date(2026, 9, 30)


def test_merging_keeps_number_and_code_and_points_to_the_other_case(office: Office) -> None:
    first, second = lodge(office.village), lodge(office.village)
    verification.merge(case=second.case, by=office.tono, at=MONDAY, into=first.case)
    second.case.refresh_from_db()
    assert (second.case.status, second.case.merged_into, second.case.seq) == (Status.MERGED, first.case, 2)


def test_declining_returns_the_case_to_the_unit_head(office: Office) -> None:
    case = assign(verify(lodge(office.village).case, office), office)
    assignment.decline(case=case, by=office.joko, at=MONDAY + DAY, reason="Rumah saya di sebelahnya.")
    assert (case.status, case.handler) == (Status.VERIFIED, None)


def test_an_officer_in_conflict_is_treated_as_if_the_case_were_not_there(office: Office) -> None:
    case = lodge(office.village).case
    verification.name_reported(case=case, by=office.tono, at=MONDAY, whom="Kasi Pelayanan", officers=[office.sari])
    with pytest.raises(Refused):
        follow_up.note(case=case, by=office.sari, at=MONDAY, text="Saya lihat dulu.")


def test_an_officer_of_another_village_can_do_nothing(office: Office) -> None:
    other = Office(make_village("Losari", "33.03.13.2005"))
    case = lodge(office.village).case
    with pytest.raises(Refused):
        follow_up.note(case=case, by=other.tono, at=MONDAY, text="Halo.")


def test_opening_the_identity_needs_a_reason_and_shows_on_the_timeline(office: Office) -> None:
    case = lodge(office.village).case
    with pytest.raises(Refused):
        identity.open_identity(case=case, by=office.sari, at=MONDAY, reason=" ")
    data = identity.open_identity(case=case, by=office.sari, at=MONDAY, reason="Menelepon untuk klarifikasi.")
    assert data["name"] == "Warsiti Ningsih"
    assert Event.objects.get(case=case, move=Move.OPEN_IDENTITY).to_reporter
    assert actions_in_ledger(case) == ["receive", "identity_opened"]


def test_a_refused_move_leaves_nothing_behind(office: Office) -> None:
    case = lodge(office.village).case
    with pytest.raises(Refused):
        answer.answer(case=case, by=office.tono, at=MONDAY, outcome=Outcome.SETTLED, text="Beres.")
    case.refresh_from_db()
    assert (case.status, Event.objects.count(), actions_in_ledger(case)) == (Status.RECEIVED, 1, ["receive"])


@pytest.mark.parametrize("kind", [Kind.ASPIRATION, Kind.INFORMATION])
def test_what_is_no_complaint_has_its_class_from_the_start(village: Village, kind: Kind) -> None:
    assert lodge(village, kind=kind).case.case_class == str(kind)


def test_a_double_click_says_it_once(office: Office) -> None:
    case = lodge(office.village).case
    reporter.reply(case=case, at=MONDAY, text="Ada kabar?", token="form")
    with pytest.raises(AlreadyDone):
        reporter.reply(case=case, at=MONDAY, text="Ada kabar?", token="form")
    assert Event.objects.filter(case=case, move=Move.MESSAGE).count() == 1


def test_the_reporter_of_a_merged_case_is_answered_too(office: Office) -> None:
    first, second = lodge(office.village), lodge(office.village)
    verification.merge(case=second.case, by=office.tono, at=MONDAY, into=first.case)
    OutboxMessage.objects.all().delete()
    answered(first.case, office)
    second.case.refresh_from_db()
    page = tracking.tracking(second.case, MONDAY + 4 * DAY)
    assert page.merged_answer is not None
    assert page.merged_answer.text == "Sudah ditambal."
    assert OutboxMessage.objects.filter(subject=second.case.id).count() == 1


def test_one_broken_case_does_not_stop_the_clockwork(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = lodge(office.village).case, lodge(office.village).case
    for case in (broken, sound):
        reporter.ask_withdrawal(case=case, at=MONDAY)
    CaseClock.objects.filter(case=broken, kind="verify").update(unit="fortnight")
    assert clockwork.run_due(village=office.village, at=MONDAY + 10 * DAY) == 1
    assert str(broken.id) in caplog.text


def test_where_the_head_answers_a_case_about_him_is_answered_by_the_council_that_took_it_up(office: Office) -> None:
    Village.objects.update(village_head_answers=True)
    case = in_progress(lodge(office.village).case, office)
    verification.name_reported(case=case, by=office.tono, at=MONDAY, whom="Kepala desa", officers=[office.kades])
    answer.propose(case=case, by=office.joko, at=MONDAY + 3 * DAY, outcome=Outcome.SETTLED, text="Sudah.")
    for officer in (office.kades, office.tono):  # the unit head is under him
        with pytest.raises(Refused) as refused:
            answer.answer(case=case, by=officer, at=MONDAY + 4 * DAY, outcome=Outcome.SETTLED, text="Sudah.")
        assert refused.value.code in ("conflict", "restricted")
    answer.answer(case=case, by=office.bpd, at=MONDAY + 4 * DAY, outcome=Outcome.SETTLED, text="Sudah.")
    assert case.status == Status.ANSWERED


def test_an_archive_proposal_dies_with_the_status_it_spoke_of(office: Office) -> None:
    case = verify(lodge(office.village).case, office, CaseClass.SUPERVISORY)
    verification.archive(case=case, by=office.tono, at=MONDAY, reason=ArchiveReason.UNCLEAR, explanation="Tidak jelas.")
    verification.ask(case=case, by=office.sari, at=MONDAY, question="Kapan?")
    assert case.archive_proposed_by is None


def test_an_answered_case_forgets_a_withdrawal_that_was_asked(office: Office) -> None:
    case = in_progress(lodge(office.village).case, office)
    reporter.ask_withdrawal(case=case, at=MONDAY + 2 * DAY)
    answer.propose(case=case, by=office.joko, at=MONDAY + 2 * DAY, outcome=Outcome.SETTLED, text="Sudah.")
    answer.answer(case=case, by=office.tono, at=MONDAY + 2 * DAY, outcome=Outcome.SETTLED, text="Sudah.")
    assert case.withdrawal_due_on is None


def test_after_a_reply_and_our_message_the_time_to_close_begins_anew(office: Office) -> None:
    case = answered(lodge(office.village).case, office)
    follow_up.tell(case=case, at=MONDAY + 5 * DAY, how="page")
    reporter.reply(case=case, at=MONDAY + 6 * DAY, text="Terima kasih, tapi kapan diaspal?")
    follow_up.message(case=case, by=office.sari, at=MONDAY + 7 * DAY, text="Bulan depan.")
    running = CaseClock.objects.filter(case=case, kind="auto_close", stopped_on__isnull=True, cancelled=False)
    assert running.get().started_on == date(2026, 7, 13)


def test_what_may_be_published_of_an_entry_names_no_day_but_whether_the_limits_were_kept(office: Office) -> None:
    case = lodge(office.village).case
    answered(case, office)
    late = lodge(office.village).case
    verification.verify(
        case=late,
        by=office.sari,
        at=MONDAY + 30 * DAY,
        case_class=CaseClass.NON_SUPERVISORY,
        category=category(office.village),
        urgency=Urgency.NORMAL,
    )
    entries = ledger.entries_for(case.id, log=office.village.log)
    assert all(set(entry.public) <= {"kind", "class", "from", "to", "round", "due"} for entry in entries)
    stopped = {entry.action: entry.public.get("due") for entry in entries}
    assert stopped["receive"] is None
    assert stopped["verify"] == {"completeness": "met", "verify": "met"}
    assert stopped["answer"] is not None
    assert entries[0].private is not None
    assert entries[0].private["on"] == "2026-07-06"
    missed = ledger.entries_for(late.id, log=office.village.log)[-1]
    assert missed.public["due"] == {"completeness": "missed", "verify": "missed"}
