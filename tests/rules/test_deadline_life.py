"""The clocks of whole cases: what runs at each step, what stops it, and what stays in the record."""

from dataclasses import replace
from datetime import date

import pytest

from kentongan.rules import deadlines
from kentongan.rules.deadlines import (
    DEFAULT_RULES,
    OFFICE_CLOCKS,
    Clock,
    ClockEvent,
    ClockKind,
    ClockState,
    DeadlineRule,
    Pause,
    Unit,
    rule_for,
)
from kentongan.rules.types import CaseClass, Refused

from .helpers import Case, day, indonesia

E = ClockEvent
K = ClockKind
S = ClockState


def an_answered_case() -> Case:
    return Case().happens(E.RECEIVED, "05-01-2026").happens(E.VERIFIED, "06-01-2026").happens(E.ANSWERED, "14-01-2026")


def test_the_main_path_starts_and_stops_each_clock_once() -> None:
    case = Case(None).happens(E.RECEIVED, "05-01-2026")
    assert case.running() == {K.VERIFY, K.COMPLETENESS}
    case.case_class = CaseClass.NON_SUPERVISORY
    case.happens(E.VERIFIED, "07-01-2026").happens(E.FILE_COMPLETE, "07-01-2026")
    assert case.running() == {K.ANSWER, K.DECISION}
    case.happens(E.ASSIGNED, "08-01-2026")
    assert case.running() == {K.ANSWER, K.DECISION, K.FIRST_FOLLOW_UP}
    case.happens(E.FOLLOW_UP_TOLD, "12-01-2026")
    assert case.running() == {K.ANSWER, K.DECISION}
    case.happens(E.ANSWERED, "20-01-2026")
    assert case.running() == {K.TELL_DECISION}
    case.happens(E.TOLD, "20-01-2026")
    assert case.running() == {K.AUTO_CLOSE}
    case.happens(E.RATED, "22-01-2026").happens(E.CLOSED, "22-01-2026")
    assert case.running() == set()
    assert {clock.kind: case.state(clock.kind, "01-06-2026") for clock in case.clocks} == dict.fromkeys(
        (K.VERIFY, K.COMPLETENESS, K.ANSWER, K.DECISION, K.FIRST_FOLLOW_UP, K.TELL_DECISION, K.AUTO_CLOSE), S.MET
    )
    assert len(case.clocks) == 7


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("31-12-2025", S.RUNNING),
        ("19-01-2026", S.RUNNING),
        ("20-01-2026", S.DUE_SOON),
        ("22-01-2026", S.DUE_SOON),
        ("23-01-2026", S.LATE),
    ],
)
def test_a_clock_due_on_22_january_is_soon_two_working_days_before_and_late_the_day_after(
    today: str, state: ClockState
) -> None:
    assert Case().happens(E.VERIFIED, "31-12-2025").state(K.ANSWER, today) is state


@pytest.mark.parametrize(("answered", "state"), [("22-01-2026", S.MET), ("23-01-2026", S.MISSED)])
def test_the_last_day_is_still_in_time(answered: str, state: ClockState) -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025").happens(E.ANSWERED, answered)
    assert case.state(K.ANSWER, "01-06-2026") is state


def test_asking_stops_the_completeness_clock_and_pauses_the_others() -> None:
    case = Case(None).happens(E.RECEIVED, "05-01-2026").happens(E.ASKED, "06-01-2026")
    assert case.state(K.COMPLETENESS, "06-01-2026") is S.MET
    assert case.state(K.VERIFY, "30-01-2026") is S.PAUSED
    assert case.due(K.VERIFY) == "paused"
    assert case.due(K.REPORTER_COMPLETES) == "05-02-2026"
    case.happens(E.COMPLETED, "20-01-2026")
    assert case.due(K.VERIFY) == "22-01-2026"
    assert case.state(K.REPORTER_COMPLETES, "20-01-2026") is S.MET


def test_a_second_question_gives_the_reporter_a_second_thirty_days() -> None:
    case = Case().happens(E.VERIFIED, "05-01-2026")
    case.happens(E.ASKED, "06-01-2026").happens(E.COMPLETED, "07-01-2026").happens(E.ASKED, "08-01-2026")
    assert case.due(K.REPORTER_COMPLETES) == "07-02-2026"
    assert sum(clock.kind is K.REPORTER_COMPLETES for clock in case.clocks) == 2


def test_a_question_on_the_day_that_was_left_over_uses_nothing_twice() -> None:
    """Asked on the last day, answered on a Saturday: due on Monday; a question on that Monday moves it no further."""
    case = Case().happens(E.VERIFIED, "31-12-2025").happens(E.ASKED, "22-01-2026").happens(E.COMPLETED, "24-01-2026")
    assert case.due(K.ANSWER) == "26-01-2026"
    case.happens(E.ASKED, "26-01-2026").happens(E.COMPLETED, "26-01-2026")
    assert case.due(K.ANSWER) == "26-01-2026"


def test_asking_twice_without_an_answer_is_one_pause_and_one_clock() -> None:
    case = Case().happens(E.VERIFIED, "05-01-2026").happens(E.ASKED, "06-01-2026").happens(E.ASKED, "07-01-2026")
    assert case.clock(K.ANSWER).pauses == (Pause(day("06-01-2026")),)
    assert sum(clock.kind is K.REPORTER_COMPLETES for clock in case.clocks) == 1


def test_a_question_does_not_heal_lateness() -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025").happens(E.ASKED, "26-01-2026")
    assert case.due(K.ANSWER) == "22-01-2026"
    assert case.state(K.ANSWER, "26-01-2026") is S.LATE


def test_another_handler_gets_no_new_days_for_the_first_follow_up() -> None:
    case = Case().happens(E.ASSIGNED, "05-01-2026").happens(E.ASSIGNED, "09-01-2026")
    assert case.due(K.FIRST_FOLLOW_UP) == "12-01-2026"
    case.happens(E.FOLLOW_UP_TOLD, "09-01-2026").happens(E.ASSIGNED, "12-01-2026")
    assert K.FIRST_FOLLOW_UP not in case.running()


@pytest.mark.parametrize("end", [E.FORWARDED, E.ARCHIVED])
def test_forwarding_and_archiving_fulfil_what_was_owed(end: ClockEvent) -> None:
    case = Case().happens(E.RECEIVED, "05-01-2026").happens(E.VERIFIED, "06-01-2026").happens(end, "07-01-2026")
    assert case.running() == set()
    assert case.state(K.ANSWER, "01-06-2026") is S.MET


@pytest.mark.parametrize("end", [E.WITHDRAWN, E.MERGED])
def test_withdrawing_and_merging_call_the_clocks_off(end: ClockEvent) -> None:
    case = Case().happens(E.VERIFIED, "05-01-2026").happens(end, "07-01-2026")
    assert case.running() == set()
    assert case.state(K.ANSWER, "01-06-2026") is S.CANCELLED


def test_calling_a_late_clock_off_does_not_hide_that_it_was_late() -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025").happens(E.WITHDRAWN, "23-01-2026")
    assert case.state(K.ANSWER, "01-06-2026") is S.MISSED


def test_retaliation_is_taken_up_even_when_the_complaint_is_withdrawn() -> None:
    case = Case().happens(E.VERIFIED, "05-01-2026").happens(E.RETALIATION_REPORTED, "06-01-2026")
    case.happens(E.WITHDRAWN, "06-01-2026")
    assert case.running() == {K.RETALIATION}
    assert case.happens(E.TAKEN_UP, "07-01-2026").state(K.RETALIATION, "08-01-2026") is S.MET


def test_a_withdrawal_can_be_revoked_and_asked_again() -> None:
    case = Case().happens(E.VERIFIED, "05-01-2026").happens(E.WITHDRAWAL_ASKED, "06-01-2026")
    assert case.due(K.WITHDRAWAL) == "09-01-2026"
    case.happens(E.WITHDRAWAL_REVOKED, "07-01-2026")
    assert case.state(K.WITHDRAWAL, "07-01-2026") is S.CANCELLED
    assert case.happens(E.WITHDRAWAL_ASKED, "12-01-2026").due(K.WITHDRAWAL) == "15-01-2026"
    assert K.ANSWER in case.running()


def test_a_case_withdrawn_by_silence_goes_on_with_what_was_left() -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025").happens(E.ASKED, "07-01-2026")  # 4 of 14 days used
    case.happens(E.WITHDRAWN, "07-02-2026")
    assert case.running() == set()
    assert case.state(K.REPORTER_COMPLETES, "07-02-2026") is S.MISSED
    case.happens(E.RESUMED, "13-02-2026")
    assert case.running() == {K.ANSWER, K.DECISION}
    assert case.due(K.ANSWER) == "03-03-2026"
    assert case.clock(K.ANSWER).pauses == (Pause(day("07-01-2026"), day("13-02-2026")),)


def test_a_supervisory_case_goes_on_after_a_withdrawal_and_the_time_between_is_a_pause() -> None:
    case = Case(CaseClass.SUPERVISORY).happens(E.VERIFIED, "05-01-2026").happens(E.WITHDRAWN, "12-01-2026")
    case.happens(E.RESUMED, "14-01-2026")
    assert case.clock(K.ANSWER).pauses == (Pause(day("12-01-2026"), day("14-01-2026")),)
    assert case.clock(K.ANSWER).running


def test_resuming_revives_nothing_that_was_fulfilled() -> None:
    case = Case().happens(E.RECEIVED, "05-01-2026").happens(E.VERIFIED, "06-01-2026").happens(E.ASKED, "07-01-2026")
    case.happens(E.WITHDRAWN, "09-02-2026").happens(E.RESUMED, "10-02-2026")
    assert case.running() == {K.ANSWER, K.DECISION}


def test_reclassifying_recomputes_from_the_original_start() -> None:
    case = Case().happens(E.VERIFIED, "23-11-2026")
    assert case.due(K.ANSWER) == "11-12-2026"
    case.reclassify(CaseClass.SUPERVISORY, "01-12-2026")
    assert case.due(K.ANSWER) == "22-02-2027"
    case.reclassify(CaseClass.INFORMATION, "02-12-2026")
    assert case.due(K.ANSWER) == "30-11-2026"
    assert case.state(K.ANSWER, "02-12-2026") is S.LATE


def test_reclassifying_keeps_pauses_and_touches_no_other_clock() -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025")
    case.happens(E.ASKED, "07-01-2026").happens(E.COMPLETED, "09-01-2026")
    decision = case.clock(K.DECISION)
    case.reclassify(CaseClass.INFORMATION, "12-01-2026")
    assert case.due(K.ANSWER) == "12-01-2026"  # 5 days: 4 used before the pause
    assert case.clock(K.ANSWER).pauses == (Pause(day("07-01-2026"), day("09-01-2026")),)
    assert case.clock(K.DECISION) == decision


def test_reclassifying_leaves_a_stopped_clock_and_older_rounds_alone() -> None:
    case = an_answered_case()
    before = case.clocks
    assert case.reclassify(CaseClass.SUPERVISORY, "15-01-2026").clocks == before


def test_reclassifying_without_a_rule_for_the_class_changes_nothing() -> None:
    clocks = Case().happens(E.VERIFIED, "05-01-2026").clocks
    only_information = tuple(rule for rule in DEFAULT_RULES if rule.case_class is CaseClass.INFORMATION)
    assert (
        deadlines.reclassify(
            clocks,
            CaseClass.SUPERVISORY,
            on=day("06-01-2026"),
            rules=only_information,
            calendar=indonesia(),
            round=1,
        )
        == clocks
    )


def test_a_first_class_after_reopening_replaces_the_general_limit() -> None:
    case = Case(None).happens(E.REOPENED, "23-11-2026")
    assert case.due(K.ANSWER) == "11-12-2026"
    assert case.reclassify(CaseClass.SUPERVISORY, "24-11-2026").due(K.ANSWER) == "22-02-2027"


def test_an_extension_moves_the_limit_and_the_first_promise_stays_visible() -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025").extend(K.ANSWER, "30-01-2026", on="20-01-2026")
    assert case.due(K.ANSWER) == "30-01-2026"
    original = deadlines.original_due(case.clock(K.ANSWER), indonesia())
    assert original == day("22-01-2026")
    assert case.state(K.ANSWER, "23-01-2026") is S.RUNNING
    assert case.happens(E.ANSWERED, "30-01-2026").state(K.ANSWER, "01-06-2026") is S.MET


def test_a_late_clock_may_be_extended_because_the_reporter_is_owed_a_new_date() -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025").extend(K.ANSWER, "06-02-2026", on="26-01-2026")
    assert case.state(K.ANSWER, "27-01-2026") is S.RUNNING


@pytest.mark.parametrize(
    ("to", "on", "code"),
    [
        ("22-01-2026", "20-01-2026", "not_later"),
        ("01-01-2026", "20-01-2026", "not_later"),
        ("23-01-2026", "26-01-2026", "date_has_passed"),
        ("26-01-2026", "26-01-2026", "date_has_passed"),
        ("30-01-2062", "20-01-2026", "too_far"),
    ],
)
def test_an_extension_must_be_later_and_ahead(to: str, on: str, code: str) -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025")
    with pytest.raises(Refused) as refusal:
        case.extend(K.ANSWER, to, on=on)
    assert refusal.value.code == code
    assert refusal.value.sentence.endswith(".")


def test_an_extension_needs_a_running_clock() -> None:
    with pytest.raises(Refused) as refusal:
        an_answered_case().extend(K.ANSWER, "30-01-2026", on="20-01-2026")
    assert refusal.value.code == "no_running_clock"


def test_a_paused_clock_is_extended_after_the_reporter_has_answered() -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025").happens(E.ASKED, "07-01-2026")
    with pytest.raises(Refused) as refusal:
        case.extend(K.ANSWER, "30-01-2026", on="08-01-2026")
    assert refusal.value.code == "clock_paused"


def test_a_pause_moves_an_extended_limit_too() -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025").extend(K.ANSWER, "30-01-2026", on="20-01-2026")
    case.happens(E.ASKED, "28-01-2026")
    assert case.due(K.ANSWER) == "paused"
    case.happens(E.COMPLETED, "04-02-2026")  # two working days of the extension were left
    assert case.due(K.ANSWER) == "06-02-2026"


def test_a_question_after_an_extended_limit_pauses_nothing() -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025").extend(K.ANSWER, "30-01-2026", on="20-01-2026")
    case.happens(E.ASKED, "02-02-2026")
    assert case.due(K.ANSWER) == "30-01-2026"
    assert case.happens(E.COMPLETED, "05-02-2026").due(K.ANSWER) == "30-01-2026"


def test_an_extension_survives_a_reclassification_only_when_it_is_later() -> None:
    case = Case().happens(E.VERIFIED, "23-11-2026").extend(K.ANSWER, "18-12-2026", on="01-12-2026")
    assert case.reclassify(CaseClass.INFORMATION, "02-12-2026").due(K.ANSWER) == "18-12-2026"
    assert case.reclassify(CaseClass.SUPERVISORY, "03-12-2026").due(K.ANSWER) == "22-02-2027"


def test_reopening_begins_a_round_with_its_own_clocks_and_keeps_the_old_ones() -> None:
    case = an_answered_case().happens(E.TOLD, "14-01-2026").happens(E.RATED, "20-01-2026")
    old = case.clocks
    case.happens(E.REOPENED, "20-01-2026")
    assert case.clocks[: len(old)] == old
    assert case.running() == {K.ANSWER, K.DECISION}
    assert {clock.round for clock in case.clocks if clock.running} == {2}
    assert case.due(K.ANSWER) == "09-02-2026"
    case.happens(E.ASSIGNED, "21-01-2026")
    assert case.due(K.FIRST_FOLLOW_UP) == "28-01-2026"


def test_reopening_calls_off_what_still_ran_in_the_old_round() -> None:
    case = an_answered_case().happens(E.TOLD, "14-01-2026").happens(E.RETALIATION_REPORTED, "15-01-2026")
    case.happens(E.REOPENED, "19-01-2026")
    assert case.state(K.AUTO_CLOSE, "19-01-2026") is S.CANCELLED
    assert K.RETALIATION in case.running()


def test_an_objection_has_its_own_clock_each_time() -> None:
    case = an_answered_case().happens(E.TOLD, "14-01-2026").happens(E.OBJECTED, "19-01-2026")
    assert case.running() == {K.OBJECTION}
    case.happens(E.OBJECTION_DECIDED, "26-01-2026").happens(E.TOLD, "26-01-2026")
    assert case.running() == {K.AUTO_CLOSE}
    case.happens(E.OBJECTED, "27-01-2026")
    assert case.due(K.OBJECTION) == "18-02-2026"


def test_no_reply_for_ten_working_days_ends_the_reporters_time_and_is_nobodys_lateness() -> None:
    case = an_answered_case().happens(E.TOLD, "14-01-2026")
    assert case.due(K.AUTO_CLOSE) == "29-01-2026"
    case.happens(E.CLOSED, "30-01-2026")
    assert case.running() == set()
    assert K.AUTO_CLOSE not in OFFICE_CLOCKS


# --- rules are rows ---------------------------------------------------------------------------------------------------


def a_rule(amount: int, valid_from: str, case_class: CaseClass | None = None) -> DeadlineRule:
    return replace(
        next(rule for rule in DEFAULT_RULES if rule.clock is K.ANSWER),
        amount=amount,
        case_class=case_class,
        valid_from=day(valid_from),
    )


@pytest.mark.parametrize(
    ("on", "case_class", "amount"),
    [
        ("31-12-2024", CaseClass.ASPIRATION, None),
        ("01-01-2025", CaseClass.ASPIRATION, 10),
        ("01-06-2025", CaseClass.ASPIRATION, 8),
        ("01-06-2025", CaseClass.SUPERVISORY, 40),
        ("01-06-2026", CaseClass.SUPERVISORY, 30),
        ("01-06-2026", None, 8),
    ],
)
def test_the_newest_rule_in_force_counts_and_a_rule_of_the_class_comes_first(
    on: str, case_class: CaseClass | None, amount: int | None
) -> None:
    rules = (
        a_rule(30, "01-01-2026", CaseClass.SUPERVISORY),
        a_rule(10, "01-01-2025"),
        a_rule(40, "01-01-2025", CaseClass.SUPERVISORY),
        a_rule(8, "01-06-2025"),
    )
    rule = rule_for(rules, K.ANSWER, case_class, day(on))
    assert (rule.amount if rule else None) == amount


def test_of_two_rules_from_one_day_the_later_row_corrects_the_earlier() -> None:
    rule = rule_for((a_rule(10, "01-01-2025"), a_rule(12, "01-01-2025")), K.ANSWER, None, day("01-02-2025"))
    assert rule is not None
    assert rule.amount == 12


def test_a_changed_rule_does_not_move_a_clock_that_runs_already() -> None:
    case = Case().happens(E.VERIFIED, "23-11-2026")
    newer = (*DEFAULT_RULES, a_rule(7, "24-11-2026", CaseClass.NON_SUPERVISORY))
    case.happens(E.ASKED, "25-11-2026", newer).happens(E.COMPLETED, "25-11-2026", newer)
    assert case.due(K.ANSWER) == "11-12-2026"


def test_a_clock_whose_rule_was_deleted_still_ends() -> None:
    case = Case().happens(E.VERIFIED, "05-01-2026").happens(E.ANSWERED, "06-01-2026", rules=())
    assert case.running() == set()


def test_without_rules_no_clock_starts() -> None:
    assert Case().happens(E.RECEIVED, "05-01-2026", rules=()).clocks == ()


@pytest.mark.parametrize("amount", [0, -1, 3651])
def test_a_limit_is_between_one_day_and_ten_years(amount: int) -> None:
    with pytest.raises(ValueError, match="Batas waktu"):
        a_rule(amount, "01-01-2025")


def test_every_clock_has_a_rule_and_every_class_an_answer() -> None:
    on = day("01-01-2026")
    assert {rule.clock for rule in DEFAULT_RULES} == set(ClockKind)
    assert all(rule_for(DEFAULT_RULES, kind, None, on) for kind in ClockKind)
    answers = {case_class: rule_for(DEFAULT_RULES, K.ANSWER, case_class, on) for case_class in CaseClass}
    assert {case_class: rule.amount for case_class, rule in answers.items() if rule} == {
        CaseClass.SUPERVISORY: 60,
        CaseClass.NON_SUPERVISORY: 14,
        CaseClass.ASPIRATION: 5,
        CaseClass.INFORMATION: 5,
    }


def test_every_event_moves_some_clock() -> None:
    used = {event for rule in DEFAULT_RULES for event in rule.starts | rule.stops | rule.pauses | rule.resumes}
    assert used == set(ClockEvent)


def test_what_pauses_can_resume_and_what_starts_can_stop() -> None:
    for rule in DEFAULT_RULES:
        assert rule.starts, rule
        assert rule.stops, rule
        assert bool(rule.pauses) == bool(rule.resumes), rule
        assert rule.citation.strip(), rule
        assert rule.certainty in {"S", "S2", "G", "own"}, rule


def test_a_clock_that_stands_still_when_it_is_stopped_was_in_time() -> None:
    clock = Clock(K.ANSWER, 1, date(2026, 1, 5), 14, Unit.WORKING, "", (Pause(date(2026, 1, 6)),), date(2026, 5, 1))
    assert deadlines.state(clock, indonesia(), date(2026, 6, 1)) is S.MET
