"""How good the suggestions are, on complaints that a person has sorted: `python -m bench.suggest --purbalingga FILE …`.

Each data set is cut into five parts; each part is judged by a model that learnt from the other four, as a village's
does from its verified cases (rules.suggesting). Pairs of complaints labelled by hand measure the likeness of
duplicates. Not part of the tests: the data are other people's words and belong to no copy of the program.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random

from kentongan.cases.language import stemmer
from kentongan.rules.likeness import LIKELY, Likable, likeness, weights
from kentongan.rules.searching import index_words
from kentongan.rules.suggesting import PRIOR_WEIGHT, Example, Model, features, learn
from kentongan.rules.suggesting_words import CATEGORY_WORDS

PARTS = 5
OFFERED = 2
Row = tuple[str, str]

# Which of the words written for a village's first categories speak for the categories of these data.
PURBALINGGA: Mapping[str, Sequence[str]] = {
    "Infrastruktur": ("Infrastruktur & jalan", "Penerangan jalan", "Air bersih & irigasi"),
    "Pelayanan Publik": (
        "Administrasi kependudukan & surat",
        "Pelayanan/perilaku perangkat",
        "Kesehatan & posyandu/BPJS",
        "Pungli/gratifikasi",
    ),
    "Sosial dan Ekonomi": ("Bansos (PKH/BPNT/BLT-DD)", "BUMDes & ekonomi"),
    "Ketertiban": ("Kamtibmas",),
    "Lingkungan": ("Sampah & lingkungan", "Bencana"),
    "Pendidikan": ("Pendidikan",),
}
SURABAYA: Mapping[str, Sequence[str]] = {
    "bantuan_sosial": ("Bansos (PKH/BPNT/BLT-DD)",),
    "jalan_jembatan": ("Infrastruktur & jalan",),
    "penerangan_jalan": ("Penerangan jalan",),
    "air_bersih": ("Air bersih & irigasi",),
    "sampah_kebersihan": ("Sampah & lingkungan",),
    "administrasi_kependudukan": ("Administrasi kependudukan & surat",),
    "aparatur_rt_rw": ("Pelayanan/perilaku perangkat",),
    "ketertiban_parkir_lalulintas": ("Kamtibmas",),
    "kesehatan": ("Kesehatan & posyandu/BPJS",),
    "pendidikan": ("Pendidikan",),
}


def read_purbalingga(path: Path) -> list[Row]:
    """Text and category."""
    with path.open(newline="", encoding="utf-8") as file:
        return [(row["teks"], row["kategori"]) for row in csv.DictReader(file)]


def read_surabaya(path: Path, topics: Path) -> list[Row]:
    """Text and the category its topic is mapped to; topics without one are left out."""
    with topics.open(newline="", encoding="utf-8") as file:
        category = {row["topik"]: row["kategori_usulan"] for row in csv.DictReader(file)}
    with path.open(newline="", encoding="utf-8") as file:
        rows = [(row["keluhan"].replace("\\n", " "), category.get(row["topik"], "")) for row in csv.DictReader(file)]
    return [row for row in rows if row[1]]


def judge(name: str, rows: Sequence[Row], prior: Mapping[str, Sequence[str]], parts: int, baseline: str) -> None:
    """Print accuracy and macro-F1 over all parts."""
    labels = sorted({label for _, label in rows})
    number = {label: place for place, label in enumerate(labels)}
    stem = stemmer()
    read = [(features(text, stem), number[label]) for text, label in rows]
    Random(0).shuffle(read)
    examples = [Example.of(text, label) for text, label in read]
    begin = [
        Example.of(features(words, stem), number[label], PRIOR_WEIGHT)
        for label, ours in prior.items()
        for one in ours
        for words in CATEGORY_WORDS[one]
    ]
    seen: Counter[tuple[int, int]] = Counter()
    among = took = offers = 0
    for part in range(parts):
        started = time.perf_counter()
        model = learn([*begin, *(each for place, each in enumerate(examples) if place % PARTS != part)], len(labels))
        took = max(took, time.perf_counter() - started)
        model = Model.unpacked(model.packed())  # as it is stored
        for text, label in read[part::PARTS]:
            found = model.offers(text, most=OFFERED, least=0.0)
            seen[label, found[0].label if found else -1] += 1
            among += any(offer.label == label for offer in found)
            offers += 1
    right = sum(count for (is_, said), count in seen.items() if is_ == said)
    print(
        f"{name}: {len(rows)} rows, {len(labels)} categories, {offers} judged: accuracy {right / offers:.3f}, "
        f"macro-F1 {_macro_f1(seen, len(labels)):.3f}, among {OFFERED} offers {among / offers:.3f}; "
        f"learning {took:.1f} s (baseline {baseline})"
    )


def _macro_f1(seen: Counter[tuple[int, int]], labels: int) -> float:
    scores = []
    for label in range(labels):
        right = seen[label, label]
        total = sum(count for pair, count in seen.items() for side in pair if side == label)
        scores.append(2 * right / total if total else 0.0)
    return sum(scores) / labels


def judge_pairs(path: Path, surabaya: Path | None) -> None:
    """Print precision and recall of the likeness on labelled pairs; how rare a word is comes from all complaints."""
    with path.open(newline="", encoding="utf-8") as file:
        pairs = list(csv.DictReader(file))
    weight = _rarity(surabaya) if surabaya else None
    for said, wanted in (
        ("duplikat", {"duplikat"}),
        ("duplikat or lanjutan", {"duplikat", "lanjutan"}),
        ("duplikat, lanjutan or terkait", {"duplikat", "lanjutan", "terkait"}),
    ):
        found = [
            (row["label"] in wanted, _alike(row, weight) >= LIKELY) for row in pairs if row["label"] != "tak_jelas"
        ]
        hits = sum(is_ and offered for is_, offered in found)
        all_, offers = sum(is_ for is_, _ in found), sum(offered for _, offered in found)
        print(
            f"{said}: {all_} of {len(found)} pairs; offered {offers}, "
            f"precision {hits / max(1, offers):.2f}, recall {hits / max(1, all_):.2f}"
        )


def _rarity(path: Path) -> Mapping[str, float]:
    """As at a desk: from the newest fifty cases."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))[-50:]
    return weights([frozenset(index_words(f"{row['alamat']} {row['keluhan']}", stemmer())) for row in rows])


def _alike(row: Mapping[str, str], weight: Mapping[str, float] | None) -> float:
    mine, theirs = _side(row, "a"), _side(row, "b")
    return likeness(mine, theirs, weight if weight is not None else weights([mine.words, theirs.words]))


def _side(row: Mapping[str, str], side: str) -> Likable:
    text = f"{row[f'alamat_{side}']} {row[f'teks_{side}']}".replace("\\n", " ")
    return Likable(
        words=frozenset(index_words(text, stemmer())),
        category=row[f"topik_{side}"],
        hamlet=row["kelurahan"],
        day=date.fromisoformat(row[f"tanggal_{side}"][:10]).toordinal(),
    )


def main() -> None:
    """Measure what was named."""
    read: Callable[[str], Path] = Path
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--purbalingga", type=read)
    parser.add_argument("--surabaya", type=read)
    parser.add_argument("--topics", type=read, help="the map of Surabaya's topics to categories")
    parser.add_argument("--pairs", type=read)
    parser.add_argument("--parts", type=int, default=PARTS, choices=range(1, PARTS + 1), help="of five, to be quicker")
    parser.add_argument("--without-words", action="store_true", help="learn from the data alone")
    asked = parser.parse_args()
    none: Mapping[str, Sequence[str]] = {}
    if asked.purbalingga:
        prior = none if asked.without_words else PURBALINGGA
        judge("purbalingga", read_purbalingga(asked.purbalingga), prior, asked.parts, "0.705 / 0.670")
    if asked.surabaya and asked.topics:
        prior = none if asked.without_words else SURABAYA
        judge("surabaya", read_surabaya(asked.surabaya, asked.topics), prior, asked.parts, "0.852 / 0.818")
    if asked.pairs:
        judge_pairs(asked.pairs, asked.surabaya)


if __name__ == "__main__":
    main()
