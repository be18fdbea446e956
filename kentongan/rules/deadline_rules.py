"""Which clocks there are, and the limits a village starts with (RULES.md §2). A village edits rows, never this file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .calendars import Unit
from .types import CaseClass, Labelled


class ClockKind(Labelled):
    """Every clock that may run on a case. Two systems of clocks, SP4N and UU 25/2009, run side by side."""

    VERIFY = "verify", "Verifikasi aduan"
    FIRST_FOLLOW_UP = "first_follow_up", "Tindak lanjut pertama"
    ANSWER = "answer", "Tanggapan"
    COMPLETENESS = "completeness", "Kabar tentang kelengkapan"
    REPORTER_COMPLETES = "reporter_completes", "Pelapor melengkapi keterangan"
    DECISION = "decision", "Keputusan penyelesaian"
    TELL_DECISION = "tell_decision", "Pemberitahuan keputusan"
    AUTO_CLOSE = "auto_close", "Balasan pelapor atas tanggapan"
    OBJECTION = "objection", "Keputusan atas keberatan"
    RETALIATION = "retaliation", "Penanganan tindakan balasan"
    WITHDRAWAL = "withdrawal", "Masa tunggu pencabutan"
    DATA_ACCESS = "data_access", "Jawaban atas permintaan akses data"
    DATA_CORRECTION = "data_correction", "Jawaban atas permintaan perbaikan data"
    DATA_RESTRICTION = "data_restriction", "Jawaban atas permintaan pembatasan data"
    DATA_ERASURE = "data_erasure", "Jawaban atas permintaan penghapusan data"
    ERASURE_WAIT = "erasure_wait", "Masa tunggu penghapusan data"


DATA_CLOCKS = frozenset(
    {ClockKind.DATA_ACCESS, ClockKind.DATA_CORRECTION, ClockKind.DATA_RESTRICTION, ClockKind.DATA_ERASURE}
)
"""A request of the reporter about his data waits for an answer; neither the case's end nor its rounds touch them."""

OFFICE_CLOCKS = frozenset(ClockKind) - {
    ClockKind.REPORTER_COMPLETES,
    ClockKind.AUTO_CLOSE,
    ClockKind.WITHDRAWAL,
    ClockKind.ERASURE_WAIT,
}
"""The clocks that bind the office. The others are the reporter's time; running out is nobody's lateness."""


class ClockEvent(Labelled):
    """What happens to a case, as far as clocks care.

    TOLD is "the answer stands before the reporter", and also each later time a case comes back to ANSWERED (an
    objection that was rejected, a resumed case), since his time to reply then begins anew.
    """

    RECEIVED = "received", "Aduan diterima"
    VERIFIED = "verified", "Aduan diverifikasi"
    FORWARDED = "forwarded", "Aduan disalurkan"
    ARCHIVED = "archived", "Aduan diarsipkan"
    ASSIGNED = "assigned", "Petugas ditunjuk"
    FOLLOW_UP_TOLD = "follow_up_told", "Tindak lanjut dikabarkan"
    ASKED = "asked", "Pelapor diminta keterangan"
    COMPLETED = "completed", "Pelapor melengkapi keterangan"
    FILE_COMPLETE = "file_complete", "Berkas lengkap"
    ANSWERED = "answered", "Aduan ditanggapi"
    TOLD = "told", "Tanggapan dikabarkan"
    REPORTER_REPLIED = "reporter_replied", "Pelapor membalas"
    RATED = "rated", "Pelapor menilai"
    OBJECTED = "objected", "Keberatan diajukan"
    OBJECTION_DECIDED = "objection_decided", "Keberatan diputuskan"
    WITHDRAWAL_ASKED = "withdrawal_asked", "Pencabutan diminta"
    WITHDRAWAL_REVOKED = "withdrawal_revoked", "Pencabutan dibatalkan"
    WITHDRAWN = "withdrawn", "Aduan dicabut"
    REOPENED = "reopened", "Aduan dibuka kembali"
    CLOSED = "closed", "Aduan selesai"
    MERGED = "merged", "Aduan digabung"
    RETALIATION_REPORTED = "retaliation_reported", "Tindakan balasan dilaporkan"
    TAKEN_UP = "taken_up", "Tindakan balasan ditangani"
    RESUMED = "resumed", "Aduan dilanjutkan kembali"
    ACCESS_ASKED = "access_asked", "Akses data diminta"
    ACCESS_DECIDED = "access_decided", "Permintaan akses data dijawab"
    CORRECTION_ASKED = "correction_asked", "Perbaikan data diminta"
    CORRECTION_DECIDED = "correction_decided", "Permintaan perbaikan data dijawab"
    RESTRICTION_ASKED = "restriction_asked", "Pembatasan pengolahan data diminta"
    RESTRICTION_DECIDED = "restriction_decided", "Permintaan pembatasan data dijawab"
    ERASURE_ASKED = "erasure_asked", "Penghapusan data diminta"
    ERASURE_DECIDED = "erasure_decided", "Permintaan penghapusan data dijawab"
    ERASURE_GRANTED = "erasure_granted", "Penghapusan data dikabulkan"
    ERASURE_REVOKED = "erasure_revoked", "Penghapusan data dibatalkan"
    ERASED = "erased", "Isi dihapus"


MAX_AMOUNT = 3650


@dataclass(frozen=True)
class DeadlineRule:
    """One limit in force: how long, which events move its clock, and where it is written.

    `case_class` None: for every class without a rule of its own. `certainty`: how sure the source is (S seen, S2 second
    hand, G general knowledge, "own" our default). Raises ValueError for a limit below one unit or above ten years.
    """

    clock: ClockKind
    case_class: CaseClass | None
    amount: int
    unit: Unit
    starts: frozenset[ClockEvent]
    stops: frozenset[ClockEvent]
    pauses: frozenset[ClockEvent]
    resumes: frozenset[ClockEvent]
    citation: str
    certainty: str
    valid_from: date

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= MAX_AMOUNT:
            raise ValueError(f"Batas waktu paling sedikit 1 dan paling banyak {MAX_AMOUNT} hari.")


def rule_for(
    rules: Sequence[DeadlineRule], clock: ClockKind, case_class: CaseClass | None, on: date
) -> DeadlineRule | None:
    """The rule in force on a day: one for the class before one for all, then the newest; None when there is none.

    Of two rules valid from the same day the later row wins, so that a correction can follow what it corrects.
    """
    found: DeadlineRule | None = None
    for rule in rules:
        if rule.clock is not clock or rule.valid_from > on or rule.case_class not in (None, case_class):
            continue
        if found is None or _weight(rule) >= _weight(found):
            found = rule
    return found


def _weight(rule: DeadlineRule) -> tuple[bool, date]:
    return rule.case_class is not None, rule.valid_from


E = ClockEvent
ENDS = frozenset({E.FORWARDED, E.ARCHIVED, E.WITHDRAWN, E.MERGED})
ASKED = frozenset({E.ASKED})
BACK = frozenset({E.COMPLETED, E.RESUMED})
NEVER: frozenset[ClockEvent] = frozenset()

SP4N = "SP4N-LAPOR! (Permen PANRB 62/2018, diganti Permen PANRB 5/2025)"
OWN = "Ketentuan bawaan Kentongan; dapat diubah desa"

# Where only the year of a regulation is known, its rule holds from the next 1 January: a limit too few is better than a
# limit claimed for a day on which it did not exist.
_FROM_SP4N = date(2019, 1, 1)
_FROM_UU25 = date(2009, 7, 18)
_FROM_PERPRES76 = date(2014, 1, 1)
_FROM_OWN = date(2022, 1, 1)
_FROM_PDP = date(2022, 10, 17)
PDP = "UU 27/2022 (3 x 24 jam, dihitung hari kalender)"


def _answer(case_class: CaseClass | None, amount: int, citation: str, certainty: str, valid_from: date) -> DeadlineRule:
    """An answer clock: they differ by class in nothing but their length and source."""
    return DeadlineRule(
        ClockKind.ANSWER,
        case_class,
        amount,
        Unit.WORKING,
        frozenset({E.VERIFIED, E.REOPENED}),
        ENDS | {E.ANSWERED},
        ASKED,
        BACK,
        citation,
        certainty,
        valid_from,
    )


def _data(kind: ClockKind, asked: ClockEvent, decided: ClockEvent, citation: str, certainty: str) -> DeadlineRule:
    """A request about data: 3 x 24 hours by law; counted as three calendar days, the last of them whole."""
    return DeadlineRule(
        kind,
        None,
        3,
        Unit.CALENDAR,
        frozenset({asked}),
        frozenset({decided, E.ERASED}),
        NEVER,
        NEVER,
        citation,
        certainty,
        _FROM_PDP,
    )


DATA_RULES: tuple[DeadlineRule, ...] = (
    _data(ClockKind.DATA_ACCESS, E.ACCESS_ASKED, E.ACCESS_DECIDED, PDP, "S"),
    _data(ClockKind.DATA_CORRECTION, E.CORRECTION_ASKED, E.CORRECTION_DECIDED, PDP, "G"),
    _data(ClockKind.DATA_RESTRICTION, E.RESTRICTION_ASKED, E.RESTRICTION_DECIDED, PDP, "G"),
    _data(ClockKind.DATA_ERASURE, E.ERASURE_ASKED, E.ERASURE_DECIDED, OWN, "own"),
    DeadlineRule(
        ClockKind.ERASURE_WAIT,
        None,
        3,
        Unit.WORKING,
        frozenset({E.ERASURE_GRANTED}),
        frozenset({E.ERASURE_REVOKED, E.ERASED}),
        NEVER,
        NEVER,
        OWN,
        "own",
        _FROM_PDP,
    ),
)
"""The reporter's rights over his data (RULES §2, §7). Erasure cannot be taken back, so it waits like a withdrawal."""

DEFAULT_RULES: tuple[DeadlineRule, ...] = (
    DeadlineRule(
        ClockKind.VERIFY,
        None,
        3,
        Unit.WORKING,
        frozenset({E.RECEIVED}),
        ENDS | {E.VERIFIED},
        ASKED,
        BACK,
        SP4N,
        "S",
        _FROM_SP4N,
    ),
    DeadlineRule(
        ClockKind.FIRST_FOLLOW_UP,
        None,
        5,
        Unit.WORKING,
        frozenset({E.ASSIGNED}),
        # The answer itself is a follow-up, so a quick answer needs no news before it.
        ENDS | {E.FOLLOW_UP_TOLD, E.ANSWERED},
        ASKED,
        BACK,
        SP4N,
        "S",
        _FROM_SP4N,
    ),
    _answer(CaseClass.INFORMATION, 5, SP4N, "S", _FROM_SP4N),
    _answer(CaseClass.ASPIRATION, 5, f"{SP4N}; sumber berbeda-beda", "S2", _FROM_SP4N),
    _answer(CaseClass.NON_SUPERVISORY, 14, SP4N, "S", _FROM_SP4N),
    _answer(CaseClass.SUPERVISORY, 60, SP4N, "S", _FROM_SP4N),
    # A case reopened before it was ever classified (forwarded or archived at once) must not be without a limit.
    _answer(None, 14, OWN, "own", _FROM_OWN),
    DeadlineRule(
        ClockKind.COMPLETENESS,
        None,
        14,
        Unit.CALENDAR,
        frozenset({E.RECEIVED}),
        ENDS | {E.VERIFIED, E.ASKED},
        NEVER,
        NEVER,
        "UU 25/2009 Pasal 44 ayat (1)",
        "S2",
        _FROM_UU25,
    ),
    DeadlineRule(
        ClockKind.REPORTER_COMPLETES,
        None,
        30,
        Unit.CALENDAR,
        ASKED,
        frozenset({E.COMPLETED, E.WITHDRAWN}),
        NEVER,
        NEVER,
        "UU 25/2009 Pasal 44 ayat (2) dan (3)",
        "G",
        _FROM_UU25,
    ),
    DeadlineRule(
        ClockKind.DECISION,
        None,
        60,
        Unit.CALENDAR,
        # Verifying a case is saying that its file is complete; REOPENED gives the new round its own clock.
        frozenset({E.FILE_COMPLETE, E.VERIFIED, E.REOPENED}),
        ENDS | {E.ANSWERED},
        ASKED,
        BACK,
        "UU 25/2009 Pasal 50; Perpres 76/2013",
        "S2",
        _FROM_PERPRES76,
    ),
    DeadlineRule(
        ClockKind.TELL_DECISION,
        None,
        14,
        Unit.CALENDAR,
        frozenset({E.ANSWERED}),
        # Whoever rates, replies or objects has read the answer.
        frozenset({E.TOLD, E.RATED, E.REPORTER_REPLIED, E.OBJECTED}),
        NEVER,
        NEVER,
        "UU 25/2009 Pasal 50",
        "G",
        _FROM_UU25,
    ),
    DeadlineRule(
        ClockKind.AUTO_CLOSE,
        None,
        10,
        Unit.WORKING,
        frozenset({E.TOLD}),
        frozenset({E.REPORTER_REPLIED, E.RATED, E.OBJECTED, E.CLOSED}),
        NEVER,
        NEVER,
        SP4N,
        "S",
        _FROM_SP4N,
    ),
    DeadlineRule(
        ClockKind.OBJECTION,
        None,
        14,
        Unit.WORKING,
        frozenset({E.OBJECTED}),
        frozenset({E.OBJECTION_DECIDED, E.WITHDRAWN}),
        NEVER,
        NEVER,
        OWN,
        "own",
        _FROM_OWN,
    ),
    DeadlineRule(
        ClockKind.RETALIATION,
        None,
        1,
        Unit.WORKING,
        frozenset({E.RETALIATION_REPORTED}),
        # Withdrawing a complaint does not end the protection of the one who made it.
        frozenset({E.TAKEN_UP}),
        NEVER,
        NEVER,
        OWN,
        "own",
        _FROM_OWN,
    ),
    DeadlineRule(
        ClockKind.WITHDRAWAL,
        None,
        3,
        Unit.WORKING,
        frozenset({E.WITHDRAWAL_ASKED}),
        # An answer or another end of the case leaves nothing to withdraw.
        frozenset({E.WITHDRAWAL_REVOKED, E.WITHDRAWN, E.ANSWERED, E.ARCHIVED, E.MERGED}),
        NEVER,
        NEVER,
        SP4N,
        "G",
        _FROM_SP4N,
    ),
    *DATA_RULES,
)
