"""Who may see a case, changed later: restricting it, a new key, letting somebody in, releasing it to the office."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kentongan.cases import matter, register, search, suggesting
from kentongan.cases.actions.base import Step, given, step
from kentongan.cases.actions.intake import let_in, number, shut_out
from kentongan.cases.actions.rewriting import rewrite, rewrite_identity
from kentongan.cases.models import Case, CaseConflict, CaseMember, Event
from kentongan.cases.protect import holders_of_all
from kentongan.cases.taking_off import take_off
from kentongan.documents.models import Document
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.people.routes import holders
from kentongan.rules import protection
from kentongan.rules.access import SEES_ALL
from kentongan.rules.protection import Reported, SealedFor
from kentongan.rules.publication import TakenOff
from kentongan.rules.types import Move, Refused, Role, Route
from kentongan.vault import case_keys
from kentongan.vault.keyring import NO_KEYS, Keyring, Locked

KEY_RENEWED: Final = "key_renewed"
LOCKED: Final = Refused("locked", f"{Locked.sentence} Setelah itu, ulangi langkah ini.")


def restrict(*, case: Case, by: Officer, at: datetime, reason: str, keys: Keyring = NO_KEYS) -> Case:
    """Restrict a case to its route because of what it is about; nobody is named.

    Raises:
        Refused: not allowed now, no reason, or it is restricted already.
    """
    with step(case, by=by, at=at) as now:
        now.check(Move.RESTRICT, given(reason=reason))
        if now.case.restricted:
            raise Refused("already_restricted", "Aduan ini sudah dibatasi.")
        told = confine(now, why=SealedFor.CATEGORY, keys=keys)
        now.record(Move.RESTRICT, text=reason.strip(), to_reporter=True, data=posts_of(told), facts=told)
    return case


def confine(
    now: Step,
    *,
    why: SealedFor,
    reported: Sequence[Reported] = (),
    somebody_unknown: bool = False,
    keys: Keyring = NO_KEYS,
) -> dict[str, Any]:
    """Seal an ordinary case inside the action that makes it necessary; return who could open it before, as facts.

    Who handles it stays with it, unless he is kept out.
    """
    case, village = now.case, now.village
    plan = protection.plan(
        why=[why], reported=reported, holders=holders_of_all(village), somebody_unknown=somebody_unknown
    )
    before = _could_open(case)
    off = take_off(case, TakenOff.RESTRICTED, now.at)  # before any key is locked: see `guarding.hold`
    let_in(case, plan.members, now.at)
    shut_out(case, plan.kept_out, presumed=False)
    handlers = [case.handler_id] if case.handler_id and case.handler_id not in plan.kept_out else []
    let_in(case, handlers, now.at, of_route=False)
    for officer in plan.kept_out:
        _take_keys(case, officer)
    case.restricted, case.route = True, str(plan.route)
    _new_key(case, keys=keys, readers=[*plan.members, *handlers], at=now.at)
    search.reindex(case)
    suggesting.forget(case.village_id)
    return {"could": sorted(str(officer) for officer in before), "did": sorted(map(str, _did_open(case))), **off}


def renew_key(case: Case, *, keys: Keyring, at: datetime) -> None:
    """Give a case a new key, for those who may open it now, inside a transaction. Raises Locked.

    Whoever kept the old key opens nothing that is written from now on, nor what was: all is sealed anew.
    """
    kept_out = set(case.conflicts.values_list("officer_id", flat=True))
    if case.restricted:
        readers = set(case.members.values_list("officer_id", flat=True)) - kept_out
    else:
        readers = set(holders(case.village, Route.UNIT)) - kept_out
    _new_key(case, keys=keys, readers=sorted(readers), at=at)
    case.save()
    ledger.append(
        log=case.village.log,
        action=KEY_RENEWED,
        subject=case.pk,
        actor=keys.officer,
        public={},
        private={
            "key": str(case.key),
            "readers": sorted(map(str, readers)),
            "documents": sorted(
                Document.objects.filter(village=case.village_id, subject=case.pk).values_list("sha256", flat=True)
            ),
        },
        at=at,
    )


def _new_key(case: Case, *, keys: Keyring, readers: Collection[UUID], at: datetime) -> None:
    """Seal to a new key what is sealed of a case, and all of it where it becomes restricted; forget the older ones."""
    seal, secret = case_keys.make(village=case.village_id, case=case.pk, at=at)
    case_keys.wrap(seal, secret, village=case.village_id, officers=readers, code_public_hex=case.code_public, at=at)
    if case.restricted:
        rewrite(case, keys=keys, seal=seal, at=at)
    # A confidential identity opens only for its holders: it keeps its older key until one of them renews it.
    with suppress(Locked):
        rewrite_identity(case, keys=keys, seal=seal)
    case.key = seal.key
    case_keys.retire_others(village=case.village_id, case=case.pk, keep=seal.key)


def admit(*, case: Case, by: Officer, at: datetime, officer: Officer, reason: str, keys: Keyring) -> Case:
    """Let one more officer into a restricted case, by one of its route who can open it.

    Raises:
        Refused: not allowed now, no reason, `locked`, or the officer cannot (in conflict, no such role, no key).
    """
    with step(case, by=by, at=at) as now:
        now.check(Move.ADMIT, given(reason=reason))
        _check_restricted(now.case)
        if officer.village_id != now.case.village_id or not officer.is_active:
            raise Refused("other_village", "Petugas itu bukan dari desa ini, atau akunnya tidak aktif.")
        if not officer.role_set & (SEES_ALL | {Role.OVERSEER}):
            raise Refused("no_right", "Peran petugas itu tidak membuka aduan. Tunjuk dia sebagai penangan saja.")
        if now.case.conflicts.filter(officer=officer).exists():
            raise Refused("conflict", "Petugas itu tidak boleh membuka aduan ini.")
        give_key(now, officer, keys)
        let_in(now.case, [officer.pk], at)
        CaseMember.objects.filter(case=now.case, officer=officer).update(of_route=True)
        now.record(
            Move.ADMIT,
            text=reason.strip(),
            to_reporter=True,
            data={"post": officer.post},
            facts={"officer": str(officer.pk)},
        )
    return case


def give_key(now: Step, officer: Officer, keys: Keyring) -> None:
    """Let an officer open a sealed case, by somebody who can. Raises Refused (`locked`, `no_key`)."""
    if now.case.key is None:
        return
    try:
        given_to = case_keys.wrap_for_officer(
            now.case.key, village=now.case.village_id, officer=officer.pk, keys=keys, at=now.at
        )
    except Locked:
        raise LOCKED from None
    if not given_to and not case_keys.is_service_sealed(now.case.key):
        raise Refused("no_key", f"{officer.name} belum punya kunci. Minta dia membuatnya dulu di halaman Kunci saya.")


def release(*, case: Case, by: Officer, at: datetime, reason: str, keys: Keyring) -> Case:
    """Release a restricted case to the ordinary office: it touches nobody there and needs no seal. It is not undone.

    Who was only presumed to be reported is cleared. The case gets an ordinary number beside its restricted one; the
    reporter's identity stays sealed, for the route of the unit.

    Raises:
        Refused: not allowed now, no reason, `locked`, or somebody is named as reported, or the category is restricted.
    """
    with step(case, by=by, at=at) as now:
        now.check(Move.RELEASE, given(reason=reason))
        _check_restricted(now.case)
        if now.case.conflicts.filter(presumed=False).exists():
            raise Refused(
                "still_reported", "Masih ada petugas yang tercatat sebagai terlapor, jadi aduan tetap terbatas."
            )
        if now.case.category is not None and now.case.category.restricted:
            raise Refused("still_restricted", "Kategorinya terbatas. Ubah dulu klasifikasinya bila keliru.")
        if now.case.retaliation_for_id is not None:
            raise Refused("retaliation", "Laporan tindakan balasan tetap terbatas.")
        if not keys.opens(now.case.key):
            raise LOCKED
        before = now.case.number
        CaseConflict.objects.filter(case=now.case, presumed=True).delete()
        _lay_open(now.case, keys, at)
        if now.case.series == register.RESTRICTED:
            now.case.restricted_number = before
            number(now.case, now.village, series=register.MAIN)
            now.case.book_key = now.case.new_book_key()
        search.reindex(now.case)
        now.record(
            Move.RELEASE,
            text=reason.strip(),
            to_reporter=True,
            data={"before": before, "number": now.case.number},
            facts={"before": before, "number": now.case.number},
        )
    return case


def _lay_open(case: Case, keys: Keyring, at: datetime) -> None:
    """Write the case in clear; only its identity stays sealed, to a new key for the route of the unit."""
    seal, secret = case_keys.make(village=case.village_id, case=case.pk, at=at)
    case_keys.wrap(
        seal,
        secret,
        village=case.village_id,
        officers=holders(case.village, Route.UNIT),
        code_public_hex=case.code_public,
        at=at,
    )
    rewrite(case, keys=keys, seal=None, at=at)
    rewrite_identity(case, keys=keys, seal=seal)
    case.key = seal.key
    case.restricted, case.route = False, ""
    CaseMember.objects.filter(case=case).delete()
    case_keys.retire_others(village=case.village_id, case=case.pk, keep=seal.key)


def tend(case: Case, *, keys: Keyring, at: datetime) -> Case:
    """Do what waited for somebody who can open the case: a new key that is due, the wrap for a reporter's new code.

    Called when a holder opens the page of a case. No move of anybody: no ledger entry, and nothing in words changes.
    """
    if case.key is None or not keys.unlocked or not keys.opens(case.key):
        return case
    due = case_keys.renewal_is_due(case.key)
    code_waits = bool(case.code_public) and not case_keys.has_code(case.key)
    if not due and not code_waits:
        return case
    with transaction.atomic():
        locked = Case.objects.select_for_update(of=("self",)).select_related("village", "hamlet").get(pk=case.pk)
        if due:
            renew_key(locked, keys=keys, at=at)
        elif locked.key is not None:
            case_keys.wrap_for_code(
                locked.key, village=locked.village_id, code_public_hex=locked.code_public, keys=keys, at=at
            )
    case.refresh_from_db(fields=["key", "sealed_content", "proposed_text"])
    return case


def adopt(*, village: UUID, at: datetime, keys: Keyring) -> int:
    """Take cases over from the service for officers of theirs who have a key by now; return how many.

    `keys`: the service's own ring. For the job that looks after it, and for an officer's first key.
    """
    adopted = 0
    for key, case_id in case_keys.service_sealed(village=village):
        case = Case.objects.filter(village=village, pk=case_id).first()
        if case is None or case.key != key:
            continue
        readers = (
            case.members.values_list("officer_id", flat=True) if case.restricted else holders(case.village, Route.UNIT)
        )
        with transaction.atomic():
            wrapped = [
                case_keys.wrap_for_officer(key, village=village, officer=officer, keys=keys, at=at)
                for officer in readers
            ]
        adopted += any(wrapped)
    return adopted


def keep_out(now: Step, reported: Sequence[Reported], keys: Keyring) -> dict[str, Any]:
    """Keep these persons' circles, and nobody else, out of a matter; restrict it where there are any.

    Returns who could open it before and who did, as facts for the ledger.

    Raises:
        Refused: `locked`, or somebody of them handles it at this moment.
    """
    circle = frozenset[UUID]().union(*(person.kept_out for person in reported))
    members = matter.all_of(now.case)
    could, did = _could_open(now.case), _did_open(now.case)
    matter.keep_out(now.case, members, circle, at=now.at)
    CaseConflict.objects.filter(case__in=[each.pk for each in members]).update(presumed=False)
    told: dict[str, Any] = {}
    if now.case.restricted:
        _shut_out_of_sealed(now.case, circle, reported, at=now.at)
        if not keys.opens(now.case.key):
            raise LOCKED
        renew_key(now.case, keys=keys, at=now.at)
    elif reported:
        confine(now, why=SealedFor.NAMED, reported=reported, keys=keys)
    for other in members:
        if reported and other.pk != now.case.pk:
            _confine_along(now, other, circle, reported, keys)
    if circle:
        told = {"could": sorted(map(str, could)), "did": sorted(map(str, did))}
    return told


def _confine_along(
    now: Step, other: Case, circle: Collection[UUID], reported: Sequence[Reported], keys: Keyring
) -> None:
    """Restrict a case that was merged into the same matter; of one that is restricted, take what the circle has of it.

    Where these keys do not open it, it gets its new key when one of its holders opens it (`tend`).
    """
    locked = Case.objects.select_for_update(of=("self",)).select_related("village", "hamlet").get(pk=other.pk)
    if locked.restricted:
        _shut_out_of_sealed(locked, circle, reported, at=now.at)
        if keys.opens(locked.key):
            renew_key(locked, keys=keys, at=now.at)
        else:
            locked.save(update_fields=["route"])
        return
    plan = protection.plan(why=[SealedFor.NAMED], reported=reported, holders=holders_of_all(now.village))
    let_in(locked, plan.members, now.at)
    for officer in plan.kept_out:
        _take_keys(locked, officer)
    locked.restricted, locked.route = True, str(plan.route)
    _new_key(locked, keys=NO_KEYS, readers=plan.members, at=now.at)
    locked.save()
    search.reindex(locked)


def _shut_out_of_sealed(case: Case, circle: Collection[UUID], reported: Sequence[Reported], *, at: datetime) -> None:
    """Take a restricted case and its keys from a circle, and let the right route take it up. Does not save it.

    Whoever of the others can open it already stays.
    """
    CaseMember.objects.filter(case=case, officer__in=circle).delete()
    for officer in circle:
        _take_keys(case, officer)
    if not reported:
        return
    plan = protection.plan(why=[SealedFor.NAMED], reported=reported, holders=holders_of_all(case.village))
    if plan.route is not None and plan.route != case.route and plan.members:
        case.route = str(plan.route)
        let_in(case, plan.members, at)


def _take_keys(case: Case, officer: UUID) -> None:
    """Take an officer's wraps of all keys of a case away."""
    for key in case_keys.keys_of(village=case.village_id, case=case.pk):
        case_keys.forget_officer(village=case.village_id, officer=officer, key=key)


def _check_restricted(case: Case) -> None:
    if not case.restricted:
        raise Refused("not_restricted", "Aduan ini tidak dibatasi.")


def _could_open(case: Case) -> set[UUID]:
    """Return the officers who may open a case as it stands."""
    if case.restricted:
        found = set(case.members.values_list("officer_id", flat=True))
    else:
        seeing = Officer.objects.filter(village=case.village_id, is_active=True, roles__role__in=SEES_ALL)
        found = set(seeing.values_list("pk", flat=True))
        found |= set(case.assignments.values_list("handler_id", flat=True))
    return found - set(case.conflicts.values_list("officer_id", flat=True))


def _did_open(case: Case) -> set[UUID]:
    """Return the officers who did something in a case, or opened its identity."""
    acted = Event.objects.filter(case=case, officer__isnull=False).values_list("officer_id", flat=True)
    return {officer for officer in acted if officer is not None}


def posts_of(told: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return, for the reporter, the posts of the officers whom the ledger names by their ids."""
    wanted = {key: told[key] for key in ("could", "did") if key in told}
    ids = {officer for officers in wanted.values() for officer in officers}
    posts = {str(each.pk): each.post or each.name for each in Officer.objects.filter(pk__in=ids)}
    return {
        key: sorted({posts[officer] for officer in officers if officer in posts}) for key, officers in wanted.items()
    }
