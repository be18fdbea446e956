"""Which digits of a text are numbers of somebody: NIK, KK, telephone, account, or another long one.

A run of groups ("0812 3456 7890, 17-08-2023") can be cut in many ways; the cut that explains most digits best wins
(dynamic programming over the groups). Dates, times, money and coordinates are explanations, too, and are not proposed.
Doubtful long numbers are proposed: the officer takes back with one click what nobody can take back once it is public.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .digits import Group, runs
from .plain import Plain
from .spans import Span, SpanKind

MOST_GROUPS = 24  # of one number: 16 digits each alone, and some room
MOST_IN_RUN = 400  # groups; a longer run (a table of figures) is read in blocks
LEAST_DIGITS = 3  # of anything that is explained
SHORTEST_NUMBER = 6  # digits of a number of somebody
MOST_DIGITS = 24  # of several groups taken together
BEFORE = 48  # letters before a number in which the word that names it is looked for
AFTER = 16

_PROVINCES = frozenset({*range(11, 20), 21, *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82})
_NEW_PROVINCES = frozenset(range(91, 98))
_MOBILE = re.compile(r"(?:0|62|0062|620)8\d{7,11}")
_MOBILE_BARE = re.compile(r"8[1-35-9]\d{7,10}")
_LANDLINE = re.compile(r"(?:0|62)[2-79]\d{7,10}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d")
_TIME = re.compile(r"(?:[01]?\d|2[0-4])[:.][0-5]\d(?:[:.][0-5]\d)?")
_COORDINATE = re.compile(r"(?:1?\d|9[5-9]|1[0-4]\d)\.\d{4,}")
_MONEY = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+(?:,\d\d|,-)?")

_NIK_WORDS = re.compile(r"\bnik|\be?-?ktp|induk kependudukan")
_KK_WORDS = re.compile(r"\bkk|kartu keluarga|k\.k|kartu kel\b")
_PHONE_WORDS = re.compile(
    r"telp|telf|tlp|tlf|telepon|telpon|telfon|\bhp|hape|handphone|ponsel|whats?app?|watsap|\bwa\b|\bwa[.:]|\bcp\b|kontak"
    r"|hubungi|\bcall|\bsms|nomor ?(?:saya|kontak)|\bno\.? ?saya|\bphone|\bpon\b"
)
_ACCOUNT_WORDS = re.compile(
    r"rekening|\bno?rek|\brek\b|\bbri\b|\bbca\b|\bbni\b|mandiri|\bbsi\b|\bbtn\b|bank|\bdana\b|\bovo\b|gopay|\bva\b"
    r"|virtual account|transfer"
)
_REASONS = {
    SpanKind.NIK: "Enam belas angka: bentuknya seperti NIK.",
    SpanKind.KK: "Enam belas angka di dekat kata KK.",
    SpanKind.PHONE: "Bentuknya seperti nomor telepon.",
    SpanKind.ACCOUNT: "Deretan angka di dekat kata rekening atau bank.",
    SpanKind.NUMBER: "Deretan angka panjang: mungkin nomor pribadi.",
}


@dataclass(frozen=True)
class _Piece:
    """A stretch of groups with one explanation; `kind` None: nothing to hide."""

    first: int
    last: int
    kind: SpanKind | None
    worth: float


def number_spans(plain: Plain) -> Iterator[Span]:
    """The numbers to propose, in order."""
    for run in runs(plain.text):
        for begin in range(0, len(run), MOST_IN_RUN):
            yield from _of_run(plain, run[begin : begin + MOST_IN_RUN])


def _of_run(plain: Plain, run: list[Group]) -> Iterator[Span]:
    if sum(len(group.digits) for group in run) < 6:
        return
    taken = 0
    pieces = _best_cut(plain, run)
    explained = {place for piece in pieces for place in range(piece.first, piece.last + 1)}
    for piece in pieces:
        if piece.kind is None:
            continue
        first, last = _with_neighbours(plain, run, piece, explained)
        start, end = max(run[first].start, taken), run[last].end
        kind = _named(plain, piece.kind, start, end, taken)
        start = _with_plus(plain.text, start, taken)
        taken = end
        yield Span(*plain.at(start, end), kind, _REASONS[kind])


def _with_neighbours(plain: Plain, run: list[Group], piece: _Piece, explained: set[int]) -> tuple[int, int]:
    """Take along groups that nothing explains and that hang on a number by its own signs.

    "2 0 2 8 1 5 5 ..." can be cut wrongly by a digit; then the digit that is left over must not stay visible.
    """

    def between(place: int) -> str:
        return plain.text[run[place].end : run[place + 1].start]

    first, last = piece.first, piece.last
    own = {between(place) for place in range(first, last)}
    while first > 0 and first - 1 not in explained and between(first - 1) in own:
        first -= 1
    while last + 1 < len(run) and last + 1 not in explained and between(last) in own:
        last += 1
    explained.update(range(first, last + 1))
    return first, last


def _with_plus(text: str, start: int, taken: int) -> int:
    if start - 1 >= taken and text[start - 1] in "+(":
        start -= 1
    return start


def _best_cut(plain: Plain, run: list[Group]) -> list[_Piece]:
    """The pieces, in order, whose worths add up to most."""
    best: list[tuple[float, _Piece | None]] = [(0.0, None)]
    for end in range(len(run)):
        top: tuple[float, _Piece | None] = (best[end][0], None)
        digits = ""
        for first in range(end, max(-1, end - MOST_GROUPS), -1):
            digits = run[first].digits + digits
            if len(digits) > MOST_DIGITS and first < end:
                break
            piece = _piece(plain, run, first, end, digits) if len(digits) >= LEAST_DIGITS else None
            if piece is not None and best[first][0] + piece.worth > top[0]:
                top = (best[first][0] + piece.worth, piece)
        best.append(top)
    pieces: list[_Piece] = []
    place = len(run)
    while place > 0:
        chosen = best[place][1]
        if chosen is not None:
            pieces.append(chosen)
        place = chosen.first if chosen is not None else place - 1
    return pieces[::-1]


def _piece(plain: Plain, run: list[Group], first: int, last: int, digits: str) -> _Piece | None:
    start, end = run[first].start, run[last].end
    if not any(group.said for group in run[first : last + 1]):
        harmless = _harmless(plain, run, first, last, plain.text[start:end])
        if harmless:
            return _Piece(first, last, None, harmless * len(digits))
    if len(digits) < SHORTEST_NUMBER:
        return None
    found = _kind_of(digits, last > first, _context(plain, run, first), plain.text[max(0, start - 2) : start])
    if found is None or (last > first and _counting(run[first : last + 1])):
        return None
    kind, weight = found
    return _Piece(first, last, kind, weight * len(digits))


def _harmless(plain: Plain, run: list[Group], first: int, last: int, written: str) -> float:
    """How well a stretch is explained as date, time, money or coordinate; 0 when it is none."""
    if last - first > 6:
        return 0.0
    if _DATE.fullmatch(written):
        return 0.75
    if _TIME.fullmatch(written):
        return 0.6
    if last == first + 1 and _COORDINATE.fullmatch(written):
        return 0.95
    before = plain.lower[max(0, run[first].start - 5) : run[first].start]
    if _MONEY.fullmatch(written) and (len(written) < 14 or "rp" in before):
        return 0.97 if "rp" in before else 0.5
    return 0.0


def _counting(groups: list[Group]) -> bool:
    """Whether the groups are years, or count up by one: no number of anybody."""
    if any(group.said for group in groups):
        return False
    if all(_YEAR.fullmatch(group.digits) for group in groups):
        return True
    values = [int(group.digits) for group in groups]
    return len(values) > 3 and all(after - before == 1 for before, after in pairwise(values))


class _Named(NamedTuple):
    """Which words stand before a number."""

    identity: bool
    phone: bool
    phone_near: bool
    account: bool


@lru_cache(maxsize=512)
def _named_before(context: str) -> _Named:
    """Read the words before a number once: every stretch that begins with it asks."""
    return _Named(
        bool(_NIK_WORDS.search(context) or _KK_WORDS.search(context)),
        bool(_PHONE_WORDS.search(context)),
        bool(_PHONE_WORDS.search(context[-24:])),
        bool(_ACCOUNT_WORDS.search(context)),
    )


def _kind_of(digits: str, merged: bool, context: str, before: str) -> tuple[SpanKind, float] | None:
    """What a string of digits is, and how sure that is (0 to 1); one of several groups is less sure than one alone."""
    less = 0.05 if merged else 0.0
    count = len(digits)
    if count == 16:
        if _is_nik(digits):
            return SpanKind.NIK, 1.0 - less
        if not merged:
            return SpanKind.NIK, 0.9
        return SpanKind.NIK, 0.85 if _named_before(context).identity else 0.72
    if 14 <= count <= 18 and _named_before(context).identity:
        return SpanKind.NIK, 0.85 - 5 * less
    if "+" in before and 8 <= count <= 15:
        return SpanKind.PHONE, 0.96 - less
    if _MOBILE.fullmatch(digits):
        return SpanKind.PHONE, 0.97 - less
    if _LANDLINE.fullmatch(digits):
        return SpanKind.PHONE, 0.85 - less
    if _MOBILE_BARE.fullmatch(digits) and (not merged or _named_before(context).phone):
        return SpanKind.PHONE, 0.8
    if _named_before(context).phone_near and 6 <= count <= 15:
        return SpanKind.PHONE, 0.65 - 2 * less
    if _named_before(context).account and 8 <= count <= 19:
        return SpanKind.ACCOUNT, 0.8 - less
    if (not merged and count >= 9) or (merged and count >= 14):
        return SpanKind.NUMBER, 0.5 if not merged else 0.3
    return None


def _is_nik(digits: str) -> bool:
    """Whether 16 digits are built like a NIK or KK number: province, then day (women's plus 40) and month."""
    province, day, month = int(digits[:2]), int(digits[6:8]), int(digits[8:10])
    return province in _PROVINCES | _NEW_PROVINCES and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def _context(plain: Plain, run: list[Group], first: int) -> str:
    """The words before a stretch, up to the beginning of its run and some letters more."""
    start = run[0].start if first < 4 else run[first].start
    return plain.lower[max(0, start - BEFORE) : run[first].start]


def _named(plain: Plain, kind: SpanKind, start: int, end: int, taken: int) -> SpanKind:
    """NIK or KK: the word nearest before the number decides, then the one after it; NIK when nothing is said."""
    if kind is not SpanKind.NIK:
        return kind
    before = plain.lower[max(taken, start - BEFORE) : start]
    nik, kk = _last(_NIK_WORDS, before), _last(_KK_WORDS, before)
    if nik < 0 and kk < 0:
        after = plain.lower[end : end + AFTER]
        return SpanKind.KK if _KK_WORDS.search(after) and not _NIK_WORDS.search(after) else SpanKind.NIK
    return SpanKind.KK if kk > nik else SpanKind.NIK


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)
