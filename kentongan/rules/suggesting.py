"""A small linear model that proposes a label (category, urgency) for a text, and says which words speak for it. Pure.

Logistic regression over hashed features: stems, pairs of stems, and letter sequences of each word, so that misspellings
and Banyumasan word forms still tell something. It learns from whole examples and keeps only sums per hashed feature;
which words there were cannot be read from it. Deterministic: the same examples give the same model.
"""

from __future__ import annotations

import re
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from random import Random
from typing import Any, Final

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

_ROUNDS: Final = 4
_RATE: Final = 2.0  # step of the first round, over features of length 1; falls to a tenth
_BIAS: Final = 0.02  # how much an error moves a label as a whole
_BALANCE: Final = 1.0  # 0: as often as they come, 1: all labels alike
_MOST_SHARE: Final = 3.0
_SILENT: Final = 0.01  # an error smaller than this teaches nothing worth the time
_PAIR_SHARE: Final = 0.4  # how much two neighbouring words weigh beside one
_GRAM_SHARE: Final = 0.3  # how much letter sequences weigh beside whole words
_STEP: Final = 127


@dataclass(frozen=True)
class Features:
    """A text as hashed features with how often each occurs, and for each telling word which of them it brought."""

    counts: dict[int, float]
    words: dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Example:
    """What is learnt from: a text's hashed features (two kilobytes), the number of its label, how much it counts."""

    keys: array[int]
    counts: array[float]
    label: int
    weight: float = 1.0

    @classmethod
    def of(cls, text: Features, label: int, weight: float = 1.0) -> Example:
        """Keep of a text's features what is learnt from, without its words."""
        return cls(array("H", text.counts), array("f", text.counts.values()), label, weight)

    def labelled(self, label: int) -> Example:
        """Return the same text as an example of something else."""
        return Example(self.keys, self.counts, label, self.weight)


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
            found = {_hash("w" + root): 1.0}
            if before:
                found[_hash(f"p{before} {root}")] = _PAIR_SHARE
            before = root
            for gram in _grams(word):
                found[_hash("g" + gram)] = _GRAM_SHARE
            for key, share in found.items():
                counts[key] = counts.get(key, 0.0) + share
            words.setdefault(written, []).extend(found)
    return Features(counts, {word: tuple(dict.fromkeys(keys)) for word, keys in words.items()})


def _grams(word: str) -> Iterator[str]:
    edged = f"^{word}$"
    for length in _GRAMS:
        for start in range(len(edged) - length + 1):
            yield edged[start : start + length]


def _hash(feature: str) -> int:
    return zlib.crc32(feature.encode()) % BUCKETS


class Model:
    """What was learnt: for each label a weight per hashed feature (times its scale), and how rare each feature is."""

    def __init__(
        self, weights: Sequence[array[Any]], scales: Sequence[float], bias: list[float], rarity: array[Any]
    ) -> None:
        self.weights = weights
        self.scales = scales
        self.bias = bias
        self.rarity = rarity

    def packed(self) -> bytes:
        """Return it with one byte for each weight, compressed."""
        scales = [max(max(row), -min(row), 1e-9) / _STEP for row in self.weights]
        top = max(max(self.rarity), 1e-9) / 255
        rows = [
            array("b", (round(value / scale) for value in row)).tobytes()
            for row, scale in zip(self.weights, scales, strict=True)
        ]
        rarity = bytes(round(value / top) for value in self.rarity)
        head = struct.pack(f"<Hf{2 * self.labels}f", self.labels, top, *scales, *self.bias)
        return zlib.compress(head + rarity + b"".join(rows))

    @classmethod
    def unpacked(cls, packed: bytes) -> Model:
        """Read what `packed` wrote. Raises ValueError when it is something else."""
        try:
            data = zlib.decompress(packed)
            labels, top = struct.unpack_from("<Hf", data)
            numbers = struct.unpack_from(f"<{2 * labels}f", data, 6)
        except (zlib.error, struct.error) as error:
            raise ValueError("no model") from error
        start = 6 + 8 * labels
        rows = data[start:]
        if len(rows) != BUCKETS * (labels + 1):
            raise ValueError("no model of this size")
        rarity = array("f", (byte * top for byte in rows[:BUCKETS]))
        weights = [array("b", rows[BUCKETS * (1 + each) : BUCKETS * (2 + each)]) for each in range(labels)]
        return cls(weights, numbers[:labels], list(numbers[labels:]), rarity)

    @property
    def labels(self) -> int:
        """How many labels it knows."""
        return len(self.bias)

    def offers(self, of: Features, *, most: int, least: float) -> list[Offer]:
        """Return the likeliest labels, each at least `least` likely, likeliest first."""
        values = dict(zip(*_vector(of.counts, of.counts.values(), self.rarity), strict=True))
        if not values:
            return []
        vector = list(values.items())
        scores = zip(self.weights, self.scales, self.bias, strict=True)
        likely = _softmax([scale * _dot(row, vector) + bias for row, scale, bias in scores])
        best = sorted(range(self.labels), key=lambda label: (-likely[label], label))[:most]
        return [
            Offer(label, likely[label], self._reasons(label, of, values)) for label in best if likely[label] >= least
        ]

    def _reasons(self, label: int, of: Features, values: dict[int, float]) -> tuple[str, ...]:
        """The words whose features lift this label above the mean of the others."""
        said = {word: sum(values[key] * self._above(label, key) for key in keys) for word, keys in of.words.items()}
        loud = sorted((word for word in said if said[word] > 0), key=lambda word: (-said[word], word))[:LOUD]
        return tuple(word for word in loud if said[word] >= 0.15 * said[loud[0]])

    def _above(self, label: int, key: int) -> float:
        each: list[float] = [row[key] * scale for row, scale in zip(self.weights, self.scales, strict=True)]
        return each[label] - (sum(each) - each[label]) / max(self.labels - 1, 1)


def learn(examples: Sequence[Example], labels: int) -> Model:
    """Learn from examples (stochastic gradient, in an order that is chance but always the same one)."""
    rarity = _rarity(examples)
    weights = [array("f", bytes(4 * BUCKETS)) for _ in range(labels)]
    bias = [0.0] * labels
    share = _shares(examples, labels)
    vectors = [_vector(each.keys, each.counts, rarity) for each in examples]
    order = [place for place, (keys, _) in enumerate(vectors) if keys]
    chance = Random(1)  # noqa: S311  (an order, not a secret)
    for turn in range(_ROUNDS):
        chance.shuffle(order)
        rate = _RATE / (1 + 1.8 * turn)
        for place in order:
            vector = list(zip(*vectors[place], strict=True))
            one = examples[place]
            likely = _softmax([_dot(row, vector) + more for row, more in zip(weights, bias, strict=True)])
            for label, chances in enumerate(likely):
                wrong = (label == one.label) - chances
                if not -_SILENT < wrong < _SILENT:
                    step = rate * one.weight * share[one.label] * wrong
                    _move(weights[label], vector, step)
                    bias[label] += _BIAS * step
    return Model(weights, [1.0] * labels, bias, rarity)


def _shares(examples: Sequence[Example], labels: int) -> list[float]:
    """What an example of each label counts, so that rare labels are not drowned by common ones."""
    counts = [0.0] * labels
    for each in examples:
        counts[each.label] += each.weight
    mean = sum(counts) / max(1, sum(1 for count in counts if count))
    return [min(_MOST_SHARE, (mean / count) ** _BALANCE) if count else 1.0 for count in counts]


def _move(row: array[float], vector: list[tuple[int, float]], step: float) -> None:
    for key, value in vector:
        row[key] += step * value


def _dot(row: array[Any], vector: list[tuple[int, float]]) -> float:
    total = 0.0
    for key, value in vector:
        total += row[key] * value
    return total


def _rarity(examples: Sequence[Example]) -> array[float]:
    counts = array("f", bytes(4 * BUCKETS))
    for each in examples:
        for key in each.keys:
            counts[key] += 1
    return array("f", (1.0 + log((1 + len(examples)) / (1 + count)) for count in counts))


def _vector(keys: Iterable[int], counts: Iterable[float], rarity: array[float]) -> tuple[array[int], array[float]]:
    """Rare features count more, repeated ones a little more; the whole has length 1."""
    keys = array("H", keys)
    raw = [(1 + log(count) if count > 1 else count) * rarity[key] for key, count in zip(keys, counts, strict=True)]
    length = sqrt(sum(value * value for value in raw)) or 1.0
    return keys, array("f", (value / length for value in raw))


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    raised = [exp(score - top) for score in scores]
    total = sum(raised)
    return [each / total for each in raised]
