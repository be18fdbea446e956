"""Whether a text tells of an illegal levy, or of violence against a woman or a child: then its content is sealed.

Words that people use for it, Javanese (Banyumasan) among them. It rather seals one too many: whoever takes the case up
unseals it in a minute, and what was read by too many cannot be unread. Parking boys who "malak", or a fight of men, are
no business of this page; neither is the mere word "uang" or "anak".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from .searching import folded
from .types import Labelled


class Sensitive(Labelled):
    """What makes the content of a complaint dangerous to whoever lodged it."""

    LEVY = "levy", "Pungutan liar"
    VIOLENCE = "violence", "Kekerasan terhadap perempuan atau anak"


_WEAK = (
    r"(?:anak|anake|anakku|anaknya|bocah|bocahe|balita|bayi|istri|istrinya|isteri|bojo|bojone|perempuan|wanita|gadis"
)
_WEAK += r"|remaja putri|siswi|murid|santriwati|ponakan|keponakan|ibu saya|ibunya|menantu)"
_BEAT = (
    r"(?:dipukul\w*|dipukuli\w*|memukul\w*|pukul(?!\W+\d|\w)|dianiaya|aniaya|penganiayaan|menganiaya|disiksa|menyiksa"
)
_BEAT += (
    r"|siksa|ditampar\w*|menampar|ditendang\w*|disundut\w*|dicekik|mencekik|digebug\w*|digebuk\w*|nggebugi|digepuk\w*"
)
_BEAT += (
    r"|gepuki|dikeplak\w*|ngeplaki|ditempiling\w*|dibanting|disiram air panas|ngantemi|diantem\w*|kekerasan|dirudapaksa"
)
_BEAT += r"|dikurung|dirantai|diperdagangkan|dieksploitasi|dinikahkan paksa|dipaksa nikah|dipaksa menikah)"
_WITHIN = r"(?:\W+\w+){0,4}\W+"  # at most four words between

_PATTERNS: Final[Mapping[Sensitive, tuple[str, ...]]] = {
    Sensitive.LEVY: (
        r"p(?:u|o)ngli\w*",
        r"pungut(?:an)?\W+(?:liar|liyar|tidak resmi|gelap|paksa)",
        r"(?:uang|duit|biaya|dana|bayar\w*|amplop)\W+(?:\w+\W+)?(?:pelicin|pelumas|siluman|sogok\w*|suap|semir"
        r"|di bawah meja|bawah meja|tutup mulut|terima kasih paksa)",
        r"gratifikasi\w*",
        r"(?:di|me|mem|pe|peny|ter)?suap(?:an|kan|nya)?\b(?!\W+(?:nasi|makan|anak|bayi|pertama))",
        r"(?:penyuap|menyuap)(?:an|nya|kan)?\b(?!\W+(?:nasi|makan|anak|bayi))",
        r"(?:di|ny|meny|peny)?[s]?ogok(?:an|kan|i|e)?\b",
        r"(?:di|me|nge|pe)?peras(?:an)?\W+(?:uang|warga|oknum|oleh|petugas|perangkat)",
        r"pemeras(?:an)?\b",
        r"(?:oknum|petugas|perangkat|kades|kadus|lurah|rt|rw|panitia|pegawai|dia)(?:nya|e|ne)?\W+(?:\w+\W+){0,2}"
        r"(?:minta|meminta|menarik|narik|njaluk|mungut|memungut|motong|memotong|nyunat|menyunat)\W+(?:\w+\W+){0,2}"
        r"(?:uang|duit|duwit|bayaran|setoran|jatah|rp|rupiah|imbalan|dhuwit|dana)",
        r"(?:minta|meminta|dimintai|dipungut|ditarik|dijaluki|njaluk|narik)\W+(?:\w+\W+){0,1}(?:uang|duit|duwit|dhuwit"
        r"|biaya|jatah)\W+(?:\w+\W+){0,3}(?:supaya|agar|biar|kalau mau|bansos|blt|pkh|"
        r"(?:untuk|buat|kanggo|nggo) (?:surat|ktp|kk|urus))",
        r"(?:bantuan|blt|bansos|pkh|bpnt|dana|uang)\W+(?:\w+\W+){0,2}(?:disunat|dipotong|di potong|di sunat|disunati)",
        r"jual beli jabatan|setor(?:an)? ke (?:kades|lurah|kadus|oknum)",
    ),
    Sensitive.VIOLENCE: (
        r"kdrt|k\.d\.r\.t|kekerasan (?:dalam|di dalam|dlm) rumah tangga",
        r"(?:di|mem|pem|ke)?per?kosa\w*|rudapaksa\w*|dirudapaksa",
        r"(?:di|me|pe)?leceh(?:kan|an|i)?\W+(?:\w+\W+){0,2}(?:seksual|sexual|secara|oleh|guru|ustad\w*|tetangga|atasan|anak"
        r"|bos|di tempat|pak|perangkat|kades|kadus|lurah)|pelecehan",
        r"kekerasan (?:seksual|sexual|fisik|pada|terhadap|kepada)",
        r"(?:di|men|pen)?cabul(?:i|an|kan)?\b|pencabulan",
        r"(?:di)?sodomi\w*|pedofil\w*|inses|incest",
        r"digerayangi|diraba raba|diraba-raba|diremas|diintip|dielus elus|diciumi"
        r"|dicium paksa",
        r"(?:dihamili|dimetengi|hamil)\W+(?:\w+\W+){0,3}(?:paksa|dipaksa|di luar nikah|bapaknya|ayahnya|ayah tiri"
        r"|paman|gurunya|tidak bertanggung)",
        _WEAK + _WITHIN + _BEAT,
        _BEAT + _WITHIN + r"(?:suami\w*|mantan suami|pacar\w*|bapaknya|ayahnya|bapak tiri|ayah tiri|ibu tiri|majikan\w*"
        r"|bojo\w*|bapake|sing lanang|" + _WEAK + r")",
        r"perdagangan (?:anak|orang|perempuan)",
        r"(?:penjualan|eksploitasi|penelantaran|pernikahan|perkawinan) (?:anak|paksa)",
        r"anak\W+(?:\w+\W+){0,2}(?:ditelantarkan|dilacurkan|jadi korban|dijadikan pelampiasan)",
    ),
}  # fmt: skip
_COMPILED: Final = {what: re.compile(r"\b(?:" + "|".join(ways) + ")") for what, ways in _PATTERNS.items()}
MOST_OF_A_TEXT: Final = 200_000  # letters that are looked at


def find_sensitive(text: str) -> frozenset[Sensitive]:
    """Return what a text tells of; nothing for most."""
    plain = folded(text[:MOST_OF_A_TEXT])
    return frozenset(what for what, pattern in _COMPILED.items() if pattern.search(plain))
