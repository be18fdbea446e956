"""Posts in village government as people write them: kades, pak lurah, bu carik, kadus II, kaur keuangan, perangkat.

Posts by Permendagri 84/2015; the older and the Javanese names beside them, because that is what a village says. Words
are compared as `searching.folded` leaves them. Heads of RT and RW are no village government and stand nowhere here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Post(StrEnum):
    """What somebody is in village government; the last four are said of several, or of nobody in particular."""

    HEAD = "head"
    SECRETARY = "secretary"
    FINANCE = "finance"
    GENERAL = "general"
    PLANNING = "planning"
    GOVERNMENT = "government"
    WELFARE = "welfare"
    SERVICE = "service"
    HAMLET = "hamlet"
    OPERATOR = "operator"
    COUNCIL_HEAD = "council_head"
    COUNCIL_DEPUTY = "council_deputy"
    COUNCIL_SECRETARY = "council_secretary"
    COUNCIL_MEMBER = "council_member"
    ANY_URUSAN = "any_urusan"
    ANY_SEKSI = "any_seksi"
    ANY_KAMITUWA = "any_kamituwa"
    ANYBODY = "anybody"


MEANS: Final[Mapping[Post, frozenset[Post]]] = {
    Post.ANY_URUSAN: frozenset({Post.ANY_URUSAN, Post.FINANCE, Post.GENERAL, Post.PLANNING}),
    Post.ANY_SEKSI: frozenset({Post.ANY_SEKSI, Post.GOVERNMENT, Post.WELFARE, Post.SERVICE}),
    Post.ANY_KAMITUWA: frozenset({Post.HAMLET, Post.SERVICE}),
    Post.ANYBODY: frozenset(),
}
"""Which posts a word for several may mean; any other means itself alone."""

_OUTSIDE: Final = frozenset({"bupati", "camat", "dinas", "inspektorat", "kabupaten", "kec", "kecamatan"})
COUNCIL: Final = frozenset({Post.COUNCIL_HEAD, Post.COUNCIL_DEPUTY, Post.COUNCIL_SECRETARY, Post.COUNCIL_MEMBER})

HONORIFICS: Final = frozenset(
    """abah aparat bapa bapak bp bpk bu bude budhe bulek bulik cak gus h haji hajah hajjah hj ibu ibuk kaka kakang kang
    kyai lek lik mas mba mbah mbak mbk mbok mbokde mr oknum om p pa pak pakde pakdhe paklek paklik raden sdr sdri simbah
    tante ustad ustadz yayu yu""".split()  # noqa: SIM905  (a list of words)
)
GLUED_HONORIFICS: Final = ("pak", "bapak", "bpk", "bu", "ibu", "mas", "mbak", "mba", "mbah", "kang", "lik")

SPELLINGS: Final[Mapping[str, str]] = {
    "kep": "kepala", "kpl": "kepala", "kapala": "kepala", "kepla": "kepala", "ka": "kepala", "kpla": "kepala",
    "dsa": "desa", "ds": "desa", "deso": "desa", "dso": "desa", "dsn": "dusun", "dsun": "dusun", "dukuh": "dusun",
    "dukuhan": "dusun", "pedukuhan": "dusun", "padukuhan": "dusun", "sekertaris": "sekretaris", "sek": "sekretaris",
    "sekr": "sekretaris", "sekre": "sekretaris", "sekertariat": "sekretaris", "kasie": "kasi", "staff": "staf",
    "aparatur": "aparat", "prangkat": "perangkat", "perangkt": "perangkat", "kdes": "kades", "kadees": "kades",
    "kadess": "kades", "kdus": "kadus", "prades": "perades",
    "bendhahara": "bendahara", "opertor": "operator", "kamituwo": "kamituwa", "kamitua": "kamituwa",
    "jogoboyo": "jagabaya",
    "jagaboyo": "jagabaya", "danarto": "danarta", "kawur": "kaur", "seksie": "seksi", "pemong": "pamong",
}  # fmt: skip
"""Other spellings of the words of which posts are made."""

_PLAIN: Final[Mapping[Post, str]] = {
    Post.HEAD: """kepala desa|kades|lurah|kuwu|pj kades|pjs kades|penjabat kepala desa|pj lurah""",
    Post.SECRETARY: """sekretaris desa|sekdes|sekdesa|carik""",
    Post.FINANCE: """bendahara desa|bendes|danarta""",
    Post.PLANNING: """pangripta""",
    Post.GOVERNMENT: """jagabaya""",
    Post.WELFARE: """modin|kayim|ulu ulu""",
    Post.HAMLET: """kepala dusun|kadus|bayan|kebayan|kawil""",
    Post.ANY_KAMITUWA: """kamituwa""",
    Post.OPERATOR: """operator desa|operator siks|operator dtks|admin desa""",
    Post.COUNCIL_HEAD: """ketua bpd|ketua badan permusyawaratan desa""",
    Post.COUNCIL_DEPUTY: """wakil ketua bpd""",
    Post.COUNCIL_SECRETARY: """sekretaris bpd""",
    Post.COUNCIL_MEMBER: """anggota bpd|anggota badan permusyawaratan desa|oknum bpd""",
    Post.ANY_URUSAN: """kaur|kepala urusan""",
    Post.ANY_SEKSI: """kepala seksi|kasi desa""",
    Post.ANYBODY: """perangkat desa|aparat desa|pamong desa|pamong|perangkat|perades|oknum desa|pegawai desa|staf desa
        |pejabat desa|petugas desa|pegawai balai desa|petugas balai desa|orang balai desa|staf balai desa
        |pegawai kantor desa|petugas kantor desa|staf kantor desa|perangkat kelurahan|aparat kelurahan|wong balai desa
        |orang pemdes|oknum pemdes|pegawai pemdes""",
}  # fmt: skip
# Words of every day, too ("bau sampah", "kaum ibu", "kasi tahu", "BLT Kesra"): only after an honorific.
_WITH_HONORIFIC: Final[Mapping[Post, str]] = {
    Post.HEAD: """petinggi|bekel|wadana""",
    Post.WELFARE: """kaum|kesra|lebe""",
    Post.HAMLET: """bau|polo|bahu|bekel""",
    Post.ANY_SEKSI: """kasi""",
    Post.OPERATOR: """operator""",
    Post.COUNCIL_MEMBER: """bpd""",
}
_AREAS: Final[Mapping[Post, str]] = {
    Post.FINANCE: """keuangan|kuangan""",
    Post.GENERAL: """umum|tata usaha|tu|tata laksana|tu dan umum|tata usaha dan umum""",
    Post.PLANNING: """perencanaan|pembangunan|ekbang|perencanaan dan pembangunan""",
    Post.GOVERNMENT: """pemerintahan|pem|keamanan|trantib""",
    Post.WELFARE: """kesejahteraan|kesra|kesejahteraan rakyat|kesos""",
    Post.SERVICE: """pelayanan|yanmas|layanan|pelayanan masyarakat""",
}
_BEFORE_AREA: Final = ("kaur", "kasi", "kepala urusan", "kepala seksi", "staf kaur", "staf kasi", "staf")

NOT_AFTER: Final[Mapping[str, frozenset[str]]] = {
    "perangkat": frozenset(
        """acara alat audio belajar daerah elektronik gamelan hp ibadah jaringan keras komputer lomba lunak musik pemilu
        pembelajaran server sholat solat sound telepon tv upacara wifi""".split()  # noqa: SIM905  (a list of words)
    ),
    "pamong": frozenset({"praja", "belajar", "sekolah"}),
    "carik": frozenset({"kertas", "surat", "kain"}),
    "lurah": frozenset({"pasar", "pondok"}),
}
"""Words after which a general word means something else: "perangkat lunak", "pamong praja"."""


@dataclass(frozen=True)
class PostPhrase:
    """One way to write a post; `honorific`: it counts only after pak, bu and the like."""

    words: tuple[str, ...]
    post: Post
    honorific: bool = False


def _written() -> Iterator[PostPhrase]:
    for honorific, table in ((False, _PLAIN), (True, _WITH_HONORIFIC)):
        for post, text in table.items():
            for way in text.split("|"):
                yield PostPhrase(tuple(way.split()), post, honorific)
    for post, text in _AREAS.items():
        for area in text.split("|"):
            for before in _BEFORE_AREA:
                yield PostPhrase((*before.split(), *area.split()), post)


PHRASES: Final[tuple[PostPhrase, ...]] = tuple(_written())

_NUMBER_WORDS: Final = (
    ("i", "satu", "siji", "pertama"), ("ii", "dua", "loro", "kalih", "kedua"), ("iii", "tiga", "telu", "ketiga"),
    ("iv", "empat", "papat", "sekawan", "keempat"), ("v", "lima", "gangsal", "kelima"), ("vi", "enam", "nem", "keenam"),
    ("vii", "tujuh", "pitu", "ketujuh"), ("viii", "delapan", "wolu", "kedelapan"), ("ix", "sembilan", "sanga", "songo"),
    ("x", "sepuluh"), ("xi", "sebelas"), ("xii",),
)  # fmt: skip
_NUMBERS: Final = {word: n for n, words in enumerate(_NUMBER_WORDS, start=1) for word in words}
_COUNTED: Final = frozenset(
    "bulan hari jam kali kg km meter menit minggu orang persen rupiah sak tahun juta ribu rb jt x kk rumah".split()  # noqa: SIM905  (a list of words)
)
BETWEEN: Final = frozenset({"dusun", "dukuh", "dsn", "wilayah", "di", "dari", "no", "nomor", "ke", "daerah", "nya"})
"""Words between a post and the hamlet it is of: "kadus dusun II", "kepala dusun wilayah Randu Alas"."""


def number_of(word: str, after: str = "") -> int | None:
    """The number a word says (2, 02, II, dua, loro), else None; None also where something is counted ("2 minggu")."""
    if after in _COUNTED:
        return None
    if word.isascii() and word.isdigit():
        return int(word) if len(word) <= 2 else None
    return _NUMBERS.get(word)


@dataclass(frozen=True)
class PlacedPost:
    """A post with what tells it from others of its kind: a number ("II" → 2), or the words of a hamlet's name."""

    post: Post
    number: int | None = None
    place: tuple[str, ...] = ()


def read_post(words: tuple[str, ...]) -> PlacedPost | None:
    """Read the post of somebody from its words; None when it is none of village government."""
    words = tuple(SPELLINGS.get(word, word) for word in words)
    found: tuple[int, int, Post] | None = None
    for phrase in PHRASES:
        size = len(phrase.words)
        for start in range(len(words) - size + 1):
            if words[start : start + size] == phrase.words and (found is None or size > found[1] - found[0]):
                found = (start, start + size, phrase.post)
    if found is None:
        return None
    rest = tuple(word for word in words[found[1] :] if word not in BETWEEN)
    number = number_of(rest[0]) if len(rest) == 1 else None
    return PlacedPost(found[2], number, () if number is not None else rest)


def is_under_head(words: tuple[str, ...]) -> bool:
    """Whether a post is the village head's or under him (officials and staff; neither the council nor outsiders)."""
    placed = read_post(words)
    return placed is not None and placed.post not in COUNCIL and _OUTSIDE.isdisjoint(words)
