"""What a paper may say of a case: the values of its fields, never who complained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from kentongan.cases.models import Assignment, Case, CaseClock, Event
from kentongan.cases.queries.inbox import CHANNEL_LABELS
from kentongan.cases.sealing import open_event, open_rows
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.paper_words import words_of
from kentongan.rules.papers import PaperField, fill, without_numbers
from kentongan.rules.types import CaseClass, Kind, Move, Outcome, PaperKind, Urgency
from kentongan.ui.words import DAYS, say_short_date, say_time
from kentongan.vault.keyring import NO_KEYS, Keyring
from kentongan.villages.models import PaperText, Village

_TOLD = {
    PaperField.ANSWER: (Move.ANSWER, Move.BODY_ANSWERED),
    PaperField.QUESTION: (Move.ASK,),
    PaperField.EXPLANATION: (Move.FORWARD,),
}
_FIRST_WORDS = 16


@dataclass(frozen=True)
class CaseFacts:
    """What stands on a paper beside its words."""

    number: str
    received: str
    channel: str
    kind: str
    case_class: str
    category: str
    urgency: str


def facts_of(case: Case) -> CaseFacts:
    """Return the facts of a case (its category may cost a query)."""
    received = timezone.localtime(case.received_at, case.village.zone)
    return CaseFacts(
        number=case.number,
        received="tidak diketahui" if case.date_unknown else f"{say_short_date(received.date())}, {say_time(received)}",
        channel=CHANNEL_LABELS.get(case.channel, case.channel),
        kind=Kind(case.kind).label,
        case_class=CaseClass(case.case_class).label if case.case_class else "Belum diverifikasi",
        category=case.category.name if case.category else "–",
        urgency=Urgency(case.urgency).label,
    )


def beginning(case: Case, kind: PaperKind, *, at: datetime, site: str, keys: Keyring = NO_KEYS) -> dict[str, str]:
    """Return the words with which a paper of this case begins, every field filled in (five queries).

    Args:
        site: the address where a reporter follows his case, "" when there is none.
        keys: what opens a sealed case; its content is in `case` (`sealing.shown`).
    """
    values = values_of(case, at=at, site=site, keys=keys)
    return {key: fill(text, values).strip() for key, text in own_words(case.village, kind).items()}


def own_words(village: Village, kind: PaperKind) -> Mapping[str, str]:
    """Return the words of a kind: the village's, else the program's (one query)."""
    row = PaperText.objects.filter(village=village, kind=kind).first()
    return words_of(kind, row.words if row else {})


def values_of(case: Case, *, at: datetime, site: str, keys: Keyring = NO_KEYS) -> dict[PaperField, str]:
    """Return what each field becomes for a case (four queries)."""
    village, on = case.village, timezone.localtime(at, case.village.zone).date()
    given = Assignment.objects.filter(village=village, case=case.pk).select_related("handler").last()
    if given is not None:
        open_rows(case, keys, [given])
    values = village_values(village, on=on, site=site) | {
        PaperField.NUMBER: case.number,
        PaperField.RECEIVED: "tanggal yang tidak tercatat" if case.date_unknown else _day(village, case.received_at),
        PaperField.TITLE: without_numbers(case.title or _first_words(case.story)),
        PaperField.STORY: without_numbers(case.story),
        PaperField.CATEGORY: case.category.name if case.category else "",
        PaperField.PLACE: case.place,
        PaperField.OUTCOME: _outcome(case),
        PaperField.BODY: case.body.name if case.body else "",
        PaperField.INSTRUCTION: given.instruction if given else "",
        PaperField.HANDLER: ", ".join(part for part in (given.handler.name, given.handler.post) if part)
        if given
        else "",
        PaperField.DUE: _say(given.due_on if given and given.ended_at is None else case.next_due_on),
        PaperField.REPLY_BY: _say(_reply_by(case)),
    }
    return values | _told(case, keys)


def _outcome(case: Case) -> str:
    """Say what came of it; of a forwarded case that its body answered."""
    if case.outcome:
        return Outcome(case.outcome).label.lower()
    return f"sudah dijawab oleh {case.body.name}" if case.body and case.answered_at else ""


def village_values(village: Village, *, on: date, site: str) -> dict[PaperField, str]:
    """Return what each field becomes that is not of a case."""
    return {
        PaperField.TODAY: say_short_date(on),
        PaperField.DAY: DAYS[on.weekday()],
        PaperField.VILLAGE: village.name,
        PaperField.DISTRICT: village.district,
        PaperField.REGENCY: village.regency,
        PaperField.PHONE: village.phone or village.whatsapp,
        PaperField.SITE: site or "alamatnya dapat ditanyakan di kantor desa",
    }


def _reply_by(case: Case) -> date | None:
    """Return until when the reporter completes his file, while that clock runs (one query)."""
    clock = CaseClock.objects.filter(
        village=case.village_id,
        case=case,
        kind=ClockKind.REPORTER_COMPLETES,
        round=case.round,
        stopped_on__isnull=True,
        cancelled=False,
    ).last()
    return clock.due_on if clock else None


def _told(case: Case, keys: Keyring) -> dict[PaperField, str]:
    moves = [move for moves in _TOLD.values() for move in moves]
    events = [
        open_event(event, case, keys)
        for event in Event.objects.filter(village=case.village_id, case=case.pk, move__in=moves)
        .only("move", "text", "at", "data")
        .order_by("-at", "-id")[:100]
    ]
    return {
        field: next((event.text for event in events if event.move in moves and event.text), "")
        for field, moves in _TOLD.items()
    }


def _first_words(story: str) -> str:
    words = story.split()
    return " ".join(words[:_FIRST_WORDS]) + (" …" if len(words) > _FIRST_WORDS else "")


def _day(village: Village, moment: datetime) -> str:
    return say_short_date(timezone.localtime(moment, village.zone).date())


def _say(day: date | None) -> str:
    return say_short_date(day) if day else ""
