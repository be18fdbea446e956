"""The deadlines as readable rows: what starts, on which day, and when it is due (RULES.md §2)."""

import pytest

from kentongan.rules.calendars import Unit
from kentongan.rules.deadlines import ClockEvent, ClockKind
from kentongan.rules.types import CaseClass

from .helpers import Case, day, indonesia

E = ClockEvent
K = ClockKind
C = CaseClass


@pytest.mark.parametrize(
    ("received", "three", "five", "fourteen", "sixty"),
    [
        ("13-03-2026", "25-03-2026", "27-03-2026", "10-04-2026", "24-06-2026"),  # across Nyepi and Idul Fitri
        ("23-11-2026", "26-11-2026", "30-11-2026", "11-12-2026", "22-02-2027"),  # across the year end
        ("21-12-2026", "28-12-2026", "30-12-2026", "14-01-2027", "01-04-2027"),  # across Christmas, Imlek, Idul Fitri
    ],
)
def test_the_checked_examples(received: str, three: str, five: str, fourteen: str, sixty: str) -> None:
    for amount, due in ((3, three), (5, five), (14, fourteen), (60, sixty)):
        assert indonesia().add(day(received), amount, Unit.WORKING) == day(due), amount


@pytest.mark.parametrize(
    ("event", "on", "case_class", "clock", "due"),
    [
        # verify: 3 working days after receipt
        (E.RECEIVED, "13-03-2026", None, K.VERIFY, "25-03-2026"),
        (E.RECEIVED, "23-11-2026", None, K.VERIFY, "26-11-2026"),
        (E.RECEIVED, "21-12-2026", None, K.VERIFY, "28-12-2026"),
        (E.RECEIVED, "14-11-2026", None, K.VERIFY, "18-11-2026"),  # received on a Saturday
        # first follow-up: 5 working days after assignment
        (E.ASSIGNED, "13-03-2026", C.NON_SUPERVISORY, K.FIRST_FOLLOW_UP, "27-03-2026"),
        (E.ASSIGNED, "21-12-2026", C.SUPERVISORY, K.FIRST_FOLLOW_UP, "30-12-2026"),
        # the answer, by class
        (E.VERIFIED, "13-03-2026", C.INFORMATION, K.ANSWER, "27-03-2026"),
        (E.VERIFIED, "13-03-2026", C.ASPIRATION, K.ANSWER, "27-03-2026"),
        (E.VERIFIED, "13-03-2026", C.NON_SUPERVISORY, K.ANSWER, "10-04-2026"),
        (E.VERIFIED, "13-03-2026", C.SUPERVISORY, K.ANSWER, "24-06-2026"),
        (E.VERIFIED, "23-11-2026", C.SUPERVISORY, K.ANSWER, "22-02-2027"),
        (E.VERIFIED, "21-12-2026", C.NON_SUPERVISORY, K.ANSWER, "14-01-2027"),
        # UU 25/2009 counts in calendar days
        (E.RECEIVED, "13-03-2026", None, K.COMPLETENESS, "27-03-2026"),
        (E.ASKED, "13-03-2026", None, K.REPORTER_COMPLETES, "12-04-2026"),
        (E.FILE_COMPLETE, "13-03-2026", C.NON_SUPERVISORY, K.DECISION, "12-05-2026"),
        (E.VERIFIED, "13-03-2026", C.NON_SUPERVISORY, K.DECISION, "12-05-2026"),
        (E.ANSWERED, "21-12-2026", C.NON_SUPERVISORY, K.TELL_DECISION, "04-01-2027"),
        # the reporter's time, and what protects him
        (E.TOLD, "21-12-2026", C.NON_SUPERVISORY, K.AUTO_CLOSE, "08-01-2027"),
        (E.OBJECTED, "23-11-2026", C.NON_SUPERVISORY, K.OBJECTION, "11-12-2026"),
        (E.WITHDRAWAL_ASKED, "13-03-2026", C.NON_SUPERVISORY, K.WITHDRAWAL, "25-03-2026"),
        (E.RETALIATION_REPORTED, "17-03-2026", C.SUPERVISORY, K.RETALIATION, "25-03-2026"),
        # 3 x 24 hours run on through holidays; the wait before an erasure counts working days, as a withdrawal does.
        (E.ACCESS_ASKED, "18-03-2026", None, K.DATA_ACCESS, "21-03-2026"),
        (E.CORRECTION_ASKED, "18-03-2026", None, K.DATA_CORRECTION, "21-03-2026"),
        (E.RESTRICTION_ASKED, "18-03-2026", None, K.DATA_RESTRICTION, "21-03-2026"),
        (E.ERASURE_ASKED, "18-03-2026", None, K.DATA_ERASURE, "21-03-2026"),
        (E.ERASURE_GRANTED, "13-03-2026", C.NON_SUPERVISORY, K.ERASURE_WAIT, "25-03-2026"),
        # reopened before it was ever classified: our default
        (E.REOPENED, "13-03-2026", None, K.ANSWER, "10-04-2026"),
    ],
)
def test_what_is_due_when(event: E, on: str, case_class: C | None, clock: K, due: str) -> None:
    assert Case(case_class).happens(event, on).due(clock) == due


def test_every_clock_has_an_example() -> None:
    rows = next(mark for mark in test_what_is_due_when.pytestmark if mark.name == "parametrize").args[1]
    assert {row[3] for row in rows} == set(ClockKind)


@pytest.mark.parametrize(
    ("asked", "completed", "due", "why"),
    [
        ("05-01-2026", "05-01-2026", "22-01-2026", "asked and answered on one day: nothing changes"),
        ("07-01-2026", "09-01-2026", "26-01-2026", "two working days longer"),
        ("09-01-2026", "12-01-2026", "23-01-2026", "a weekend and a day: one working day longer"),
        ("09-01-2026", "11-01-2026", "22-01-2026", "over a weekend: nothing changes"),
        ("22-01-2026", "25-01-2026", "26-01-2026", "asked on the last day, answered on a Sunday: due on Monday"),
        ("22-01-2026", "02-02-2026", "02-02-2026", "asked on the last day: due on the day of the answer"),
        ("23-01-2026", "02-02-2026", "22-01-2026", "asked when it was late already: late it stays"),
    ],
)
def test_a_pause_moves_the_answer_due_on_22_january(asked: str, completed: str, due: str, why: str) -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025").happens(E.ASKED, asked).happens(E.COMPLETED, completed)
    assert case.due(K.ANSWER) == due, why


def test_the_table_above_starts_from_22_january() -> None:
    assert Case().happens(E.VERIFIED, "31-12-2025").due(K.ANSWER) == "22-01-2026"


def test_a_calendar_clock_pauses_in_calendar_days() -> None:
    case = Case().happens(E.VERIFIED, "02-01-2026")
    assert case.due(K.DECISION) == "03-03-2026"
    case.happens(E.ASKED, "10-01-2026").happens(E.COMPLETED, "20-01-2026")
    assert case.due(K.DECISION) == "13-03-2026"


def test_two_pauses_add_up() -> None:
    case = Case().happens(E.VERIFIED, "31-12-2025")
    case.happens(E.ASKED, "07-01-2026").happens(E.COMPLETED, "09-01-2026")
    case.happens(E.ASKED, "12-01-2026").happens(E.COMPLETED, "14-01-2026")
    assert case.due(K.ANSWER) == "28-01-2026"
