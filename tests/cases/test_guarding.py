"""No cell stands with too little company: not after a turn of the job, nor after two who leave at once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from kentongan.cases import guarding
from kentongan.cases.actions import publishing, verification
from kentongan.cases.models import Case, Publication
from kentongan.cases.queries.publishing import publication_now
from kentongan.cases.taking_off import hold_back, take_off
from kentongan.rules import workflow
from kentongan.rules.publication import TakenOff
from kentongan.rules.types import Move, Refused, Urgency
from kentongan.villages.models import Category
from tests.cases.test_publishing import DAY, a_case, approved, ids, published, redacted
from tests.factories import MONDAY, NON_SUPERVISORY, Office, make_village

LATER = MONDAY + 14 * DAY


@pytest.fixture
def office() -> Office:
    return Office(make_village())


def cells(office: Office) -> list[int]:
    """How many stand in each cell that is shown."""
    rows = Publication.objects.filter(guarding.PUBLISHED, village=office.village, withheld=False)
    shown = [guarding.shown_by(row) for row in rows]
    return [shown.count(cell) for cell in set(shown)]


def of_other_topics(office: Office, count: int) -> list[Case]:
    """So many cases, each of another group: only without their topics are they alike."""
    cases = [a_case(office) for _ in range(count)]
    for number, case in enumerate(cases):
        category = Category.objects.create(village=office.village, name=f"Topik {number}")
        verification.reclassify(
            case=case,
            by=office.tono,
            at=MONDAY + DAY,
            case_class=NON_SUPERVISORY,
            category=category,
            urgency=Urgency.NORMAL,
            reason="Topiknya lain.",
        )
    return cases


@pytest.mark.django_db
def test_what_waits_for_better_company_is_none_to_others_meanwhile(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, asked = guarding.place, []

    def counted(*args: Any, **kwargs: Any) -> Any:
        asked.append(1)
        assert len(asked) < 20, "the guard is asked for ever"
        return place(*args, **kwargs)

    monkeypatch.setattr(guarding, "place", counted)
    cases = published(office)
    for case in cases[1:]:
        publishing.unpublish(case=case, by=office.tono, at=MONDAY + 13 * DAY, reason="Mudah dikenali.")
    alone = Publication.objects.get(case=cases[0])
    assert alone.withheld
    a_case(office, consent=False)  # with the four that were taken off, five stay behind
    companions = of_other_topics(office, 4)
    for case in companions:
        approved(office, case)
    due = (MONDAY - timedelta(days=publishing.PATIENCE)).date()  # their patience is over
    Publication.objects.filter(case__in=companions).update(due_on=due)
    approved_again(office, cases[0])
    publishing.publish_due(village=office.village, at=LATER + 8 * DAY)
    assert all(count >= office.village.publish_least for count in cells(office))
    alone.refresh_from_db()
    assert alone.withheld
    assert alone.next_version
    # Without patience they are company to each other.
    Publication.objects.filter(pk=alone.pk).update(due_on=due)
    assert publishing.publish_due(village=office.village, at=LATER + 9 * DAY) == 5
    assert cells(office) == [5]


def approved_again(office: Office, case: Case) -> None:
    redacted(office, case, LATER)
    publishing.decide_publication(case=case, by=office.tono, at=LATER)


@pytest.mark.django_db
def test_what_its_case_does_not_allow_is_no_company_either(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [a_case(office) for _ in range(5)]
    for case in cases:
        approved(office, case)
    check, numbers = workflow.check_move, []

    def strict(move: Move, *args: Any, **kwargs: Any) -> Any:
        if move is Move.PUBLISH:
            numbers.append(move)
            if len(numbers) == 5:
                raise Refused("wrong_status", "Aduan ini tidak dapat diterbitkan.")
        return check(move, *args, **kwargs)

    monkeypatch.setattr(workflow, "check_move", strict)
    assert publishing.publish_due(village=office.village, at=MONDAY + 12 * DAY) == 0
    assert len(numbers) == 5  # the second turn found four, which is too few
    assert ids(office) == set()
    assert not Publication.objects.filter(village=office.village, published_at__isnull=False).exists()
    assert publishing.publish_due(village=office.village, at=MONDAY + 13 * DAY) == 5


@pytest.mark.django_db
def test_after_a_restore_nothing_stands_until_it_is_decided_anew(office: Office) -> None:
    cases = published(office)
    waits, gone = a_case(office), a_case(office)
    for case in (waits, gone):
        approved(office, case)
    publishing.unpublish(case=gone, by=office.tono, at=LATER, reason="Mudah dikenali.")
    assert hold_back(office.village, LATER) == 6
    assert ids(office) == set()
    assert publishing.publish_due(village=office.village, at=LATER + 30 * DAY) == 0
    assert publication_now(waits, LATER.date()).off_why is TakenOff.RESTORED
    assert publication_now(gone, LATER.date()).off_why is TakenOff.OFFICER
    for case in (*cases, waits):
        publishing.decide_publication(case=case, by=office.tono, at=LATER + 30 * DAY)
    a_case(office, consent=False)
    for _ in range(3):
        a_case(office, consent=False)  # five stay behind
    assert publishing.publish_due(village=office.village, at=LATER + 38 * DAY) == 6


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_two_who_leave_a_cell_of_six_at_once_leave_no_cell_of_four(office: Office) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one transaction writes at a time")
    cases = published(office, 6)
    done = threading.Event()

    def second() -> None:
        try:
            publishing.unpublish(case=cases[1], by=office.tono, at=LATER, reason="Mudah dikenali.")
            done.set()
        finally:
            connection.close()

    other = threading.Thread(target=second)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=cases[0].pk)
        take_off(case, TakenOff.OFFICER, LATER)
        other.start()
        assert not done.wait(0.5)  # it waits for what the first will leave
    other.join(10)
    assert done.is_set()
    assert cells(office) == []


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_a_case_somebody_works_on_is_left_for_the_next_turn(office: Office) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one transaction writes at a time")
    cases = [a_case(office) for _ in range(6)]
    for case in cases:
        approved(office, case)
    made: list[int] = []

    def job() -> None:
        try:
            made.append(publishing.publish_due(village=office.village, at=MONDAY + 12 * DAY))
        finally:
            connection.close()

    with transaction.atomic():
        Case.objects.select_for_update().get(pk=cases[0].pk)
        turn = threading.Thread(target=job)
        turn.start()
        turn.join(10)
        assert not turn.is_alive()
    # Five could stand, but one left behind would be told by subtraction: all wait.
    assert made == [0]
    assert publishing.publish_due(village=office.village, at=MONDAY + 13 * DAY) == 6
