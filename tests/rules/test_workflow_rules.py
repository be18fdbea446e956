"""The rules that no column of the table can hold, one story each."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kentongan.rules.types import CaseClass, Move, Need, Refused, Role, Status
from kentongan.rules.workflow import (
    OPEN,
    CaseState,
    Doer,
    can_move,
    check_merge_into,
    check_move,
    moves_for,
    needs_of,
)

from .helpers import ADE, BAMBANG, HARI, HESTI, INTAN, KARSO, UDIN, UTAMI, day, doer

TODAY = day("20-01-2026")
EVERYTHING = frozenset(Need)
REPORTER = doer(Role.REPORTER)
SYSTEM = doer(Role.SYSTEM)
UNIT_HEAD = doer(Role.UNIT_HEAD)
INTAKE = doer(Role.INTAKE)
HANDLER = doer(Role.HANDLER)
VILLAGE_HEAD = doer(Role.VILLAGE_HEAD)
BPD = doer(Role.BPD)


def case(status: Status, case_class: CaseClass | None = CaseClass.NON_SUPERVISORY, **facts: Any) -> CaseState:
    return replace(CaseState(status, case_class, handler=HESTI, handled_by=frozenset({HESTI})), **facts)


def make(move: Move, state: CaseState | None, who: Doer, given: frozenset[Need] = EVERYTHING, **more: bool) -> Status:
    return check_move(move, state, who, given, TODAY, **more)


def refusal(move: Move, state: CaseState | None, who: Doer, given: frozenset[Need] = EVERYTHING, **more: bool) -> str:
    """The code of the refusal; its sentence must be fit to be read."""
    assert not can_move(move, state, who, given, TODAY, **more)
    with pytest.raises(Refused) as refused:
        check_move(move, state, who, given, TODAY, **more)
    sentence = refused.value.sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    return refused.value.code


# --- questions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", [Status.RECEIVED, Status.VERIFIED, Status.IN_PROGRESS])
def test_a_case_returns_to_where_the_question_was_asked(origin: Status) -> None:
    assert make(Move.ASK, case(origin), UNIT_HEAD) is Status.WAITING
    assert make(Move.COMPLETE, case(Status.WAITING, previous_status=origin), REPORTER) is origin


def test_an_imported_waiting_case_without_a_memory_begins_at_the_beginning() -> None:
    assert make(Move.COMPLETE, case(Status.WAITING), INTAKE) is Status.RECEIVED


# --- handlers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("move", [Move.DECLINE, Move.PROGRESS, Move.PROPOSE])
def test_a_handler_moves_only_his_own_case(move: Move) -> None:
    assert can_move(move, case(Status.ASSIGNED), HANDLER, EVERYTHING, TODAY)
    other = doer(Role.HANDLER, id=HARI)
    assert refusal(move, case(Status.ASSIGNED), other) == "not_your_case"
    assert refusal(move, case(Status.ASSIGNED, handler=None), other) == "not_your_case"
    assert refusal(move, case(Status.ASSIGNED, handler=None), Doer(None, frozenset({Role.HANDLER}))) == "not_your_case"


def test_a_handler_who_is_also_intake_may_ask_in_any_case() -> None:
    both = doer(Role.HANDLER, Role.INTAKE, id=HARI)
    assert make(Move.ASK, case(Status.IN_PROGRESS), both) is Status.WAITING
    assert refusal(Move.ASK, case(Status.IN_PROGRESS), doer(Role.HANDLER, id=HARI)) == "not_your_case"


@pytest.mark.parametrize("status", [Status.VERIFIED, Status.ASSIGNED, Status.IN_PROGRESS, Status.REOPENED])
def test_a_case_can_be_given_to_another_handler(status: Status) -> None:
    assert make(Move.ASSIGN, case(status), UNIT_HEAD) is Status.ASSIGNED
    assert make(Move.ASSIGN, case(status), VILLAGE_HEAD) is Status.ASSIGNED


def test_a_handler_cannot_archive() -> None:
    assert refusal(Move.ARCHIVE, case(Status.VERIFIED), HANDLER) == "not_your_role"


def test_an_administrator_moves_nothing() -> None:
    assert moves_for(case(Status.RECEIVED), doer(Role.ADMIN, id=ADE), TODAY) == ()


# --- classes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.WAITING])
def test_before_verification_there_is_nothing_to_reclassify(status: Status) -> None:
    assert refusal(Move.RECLASSIFY, case(status, None), UNIT_HEAD) == "not_verified"


def test_an_aspiration_has_its_class_from_the_start_and_can_be_reclassified() -> None:
    assert make(Move.RECLASSIFY, case(Status.RECEIVED, CaseClass.ASPIRATION), UNIT_HEAD) is Status.RECEIVED


def test_a_case_reopened_without_a_class_is_classified_before_it_is_assigned() -> None:
    unclassified = case(Status.REOPENED, None)
    assert refusal(Move.ASSIGN, unclassified, UNIT_HEAD) == "not_classified"
    assert make(Move.RECLASSIFY, unclassified, UNIT_HEAD) is Status.REOPENED


# --- archiving ------------------------------------------------------------------------------------------------------


def test_a_supervisory_case_is_archived_by_two() -> None:
    state = case(Status.VERIFIED, CaseClass.SUPERVISORY)
    assert make(Move.ARCHIVE, state, UNIT_HEAD) is Status.VERIFIED
    proposed = replace(state, archive_proposed_by=UDIN)
    assert refusal(Move.ARCHIVE, proposed, UNIT_HEAD) == "second_person_needed"
    assert make(Move.ARCHIVE, proposed, doer(Role.UNIT_HEAD, id=UTAMI)) is Status.ARCHIVED


def test_where_there_is_one_unit_head_the_intake_officer_is_the_second_person() -> None:
    state = case(Status.VERIFIED, CaseClass.SUPERVISORY)
    assert refusal(Move.ARCHIVE, state, INTAKE) == "not_your_role"
    proposed = replace(state, archive_proposed_by=UDIN)
    assert make(Move.ARCHIVE, proposed, INTAKE) is Status.ARCHIVED
    assert Move.ARCHIVE in {row.move for row in moves_for(proposed, INTAKE, TODAY)}
    assert Move.ARCHIVE not in {row.move for row in moves_for(proposed, UNIT_HEAD, TODAY)}


@pytest.mark.parametrize("role", [Role.HANDLER, Role.VILLAGE_HEAD, Role.BPD, Role.ADMIN, Role.REPORTER])
def test_nobody_outside_the_unit_confirms_an_archiving(role: Role) -> None:
    proposed = case(Status.VERIFIED, CaseClass.SUPERVISORY, archive_proposed_by=UDIN)
    assert refusal(Move.ARCHIVE, proposed, doer(role)) == "not_your_role"


def test_nobody_nameless_confirms_an_archiving() -> None:
    proposed = case(Status.VERIFIED, CaseClass.SUPERVISORY, archive_proposed_by=UDIN)
    assert refusal(Move.ARCHIVE, proposed, Doer(None, frozenset({Role.UNIT_HEAD}))) == "second_person_needed"


def test_an_ordinary_case_is_archived_by_one() -> None:
    assert make(Move.ARCHIVE, case(Status.RECEIVED, None), UNIT_HEAD) is Status.ARCHIVED


def test_the_second_person_is_named_among_the_needs_but_never_asked_for() -> None:
    state = case(Status.VERIFIED, CaseClass.SUPERVISORY, archive_proposed_by=UDIN)
    assert Need.SECOND_PERSON in needs_of(Move.ARCHIVE, state)
    given = frozenset({Need.ARCHIVE_REASON, Need.EXPLANATION})
    assert make(Move.ARCHIVE, state, doer(Role.UNIT_HEAD, id=UTAMI), given) is Status.ARCHIVED


# --- answering ------------------------------------------------------------------------------------------------------


def test_a_simple_matter_is_answered_at_once_but_a_supervisory_case_is_examined() -> None:
    assert make(Move.ANSWER, case(Status.VERIFIED), UNIT_HEAD) is Status.ANSWERED
    assert refusal(Move.ANSWER, case(Status.VERIFIED, CaseClass.SUPERVISORY), UNIT_HEAD) == "needs_examination"
    assert make(Move.ANSWER, case(Status.ANSWER_PROPOSED, CaseClass.SUPERVISORY), UNIT_HEAD) is Status.ANSWERED


def test_where_the_village_wants_it_only_its_head_answers_and_may_send_back() -> None:
    state = case(Status.ANSWER_PROPOSED, village_head_answers=True)
    assert refusal(Move.ANSWER, state, UNIT_HEAD) == "not_your_role"
    assert make(Move.ANSWER, state, VILLAGE_HEAD) is Status.ANSWERED
    assert make(Move.RETURN, state, VILLAGE_HEAD) is Status.IN_PROGRESS
    assert make(Move.RETURN, state, UNIT_HEAD) is Status.IN_PROGRESS


def test_elsewhere_the_village_head_does_not_answer() -> None:
    state = case(Status.ANSWER_PROPOSED)
    assert refusal(Move.ANSWER, state, VILLAGE_HEAD) == "not_your_role"
    assert refusal(Move.RETURN, state, VILLAGE_HEAD) == "not_your_role"


# --- thirty days ----------------------------------------------------------------------------------------------------

AFTER_THE_END = ((Move.RATE_UNSATISFIED, REPORTER), (Move.REOPEN, UNIT_HEAD), (Move.OBJECT, REPORTER))


@pytest.mark.parametrize(("move", "who"), AFTER_THE_END)
def test_a_closed_case_can_be_taken_up_again_for_thirty_days(move: Move, who: Doer) -> None:
    ended = TODAY - timedelta(days=30)
    assert can_move(move, case(Status.CLOSED, closed_on=ended), who, EVERYTHING, TODAY)
    assert refusal(move, case(Status.CLOSED, closed_on=ended - timedelta(days=1)), who) == "too_late"
    assert refusal(move, case(Status.CLOSED, closed_on=None), who) == "too_late"


@pytest.mark.parametrize(("move", "who"), AFTER_THE_END)
def test_an_answered_case_has_no_such_limit(move: Move, who: Doer) -> None:
    assert can_move(move, case(Status.ANSWERED, closed_on=None), who, EVERYTHING, TODAY)


def test_an_archiving_can_be_objected_to_for_thirty_days() -> None:
    ended = TODAY - timedelta(days=30)
    assert make(Move.OBJECT, case(Status.ARCHIVED, closed_on=ended), REPORTER) is Status.UNDER_OBJECTION
    late = case(Status.ARCHIVED, closed_on=ended - timedelta(days=1))
    assert refusal(Move.OBJECT, late, REPORTER) == "too_late"
    assert make(Move.OBJECT, case(Status.ARCHIVED, closed_on=None), REPORTER) is Status.UNDER_OBJECTION


def test_a_late_objection_is_not_even_offered() -> None:
    old = case(Status.CLOSED, closed_on=day("01-01-2025"))
    assert {row.move for row in moves_for(old, REPORTER, TODAY)} == {
        Move.MESSAGE,
        Move.EVIDENCE,
        Move.PROTECT_MORE,
        Move.REPORT_RETALIATION,
        Move.DATA_ASK,
        Move.DATA_REVOKE,
        Move.PUBLISH_CONSENT,
    }


# --- objections -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", [Status.ANSWERED, Status.ARCHIVED, Status.CLOSED])
def test_an_upheld_objection_reopens_and_a_rejected_one_goes_back(origin: Status) -> None:
    state = case(Status.UNDER_OBJECTION, previous_status=origin)
    assert make(Move.DECIDE_OBJECTION, state, BPD, upheld=True) is Status.REOPENED
    assert make(Move.DECIDE_OBJECTION, state, VILLAGE_HEAD, upheld=False) is origin


def test_an_objection_is_not_decided_without_a_decision() -> None:
    state = case(Status.UNDER_OBJECTION, previous_status=Status.ANSWERED)
    assert refusal(Move.DECIDE_OBJECTION, state, BPD) == "missing_decision"
    assert make(Move.DECIDE_OBJECTION, state, BPD, frozenset({Need.REASON}), upheld=True) is Status.REOPENED


def test_who_handled_the_case_does_not_decide_the_objection() -> None:
    state = case(Status.UNDER_OBJECTION, previous_status=Status.ANSWERED, handled_by=frozenset({HESTI, KARSO}))
    assert refusal(Move.DECIDE_OBJECTION, state, VILLAGE_HEAD, upheld=True) == "handled_it_yourself"
    assert make(Move.DECIDE_OBJECTION, state, BPD, upheld=True) is Status.REOPENED
    handler_too = doer(Role.BPD, Role.HANDLER, id=HESTI)
    assert refusal(Move.DECIDE_OBJECTION, replace(state, handled_by=frozenset()), handler_too, upheld=True) == (
        "handled_it_yourself"
    )
    nameless = Doer(None, frozenset({Role.BPD}))
    assert refusal(Move.DECIDE_OBJECTION, state, nameless, upheld=True) == "handled_it_yourself"


# --- withdrawing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", sorted(OPEN))
def test_a_withdrawal_leaves_the_status_until_its_time_is_over(status: Status) -> None:
    assert make(Move.WITHDRAW_ASK, case(status), REPORTER) is status
    pending = case(status, withdrawal_due=TODAY)
    assert refusal(Move.WITHDRAW_ASK, pending, REPORTER) == "withdrawal_already_asked"
    assert make(Move.WITHDRAW_REVOKE, pending, REPORTER) is status
    assert refusal(Move.WITHDRAW, pending, SYSTEM) == "withdrawal_not_due"
    over = case(status, withdrawal_due=TODAY - timedelta(days=1))
    assert make(Move.WITHDRAW, over, SYSTEM) is Status.WITHDRAWN


def test_nothing_is_revoked_or_withdrawn_that_was_not_asked() -> None:
    assert refusal(Move.WITHDRAW_REVOKE, case(Status.RECEIVED), REPORTER) == "no_withdrawal_asked"
    assert refusal(Move.WITHDRAW, case(Status.RECEIVED), SYSTEM) == "withdrawal_not_due"


def test_an_officer_cannot_withdraw_for_the_reporter() -> None:
    for role in (Role.INTAKE, Role.UNIT_HEAD, Role.HANDLER, Role.VILLAGE_HEAD, Role.BPD):
        assert refusal(Move.WITHDRAW_ASK, case(Status.RECEIVED), doer(role)) == "not_your_role"


@pytest.mark.parametrize("origin", [Status.RECEIVED, Status.VERIFIED, Status.IN_PROGRESS])
def test_a_case_withdrawn_by_silence_is_taken_up_again(origin: Status) -> None:
    waiting = case(Status.WAITING, previous_status=origin)
    assert make(Move.DEEM_WITHDRAWN, waiting, SYSTEM) is Status.WITHDRAWN
    withdrawn = case(Status.WITHDRAWN, previous_status=origin, deemed_withdrawn=True)
    assert make(Move.RESUME, withdrawn, REPORTER, frozenset()) is origin
    assert make(Move.RESUME, withdrawn, INTAKE, frozenset()) is origin


def test_a_case_withdrawn_by_wish_stays_withdrawn() -> None:
    withdrawn = case(Status.WITHDRAWN, previous_status=Status.VERIFIED)
    for who in (REPORTER, INTAKE):
        assert refusal(Move.RESUME, withdrawn, who) == "withdrawn_for_good"
    assert refusal(Move.RESUME, withdrawn, UNIT_HEAD) == "not_your_role"


def test_a_supervisory_case_may_go_on_without_its_reporter_for_a_reason() -> None:
    withdrawn = case(Status.WITHDRAWN, CaseClass.SUPERVISORY, previous_status=Status.IN_PROGRESS)
    assert make(Move.RESUME, withdrawn, UNIT_HEAD, frozenset({Need.REASON})) is Status.IN_PROGRESS
    assert refusal(Move.RESUME, withdrawn, UNIT_HEAD, frozenset()) == "missing_reason"
    assert refusal(Move.RESUME, withdrawn, REPORTER) == "withdrawn_for_good"
    assert refusal(Move.RESUME, withdrawn, INTAKE) == "withdrawn_for_good"


# --- merging, ends, and messages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", Status)
def test_a_case_is_merged_only_into_one_that_will_be_answered(status: Status) -> None:
    if status in OPEN or status is Status.ANSWERED:
        check_merge_into(case(status))
        return
    with pytest.raises(Refused) as refused:
        check_merge_into(case(status))
    assert refused.value.code == "merge_target_ended"
    assert status.label in refused.value.sentence


def test_from_a_merged_case_only_the_unit_head_leads_away_while_the_other_is_not_answered() -> None:
    for role in Role:
        leading = {row.move for row in moves_for(case(Status.MERGED), doer(role), TODAY) if row.target is not None}
        assert leading == ({Move.UNMERGE} if role is Role.UNIT_HEAD else set())
    assert refusal(Move.RATE_SATISFIED, case(Status.MERGED), REPORTER) == "not_answered_yet"
    assert refusal(Move.OBJECT, case(Status.MERGED), REPORTER) == "not_answered_yet"


def test_the_reporter_of_a_merged_case_judges_the_answer_of_the_other_one() -> None:
    merged = case(Status.MERGED, merged_answered=True)
    assert make(Move.RATE_SATISFIED, merged, REPORTER) is Status.MERGED
    assert make(Move.RATE_UNSATISFIED, merged, REPORTER) is Status.REOPENED
    assert make(Move.OBJECT, merged, REPORTER) is Status.UNDER_OBJECTION
    ended = case(Status.MERGED, merged_answered=True, closed_on=TODAY - timedelta(days=31))
    assert refusal(Move.RATE_UNSATISFIED, ended, REPORTER) == "too_late"
    assert refusal(Move.OBJECT, ended, REPORTER) == "too_late"


def test_nothing_is_handed_over_that_nobody_handles() -> None:
    assert refusal(Move.HANDOVER, case(Status.WAITING, handler=None), UNIT_HEAD) == "no_handler"
    assert make(Move.HANDOVER, case(Status.ANSWER_PROPOSED, handler=HESTI), UNIT_HEAD) is Status.ANSWER_PROPOSED


@pytest.mark.parametrize("status", Status)
def test_no_message_and_no_paper_of_the_reporter_is_ever_turned_away(status: Status) -> None:
    for move in (Move.MESSAGE, Move.EVIDENCE):
        assert make(move, case(status), REPORTER) is status


def test_a_complaint_cannot_be_received_twice_nor_moved_before_it_is_received() -> None:
    assert refusal(Move.RECEIVE, case(Status.RECEIVED), INTAKE) == "already_received"
    assert refusal(Move.VERIFY, None, INTAKE) == "not_received"


def test_the_refusal_of_a_role_names_who_may() -> None:
    with pytest.raises(Refused, match="Ketua unit pengaduan"):
        check_move(Move.FORWARD, case(Status.RECEIVED), INTAKE, EVERYTHING, TODAY)


def test_the_refusal_of_a_status_names_the_status() -> None:
    with pytest.raises(Refused, match="Selesai"):
        check_move(Move.VERIFY, case(Status.CLOSED), INTAKE, EVERYTHING, TODAY)


def test_several_missing_needs_are_named_one_after_the_other() -> None:
    assert refusal(Move.VERIFY, case(Status.RECEIVED, None), INTAKE, frozenset()) == "missing_class"
    assert refusal(Move.VERIFY, case(Status.RECEIVED, None), INTAKE, frozenset({Need.CLASS})) == "missing_category"


def test_the_cast_is_who_we_think() -> None:
    assert (INTAKE.id, UNIT_HEAD.id, HANDLER.id, VILLAGE_HEAD.id, BPD.id) == (INTAN, UDIN, HESTI, KARSO, BAMBANG)
