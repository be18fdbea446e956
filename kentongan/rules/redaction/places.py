"""House addresses, number plates and dates of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .plain import Plain
from .spans import Span, SpanKind

_NUMBER = r"\d{1,4}\s?[a-z]?(?:\s?[/\-]\s?[\da-z]{1,4}){0,3}\b"
_NO = r"(?:no(?:mor|mer)?|nmr|blok|blk|kav(?:ling)?|kapling)\b\.?\s{0,2}:?\s{0,2}#?"
_UNIT = rf"(?:{_NO}\s?)+(?:[a-z]{{1,2}}\s?[\-/.]?\s?)?{_NUMBER}"
_STREET = re.compile(
    rf"\b(?:jl|jln|jalan|gg|gang|perum(?:ahan|nas)?|komplek(?:s)?|rusun(?:awa)?|griya|dukuh|dusun|dsn|kampung|kp)\b\.?\s{{0,2}}"
    rf"(?:[^\W\d_][\w'’]*\.?[ ]{{1,2}}|(?:gg|gang)\.?\s?[\divx]{{1,5}}[a-z]?\s){{1,6}}?,?\s{{0,2}}{_UNIT}"
)
_SHORT_STREET = re.compile(
    rf"\b(?:jl|jln|gg|gang)\b\.?\s{{0,2}}(?:[^\W\d_]['’\w]*\.?[ ]{{1,2}}){{1,4}}?{_NUMBER}"
    r"(?:,?\s{0,2}(?:rt|rw)\b[\s.:/]*\d+)*"
)
_ADDRESS_WORD = re.compile(
    r"\b(?:alamat(?:nya|ku)?|almt|almat|d/a)\b(?:\s{1,4}(?:ktp|rumah(?:nya)?|saya|sy|domisili|lengkap|tinggal|asal|kami|beliau|sesuai"
    r"|sekarang|pelapor|di)){0,6}\s{0,12}(?:\([a-z ]{1,20}\)\s{0,4})?(?:[:;=.]\s{0,12})?(?:di\s{1,4})?"
)
_LIVES = re.compile(
    r"\b(?:(?:ber)?alamat(?:kan)?\s+di|tinggal(?:nya)?\s+di|berdomisili\s+di|domisili\s+di|bertempat\s+tinggal\s+di"
    r"|rumah(?:nya|ku)?\s+(?:saya\s+|kami\s+|beliau\s+|pelaku\s+)?(?:di|ada di|terletak di)|kediaman(?:nya)?\s+di)\s+"
)
_PLACE_SIGN = re.compile(r"\b(?:jl|jln|jalan|gg|gang|rt|rw|blok|perum\w*|dusun|dukuh|desa|kel|kelurahan|no)\b|\d")
_CLAUSE_END = re.compile(
    r"\n|;|\)|,\s*(?:saya|mohon|sudah|yang|dan|kami)\b|\.\s+(?!no\b|blok\b|rt\b|rw\b|\d)[^\W\d_]{3,}|\.{2,}"
    r"|\b(?:nik|no\.? ?kk|no\.? ?(?:hp|telp?|wa)|telp|hp|mohon|saya|sudah|belum|yang|yg|untuk|karena|tetapi|tapi|sejak"
    r"|dengan|dan|pada|bahkan|kenapa|kok|sampai|namun|mengajukan|apakah|tidak|bisa|ada|adalah|ini|itu)\b|[?!]|$"
)
_NEIGHBOURHOOD = re.compile(
    r"\brt\b[\s.:/]{0,6}(?:[\divx]{1,4}|rw\b[\s.:/]{0,6}\d)[\s,/\-.]{0,6}(?:rw\b[\s.:/]{0,6})?[\divx]{0,4}(?:\s{0,2}/\s{0,2}\d{1,3})?"
)
_PERSONAL = re.compile(
    r"rumah|alamat|tinggal|domisili|warga|tetangga|saya (?:dari|di)|keluarga|\bnama\b|kediaman|\ba\.?n\.|d/a"
)
_OFFICE_BEFORE = re.compile(r"\b(?:ketua|pak|bu|bpk|bapak|wakil|pengurus|kas)\s+$")
_AFTER_SIGN = re.compile(r"[\da-z/\-]*(?:\b(?<=\d)|(?:[\s.,/:\-]+[\w'’]+){0,2})")
_JOINED = 3  # signs between two pieces of one address
_NO_STREET = re.compile(r"\b(?:dengan|plat|nopol|rusak|sepanjang|sudah|yang|meter|ada|dan|di)\b")
MOST_ADDRESS = 110  # letters of one address
NEAR = 40

_AREAS = (
    "AA|AB|AD|AE|AG|A|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|B|CC|CD|DA|DB|DC|DD|DE|DF|DG|DH|DK|DL|DM|DN|DP|DR|DS|DT|DW|D|"
    "EA|EB|ED|E|F|G|H|KB|KH|KT|KU|K|L|M|N|PA|PB|P|RF|R|S|T|W|Z"
)
_PLATE = re.compile(rf"(?<![A-Za-z0-9])(?:{_AREAS})[ .\-]{{0,2}}\d{{1,4}}[ .\-]{{0,2}}[A-Z]{{1,3}}(?![A-Za-z0-9])")
_PLATE_WORD = re.compile(r"\b(?:plat\w*|nopol|no\.? ?pol\w*|nomor ?polisi|berplat|polisi)\b[^\n]{0,24}?$")
_VEHICLE_WORD = re.compile(
    r"\b(?:mobil|motor|truk|truck|bus|bis|kendaraan|sedan|avanza|innova|xenia|beat|vario|supra|mio|pick ?up"
    r"|taksi|angkot)\b"
)
_LOOSE_PLATE = re.compile(
    rf"(?<![a-z0-9])(?:{_AREAS.lower()})[ .\-]{{0,3}}\d(?:[ .]?\d){{1,3}}[ .\-]{{0,3}}"
    r"[a-z](?:[ .]?[a-z]){0,2}(?![a-z0-9])"
)
_NO_PLATE_ENDS = frozenset("DI KE DAN NO RT RW GG JL KM M CM HP WA TH THN TGL".split())  # noqa: SIM905  (a list of words)

_BIRTH_WORD = re.compile(
    r"\b(?:t\.?t\.?l|tgl\.? ?la?h?ir|tanggal ?la?hir|lahir(?:nya)?|kelahiran|tempat,? ?t\w+ ?lahir|ultah)\b"
)
_MONTHS = (
    "jan(?:uari)?|feb(?:r?uari)?|peb(?:ruari)?|mar(?:et)?|apr(?:il)?|mei|jun[i]?|jul[i]?|agu?s?t?(?:us)?|sep(?:tember)?"
    "|okt(?:ober)?|nov(?:ember)?|nop(?:ember)?|des(?:ember)?"
)
_ANY_DATE = re.compile(
    rf"\b\d{{1,2}}\s?[-/. ]\s?(?:\d{{1,2}}|{_MONTHS})\.?\s?[-/., ]\s{{0,2}}(?:19|20)?\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b"
)
_AFTER_BIRTH = 48


def plate_spans(plain: Plain) -> Iterator[Span]:
    """Number plates: in capitals anywhere, in small letters or spaced out where a plate or vehicle is spoken of."""
    for match in _PLATE.finditer(plain.text):
        if _letters_at_end(match[0]) not in _NO_PLATE_ENDS and _plate_likely(plain, match):
            yield Span(*plain.at(*match.span()), SpanKind.PLATE, "Bentuknya seperti nomor polisi kendaraan.")
    for match in _LOOSE_PLATE.finditer(plain.lower):
        near = plain.lower[max(0, match.start() - NEAR) : match.start()]
        if _PLATE_WORD.search(near) or (
            _VEHICLE_WORD.search(near) and _letters_at_end(match[0].upper()) not in _NO_PLATE_ENDS
        ):
            yield Span(*plain.at(*match.span()), SpanKind.PLATE, "Deretan huruf dan angka di dekat kata kendaraan.")


def _letters_at_end(plate: str) -> str:
    return "".join(letter for letter in plate.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ .-") if letter.isalpha())


def _plate_likely(plain: Plain, match: re.Match[str]) -> bool:
    """Three figures or more, or a vehicle nearby: "B 2 C" alone is a block of houses."""
    figures = sum(letter.isdigit() for letter in match[0])
    near = plain.lower[max(0, match.start() - NEAR) : match.start()]
    return figures >= 3 or bool(_PLATE_WORD.search(near) or _VEHICLE_WORD.search(near))


def birth_spans(plain: Plain) -> Iterator[Span]:
    """Dates shortly after a word for birth."""
    for word in _BIRTH_WORD.finditer(plain.lower):
        found = _ANY_DATE.search(plain.lower, word.end(), word.end() + _AFTER_BIRTH)
        if found is not None:
            yield Span(*plain.at(*found.span()), SpanKind.BIRTH, "Tanggal di dekat kata lahir.")


def address_spans(plain: Plain) -> Iterator[Span]:
    """Streets with a house number, what follows the word for address, and RT/RW where somebody's home is spoken of."""
    joined: list[tuple[int, int, str]] = []
    for start, end, reason in sorted(_addresses(plain.lower)):
        end = start + len(plain.text[start:end].rstrip(" ,/-.:\n"))
        if joined and start - joined[-1][1] <= _JOINED:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]), joined[-1][2])
        else:
            joined.append((start, end, reason))
    for start, end, reason in joined:
        yield Span(*plain.at(start, end), SpanKind.ADDRESS, reason)


def _addresses(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern in (_STREET, _SHORT_STREET):
        for match in pattern.finditer(text):
            if _NO_STREET.search(match[0]):
                continue
            yield *match.span(), "Jalan dengan nomor rumah."
    for word in (*_ADDRESS_WORD.finditer(text), *_LIVES.finditer(text)):
        end = _clause_end(text, word.end())
        if text[word.end() : word.end() + 1] not in (",", ".") and end - word.end() > 3:
            yield word.end(), end, "Sesudah kata alamat, rumah, atau tinggal."
    for match in _NEIGHBOURHOOD.finditer(text):
        near = text[max(0, match.start() - NEAR) : match.start()]
        if _PERSONAL.search(near) and not _OFFICE_BEFORE.search(near):
            yield *match.span(), "RT/RW di dekat rumah atau nama seseorang."


def _clause_end(text: str, start: int) -> int:
    """Where an address ends: with its clause, or two words after its last sign; `start` when it has none."""
    limit = min(len(text), start + MOST_ADDRESS)
    found = _CLAUSE_END.search(text, start, limit)
    end = found.start() if found else limit
    signs = list(_PLACE_SIGN.finditer(text, start, end))
    if not signs:
        return start
    after = _AFTER_SIGN.match(text, signs[-1].end(), end)
    return after.end() if after else end
