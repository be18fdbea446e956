"""Making any words showable on paper: no font has it: a box; invisible: dropped; too long: may break."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

BOX: Final = "□"
BREAK: Final = "\u200b"  # a place where a line may end, without a hyphen
HYPHEN: Final = "\u00ad"  # shown only where a line ends
LONGEST: Final = 40
"""Letters of a word that may stay unbroken across a page: a thousand times the letter a must not run off it."""

_RANGES: Final = Path(__file__).parent / "fonts" / "covered.txt"


def shown(value: Any, longest: int = LONGEST) -> Any:
    """Return plain JSON in which every text can be set in the program's fonts; keys stay as they are."""
    return _each(value, lambda text: _breakable(_showable(text), longest))


def plainest(value: Any, longest: int = LONGEST) -> Any:
    """Return the same with nothing but Latin letters, figures and usual signs: always showable."""
    return _each(value, lambda text: _breakable("".join(map(_plain_letter, _showable(text))), longest))


def _each(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each(inner, change) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_each(inner, change) for inner in value]
    return value


def _showable(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(map(_letter, composed))


def _letter(char: str) -> str:
    if " " <= char <= "~" or char == "\n":
        return char
    if char.isspace():
        return " "
    # Control characters, direction overrides (a paper must not read otherwise than it was typed), halves of pairs.
    if unicodedata.category(char) in ("Cc", "Cf", "Cs"):
        return ""
    return char if _covered(ord(char)) else BOX


def _plain_letter(char: str) -> str:
    return char if char == "\n" or " " <= char <= "~" or "\u00a1" <= char < "\u0180" else BOX


def _breakable(text: str, longest: int) -> str:
    """Let words longer than `longest` break, most gladly after a sign such as a stroke or a dot."""
    if len(text) <= longest:
        return text
    return re.sub(rf"\S{{{longest + 1},}}", lambda found: _broken(found.group(), longest), text)


def _broken(word: str, longest: int) -> str:
    step = max(1, longest // 3)
    pieces = [
        part[place : place + step]
        for part in re.findall(r"[^/.,;:_\-&=?@]*[/.,;:_\-&=?@]*", word)
        for place in range(0, len(part), step)
    ]
    # Never before a mark that belongs to the letter before it; within a word of letters with a hyphen.
    text: str = pieces[0]
    for piece in pieces[1:]:
        if unicodedata.combining(piece[0]):
            text += piece
        else:
            text += (HYPHEN if text[-1].isalpha() and piece[0].isalpha() else BREAK) + piece
    return text


def _covered(point: int) -> bool:
    starts, ends = _ranges()
    place = bisect_right(starts, point) - 1
    return place >= 0 and point <= ends[place]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """Return the first and last code points of what the fonts show (fonts/covered.txt, hexadecimal, sorted)."""
    pairs = [line.split("-") for line in _RANGES.read_text().split()]
    return [int(first, 16) for first, _ in pairs], [int(last, 16) for _, last in pairs]
