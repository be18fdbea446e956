"""The reporter's rights in plain words: for his page, for letters and for papers. One place, so that all say the same.

What may be done until when follows from the table of moves and the village's own deadlines, never from a text alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from kentongan.cases.actions.base import state_of
from kentongan.cases.clocks import CaseClocks, Timekeeper
from kentongan.cases.models import Case
from kentongan.people.models import Officer
from kentongan.rules import deadlines, workflow
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import Move, Role, Status
from kentongan.rules.workflow import DAYS_TO_REOPEN, REPORTER, CaseState
from kentongan.ui.words import say_date
from kentongan.villages.calendar import local_date, rules_for
from kentongan.villages.models import Village
from kentongan.villages.ombudsman import ombudsman_of

OMBUDSMAN_YEARS: Final = 2
"""How old a matter may be for the Ombudsman (UU 37/2008 art. 24)."""

# After these the reporter is told his rights by mail as well.
SPEAKS_OF_RIGHTS: Final = frozenset(
    {
        Move.ANSWER,
        Move.BODY_ANSWERED,
        Move.ARCHIVE,
        Move.DECIDE_OBJECTION,
        Move.AUTO_CLOSE,
        Move.EXTEND,
        Move.ESCALATE,
        Move.DISTRICT_TOLD,
    }
)
# In these the village has spoken, or has been silent too long.
ANSWERED: Final = frozenset({Status.ANSWERED, Status.CLOSED, Status.ARCHIVED, Status.UNDER_OBJECTION})


@dataclass(frozen=True)
class CitizenRight:
    """One thing the reporter may do, and until when."""

    key: str
    title: str
    text: str


def rights_of(
    case: Case, now: datetime, *, late: bool | None = None, state: CaseState | None = None
) -> tuple[CitizenRight, ...]:
    """Return what the reporter may do about an answer, or about lateness; () while neither is there (few queries).

    `late`: whether a limit that binds the office has passed; `state`: what the workflow knows. Found out if not given.
    """
    village, today = case.village, local_date(case.village, now)
    if late is None:
        late = is_late(case, today)
    if Status(case.status) not in ANSWERED and not late:
        return ()
    state = state or state_of(case, village)
    may = {transition.move for transition in workflow.moves_for(state, REPORTER, today)}
    found = []
    if late:
        found.append(
            CitizenRight(
                "late",
                "Menunggu terlalu lama",
                "Tanyakan kepada petugas lewat pesan di halaman lacak; pesan Anda dibaca ketua unit. "
                "Keterlambatan ini diteruskan menurut urutan yang ditetapkan desa, dan setiap langkahnya tercatat.",
            )
        )
    if Move.RATE_UNSATISFIED in may:
        found.append(CitizenRight("reopen", "Belum puas: minta dibuka kembali", _reopening(state)))
    if Move.OBJECT in may or case.status == Status.UNDER_OBJECTION:
        found.append(CitizenRight("objection", "Keberatan", _objection(case, state, today)))
    found.append(CitizenRight("ombudsman", "Ombudsman Republik Indonesia", _ombudsman(village, case.incident_on)))
    return tuple(found)


def sentences(case: Case, now: datetime) -> tuple[str, ...]:
    """Return the rights as sentences, for a letter or a paper: "Keberatan: …"."""
    return tuple(f"{right.title}: {right.text}" for right in rights_of(case, now))


def in_a_mail(village: Village, move: Move) -> tuple[str, ...]:
    """Return what a mail says of rights: nothing of the case, for others may read it."""
    if move not in SPEAKS_OF_RIGHTS:
        return ()
    ombudsman = ombudsman_of(village)
    answered = (
        "Belum puas? Anda dapat meminta laporan dibuka kembali, atau mengajukan keberatan yang diputuskan oleh orang "
        f"yang tidak ikut menangani, sampai {DAYS_TO_REOPEN} hari sesudah laporan ditutup.",
    )
    outside = (
        "Anda juga dapat melapor ke Ombudsman Republik Indonesia, tanpa biaya, paling lama "
        f"{OMBUDSMAN_YEARS} tahun sejak kejadian (UU 37/2008 Pasal 24): {ombudsman.contact}. "
        "Berkasnya dapat Anda cetak dari halaman lacak.",
    )
    waits = move in (Move.EXTEND, Move.ESCALATE, Move.DISTRICT_TOLD)
    return outside if waits else answered + outside


def is_late(case: Case, today: date) -> bool:
    """Tell whether a limit that binds the office has passed (two queries)."""
    clocks = CaseClocks(case, Timekeeper.of(case.village))
    calendar = clocks.keeper.calendar
    return any(
        clock.running
        and clock.round == case.round
        and clock.kind in deadlines.OFFICE_CLOCKS
        and deadlines.state(clock, calendar, today) is deadlines.ClockState.LATE
        for clock in clocks.clocks
    )


def deciders(case: Case, state: CaseState) -> tuple[Role, ...]:
    """Return which roles could decide an objection: somebody is there who neither handled the case nor is in it."""
    barred = set(state.handled_by) | set(case.conflicts.values_list("officer_id", flat=True))
    if state.handler is not None:
        barred.add(state.handler)
    free = Officer.objects.filter(village_id=case.village_id, is_active=True).exclude(pk__in=barred)
    return tuple(role for role in (Role.VILLAGE_HEAD, Role.BPD) if free.filter(roles__role=role).exists())


NOBODY_DECIDES: Final = "Kepala Desa dan BPD ikut menangani, disebut dalam laporan ini, atau belum punya akun."


def _reopening(state: CaseState) -> str:
    if state.status is Status.ANSWERED:
        return (
            "Selama laporan menunggu penilaian Anda, dan sampai "
            f"{DAYS_TO_REOPEN} hari sesudah ditutup, Anda dapat meminta laporan dibuka kembali dengan menulis apa yang "
            "masih kurang. Penanganannya lalu dimulai lagi dengan batas waktu baru."
        )
    return (
        f"{_until(state)}Anda dapat meminta laporan dibuka kembali dengan menulis apa yang masih kurang. "
        "Penanganannya lalu dimulai lagi dengan batas waktu baru."
    )


def _objection(case: Case, state: CaseState, today: date) -> str:
    rule = deadlines.rule_for(rules_for(case.village), ClockKind.OBJECTION, state.case_class, today)
    limit = f", paling lama {rule.amount} {rule.unit.label} sesudah diajukan" if rule else ""
    roles = deciders(case, state)
    if not roles:
        who = (
            f"Saat ini di desa tidak ada yang boleh memutuskannya: {NOBODY_DECIDES} Keberatan tetap dicatat dan harus "
            f"diteruskan kepada Camat {case.village.district}; Anda juga boleh langsung ke Ombudsman."
        )
    else:
        names = " atau ".join("Kepala Desa" if role is Role.VILLAGE_HEAD else "BPD" for role in roles)
        who = f"Keberatan diputuskan {names}, oleh orang yang tidak ikut menangani laporan ini{limit}, dengan alasan."
    if state.status is Status.UNDER_OBJECTION:
        return who
    if state.status is Status.ANSWERED:
        return f"Sampai {DAYS_TO_REOPEN} hari sesudah laporan ditutup, Anda dapat mengajukan keberatan. {who}"
    return f"{_until(state)}Anda dapat mengajukan keberatan. {who}"


def _until(state: CaseState) -> str:
    if state.closed_on is None:
        return ""
    return f"Sampai {say_date(state.closed_on + timedelta(days=DAYS_TO_REOPEN))}, "


def _ombudsman(village: Village, incident_on: date | None) -> str:
    ombudsman = ombudsman_of(village)
    until = ""
    if incident_on is not None:
        try:
            last = incident_on.replace(year=incident_on.year + OMBUDSMAN_YEARS)
        except ValueError:  # 29 February
            last = date(incident_on.year + OMBUDSMAN_YEARS, 2, 28)
        until = f" (kejadian ini: sampai {say_date(last)})"
    verify = "" if ombudsman.checked else " Periksa lagi kontaknya di situs Ombudsman."
    return (
        "Bila laporan tidak ditangani atau hasilnya tidak patut, Anda dapat melapor ke Ombudsman: tanpa biaya, paling "
        f"lama {OMBUDSMAN_YEARS} tahun sejak kejadian{until}, dan identitas Anda dapat dirahasiakan "
        f"(UU 37/2008 Pasal 24). Kontak: {ombudsman.contact}.{verify}"
    )
