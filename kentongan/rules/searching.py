"""What a text is found by, and what a reader who searches means. Pure: the stemmer is passed in.

Index and question go through the same function, so that both databases and the highlighting find alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from .slang import STOP_WORDS, WORDS
from .stemming import Stemmer

VERSION = 1
"""Counts up whenever the same text would be indexed differently; the index is then made anew in the background."""

MAX_WORDS = 8
MAX_INDEXED_WORDS = 3000  # of one case; a longer story is found by its beginning
MOST_LOOKED_THROUGH = 4000  # letters of a story when an excerpt is made of it
MAX_LENGTH = 40  # letters of a word that count
BEGINNINGS = (3, 4, 5)
"""Letters of the beginnings that the index keeps ready. A word that short is looked for as the beginning of others,
too; a longer one only if the language does not know it: who types "bantuan" wants that word, who types "karangb"
wants others."""

_WORD = re.compile(r"[^\W_]+")
_AGAIN = re.compile(r"([a-z]{2,})2")  # "anak2"
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")  # "rusaaak"


def folded(text: str) -> str:
    """The text in small letters without accents."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text)
    return "".join(char for char in plain if not unicodedata.combining(char)).casefold()


def index_words(text: str, stem: Stemmer) -> list[str]:
    """The words under which a text is found, each once: as written, written out, and their stems. No stop words."""
    found: dict[str, None] = {}
    for match in _WORD.finditer(folded(text)):
        found.update(dict.fromkeys(_forms(match[0], stem)))
        if len(found) >= MAX_INDEXED_WORDS:
            break
    return list(found)


def _forms(word: str, stem: Stemmer) -> Iterator[str]:
    word = word[:MAX_LENGTH]
    if word.isdigit():
        yield word
        yield word.lstrip("0") or "0"
        return
    meant = meant_by(word)
    telling = [each for each in meant if each not in STOP_WORDS]
    if telling and meant != (word,):
        yield word
    for each in telling:
        yield each
        yield stem(each)


def meant_by(word: str) -> tuple[str, ...]:
    """The standard words that a written one (folded) stands for."""
    if word in WORDS:
        return WORDS[word]
    again = _AGAIN.fullmatch(word)
    if again:
        return WORDS.get(again[1], (again[1],))
    plain = _DRAWN_OUT.sub(r"\1", word)
    return WORDS.get(plain, (plain,))


@dataclass(frozen=True)
class Wanted:
    """One word that must be there: as one of these exact index words, or as the beginning of one."""

    exact: tuple[str, ...]
    beginning: str = ""

    def fits(self, forms: Sequence[str]) -> bool:
        """Whether a word with these forms satisfies it."""
        return any(form in self.exact or (self.beginning and form.startswith(self.beginning)) for form in forms)


@dataclass(frozen=True)
class Question:
    """What a search text means. `wanted` empty: nothing can be looked for."""

    text: str
    wanted: tuple[Wanted, ...] = ()
    understood: tuple[tuple[str, str], ...] = ()  # typed → meant, where they differ
    ignored: tuple[str, ...] = ()  # stop words
    too_many: bool = False  # only the first MAX_WORDS are looked for

    @cached_property
    def only_stop_words(self) -> bool:
        """Whether all that was typed says nothing."""
        return not self.wanted and bool(self.ignored)


def question(text: str, stem: Stemmer) -> Question:
    """Read a search text."""
    wanted: dict[Wanted, None] = {}
    understood: dict[tuple[str, str], None] = {}
    ignored: dict[str, None] = {}
    for match in _WORD.finditer(folded(text)):
        word = match[0][:MAX_LENGTH]
        meant = meant_by(word)
        if meant != (word,):
            understood[(word, " ".join(meant))] = None
        telling = [each for each in meant if each not in STOP_WORDS]
        if not telling:
            ignored[word] = None
        wanted.update(dict.fromkeys(_wanted(each, stem) for each in telling))
    return Question(
        text=text,
        wanted=tuple(wanted)[:MAX_WORDS],
        understood=tuple(understood),
        ignored=tuple(ignored),
        too_many=len(wanted) > MAX_WORDS,
    )


def _wanted(word: str, stem: Stemmer) -> Wanted:
    shortest, *_, longest = BEGINNINGS
    if word.isdigit():
        # "12" is not the beginning of a year or a telephone number.
        return Wanted(exact=(word.lstrip("0") or "0",), beginning=word if len(word) > shortest else "")
    open_ended = len(word) >= shortest and (len(word) <= longest or not stem.knows(word))
    return Wanted(exact=tuple(dict.fromkeys((word, stem(word)))), beginning=word if open_ended else "")


# --- showing where it was found -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Piece:
    """A part of a text as it is shown; `hit`: it is what was looked for."""

    text: str
    hit: bool = False


@lru_cache(maxsize=20_000)
def _forms_shown(written: str, stem: Stemmer) -> tuple[str, ...]:
    return tuple(form for word in _WORD.findall(folded(written)) for form in _forms(word, stem))


@dataclass(frozen=True)
class Hit:
    """Where in a text a wanted word stands, and which of the wanted words it is."""

    start: int
    end: int
    wanted: Wanted


def hits(text: str, asked: Question, stem: Stemmer) -> list[Hit]:
    """The wanted words in a text, in its order."""
    found: list[Hit] = []
    if not asked.wanted:
        return found
    seen: dict[str, Wanted | None] = {}
    for match in _WORD.finditer(text):
        if match[0] not in seen:
            forms = _forms_shown(match[0], stem)
            seen[match[0]] = next((wanted for wanted in asked.wanted if wanted.fits(forms)), None)
        wanted = seen[match[0]]
        if wanted is not None:
            found.append(Hit(*match.span(), wanted))
    return found


def marked(text: str, asked: Question, stem: Stemmer) -> tuple[Piece, ...]:
    """The text in pieces, with all hits marked."""
    return _pieces(text, hits(text, asked, stem), 0, len(text))


def excerpt(text: str, asked: Question, stem: Stemmer, *, width: int) -> tuple[Piece, ...]:
    """About `width` letters of the text where most of the wanted words stand together; its beginning without any.

    Only the first 4,000 letters are looked through: a list has many rows, and this is done for each of them.
    """
    text = " ".join(text[:MOST_LOOKED_THROUGH].split())
    found = hits(text, asked, stem)
    start = 0
    if found:
        best = max(found, key=lambda first: (_together(found, first, width), -first.start))
        if best.end > width * 2 // 3 or best.start > width // 2:
            start = text.rfind(" ", 0, max(best.start - width // 4, 1)) + 1
    end = len(text) if len(text) - start <= width else text.rfind(" ", start + 1, start + width + 1)
    if end <= start:
        end = start + width
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if end < len(text) else ()
    return before + _pieces(text, found, start, end) + after


def _together(found: Sequence[Hit], first: Hit, width: int) -> int:
    """How many different wanted words stand in an excerpt that begins near this hit."""
    return len({hit.wanted for hit in found if first.start <= hit.start and hit.end <= first.start + width * 3 // 4})


def _pieces(text: str, found: Sequence[Hit], start: int, end: int) -> tuple[Piece, ...]:
    cut, last = [], start
    for hit in found:
        if start <= hit.start and hit.end <= end:
            cut += [Piece(text[last : hit.start]), Piece(text[hit.start : hit.end], hit=True)]
            last = hit.end
    cut.append(Piece(text[last:end]))
    return tuple(piece for piece in cut if piece.text)
