"""Digits, however they are written: in figures, with O and l for 0 and 1, glued to letters, or said in words.

Words are Indonesian and Javanese, with the Banyumasan ones: "nol delapan satu dua", "kosong wolu siji loro",
"delapan belas", "telung puluh", also glued ("noldelapansatu") and with the words people say between them ("strip").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_ONES = {
    "0": "nol kosong zero enol",
    "1": "satu siji setunggal sidji satoe esa",
    "2": "dua loro kalih lara roro rong dwa kaleh",
    "3": "tiga telu tigo telung telon tlu tige",
    "4": "empat papat sekawan pat patang ampat epat mpat",
    "5": "lima limo gangsal limang",
    "6": "enam enem nem nenem anam neneman nam",
    "7": "tujuh pitu pitung tuju tujoh pituh",
    "8": "delapan wolu wolung lapan dlapan delapn walu dolapan",
    "9": "sembilan sanga songo sangang sembilam sembilang sambilan sangha",
}
_WHOLE = {
    "10": "sepuluh sepuloh sedasa",
    "11": "sebelas sewelas",
    "12": "rolas rolaas",
    "13": "telulas",
    "14": "patbelas",
    "15": "limolas limalas",
    "16": "nembelas",
    "17": "pitulas",
    "18": "wolulas",
    "19": "sangalas songolas",
    "50": "seket",
    "60": "sewidak suwidak",
    "100": "seratus satus",
}
_VALUES = {word: value for table in (_ONES, _WHOLE) for value, words in table.items() for word in words.split()}
_TEENS, _TENS, _HUNDREDS = frozenset({"belas", "welas"}), frozenset({"puluh", "puloh"}), frozenset({"ratus", "atus"})
_TWICE, _THRICE = frozenset({"dobel", "double", "dabel", "kembar"}), frozenset({"tripel", "triple", "tripple"})
_SPOKEN_GAPS = frozenset(
    "strip titik spasi koma garis miring datar dash plus tambah slash min minus bawah dot sepasi".split()  # noqa: SIM905  (a list of words)
)
_UNITS = frozenset(_VALUES) | _TEENS | _TENS | _HUNDREDS | _TWICE | _THRICE
_ANY_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_GLUED = re.compile(rf"(?:{_ANY_UNIT})+")
_LONGEST_UNIT = max(map(len, _UNITS))
_GLUED_INSIDE = re.compile(rf"(?:{_ANY_UNIT}){{3,}}")
_CHUNK = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"[0-9]+|[^\W\d_]+")
_FIGURES = re.compile(r"[0-9OoIlSBZi]*[0-9][0-9OoIlSBZi]*")
_AS_DIGIT = str.maketrans("OoIliSBZ", "00111582")
_LOOKS = frozenset("OoIli")
MOST_BETWEEN = 8  # signs between two groups of one number


@dataclass(frozen=True)
class Group:
    """Digits that stand together: `text[start:end]` is read as `digits`; `said`: they are words."""

    start: int
    end: int
    digits: str
    said: bool = False


@dataclass(frozen=True)
class _Gap:
    """A word that may stand between two groups."""

    start: int
    end: int


def runs(text: str) -> list[list[Group]]:
    """The groups of digits of a plain text, those together between which no word stands (but "strip", "titik")."""
    found: list[list[Group]] = []
    last: int | None = None
    for item in _items(text):
        near = last is not None and item.start - last <= MOST_BETWEEN and _no_word(text[last : item.start])
        if isinstance(item, _Gap):
            last = item.end if near else None
            continue
        if near:
            found[-1].append(item)
        else:
            found.append([item])
        last = item.end
    return [_with_numbers_said(run) for run in found]


def _no_word(between: str) -> bool:
    return not any(letter.isalnum() for letter in between)


def _items(text: str) -> Iterator[Group | _Gap]:
    chunks = list(_CHUNK.finditer(text))
    for place, chunk in enumerate(chunks):
        word = chunk[0]
        if _is_lookalike(text, chunks, place):
            yield Group(chunk.start(), chunk.end(), word.translate(_AS_DIGIT))
        elif word.lower() in _SPOKEN_GAPS:
            yield _Gap(chunk.start(), chunk.end())
        else:
            yield from _in_chunk(word, chunk.start())


def _is_lookalike(text: str, chunks: list[re.Match[str]], place: int) -> bool:
    """Whether a lone O or l stands for a digit: digits stand close on both sides, or it begins as "O 812"."""
    chunk = chunks[place]
    if len(chunk[0]) > 2 or not _LOOKS.issuperset(chunk[0]):
        return False
    after = place + 1 < len(chunks) and _close(text, chunk, chunks[place + 1]) and chunks[place + 1][0][0].isdigit()
    before = place > 0 and _close(text, chunks[place - 1], chunk) and _digitlike(chunks[place - 1][0])
    return (after and before) or (before and len(chunk[0]) == 1 and chunk[0] in "OIl") or (after and chunk[0] in "Oo")


def _close(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    between = text[first.end() : second.start()]
    return len(between) <= 2 and "\n" not in between


def _digitlike(word: str) -> bool:
    return word[-1].isdigit() or (len(word) <= 2 and _LOOKS.issuperset(word))


def _in_chunk(word: str, offset: int) -> Iterator[Group]:
    """The digits within one unbroken stretch of letters and figures."""
    if word.isdecimal():
        yield Group(offset, offset + len(word), word)
        return
    taken = 0
    for match in _FIGURES.finditer(word):
        start, end = _trimmed(word, match.start(), match.end())
        yield from _words_in(word[taken:start], offset + taken)
        yield Group(offset + start, offset + end, word[start:end].translate(_AS_DIGIT))
        taken = end
    yield from _words_in(word[taken:], offset + taken)


def _trimmed(word: str, start: int, end: int) -> tuple[int, int]:
    """Leave out letters at the rim that belong to a word: "no0812", "0812oke"; keep "hpO812" and "0812O"."""
    while not word[start].isdigit():
        after = word[start + 1]
        if after == "8" if word[start] in "Oo" else (start == 0 and word[start] in "Il" and after != "0"):
            break
        start += 1
    while not word[end - 1].isdigit() and (end < len(word) or word[end - 1] in "SBZi"):
        end -= 1
    inner = word[start:end]
    if sum(letter.isdigit() for letter in inner) * 2 < len(inner):  # more letters than figures: a word
        figures = re.search(r"[0-9]+", inner)
        if figures:
            return start + figures.start(), start + figures.end()
    return start, end


def _words_in(word: str, offset: int) -> Iterator[Group]:
    lower = word.lower()
    if not lower:
        return
    if _GLUED.fullmatch(lower):
        yield from _units(lower, offset)
        return
    for match in _GLUED_INSIDE.finditer(lower):
        yield from _units(match[0], offset + match.start())


def _units(word: str, offset: int) -> Iterator[Group]:
    for unit in _cut(word) or ():
        yield Group(offset, offset + len(unit), unit, said=True)
        offset += len(unit)


@lru_cache(maxsize=2048)
def _cut(word: str) -> tuple[str, ...] | None:
    """Cut glued number words so that nothing is left over: "satusatu" is satu, satu and not satus, atu."""
    ways: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for size in range(min(end, _LONGEST_UNIT), 0, -1):
            before = ways[end - size]
            if before is not None and word[end - size : end] in _UNITS:
                ways[end] = (*before, word[end - size : end])
                break
    return ways[-1]


def _with_numbers_said(run: list[Group]) -> list[Group]:
    """Turn the words of a run into digits: "dua puluh lima" is one group, 25; "dobel nol" is 00."""
    done: list[Group] = []
    place = 0
    while place < len(run):
        group = run[place]
        if not group.said:
            done.append(group)
            place += 1
            continue
        digits, count = _number_at([item.digits if item.said else "" for item in run[place : place + 6]])
        if digits:
            done.append(Group(group.start, run[place + count - 1].end, digits, said=True))
        place += count
    return done


def _number_at(words: list[str]) -> tuple[str, int]:
    """Read one number at the beginning of the words: its digits, and how many words it took."""
    first = words[0]
    if first in _TWICE | _THRICE:
        again = 2 if first in _TWICE else 3
        if len(words) > 1 and words[1] in _VALUES:
            return _VALUES[words[1]] * again, 2
        return "", 1
    if first not in _VALUES:
        return "", 1
    value, rest = _VALUES[first], [*words[1:], "", "", ""]
    if len(value) > 1:
        return value, 1
    if rest[0] in _TEENS:
        return f"1{value}", 2
    if rest[0] in _TENS:
        one = _VALUES.get(rest[1], "")
        alone = len(one) != 1 or one == "0" or rest[2] in _TEENS | _TENS | _HUNDREDS
        return (f"{value}0", 2) if alone else (f"{value}{one}", 3)
    if rest[0] in _HUNDREDS:
        tail, count = _number_at(words[2:]) if len(words) > 2 and words[2] else ("", 0)
        return (f"{value}00", 2) if not 1 <= len(tail) <= 2 else (f"{value}{tail:0>2}", 2 + count)
    return value, 1
