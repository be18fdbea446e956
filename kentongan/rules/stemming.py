"""The stem of an Indonesian word, by a list of roots: diperbaiki, perbaikan, memperbaiki → baik.

Affixes are taken off as the grammar puts them on (particle, possessive and suffix at the end; up to three prefixes,
with the letters that a nasal prefix swallowed), until a root of the list is left. A word that leads to no root stays as
it is, less a bare "-nya", so that names and loan words are not mutilated.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

CACHED_WORDS = 20_000  # a village's complaints use about half as many; a word and its stem take some 200 bytes
_SHORTEST = 4  # shorter words have no affixes
_LONGEST = 40
_PREFIXES = 3
_VOWELS = frozenset("aiueo")
# Roots that begin with m, n or ny themselves; elsewhere the nasal of a prefix stands for p, t or s. Without them
# "memohon" would be found under "pohon", a tree.
_NASAL_ROOT_WORDS = (
    "maaf main makan maki maklum malang malas malu manfaat masak masuk mati menang merah minta mohon muat mulai musnah "
    "musuh naik nikah nilai nikmat nyala nyaman nyanyi nyata nyawa"
)
_NASAL_ROOTS = frozenset(_NASAL_ROOT_WORDS.split())
# Words in which the grammar alone goes astray among the roots.
_ASTRAY = {
    "adukan": "adu",
    "ajukan": "aju",
    "bebankan": "beban",
    "belokan": "belok",
    "benahi": "benah",
    "besaran": "besar",
    "carikan": "cari",
    "dibebani": "beban",
    "dibenahi": "benah",
    "membenahi": "benah",
    "rapikan": "rapi",
    "terbebani": "beban",
}
_PARTICLES = ("lah", "kah", "tah", "pun")
_POSSESSIVES = ("nya", "ku", "mu")
# These pairs of prefix and suffix go on together: the prefix comes off first (mencintai → cintai → cinta).
_TOGETHER = (("be", "lah"), ("be", "an"), ("me", "i"), ("di", "i"), ("pe", "i"), ("ter", "i"))


class Stemmer:
    """Finds stems by a list of roots; it remembers the commonest 20,000 words. Called with a lower-case word."""

    def __init__(self, roots: Collection[str]) -> None:
        self._roots = frozenset(roots)
        self._remembered = lru_cache(maxsize=CACHED_WORDS)(lambda word: _stem(word, self._roots))

    def __call__(self, word: str) -> str:
        """Return the stem; the word itself where none is known."""
        return self._remembered(word)

    def knows(self, word: str) -> bool:
        """Whether the word, or what it is made of, is in the list of roots."""
        return word in self._roots or self(word) in self._roots


def _stem(word: str, roots: frozenset[str]) -> str:
    if word in _ASTRAY:
        return _ASTRAY[word]
    if not _SHORTEST <= len(word) <= _LONGEST or word in roots or not word.isalpha():
        return word
    shorter = list(_without_endings(word))
    forms = [word, *shorter]
    if any(word.startswith(prefix) and word.endswith(suffix) for prefix, suffix in _TOGETHER):
        tries = [(form, True) for form in forms]
    else:
        tries = [(form, False) for form in shorter] + [(form, True) for form in reversed(forms)]
    for form, with_prefixes in tries:
        found = _root_of(form, roots, _PREFIXES if with_prefixes else 0)
        if found:
            return found
    return word[:-3] if word.endswith("nya") and len(word) >= 3 + _SHORTEST else word


def _root_of(form: str, roots: frozenset[str], prefixes: int) -> str:
    if form in roots:
        return form
    if prefixes and len(form) >= _SHORTEST:
        for rest in _without_prefix(form):
            found = _root_of(rest, roots, prefixes - 1)
            if found:
                return found
    return ""


def _without_endings(word: str) -> Iterator[str]:
    """The word with one ending after the other taken off: particle, possessive, then suffix."""
    for endings in (_PARTICLES, _POSSESSIVES):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)]
                yield word
                break
    if word.endswith("kan") and len(word) >= 6:
        yield word[:-2]  # tindakan is tindak + an
        yield word[:-3]
    elif word.endswith("an") and len(word) >= 5:
        yield word[:-2]
    elif word.endswith("i") and len(word) >= 4:
        yield word[:-1]


def _without_prefix(form: str) -> Iterator[str]:
    """What may stand behind the prefix of this form, the likeliest first."""
    if form[:2] in ("di", "ke", "se"):
        yield form[2:]
    elif form[:2] in ("be", "te"):
        if form[2] == "r":
            yield form[3:]
            yield form[2:]
        elif form.startswith("belajar"):
            yield form[3:]
        elif form[2] not in _VOWELS:
            yield form[2:]
    elif form[:2] == "me":
        yield from _after_nasal(form)
    elif form[:2] == "pe":
        if form[2] == "r":
            yield form[3:]
            yield form[2:]
        elif form.startswith("pelajar"):
            yield form[3:]
        else:
            yield from _after_nasal(form)


def _after_nasal(form: str) -> Iterator[str]:
    """Behind meN- and peN-: the nasal stands for a first letter p, t, k or s, or comes before it."""
    rest = form[3:]
    if form[2:] in _NASAL_ROOTS:
        yield form[2:]
    if form[2] == "m" and rest:
        yield rest if rest[0] not in _VOWELS else "p" + rest
        yield form[2:]
    elif form[2:4] == "ny":
        yield "s" + form[4:]
        yield form[2:]
    elif form[2:4] == "ng":
        rest = form[4:]
        yield rest
        yield "k" + rest
        if rest[:1] == "e":
            yield rest[1:]  # mengecat
        yield form[2:]
    elif form[2] == "n" and rest:
        yield rest if rest[0] not in _VOWELS else "t" + rest
        yield form[2:]
    elif form[2] not in _VOWELS:
        yield form[2:]
