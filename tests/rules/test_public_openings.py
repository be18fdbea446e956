"""Which entries are opened with a published case, and what they prove."""

from __future__ import annotations

from typing import Any

import pytest

from kentongan.rules.deadline_rules import ClockKind
from kentongan.rules.public_figures import PublicClock, PublicRow
from kentongan.rules.public_openings import Proved, differences, fold, may_open, proves
from kentongan.rules.types import CaseClass, Kind, Outcome, Status


def entry(action: str, to: str, before: str | None = "received", **more: Any) -> dict[str, Any]:
    return {
        "action": action, "kind": "complaint", "class": None, "from": before, "to": to, "round": 1, **more
    }  # fmt: skip


RECEIVE = entry("receive", "received", None)
VERIFY = entry("verify", "verified", due={"verify": "met", "completeness": "met"}) | {"class": "non_supervisory"}
ASK = entry("ask", "waiting", "verified") | {"class": "non_supervisory"}
PROGRESS = entry("progress", "in_progress", "assigned", due={"first_follow_up": "missed"})
ROW = PublicRow(
    id="a", kind=Kind.COMPLAINT, case_class=CaseClass.NON_SUPERVISORY, group="", category="", hamlet="",
    period="2026-Q3", status=Status.VERIFIED, outcome=None, confirmed_solved=False, days_to_answer=None,
    clocks=(PublicClock(ClockKind.VERIFY, True),),
)  # fmt: skip


def test_a_step_of_the_portal_is_opened() -> None:
    assert all(may_open(each, "2026-Q3") for each in (RECEIVE, VERIFY, PROGRESS))


@pytest.mark.parametrize(
    "closed",
    [
        entry("receive", "received", None, on="2026-07-06"),  # the older form names the day
        entry("receive", "received", None, number="001/ADU"),
        ASK,
        entry("restrict", "received"),
        entry("open_identity", "received"),
        entry("report_retaliation", "in_progress"),
        entry("answer", "answered", due={"answer": "met", "retaliation": "met"}),
        entry("answer", "answered", due={"data_access": "missed"}),
        entry("archive", "archived", due={"reporter_completes": "missed"}),
        {"action": "verify"},
        entry("tell", "archived"),  # the moment the reporter opened his page
        entry("progress", "in_progress", "waiting"),  # the public does not see that it waited
        entry("answer", "answered", "answer_proposed"),
        entry("verify", "unheard_of"),
    ],
    ids=lambda each: each["action"],
)
def test_what_names_a_day_or_tells_what_a_reporter_did_beside_stays_closed(closed: dict[str, Any]) -> None:
    assert not may_open(closed, "2026-Q3")


def test_what_the_step_itself_says_does_not_close_it() -> None:
    assert may_open(entry("deem_withdrawn", "withdrawn", due={"reporter_completes": "missed"}), "2026-Q3")
    assert may_open(entry("withdraw", "withdrawn", due={"withdrawal": "missed"}), "2026-Q3")


@pytest.mark.parametrize("period", ["", "2026"])
def test_of_a_row_whose_quarter_is_hidden_nothing_is_opened(period: str) -> None:
    assert not any(may_open(each, period) for each in (RECEIVE, VERIFY, PROGRESS))


@pytest.mark.parametrize(
    ("period", "opened"), [("2020", False), ("2020-Q1", True), ("", False), ("2021", False), ("2021-Q1", False)]
)
def test_a_claimed_year_is_opened_only_where_the_row_shows_it(period: str, opened: bool) -> None:
    taken_over = entry("import", "closed", None, dates="imported, claimed dates", claimed_year=2020)
    assert may_open(taken_over, period) is opened
    assert may_open({**taken_over, "claimed_year": None}, period) is ("Q" in period)


def test_the_newest_opened_step_proves_status_and_class_until_a_closed_one_changes_them() -> None:
    assert proves([RECEIVE, VERIFY], [True, True]) == set(Proved)
    assert proves([RECEIVE, VERIFY, ASK], [True, True, False]) == {Proved.CLASS, Proved.LIMITS}
    assert proves([RECEIVE, VERIFY], [True, False]) == frozenset()
    assert proves([RECEIVE, {"action": "seen"}], [True, False]) == set(Proved)
    assert proves([{**RECEIVE, "on": "2026-07-06"}, VERIFY], [False, True]) == {Proved.STATUS, Proved.CLASS}
    assert proves([], []) == frozenset()


def test_steps_are_folded_into_what_a_row_says() -> None:
    folded = fold([RECEIVE, VERIFY])
    assert (folded.kind, folded.status, folded.case_class) == (Kind.COMPLAINT, Status.VERIFIED, ROW.case_class)
    assert differences(ROW, folded, Proved) == []
    assert fold([RECEIVE, VERIFY, entry("ask", "waiting")]).status is Status.IN_PROGRESS  # as the public sees it


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"status": Status.CLOSED}, ["status"]),
        ({"kind": Kind.ASPIRATION}, ["jenis"]),
        ({"case_class": None}, ["klasifikasi"]),
        ({"clocks": (PublicClock(ClockKind.VERIFY, False),)}, ["batas waktu Verifikasi aduan"]),
        ({"clocks": ()}, ["batas waktu Verifikasi aduan"]),
        (
            {"clocks": (PublicClock(ClockKind.VERIFY, True), PublicClock(ClockKind.ANSWER, True))},
            ["batas waktu Tanggapan"],
        ),
        ({"outcome": Outcome.SETTLED}, []),  # not in the log's public part
    ],
)
def test_a_row_that_says_something_else_is_named(change: dict[str, Any], named: list[str]) -> None:
    row = PublicRow(**{**vars(ROW), **change})
    assert differences(row, fold([RECEIVE, VERIFY]), Proved) == named


def test_a_limit_that_is_late_and_still_runs_is_no_difference() -> None:
    row = PublicRow(**{**vars(ROW), "clocks": (*ROW.clocks, PublicClock(ClockKind.ANSWER, False))})
    assert differences(row, fold([RECEIVE, VERIFY]), Proved) == []


@pytest.mark.parametrize(
    "steps",
    [[], [RECEIVE, {**VERIFY, "kind": "aspiration"}], [VERIFY, RECEIVE], [{**RECEIVE, "due": {"verify": "perhaps"}}]],
)
def test_steps_that_contradict_each_other_are_refused(steps: list[dict[str, Any]]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        fold(steps)
