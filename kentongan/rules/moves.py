"""The one table of moves (RULES §3): from where, to where, who may make it, what it needs, what its button says."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .types import Move, Need, Role, Status

OPEN = frozenset(
    {
        Status.RECEIVED,
        Status.VERIFIED,
        Status.WAITING,
        Status.ASSIGNED,
        Status.IN_PROGRESS,
        Status.ANSWER_PROPOSED,
        Status.FORWARDED,  # its answer comes back to the case, so the village still owes the reporter something
        Status.UNDER_OBJECTION,
        Status.REOPENED,
    }
)
"""The village still owes an answer."""

FINAL = frozenset({Status.CLOSED, Status.ARCHIVED, Status.WITHDRAWN, Status.MERGED})
"""The case has come to its end. ANSWERED is neither open nor final: the reporter has the word."""

ANY = frozenset(Status)

I, U, H, K, B, R, S = (  # noqa: E741 -- the letters of RULES §3, so that the two tables can be laid side by side
    Role.INTAKE,
    Role.UNIT_HEAD,
    Role.HANDLER,
    Role.VILLAGE_HEAD,
    Role.BPD,
    Role.REPORTER,
    Role.SYSTEM,
)

ARCHIVE_CONFIRMERS = frozenset({I, U})
"""Who may be the second person to archive a supervisory case: another member of the unit. Most villages have one unit
head only; a rule that nobody can meet would lead to shared passwords."""

HANDLING = frozenset({Move.FORWARD, Move.ARCHIVE, Move.PROGRESS, Move.PROPOSE, Move.RETURN, Move.ANSWER})
"""Who makes one of these, or is assigned, has handled the case and cannot decide an objection to it. Receiving,
verifying and assigning judge nothing: a village head who only assigned may still decide."""

UNCLASSIFIED_BEGINNING = frozenset({Status.RECEIVED, Status.WAITING})
"""Here a case without a class is simply not verified yet."""


@dataclass(frozen=True)
class Transition:
    """One row of the table. `target` None: the status stays, or is computed from where the case was.

    `sentence` is what the button says.
    """

    move: Move
    sources: frozenset[Status]
    target: Status | None
    actors: frozenset[Role]
    needs: frozenset[Need]
    sentence: str


def _row(
    move: Move,
    sources: frozenset[Status] | set[Status],
    target: Status | None,
    actors: set[Role],
    needs: set[Need],
    sentence: str,
) -> Transition:
    return Transition(move, frozenset(sources), target, frozenset(actors), frozenset(needs), sentence)


_T = Status
_ROWS = (
    _row(Move.RECEIVE, frozenset(), _T.RECEIVED, {R, I}, {Need.STORY}, "Terima aduan"),
    _row(
        Move.VERIFY,
        {_T.RECEIVED},
        _T.VERIFIED,
        {I, U},
        {Need.CLASS, Need.CATEGORY, Need.URGENCY},
        "Verifikasi aduan",
    ),
    # An excess waits in the triage tray, numbered and with its clocks running; the reporter may confirm it himself.
    _row(Move.PASS_TRIAGE, {_T.RECEIVED}, None, {I, U, R}, set(), "Teruskan ke daftar biasa"),
    _row(
        Move.ASK,
        {_T.RECEIVED, _T.VERIFIED, _T.IN_PROGRESS},
        _T.WAITING,
        {I, U, H},
        {Need.QUESTION},
        "Minta keterangan pelapor",
    ),
    _row(Move.COMPLETE, {_T.WAITING}, None, {R, I}, {Need.ANSWER_OR_PAPER}, "Lengkapi keterangan"),
    _row(
        Move.ASSIGN,
        {_T.VERIFIED, _T.ASSIGNED, _T.IN_PROGRESS, _T.REOPENED},
        _T.ASSIGNED,
        {U, K},
        {Need.HANDLER, Need.INSTRUCTION, Need.DUE_DATE},
        "Tunjuk petugas (disposisi)",
    ),
    # A handler leaves or is on leave: the work goes on as it stands, with another officer and the same dates.
    _row(
        Move.HANDOVER,
        {_T.ASSIGNED, _T.IN_PROGRESS, _T.ANSWER_PROPOSED, _T.WAITING},
        None,
        {U, K},
        {Need.HANDLER, Need.REASON},
        "Alihkan ke petugas lain",
    ),
    _row(Move.DECLINE, {_T.ASSIGNED}, _T.VERIFIED, {H}, {Need.REASON}, "Kembalikan disposisi"),
    _row(Move.PROGRESS, {_T.ASSIGNED, _T.IN_PROGRESS}, _T.IN_PROGRESS, {H}, {Need.TEXT}, "Catat tindak lanjut"),
    _row(
        Move.PROPOSE,
        {_T.ASSIGNED, _T.IN_PROGRESS},
        _T.ANSWER_PROPOSED,
        {H},
        {Need.OUTCOME, Need.TEXT},
        "Usulkan tanggapan",
    ),
    _row(
        Move.ANSWER,
        {_T.ANSWER_PROPOSED, _T.VERIFIED},
        _T.ANSWERED,
        {U},
        {Need.OUTCOME, Need.TEXT},
        "Kirim tanggapan",
    ),
    _row(Move.RETURN, {_T.ANSWER_PROPOSED}, _T.IN_PROGRESS, {U}, {Need.EXPLANATION}, "Kembalikan usulan"),
    _row(Move.BODY_ANSWERED, {_T.FORWARDED}, _T.ANSWERED, {I, U}, {Need.ANSWER}, "Catat jawaban instansi"),
    _row(
        Move.DECIDE_OBJECTION,
        {_T.UNDER_OBJECTION},
        None,
        {K, B},
        {Need.DECISION, Need.REASON},
        "Putuskan keberatan",
    ),
    # The reporter of a merged case judges the answer of the other case; satisfied, his own stays merged.
    _row(Move.RATE_SATISFIED, {_T.ANSWERED, _T.MERGED}, _T.CLOSED, {R}, {Need.RATING}, "Saya puas, selesai"),
    _row(
        Move.RATE_UNSATISFIED,
        {_T.ANSWERED, _T.CLOSED, _T.MERGED},
        _T.REOPENED,
        {R},
        {Need.REASON},
        "Saya belum puas, buka kembali",
    ),
    _row(
        Move.OBJECT,
        {_T.ANSWERED, _T.ARCHIVED, _T.CLOSED, _T.MERGED},
        _T.UNDER_OBJECTION,
        {R},
        {Need.REASON},
        "Ajukan keberatan",
    ),
    _row(Move.MESSAGE, ANY, None, {R, I, U, H}, {Need.TEXT}, "Kirim pesan"),
    # The answer reached the reporter: shown on his page, or told in person, by telephone or letter (RULES §2).
    _row(Move.TELL, {_T.ANSWERED}, None, {R, I, U, H}, {Need.TEXT}, "Catat tanggapan sudah disampaikan"),
    _row(Move.EVIDENCE, ANY, None, {R, I, U, H}, set(), "Tambah bukti"),
    _row(Move.NOTE, ANY, None, {I, U, H, K, B}, {Need.TEXT}, "Tulis catatan internal"),
    _row(Move.RECLASSIFY, OPEN, None, {U}, {Need.REASON}, "Ubah klasifikasi"),
    _row(Move.EXTEND, OPEN, None, {U}, {Need.REASON, Need.NEW_DATE}, "Perpanjang waktu"),
    _row(Move.REOPEN, {_T.ANSWERED, _T.CLOSED}, _T.REOPENED, {U}, {Need.REASON}, "Buka kembali"),
    _row(
        Move.FORWARD,
        {_T.RECEIVED, _T.VERIFIED},
        _T.FORWARDED,
        {U},
        {Need.BODY, Need.EXPLANATION},
        "Salurkan ke instansi lain",
    ),
    _row(Move.MERGE, {_T.RECEIVED, _T.VERIFIED}, _T.MERGED, {U}, {Need.OTHER_CASE}, "Gabungkan dengan aduan lain"),
    _row(Move.UNMERGE, {_T.MERGED}, _T.REOPENED, {U}, {Need.REASON}, "Pisahkan lagi dari aduan lain"),
    # One letter with several complaints: each gets a number and clocks of its own, from the same day of receipt.
    _row(Move.SPLIT, {_T.RECEIVED, _T.VERIFIED}, None, {I, U}, {Need.STORY}, "Pecah menjadi beberapa aduan"),
    _row(
        Move.ARCHIVE,
        {_T.RECEIVED, _T.VERIFIED},
        _T.ARCHIVED,
        {U},
        {Need.ARCHIVE_REASON, Need.EXPLANATION},
        "Arsipkan",
    ),
    # What may be read in public once the case is published: texts and pictures without anybody's private facts.
    _row(Move.REDACT, ANY, None, {I, U}, {Need.TEXT}, "Siapkan publikasi"),
    # Whether it may be published says the reporter, at any time; an officer notes what he said in person.
    _row(Move.PUBLISH_CONSENT, ANY, None, {R, I}, {Need.DECISION}, "Catat izin penerbitan"),
    _row(Move.PUBLISH_DECIDE, ANY, None, {I, U}, set(), "Setujui penerbitan"),
    # After the days in which the reporter can stop it, as generally as the guard asks (rules.publication).
    _row(Move.PUBLISH, ANY, None, {S}, set(), "Terbitkan sesudah masa tunggu"),
    _row(Move.UNPUBLISH, ANY, None, {I, U}, {Need.REASON}, "Tarik dari terbitan"),
    # Which paper by whom: rules.papers.
    _row(Move.PAPER, ANY, None, {I, U, H, K, B}, {Need.TEXT}, "Buat surat"),
    _row(Move.VOID_PAPER, ANY, None, {I, U, K}, {Need.REASON}, "Batalkan surat"),
    _row(Move.NAME_REPORTED, ANY, None, {I, U, B}, {Need.TEXT}, "Catat siapa yang dilaporkan"),
    _row(Move.OPEN_IDENTITY, ANY, None, {I, U}, {Need.REASON}, "Buka identitas pelapor"),
    # The system reissues to the contact on file when a reporter asks with his number and that contact.
    _row(Move.REISSUE_CODE, ANY, None, {I, U, S}, {Need.REASON}, "Terbitkan kode lacak baru"),
    # Only towards more protection (open, confidential, anonymous), by the reporter himself.
    _row(Move.PROTECT_MORE, ANY, None, {R}, set(), "Tambah pelindungan"),
    _row(Move.REPORT_RETALIATION, ANY, None, {R}, {Need.TEXT}, "Laporkan tindakan balasan"),
    # Of restricted cases I, U and K are the officers of the route, whatever their roles (rules.access.ROUTE_POWERS).
    _row(Move.RESTRICT, ANY, None, {I, U, B}, {Need.REASON}, "Batasi aduan ini"),
    _row(Move.ADMIT, ANY, None, {I, U}, {Need.REASON}, "Beri akses kepada petugas lain"),
    _row(Move.RELEASE, ANY, None, {I, U}, {Need.REASON}, "Lepas ke penanganan biasa"),
    _row(Move.RESUME, {_T.WITHDRAWN}, None, {R, I}, set(), "Lanjutkan aduan"),
    _row(Move.WITHDRAW_ASK, OPEN, None, {R}, set(), "Cabut aduan"),
    _row(Move.WITHDRAW_REVOKE, OPEN, None, {R}, set(), "Batal mencabut"),
    # The reporter's rights over his data (UU 27/2022). The BPD decides where the unit head must not see the case.
    _row(Move.DATA_ASK, ANY, None, {R}, set(), "Ajukan hak atas data"),
    _row(Move.DATA_DECIDE, ANY, None, {U, B}, {Need.REASON}, "Putuskan permintaan hak data"),
    _row(Move.DATA_REVOKE, ANY, None, {R}, set(), "Cabut permintaan hak data"),
    _row(Move.DATA_LIFT, ANY, None, {U, B}, {Need.REASON}, "Akhiri pembatasan pengolahan"),
    _row(Move.CORRECT_IDENTITY, ANY, None, {I, U}, {Need.REASON}, "Perbaiki data diri pelapor"),
    # What remains of an open case without its contents is a number: it ends with them (workflow._target).
    _row(Move.ERASE, ANY, None, {S}, set(), "Hapus isinya karena masa tunggu habis"),
    # The ladder of lateness: who else is told that a day comes near or has passed (rules.escalation).
    _row(Move.ESCALATE, ANY, None, {S}, set(), "Ingatkan atau teruskan karena batas waktu"),
    # The district head has no account here: who carried the report of lateness to him says so.
    _row(Move.DISTRICT_TOLD, ANY, None, {U, B}, {Need.TEXT}, "Catat laporan ke Camat sudah disampaikan"),
    _row(Move.WITHDRAW, OPEN, _T.WITHDRAWN, {S}, set(), "Cabut karena masa tunggu habis"),
    _row(Move.DEEM_WITHDRAWN, {_T.WAITING}, _T.WITHDRAWN, {S}, set(), "Anggap dicabut karena tidak ada jawaban"),
    _row(Move.AUTO_CLOSE, {_T.ANSWERED}, _T.CLOSED, {S}, set(), "Selesaikan karena tidak ada balasan"),
)

TABLE: Mapping[Move, Transition] = MappingProxyType({row.move: row for row in _ROWS})
"""Every move once, in the order in which a screen offers them: the main path first, rare and grave moves last."""
