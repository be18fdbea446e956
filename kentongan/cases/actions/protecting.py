"""What a reporter does for his own protection: more of it at any time, and a report when somebody takes revenge."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from kentongan.cases import codes, matter, register, search
from kentongan.cases.actions.base import append_entry, given, queue_for_officer, step
from kentongan.cases.actions.intake import Receipt, let_in, lodging_facts, number, seal_case, shut_out
from kentongan.cases.clocks import CaseClocks
from kentongan.cases.lodging import IdentityMode
from kentongan.cases.members import members_with_address
from kentongan.cases.models import Case, Event
from kentongan.cases.protect import Protection, holders_of_all, matches_in, reported_by, reported_officers
from kentongan.cases.ready import confidential_is_ready
from kentongan.people.routes import holders
from kentongan.rules import numbering, protection
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.protection import SealedFor
from kentongan.rules.types import Kind, Move, Refused, Role, Route, Status, Urgency
from kentongan.support import rows
from kentongan.vault import case_keys
from kentongan.vault import door as vault
from kentongan.villages.calendar import local_date

BY_WISH: Final = "(dihapus atas permintaan pelapor)"
_ORDER: Final = (IdentityMode.OPEN, IdentityMode.CONFIDENTIAL, IdentityMode.ANONYMOUS)


def protect_more(
    *, case: Case, at: datetime, mode: IdentityMode, keep_contact: bool = False, token: str | None = None
) -> Case:
    """Raise the protection of the reporter's identity: open, confidential, anonymous, in this direction only.

    Confidential seals it to the officers' keys; anonymous erases it. Backups hold the older state until they expire.

    Args:
        keep_contact: he still wants notices: his e-mail address stays openable by the service.

    Raises:
        Refused: it would be less protection, or there are no officers with keys yet (confidential).
    """
    with step(case, role=Role.REPORTER, at=at, token=token) as now:
        now.check(Move.PROTECT_MORE)
        before = IdentityMode(now.case.identity_mode)
        if _ORDER.index(mode) <= _ORDER.index(before):
            raise Refused("less_protection", "Pelindungan hanya dapat ditambah, tidak dapat dikurangi.")
        if mode is IdentityMode.CONFIDENTIAL:
            _make_confidential(now.case, at, keep_contact)
        else:
            _make_anonymous(now.case, at, keep_contact)
        now.case.identity_mode = mode
        now.record(
            Move.PROTECT_MORE,
            to_reporter=True,
            data={"before": str(before), "mode": str(mode)},
            facts={"before": str(before), "mode": str(mode)},
        )
    return case


def _make_confidential(case: Case, at: datetime, keep_contact: bool) -> None:
    if not case.restricted and not confidential_is_ready(case.village):
        raise Refused("not_ready", "Desa ini belum punya cukup pemegang kunci untuk laporan rahasia.")
    if not keep_contact:
        _forget_contact(case)
    if case.identity is None or case.key is not None:
        return  # nothing is kept, or it is sealed to the case already
    if keep_contact and case.notify_by_email:
        case.contact = vault.contact_copy(case.identity, village=case.village_id, at=at)
    seal, secret = case_keys.make(village=case.village_id, case=case.pk, at=at)
    case_keys.wrap(
        seal,
        secret,
        village=case.village_id,
        officers=holders(case.village, Route.UNIT),
        code_public_hex=case.code_public,
        at=at,
    )
    vault.reseal(case.identity, village=case.village_id, seal=seal)
    case.key = seal.key


def _make_anonymous(case: Case, at: datetime, keep_contact: bool) -> None:
    if not keep_contact:
        _forget_contact(case)
    elif case.key is None and case.identity is not None and case.notify_by_email:
        case.contact = vault.contact_copy(case.identity, village=case.village_id, at=at)
    if case.identity is not None:
        vault.erase([case.identity], village=case.village_id, instead=BY_WISH)
    case.identity = None
    case.proxy = False


def _forget_contact(case: Case) -> None:
    if case.contact is not None:
        vault.erase([case.contact], village=case.village_id, instead=BY_WISH)
    case.contact = None
    case.notify_by_email = False


def report_retaliation(*, case: Case, at: datetime, text: str, token: str) -> Receipt:
    """Report retaliation: an urgent case of its own, which bypasses everybody named, with a clock of one working day.

    The reporter's code opens it beside the first one. On the first one nothing shows of it to officers: one of them may
    be who takes revenge.

    Raises:
        Refused: no text.
        AlreadyDone: this form was submitted before.
    """
    with step(case, role=Role.REPORTER, at=at, token=token) as now:
        now.check(Move.REPORT_RETALIATION, given(text=text))
        first = now.case
        family = [first, *matter.all_of(first)]
        named = reported_officers(now.village, sorted(matter.reported_in(family)))
        named += reported_by(matches_in(now.village, text))
        plan = protection.plan(
            why=[SealedFor.RETALIATION],
            reported=named,
            holders=holders_of_all(now.village),
            somebody_unknown=not named,
            kept_out=_handled(first),
        )
        secret, recipient = case_keys.new_secret()
        guarded = Protection(plan, secret=secret, recipient=recipient, readers=plan.members)
        new = _build(first, text.strip(), at)
        seal_case(new, now.village, guarded, (), at)
        clocks = CaseClocks(new, now.clocks.keeper, fresh=True)
        clocks.apply([ClockEvent.RECEIVED, ClockEvent.RETALIATION_REPORTED], local_date(now.village, at))
        new.next_due_on, new.next_clock = clocks.next_duty()
        number(new, now.village, series=register.RESTRICTED)
        rows.insert([new])
        clocks.save()
        search.index(new)
        let_in(new, plan.members, at)
        shut_out(new, plan.kept_out, presumed=False)
        event = Event(
            village=now.village,
            case=new,
            move=Move.RECEIVE,
            at=at,
            actor=Role.REPORTER,
            to_status=Status.RECEIVED,
            to_reporter=True,
            data={"channel": "web", "retaliation": first.number},
            submission_hash=now.submission_hash,
        )
        rows.insert([event])
        append_entry(event, (), lodging_facts(new) | {"retaliation_for": str(first.pk)}, clocks=clocks)
        for officer in members_with_address(new):
            queue_for_officer(new, officer, "new_case", event)
    return Receipt(case=new, code="", repeated=False, clocks=clocks)


def _handled(case: Case) -> set[UUID]:
    """Who handles the first case does not take up a report that it was answered with revenge."""
    handlers = set(case.assignments.values_list("handler_id", flat=True))
    return {each for each in (*handlers, case.handler_id) if each is not None}


def _build(first: Case, text: str, at: datetime) -> Case:
    village = first.village
    code = codes.code_of_token(village, codes.new_token())  # never shown: the first case's code opens this one
    return Case(
        village=village,
        kind=Kind.COMPLAINT,
        status=Status.RECEIVED,
        urgency=Urgency.URGENT,
        channel="web",
        received_at=at,
        recorded_at=at,
        updated_at=at,
        story=text,
        about_official=first.about_official,
        identity_mode=first.identity_mode,
        split_from_id=first.split_from_id or first.pk,
        retaliation_for=first,
        code_hash=codes.hash_of_code(village, numbering.normalise_code(code)),
        code_public=first.code_public,
    )
