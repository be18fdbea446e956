"""The papers made out of a case: who may make which, what stands in its number, and the words it begins with.

Words have fields in braces, `{nomor}`, filled in from the case before the officer edits them. Who complained is no
field and never becomes one: a paper is kept, and a name is put on it only at the moment it is printed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .types import Labelled, PaperKind, Refused, Role

MAX_LINE = 200
MAX_WORDS = 6000
MOST_PARTIES = 20

_BRACES = re.compile(r"\{([^{}]*)\}")
_ABOUT_PEOPLE = frozenset(
    {"nama", "pelapor", "nama_pelapor", "nik", "telepon_pelapor", "hp", "alamat", "email", "surel"}
)


class PaperField(Labelled):
    """Every field of a paper's words; the label says what it becomes."""

    NUMBER = "nomor", "nomor registrasi aduan"
    RECEIVED = "tanggal_terima", "tanggal aduan diterima"
    TODAY = "tanggal", "tanggal surat dibuat"
    DAY = "hari", "nama hari surat dibuat"
    TITLE = "pokok_aduan", "judul, atau awal uraian aduan"
    STORY = "uraian", "uraian aduan (NIK dan nomor telepon disamarkan)"
    CATEGORY = "kategori", "kategori aduan"
    PLACE = "tempat", "tempat kejadian"
    ANSWER = "tanggapan", "isi tanggapan terakhir"
    OUTCOME = "hasil", "hasil penanganan"
    QUESTION = "pertanyaan", "pertanyaan terakhir kepada pelapor"
    EXPLANATION = "penjelasan", "penjelasan penyaluran"
    BODY = "instansi", "instansi tujuan penyaluran"
    INSTRUCTION = "arahan", "arahan disposisi terakhir"
    HANDLER = "petugas", "nama dan jabatan petugas yang ditunjuk"
    DUE = "batas_waktu", "batas waktu yang sedang berjalan"
    REPLY_BY = "batas_jawab", "hari terakhir pelapor melengkapi keterangan"
    VILLAGE = "desa", "nama desa"
    DISTRICT = "kecamatan", "nama kecamatan"
    REGENCY = "kabupaten", "nama kabupaten atau kota"
    PHONE = "telepon_kantor", "telepon kantor desa"
    SITE = "alamat_lacak", "alamat halaman lacak"


@dataclass(frozen=True)
class Word:
    """One editable part of a paper: its key, what the officer reads above it, how it begins."""

    key: str
    label: str
    default: str
    rows: int = 1
    hint: str = ""
    most: int = 0  # letters, where there is less room than usual

    @property
    def limit(self) -> int:
        """How many letters it may have."""
        return self.most or (MAX_LINE if self.rows == 1 else MAX_WORDS)


@dataclass(frozen=True)
class PaperRule:
    """What holds for one kind of paper.

    `short` stands in its number. `to_reporter`: he may open it on his own page. `numbered`: made by the desk and kept;
    the receipt is not, for it bears the code. `named`: may be printed with the reporter's name and address.
    """

    kind: PaperKind
    short: str
    makers: frozenset[Role]
    to_reporter: bool = False
    named: bool = True


I, U, H, K, B = Role.INTAKE, Role.UNIT_HEAD, Role.HANDLER, Role.VILLAGE_HEAD, Role.BPD  # noqa: E741 -- as in RULES §3

_RULES = (
    PaperRule(PaperKind.DISPOSITION, "DISP", frozenset({U, K}), named=False),
    PaperRule(PaperKind.CLARIFICATION_REQUEST, "KLR", frozenset({I, U, H}), to_reporter=True),
    PaperRule(PaperKind.ANSWER_LETTER, "TGP", frozenset({I, U, K}), to_reporter=True),
    PaperRule(PaperKind.FORWARDING_LETTER, "PYL", frozenset({I, U, K})),
    PaperRule(PaperKind.CLARIFICATION_MINUTES, "BAK", frozenset({I, U, H, K})),
    PaperRule(PaperKind.MEDIATION_MINUTES, "BAM", frozenset({I, U, H, K, B})),
)

PAPERS: Mapping[PaperKind, PaperRule] = MappingProxyType({rule.kind: rule for rule in _RULES})
"""The papers that are numbered and kept, in the order in which a page offers them. The receipt is none: it bears the
tracking code, is made from the form's token, and its number is that of the register."""

MAKERS = frozenset[Role]().union(*(rule.makers for rule in _RULES))


def check_maker(kind: PaperKind, roles: frozenset[Role]) -> PaperRule:
    """Return the rule of a kind that one of these roles may make.

    Raises:
        Refused: `no_such_paper`, or `not_your_paper` with who may.
    """
    rule = PAPERS.get(kind)
    if rule is None:
        raise Refused("no_such_paper", f"{kind.label} tidak dibuat sebagai surat bernomor.")
    if roles.isdisjoint(rule.makers):
        who = ", ".join(role.label for role in Role if role in rule.makers)
        raise Refused("not_your_paper", f"{kind.label} dibuat oleh: {who}.")
    return rule


def check_words(text: str) -> None:
    """Check the fields in words that a village wrote.

    Raises:
        Refused: `braces` (one is missing), `name_field` (the identity is sealed), or `unknown_field`.
    """
    if any(brace in _BRACES.sub("", text) for brace in "{}"):
        raise Refused("braces", "Ada kurung kurawal yang tidak berpasangan. Tulis isian seperti {nomor}.")
    for written in _BRACES.findall(text):
        name = _tidy(written)
        if name in _ABOUT_PEOPLE:
            raise Refused(
                "name_field",
                f"Isian {{{written}}} tidak bisa dipakai: identitas pelapor tersegel dan tidak disimpan dalam surat.",
            )
        if name not in set(PaperField):
            known = ", ".join(f"{{{field}}}" for field in PaperField)
            raise Refused("unknown_field", f"Isian {{{written}}} tidak dikenal. Yang ada: {known}.")


def fill(text: str, values: Mapping[PaperField, str]) -> str:
    """Return the words with each known field replaced by its value, in one pass; one without a value becomes "…"."""

    def filled(match: re.Match[str]) -> str:
        name = _tidy(match.group(1))
        return values.get(PaperField(name), "") or "…" if name in set(PaperField) else match.group(0)

    return _BRACES.sub(filled, text)


_DIGITS = re.compile(r"(?<!\d)(?:\+?62[ .\-]?|0)8[\d .\-]{7,14}\d|(?<!\d)\d(?:[ .\-]?\d){15}(?!\d)")


def without_numbers(text: str) -> str:
    """Return a story with mobile numbers and NIK masked, before it is copied onto a paper that leaves the house."""
    return _DIGITS.sub("[disamarkan]", text)


def _tidy(written: str) -> str:
    return "_".join(written.casefold().split())
