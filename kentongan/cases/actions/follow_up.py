"""Follow-up: progress, messages, notes, evidence, more time, and telling the reporter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from kentongan.cases import search
from kentongan.cases.actions.base import given, step
from kentongan.cases.models import Case
from kentongan.documents.models import Document
from kentongan.people.models import Officer
from kentongan.rules import deadlines
from kentongan.rules.deadlines import ClockEvent, ClockKind
from kentongan.rules.types import Move, Need, Role, Status
from kentongan.rules.workflow import Refused

MAX_TITLE: Final = 200


def progress(
    *,
    case: Case,
    by: Officer,
    at: datetime,
    text: str,
    for_reporter: bool,
    documents: Sequence[Document] = (),
) -> Case:
    """Report what is being done; the first one told to the reporter meets the first follow-up (5 working days).

    Raises:
        Refused: not this officer's case, or no text.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.PROGRESS, given(text=text))
        now.record(
            Move.PROGRESS,
            to=to,
            text=text.strip(),
            to_reporter=for_reporter,
            documents=documents,
            clock_events=[ClockEvent.FOLLOW_UP_TOLD] if for_reporter else [],
        )
    return case


def extend(*, case: Case, by: Officer, at: datetime, reason: str, new_date: date) -> Case:
    """Give the answer more time, with a reason the reporter is told.

    Raises:
        Refused: not allowed now, no reason, no running deadline, or the new date is not later.
    """
    with step(case, by=by, at=at) as now:
        now.check(Move.EXTEND, given(reason=reason) | {Need.NEW_DATE})
        if new_date < now.on:
            raise Refused("date_in_past", "Tanggal baru sudah lewat. Pilih hari ini atau sesudahnya.")
        before = now.clocks.due_of(ClockKind.ANSWER)
        if before is None:
            raise Refused("no_running_deadline", "Aduan ini sedang tidak punya batas waktu jawaban yang berjalan.")
        now.clocks.clocks = deadlines.extend(
            now.clocks.clocks, ClockKind.ANSWER, new_date, calendar=now.clocks.keeper.calendar, on=now.on
        )
        now.record(
            Move.EXTEND,
            text=reason.strip(),
            to_reporter=True,
            data={"new_date": new_date.isoformat(), "before": before.isoformat()},
            facts={"new_date": new_date.isoformat(), "before": before.isoformat()},
        )
    return case


def message(*, case: Case, by: Officer, at: datetime, text: str, documents: Sequence[Document] = ()) -> Case:
    """Write to the reporter (anonymous ones too); he reads it on his page.

    Raises:
        Refused: not allowed now, or no text.
    """
    with step(case, by=by, at=at) as now:
        now.check(Move.MESSAGE, given(text=text))
        # After his reply to an answer the reporter has the word again: his time to judge it begins anew.
        waits = now.clocks.due_of(ClockKind.TELL_DECISION) or now.clocks.due_of(ClockKind.AUTO_CLOSE)
        events = [ClockEvent.TOLD] if now.case.status == Status.ANSWERED and waits is None else []
        now.record(Move.MESSAGE, text=text.strip(), to_reporter=True, documents=documents, clock_events=events)
    return case


def note(*, case: Case, by: Officer, at: datetime, text: str, as_title: bool = False) -> Case:
    """Keep an internal note; the reporter never sees it.

    Args:
        as_title: of a sealed case: keep its beginning as the working title too, which is not sealed, stands in the
            lists of those who may see the case, and can be searched by them.

    Raises:
        Refused: not allowed now, or no text.
    """
    with step(case, by=by, at=at) as now:
        now.check(Move.NOTE, given(text=text))
        titled = as_title and now.case.sealed
        if titled:
            now.case.title = " ".join(text.split())[:MAX_TITLE]
            search.reindex(now.case)
        now.record(Move.NOTE, text=text.strip(), data={"title": True} if titled else None)
    return case


def add_evidence(
    *,
    case: Case,
    at: datetime,
    documents: Sequence[Document],
    by: Officer | None = None,
    text: str = "",
    token: str | None = None,
) -> Case:
    """Add evidence from the reporter (by None) or the desk.

    Raises:
        Refused: not allowed now, or nothing was added.
    """
    if not documents:
        raise Refused("no_file", "Belum ada berkas yang dipilih.")
    with step(case, by=by, role=Role.REPORTER, at=at, token=token) as now:
        now.check(Move.EVIDENCE)
        now.record(
            Move.EVIDENCE,
            text=text.strip(),
            to_reporter=by is None,
            documents=documents,
            clock_events=[ClockEvent.REPORTER_REPLIED] if by is None else [],
        )
    return case


def tell(*, case: Case, at: datetime, how: str, by: Officer | None = None) -> Case:
    """Note that the answer reached the reporter: shown on his page (by None), or told in person, by phone, by letter.

    Stops the 14-day clock to tell the decision (UU 25/2009 art. 50) and starts the 10 working days to auto-close.

    Raises:
        Refused: there is no answer to tell, or it was told already.
    """
    with step(case, by=by, role=Role.REPORTER, at=at) as now:
        now.check(Move.TELL, given(text=how))
        if now.clocks.due_of(ClockKind.TELL_DECISION) is None:
            raise Refused("already_told", "Tanggapan ini sudah tercatat sampai ke pelapor.")
        now.record(
            Move.TELL, data={"how": how}, to_reporter=by is not None, clock_events=[ClockEvent.TOLD], notify=False
        )
    return case
