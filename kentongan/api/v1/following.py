"""Following a case with its tracking code: the timeline as the reporter's page shows it, and messages to the office.

Whoever holds the code is the reporter, as on the portal; wrong codes make the next one wait, counted together with the
portal's, and nothing is kept of the connection.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from kentongan.api.formats import Plain
from kentongan.api.v1.frame import Problem, body_of, flag_of, reply, rest, text_of
from kentongan.cases.actions import follow_up, identity, reporter
from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.models import Case
from kentongan.cases.queries.tracking import (
    Due,
    Step,
    Tracking,
    case_for_code,
    case_for_follow_up,
    of_one_letter,
    tracking,
)
from kentongan.forms.turns import Gate
from kentongan.rules.numbering import CodeMistyped, normalise_code
from kentongan.rules.types import Move, Refused
from kentongan.vault.case_keys import code_secret
from kentongan.vault.keyring import reporter_ring
from kentongan.villages.tenant import village_of

MOST_MESSAGE: Final = 5_000
MOST_CODE: Final = 80
MOST_ID: Final = 64
_TICKET: Final = 200
UNKNOWN: Final = "Kode ini tidak kami kenal di desa ini. Periksa lagi pada tanda terima."


@dataclass(frozen=True, repr=False)
class Opened:
    """A case, opened by its code (hence no repr)."""

    case: Case
    secret: bytes
    sent: dict[str, Any]
    now: datetime


@rest("POST")
def track(request: HttpRequest) -> HttpResponse:
    """Tell where a case stands. `shown_to_reporter` notes that its answer reached him (UU 25/2009 art. 50)."""
    opened = _open(request)
    shown = flag_of(opened.sent, "shown_to_reporter")
    keys = reporter_ring(opened.secret)
    read = tracking(opened.case, opened.now, keys)
    if shown and read.needs_telling:
        with suppress(Refused):
            follow_up.tell(case=opened.case, at=opened.now, how="api")
        read = tracking(opened.case, opened.now, keys)
    return reply(_as_json(read))


@rest("POST")
def message(request: HttpRequest) -> HttpResponse:
    """Write to the office, or answer its question. The same `message_id` sends nothing twice."""
    opened = _open(request)
    text = text_of(opened.sent, "text", most=MOST_MESSAGE, required=True)
    name = text_of(opened.sent, "message_id", most=MOST_ID)
    repeated = False
    try:
        token = f"api-message/{opened.case.pk}/{name}" if name else None
        reporter.reply(case=opened.case, at=opened.now, text=text, token=token)
    except AlreadyDone:
        repeated = True
    return reply({"received": True, "repeated": repeated, "number": opened.case.number})


def _open(request: HttpRequest) -> Opened:
    """Return the case whose code was sent.

    Raises:
        Problem: 422 for what cannot be a code, 429 while one has to wait, 404 for an unknown one, 410 when it was
            erased.
    """
    village, now, sent = village_of(request), timezone.now(), dict(body_of(request))
    typed = text_of(sent, "code", most=MOST_CODE, required=True)
    ticket = text_of(sent, "ticket", most=_TICKET)
    number = text_of(sent, "number", most=MOST_CODE)
    try:
        code = normalise_code(typed)
    except CodeMistyped as mistyped:
        raise Problem(422, mistyped.sentence, code="mistyped", field="code") from mistyped
    gate = Gate(request, village, "code", now, ticket)
    wait = gate.wait_for(code)
    if wait is not None:
        sentence = f"Terlalu banyak percobaan dari sambungan ini. Ulangi dengan ticket ini {wait.seconds} detik lagi."
        headers = {"Retry-After": str(wait.seconds)}
        raise Problem(429, sentence, code="wait", extra={"ticket": wait.ticket}, headers=headers)
    found = case_for_code(village, typed)
    if found is None:
        gate.missed()
        raise Problem(404, UNKNOWN, code="unknown")
    secret = code_secret(village.pk, code)
    identity.learn_code(case=found, secret=secret)
    case = case_for_follow_up(village, _wanted(found, number), found.code_generation)
    if case is None or case.erased_at is not None:
        raise Problem(410, "Isi laporan ini sudah dihapus. Penjelasannya ada di halaman lacak.", code="erased")
    return Opened(case, secret, sent, now)


def _wanted(found: Case, number: str) -> Any:
    """Return the key of the case that is meant: one code opens all cases of one letter.

    Raises:
        Problem: 404, this code opens no case of that number.
    """
    if not number:
        return found.pk
    key = of_one_letter(found).filter(number=number).values_list("pk", flat=True).first()
    if key is None:
        raise Problem(404, "Kode ini tidak membuka laporan bernomor itu.", code="unknown", field="number")
    return key


def _as_json(read: Tracking) -> Plain:
    may = read.may
    return {
        "number": read.number,
        "kind": read.case.kind,
        "status": {"code": str(read.status), "label": read.status_label, "meaning": read.plain_status},
        "received_at": read.case.received_at.isoformat(),
        "steps": [_step(step) for step in read.steps],
        "next": [_due(due) for due in read.next],
        "may": sorted(str(move) for move in may),
        "may_reply": bool({Move.MESSAGE, Move.COMPLETE} & may),
        "answer_unread": read.needs_telling,
        "merged_into": read.merged_number or None,
        "letter": [
            {"number": each.number, "title": each.title, "status": each.status_label, "current": each.current}
            for each in read.family
        ],
    }


def _step(step: Step) -> Plain:
    return {
        "at": step.at.isoformat(),
        "move": str(step.move),
        "title": step.title,
        "text": step.text,
        "detail": step.detail,
        "by": step.by_whom,
        "mine": step.mine,
        "files": len(step.documents),
    }


def _due(due: Due) -> Plain:
    return {
        "clock": str(due.kind),
        "label": due.label,
        "due_on": due.due_on.isoformat() if due.due_on else None,
        "late": due.late,
        "paused": due.paused,
        "citation": due.citation,
        "yours": due.reporters,
    }
