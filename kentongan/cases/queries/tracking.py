"""What the reporter sees with his tracking code: a timeline in plain words, what comes next, what he may do.

Never the identity, never an internal note, never an officer's name (a post is enough).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kentongan.cases import codes, matter
from kentongan.cases.actions.base import state_of
from kentongan.cases.actions.splitting import MAX_OF_ONE_LETTER
from kentongan.cases.clocks import CaseClocks, Timekeeper
from kentongan.cases.escalated import OWED
from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import Case, Event
from kentongan.cases.queries.escalation import Overdue, overdue
from kentongan.cases.queries.publishing import public_copies
from kentongan.cases.queries.tracking_words import CLOCK_WORDS, PLAIN_STATUS, TITLES
from kentongan.cases.ready import confidential_is_ready
from kentongan.cases.rights import CitizenRight, rights_of
from kentongan.cases.sealing import open_event, shown
from kentongan.documents.models import Document
from kentongan.rules import deadlines, numbering, workflow
from kentongan.rules.data_rights import DataOutcome, DataRequest
from kentongan.rules.deadlines import ClockKind, ClockState
from kentongan.rules.publication import Consent
from kentongan.rules.types import ArchiveReason, CaseClass, Move, Outcome, Role, Status
from kentongan.rules.workflow import REPORTER
from kentongan.ui.words import say_date
from kentongan.vault.keyring import NO_KEYS, Keyring
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

MOST_RETALIATION = 20  # reports of retaliation beside a case, on its reporter's page


@dataclass(frozen=True)
class Step:
    """One line of the timeline."""

    at: datetime
    move: Move
    title: str
    text: str
    detail: str
    by_whom: str  # "Anda", "Petugas desa (jabatan)", "Sistem"
    mine: bool
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Due:
    """One thing that comes next, and by when."""

    kind: ClockKind
    label: str
    due_on: date | None
    late: bool
    paused: bool
    citation: str
    reporters: bool  # it is the reporter who must do it


@dataclass(frozen=True)
class Sibling:
    """One of the cases that were taken out of one letter."""

    id: UUID
    number: str
    title: str
    status_label: str
    current: bool


@dataclass(frozen=True)
class Tracking:
    """The follow-up page."""

    case: Case
    number: str
    status: Status
    status_label: str
    plain_status: str
    steps: tuple[Step, ...]
    next: tuple[Due, ...]
    may: frozenset[Move]
    withdrawal_due_on: date | None
    answer: Step | None
    merged_number: str
    # What became of the case this one was merged into: its reporter is answered too (RULES §3).
    merged_status: str
    merged_answer: Step | None
    family: tuple[Sibling, ...]  # all cases of one letter, for the one code that opens them; () when it is only one
    needs_telling: bool
    overdue: Overdue | None
    rights: tuple[CitizenRight, ...]
    more_protection: tuple[IdentityMode, ...]  # to which the reporter may go from here
    nobody_free: bool  # everybody who could take it up is reported himself: only outside bodies are left


def case_for_code(village: Village, code: str) -> Case | None:
    """Return the case of a tracking code (one query for what a cookie needs; the rest is read when asked for).

    Raises:
        CodeMistyped: the text cannot be a code.
    """
    code_hash = codes.hash_of_code(village, numbering.normalise_code(code))
    found = Case.objects.filter(village_id=village.pk, code_hash=code_hash).only(
        "village_id", "code_generation", "split_from_id", "code_public", "key", "sealed_content"
    )[:1]
    for case in found:
        case.village = village
        return case
    return None


def holder_of(case: Case) -> Case:
    """Return the case whose code opens this one: the letter from which it was taken, or itself."""
    return case.split_from or case


def of_one_letter(case: Case) -> QuerySet[Case]:
    """Return the cases of the same letter, the letter first; the case alone when it is the only one."""
    letter = case.split_from_id or case.pk
    return Case.objects.filter(Q(pk=letter) | Q(split_from=letter), village_id=case.village_id).order_by("pk")


def case_for_follow_up(village: Village, case_id: UUID, generation: int) -> Case | None:
    """Return the case a follow-up cookie names; a reissued code makes older cookies worthless."""
    return (
        Case.objects.filter(
            Q(split_from__isnull=True, code_generation=generation) | Q(split_from__code_generation=generation),
            village=village,
            pk=case_id,
        )
        .select_related("village", "hamlet", "category", "split_from", "body")
        .first()
    )


def tracking(case: Case, now: datetime, keys: Keyring = NO_KEYS) -> Tracking:
    """Return the follow-up page of a case (a fixed number of queries, whatever the number of cases).

    `keys`: the reporter's, from his code; they open what is sealed.
    """
    village = case.village
    today = local_date(village, now)
    steps = _steps(case, keys)
    state = state_of(case, village)
    offered = workflow.moves_for(state, REPORTER, today)
    dues = _dues(case, village, today)
    may = frozenset(transition.move for transition in offered)
    root = matter.root_of(case) if case.merged_into_id else None
    late = {due.kind: due.due_on for due in dues if due.late and due.due_on and not due.reporters}
    return Tracking(
        case=shown(case, keys),
        number=case.number,
        status=Status(case.status),
        status_label=Status(case.status).label,
        plain_status=PLAIN_STATUS[Status(case.status)],
        steps=steps,
        next=tuple(due for due in dues if due.kind in CLOCK_WORDS),
        may=may,
        withdrawal_due_on=case.withdrawal_due_on,
        answer=_answer(steps),
        merged_number=root.number if root else "",
        merged_status=PLAIN_STATUS[Status(root.status)] if root else "",
        merged_answer=_answer(_steps(root, keys)) if root else None,
        family=_family(case, keys),
        needs_telling=case.status == Status.ANSWERED and any(due.kind == ClockKind.TELL_DECISION for due in dues),
        overdue=overdue(case, late, OWED),
        rights=rights_of(case, now, late=bool(late), state=state),
        more_protection=_more_protection(case),
        nobody_free=case.restricted and not case.members.filter(of_route=True).exists(),
    )


def _more_protection(case: Case) -> tuple[IdentityMode, ...]:
    mode = IdentityMode(case.identity_mode)
    if mode is IdentityMode.ANONYMOUS:
        return ()
    to_confidential = mode is IdentityMode.OPEN and (case.restricted or confidential_is_ready(case.village))
    return (IdentityMode.CONFIDENTIAL, IdentityMode.ANONYMOUS) if to_confidential else (IdentityMode.ANONYMOUS,)


def next_for_receipt(case: Case, now: datetime, clocks: CaseClocks | None = None) -> tuple[Due, ...]:
    """Return what comes next, for the receipt (one query, unless the clocks are at hand)."""
    dues = _dues(case, case.village, local_date(case.village, now), clocks)
    return tuple(due for due in dues if due.kind in CLOCK_WORDS)


def documents_of_reporter(case: Case) -> frozenset[UUID]:
    """Return the documents the reporter may fetch: those of steps he sees, and what is published (two queries)."""
    shown = Document.objects.filter(
        village_id=case.village_id, event_document__event__case=case, event_document__event__to_reporter=True
    )
    return frozenset(shown.values_list("id", flat=True)) | public_copies(case)


def _family(case: Case, keys: Keyring) -> tuple[Sibling, ...]:
    found = of_one_letter(case)[: MAX_OF_ONE_LETTER + MOST_RETALIATION]
    siblings = tuple(
        Sibling(
            id=each.pk,
            number=each.number,
            title=_short_title(shown(each, keys)),
            status_label=Status(each.status).label,
            current=each.pk == case.pk,
        )
        for each in found
    )
    return siblings if len(siblings) > 1 else ()


def _short_title(case: Case) -> str:
    title = case.title or " ".join(case.story.split()[:12])
    return f"Laporan tindakan balasan: {title}" if case.retaliation_for_id else title


def _steps(case: Case, keys: Keyring) -> tuple[Step, ...]:
    events = (
        Event.objects.filter(village_id=case.village_id, case=case, to_reporter=True)
        .select_related("officer")
        .prefetch_related("event_documents__document")
        .order_by("at", "id")
    )
    return tuple(_step(open_event(event, case, keys)) for event in events)


def _answer(steps: tuple[Step, ...]) -> Step | None:
    return next((step for step in reversed(steps) if step.move in (Move.ANSWER, Move.BODY_ANSWERED)), None)


def _step(event: Event) -> Step:
    move = Move(event.move)
    role = Role(event.actor)
    mine = role == Role.REPORTER
    if mine:
        whom = "Anda"
    elif role == Role.SYSTEM:
        whom = "Sistem"
    else:
        post = event.officer.post if event.officer else ""
        whom = post or role.label
    return Step(
        at=event.at,
        move=move,
        title=TITLES.get(move, move.label),
        text=event.text,
        detail=_detail(move, event.data),
        by_whom=whom,
        mine=mine,
        documents=tuple(link.document for link in event.event_documents.all()),
    )


def _detail(move: Move, data: dict[str, Any]) -> str:
    match move:
        case Move.VERIFY | Move.RECLASSIFY:
            return f"{CaseClass(data['class']).label} · {data['category']}"
        case Move.ARCHIVE:
            return ArchiveReason(data["reason"]).label
        case Move.RECEIVE:
            return f"Bagian dari surat nomor {data['letter']}" if data.get("letter") else ""
        case Move.SPLIT:
            return ", ".join(f"laporan nomor {part['number']}" for part in data["into"])
        case Move.ASSIGN | Move.HANDOVER:
            return data.get("post") or "Petugas desa"
        case Move.FORWARD:
            return " · ".join(part for part in (data.get("body"), data.get("contact")) if part)
        case Move.EXTEND:
            before, after = (say_date(date.fromisoformat(data[key])) for key in ("before", "new_date"))
            return f"Batas waktu baru: {after} (semula {before})"
        case Move.ANSWER:
            return Outcome(data["outcome"]).label
        case Move.DECIDE_OBJECTION:
            return "Keberatan diterima" if data["upheld"] else "Keberatan tidak diterima"
        case Move.RATE_SATISFIED | Move.RATE_UNSATISFIED:
            return f"{data['stars']} dari 5 bintang" if data.get("stars") else ""
        case Move.PROTECT_MORE:
            return f"{IdentityMode(data['before']).label} → {IdentityMode(data['mode']).label.lower()}"
        case Move.NAME_REPORTED | Move.RESTRICT:
            return _who_could(data)
        case Move.ADMIT:
            return data.get("post") or "Petugas desa"
        case Move.RELEASE:
            return f"Nomor sekarang {data['number']} (semula {data['before']})"
        case Move.PUBLISH_CONSENT:
            return Consent(data["kind"]).label
        case Move.PUBLISH_DECIDE:
            return f"Terbit paling cepat {say_date(date.fromisoformat(data['due_on']))}"
        case Move.MERGE:
            return f"Laporan nomor {data['number']}"
        case Move.DATA_ASK | Move.DATA_REVOKE:
            return DataRequest(data["kind"]).label
        case Move.DATA_DECIDE:
            return f"{DataRequest(data['kind']).label}: {DataOutcome(data['outcome']).label.lower()}"
        case _:
            return ""


def _who_could(data: dict[str, Any]) -> str:
    """Say who could open it until then, and who did something in it."""
    could, did = data.get("could", []), data.get("did", [])
    before = f"Sebelumnya dapat dibuka: {', '.join(could)}." if could else ""
    acted = f" Yang pernah menanganinya: {', '.join(did)}." if did else " Belum ada petugas yang menanganinya."
    return before + (acted if could else "")


def _dues(case: Case, village: Village, today: date, clocks: CaseClocks | None = None) -> list[Due]:
    clocks = clocks or CaseClocks(case, Timekeeper.of(village))
    dues = []
    for clock in clocks.clocks:
        if not clock.running or clock.round != case.round:
            continue
        state = deadlines.state(clock, clocks.keeper.calendar, today)
        dues.append(
            Due(
                kind=clock.kind,
                label=CLOCK_WORDS.get(clock.kind, clock.kind.label),
                due_on=deadlines.due(clock, clocks.keeper.calendar),
                late=state == ClockState.LATE,
                paused=state == ClockState.PAUSED,
                citation=clock.citation,
                reporters=clock.kind not in deadlines.OFFICE_CLOCKS,
            )
        )
    return sorted(dues, key=lambda due: (due.due_on is None, due.due_on or today))
