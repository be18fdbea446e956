"""How well the proposals for redaction find what people marked: `python -m bench.redaction GOLD.jsonl [--misses]`.

The gold is one JSON object a line: `teks`, and `span` as [start, end, kind, text]. Its texts are cut in two halves by a
hash, so that the rules are improved on one (`dev`) and measured on the other (`held`); misses are shown of `dev` only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kentongan.cases.language import stemmer
from kentongan.rules.redaction import Span, SpanKind, propose

KINDS = {
    "NIK": SpanKind.NIK,
    "KK": SpanKind.KK,
    "PHONE": SpanKind.PHONE,
    "EMAIL": SpanKind.EMAIL,
    "NAMA": SpanKind.NAME,
    "PLATE": SpanKind.PLATE,
    "BIRTH_DATE": SpanKind.BIRTH,
}
OTHER_NUMBERS = frozenset({"DIGIT16", "DIGIT_PANJANG", "BPJS", "NISN", "AKTA"})


def half_of(text: str) -> str:
    """Return `dev` or `held`, always the same for the same text."""
    return "held" if hashlib.sha256(text.encode()).digest()[0] % 2 else "dev"


class Score:
    """Counts of one half."""

    def __init__(self) -> None:
        self.gold, self.proposed = Counter[str](), Counter[str]()
        self.touched, self.covered, self.exact, self.labelled = (
            Counter[str](),
            Counter[str](),
            Counter[str](),
            Counter[str](),
        )
        self.right = Counter[str]()
        self.texts = 0
        self.misses: list[str] = []

    def add(self, row: dict[str, Any], spans: Iterable[Span], *, show: bool) -> None:
        """Count one text."""
        text, gold, spans = row["teks"], row["span"], list(spans)
        self.texts += 1
        hidden = {place for span in spans for place in range(span.start, span.end)}
        for start, end, kind, _ in gold:
            self.gold[kind] += 1
            mine = [span for span in spans if span.start < end and start < span.end]
            self.touched[kind] += bool(mine)
            self.labelled[kind] += any(span.kind is KINDS.get(kind) for span in mine)
            self.exact[kind] += any((span.start, span.end) == (start, end) for span in mine)
            whole = all(place in hidden for place in range(start, end) if text[place].isalnum())
            self.covered[kind] += whole
            if show and not whole:
                self.misses.append(f"{kind:14}{row['id']:14}…{text[max(0, start - 30) : end + 20]!r}")
        for span in spans:
            self.proposed[span.kind.name] += 1
            self.right[span.kind.name] += any(
                span.start < end and start < span.end and KINDS.get(kind) in (span.kind, None)
                for start, end, kind, _ in gold
            )

    def print(self, name: str) -> None:
        """Print one table."""
        out = sys.stdout.write
        out(
            f"\n{name}: {self.texts} texts\n"
            f"{'kind':15}{'gold':>6}{'touched':>9}{'covered':>9}{'exact':>9}{'same kind':>11}\n"
        )
        for kind in sorted(self.gold):
            n = self.gold[kind]
            rates = [f"{count[kind] / n:>9.3f}" for count in (self.touched, self.covered, self.exact)]
            labelled = f"{self.labelled[kind] / n:>11.3f}" if kind in KINDS else ""
            out(f"{kind:15}{n:>6}{''.join(rates)}{labelled}\n")
        out(f"{'proposed':15}{'':6}{'count':>9}{'in gold':>9}{'per text':>10}\n")
        for kind, n in sorted(self.proposed.items()):
            out(f"{kind:15}{'':6}{n:>9}{self.right[kind] / n:>9.3f}{n / self.texts:>10.2f}\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what was not wholly hidden, of the dev half")
    parser.add_argument("--without-dictionary", action="store_true")
    options = parser.parse_args()
    is_word = None if options.without_dictionary else stemmer().knows
    scores = {"dev": Score(), "held": Score()}
    for line in options.gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        half = half_of(row["teks"])
        scores[half].add(row, propose(row["teks"], is_word=is_word), show=half == "dev")
    for name, score in scores.items():
        score.print(name)
    if options.misses:
        sys.stdout.write("\n" + "\n".join(scores["dev"].misses) + "\n")


if __name__ == "__main__":
    main()
