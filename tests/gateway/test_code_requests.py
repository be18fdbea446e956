"""A lost code is replaced by mail alone: nobody but the reader of that mail learns whether number and contact fit.

In a village everybody knows everybody's number. If the asking page, its speed or the desk told that a contact fits a
case, an accused officer could find out who complained by trying his neighbours one after the other.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kentongan.cases.actions import identity, reporter
from kentongan.cases.models import Case
from kentongan.cases.queries import tracking
from kentongan.cases.queries.case_page import case_page, last_event
from kentongan.cases.queries.inbox import InboxFilter, inbox
from kentongan.gateway.dispatch import dispatch
from kentongan.outbox.models import OutboxMessage, State
from kentongan.outbox.standing import dead_letters, standing, waiting_letters
from kentongan.rules.types import Move
from kentongan.villages.models import Village
from tests.factories import MONDAY, REPORTER, Office, lodge
from tests.gateway.helpers import Pigeon
from tests.outbox.helpers import found

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
UNKNOWN = "999/ADU/33.03.13.2003/2026"


@pytest.fixture
def pigeon() -> Pigeon:
    return Pigeon()


@pytest.fixture
def case() -> Case:
    """Warsiti's case; the notices of its receipt are out already."""
    case = lodge(found()).case
    OutboxMessage.objects.all().delete()
    return case


def ask(village: Village, number: str, contact: str, at: datetime = MONDAY) -> None:
    identity.ask_for_new_code(village=village, number=number, contact=contact, at=at)


def deliver(pigeon: Pigeon, at: datetime = MONDAY) -> None:
    """Let the outbox take two turns: one answers the request, the next carries the mail."""
    for _ in range(2):
        dispatch(pigeon.registry, clock=lambda: at)


@pytest.mark.parametrize("contact", [REPORTER.email, REPORTER.phone, "0812-3456-7890"])
def test_who_gives_the_contact_on_file_gets_a_new_code_by_mail(pigeon: Pigeon, case: Case, contact: str) -> None:
    ask(case.village, case.number.lower(), contact)
    deliver(pigeon)
    assert [message.address for message in pigeon.carried] == [REPORTER.email]
    case.refresh_from_db()
    assert case.code_generation == 2
    assert not OutboxMessage.objects.exclude(state=State.SENT, secret=None).exists()


@pytest.mark.parametrize(("number", "contact"), [(None, "0813-0000-0000"), (None, "?"), (UNKNOWN, REPORTER.email)])
def test_who_gives_another_gets_nothing(pigeon: Pigeon, case: Case, number: str | None, contact: str) -> None:
    ask(case.village, number or case.number, contact)
    deliver(pigeon)
    assert pigeon.carried == []
    case.refresh_from_db()
    assert case.code_generation == 1
    assert not OutboxMessage.objects.exclude(state=State.SENT, secret=None).exists()


def test_a_neighbour_village_knows_nothing_of_it(pigeon: Pigeon, case: Case) -> None:
    ask(found("Tanalum", "33.03.13.2005"), case.number, REPORTER.email)
    deliver(pigeon)
    assert pigeon.carried == []


def test_asking_looks_nothing_up_and_keeps_nothing_in_clear(case: Case) -> None:
    seen = []
    for number, contact in ((case.number, REPORTER.email), (case.number, "0813-0000-0000"), (UNKNOWN, "x@example.org")):
        with CaptureQueriesContext(connection) as queries:
            ask(case.village, number, contact)
        seen.append([query["sql"].split("VALUES")[0] for query in queries if "SAVEPOINT" not in query["sql"]])
        assert not any(contact in query["sql"] for query in queries)
    assert seen[0] == seen[1] == seen[2]
    assert not any("cases_case" in sql for sql in seen[0])
    case.refresh_from_db()
    assert case.code_generation == 1


def test_the_desk_cannot_see_that_somebody_guessed_right(pigeon: Pigeon, case: Case) -> None:
    office = Office(case.village)
    reporter.reply(case=case, at=MONDAY + HOUR, text="Sudah dua minggu.")
    village, sari, today = case.village, office.sari, MONDAY.date()

    def seen() -> object:
        case.refresh_from_db()
        rows = inbox(sari.viewer(), village, InboxFilter(), today=today).rows
        page = case_page(case, sari, MONDAY + 2 * HOUR)
        last = last_event(case)
        return [case.updated_at, rows, [entry.event.id for entry in page.entries], last and last.id]

    before = seen()
    ask(village, case.number, REPORTER.email)
    assert (waiting_letters(village), standing(village, "email").waiting) == ([], 0)
    dispatch(pigeon.registry, clock=lambda: MONDAY + 2 * HOUR)
    assert OutboxMessage.objects.filter(template="new_code", state=State.QUEUED).exists()
    assert (waiting_letters(village), standing(village, "email").waiting) == ([], 0)
    OutboxMessage.objects.filter(template="new_code").update(state=State.DEAD, settled_at=MONDAY)
    assert (dead_letters(village), standing(village, "email").dead) == ([], 0)
    assert seen() == before
    assert Move.REISSUE_CODE in [step.move for step in tracking.tracking(case, MONDAY).steps]


def test_a_code_is_replaced_by_mail_at_most_once_an_hour(pigeon: Pigeon, case: Case) -> None:
    for minutes, codes in ((0, 1), (20, 1), (59, 1), (61, 2)):
        at = MONDAY + timedelta(minutes=minutes)
        ask(case.village, case.number, REPORTER.email, at)
        deliver(pigeon, at)
        assert len(pigeon.carried) == codes


def test_a_request_that_lay_for_days_is_let_go(pigeon: Pigeon, case: Case) -> None:
    """The mail server was away; meanwhile the reporter may have found his paper again."""
    ask(case.village, case.number, REPORTER.email)
    deliver(pigeon, MONDAY + timedelta(days=2))
    assert pigeon.carried == []
    case.refresh_from_db()
    assert case.code_generation == 1
