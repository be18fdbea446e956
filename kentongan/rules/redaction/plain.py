"""A text as it is read, with the way back to where each letter stood.

What makes one number look like many (full-width and foreign digits, zero-width letters, accents, odd dashes and spaces,
letters of other alphabets that look like ours, line breaks as `\\n` or `<br>` of an imported text) is taken away.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache

_DOTS = frozenset("·•․。‧∙⋅")
_LOOKALIKES = str.maketrans("аеорсухіАВЕКМНОРСТХІοΟαιΙ", "aeopcyxiABEKMHOPCTXIoOaiI")
_BREAK = re.compile(r"\\r\\n|\\[nrt]|<br\s*/?>|</?p>|&nbsp;|\r\n?", re.IGNORECASE)
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cs", "Co", "Cn"})


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    """What a letter is read as: nothing, one letter, or several (a ligature)."""
    if letter in "\n\t":
        return "\n" if letter == "\n" else " "
    if letter.isascii():
        return letter if letter.isprintable() else ""
    category = unicodedata.category(letter)
    if category in _INVISIBLE:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    if category == "Pd" or letter == "\u2212":
        return "-"
    if category in ("Zs", "Zl", "Zp"):
        return " " if category == "Zs" else "\n"
    if letter in _DOTS:
        return "."
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if unicodedata.category(part) not in _INVISIBLE).translate(_LOOKALIKES)


class Plain:
    """`text` is what is read; `at(start, end)` tells where a passage of it stands in the original."""

    def __init__(self, original: str) -> None:
        letters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        breaks = {match.start(): match.end() for match in _BREAK.finditer(original)}
        place = 0
        while place < len(original):
            end = breaks.get(place)
            read = "\n" if end else _plain_letter(original[place])
            end = end or place + 1
            for letter in read:
                letters.append(letter)
                starts.append(place)
                ends.append(end)
            place = end
        self.text = "".join(letters)
        self.lower = "".join(low if len(low := letter.lower()) == 1 else letter for letter in letters)
        self._starts, self._ends = starts, ends

    def at(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` (not empty) stands in the original."""
        return self._starts[start], self._ends[end - 1]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Where the passage `original[start:end]` stands in `text`."""
        return bisect_left(self._starts, start), bisect_right(self._ends, end)
