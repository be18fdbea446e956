"""May this person make this move now, and where does it lead? One answer for every screen and every action.

The moves stand in `moves.TABLE`; here are the checks. Nothing here reads a clock: `on` is the village's date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from .diagram import diagram
from .moves import (
    ARCHIVE_CONFIRMERS,
    FINAL,
    HANDLING,
    OPEN,
    TABLE,
    UNCLASSIFIED_BEGINNING,
    Transition,
)
from .types import CaseClass, Move, Need, Refused, Role, Status

__all__ = [
    "DAYS_TO_REOPEN",
    "FINAL",
    "HANDLING",
    "OPEN",
    "TABLE",
    "CaseState",
    "Doer",
    "Refused",
    "Transition",
    "can_move",
    "check_merge_into",
    "check_move",
    "diagram",
    "moves_for",
    "needs_of",
]

DAYS_TO_REOPEN = 30
"""Calendar days after the end of a case in which it can be reopened or objected to (RULES §3)."""


@dataclass(frozen=True)
class CaseState:
    """What the rules must know of a case.

    `previous_status`: where a question, an objection or a withdrawal came from, and where the case returns to.
    `handled_by`: everyone who was ever assigned, or made one of the moves in HANDLING.
    `closed_on`: when the case came to its end (closed or archived); None when open or not known.
    `withdrawal_due`: the last day on which an asked withdrawal may still be revoked.
    `archive_proposed_by`: who proposed to archive a supervisory case; cleared when its status or class changes.
    `village_head_answers`: the village wants its head to answer. False also when the head is himself named in this
    case, for then it bypasses him (RULES §3, conflict of interest).
    `deemed_withdrawn`: withdrawn by silence (DEEM_WITHDRAWN), not by a wish.
    `merged_answered`: merged into a case that is answered or has ended, whose end is then `closed_on`: from there on
    its reporter may judge what he was told, as the other reporter may (RULES §3: both are answered).
    `erased`: its contents are gone for good (UU 27/2022), nothing can be done with it any more.
    `processing_limited`: the reporter had its processing restricted (UU 27/2022); the identity opens by law only.
    `triage`: it waits in the triage tray (rules.triage).
    """

    status: Status
    case_class: CaseClass | None = None
    previous_status: Status | None = None
    handler: UUID | None = None
    handled_by: frozenset[UUID] = frozenset()
    closed_on: date | None = None
    withdrawal_due: date | None = None
    archive_proposed_by: UUID | None = None
    village_head_answers: bool = False
    deemed_withdrawn: bool = False
    merged_answered: bool = False
    erased: bool = False
    processing_limited: bool = False
    triage: bool = False


@dataclass(frozen=True)
class Doer:
    """Who makes a move. Reporters and the system have no id."""

    id: UUID | None
    roles: frozenset[Role]


REPORTER = Doer(None, frozenset({Role.REPORTER}))
SYSTEM = Doer(None, frozenset({Role.SYSTEM}))


def check_move(
    move: Move,
    state: CaseState | None,
    doer: Doer,
    given: frozenset[Need],
    on: date,
    *,
    upheld: bool | None = None,
) -> Status:
    """The status the case has after the move; raises Refused when the move may not be made.

    `state` is None only for RECEIVE, which makes the case. `given` names the needs that are filled in. `upheld` is the
    decision on an objection and is needed for DECIDE_OBJECTION alone. A supervisory case keeps its status at the first
    ARCHIVE: it is a proposal until a second person confirms it.
    """
    _check_offer(move, state, doer, on)
    _check_needs(needs_of(move, state), given)
    if move is Move.DECIDE_OBJECTION and upheld is None:
        raise _missing(Need.DECISION)
    return _target(move, state, upheld)


def can_move(
    move: Move,
    state: CaseState | None,
    doer: Doer,
    given: frozenset[Need],
    on: date,
    *,
    upheld: bool | None = None,
) -> bool:
    """The boolean twin of `check_move`."""
    try:
        check_move(move, state, doer, given, on, upheld=upheld)
    except Refused:
        return False
    return True


def moves_for(state: CaseState | None, doer: Doer, on: date) -> tuple[Transition, ...]:
    """The moves to offer to this person now, in the table's order, whatever they still need."""

    def offered() -> Iterator[Transition]:
        for transition in TABLE.values():
            try:
                _check_offer(transition.move, state, doer, on)
            except Refused:
                continue
            yield transition

    return tuple(offered())


def needs_of(move: Move, state: CaseState | None) -> frozenset[Need]:
    """What the move needs for this case: the table's needs, and what the case itself adds.

    A supervisory case is archived by two; SECOND_PERSON is never asked for in a form, `check_move` sees it from who
    proposed and who confirms. To go on with a case against the wish of its reporter needs a reason.
    """
    needs = TABLE[move].needs
    if state is None:
        return needs
    if move is Move.ARCHIVE and state.case_class is CaseClass.SUPERVISORY:
        return needs | {Need.SECOND_PERSON}
    if move is Move.RESUME and not state.deemed_withdrawn:
        return needs | {Need.REASON}
    return needs


def check_merge_into(other: CaseState) -> None:
    """Refuse to merge into a case in which the reporter would get no answer any more (RULES §3: both are answered)."""
    if other.status not in OPEN and other.status is not Status.ANSWERED:
        raise Refused(
            "merge_target_ended",
            f"Aduan tujuan berstatus “{other.status.label}”. "
            "Pilih aduan yang masih berjalan, supaya kedua pelapor mendapat jawaban.",
        )


def _check_offer(move: Move, state: CaseState | None, doer: Doer, on: date) -> None:
    """Everything that can be known before a form is filled in: who, from where, and the special rules."""
    transition = TABLE[move]
    _check_role(transition, state, doer)
    if move is Move.RECEIVE:
        if state is not None:
            raise Refused("already_received", "Aduan ini sudah diterima dan sudah punya nomor.")
        return
    if state is None:
        raise Refused("not_received", "Aduan ini belum diterima, jadi belum bisa diproses.")
    if state.erased:
        raise Refused("erased", "Isi aduan ini sudah dihapus, jadi tidak ada lagi yang dapat dilakukan dengannya.")
    if state.status not in transition.sources:
        raise Refused(
            "wrong_status",
            f"Langkah “{transition.sentence}” tidak bisa dilakukan, karena aduan ini berstatus “{state.status.label}”.",
        )
    _check_special(move, state, doer, on)


def _check_role(transition: Transition, state: CaseState | None, doer: Doer) -> None:
    acting = doer.roles & _actors(transition, state)
    if not acting:
        who = ", ".join(role.label for role in Role if role in _actors(transition, state))
        raise Refused("not_your_role", f"Langkah “{transition.sentence}” hanya untuk: {who}.")
    # A handler acts in his own cases only; another role he also holds may still let him act.
    if acting == {Role.HANDLER} and state is not None and (doer.id is None or doer.id != state.handler):
        raise Refused("not_your_case", "Aduan ini ditangani petugas lain, jadi langkah ini untuk petugas itu.")


def _actors(transition: Transition, state: CaseState | None) -> frozenset[Role]:
    """The table's actors, and the three places where the case itself decides who acts."""
    if state is None:
        return transition.actors
    supervisory = state.case_class is CaseClass.SUPERVISORY
    match transition.move:
        case Move.ANSWER if state.village_head_answers:
            return frozenset({Role.VILLAGE_HEAD})
        case Move.RETURN if state.village_head_answers:
            # Who decides on an answer must also be able to send it back.
            return transition.actors | {Role.VILLAGE_HEAD}
        case Move.ARCHIVE if supervisory and state.archive_proposed_by is not None:
            return transition.actors | ARCHIVE_CONFIRMERS
        case Move.RESUME if supervisory:
            # "A supervisory case may go on without him" (RULES §3, withdraw): the unit head takes it up again.
            return transition.actors | {Role.UNIT_HEAD}
        case _:
            return transition.actors


def _check_special(move: Move, state: CaseState, doer: Doer, on: date) -> None:
    """The rules that no column of the table can hold."""
    match move:
        case Move.RATE_SATISFIED | Move.RATE_UNSATISFIED | Move.OBJECT if (
            state.status is Status.MERGED and not state.merged_answered
        ):
            raise Refused(
                "not_answered_yet",
                "Laporan ini dilanjutkan dalam laporan lain yang belum ditanggapi. Anda bisa menilai setelah itu.",
            )
        case Move.RATE_UNSATISFIED | Move.REOPEN | Move.OBJECT:
            _check_not_too_late(state, on)
        case Move.PASS_TRIAGE if not state.triage:
            raise Refused("not_in_triage", "Aduan ini sudah ada di daftar biasa.")
        case Move.HANDOVER if state.handler is None:
            raise Refused("no_handler", "Belum ada petugas yang menangani aduan ini. Tunjuk petugas dengan disposisi.")
        case Move.DECIDE_OBJECTION if doer.id is None or doer.id in state.handled_by or doer.id == state.handler:
            raise Refused(
                "handled_it_yourself",
                "Anda pernah ikut menangani aduan ini, jadi keberatannya harus diputuskan orang lain.",
            )
        case Move.ARCHIVE if state.case_class is CaseClass.SUPERVISORY and (
            doer.id is None or doer.id == state.archive_proposed_by
        ):
            raise Refused(
                "second_person_needed",
                "Anda sudah mengusulkan pengarsipan ini. "
                "Aduan berkadar pengawasan baru diarsipkan setelah disetujui orang kedua.",
            )
        case Move.ANSWER if state.status is Status.VERIFIED and state.case_class is CaseClass.SUPERVISORY:
            # Straight from verification is for "simple matters"; a supervisory case "needs examination" (RULES §2, §3).
            raise Refused(
                "needs_examination",
                "Aduan berkadar pengawasan perlu diperiksa dulu. "
                "Tunjuk petugas yang menanganinya sebelum memberi tanggapan.",
            )
        case Move.ASSIGN if state.case_class is None:
            raise Refused(
                "not_classified",
                "Tentukan dulu klasifikasi aduan ini, supaya batas waktunya jelas bagi petugas dan pelapor.",
            )
        case Move.RECLASSIFY if state.case_class is None and state.status in UNCLASSIFIED_BEGINNING:
            raise Refused("not_verified", "Aduan ini belum diverifikasi. Klasifikasinya ditentukan saat verifikasi.")
        case Move.WITHDRAW_ASK | Move.WITHDRAW_REVOKE | Move.WITHDRAW | Move.RESUME:
            _check_withdrawal(move, state, doer, on)
        case _:
            return


def _check_not_too_late(state: CaseState, on: date) -> None:
    """At most 30 calendar days after the end of the case; an answered case has not ended yet.

    A closed case whose end is not known (an old one, imported) has no open period left. An archived case without a date
    stays open to objection: the doubt is the reporter's; a merged one while the answer of the other has not ended.
    """
    if state.status is Status.CLOSED:
        too_late = state.closed_on is None or on > state.closed_on + timedelta(days=DAYS_TO_REOPEN)
    elif state.status in (Status.ARCHIVED, Status.MERGED):
        too_late = state.closed_on is not None and on > state.closed_on + timedelta(days=DAYS_TO_REOPEN)
    else:
        too_late = False
    if too_late:
        raise Refused(
            "too_late",
            f"Aduan ini sudah berakhir lebih dari {DAYS_TO_REOPEN} hari yang lalu. "
            "Silakan sampaikan aduan baru dan sebut nomor aduan ini.",
        )


def _check_withdrawal(move: Move, state: CaseState, doer: Doer, on: date) -> None:
    asked = state.withdrawal_due is not None
    if move is Move.WITHDRAW_ASK and asked:
        raise Refused("withdrawal_already_asked", "Permintaan mencabut aduan ini sudah kami catat.")
    if move is Move.WITHDRAW_REVOKE and not asked:
        raise Refused("no_withdrawal_asked", "Tidak ada permintaan mencabut aduan yang bisa dibatalkan.")
    if move is Move.WITHDRAW and (state.withdrawal_due is None or on <= state.withdrawal_due):
        raise Refused("withdrawal_not_due", "Aduan ini belum dicabut: pelapor masih bisa membatalkan permintaannya.")
    if move is Move.RESUME and not state.deemed_withdrawn:
        if state.case_class is CaseClass.SUPERVISORY and Role.UNIT_HEAD in doer.roles:
            return
        raise Refused(
            "withdrawn_for_good",
            "Aduan ini dicabut atas permintaan pelapor. Kalau masalahnya masih ada, silakan sampaikan aduan baru.",
        )


def _check_needs(needs: frozenset[Need], given: frozenset[Need]) -> None:
    # The second person is seen from the case, the decision comes as `upheld`: a caller need not name them again.
    missing = needs - given - {Need.SECOND_PERSON, Need.DECISION}
    for need in Need:
        if need in missing:
            raise _missing(need)


def _missing(need: Need) -> Refused:
    return Refused(f"missing_{need.value}", f"Lengkapi dulu: {need.label}.")


def _target(move: Move, state: CaseState | None, upheld: bool | None) -> Status:
    transition = TABLE[move]
    if state is None:
        return Status.RECEIVED
    match move:
        case Move.COMPLETE | Move.RESUME:
            # Only a case imported in this status has no memory of where it was; it begins again at the beginning.
            return state.previous_status or Status.RECEIVED
        case Move.DECIDE_OBJECTION:
            return Status.REOPENED if upheld else state.previous_status or Status.ANSWERED
        case Move.ARCHIVE if state.case_class is CaseClass.SUPERVISORY and state.archive_proposed_by is None:
            return state.status
        case Move.RATE_SATISFIED if state.status is Status.MERGED:
            return state.status
        case Move.ERASE if state.status in OPEN:
            return Status.WITHDRAWN
        case Move.ERASE if state.status is Status.ANSWERED:
            return Status.CLOSED
        case _:
            return transition.target or state.status
