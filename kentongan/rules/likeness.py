"""How likely two complaints speak of the same thing: same words, same place, same kind, near in time. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log, sqrt

DAYS_APART = 60
"""Complaints farther apart than this are hardly about the same pothole, whatever their words."""

LIKELY = 0.42
"""From this likeness on (0 to 1) a case is suggested: chosen so that two villagers' words about one thing meet it,
while two stories that share only "jalan" and "rusak" do not."""

WORDS_NEEDED = 0.3
"""Below this likeness of words alone (0 to 1) same hamlet and same day prove nothing. Of hand-labelled pairs of real
complaints (4 duplicates, 15 strangers) all duplicates lie above it, two thirds of the strangers below."""

OTHER_NUMBERS = 0.65
"""Where both name numbers (house, RT, kilometre) and none is the same, so much of the likeness remains: of the same
pairs it takes four strangers off the desk, and no duplicate."""

_WORDS, _CATEGORY, _HAMLET, _TIME = 0.62, 0.14, 0.14, 0.10


@dataclass(frozen=True)
class Likable:
    """What is compared of a case: the words of its story (stemmed, without filler), and where and when."""

    words: frozenset[str]
    category: object | None
    hamlet: object | None
    day: int  # days since any fixed day


def weights(texts: Collection[frozenset[str]]) -> dict[str, float]:
    """How much each word tells, from all the texts at hand: what many of them say tells little (inverse frequency)."""
    counts: dict[str, int] = {}
    for words in texts:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return {word: 1.0 + log((1 + len(texts)) / (1 + count)) for word, count in counts.items()}


def likeness(one: Likable, other: Likable, weight: Mapping[str, float]) -> float:
    """From 0 (nothing in common) to 1 (the same). An unknown category or hamlet speaks neither for nor against."""
    words = _overlap(one.words, other.words, weight)
    apart = abs(one.day - other.day)
    if words < WORDS_NEEDED or apart > DAYS_APART:
        return 0.0
    near = 1 - apart / DAYS_APART
    score, full = _WORDS * words + _TIME * near, _WORDS + _TIME
    for mine, theirs, share in ((one.category, other.category, _CATEGORY), (one.hamlet, other.hamlet, _HAMLET)):
        if mine is not None and theirs is not None:
            full += share
            score += share * (mine == theirs)
    return score / full * (OTHER_NUMBERS if _numbered_apart(one.words, other.words) else 1.0)


def _numbered_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    mine, theirs = ({word.lstrip("0") for word in words if word.isdigit()} for words in (one, other))
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _overlap(one: frozenset[str], other: frozenset[str], weight: Mapping[str, float]) -> float:
    """Weighted cosine of two sets of words."""
    common = sum(weight.get(word, 1.0) ** 2 for word in one & other)
    if not common:
        return 0.0
    return common / sqrt(_length(one, weight) * _length(other, weight))


def _length(words: frozenset[str], weight: Mapping[str, float]) -> float:
    return sum(weight.get(word, 1.0) ** 2 for word in words)
