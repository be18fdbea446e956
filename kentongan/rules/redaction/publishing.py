"""The text without what is hidden, and the proof that nothing of it is said elsewhere in what is published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..searching import folded
from ..types import Refused
from .common_words import EVERYDAY
from .digits import runs
from .given_names import WORDLIKE
from .name_words import TITLES
from .plain import Plain
from .spans import MARKS, NUMBERS, Span, SpanKind

SHORTEST_PART = 4  # letters of a name's part that must not survive
SHORTEST_INSIDE = 6  # letters of a part that must not even stand within another word
SHORTEST_DIGITS = 6  # consecutive digits of a hidden number

_WORD = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SPELLED = re.compile(r"(?<![^\W_])(?:[^\W\d_][\s.\-_*]{1,3}){2,}[^\W\d_](?![^\W_])")
_SUFFIX = re.compile(r"(?:nya|ku|mu|e|ne|lah|pun|ipun)$")
_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS.values()))
_SIGNS_SAID = re.compile(
    r"\s{0,3}[\[({<]?\s{0,2}\b(?:at|et|ad|titik|dot|underscore|strip|dash)\b\s{0,2}[\])}>]?\s{0,3}"
)


@dataclass(frozen=True)
class Redacted:
    """A text as it may be published. Its repr says nothing of what was hidden."""

    text: str = field(repr=False)
    counts: Mapping[SpanKind, int]


def redact(text: str, spans: Iterable[Span]) -> Redacted:
    """Put neutral marks where the spans are: "[nama]", always the same whatever the length.

    Spans may overlap (then one mark stands for both, of the one that begins first). Two marks of one kind in
    a row become one.

    Raises:
        ValueError: a span lies outside the text.
    """
    parts: list[str] = []
    counts: Counter[SpanKind] = Counter()
    done = 0
    for span in sorted(spans):
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError("a span lies outside its text")
        counts[span.kind] += 1
        if span.end <= done:
            continue
        if span.start >= done:
            between = text[done : span.start]
            parts.append(_with_room(between, after=text[span.start - 1 : span.start], mark=bool(parts)))
            if not (len(parts) > 1 and parts[-2] == MARKS[span.kind] and not between.strip(" ,.-/")):
                parts.append(MARKS[span.kind])
            else:
                parts.pop()
        done = span.end
    tail = text[done:]
    if parts and tail[:1].isalnum():
        tail = f" {tail}"
    return Redacted("".join([*parts, tail]), dict(counts))


def _with_room(between: str, *, after: str, mark: bool) -> str:
    """Keep a mark apart from the letters it was glued to."""
    if mark and between[:1].isalnum():
        between = f" {between}"
    return f"{between} " if after.isalnum() and between else between


def check_published(original: str, spans: Iterable[Span], published: Sequence[str]) -> None:
    """Prove that no hidden passage of `original` stands in any of the `published` texts, in whatever way it is written.

    A part of a name counts from four letters, a number from six digits in a row; digits said in words, other spacing
    and zero-width letters make no difference.

    Raises:
        Refused: `hidden_survives`; the sentence names the kind and never what was hidden.
    """
    readings = [_Reading(_MARK.sub(" \n ", text)) for text in published]
    for span in spans:
        hidden = original[span.start : span.end]
        if any(reading.says(span.kind, hidden) for reading in readings):
            raise Refused(
                "hidden_survives",
                f"Masih ada yang harus disembunyikan di naskah terbitan: {_said(span.kind)}. Cari di"
                " sini, juga dengan ejaan lain, lalu hapus atau tulis ulang.",
            )


def check_no_number(published: str, spans: Iterable[Span], allowed: Collection[str] = ()) -> None:
    """Refuse a published text in which a NIK, KK number, telephone number or mail address is seen still.

    Args:
        published: the text; `spans`: what is proposed for it.
        allowed: telephone numbers and mail addresses that the officer wants to be read (the office's own).

    Raises:
        Refused: `number_survives`.
    """
    values = {_compact(Plain(value).text) for value in allowed}
    for span in spans:
        private = span.kind in (SpanKind.NIK, SpanKind.KK)
        own = _compact(Plain(published[span.start : span.end]).text) in values
        if private or (span.kind in (SpanKind.PHONE, SpanKind.EMAIL) and not own):
            raise Refused(
                "number_survives",
                f"Naskah terbitan masih memuat sesuatu yang bentuknya seperti {_said(span.kind)}. Sembunyikan dulu.",
            )


def _said(kind: SpanKind) -> str:
    return kind.label if kind.label[:2].isupper() else kind.label[0].lower() + kind.label[1:]


class _Reading:
    """A published text, prepared to be asked whether something stands in it."""

    def __init__(self, text: str) -> None:
        plain = Plain(text)
        self.digits = [digits for digits in _digit_runs(plain.text) if len(digits) >= SHORTEST_DIGITS]
        whole = f"{plain.text} {_CAMEL.sub(' ', plain.text)}"
        words = [match[0] for match in _WORD.finditer(whole)]
        self.capitals = {folded(word) for word in words if word[0].isupper()}
        self.words = {form for word in words for form in _forms(folded(word))}
        self.long_words = [word for word in self.words if len(word) >= SHORTEST_INSIDE]
        self.spelled = list(_spelled(folded(plain.text)))
        self.tokens = {folded(token[0]) for token in _TOKEN.finditer(plain.text)}
        self.compact = _compact(plain.text)
        self.compact_unsigned = _compact(_SIGNS_SAID.sub(" ", plain.lower))

    def says(self, kind: SpanKind, hidden: str) -> bool:
        if kind is SpanKind.NAME:
            return self._says_name(hidden)
        if self._says_digits(hidden):
            return True
        if kind in NUMBERS:
            compact = _compact(Plain(hidden).text)
            shortest = SHORTEST_PART if kind is SpanKind.PLATE else SHORTEST_DIGITS
            return len(compact) >= shortest and compact in self.compact
        if kind is SpanKind.EMAIL:
            return self._says_mail(hidden)
        compact = _compact(Plain(hidden).text)
        if len(compact) < SHORTEST_INSIDE:
            return bool(compact) and compact in self.words
        return compact in self.compact

    def _says_digits(self, hidden: str) -> bool:
        for digits in _digit_runs(Plain(hidden).text):
            pieces = {digits[at : at + SHORTEST_DIGITS] for at in range(len(digits) - SHORTEST_DIGITS + 1)}
            if any(piece in run for piece in pieces for run in self.digits):
                return True
        return False

    def _says_name(self, hidden: str) -> bool:
        parts = [folded(word) for word in _WORD.findall(Plain(hidden).text)]
        telling = [part for part in parts if len(part) >= SHORTEST_PART and part not in TITLES]
        if any(self._says_part(part) for part in telling):
            return True
        whole = "".join(parts)
        return not telling and len(whole) >= SHORTEST_PART and whole in self.words

    def _says_part(self, part: str) -> bool:
        if any(part in letters for letters in self.spelled):
            return True
        if part in WORDLIKE or part in EVERYDAY:  # "Indah": only where it is written as a name
            return part in self.capitals
        return part in self.words or (len(part) >= SHORTEST_INSIDE and any(part in word for word in self.long_words))

    def _says_mail(self, hidden: str) -> bool:
        said = _SIGNS_SAID.sub(" ", Plain(hidden).lower)
        compact = _compact(said)
        if len(compact) >= SHORTEST_INSIDE and (compact in self.compact or compact in self.compact_unsigned):
            return True
        local = _compact(re.split(r"\s{0,3}@\s{0,3}|\s", said.strip(), maxsplit=1)[0])
        return len(local) >= SHORTEST_PART and local in self.tokens


def _digit_runs(text: str) -> Iterator[str]:
    for run in runs(text):
        yield "".join(group.digits for group in run)


def _spelled(text: str) -> Iterator[str]:
    """Words whose letters are written apart: "S u g e n g", "S-u-g-e-n-g"."""
    for match in _SPELLED.finditer(text):
        yield "".join(letter for letter in match[0] if letter.isalpha())


def _forms(word: str) -> Collection[str]:
    bare = _SUFFIX.sub("", word)
    return (word, bare) if len(bare) >= 3 else (word,)


def _compact(text: str) -> str:
    return "".join(letter for letter in folded(text) if letter.isalnum())
