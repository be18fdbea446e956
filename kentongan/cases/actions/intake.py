"""Receiving: a lodging becomes a numbered, receipted entry of the register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kentongan.cases import blank_forms, codes, register, search
from kentongan.cases.actions.base import append_entry, attach, digest, given, queue_for_officer
from kentongan.cases.clocks import CaseClocks, Timekeeper
from kentongan.cases.lodging import IdentityMode, Lodging, Person
from kentongan.cases.members import members_with_address
from kentongan.cases.models import Case, Event
from kentongan.people.models import Officer
from kentongan.people.roster import with_address
from kentongan.rules import access, numbering, workflow
from kentongan.rules.access import Right
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.form_numbers import parse_form_number
from kentongan.rules.types import Kind, Move, Role, Status
from kentongan.rules.workflow import Doer, Refused
from kentongan.support import rows
from kentongan.vault import door as vault
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village


@dataclass(frozen=True, repr=False)
class Receipt:
    """What the reporter takes home. The code exists only here: it is not stored (hence no repr)."""

    case: Case
    code: str
    repeated: bool
    clocks: CaseClocks | None = None  # as they were started, where the case was recorded just now


def receipt_for_token(*, village: Village, token: str) -> Receipt | None:
    """Return the receipt of an earlier submit of the same form, or None (one query)."""
    case = Case.objects.filter(village=village, submission_hash=codes.hash_of_token(village, token)).first()
    if case is None:
        return None
    code = codes.code_of_token(village, token)
    # After a reissue the old code is dead and must not be shown as if it worked.
    alive = case.code_hash == codes.hash_of_code(village, numbering.normalise_code(code))
    return Receipt(case=case, code=code if alive else "", repeated=True)


def lodge(
    *,
    village: Village,
    lodging: Lodging,
    channel: str,
    at: datetime,
    by: Officer | None = None,
    token: str | None = None,
    received_at: datetime | None = None,
    keeper: Timekeeper | None = None,
) -> Receipt:
    """Record a lodging and give it a number, a code and its clocks (UU 25/2009 art. 43: the receipt is mandatory).

    Args:
        by: the officer who records what came by counter, telephone or letter; None when the reporter does it himself.
        token: the form's token; the same token never makes a second case.
        received_at: when it reached the village, if that was before it was recorded.

    Raises:
        Refused: the story is missing, the officer may not record, or the blank form it is written on was never
            printed, is void or was recorded before.
    """
    token = token or codes.new_token()
    if by is not None:
        access.check_right(by.viewer(), Right.RECORD_CASE)
    role = Role.REPORTER if by is None else Role.INTAKE
    doer = Doer(id=by.id if by else None, roles=by.role_set if by else frozenset({role}))
    workflow.check_move(Move.RECEIVE, None, doer, given(story=lodging.story), local_date(village, at))
    if received_at is not None and received_at > at:
        raise Refused("received_in_future", "Waktu terima tidak boleh lebih dari sekarang.")
    try:
        with transaction.atomic():
            return _record(village, lodging, channel, at, by, role, token, received_at or at, keeper)
    except Refused:
        # The first of two clicks at once has used the blank form: the second one gets its receipt, too.
        repeated = receipt_for_token(village=village, token=token) if lodging.form_number else None
        if repeated is None:
            raise
    except IntegrityError:
        # The constraint on the submission: this form was submitted before, perhaps at this very moment.
        repeated = receipt_for_token(village=village, token=token)
        if repeated is None and lodging.form_number:
            # Somebody recorded the same form at this very moment; anything else fails once more, and is no refusal.
            blank_forms.check_free(village, parse_form_number(lodging.form_number))
        if repeated is None:
            raise
    return repeated


def _record(
    village: Village,
    lodging: Lodging,
    channel: str,
    at: datetime,
    by: Officer | None,
    role: Role,
    token: str,
    received_at: datetime,
    keeper: Timekeeper | None,
) -> Receipt:
    code = codes.code_of_token(village, token)
    case = build(village, lodging, channel=channel, at=at, received_at=received_at)
    case.recorded_by = by
    if lodging.form_number:
        blank_forms.check_free(village, parse_form_number(lodging.form_number))
        case.form_number = lodging.form_number
    case.code_hash = codes.hash_of_code(village, numbering.normalise_code(code))
    case.submission_hash = codes.hash_of_token(village, token)
    seal_identity(case, village, lodging, at)
    clocks = CaseClocks(case, keeper or Timekeeper.of(village), fresh=True)
    clocks.apply([ClockEvent.RECEIVED], local_date(village, received_at))
    case.next_due_on, case.next_clock = clocks.next_duty()
    number(case, village, series=register.MAIN)
    rows.insert([case])
    clocks.save()
    search.index(case)
    event = Event(
        village=village,
        case=case,
        move=Move.RECEIVE,
        at=at,
        actor=role,
        officer=by,
        to_status=Status.RECEIVED,
        to_reporter=True,
        data={"channel": channel} | ({"read_back": True} if lodging.read_back else {}),
    )
    rows.insert([event])
    attach(event, lodging.documents)
    append_entry(event, lodging.documents, lodging_facts(case))
    _tell_intake(case, event)
    return Receipt(case=case, code=code, repeated=False, clocks=clocks)


def build(village: Village, lodging: Lodging, *, channel: str, at: datetime, received_at: datetime) -> Case:
    """Return the unsaved case of a lodging, not yet numbered."""
    latitude, longitude = lodging.point or (None, None)
    case = Case(
        village=village,
        kind=lodging.kind,
        status=Status.RECEIVED,
        channel=channel,
        received_at=received_at,
        recorded_at=at,
        updated_at=at,
        title=lodging.title,
        story=lodging.story,
        settlement=lodging.settlement,
        hamlet=lodging.hamlet,
        rt=lodging.rt,
        rw=lodging.rw,
        place=lodging.place,
        latitude=latitude,
        longitude=longitude,
        incident_on=lodging.incident_on,
        incident_text=lodging.incident_text,
        about_official=lodging.about_official,
        about_whom=lodging.about_whom,
        identity_mode=lodging.identity_mode,
        proxy=lodging.represented is not None and lodging.identity_mode != IdentityMode.ANONYMOUS,
    )
    if lodging.kind == Kind.ASPIRATION or lodging.kind == Kind.INFORMATION:
        case.case_class = str(lodging.kind)  # the kind settles the class; only complaints are weighed at verification
    return case


def seal_identity(case: Case, village: Village, lodging: Lodging, at: datetime) -> None:
    """Put the reporter's identity behind the vault's door. An anonymous reporter's contact, if any, goes there too."""
    person = lodging.reporter or Person()
    if case.identity_mode == IdentityMode.ANONYMOUS:
        person = Person(email=person.email)  # a name typed by mistake is not kept
    data: dict[str, Any] = dict(person.as_dict())
    if case.proxy and lodging.represented is not None:
        data["represented"] = lodging.represented.as_dict()
        data["representation"] = lodging.representation
    if not data:
        return
    case.identity = vault.put(
        village=village.id,
        log=village.log,
        kind=vault.IDENTITY,
        data=data,
        at=at,
        findable=case.identity_mode == IdentityMode.OPEN,
    )
    case.notify_by_email = bool(person.email)


def number(case: Case, village: Village, *, series: str) -> None:
    """Give the case its register number (by the village's local year of receipt)."""
    case.series = series
    case.year = local_date(village, case.received_at).year
    case.seq = register.seq_for(village, year=case.year, series=series)
    text = numbering.register_number(village.number_pattern, seq=case.seq, year=case.year, code=village.code)
    case.number = text if series == register.MAIN else f"{series}-{text}"


def lodging_facts(case: Case) -> dict[str, Any]:
    """Return the private facts of receipt to which the ledger commits: digests, never words or names."""
    return {
        "channel": case.channel,
        "received_at": case.received_at.isoformat(),
        "story_sha256": digest(case.story),
        "identity_mode": str(case.identity_mode),
        "about_official": str(case.about_official),
        "next_clock": case.next_clock,
    } | ({"form": case.form_number} if case.form_number else {})


def _tell_intake(case: Case, event: Event) -> None:
    if event.officer_id is not None:
        return  # recorded at the desk: the desk knows
    # Of a restricted case only those hear who may see it.
    told = members_with_address(case) if case.restricted else with_address(case.village_id, Role.INTAKE)
    for officer in told:
        queue_for_officer(case, officer, "new_case", event)
