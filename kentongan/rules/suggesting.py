"""A small linear model that proposes a label (category, urgency) for a text, and says which words speak for it. Pure.

Logistic regression over hashed features: stems, pairs of stems, and letter sequences of each word, so that misspellings
and Banyumasan word forms still tell something. It learns from whole examples and keeps only sums per hashed feature;
which words there were cannot be read from it. Deterministic: the same examples give the same model.
"""

from __future__ import annotations

import re
import zlib
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from random import Random
from typing import Final

from .searching import folded, meant_by
from .slang import STOP_WORDS
from .stemming import Stemmer

VERSION: Final = 1
"""Counts up whenever the same examples would give another model; stored ones are then made anew."""

BUCKETS: Final = 1 << 15
"""Hashed features: constant memory, one byte for each and label when stored, four while learning."""

MOST_LETTERS: Final = 1500  # of a text; what it is about stands at its beginning
MOST_WORDS: Final = 160
LOUD: Final = 3  # words that are shown as reasons, at most

_WORD = re.compile(r"[^\W_]+")
_GRAMS: Final = (3, 4, 5)
PRIOR_WEIGHT: Final = 1.0
"""How much a line of words written by hand counts beside a case of the village."""

_ROUNDS: Final = 6
_RATE: Final = 4.0  # step of the first round, over features of length 1; falls to a tenth
_BIAS: Final = 0.02  # how much an error moves a label as a whole
_SILENT: Final = 0.01  # an error smaller than this teaches nothing worth the time
_GRAM_SHARE: Final = 0.3  # how much letter sequences weigh beside whole words
_STEP: Final = 127


@dataclass(frozen=True)
class Example:
    """What is learnt from: a text's features and the number of its label; `weight` is how often it counts."""

    features: Features
    label: int
    weight: float = 1.0


@dataclass(frozen=True)
class Features:
    """A text as hashed features with how often each occurs, and for each telling word which of them it brought."""

    counts: dict[int, float]
    words: dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Offer:
    """A label that is likely (0 to 1), and the words of the text that speak most for it, as they were written."""

    label: int
    likely: float
    words: tuple[str, ...]


def features(text: str, stem: Stemmer) -> Features:
    """Return the features of a text: hashes of stems, of neighbouring stems, and of letter sequences."""
    counts: dict[int, float] = {}
    words: dict[str, list[int]] = {}
    before = ""
    for match in list(_WORD.finditer(folded(text[:MOST_LETTERS])))[:MOST_WORDS]:
        written = match[0][:30]
        if written.isdigit():
            continue
        for word in meant_by(written):
            if word in STOP_WORDS:
                continue
            root = stem(word)
            found = [_hash("w" + root)]
            if before:
                found.append(_hash(f"p{before} {root}"))
            before = root
            grams = [_hash("g" + gram) for gram in _grams(word)]
            for key in found:
                counts[key] = counts.get(key, 0.0) + 1.0
            for key in grams:
                counts[key] = counts.get(key, 0.0) + _GRAM_SHARE
            words.setdefault(written, []).extend([*found, *grams])
    return Features(counts, {word: tuple(dict.fromkeys(keys)) for word, keys in words.items()})


def _grams(word: str) -> Iterator[str]:
    edged = f"^{word}$"
    for length in _GRAMS:
        for start in range(len(edged) - length + 1):
            yield edged[start : start + length]


def _hash(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS


class Model:
    """What was learnt: for each label a weight per hashed feature, and how rare each feature is."""

    def __init__(self, weights: list[array[float]], bias: list[float], rarity: array[float]) -> None:
        self.weights = weights
        self.bias = bias
        self.rarity = rarity

    @property
    def labels(self) -> int:
        """How many labels it knows."""
        return len(self.bias)

    def offers(self, of: Features, *, most: int, least: float) -> list[Offer]:
        """Return the likeliest labels, each at least `least` likely, likeliest first."""
        vector = _vector(of.counts, self.rarity)
        if not vector:
            return []
        likely = _softmax([_dot(row, vector) + bias for row, bias in zip(self.weights, self.bias, strict=True)])
        best = sorted(range(self.labels), key=lambda label: (-likely[label], label))[:most]
        values = dict(vector)
        return [
            Offer(label, likely[label], self._reasons(label, of, values)) for label in best if likely[label] >= least
        ]

    def _reasons(self, label: int, of: Features, values: dict[int, float]) -> tuple[str, ...]:
        """The words whose features lift this label above the mean of the others."""
        said = {word: sum(values[key] * self._above(label, key) for key in keys) for word, keys in of.words.items()}
        loud = sorted((word for word in said if said[word] > 0), key=lambda word: (-said[word], word))[:LOUD]
        return tuple(word for word in loud if said[word] >= 0.15 * said[loud[0]])

    def _above(self, label: int, key: int) -> float:
        total = sum(row[key] for row in self.weights)
        mine = self.weights[label][key]
        return mine - (total - mine) / max(self.labels - 1, 1)


def learn(examples: Sequence[Example], labels: int) -> Model:
    """Learn from examples (stochastic gradient, a fixed order by chance): some seconds for 3,000 of them."""
    rarity = _rarity(examples)
    model = Model([array("f", bytes(4 * BUCKETS)) for _ in range(labels)], [0.0] * labels, rarity)
    vectors = [(_vector(each.features.counts, rarity), each.label, each.weight) for each in examples]
    order = [place for place, (vector, _, _) in enumerate(vectors) if vector]
    chance = Random(1)  # noqa: S311  (an order, not a secret)
    for turn in range(_ROUNDS):
        chance.shuffle(order)
        rate = _RATE / (1 + 1.8 * turn)
        for place in order:
            _teach(model, *vectors[place], rate)
    return model


def _teach(model: Model, vector: list[tuple[int, float]], label: int, weight: float, rate: float) -> None:
    likely = _softmax([_dot(row, vector) + bias for row, bias in zip(model.weights, model.bias, strict=True)])
    for each, chance in enumerate(likely):
        wrong = (each == label) - chance
        if -_SILENT < wrong < _SILENT:
            continue
        step = rate * weight * wrong
        row = model.weights[each]
        for key, value in vector:
            row[key] += step * value
        model.bias[each] += _BIAS * step


def _dot(row: array[float], vector: list[tuple[int, float]]) -> float:
    total = 0.0
    for key, value in vector:
        total += row[key] * value
    return total


def _rarity(examples: Sequence[Example]) -> array[float]:
    counts = array("f", bytes(4 * BUCKETS))
    for each in examples:
        for key in each.features.counts:
            counts[key] += 1
    return array("f", (1.0 + log((1 + len(examples)) / (1 + count)) for count in counts))


def _vector(counts: dict[int, float], rarity: array[float]) -> list[tuple[int, float]]:
    """Rare features count more, repeated ones a little more; the whole has length 1."""
    raw = [(key, (1 + log(count) if count > 1 else count) * rarity[key]) for key, count in counts.items()]
    length = sqrt(sum(value * value for _, value in raw))
    return [(key, value / length) for key, value in raw] if length else []


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    raised = [exp(score - top) for score in scores]
    total = sum(raised)
    return [each / total for each in raised]
