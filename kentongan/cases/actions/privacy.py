"""The reporter's rights over his data (UU 27/2022): he asks by code, the unit decides, the clockwork carries out."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kentongan.cases import suggesting
from kentongan.cases.actions import erasing
from kentongan.cases.actions.base import Step, facts_of, given, step
from kentongan.cases.clocks import Timekeeper
from kentongan.cases.models import Case, PrivacyRequest
from kentongan.cases.taking_off import take_off
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.data_rights import (
    CLOCKS,
    CorrectionOf,
    DataOutcome,
    DataRequest,
    ErasedWhy,
    RefusalGround,
)
from kentongan.rules.deadlines import ClockEvent, ClockKind
from kentongan.rules.publication import TakenOff
from kentongan.rules.types import Move, Refused, Role
from kentongan.vault import door as vault
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

MAX_TEXT: Final = 5_000
BATCH: Final = 100
GONE: Final = "Permintaan ini tidak ada, atau sudah diputuskan. Muat ulang halaman ini."
# What an officer may correct of an identity at the counter.
IDENTITY_FIELDS: Final = ("name", "nik", "phone", "email", "address")
logger = logging.getLogger(__name__)


def ask(
    *,
    case: Case,
    at: datetime,
    kind: DataRequest,
    text: str = "",
    about: CorrectionOf | None = None,
    token: str | None = None,
) -> PrivacyRequest:
    """Lodge a request; its clock starts. A correction says what is to be corrected, the others need no words.

    Raises:
        Refused: such a request is open already, a correction says nothing, or there is nothing to restrict.
        AlreadyDone: this form was submitted before.
    """
    with step(case, role=Role.REPORTER, at=at, token=token) as now:
        now.check(Move.DATA_ASK)
        _check_ask(now.case, kind, text, about)
        clock = CLOCKS[kind]
        now.clocks.apply([clock.asked], now.on)
        due_on = now.clocks.due_of(clock.kind)
        if due_on is None:
            raise RuntimeError(f"the village has no rule for the clock {clock.kind}")
        request = PrivacyRequest(
            village=now.village,
            case=now.case,
            kind=kind,
            about=about or "",
            lodged_at=at,
            due_on=due_on,
        )
        request.text = now.words(text.strip(), f"request:{request.pk}")
        request.save(force_insert=True)
        facts = {"request": str(request.id), "kind": str(kind), "due_on": due_on.isoformat()}
        data = {**facts, "about": str(about) if about else ""}
        now.record(Move.DATA_ASK, text=text.strip(), to_reporter=True, data=data, facts=facts)
    return request


def _check_ask(case: Case, kind: DataRequest, text: str, about: CorrectionOf | None) -> None:
    mine = PrivacyRequest.objects.filter(village=case.village_id, case=case, kind=kind)
    if mine.filter(outcome="").exists():
        raise Refused("asked_already", "Permintaan yang sama sudah kami catat dan sedang kami periksa.")
    if kind is DataRequest.CORRECTION and (not text.strip() or about is None):
        raise Refused("nothing_to_correct", "Tulis apa yang salah dan bagaimana yang benar.")
    if kind is DataRequest.CORRECTION and about is CorrectionOf.IDENTITY and case.identity is None:
        raise Refused("no_identity", "Kami tidak menyimpan nama atau kontak Anda pada laporan ini.")
    if kind is DataRequest.RESTRICTION and case.processing_limited:
        raise Refused("limited_already", "Pengolahan laporan ini sudah dibatasi.")
    if kind is DataRequest.ERASURE and mine.filter(outcome=DataOutcome.GRANTED, done_at__isnull=True).exists():
        raise Refused("granted_already", "Penghapusan laporan ini sudah dikabulkan dan menunggu berlaku.")


def decide(
    *,
    request: PrivacyRequest,
    by: Officer,
    at: datetime,
    granted: bool,
    reason: str,
    ground: RefusalGround | None = None,
) -> PrivacyRequest:
    """Answer a request, with reasons the reporter reads. A granted erasure waits and can still be revoked.

    Raises:
        Refused: no right, it was decided before, no reason, or a refusal without one of the listed grounds.
    """
    with step(request.case_id, by=by, at=at) as now:
        access.check_case_right(by.viewer(), Right.DECIDE_DATA, facts_of(now.case))
        now.check(Move.DATA_DECIDE, given(reason=reason))
        row = _open_one(request.pk, now)
        if not granted and ground is None:
            raise Refused("no_ground", "Pilih salah satu alasan penolakan.")
        row.outcome = DataOutcome.GRANTED if granted else DataOutcome.REFUSED
        row.ground = "" if granted or ground is None else ground
        row.reason = now.words(reason.strip(), f"request-answer:{row.pk}")
        row.decided_by, row.decided_at = by, at
        kind = DataRequest(row.kind)
        events = [CLOCKS[kind].decided]
        off: dict[str, Any] = {}
        if granted and kind is DataRequest.RESTRICTION:
            off = take_off(now.case, TakenOff.LIMITED, at)
        if granted:
            events += _grant(now, row)
        else:
            row.done_at = at
        now.clocks.apply(events, now.on)
        if granted and kind is DataRequest.ERASURE:
            row.effective_on = now.clocks.due_of(ClockKind.ERASURE_WAIT)
        row.save()
        data = _data(row)
        now.record(Move.DATA_DECIDE, text=reason.strip(), to_reporter=True, data=data, facts={**data, **off})
    return row


def _grant(now: Step, row: PrivacyRequest) -> list[ClockEvent]:
    match DataRequest(row.kind):
        case DataRequest.ERASURE:
            return [ClockEvent.ERASURE_GRANTED]
        case DataRequest.RESTRICTION:
            now.case.processing_limited = True
            suggesting.forget(now.case.village_id)
        case _:
            row.done_at = now.at
    return []


def _data(row: PrivacyRequest) -> dict[str, str]:
    facts = {
        "request": str(row.id),
        "kind": row.kind,
        "outcome": row.outcome,
        "ground": row.ground,
        "effective_on": row.effective_on.isoformat() if row.effective_on else "",
    }
    return {key: str(value) for key, value in facts.items() if value}


def revoke(*, request: PrivacyRequest, at: datetime, token: str | None = None) -> PrivacyRequest:
    """Take a request back: one not decided yet, an erasure that waits, or a restriction that is in force.

    Raises:
        Refused: there is nothing to take back (any more).
        AlreadyDone: this form was submitted before.
    """
    with step(request.case_id, role=Role.REPORTER, at=at, token=token) as now:
        now.check(Move.DATA_REVOKE)
        row = PrivacyRequest.objects.select_for_update().get(pk=request.pk, case=now.case)
        kind = DataRequest(row.kind)
        if not may_revoke(row):
            raise Refused("nothing_to_revoke", "Permintaan ini tidak dapat dicabut lagi.")
        events = [CLOCKS[kind].decided] if not row.outcome else []
        if row.outcome == DataOutcome.GRANTED and kind is DataRequest.ERASURE:
            events.append(ClockEvent.ERASURE_REVOKED)
        if row.outcome == DataOutcome.GRANTED and kind is DataRequest.RESTRICTION:
            now.case.processing_limited = False  # the decision stays as it was; it ended
        else:
            row.outcome = DataOutcome.REVOKED
        row.decided_at, row.done_at = row.decided_at or at, at
        row.save()
        data = {"request": str(row.id), "kind": row.kind}
        now.record(Move.DATA_REVOKE, to_reporter=True, data=data, facts=data, clock_events=events)
    return row


def may_revoke(row: PrivacyRequest) -> bool:
    """Tell whether the reporter can still take this request back."""
    if row.done_at is not None:
        return False
    return not row.outcome or row.kind in (DataRequest.ERASURE, DataRequest.RESTRICTION)


def lift(*, case: Case, by: Officer, at: datetime, reason: str) -> None:
    """End a restriction, with a reason the reporter reads.

    Raises:
        Refused: no right, no reason, or the case is not restricted.
    """
    with step(case, by=by, at=at) as now:
        access.check_right(by.viewer(), Right.DECIDE_DATA)
        now.check(Move.DATA_LIFT, given(reason=reason))
        if not now.case.processing_limited:
            raise Refused("not_limited", "Pengolahan aduan ini tidak sedang dibatasi.")
        now.case.processing_limited = False
        PrivacyRequest.objects.filter(
            case=now.case, kind=DataRequest.RESTRICTION, outcome=DataOutcome.GRANTED, done_at__isnull=True
        ).update(done_at=at)
        now.record(Move.DATA_LIFT, text=reason.strip(), to_reporter=True)


def correct_identity(
    *, request: PrivacyRequest, by: Officer, at: datetime, changes: Mapping[str, str], proof: str
) -> None:
    """Correct the sealed identity at the counter: a new record takes the place of the old one, which is destroyed.

    Args:
        changes: the corrected fields alone ("" takes one away); nobody sees the others.
        proof: how the officer made sure that this is the reporter; he reads it on his timeline.

    Raises:
        Refused: no right, no proof, nothing changed, the request is not granted, or nothing is kept.
    """
    with step(request.case_id, by=by, at=at) as now:
        access.check_right(by.viewer(), Right.OPEN_IDENTITY)
        now.check(Move.CORRECT_IDENTITY, given(reason=proof))
        wanted = {key: value.strip() for key, value in changes.items() if key in IDENTITY_FIELDS}
        if not wanted:
            raise Refused("nothing_changed", "Isi sedikitnya satu data yang diperbaiki.")
        if now.case.identity is None:
            raise Refused("no_identity", "Pelapor tidak meninggalkan identitas.")
        granted = PrivacyRequest.objects.filter(
            pk=request.pk, case=now.case, about=CorrectionOf.IDENTITY, outcome=DataOutcome.GRANTED
        )
        if not granted.exists():
            raise Refused("not_granted", "Perbaikan data diri ini belum dikabulkan.")
        now.case.identity = _replaced(now, wanted)
        if "email" in wanted:
            now.case.notify_by_email = bool(wanted["email"])
        now.record(
            Move.CORRECT_IDENTITY,
            text=proof.strip(),
            to_reporter=True,
            data={"request": str(request.pk)},
            facts={"fields": sorted(wanted)},
        )


def _replaced(now: Step, changes: Mapping[str, str]) -> UUID:
    if now.case.identity is None:
        raise Refused("no_identity", "Pelapor tidak meninggalkan identitas.")
    purpose = "perbaikan data diri atas permintaan pelapor"
    try:
        return vault.replace(
            now.case.identity, village=now.village.pk, changes=dict(changes), purpose=purpose, at=now.at
        )
    except vault.SealBroken as error:
        raise Refused(
            "sealed_otherwise", "Identitas ini tersegel bagi pemegang kunci dan tidak dapat diubah di sini."
        ) from error


def run_due(*, village: Village, at: datetime) -> int:
    """Erase what was granted and whose waiting time is over (a due day counts whole); return how many."""
    today = local_date(village, at)
    keeper = Timekeeper.of(village)
    waiting = PrivacyRequest.objects.filter(
        village=village,
        kind=DataRequest.ERASURE,
        outcome=DataOutcome.GRANTED,
        done_at__isnull=True,
        effective_on__lt=today,
    ).order_by("effective_on", "id")
    made = 0
    for case in list(waiting.values_list("case", flat=True)[:BATCH]):
        try:
            erasing.erase(case=case, at=at, why=ErasedWhy.REQUEST, keeper=keeper)
        except Refused:
            continue
        except Exception:  # one broken case must not keep all the others waiting; it is logged each time
            logger.exception("the contents of case %s could not be erased", case)
            continue
        made += 1
    if made:
        erasing.scrub()
    return made


def _open_one(key: UUID, now: Step) -> PrivacyRequest:
    row = PrivacyRequest.objects.select_for_update().filter(pk=key, case=now.case, outcome="").first()
    if row is None:
        raise Refused("request_gone", GONE)
    return row
