"""The words of a text as a reader of names sees them: where they stand, how they are written, what they could be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass

from .common_words import EVERYDAY, OFFICES, PLACE_WORDS, PLACES
from .given_names import NAMES, WORDLIKE, is_built_like_a_name
from .plain import Plain

IsWord = Callable[[str], bool]

TITLES = frozenset(
    """pak bapak bpk bp pa bu ibu ib mas mbak mba mbk mbah simbah mbok kang yu lik pakde pakdhe bude budhe paklik bulik
    om tante sdr sdri saudara saudari sodara h hj haji hajjah hajah kh kyai kiai ky ustadz ustad ust ustadzah gus
    ning habib drs dra dr ir prof tn ny nyonya nona almarhum almarhumah alm almh den raden p kak dik bang cak neng
    kades lurah bapake bune kepsek""".split()  # noqa: SIM905  (a list of words)
)
JOINERS = frozenset("bin binti bt al el van de".split())  # noqa: SIM905  (a list of words)
_WORD = re.compile(r"[^\W\d_]+(?:['`’-][^\W\d_]+)*")
_AFFIXED = re.compile(r"(?:me|mem|men|meng|ber|ter|di|pe|pem|pen|peng|ke|se)[a-z]{4,}|[a-z]{3,}(?:kan|nya|lah|pun)")
_SHORTENED = frozenset("jl jln gg ds dsn dkh kel kec kab prov kp dr h kh prof jend".split())  # noqa: SIM905  (a list of words)
_WINDOW = 6
_OFTEN = 0.6  # so many capitals around that they tell nothing


@dataclass(frozen=True)
class Word:
    """A word of a plain text; `capital`: its first letter is; `telling`: and those around it are small."""

    start: int
    end: int
    text: str
    lower: str
    capital: bool
    telling: bool


class Words:
    """All words of a text, with the questions that the search for names asks about them."""

    def __init__(self, plain: Plain, is_word: IsWord | None) -> None:
        self.plain = plain
        self._is_word = is_word
        matches = list(_WORD.finditer(plain.text))
        capital = [match[0][0].isupper() for match in matches]
        self.all = [
            Word(
                m.start(), m.end(), m[0], m[0].lower(), capital[i], capital[i] and self._stands_out(matches, capital, i)
            )
            for i, m in enumerate(matches)
        ]
        self._starts = [word.start for word in self.all]

    @staticmethod
    def _stands_out(matches: list[re.Match[str]], capital: list[bool], place: int) -> bool:
        low, high = max(0, place - _WINDOW), place + _WINDOW + 1
        around = [c for m, c in zip(matches[low:high], capital[low:high], strict=True) if len(m[0]) > 2]
        return len(around) < 4 or sum(around) / len(around) < _OFTEN

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, place: int) -> Word:
        return self.all[place]

    def first_from(self, offset: int) -> int:
        """The place of the first word that begins at `offset` or later (len(self) when none does)."""
        return bisect_left(self._starts, offset)

    def gap(self, place: int) -> str:
        """What stands between this word and the next one."""
        return self.plain.text[self.all[place].end : self.all[place + 1].start]

    def known(self, place: int) -> bool:
        """Whether the word is a name that people bear, or is built like one."""
        word = self.all[place].lower
        if word in NAMES:
            return word not in PLACE_WORDS
        return self.built(word)

    def built(self, word: str) -> bool:
        """Whether a word is built like a name and is no word of the language."""
        return (
            is_built_like_a_name(word) and not self.everyday(word) and word not in PLACES and not self.in_language(word)
        )

    def strong(self, place: int) -> bool:
        """Whether the word is a name and nothing else."""
        word = self.all[place].lower
        return (word in NAMES and word not in WORDLIKE and word not in EVERYDAY) or self.built(word)

    def everyday(self, word: str) -> bool:
        """Whether a word in small letters is an ordinary one."""
        return word in EVERYDAY or word in TITLES or word in PLACE_WORDS

    def in_language(self, word: str) -> bool:
        """Whether the dictionary, if there is one, knows the word, or it carries the affixes of a verb."""
        return self._is_word is not None and self._is_word(word)

    def could_be(self, place: int) -> bool:
        """Whether a word that nobody knows could be a name: not ordinary, no place, no verb, not too short."""
        word = self.all[place].lower
        return (
            len(word) >= 3
            and not self.everyday(word)
            and word not in PLACES
            and _AFFIXED.fullmatch(word) is None
            and any(vowel in word for vowel in "aiueoy")
        )

    def unknown(self, place: int) -> bool:
        """Whether a word could be a name, and the dictionary was asked and does not know it."""
        return self._is_word is not None and self.could_be(place) and not self.in_language(self.all[place].lower)

    def is_place(self, place: int) -> bool:
        """Whether the word belongs to the name of a place or an institution: "Jalan Achmad Jais", "SMP Sudirman"."""
        here = place
        for _ in range(4):
            if here == 0:
                return False
            between = self.gap(here - 1)
            before = self.all[here - 1]
            if not re.fullmatch(r"[ .]{0,3}(?:\d{1,3} )?", between):
                return False
            if "." in between and before.lower not in _SHORTENED:
                return False  # a sentence ends here
            if before.lower in PLACE_WORDS:
                return True
            if before.lower in TITLES or before.lower in OFFICES or (not before.capital and not self.known(here - 1)):
                return False
            here -= 1
        return False
