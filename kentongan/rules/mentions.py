"""The machinery of `officials`: phrases compiled once, found in texts in one pass.

A text is cut into words; the set of its words is compared with the words of all phrases; only if a phrase could begin
somewhere are places looked at. The time grows with the text's length, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, cached_property
from typing import Final

from .everyday_words import EVERYDAY, NEVER_A_SLIP, OF_MANY
from .person_names import SHORTEST
from .posts import (
    BETWEEN,
    GLUED_HONORIFICS,
    HONORIFICS,
    MEANS,
    NOT_AFTER,
    PHRASES,
    SPELLINGS,
    PlacedPost,
    Post,
    number_of,
    read_post,
)

_WORD: Final = re.compile(r"[^ ]+")
_DEGREES: Final = frozenset("alm almh amd amk drs dra mag mpd msi skm skom sag spd spdi ssos shut sip stp".split())  # noqa: SIM905  (a list of words)
_SUFFIXES: Final = ("nya", "e", "ne", "ipun", "ku", "mu", "lah", "pun", "kah")
_SHORT_FORMS: Final = frozenset({"bpk", "bp", "h", "hj", "p", "sdr", "sdri", "kep", "kpl", "sek", "ds", "ka"})
_ADDRESSING: Final = frozenset({"yth", "yang terhormat", "kepada", "kpd"})
_NEIGHBOURHOOD: Final = frozenset({"rt", "rw"})
_GAP: Final = re.compile(r"[\s/_'’`.-]*")
_SENTENCE_END: Final = re.compile(r"[.!?:;\n\"“”(•*]")
_CALLED_BY: Final = 4  # letters of a given name that may stand alone
_SLIPS_FROM: Final = 6  # letters from which one slip of the pen is forgiven
_OLD_SPELLING: Final = (("u", "oe"), ("j", "dj"), ("c", "tj"), ("y", "j"), ("f", "p"))
_TWICE: Final = ("perangkat", "pamong", "aparat", "pegawai")
_NUMBERED: Final = ("kadus", "bayan", "kebayan")
_BACK: Final = 4  # words before a post in which an address ("Yth.") may begin


class Need(IntEnum):
    """What must stand with a word for it to mean a person."""

    NOTHING = 0
    CAPITAL = 1  # a capital within a sentence, or an honorific
    HONORIFIC = 2


@dataclass(frozen=True)
class Phrase:
    """One way to speak of somebody. `post`: what else must be asked to know which of several holders is meant."""

    words: tuple[str, ...]
    by: str
    who: tuple[int, ...]
    need: Need = Need.NOTHING
    post: Post | None = None

    @property
    def strength(self) -> tuple[int, int]:
        """The longer phrase wins; of equals what the village itself wrote down, then the name."""
        return (len(self.words), ("post", "name", "nickname").index(self.by))


@dataclass(frozen=True)
class Span:
    """A mention: of the officials with these numbers (none: nobody in particular)."""

    start: int
    end: int
    by: str
    who: tuple[int, ...]
    addressed: bool


@dataclass(frozen=True)
class _Official:
    placed: PlacedPost | None
    name: tuple[str, ...]


@dataclass
class _Words:
    """A text in words, with what each may mean."""

    text: str
    folded: str
    words: list[str]
    meaning: Mapping[str, tuple[str, ...]]

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where each word stands; most texts never need to know."""
        return [match.span() for match in _WORD.finditer(self.folded)]

    def word(self, number: int) -> str:
        return self.words[number] if 0 <= number < len(self.words) else ""

    def gap(self, number: int) -> str:
        """What stands between this word and the one before it."""
        return self.text[self.places[number - 1][1] : self.places[number][0]]

    def joined(self, number: int) -> bool:
        """Whether this word goes on from the one before it: no comma, no end of a sentence."""
        gap = self.gap(number)
        return _GAP.fullmatch(gap) is not None and ("." not in gap or len(self.words[number - 1]) <= _CALLED_BY)


@dataclass
class MentionReader:
    """Phrases for one set of officials. Add them all, `finish`, then `read` as often as you like."""

    _phrases: list[Phrase] = field(default_factory=list)
    _single: dict[str, list[Phrase]] = field(default_factory=dict)  # by their word
    _longer: dict[tuple[str, str], list[Phrase]] = field(default_factory=dict)  # by their first two
    _officials: dict[int, _Official] = field(default_factory=dict)
    _canon: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _glued: frozenset[str] = frozenset()  # "paklurah": the honorific is in the word
    _numbered: Mapping[str, int] = field(default_factory=dict)  # "kadus2"
    _starts: frozenset[str] = frozenset()
    # Words that may be misspelt, by their first three letters, and by their first and last three.
    _by_head: dict[str, list[str]] = field(default_factory=dict)
    _by_tail: dict[str, list[str]] = field(default_factory=dict)

    def add_official(self, number: int, post: tuple[str, ...], *, is_head: bool, name: tuple[str, ...]) -> None:
        """Enter an official by the words of his post and of his name."""
        placed = PlacedPost(Post.HEAD) if is_head else read_post(post)
        if placed is None and len(post) > 1:
            self._add(Phrase(post, "post", (number,)))
        words = tuple(word for word in name if len(word) >= SHORTEST and word not in _DEGREES | HONORIFICS)
        self._officials[number] = _Official(placed, words)
        if len(words) > 1:
            self._add(Phrase(words, "name", (number,)))
        if len(words) > 2:
            self._add(Phrase(words[:2], "name", (number,)))
        given = 1 if len(words) > 1 and words[0] in OF_MANY else 0  # Muhammad Arif is called Arif
        for place, word in enumerate(words):
            need = _need(word) if place == given else Need.HONORIFIC
            self._add(Phrase((word,), "name", (number,), need))
            if word.startswith("su") and len(word) > _SLIPS_FROM:  # Sutarno is called Pak Tarno
                self._add(Phrase((word[2:],), "name", (number,), Need.HONORIFIC))

    def add_nickname(self, number: int, words: tuple[str, ...]) -> None:
        """Enter a name that people call an official by, with or without its honorific."""
        while words and words[0] in HONORIFICS:
            words = words[1:]
        if len(words) == 1:
            everyday = any(phrase.honorific and phrase.words == words for phrase in PHRASES)
            need = Need.HONORIFIC if everyday else _need(words[0])
            self._add(Phrase(words, "nickname", (number,), need))
        elif words:
            self._add(Phrase(words, "nickname", (number,)))

    def finish(self) -> None:
        """Enter the posts, and make the words ready by which all of this is found."""
        for written in PHRASES:
            meant = MEANS.get(written.post, frozenset({written.post}))
            who = tuple(n for n, one in self._officials.items() if one.placed is not None and one.placed.post in meant)
            need = Need.HONORIFIC if written.honorific else Need.NOTHING
            self._add(Phrase(written.words, "post", who, need, written.post))
        misspelt = {word for phrase in self._phrases if _may_be_misspelt(phrase) for word in phrase.words}
        self._phrases.extend(_in_one_word(self._phrases))
        for phrase in self._phrases:
            if len(phrase.words) == 1:
                self._single.setdefault(phrase.words[0], []).append(phrase)
            else:
                self._longer.setdefault((phrase.words[0], phrase.words[1]), []).append(phrase)
        self._enter_words()
        for word in misspelt:
            if len(word) >= _SLIPS_FROM:
                self._by_head.setdefault(word[:3], []).append(word)
                self._by_tail.setdefault(word[0] + word[-3:], []).append(word)

    def read(self, text: str, folded: str) -> Iterator[Span]:
        """Yield the mentions in a text; `folded` is the same, letter by letter, in small plain letters and spaces."""
        words = folded.split()
        unique = set(words)
        meaning = {word: self._canon[word] for word in unique & self._canon.keys()}
        heads, tails = self._by_head, self._by_tail
        for word in unique:
            near_ours = word[:3] in heads or word[0] + word[-3:] in tails
            if near_ours and word not in meaning and (near := self._slips_of(word)):
                meaning[word] = near
        starts = {word for word, meant in meaning.items() if not self._starts.isdisjoint(meant)}
        if not starts:
            return
        read = _Words(text, folded, words, meaning)
        for number in [number for number, word in enumerate(words) if word in starts]:
            yield from self._at(read, number)

    # --- compiling ---------------------------------------------------------------------------------------------------

    def _add(self, phrase: Phrase) -> None:
        self._phrases.append(phrase)

    def _enter_words(self) -> None:
        posts, glued, self._numbered = _words_of_posts()
        canon = dict(posts)
        own = [phrase for phrase in self._phrases if phrase.by != "post" or phrase.post is None]
        fresh = _Canon()
        fresh.enter_phrases(own)
        for written, meant in fresh.found.items():
            canon[written] = (*canon.get(written, ()), *(each for each in meant if each not in canon.get(written, ())))
        self._canon, self._glued = canon, glued | fresh.glued
        self._starts = frozenset(self._single) | {first for first, _ in self._longer}

    def _slips_of(self, word: str) -> tuple[str, ...]:
        """The words of ours of which this one is a slip of the pen."""
        if len(word) < _SLIPS_FROM - 1 or word in NEVER_A_SLIP:
            return ()
        near = (*self._by_head.get(word[:3], ()), *self._by_tail.get(word[0] + word[-3:], ()))
        return tuple(ours for ours in dict.fromkeys(near) if one_slip(word, ours))

    # --- reading -----------------------------------------------------------------------------------------------------

    def _at(self, read: _Words, number: int) -> Iterator[Span]:
        """The mention that begins at a word: the strongest phrase, with all officials it may mean."""
        fitting = [phrase for phrase in self._beginning(read, number) if self._fits(read, number, phrase)]
        if not fitting:
            return
        best = max(phrase.strength for phrase in fitting)
        who: dict[int, None] = {}
        chosen = [phrase for phrase in fitting if phrase.strength == best]
        for phrase in chosen:
            who.update(dict.fromkeys(self._meant(read, number, phrase)))
        end = number + best[0] - 1
        yield Span(
            start=read.places[number][0],
            end=read.places[end][1],
            by=chosen[0].by,
            who=tuple(who),
            addressed=not _ADDRESSING.isdisjoint(read.words[max(number - _BACK, 0) : number]),
        )

    def _beginning(self, read: _Words, number: int) -> Iterator[Phrase]:
        following = read.meaning.get(read.word(number + 1), ())
        for meant in read.meaning[read.words[number]]:
            yield from self._single.get(meant, ())
            for second in following:
                yield from self._longer.get((meant, second), ())

    def _fits(self, read: _Words, number: int, phrase: Phrase) -> bool:
        for place, word in enumerate(phrase.words[1:], start=number + 1):
            if word not in read.meaning.get(read.word(place), ()) or not read.joined(place):
                return False
        if len(phrase.words) == 1:
            if phrase.by == "name" and self._of_neighbourhood(read, number):
                return False
            if read.word(number + 1) in NOT_AFTER.get(phrase.words[0], ()):
                return False
        if phrase.need is Need.NOTHING or self._honoured(read, number, phrase):
            return True
        return phrase.need is Need.CAPITAL and _has_capital(read, number)

    def _honoured(self, read: _Words, number: int, phrase: Phrase) -> bool:
        """Whether pak, bu or the like stands before a word, or (before a name) a post."""
        if read.words[number] in self._glued:
            return True
        before = read.word(number - 1)
        if before in HONORIFICS:
            gap = read.gap(number).strip()
            return gap in ("", "-") or (gap == "." and before in _SHORT_FORMS)
        if phrase.by == "post" or not before:
            return False
        posts = (each for meant in read.meaning.get(before, ()) for each in self._single.get(meant, ()))
        return any(each.post is not None for each in posts) and read.joined(number)

    @staticmethod
    def _of_neighbourhood(read: _Words, number: int) -> bool:
        """Whether the name is that of a head of RT or RW: "Pak RT Slamet", "pak RT 03 Slamet"."""
        before = read.word(number - 1)
        return before in _NEIGHBOURHOOD or (before.isdigit() and read.word(number - 2) in _NEIGHBOURHOOD)

    def _meant(self, read: _Words, number: int, phrase: Phrase) -> Sequence[int]:
        """Which of the holders of a post is meant: told by a number, a hamlet or a name behind it; else all."""
        if phrase.post is None or not phrase.who:
            return phrase.who
        after = number + len(phrase.words)
        for _ in range(2):
            if read.word(after) in BETWEEN:
                after += 1
        posts = {who: self._officials[who] for who in phrase.who}
        said = self._numbered.get(read.words[number]) or number_of(read.word(after), read.word(after + 1))
        numbers = {who: one.placed.number for who, one in posts.items() if one.placed and one.placed.number}
        if said is not None and numbers:
            return [who for who, one in numbers.items() if one == said]
        rest = read.words[after : after + 5]
        if rest:
            for told in (_by_place, _by_name):
                if meant := [who for who, one in posts.items() if told(one, rest)]:
                    return meant
        return phrase.who


@dataclass
class _Canon:
    """Which words of ours a written word may mean, and in which of them an honorific is glued to a name."""

    found: dict[str, dict[str, None]] = field(default_factory=dict)
    glued: set[str] = field(default_factory=set)

    def enter(self, written: str, meant: str) -> None:
        self.found.setdefault(written, {})[meant] = None

    def enter_phrases(self, phrases: Sequence[Phrase]) -> None:
        own = {word for phrase in phrases for word in phrase.words}
        for word in own:
            self.enter(word, word)
        for written, meant in SPELLINGS.items():
            if meant in own:
                self.enter(written, meant)
        for word in own:
            for suffix in _SUFFIXES if len(word) >= _CALLED_BY else ():
                if word + suffix not in EVERYDAY:
                    self.enter(word + suffix, word)
        for word in {word for phrase in phrases if phrase.by != "post" for word in phrase.words}:
            for new, old in _OLD_SPELLING:
                self.enter(word.replace(new, old), word)
        for word in {phrase.words[0] for phrase in phrases if len(phrase.words) == 1}:
            for honorific in GLUED_HONORIFICS if len(word) > SHORTEST else ():
                self.enter(honorific + word, word)
                self.glued.add(honorific + word)


@cache
def _words_of_posts() -> tuple[Mapping[str, tuple[str, ...]], frozenset[str], Mapping[str, int]]:
    """The words of the posts, which are the same in every village: what each may mean, glued ones, numbered ones."""
    canon = _Canon()
    phrases = [Phrase(written.words, "post", (), post=written.post) for written in PHRASES]
    canon.enter_phrases([*phrases, *_in_one_word(phrases)])
    for word in _TWICE:
        canon.enter(word + "2", word)  # "perangkat2": perangkat-perangkat
    numbered = {}
    for word in _NUMBERED:
        for number in ("1", "2", "3", "4", "5", "6", "7", "8", "9", "ii", "iii", "iv"):
            canon.enter(word + number, word)
            numbered[word + number] = number_of(number) or 0
    return {word: tuple(meant) for word, meant in canon.found.items()}, frozenset(canon.glued), numbered


def _in_one_word(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases of several words, written without a space."""
    glued = [("".join(phrase.words), phrase) for phrase in phrases if len(phrase.words) > 1]
    return [Phrase((word,), one.by, one.who, one.need, one.post) for word, one in glued if len(word) >= _SLIPS_FROM]


def _by_place(official: _Official, rest: Sequence[str]) -> bool:
    place = official.placed.place if official.placed else ()
    if not place:
        return False
    glued = "".join(place)
    first = place[0] if len(place[0]) >= _CALLED_BY and place[0] not in EVERYDAY else glued
    return tuple(rest[: len(place)]) == place or rest[0] in (glued, first)


def _by_name(official: _Official, rest: Sequence[str]) -> bool:
    word = rest[1] if rest[0] in HONORIFICS and len(rest) > 1 else rest[0]
    return len(word) >= _CALLED_BY and word in official.name


def _has_capital(read: _Words, number: int) -> bool:
    """Whether a word is written like a name: a capital, within a sentence, not shouted."""
    start, end = read.places[number]
    word = read.text[start:end]
    return number > 0 and word[0].isupper() and not word.isupper() and not _SENTENCE_END.search(read.gap(number))


def _may_be_misspelt(phrase: Phrase) -> bool:
    """Names, and posts of several words; a single word for a post is too near too many others (kebayan, kebadan)."""
    return phrase.post is None or len(phrase.words) > 1


def _need(word: str) -> Need:
    """What a given name or nickname needs to count alone."""
    if len(word) < _CALLED_BY or word in OF_MANY:
        return Need.HONORIFIC
    return Need.CAPITAL if word in EVERYDAY else Need.NOTHING


def one_slip(word: str, other: str) -> bool:
    """Whether two words differ by one letter more, less, or other, or by two neighbours in the wrong order."""
    if len(word) < len(other):
        word, other = other, word
    if len(word) - len(other) > 1:
        return False
    same = next((n for n, letter in enumerate(other) if word[n] != letter), len(other))
    if len(word) > len(other):
        return word[same + 1 :] == other[same:]
    swapped = word[same : same + 2] == other[same : same + 2][::-1] and word[same + 2 :] == other[same + 2 :]
    return word[same + 1 :] == other[same + 1 :] or swapped
