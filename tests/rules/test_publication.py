"""The guard against re-identification, over villages of every shape: its promises hold whatever comes together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.rules.publication import Row, Shown, Totals, ladder, likely, place, quarter_of
from kentongan.rules.telling import telling_words

from .helpers import day

GROUPS = {"jalan": ("aspal", "lampu"), "air": ("sumur", "irigasi"), "surat": ("surat",)}
QUARTERS = ("2025-Q4", "2026-Q1", "2026-Q2", "")
HAMLETS = ("satu", "dua", "tiga", "")

Placed = Mapping[str, Shown | None]


@st.composite
def rows(draw: st.DrawFn, *, prefix: str = "a", most: int = 60) -> list[Row]:
    found = []
    for number in range(draw(st.integers(0, most))):
        group = draw(st.sampled_from(tuple(GROUPS)))
        category = draw(st.sampled_from(GROUPS[group]))
        hamlet, quarter = draw(st.sampled_from(HAMLETS)), draw(st.sampled_from(QUARTERS))
        found.append(Row(f"{prefix}{number:03d}", group, category, hamlet, quarter))
    return found


@st.composite
def villages(draw: st.DrawFn) -> tuple[list[Row], Totals, int]:
    """New rows, what else there is of unpublished cases, and k."""
    new, behind = draw(rows()), draw(rows(prefix="z", most=15))
    return new, totals_of([*new, *behind]), draw(st.integers(3, 7))


def totals_of(every: list[Row]) -> Totals:
    return Totals(
        group=Counter(row.group for row in every),
        hamlet=Counter(row.hamlet for row in every if row.hamlet),
        quarter=Counter(row.quarter for row in every if row.quarter),
        all=len(every),
    )


def smallest_cell(placed: Placed) -> int:
    cells = Counter(shown for shown in placed.values() if shown is not None)
    return min(cells.values(), default=10**6)


def shown_with(placed: Placed, attribute: str) -> Counter[str]:
    return Counter(value for shown in placed.values() if shown is not None and (value := getattr(shown, attribute)))


@settings(deadline=None)
@given(villages())
def test_every_shown_cell_has_company(village: tuple[list[Row], Totals, int]) -> None:
    new, totals, least = village
    assert smallest_cell(place(new, least=least, totals=totals)) >= least


@settings(deadline=None)
@given(villages())
def test_what_is_shown_is_true(village: tuple[list[Row], Totals, int]) -> None:
    new, totals, least = village
    placed = place(new, least=least, totals=totals)
    for row in new:
        shown = placed[row.id]
        if shown is not None:
            assert shown.within(Shown(row.group, row.category, row.hamlet, row.quarter))


@settings(deadline=None)
@given(villages())
def test_subtracting_what_is_shown_from_a_total_lays_no_few_bare(village: tuple[list[Row], Totals, int]) -> None:
    new, totals, least = village
    placed = place(new, least=least, totals=totals)
    for attribute, known in (("group", totals.group), ("hamlet", totals.hamlet), ("period", totals.quarter)):
        for value, count in shown_with(placed, attribute).items():
            if attribute == "period" and len(value) == 4:
                continue  # a year has no total of its own
            rest = known[value] - count
            assert rest == 0 or rest >= least, (attribute, value)
    shown = sum(each is not None for each in placed.values())
    assert shown == 0 or totals.all == shown or totals.all - shown >= least


@settings(deadline=None)
@given(villages())
def test_no_single_hamlet_is_what_is_left(village: tuple[list[Row], Totals, int]) -> None:
    """Where all but one hamlet of a group and quarter are named, rows without a hamlet would be that one's."""
    new, totals, least = village
    placed = place(new, least=least, totals=totals)
    named: dict[tuple[str, str], set[str]] = {}
    for shown in placed.values():
        if shown is not None and shown.group and shown.hamlet:
            named.setdefault((shown.group, shown.period), set()).add(shown.hamlet)
    for shown in placed.values():
        if shown is not None and shown.group and not shown.hamlet:
            beside = named.get((shown.group, shown.period), set())
            assert not beside or len(totals.hamlet.keys() - beside) != 1


@settings(deadline=None)
@given(villages(), rows(prefix="b", most=20))
def test_what_was_published_never_becomes_finer_and_keeps_its_company(
    village: tuple[list[Row], Totals, int], later: list[Row]
) -> None:
    new, totals, least = village
    before = place(new, least=least, totals=totals)
    kept = [replace(row, kept=shown) for row in new if (shown := before[row.id]) is not None]
    after = place([*kept, *later], least=least, totals=totals_of([*new, *later]))
    assert smallest_cell(after) >= least
    for row in kept:
        now = after[row.id]
        assert row.kept is not None
        assert now is not None, "nobody was taken off, so nobody loses his place"
        assert now.within(row.kept)


@settings(deadline=None)
@given(villages(), st.data())
def test_taking_some_off_leaves_the_others_coarser_or_unshown(
    village: tuple[list[Row], Totals, int], data: st.DataObject
) -> None:
    new, totals, least = village
    before = place(new, least=least, totals=totals)
    kept = [replace(row, kept=shown) for row in new if (shown := before[row.id]) is not None]
    gone = set(data.draw(st.lists(st.sampled_from([row.id for row in kept]), max_size=5))) if kept else set()
    left = [row for row in kept if row.id not in gone]
    after = place(left, least=least)
    assert smallest_cell(after) >= least
    for row in left:
        shown = after[row.id]
        assert shown is None or (row.kept is not None and shown.within(row.kept))


@settings(deadline=None)
@given(villages(), st.randoms(use_true_random=False))
def test_the_order_in_which_rows_come_changes_nothing(village: tuple[list[Row], Totals, int], chance: object) -> None:
    new, totals, least = village
    mixed = list(new)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # Hypothesis' own random
    assert place(mixed, least=least, totals=totals) == place(new, least=least, totals=totals)


def alike(count: int, **changes: str) -> list[Row]:
    first = Row("", "jalan", "lampu", "satu", "2026-Q2")
    return [replace(first, id=f"{changes}{n}", **changes) for n in range(count)]


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        (alike(4), Shown("jalan", "lampu", "satu", "2026-Q2")),
        (alike(4, category="aspal"), Shown("jalan", "", "satu", "2026-Q2")),
        (alike(4, hamlet="dua"), Shown("jalan", "lampu", "", "2026-Q2")),
        (alike(4, hamlet="dua", category="aspal"), Shown("jalan", "", "", "2026-Q2")),
        (alike(4, group="air", category="sumur"), Shown("", "", "", "2026-Q2")),
        (alike(4, quarter="2026-Q1"), Shown("", "", "", "2026")),
        (alike(4, quarter="2025-Q4"), Shown("", "", "", "")),
        (alike(3), None),
    ],
    ids=["all", "group", "no hamlet", "group without hamlet", "quarter", "year", "nothing", "waits"],
)
def test_first_goes_the_hamlet_then_the_topic_then_the_time(others: list[Row], shown: Shown | None) -> None:
    row = Row("one", "jalan", "lampu", "satu", "2026-Q2")
    assert place([row, *others], least=5)["one"] == shown


def test_one_that_joins_would_show_what_five_show_already() -> None:
    row = Row("one", "jalan", "lampu", "satu", "2026-Q2")
    standing = Counter({Shown("jalan", "", "", "2026-Q2"): 4, Shown("jalan", "lampu", "satu", "2026-Q2"): 3})
    assert likely(row, standing.__getitem__, least=5) == Shown("jalan", "", "", "2026-Q2")
    assert likely(row, Counter[Shown]().__getitem__, least=5) is None


def test_a_corrected_category_is_not_shown_after_another_was() -> None:
    kept = Shown("jalan", "lampu", "", "2026-Q2")
    steps = ladder(Row("one", "air", "sumur", "satu", "2026-Q2", kept))
    assert steps == (Shown("", "", "", "2026-Q2"), Shown("", "", "", "2026"), Shown(), None)


def test_quarters() -> None:
    assert [quarter_of(day(text)) for text in ("01-01-2026", "31-03-2026", "01-04-2026", "31-12-2025")] == [
        "2026-Q1",
        "2026-Q1",
        "2026-Q2",
        "2025-Q4",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Di Dusun  Gunung Malang jalan rusak", "Dusun  Gunung Malang"),
        ("Warga gunung malang mengeluh", "gunung malang"),
        ("dusun dua gelap", "dusun dua"),
        ("ada dua lubang", ""),
        ("di RT 03/RW 1", "RT 03"),
        ("depan rt.5", "rt.5"),
        ("sejak 3 Mei gelap", "3 Mei"),
        ("sejak 3/5/2026", "3/5/2026"),
        ("sejak Agustus", "Agustus"),
        ("sejak mei 2026", "mei 2026"),
        ("tiga hari kerja, Rp 20.000, 2 meter", ""),
        ("sudah 2.5 tahun", ""),
    ],
)
def test_a_text_that_says_place_or_day_is_found(text: str, words: str) -> None:
    assert telling_words(text, ["Dusun Gunung Malang", "Dusun Dua"]) == words
