"""Verification: the unit asks, classifies, archives or merges what was received."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kentongan.cases import matter, search
from kentongan.cases.actions.answer import notify_merged, start_round
from kentongan.cases.actions.base import Step, facts_of, given, state_of, step
from kentongan.cases.actions.confining import LOCKED, confine, keep_out, posts_of
from kentongan.cases.models import Case
from kentongan.cases.protect import matches_in, reported_by, reported_officers
from kentongan.cases.sealing import content_of, put_content
from kentongan.cases.taking_off import take_off
from kentongan.documents.models import Document
from kentongan.people.models import Officer
from kentongan.rules import access, deadlines, workflow
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.protection import SealedFor
from kentongan.rules.publication import TakenOff
from kentongan.rules.types import ArchiveReason, CaseClass, Move, Need, Status, Urgency
from kentongan.rules.workflow import Refused
from kentongan.vault.keyring import NO_KEYS, Keyring
from kentongan.villages.models import Category


def verify(
    *,
    case: Case,
    by: Officer,
    at: datetime,
    case_class: CaseClass,
    category: Category,
    urgency: Urgency,
    note: str = "",
) -> Case:
    """Accept the case: its class settles the deadline for the answer (SP4N-LAPOR!; UU 25/2009 art. 44).

    Raises:
        Refused: not a move for this officer now, or the category is another village's.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.VERIFY, {Need.CLASS, Need.CATEGORY, Need.URGENCY})
        _classify(now.case, case_class, category, urgency)
        told = _confine_restricted(now, category)
        now.record(
            Move.VERIFY,
            to=to,
            to_reporter=True,
            data={"class": str(case_class), "category": category.name, "urgency": str(urgency)},
            said={"note": note.strip()},
            clock_events=[ClockEvent.VERIFIED, ClockEvent.FILE_COMPLETE, *_taken_up(now.case)],
            facts={"category": str(category.id), "urgency": str(urgency)} | told,
        )
    return case


def _classify(case: Case, case_class: CaseClass, category: Category, urgency: Urgency) -> None:
    if category.village_id != case.village_id:
        raise Refused("other_village", "Kategori itu bukan milik desa ini.")
    case.case_class = case_class
    case.category = category
    case.urgency = urgency


def _confine_restricted(now: Step, category: Category) -> dict[str, Any]:
    """Seal a case whose category turns out to be restricted (RULES §6, marked *); facts for the ledger."""
    if category.restricted and not now.case.restricted:
        return {"restricted": True} | confine(now, why=SealedFor.CATEGORY)
    return {}


def _taken_up(case: Case) -> list[ClockEvent]:
    return [ClockEvent.TAKEN_UP] if case.retaliation_for_id is not None else []


def reclassify(
    *, case: Case, by: Officer, at: datetime, case_class: CaseClass, category: Category, urgency: Urgency, reason: str
) -> Case:
    """Change class, category or urgency; the answer clock is recomputed from its original start (RULES §2).

    Raises:
        Refused: not allowed now, or no reason was given.
    """
    with step(case, by=by, at=at) as now:
        now.check(Move.RECLASSIFY, given(reason=reason))
        before = {"class": now.case.case_class, "urgency": now.case.urgency, "category": str(now.case.category_id)}
        _classify(now.case, case_class, category, urgency)
        now.case.archive_proposed_by = None
        told = _confine_restricted(now, category)
        now.clocks.clocks = deadlines.reclassify(
            now.clocks.clocks,
            case_class,
            on=now.on,
            rules=now.clocks.keeper.rules,
            calendar=now.clocks.keeper.calendar,
            round=now.case.round,
        )
        now.record(
            Move.RECLASSIFY,
            to_reporter=True,
            text=reason.strip(),
            data={"class": str(case_class), "category": category.name, "urgency": str(urgency)},
            facts={"before": before, "category": str(category.id)} | told,
        )
    return case


def ask(*, case: Case, by: Officer, at: datetime, question: str) -> Case:
    """Ask the reporter; the village's clocks pause until he answers (UU 25/2009 art. 44).

    Raises:
        Refused: not allowed now, or the question is empty.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.ASK, given(question=question))
        now.case.previous_status = now.case.status
        now.record(Move.ASK, to=to, text=question.strip(), to_reporter=True, clock_events=[ClockEvent.ASKED])
    return case


def complete_for_reporter(
    *, case: Case, by: Officer, at: datetime, text: str, documents: Sequence[Document] = ()
) -> Case:
    """Record what the reporter answered at the counter or by telephone; the case returns to where it was.

    Raises:
        Refused: the case does not wait for the reporter, or neither answer nor paper was given.
    """
    with step(case, by=by, at=at) as now:
        needs = given(answer_or_paper=text) if text.strip() or not documents else {Need.ANSWER_OR_PAPER}
        to = now.check(Move.COMPLETE, needs)
        now.case.previous_status = None
        now.record(
            Move.COMPLETE,
            to=to,
            text=text.strip(),
            to_reporter=True,
            documents=documents,
            clock_events=[ClockEvent.COMPLETED, ClockEvent.REPORTER_REPLIED],
            notify=False,
        )
    return case


def archive(*, case: Case, by: Officer, at: datetime, reason: ArchiveReason, explanation: str) -> Case:
    """Archive with a reason of the list and an explanation; a supervisory case needs a second person.

    The first of the two proposes (the status stays), the second confirms.

    Raises:
        Refused: not allowed now, no explanation, or the same person twice.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.ARCHIVE, given(explanation=explanation) | {Need.ARCHIVE_REASON})
        if to != Status.ARCHIVED:
            now.case.archive_proposed_by = by.id
            now.case.archive_reason = reason
            now.record(Move.ARCHIVE, text=explanation.strip(), data={"reason": str(reason), "proposed": True})
            return case
        now.case.archive_reason = reason
        now.case.archive_proposed_by = None
        now.case.closed_at = at
        event = now.record(
            Move.ARCHIVE,
            to=to,
            text=explanation.strip(),
            to_reporter=True,
            data={"reason": str(reason)},
            clock_events=[ClockEvent.ARCHIVED],
            facts={"reason": str(reason)},
        )
        notify_merged(now.case, event)
    return case


def merge(*, case: Case, by: Officer, at: datetime, into: Case) -> Case:
    """Merge a duplicate into another case; the reporter keeps number and code and follows the other case's outcome.

    Raises:
        Refused: not allowed now, or `into` is the same case, another village's, or already ended.
    """
    with step(case, by=by, at=at) as now:
        other = Case.objects.filter(village_id=now.case.village_id, pk=into.pk).exclude(pk=now.case.pk).first()
        if other is None or not access.may_see_case(by.viewer(), facts_of(other)):
            raise Refused("no_other_case", "Pilih aduan lain di desa ini.")
        if now.case.restricted or other.restricted:
            # Each has readers of its own, and its reporter's code opens nothing of the other.
            raise Refused("restricted", "Aduan terbatas tidak digabung. Tangani keduanya masing-masing.")
        to = now.check(Move.MERGE, {Need.OTHER_CASE})
        workflow.check_merge_into(state_of(other, now.village))
        members = [*matter.all_of(now.case), *matter.all_of(other)]
        matter.keep_out(now.case, members, matter.reported_in(members), at=at)
        now.case.merged_into = other
        now.case.closed_at = at
        now.record(
            Move.MERGE,
            to=to,
            to_reporter=True,
            data={"into": str(other.id), "number": other.number},
            clock_events=[ClockEvent.MERGED],
            facts={"into": str(other.id), **take_off(now.case, TakenOff.MERGED, at)},
        )
    return case


def unmerge(*, case: Case, by: Officer, at: datetime, reason: str) -> Case:
    """Take a merged case out again: it was another matter after all, and begins a round with clocks of its own.

    Who was kept out of the matter stays kept out of both, until the unit names the reported anew.

    Raises:
        Refused: not allowed now, or no reason was given.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.UNMERGE, given(reason=reason))
        was_in = now.case.merged_into_id
        start_round(now.case)
        now.record(
            Move.UNMERGE,
            to=to,
            text=reason.strip(),
            to_reporter=True,
            clock_events=[ClockEvent.REOPENED],
            facts={"was_in": str(was_in)},
        )
    return case


def name_reported(
    *, case: Case, by: Officer, at: datetime, whom: str, officers: Sequence[Officer], keys: Keyring = NO_KEYS
) -> Case:
    """Set who is reported; officers named here, and those too close to them, no longer see the case, nor those it was
    merged with. An ordinary case is sealed and restricted; a restricted one gets a new key and, where it is the village
    head, another route. Ledger and timeline say who could open it before, and who did.

    Raises:
        Refused: not allowed now, an officer belongs to another village, or he is handling the case at this moment, or
            the case is sealed and these keys do not open it (`locked`).
    """
    with step(case, by=by, at=at) as now:
        now.check(Move.NAME_REPORTED, given(text=whom))
        if any(officer.village_id != now.case.village_id for officer in officers):
            raise Refused("other_village", "Petugas itu bukan dari desa ini.")
        if now.case.sealed:
            _tell_whom(now, whom.strip(), keys)
        else:
            now.case.about_whom = whom.strip()
        # Whoever is named in words only is kept out as well: a forgotten tick must not leave him in.
        named = reported_officers(now.village, [officer.id for officer in officers])
        told = keep_out(now, named or reported_by(matches_in(now.village, whom)), keys)
        search.reindex(now.case)
        now.record(
            Move.NAME_REPORTED,
            to_reporter=bool(told),
            data={"officers": [str(officer.id) for officer in officers]} | posts_of(told),
            facts={"officers": sorted(str(officer.id) for officer in officers)} | told,
            notify=False,
        )
    return case


def _tell_whom(now: Step, whom: str, keys: Keyring) -> None:
    """Write down in a sealed case who is reported."""
    seal = now.seal
    if seal is None or not keys.opens(now.case.key):
        raise LOCKED
    put_content(now.case, seal, content_of(now.case, keys) | {"about_whom": whom})
