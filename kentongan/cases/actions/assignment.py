"""Disposition: who handles the case, with instruction and date."""

from __future__ import annotations

from datetime import date, datetime

from kentongan.cases.actions.base import Step, digest, given, notify_officer, step
from kentongan.cases.actions.confining import give_key
from kentongan.cases.actions.intake import let_in
from kentongan.cases.models import Assignment, Case
from kentongan.people.models import Officer
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.types import Move, Need, Role
from kentongan.rules.workflow import Refused
from kentongan.vault.case_keys import readers_of
from kentongan.vault.keyring import NO_KEYS, Keyring


def assign(
    *,
    case: Case,
    by: Officer,
    at: datetime,
    handler: Officer,
    instruction: str,
    due_on: date,
    keys: Keyring = NO_KEYS,
) -> Case:
    """Give the case to a handler, told what to do and by when. Of a restricted case he gets the key.

    Raises:
        Refused: not allowed now, something is missing, or the handler cannot handle it (other village, no handler's
            role, not active, reported in this case, without a key of his own), or `locked`.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.ASSIGN, given(instruction=instruction) | {Need.HANDLER, Need.DUE_DATE})
        _check_handler(now.case, handler)
        _let_handler_in(now, handler, keys)
        if due_on < now.on:
            raise Refused("date_in_past", "Tanggal selesai sudah lewat. Pilih hari ini atau sesudahnya.")
        Assignment.objects.filter(case=now.case, ended_at__isnull=True).update(ended_at=at)
        Assignment.objects.create(
            village_id=now.case.village_id,
            case=now.case,
            handler=handler,
            instruction=now.words(instruction.strip(), "instruction"),
            due_on=due_on,
            assigned_by=by,
            assigned_at=at,
        )
        now.case.handler = handler
        now.case.handler_due_on = due_on
        event = now.record(
            Move.ASSIGN,
            to=to,
            to_reporter=True,
            data={"handler": str(handler.id), "post": handler.post, "due_on": due_on.isoformat()},
            clock_events=[ClockEvent.ASSIGNED],
            facts={"handler": str(handler.id), "due_on": due_on.isoformat()},
        )
        notify_officer(now.case, handler, "assigned", event)
    return case


def _check_handler(case: Case, handler: Officer) -> None:
    if handler.village_id != case.village_id or not handler.is_active or Role.HANDLER not in handler.role_set:
        raise Refused("not_a_handler", "Petugas itu tidak dapat menangani aduan di desa ini.")
    if case.conflicts.filter(officer=handler).exists():
        raise Refused("handler_is_reported", "Petugas itu dilaporkan dalam aduan ini. Pilih petugas lain.")


def _let_handler_in(now: Step, handler: Officer, keys: Keyring) -> None:
    if not now.case.restricted:
        return
    member = now.case.members.filter(officer=handler).exists()
    if not member or (now.case.key is not None and handler.pk not in readers_of(now.case.key)):
        give_key(now, handler, keys)
    let_in(now.case, [handler.pk], now.at, of_route=False)


def hand_over(*, case: Case, by: Officer, at: datetime, to: Officer, reason: str, keys: Keyring = NO_KEYS) -> Case:
    """Let another handler go on: same status, same instruction and dates; clocks run on (a leave, a transfer).

    The reporter is told only that another officer continues.

    Raises:
        Refused: nobody handles the case, no reason, it is his already, or the new handler cannot handle it.
    """
    with step(case, by=by, at=at) as now:
        now.check(Move.HANDOVER, given(reason=reason) | {Need.HANDLER})
        if now.case.handler_id == to.pk:
            raise Refused("same_handler", "Aduan ini sudah ditangani petugas itu.")
        _check_handler(now.case, to)
        _let_handler_in(now, to, keys)
        before = now.case.handler_id
        open_ones = Assignment.objects.filter(village=now.village, case=now.case, ended_at__isnull=True)
        last = open_ones.order_by("-assigned_at").first()
        open_ones.update(ended_at=at)
        Assignment.objects.create(
            village_id=now.case.village_id,
            case=now.case,
            handler=to,
            instruction=last.instruction if last else now.words(reason.strip(), "instruction"),
            due_on=last.due_on if last else now.case.handler_due_on or now.on,
            assigned_by=by,
            assigned_at=at,
        )
        now.case.handler = to
        event = now.record(
            Move.HANDOVER,
            to_reporter=True,
            data={"handler": str(to.id), "post": to.post, "before": str(before)},
            said={"reason": reason.strip()},
            facts={"handler": str(to.id), "before": str(before)}
            | ({} if now.seal else {"reason_sha256": digest(reason.strip())}),
        )
        notify_officer(now.case, to, "assigned", event)
    return case


def decline(*, case: Case, by: Officer, at: datetime, reason: str) -> Case:
    """Hand the case back: not my field, or a conflict of interest.

    Raises:
        Refused: not allowed now, or no reason was given.
    """
    with step(case, by=by, at=at) as now:
        to = now.check(Move.DECLINE, given(reason=reason))
        Assignment.objects.filter(case=now.case, ended_at__isnull=True).update(ended_at=at)
        now.case.handler = None
        now.case.handler_due_on = None
        now.record(Move.DECLINE, to=to, text=reason.strip(), facts={"declined_by": str(by.id)})
    return case
