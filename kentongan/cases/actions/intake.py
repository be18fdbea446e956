"""Receiving: a lodging becomes a numbered, receipted entry of the register."""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kentongan.cases import blank_forms, codes, register, search
from kentongan.cases.actions.base import append_entry, attach, given, queue_for_officer, story_digest
from kentongan.cases.actions.triage import tell_of_tray
from kentongan.cases.clocks import CaseClocks, Timekeeper
from kentongan.cases.lodging import IdentityMode, Lodging, Person, Tray
from kentongan.cases.models import Case, CaseConflict, CaseMember, Event
from kentongan.cases.protect import Protection, protection_of
from kentongan.cases.sealing import seal_content, shown
from kentongan.documents import store
from kentongan.documents.models import Document
from kentongan.people.models import Officer
from kentongan.people.roster import with_address, with_address_among
from kentongan.rules import access, numbering, workflow
from kentongan.rules.access import Right
from kentongan.rules.deadlines import ClockEvent
from kentongan.rules.form_numbers import parse_form_number
from kentongan.rules.publication import Consent
from kentongan.rules.types import Kind, Move, Role, Status
from kentongan.rules.workflow import Doer, Refused
from kentongan.support import rows
from kentongan.support.canonical import Json
from kentongan.vault import case_keys
from kentongan.vault import door as vault
from kentongan.vault.case_keys import Seal
from kentongan.vault.keyring import reporter_ring
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
    if alive and case.sealed:
        ring = reporter_ring(case_keys.code_secret(village.pk, numbering.normalise_code(code)))
        return Receipt(case=shown(case, ring), code=code, repeated=True)
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
    protection: Protection | None = None,
    tray: Tray | None = None,
) -> Receipt:
    """Record a lodging and give it a number, a code and its clocks (UU 25/2009 art. 43: the receipt is mandatory).

    What is about somebody in village government, or about what needs protection, is sealed here, before it is stored.

    Args:
        protection: what was decided when its files were stored; else it is decided now.
        by: the officer who records what came by counter, telephone or letter; None when the reporter does it himself.
        token: the form's token; the same token never makes a second case.
        received_at: when it reached the village, if that was before it was recorded.
        tray: why it waits in the triage tray first, numbered and with its clocks running like any other.

    Raises:
        Refused: the story is missing, the officer may not record, or the blank form it is written on was never
            printed, is void or was recorded before.
    """
    token = token or codes.new_token()
    protection = protection or protection_of(village, lodging)
    if protection.plan.restricted:
        tray = None  # who may not know of it must not see it in the tray either; its route has a list of its own
    if by is not None:
        access.check_right(by.viewer(), Right.RECORD_CASE)
    role = Role.REPORTER if by is None else Role.INTAKE
    doer = Doer(id=by.id if by else None, roles=by.role_set if by else frozenset({role}))
    workflow.check_move(Move.RECEIVE, None, doer, given(story=lodging.story), local_date(village, at))
    if received_at is not None and received_at > at:
        raise Refused("received_in_future", "Waktu terima tidak boleh lebih dari sekarang.")
    try:
        with transaction.atomic():
            return _record(village, lodging, channel, at, by, role, token, received_at or at, keeper, protection, tray)
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
    protection: Protection,
    tray: Tray | None,
) -> Receipt:
    code = codes.code_of_token(village, token)
    normal = numbering.normalise_code(code)
    code_secret = case_keys.code_secret(village.pk, normal)
    case = build(village, lodging, channel=channel, at=at, received_at=received_at)
    case.recorded_by = by
    if tray is not None:
        case.triage, case.triage_reason, case.triage_alike = True, tray.reason, tray.alike
    if lodging.form_number:
        blank_forms.check_free(village, parse_form_number(lodging.form_number))
        case.form_number = lodging.form_number
    case.code_hash = codes.hash_of_code(village, normal)
    case.code_public = case_keys.code_public(code_secret)
    case.submission_hash = codes.hash_of_token(village, token)
    told = copy.copy(case)
    told.only_to_read = True  # the receipt shows what was told; the row may hold it sealed only
    seal = seal_case(case, village, protection, lodging.documents, at)
    seal_identity(case, village, lodging, at, seal)
    clocks = CaseClocks(case, keeper or Timekeeper.of(village), fresh=True)
    clocks.apply([ClockEvent.RECEIVED], local_date(village, received_at))
    case.next_due_on, case.next_clock = clocks.next_duty()
    number(case, village, series=register.RESTRICTED if case.restricted else register.MAIN)
    rows.insert([case])
    clocks.save()
    search.index(case)
    if case.restricted:
        rows.insert(_memberships(case, protection.plan.members, at, of_route=True))
        shut_out(case, protection.plan.kept_out)
    event = Event(
        village=village,
        case=case,
        move=Move.RECEIVE,
        at=at,
        actor=role,
        officer=by,
        to_status=Status.RECEIVED,
        to_reporter=True,
        data={"channel": channel}
        | ({"read_back": True} if lodging.read_back else {})
        | ({"triage": str(tray.reason)} if tray else {}),
    )
    rows.insert([event])
    attach(event, lodging.documents)
    append_entry(event, lodging.documents, lodging_facts(case), clocks=clocks)
    _tell_intake(case, event, protection.plan.members)
    return Receipt(case=_as_told(case, told), code=code, repeated=False, clocks=clocks)


def _as_told(case: Case, told: Case) -> Case:
    """Return the case for the receipt of the one who just told it."""
    if not case.sealed:
        return case
    read = ("title", "story", "settlement", "rt", "rw", "place", "incident_text", "about_whom", "incident_on")
    shown = copy.copy(case)
    shown.only_to_read = True
    for name in read:
        setattr(shown, name, getattr(told, name))
    return shown


def seal_case(
    case: Case, village: Village, protection: Protection, documents: Sequence[Document], at: datetime
) -> Seal | None:
    """Give the unsaved case its key, where it needs one, and seal what was told; return to what its identity is sealed.

    Files that were stored before in clear are sealed here, too.
    """
    if not protection.secret:
        return None
    seal, secret = case_keys.make(village=village.pk, case=case.pk, at=at, secret=protection.secret)
    case.key = seal.key
    case_keys.wrap(
        seal,
        secret,
        village=village.pk,
        officers=protection.readers,
        code_public_hex=case.code_public,
        at=at,
    )
    if protection.plan.restricted:
        case.restricted = True
        case.publish_consent = ""  # what is sealed is never published; should it be released, he is asked then
        case.route = str(protection.plan.route)
        put_aside = [document for document in documents if document.sealed_to != seal.recipient]
        if put_aside:
            store.reseal(put_aside, open_with=None, seal_to=seal.recipient)
        seal_content(case, seal, found=protection.found)
    return seal


def let_in(case: Case, officers: Sequence[UUID], at: datetime, *, of_route: bool = True) -> None:
    """Let officers see a restricted case (one statement)."""
    CaseMember.objects.bulk_create(_memberships(case, officers, at, of_route=of_route), ignore_conflicts=True)


def _memberships(case: Case, officers: Sequence[UUID], at: datetime, *, of_route: bool) -> list[CaseMember]:
    return [
        CaseMember(village_id=case.village_id, case=case, officer_id=officer, of_route=of_route, since=at)
        for officer in officers
    ]


def shut_out(case: Case, officers: Collection[UUID], *, presumed: bool = True) -> None:
    """Keep officers out of a case (one statement). `presumed`: found in its words, and not yet judged by anybody."""
    if officers:
        CaseConflict.objects.bulk_create(
            [
                CaseConflict(village_id=case.village_id, case=case, officer_id=officer, presumed=presumed)
                for officer in officers
            ],
            ignore_conflicts=True,
        )


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
        publish_consent="" if lodging.publish is None else Consent.YES if lodging.publish else Consent.NO,
        proxy=lodging.represented is not None and lodging.identity_mode != IdentityMode.ANONYMOUS,
    )
    if lodging.kind == Kind.ASPIRATION or lodging.kind == Kind.INFORMATION:
        case.case_class = str(lodging.kind)  # the kind settles the class; only complaints are weighed at verification
    return case


def seal_identity(case: Case, village: Village, lodging: Lodging, at: datetime, seal: Seal | None = None) -> None:
    """Put the reporter's identity behind the vault's door. An anonymous reporter's contact, if any, goes there too.

    `seal`: to the case's own key, which the service does not hold. Then only the address for notices, if he wants any,
    is kept openable by the service, as a record of its own.
    """
    person = lodging.reporter or Person()
    if case.identity_mode == IdentityMode.ANONYMOUS:
        person = Person(email=person.email)  # a name typed by mistake is not kept
    if seal is not None:
        wants_notices = lodging.notices or case.identity_mode != IdentityMode.CONFIDENTIAL
        if person.email and wants_notices:
            contact: dict[str, Json] = {"email": person.email}
            case.contact = vault.put(village=village.id, log=village.log, kind=vault.CONTACT, data=contact, at=at)
            case.notify_by_email = True
        if case.identity_mode == IdentityMode.ANONYMOUS:
            return
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
        findable=case.identity_mode == IdentityMode.OPEN and seal is None,
        seal=seal,
    )
    if seal is None:
        case.notify_by_email = bool(person.email)


def number(case: Case, village: Village, *, series: str) -> None:
    """Give the case its register number (by the village's local year of receipt)."""
    case.series = series
    case.year = local_date(village, case.received_at).year
    case.seq = register.seq_for(village, year=case.year, series=series)
    case.number = register.number_of(village, series=series, seq=case.seq, year=case.year)


def lodging_facts(case: Case) -> dict[str, Any]:
    """Return the private facts of receipt to which the ledger commits: digests, never words or names."""
    return {
        "channel": case.channel,
        "received_at": case.received_at.isoformat(),
        "story_sha256": story_digest(case),
        "identity_mode": str(case.identity_mode),
        "about_official": str(case.about_official),
        "next_clock": case.next_clock,
        "publish_consent": case.publish_consent,
    } | {name: value for name, value in (("form", case.form_number), ("triage", case.triage_reason)) if value}


def _tell_intake(case: Case, event: Event, members: Collection[UUID]) -> None:
    if event.officer_id is not None and not case.restricted:
        return  # recorded at the desk: the desk knows
    if case.triage:
        tell_of_tray(case, event.at)
        return
    # Of a restricted case only those hear who may see it.
    told = (
        with_address_among(case.village_id, members) if case.restricted else with_address(case.village_id, Role.INTAKE)
    )
    for officer in told:
        queue_for_officer(case, officer, "new_case", event)
