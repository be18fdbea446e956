"""What the reporter does himself, with his tracking code.

Every verb takes the form's `token`: a double click raises AlreadyDone instead of doing the thing twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kentongan.cases.actions.answer import start_round
from kentongan.cases.actions.base import given, step
from kentongan.cases.models import Case, Objection, Rating
from kentongan.documents.models import Document
from kentongan.people.models import Officer
from kentongan.rules.deadlines import ClockEvent, ClockKind
from kentongan.rules.types import Move, Need, Role, Status
from kentongan.rules.workflow import Refused


def reply(*, case: Case, at: datetime, text: str, documents: Sequence[Document] = (), token: str | None = None) -> Case:
    """Write to the unit: answers its question when it asked one, else it is a message.

    Raises:
        Refused: nothing was written or added, or the case takes no more messages.
    """
    with step(case, role=Role.REPORTER, at=at, token=token) as now:
        if not text.strip() and not documents:
            raise Refused("empty_message", "Pesan masih kosong. Tulis pesan Anda atau pilih berkas.")
        if now.case.status == Status.WAITING:
            to = now.check(Move.COMPLETE, {Need.ANSWER_OR_PAPER})
            now.case.previous_status = None
            move, events = Move.COMPLETE, [ClockEvent.COMPLETED, ClockEvent.REPORTER_REPLIED]
        else:
            needs = given(text=text) if text.strip() else frozenset({Need.TEXT})
            now.check(Move.MESSAGE, needs)
            to, move, events = Status(now.case.status), Move.MESSAGE, [ClockEvent.REPORTER_REPLIED]
        now.record(move, to=to, text=text.strip(), to_reporter=True, documents=documents, clock_events=events)
    return case


def rate(*, case: Case, at: datetime, satisfied: bool, stars: int, words: str = "", token: str | None = None) -> Case:
    """Judge the answer: satisfied closes the case as confirmed solved, unsatisfied asks reopening (a new round).

    Raises:
        Refused: there is no answer to judge, the stars are not 1 to 5, or no reason was given when unsatisfied.
    """
    if not 1 <= stars <= 5:
        raise Refused("stars", "Pilih satu sampai lima bintang.")
    with step(case, role=Role.REPORTER, at=at, token=token) as now:
        move = Move.RATE_SATISFIED if satisfied else Move.RATE_UNSATISFIED
        needs = {Need.RATING} if satisfied else given(reason=words) | {Need.RATING}
        to = now.check(move, needs)
        Rating.objects.update_or_create(
            village_id=now.case.village_id,
            case=now.case,
            round=now.case.round,
            defaults={
                "satisfied": satisfied,
                "stars": stars,
                "words": now.words(words.strip(), f"rating:{now.case.round}"),
                "at": at,
            },
        )
        if to == Status.MERGED:
            events = [ClockEvent.RATED]
        elif satisfied:
            now.case.closed_at = now.case.closed_at or at
            now.case.confirmed_solved = True
            events = [ClockEvent.RATED, ClockEvent.CLOSED]
        else:
            events = [ClockEvent.RATED, ClockEvent.REOPENED]
            now.clocks.apply(events[:1], now.on)
            start_round(now.case)
            events = events[1:]
        now.record(
            move,
            to=to,
            text=words.strip(),
            to_reporter=True,
            data={"stars": stars},
            clock_events=events,
            facts={"stars": stars},
        )
    return case


def object_(*, case: Case, at: datetime, reason: str, token: str | None = None) -> Case:
    """Object (keberatan) to the answer or the archiving; someone who did not handle the case decides.

    Raises:
        Refused: too late (30 days after closing), nothing to object to, or no reason.
    """
    with step(case, role=Role.REPORTER, at=at, token=token) as now:
        to = now.check(Move.OBJECT, given(reason=reason))
        now.case.previous_status = now.case.status
        objection = Objection(village_id=now.case.village_id, case=now.case, lodged_at=at)
        objection.reason = now.words(reason.strip(), f"objection:{objection.pk}")
        objection.save(force_insert=True)
        now.record(Move.OBJECT, to=to, text=reason.strip(), to_reporter=True, clock_events=[ClockEvent.OBJECTED])
    return case


def ask_withdrawal(*, case: Case, at: datetime, reason: str = "", token: str | None = None) -> Case:
    """Ask to withdraw; it takes effect after 3 working days and can be revoked until then.

    Raises:
        Refused: the case is ended, or withdrawal was asked already.
    """
    with step(case, role=Role.REPORTER, at=at, token=token) as now:
        now.check(Move.WITHDRAW_ASK)
        now.clocks.apply([ClockEvent.WITHDRAWAL_ASKED], now.on)
        due = now.clocks.due_of(ClockKind.WITHDRAWAL)
        if due is None:
            raise RuntimeError("the village has no rule for the withdrawal clock")
        now.case.withdrawal_due_on = due
        now.record(Move.WITHDRAW_ASK, text=reason.strip(), to_reporter=True, data={"due_on": due.isoformat()})
    return case


def revoke_withdrawal(*, case: Case, at: datetime, token: str | None = None) -> Case:
    """Take the withdrawal back before it takes effect.

    Raises:
        Refused: none is pending.
    """
    with step(case, role=Role.REPORTER, at=at, token=token) as now:
        now.check(Move.WITHDRAW_REVOKE)
        now.case.withdrawal_due_on = None
        now.record(Move.WITHDRAW_REVOKE, to_reporter=True, clock_events=[ClockEvent.WITHDRAWAL_REVOKED])
    return case


def resume(*, case: Case, at: datetime, by: Officer | None = None, reason: str = "", token: str | None = None) -> Case:
    """Go on after the case was counted as withdrawn because no answer came ("dianggap mencabut", reversible).

    An officer does it for the reporter at the counter; a supervisory case may also go on against his wish.

    Raises:
        Refused: the case was withdrawn for good, or this person may not.
    """
    with step(case, by=by, role=Role.REPORTER, at=at, token=token) as now:
        to = now.check(Move.RESUME, given(reason=reason))
        now.case.deemed_withdrawn = False
        now.case.previous_status = None
        now.case.closed_at = None
        events = [ClockEvent.RESUMED, ClockEvent.TOLD] if to == Status.ANSWERED else [ClockEvent.RESUMED]
        now.record(Move.RESUME, to=to, text=reason.strip(), to_reporter=True, clock_events=events)
    return case
