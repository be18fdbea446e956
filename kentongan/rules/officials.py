"""Whom of village government a text speaks of: by name, post or nickname, as people write them.

Pure and quick: `find_officials` runs on every complaint that is lodged. Everything is compiled once for a set of known
officials; a text is then folded, cut into words, and only words of ours are looked at. It prefers one mention too many
to one too few: who is matched does not see the case, and somebody else decides whether he should (issue: a text that
matches an official's name, post or nickname). It cannot know irony, other villages' officials, or names unknown to it.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Final
from uuid import UUID

from .mentions import MentionReader
from .posts import is_under_head

MOST_OF_A_TEXT: Final = 200_000  # letters that are looked at


class By(StrEnum):
    """By what an official was recognised."""

    NAME = "name"
    POST = "post"
    NICKNAME = "nickname"


@dataclass(frozen=True)
class KnownOfficial:
    """Somebody in village government. `officer`: his account; `related`: accounts of those too close to him."""

    key: str | UUID
    name: str
    post: str = ""
    nicknames: tuple[str, ...] = ()
    officer: UUID | None = None
    related: frozenset[UUID] = frozenset()
    is_village_head: bool = False

    @property
    def circle(self) -> frozenset[UUID]:
        """The accounts that must not see a case about him: his own and those too close to him."""
        return self.related if self.officer is None else self.related | {self.officer}


@dataclass(frozen=True)
class Match:
    """A place in the text, `text[start:end]`. `official` None: village government, but nobody in particular.

    `addressed`: he is written to ("Yth. Bapak Kepala Desa"), so perhaps not written about.
    """

    official: KnownOfficial | None
    by: By
    start: int
    end: int
    matched: str = field(repr=False)
    addressed: bool = False


def find_officials(text: str, known: tuple[KnownOfficial, ...]) -> tuple[Match, ...]:
    """Return every mention of village government in a text, in its order; several officials may share one place.

    `known` should be the same tuple each time: what is compiled from it is kept for the last few.
    """
    text = text[:MOST_OF_A_TEXT]
    reader = _reader(known)
    found: dict[tuple[int, str | UUID | None], Match] = {}
    for span in reader.read(text, _fold(text)):
        for who in span.who or (None,):
            match = Match(
                official=None if who is None else known[who],
                by=By(span.by),
                start=span.start,
                end=span.end,
                matched=text[span.start : span.end],
                addressed=span.addressed,
            )
            found.setdefault((span.start, None if who is None else known[who].key), match)
    return tuple(found.values())


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name or post as they are compared."""
    return tuple(_fold(text).split())


def is_official_post(post: str) -> bool:
    """Whether a post is the village head's or under him, as far as its words tell."""
    return is_under_head(words_of(post))


_PLAIN: Final = str.maketrans({chr(n): chr(n).lower() if chr(n).isalnum() else " " for n in range(128)})


def _fold(text: str) -> str:
    """Small letters without accents and spaces for all else; letter by letter, so that places stay right."""
    if not text.isascii():
        for letter in {letter for letter in set(text) if letter > "\x7f"}:
            text = text.replace(letter, _plain(letter))
    return text.translate(_PLAIN)


def _plain(letter: str) -> str:
    """The ASCII letter under an accent ("é", a bold "a"), or a space."""
    base = unicodedata.normalize("NFKD", letter)[:1]
    return base if base.isascii() and base.isalnum() else " "


@lru_cache(maxsize=64)
def _reader(known: tuple[KnownOfficial, ...]) -> MentionReader:
    reader = MentionReader()
    for number, official in enumerate(known):
        reader.add_official(
            number, words_of(official.post), is_head=official.is_village_head, name=_given(official.name)
        )
        for nickname in official.nicknames:
            reader.add_nickname(number, words_of(nickname))
    reader.finish()
    return reader


def _given(name: str) -> tuple[str, ...]:
    """A name without degrees behind a comma; what stands before it ("H.", "Drs.") the reader leaves out."""
    return words_of(name.partition(",")[0])
