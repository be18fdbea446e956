"""Further words that an officer wants hidden, found wherever they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .plain import Plain
from .spans import Span, SpanKind

SHORTEST = 2
REASON = "Ditambahkan oleh petugas."


def phrase_spans(text: str, phrase: str) -> Iterator[Span]:
    """Every place where the phrase stands, whatever its case and spacing; nothing for fewer than two letters."""
    words = Plain(phrase).lower.split()
    if sum(map(len, words)) < SHORTEST:
        return
    plain = Plain(text)
    pattern = r"\s+".join(re.escape(word) for word in words)
    before, after = ("\\b" if words[0][0].isalnum() else ""), ("\\b" if words[-1][-1].isalnum() else "")
    for match in re.finditer(before + pattern + after, plain.lower):
        yield Span(*plain.at(*match.span()), SpanKind.OTHER, REASON)
