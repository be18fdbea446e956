"""Cases brought to where a test needs them, through the real actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.http.response import HttpResponseBase
from django.test import Client

from kentongan.cases.actions import answer, assignment, follow_up, objection, referral, reporter, verification
from kentongan.cases.models import Case
from kentongan.rules.types import ArchiveReason, CaseClass, Outcome, Status, Urgency
from kentongan.villages.models import Body, Category
from tests.factories import MONDAY, Office, lodge

HOUR = timedelta(hours=1)


def case_in(office: Office, status: Status, *, when: datetime = MONDAY, **lodging: Any) -> Case:
    """Lodge a case by the web and walk it to `status`."""
    case = lodge(office.village, when=when, **lodging).case
    walk(case, office, status, when + HOUR)
    case.refresh_from_db()
    return case


def verify(case: Case, office: Office, at: datetime, *, urgency: Urgency = Urgency.NORMAL, **extra: Any) -> None:
    """Verify as an ordinary complaint."""
    values: dict[str, Any] = {
        "case_class": CaseClass.NON_SUPERVISORY,
        "category": Category.objects.get(village=office.village, name="Infrastruktur & jalan"),
    }
    verification.verify(case=case, by=office.sari, at=at, urgency=urgency, **(values | extra))


def assign(case: Case, office: Office, at: datetime) -> None:
    """Give it to Joko."""
    assignment.assign(
        case=case,
        by=office.tono,
        at=at,
        handler=office.joko,
        instruction="Tinjau lokasi bersama RT.",
        due_on=date(2026, 7, 14),
    )


def walk(case: Case, office: Office, status: Status, at: datetime) -> None:
    """Make the moves that lead from received to `status`."""
    match status:
        case Status.RECEIVED:
            return
        case Status.WAITING:
            verification.ask(case=case, by=office.sari, at=at, question="Di mana persisnya?")
            return
        case Status.ARCHIVED:
            verification.archive(
                case=case, by=office.tono, at=at, reason=ArchiveReason.TOO_GENERAL, explanation="Mohon dirinci."
            )
            return
        case Status.FORWARDED:
            body = Body.objects.get(village=office.village)
            referral.forward(case=case, by=office.tono, at=at, body=body, explanation="Jalan kabupaten.")
            return
    verify(case, office, at)
    if status is Status.VERIFIED:
        return
    assign(case, office, at + HOUR)
    if status is Status.ASSIGNED:
        return
    follow_up.progress(case=case, by=office.joko, at=at + 2 * HOUR, text="Sudah ditinjau.", for_reporter=True)
    if status is Status.IN_PROGRESS:
        return
    answer.propose(case=case, by=office.joko, at=at + 3 * HOUR, outcome=Outcome.SETTLED, text="Sudah ditambal.")
    if status is Status.ANSWER_PROPOSED:
        return
    answer.answer(case=case, by=office.tono, at=at + 4 * HOUR, outcome=Outcome.SETTLED, text="Sudah ditambal.")
    if status is Status.UNDER_OBJECTION:
        reporter.object_(case=case, at=at + 5 * HOUR, reason="Lubangnya masih ada.")
    elif status is Status.REOPENED:
        answer.reopen(case=case, by=office.tono, at=at + 5 * HOUR, reason="Rusak lagi.")
    elif status is Status.CLOSED:
        reporter.rate(case=case, at=at + 5 * HOUR, satisfied=True, stars=5)


def rejected(case: Case, office: Office, at: datetime) -> None:
    """Reject an objection."""
    objection.decide(case=case, by=office.bpd, at=at, upheld=False, reasons="Sudah dicek.")


def move_url(case: Case, move: str) -> str:
    """Return the address of a move."""
    return f"/meja/aduan/{case.id}/{move}/"


def make(client: Client, case: Case, move: str, *, stamp: str | None = None, **fields: Any) -> HttpResponseBase:
    """Send a move's form as the page would; the stamp is the case's own unless given."""
    case.refresh_from_db()
    return client.post(move_url(case, move), {"cap": stamp or case.updated_at.isoformat(), **fields})


def text_of(response: Any) -> str:
    """Return the page as text."""
    content: bytes = response.content
    return content.decode()
