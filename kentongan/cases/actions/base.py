"""What every action has in common: lock, check the table of moves, save, append to the ledger, queue notices.

An action opens a `Step`, changes the case through it, and that is one transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kentongan.cases import codes, matter
from kentongan.cases.clocks import CaseClocks, Timekeeper
from kentongan.cases.models import Assignment, Case, CaseClock, Event, EventDocument
from kentongan.cases.models.sealed import SealedWords
from kentongan.cases.sealing import event_place, sealed_words, stored
from kentongan.documents import store
from kentongan.documents.models import Document
from kentongan.ledger import log as ledger
from kentongan.outbox.queue import queue
from kentongan.people.models import Officer
from kentongan.rules import access, workflow
from kentongan.rules.access import CaseFacts
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.types import CaseClass, Move, Need, Role, Route, Status
from kentongan.rules.workflow import CaseState, Doer
from kentongan.support import canonical, rows
from kentongan.vault.case_keys import Seal, seal_of
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

# In these the matter has its answer, also for the reporters of cases merged into it.
ANSWERS_MERGED = frozenset({Status.ANSWERED, Status.CLOSED, Status.ARCHIVED})


def leave_tray(case: Case) -> None:
    """Take a case out of the triage tray: it was passed on, or sorted by another move."""
    case.triage, case.triage_alike = False, ""


def digest(text: str) -> str:
    """Return the SHA-256 of a text: what the ledger commits to instead of the text itself."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(sealed: bytes) -> str:
    """Return the SHA-256 of sealed bytes: a digest of the words themselves could be guessed."""
    return hashlib.sha256(bytes(sealed)).hexdigest()


def facts_of(case: Case) -> CaseFacts:
    """Return what the access rules need to know of a case (two queries, three when it is restricted)."""
    members = dict(case.members.values_list("officer_id", "of_route")) if case.restricted else {}
    return CaseFacts(
        village=case.village_id,
        status=Status(case.status),
        handler=case.handler_id,
        handled_by=frozenset(Assignment.objects.filter(case=case).values_list("handler_id", flat=True)),
        conflicted=frozenset(case.conflicts.values_list("officer_id", flat=True)),
        restricted=case.restricted,
        route=Route(case.route) if case.restricted else None,
        members=frozenset(members),
        of_route=frozenset(officer for officer, of_route in members.items() if of_route),
    )


def state_of(case: Case, village: Village) -> CaseState:
    """Return what the workflow needs to know of a case (two queries)."""
    handled = _handled(case, village)
    root = matter.root_of(case) if case.status == Status.MERGED else case
    if root.pk != case.pk or case.previous_status == Status.MERGED:
        # Who handled the other case does not decide on an objection to it.
        handled |= _handled(matter.root_of(case), village)
    return CaseState(
        status=Status(case.status),
        case_class=CaseClass(case.case_class) if case.case_class else None,
        previous_status=Status(case.previous_status) if case.previous_status else None,
        handler=case.handler_id,
        handled_by=frozenset(handled),
        closed_on=local_date(village, root.closed_at) if root.closed_at else None,
        withdrawal_due=case.withdrawal_due_on,
        archive_proposed_by=case.archive_proposed_by,
        # Also where it is not known who is reported: his powers have passed to the route.
        village_head_answers=village.village_head_answers
        and case.route != Route.OVERSIGHT
        and not _head_is_reported(case),
        deemed_withdrawn=case.deemed_withdrawn,
        merged_answered=case.status == Status.MERGED and root.status in ANSWERS_MERGED,
        erased=case.erased_at is not None,
        processing_limited=case.processing_limited,
        triage=case.triage,
    )


def _handled(case: Case, village: Village) -> set[UUID]:
    handlers = set(Assignment.objects.filter(case=case).values_list("handler_id", flat=True))
    return handlers | set(
        Event.objects.filter(case=case, village=village, move__in=workflow.HANDLING, officer__isnull=False).values_list(
            "officer_id", flat=True
        )
    )


def _head_is_reported(case: Case) -> bool:
    """A case that names the village head bypasses him (RULES §3): the unit head answers it."""
    return case.conflicts.filter(officer__roles__role=Role.VILLAGE_HEAD).exists()


class AlreadyDone(Exception):
    """This very form was submitted before; what it asked for is done."""


class Step:
    """One action on one locked case. Use `step()`; never keep it beyond the transaction."""

    def __init__(
        self,
        case: Case,
        *,
        by: Officer | None,
        role: Role,
        at: datetime,
        keeper: Timekeeper | None,
        powers: frozenset[Role] | None = None,
    ) -> None:
        self.case = case
        self.village = case.village
        self.by = by
        self.at = at
        self.on: date = local_date(self.village, at)
        self.doer = Doer(id=by.id if by else None, roles=powers or frozenset({role}))
        self.role = role
        self.state = state_of(case, self.village)
        self.clocks = CaseClocks(case, keeper or Timekeeper.of(self.village))
        self.before = Status(case.status)
        self.submission_hash: str | None = None
        self._seal: Seal | None = None

    @property
    def seal(self) -> Seal | None:
        """To what is written on this case; None where it is not sealed (one query the first time)."""
        if self.case.sealed and self.case.key is not None and (self._seal is None or self._seal.key != self.case.key):
            self._seal = seal_of(self.case.key)
        return self._seal if self.case.sealed else None

    def words(self, text: str, place: str) -> str:
        """Return what a column of this case should hold of a text (`sealing.places_of`)."""
        return sealed_words(text, self.case, place, self.seal)

    def check(self, move: Move, given: Iterable[Need] = (), *, upheld: bool | None = None) -> Status:
        """Ask the table whether this move is allowed here; return the target status.

        Raises:
            Refused: it is not, with a sentence for the reader.
        """
        return workflow.check_move(move, self.state, self.doer, frozenset(given), self.on, upheld=upheld)

    def record(
        self,
        move: Move,
        *,
        to: Status | None = None,
        text: str = "",
        to_reporter: bool = False,
        data: Mapping[str, Any] | None = None,
        said: Mapping[str, str] | None = None,
        documents: Sequence[Document] = (),
        clock_events: Sequence[ClockEvent] = (),
        facts: Mapping[str, Any] | None = None,
        notify: bool | None = None,
        entry: bool = True,
        quiet: bool = False,
    ) -> Event:
        """Save the move: event, clocks, case, ledger entry, notice to the reporter.

        `said`: words beside the text that belong to the event's data; sealed with it in a sealed case.
        `entry` is False only where a lower room has appended the action's one entry already (the vault's opening);
        `quiet` is True only for what the desk must not notice (the case does not count as changed).
        """
        self._save_case(to, clock_events, quiet=quiet)
        event = Event(
            village=self.village,
            case=self.case,
            move=move,
            at=self.at,
            actor=self.role,
            officer=self.by,
            from_status=self.before,
            to_status=self.case.status,
            round=self.case.round,
            to_reporter=to_reporter,
            data=dict(data or {}),
            submission_hash=self.submission_hash,
        )
        event.text = self.words(text, event_place(event))
        for name, value in (said or {}).items():
            event.data[name] = stored(self.words(value, f"{event_place(event)}:{name}"))
        rows.insert([event])
        attach(event, documents)
        if entry:
            append_entry(event, documents, facts, clocks=self.clocks)
        if notify if notify is not None else (to_reporter and self.role != Role.REPORTER):
            notify_reporter(self.case, event)
        return event

    def _save_case(self, to: Status | None, clock_events: Sequence[ClockEvent], *, quiet: bool) -> None:
        case = self.case
        if to is not None:
            case.status = to
        if case.status != self.before:
            case.archive_proposed_by = None  # a proposal speaks of the case as it was
            leave_tray(case)
        if case.status not in workflow.OPEN:
            case.withdrawal_due_on = None
        self.clocks.apply(clock_events, self.on)
        case.next_due_on, case.next_clock = self.clocks.next_duty()
        if case.status in workflow.FINAL:
            case.next_due_on, case.next_clock = None, ""
        # An answer that has not reached the reporter yet still waits for the desk.
        case.is_open = case.status in workflow.OPEN or case.next_due_on is not None
        if not quiet:
            case.updated_at = self.at
        case.save()
        self.clocks.save()


def attach(event: Event, documents: Sequence[Document]) -> None:
    """Tie documents to an event and its case."""
    if not documents:
        return
    store.attach(documents, event.case_id, village=event.village)
    EventDocument.objects.bulk_create(
        EventDocument(village_id=event.village_id, event=event, document=document) for document in documents
    )


def append_entry(
    event: Event,
    documents: Sequence[Document],
    facts: Mapping[str, Any] | None,
    *,
    clocks: CaseClocks | None = None,
) -> None:
    """Append the one ledger entry of a move: what may be published later, and private detail as digests.

    Public of the clocks is which ones this move stopped, "met" or "missed". The day is private: public time is never
    finer than the quarter. Older entries have it in their public part; they are never opened to the public.
    """
    case = event.case
    on = local_date(case.village, event.at)
    ended = clocks.ended(on) if clocks is not None else {}
    public: dict[str, Any] = {
        "kind": str(case.kind),
        "class": str(case.case_class) if case.case_class else None,
        "from": str(event.from_status) or None,
        "to": str(event.to_status),
        "round": event.round,
    }
    if ended:
        public["due"] = ended
    private: dict[str, Any] = {
        "number": case.number,
        "event": str(event.id),
        "role": str(event.actor),
        "on": on.isoformat(),
        "text_sha256": text_digest(event.text),
        "due_on": case.next_due_on.isoformat() if case.next_due_on else None,
        "next_due_on": case.next_due_on.isoformat() if case.next_due_on else None,
        **(facts or {}),
    }
    if clocks is not None:
        private["clocks_sha256"] = clocks_digest(clocks.rows)
    if documents:
        private["documents"] = [document.sha256 for document in documents]
    ledger.append(
        log=case.village.log,
        action=str(event.move),
        subject=case.id,
        actor=event.officer_id,
        public=public,
        private=private,
        at=event.at,
    )


def clocks_digest(rows: Iterable[CaseClock]) -> str:
    """Return what the ledger commits to of the clocks: the digest over kind, round, run, limits and how they ended."""
    days = sorted(
        [
            *(str(row.kind), row.round, row.run, row.started_on.isoformat(), row.cancelled),
            *(day.isoformat() if day else None for day in (row.due_on, row.extended_to, row.stopped_on)),
        ]
        for row in rows
    )
    return digest(canonical.dumps(days).decode())


def text_digest(text: str) -> str | None:
    """Return what the ledger commits to of words: their digest, or that of what they are sealed in; None for none."""
    if isinstance(text, SealedWords):
        return digest_of(text.sealed)
    return digest(text) if text else None


def story_digest(case: Case) -> str:
    """Return what the ledger commits to of what was told: its digest, or that of what it is sealed in."""
    return digest(case.story) if case.sealed_content is None else digest_of(bytes(case.sealed_content))


def notify_reporter(case: Case, event: Event) -> None:
    """Queue an e-mail notice when the reporter left an address; the address stays in the vault."""
    if case.notify_by_email and case.notice_record is not None:
        queue(
            village=case.village,
            channel="email",
            template="case_news",
            dedupe_key=f"event:{event.id}:{case.id}",
            subject=case.id,
            to_record=case.notice_record,
            payload={"number": case.number, "move": str(event.move), "status": str(case.status)},
            at=event.at,
        )


def notify_officer(case: Case, officer: Officer, template: str, event: Event) -> None:
    """Queue an e-mail to an officer who gave the village an address."""
    if officer.email:
        queue_for_officer(case, officer.id, template, event)


def queue_for_officer(case: Case, officer: UUID, template: str, event: Event) -> None:
    """Queue an e-mail to an officer who is known to have an address."""
    queue(
        village=case.village,
        channel="email",
        template=template,
        dedupe_key=f"{template}:{event.id}:{officer}",
        subject=case.id,
        to_officer=officer,
        payload={"number": case.number, "due_on": case.next_due_on.isoformat() if case.next_due_on else ""},
        at=event.at,
    )


@contextmanager
def step(
    case: Case | UUID,
    *,
    at: datetime,
    by: Officer | None = None,
    role: Role = Role.SYSTEM,
    keeper: Timekeeper | None = None,
    token: str | None = None,
) -> Iterator[Step]:
    """Lock the case in a transaction and hand out a Step.

    Args:
        token: the form's token; a second submit of the same form is told apart from a new wish.

    Raises:
        Refused: an officer who may not see this case tries to act on it (a conflict of interest included).
        AlreadyDone: this form was submitted before.
    """
    with transaction.atomic():
        key = case.pk if isinstance(case, Case) else case
        locked = Case.objects.select_for_update(of=("self",)).select_related("village").get(pk=key)
        powers = frozenset({role})
        if by is not None:
            facts = facts_of(locked)
            access.check_see_case(by.viewer(), facts)
            role, powers = acting_role(by, locked), access.powers(by.viewer(), facts)
        now = Step(locked, by=by, role=role, at=at, keeper=keeper, powers=powers)
        if token:
            now.submission_hash = codes.hash_of_token(now.village, token)
            if Event.objects.filter(village=now.village, submission_hash=now.submission_hash).exists():
                raise AlreadyDone
        yield now
        if isinstance(case, Case):
            case.__dict__.update({k: v for k, v in locked.__dict__.items() if k != "_state"})


def acting_role(by: Officer, case: Case) -> Role:
    """Return the role under which an officer's move is shown: handler of this case first, then the highest."""
    roles = by.role_set
    if case.handler_id == by.id and Role.HANDLER in roles:
        return Role.HANDLER
    order = (Role.VILLAGE_HEAD, Role.UNIT_HEAD, Role.INTAKE, Role.BPD, Role.OVERSEER, Role.HANDLER, Role.ADMIN)
    return next(role for role in order if role in roles)


def given(**needs: object) -> frozenset[Need]:
    """Return the needs that were really given: `given(reason="  ")` gives nothing."""
    return frozenset(
        Need(name) for name, value in needs.items() if (value.strip() if isinstance(value, str) else value is not None)
    )
