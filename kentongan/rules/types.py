"""The words every room shares: roles, kinds, statuses, moves; each with the label people read.

Values are stored in databases and ledgers: never change one, only add. Labels are Indonesian and may be reworded.
"""

from enum import StrEnum
from typing import Self


class Refused(Exception):
    """The rules say no.

    `code` is stable, for tests and machines; `sentence` is Indonesian, for the person who asked.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


class Labelled(StrEnum):
    """A stored value with the label people read beside it, so that neither can be forgotten.

    (One mapping of labels for all enums would not do: Kind.ASPIRATION and CaseClass.ASPIRATION are equal as strings.)
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member from its stored value and its Indonesian label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Value and label of every member, for form fields and model fields."""
        return [(member.value, member.label) for member in cls]


class Role(Labelled):
    """Who acts: seven roles of officers, the observer who only reads what is public, and the two without an account."""

    INTAKE = "intake", "Petugas penerima"
    UNIT_HEAD = "unit_head", "Ketua unit pengaduan"
    HANDLER = "handler", "Petugas penanganan"
    VILLAGE_HEAD = "village_head", "Kepala Desa"
    BPD = "bpd", "Pengawas BPD"
    ADMIN = "admin", "Administrator"
    # Of the sub-district or the inspectorate: sees nothing but the cases of the route he holds a key of.
    OVERSEER = "overseer", "Pengawas luar"
    # Of an NGO or a newspaper: reads what is published, and counts. Never together with another role.
    OBSERVER = "observer", "Pemantau"
    REPORTER = "reporter", "Pelapor"
    SYSTEM = "system", "Sistem"


ACCOUNT_ROLES = frozenset(Role) - {Role.REPORTER, Role.SYSTEM}
OFFICER_ROLES = ACCOUNT_ROLES - {Role.OBSERVER}


class Route(Labelled):
    """Who takes up a case that not everybody in the office may see."""

    UNIT = "unit", "Unit pengaduan"
    OVERSIGHT = "oversight", "Jalur pengawas"


class Kind(Labelled):
    """What the reporter says he lodges."""

    COMPLAINT = "complaint", "Pengaduan"
    ASPIRATION = "aspiration", "Aspirasi"
    INFORMATION = "information", "Permintaan informasi"


class CaseClass(Labelled):
    """What the unit finds it to be when it verifies (RULES §3, S)."""

    SUPERVISORY = "supervisory", "Pengaduan berkadar pengawasan"
    NON_SUPERVISORY = "non_supervisory", "Pengaduan tidak berkadar pengawasan"
    ASPIRATION = "aspiration", "Aspirasi"
    INFORMATION = "information", "Permintaan informasi"


class Urgency(Labelled):
    """How quickly the case wants attention."""

    NORMAL = "normal", "Biasa"
    URGENT = "urgent", "Mendesak"


class Status(Labelled):
    """Where a case stands in its life (RULES §3)."""

    RECEIVED = "received", "Diterima"
    VERIFIED = "verified", "Terverifikasi"
    WAITING = "waiting", "Menunggu keterangan pelapor"
    ASSIGNED = "assigned", "Sudah ada petugasnya"
    IN_PROGRESS = "in_progress", "Sedang ditangani"
    ANSWER_PROPOSED = "answer_proposed", "Tanggapan sedang diperiksa"
    ANSWERED = "answered", "Sudah ditanggapi"
    CLOSED = "closed", "Selesai"
    FORWARDED = "forwarded", "Disalurkan ke instansi lain"
    ARCHIVED = "archived", "Diarsipkan"
    UNDER_OBJECTION = "under_objection", "Keberatan sedang diperiksa"
    REOPENED = "reopened", "Dibuka kembali"
    WITHDRAWN = "withdrawn", "Dicabut"
    MERGED = "merged", "Digabung dengan aduan lain"


class Outcome(Labelled):
    """What came of a case (RULES §3, answer)."""

    SETTLED = "settled", "Sudah diselesaikan"
    PARTLY = "partly", "Diselesaikan sebagian"
    NOT_FOUNDED = "not_founded", "Tidak terbukti"
    NOT_POSSIBLE = "not_possible", "Belum dapat dipenuhi"


class ArchiveReason(Labelled):
    """The closed list of reasons for archiving (RULES §3, S)."""

    TOO_GENERAL = "too_general", "Terlalu umum untuk ditindaklanjuti"
    NOT_RELEVANT = "not_relevant", "Tidak berkaitan dengan pelayanan"
    DUPLICATE = "duplicate", "Sama dengan aduan yang sudah ada"
    UNCLEAR = "unclear", "Tetap tidak jelas setelah diklarifikasi"
    ABUSIVE = "abusive", "Berisi SARA atau caci maki"
    IN_COURT = "in_court", "Sedang diproses di pengadilan"


class Move(Labelled):
    """Everything that can be done with a case. Labels name the act; the button's words stand in the table of moves."""

    RECEIVE = "receive", "Penerimaan"
    ASK = "ask", "Permintaan keterangan"
    COMPLETE = "complete", "Keterangan dilengkapi"
    VERIFY = "verify", "Verifikasi"
    RECLASSIFY = "reclassify", "Perubahan klasifikasi"
    FORWARD = "forward", "Penyaluran"
    BODY_ANSWERED = "body_answered", "Jawaban instansi"
    ARCHIVE = "archive", "Pengarsipan"
    ASSIGN = "assign", "Disposisi"
    DECLINE = "decline", "Disposisi dikembalikan"
    HANDOVER = "handover", "Alih tugas"
    PROGRESS = "progress", "Tindak lanjut"
    EXTEND = "extend", "Perpanjangan waktu"
    PROPOSE = "propose", "Usulan tanggapan"
    RETURN = "return", "Usulan dikembalikan"
    ANSWER = "answer", "Tanggapan"
    RATE_SATISFIED = "rate_satisfied", "Pelapor puas"
    RATE_UNSATISFIED = "rate_unsatisfied", "Pelapor belum puas"
    REOPEN = "reopen", "Dibuka kembali"
    OBJECT = "object", "Keberatan"
    DECIDE_OBJECTION = "decide_objection", "Keputusan atas keberatan"
    WITHDRAW_ASK = "withdraw_ask", "Permintaan mencabut aduan"
    WITHDRAW_REVOKE = "withdraw_revoke", "Batal mencabut aduan"
    WITHDRAW = "withdraw", "Aduan dicabut"
    DEEM_WITHDRAWN = "deem_withdrawn", "Dianggap mencabut"
    RESUME = "resume", "Dilanjutkan kembali"
    AUTO_CLOSE = "auto_close", "Selesai tanpa balasan"
    MERGE = "merge", "Penggabungan"
    UNMERGE = "unmerge", "Penggabungan dibatalkan"
    SPLIT = "split", "Pemecahan aduan"
    MESSAGE = "message", "Pesan"
    NOTE = "note", "Catatan internal"
    EVIDENCE = "evidence", "Bukti tambahan"
    NAME_REPORTED = "name_reported", "Pencatatan terlapor"
    OPEN_IDENTITY = "open_identity", "Identitas pelapor dibuka"
    REISSUE_CODE = "reissue_code", "Kode lacak baru"
    TELL = "tell", "Tanggapan disampaikan"
    PAPER = "paper", "Surat dibuat"
    VOID_PAPER = "void_paper", "Surat dibatalkan"
    ESCALATE = "escalate", "Eskalasi"
    DISTRICT_TOLD = "district_told", "Camat diberi tahu"
    PROTECT_MORE = "protect_more", "Pelindungan ditambah"
    RESTRICT = "restrict", "Aduan dibatasi"
    ADMIT = "admit", "Akses diberikan"
    RELEASE = "release", "Aduan dilepas ke penanganan biasa"
    REPORT_RETALIATION = "report_retaliation", "Laporan tindakan balasan"
    DATA_ASK = "data_ask", "Permintaan hak data"
    DATA_DECIDE = "data_decide", "Keputusan permintaan hak data"
    DATA_REVOKE = "data_revoke", "Permintaan hak data dicabut"
    DATA_LIFT = "data_lift", "Pembatasan pengolahan diakhiri"
    CORRECT_IDENTITY = "correct_identity", "Data diri pelapor diperbaiki"
    ERASE = "erase", "Isi dihapus"
    PASS_TRIAGE = "pass_triage", "Diteruskan dari baki pemilahan"
    REDACT = "redact", "Naskah terbitan disiapkan"
    PUBLISH_CONSENT = "publish_consent", "Izin penerbitan"
    PUBLISH_DECIDE = "publish_decide", "Penerbitan disetujui"
    PUBLISH = "publish", "Aduan diterbitkan"
    UNPUBLISH = "unpublish", "Aduan ditarik dari terbitan"


class Need(Labelled):
    """What a move needs before it may be made; the label completes "Lengkapi dulu: …"."""

    STORY = "story", "cerita kejadiannya"
    QUESTION = "question", "pertanyaan untuk pelapor"
    ANSWER_OR_PAPER = "answer_or_paper", "jawaban atau berkas dari pelapor"
    CLASS = "class", "klasifikasi"
    CATEGORY = "category", "kategori"
    URGENCY = "urgency", "tingkat kemendesakan"
    REASON = "reason", "alasannya"
    BODY = "body", "instansi yang dituju"
    EXPLANATION = "explanation", "penjelasannya"
    ANSWER = "answer", "jawaban dari instansi"
    ARCHIVE_REASON = "archive_reason", "alasan pengarsipan"
    SECOND_PERSON = "second_person", "persetujuan orang kedua"
    HANDLER = "handler", "petugas yang menangani"
    INSTRUCTION = "instruction", "arahan untuk petugas"
    DUE_DATE = "due_date", "tanggal selesai yang diharapkan"
    TEXT = "text", "isi tulisannya"
    OUTCOME = "outcome", "hasil penanganan"
    NEW_DATE = "new_date", "tanggal batas waktu yang baru"
    RATING = "rating", "penilaian Anda"
    DECISION = "decision", "keputusan: keberatan diterima atau tidak"
    OTHER_CASE = "other_case", "aduan tujuan penggabungan"


class PaperKind(Labelled):
    """The papers a village makes out of a case (RULES §4)."""

    RECEIPT = "receipt", "Tanda terima"
    DISPOSITION = "disposition", "Lembar disposisi"
    CLARIFICATION_REQUEST = "clarification_request", "Permintaan klarifikasi"
    ANSWER_LETTER = "answer_letter", "Surat tanggapan"
    FORWARDING_LETTER = "forwarding_letter", "Surat penyaluran"
    CLARIFICATION_MINUTES = "clarification_minutes", "Berita acara klarifikasi"
    MEDIATION_MINUTES = "mediation_minutes", "Berita acara mediasi"
    OMBUDSMAN_FILE = "ombudsman_file", "Berkas untuk Ombudsman"


class Rung(Labelled):
    """Who is told when a case comes near its deadline or is late, from the nearest to the farthest."""

    HANDLER = "handler", "Petugas yang menangani"
    UNIT_HEAD = "unit_head", "Ketua unit pengaduan"
    VILLAGE_HEAD = "village_head", "Kepala Desa"
    BPD = "bpd", "BPD"
    DISTRICT = "district", "Camat"
