"""Opening an identity with a logged reason, and giving a new tracking code when the old one is lost."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from kentongan.cases import codes
from kentongan.cases.actions.base import Step, facts_of, given, step
from kentongan.cases.actions.confining import LOCKED
from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import FOR_DESK, Case, Event
from kentongan.cases.search import by_number
from kentongan.outbox.models import CODE_REQUEST, NEW_CODE
from kentongan.outbox.queue import queue
from kentongan.people.models import Officer
from kentongan.rules import access, numbering
from kentongan.rules.access import Right
from kentongan.rules.identity import normalise_phone
from kentongan.rules.types import Move
from kentongan.rules.workflow import Refused
from kentongan.vault import case_keys
from kentongan.vault import door as vault
from kentongan.vault.keyring import NO_KEYS, Keyring, Locked
from kentongan.villages.models import Village

# A request that lay longer than this (no mail server for a while) would replace a code that was found meanwhile.
ASKED_FOR: Final = timedelta(days=1)
# Who knows somebody's number and telephone could else kill his codes one after the other.
REST: Final = timedelta(hours=1)


LIMITED: Final = (
    "Pelapor meminta pengolahan datanya dibatasi. Identitasnya hanya boleh dibuka bila hukum mengharuskannya, "
    "lewat “Buka identitas” di halaman aduan: tulis di sana dasar hukumnya, misalnya nomor surat penyidik."
)

PART_OF_LETTER: Final = (
    "Aduan ini diambil dari sebuah surat berisi beberapa aduan, dan dibuka dengan kode surat itu. "
    "Terbitkan kode baru pada aduan pertama dari surat tersebut."
)


def open_identity(
    *, case: Case, by: Officer, at: datetime, reason: str, legal_basis: str = "", keys: Keyring = NO_KEYS
) -> Mapping[str, Any]:
    """Open who the reporter is; reason, officer and time enter the ledger and show on the reporter's own timeline.

    Args:
        legal_basis: which law or order asks for it, where the reporter had the processing restricted (UU 27/2022).

    Raises:
        Refused: no right, no reason, nothing is kept (an anonymous reporter), a restriction and no law, or it is sealed
            to officers' keys and this one has not unlocked his, or has none of this case (`locked`).
    """
    with step(case, by=by, at=at) as now:
        access.check_case_right(by.viewer(), Right.OPEN_IDENTITY, facts_of(now.case))
        now.check(Move.OPEN_IDENTITY, given(reason=reason))
        reason = _by_law(now, reason.strip(), legal_basis.strip())
        if now.case.identity is None:
            raise Refused("no_identity", "Pelapor tidak meninggalkan identitas.")
        try:
            data = vault.open(
                now.case.identity,
                village=now.case.village_id,
                by=by.id,
                reason=reason.strip(),
                at=at,
                subject=now.case.id,
                keys=keys,
            )
        except Locked:
            raise LOCKED from None
        now.record(Move.OPEN_IDENTITY, text=reason.strip(), to_reporter=True, notify=False, entry=False)
    return data


def _by_law(now: Step, reason: str, legal_basis: str) -> str:
    """Return the reason as it is recorded; a case whose processing is restricted opens only where a law asks for it."""
    if not now.case.processing_limited:
        return reason
    if not legal_basis:
        raise Refused("processing_limited", LIMITED)
    return f"{reason} Dasar hukum: {legal_basis}"


def reissue_at_counter(*, case: Case, by: Officer, at: datetime, reason: str, keys: Keyring = NO_KEYS) -> str:
    """Give the identified reporter a new code at the counter; the old one dies, and his timeline and a mail say so.

    Returns:
        The new code, to be handed over now: it is not stored.

    Raises:
        Refused: no right, no word on how the reporter was identified, nobody to identify (an anonymous reporter), or
            the case is sealed and this officer cannot open it: then the new code could not either (`locked`).
    """
    with step(case, by=by, at=at) as now:
        access.check_case_right(by.viewer(), Right.REISSUE_CODE, facts_of(now.case))
        now.check(Move.REISSUE_CODE, given(reason=reason))
        if now.case.split_from_id is not None:
            raise Refused("part_of_letter", PART_OF_LETTER)
        if is_nobody(now.case):
            raise Refused(
                "anonymous",
                "Pelapor ini anonim, jadi tidak ada yang bisa memastikan siapa dia. Kodenya tidak dapat diganti.",
            )
        code = _renew(now, keys)
        now.record(Move.REISSUE_CODE, text=reason.strip(), to_reporter=True, data={"how": "counter"})
    return code


def learn_code(*, case: Case, secret: bytes) -> None:
    """Keep the public half of the code's key for a case from before there were such keys (no ledger entry, no words).

    So the case can be sealed later in a way that its reporter still reads it.
    """
    if not case.code_public:
        public = case_keys.code_public(secret)
        family = Q(pk=case.pk) | Q(split_from=case.pk)
        Case.objects.filter(family, village_id=case.village_id, code_public="").update(code_public=public)


def is_nobody(case: Case) -> bool:
    """Tell whether no one can prove to be the reporter: a new code would only take away an anonymous reporter's.

    An old register without names is another matter: nobody holds a code for its cases, so none can be taken away.
    """
    return case.identity_mode == IdentityMode.ANONYMOUS and not case.imported


def ask_for_new_code(*, village: Village, number: str, contact: str, at: datetime) -> None:
    """Take down that somebody asks for a new code; the outbox answers later, by mail alone.

    Nothing is looked up here: not even the time it takes may tell the asker which contact belongs to which case.
    """
    asked = {"number": number, "contact": contact}
    with transaction.atomic():
        record = vault.put(village=village.id, log=village.log, kind=vault.OUTBOX_SECRET, data=asked, at=at)
        queue(
            village=village,
            channel="email",
            template=CODE_REQUEST,
            dedupe_key=f"{CODE_REQUEST}:{record}",
            to_record=record,
            secret=record,
            at=at,
        )


def answer_request(*, village: Village, asked: Mapping[str, Any], asked_at: datetime, at: datetime) -> None:
    """Look whether number and contact of a request fit, and only then send a new code. Old requests are let go."""
    if at - asked_at <= ASKED_FOR:
        with suppress(Refused):
            reissue_to_contact(village=village, number=str(asked["number"]), contact=str(asked["contact"]), at=at)


def reissue_to_contact(*, village: Village, number: str, contact: str, at: datetime) -> None:
    """Send a new code to the e-mail on file if number and contact fit, at most once an hour; else do nothing.

    The code waits in the vault until the outbox has sent it; no row an officer can read holds it. The desk sees
    nothing of it, or an officer could find out by guessing who complained.
    """
    case = (
        Case.objects.filter(by_number(number), village=village, notify_by_email=True)
        .select_related("split_from")
        .first()
    )
    if case is not None and case.split_from is not None:
        case = case.split_from  # one code opens all the cases of a letter
    if case is None or case.notice_record is None or not case.notify_by_email:
        return
    if case.restricted:
        return  # only who can open it can let a new code open it: at the counter of one of its route
    if Event.objects.filter(~FOR_DESK, village=village, case=case, at__gt=at - REST).exists():
        return
    with transaction.atomic():
        held = vault.contact(case.notice_record, village=village.id, purpose="reissue", at=at)
    if not _same_contact(contact, held):
        return
    with step(case, at=at) as now:
        now.check(Move.REISSUE_CODE, given(reason="contact on file"))
        code = _renew(now, NO_KEYS)
        event = now.record(Move.REISSUE_CODE, to_reporter=True, data={"how": "email"}, notify=False, quiet=True)
        secret = vault.put(village=village.id, log=village.log, kind=vault.OUTBOX_SECRET, data={"code": code}, at=at)
        queue(
            village=village,
            channel="email",
            template=NEW_CODE,
            dedupe_key=f"event:{event.id}",
            subject=now.case.id,
            to_record=now.case.notice_record,
            secret=secret,
            payload={"number": now.case.number},
            at=at,
        )


def _renew(now: Step, keys: Keyring) -> str:
    """Replace the case's code with a fresh one that opens what is sealed; return it. Raises Refused (`locked`)."""
    case = now.case
    code = codes.code_of_token(now.village, codes.new_token())
    normal = numbering.normalise_code(code)
    case.code_hash = codes.hash_of_code(now.village, normal)
    case.code_public = case_keys.code_public(case_keys.code_secret(case.village_id, normal))
    case.code_generation += 1
    if case.restricted and case.key is not None:
        try:
            case_keys.wrap_for_code(
                case.key, village=case.village_id, code_public_hex=case.code_public, keys=keys, at=now.at
            )
        except Locked:
            raise LOCKED from None
    elif case.key is not None:
        case_keys.forget_code(case.key)
    return code


def _same_contact(typed: str, held: Mapping[str, Any]) -> bool:
    typed = typed.strip()
    if "@" in typed:
        return hmac.compare_digest(typed.casefold().encode(), str(held.get("email", "")).strip().casefold().encode())
    try:
        typed = normalise_phone(typed)
    except ValueError:
        return False
    return hmac.compare_digest(typed.encode(), str(held.get("phone", "")).encode())
