"""A person's name as it is compared: written in many ways, spoken in one."""

from __future__ import annotations

import re

from .searching import folded

SHORTEST = 3  # letters; shorter parts are titles and initials
MOST_WORDS = 8

_WORD = re.compile(r"[^\W\d_]+")
_TITLES = frozenset(
    """alm almh bapak bpk bu dra drs haji hajah hjh ibu ir mas mbah mbak ning pak sdr sdri sag spd""".split()  # noqa: SIM905  (a list of words)
)
_MUHAMMAD = frozenset(
    "md mhd moch moh mochamad mochammad mohamad mohammad muchamad muchammad muh muhamad muhammad".split()  # noqa: SIM905  (a list of words)
)
# Old spelling and ways to write the same sound: Soekardjo, Sukarjo; Dwi, Dwie; Yusuf, Yusup; Vivi, Fifi.
_SOUNDS = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("ie", "i"), ("kh", "h"), ("ch", "h"), ("v", "f"))
_DOUBLE = re.compile(r"(.)\1+")


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell people apart, each as it sounds; titles and parts under three letters are left out.

    "Bpk. Moch. Soekardjo" and "Muhammad Sukarjo" give the same words. At most eight.
    """
    found: dict[str, None] = {}
    for word in _WORD.findall(folded(name)):
        if word in _MUHAMMAD:
            found["muhamad"] = None
        elif len(word) >= SHORTEST and word not in _TITLES:
            found[_sound(word)] = None
    return tuple(found)[:MOST_WORDS]


def _sound(word: str) -> str:
    for written, spoken in _SOUNDS:
        word = word.replace(written, spoken)
    if word.endswith("p") and len(word) > SHORTEST:
        word = word[:-1] + "f"
    return _DOUBLE.sub(r"\1", word)
