"""The guard against re-identification: how much of place, topic and time a published case may show.

In a small village "street lights, hamlet Krajan, third quarter" may name a person. So at least k published cases
share whatever is shown (k-anonymity over category group × hamlet × quarter). Where they are fewer, the hamlet goes
first, then the topic, then the time; at the end the case waits until it has company. Pure: `place` is given all rows at
once and says of each what it shows. Four promises, each tested over generated villages:

1. Every shown cell holds at least k rows.
2. A row never shows more than it showed before: who kept the older page would know both.
3. No new row is shown where subtraction would lay bare a few others: of a group, hamlet, quarter or of all cases, what
   is not shown is none or at least k.
4. Hamlets are not hidden in vain: where all but one hamlet of a group and quarter are shown, new rows without a hamlet
   do not stand beside them; a second cell is hidden with the first, or they lose their topic.

When a case is taken off, the others of its cell may be too few. They become coarser, or wait unshown; what was
seen before cannot be unseen, but nobody learns more from what stands now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from .types import Labelled

LEAST_K: Final = 3
"""A village may ask for more than five, or for fewer, but two would already name the other one."""

MOST_K: Final = 50

LEAST_DELAY: Final = 3
MOST_DELAY: Final = 90
"""Days between the decision and the publication, in which the reporter hears of it and can stop it."""


class Consent(Labelled):
    """What the reporter says to the question whether his case may be read in public without his name."""

    YES = "yes", "Boleh diterbitkan tanpa nama"
    NO = "no", "Tidak diterbitkan"


class PictureStage(Labelled):
    """What a published picture shows."""

    BEFORE = "before", "Sebelum"
    AFTER = "after", "Sesudah"


class TakenOff(Labelled):
    """Why a case is no longer published."""

    REPORTER = "reporter", "Pelapor tidak menghendakinya"
    OFFICER = "officer", "Ditarik oleh petugas"
    RESTRICTED = "restricted", "Menjadi aduan terbatas"
    LIMITED = "limited", "Pengolahan datanya dibatasi"
    ERASED = "erased", "Isinya dihapus"
    MERGED = "merged", "Digabung dengan aduan lain"
    RESTORED = "restored", "Menunggu keputusan baru sesudah data dipulihkan dari cadangan"


@dataclass(frozen=True, order=True)
class Shown:
    """What is shown of a row; "" is not shown. Rows that show the same are one cell.

    `period`: a quarter ("2026-Q3"), a year ("2026") or nothing.
    """

    group: str = ""
    category: str = ""
    hamlet: str = ""
    period: str = ""

    def within(self, other: Shown) -> bool:
        """Whether this shows nothing that the other did not show."""
        pairs = ((self.group, other.group), (self.category, other.category), (self.hamlet, other.hamlet))
        return all(mine in ("", theirs) for mine, theirs in pairs) and (
            self.period in ("", other.period) or self.period == other.period[:4]
        )


@dataclass(frozen=True)
class Row:
    """A case that is published or may be; `kept`: what it showed until now, None when it is new."""

    id: str
    group: str
    category: str
    hamlet: str
    quarter: str
    kept: Shown | None = None


@dataclass(frozen=True)
class Totals:
    """How many ordinary cases there are by group, by hamlet, by quarter, and in all, the unpublished among them."""

    group: Mapping[str, int] = field(default_factory=dict)
    hamlet: Mapping[str, int] = field(default_factory=dict)
    quarter: Mapping[str, int] = field(default_factory=dict)
    all: int = 0


def quarter_of(day: date) -> str:
    """Return the quarter of a day: "2026-Q3"."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def ladder(row: Row) -> tuple[Shown | None, ...]:
    """Return what a row may show, from the finest to nothing at all (None: it is not shown).

    Hamlet goes first, then the topic, then the time; the category within the group is a nicety at either place.
    """
    steps = [
        *([Shown(row.group, row.category, row.hamlet, row.quarter)] if row.hamlet else []),
        *([Shown(row.group, "", row.hamlet, row.quarter)] if row.hamlet else []),
        Shown(row.group, row.category, "", row.quarter),
        Shown(row.group, "", "", row.quarter),
        Shown("", "", "", row.quarter),
        Shown("", "", "", row.quarter[:4]),
        Shown(),
    ]
    unlike = list(dict.fromkeys(steps))
    return (*(step for step in unlike if row.kept is None or step.within(row.kept)), None)


def place(rows: Iterable[Row], *, least: int, totals: Totals | None = None) -> dict[str, Shown | None]:
    """Return what each row shows, or None where it must wait unshown.

    Args:
        rows: all that is published, and all that is due to be.
        least: k.
        totals: what could be known of all ordinary cases; at least the rows themselves.
    """
    board = _Board(sorted(rows, key=lambda row: row.id), least, totals)
    while board.settle() or board.pair_hamlets() or board.cover_rests():
        pass
    return {row.id: board.shown(index) for index, row in enumerate(board.rows)}


def likely(row: Row, company: Callable[[Shown], int], *, least: int) -> Shown | None:
    """Return what a row would show if it joined the published ones now; `company`: how many show exactly this."""
    return next((step for step in ladder(row) if step is not None and company(step) + 1 >= least), None)


def _rank(shown: Shown) -> tuple[int, int, int, int]:
    """The finer, the smaller: the order in which cells are made coarser."""
    return (not shown.hamlet, not shown.category, not shown.group, -len(shown.period))


class _Board:
    """The rows with the step of its ladder on which each stands; steps are only ever taken downwards."""

    def __init__(self, rows: Sequence[Row], least: int, totals: Totals | None) -> None:
        self.rows = rows
        self.least = least
        self.ladders = [ladder(row) for row in rows]
        self.at = [0] * len(rows)
        self.cells: dict[Shown | None, set[int]] = defaultdict(set)
        for index in range(len(rows)):
            self.cells[self.shown(index)].add(index)
        self.totals = _at_least(totals or Totals(), rows)

    def shown(self, index: int) -> Shown | None:
        return self.ladders[index][self.at[index]]

    def is_new(self, index: int) -> bool:
        return self.rows[index].kept is None

    def lower(self, indexes: Iterable[int], until: Callable[[Shown], bool] | None = None) -> None:
        """Take each row one step down, and on until what it shows will do."""
        for index in indexes:
            self.cells[self.shown(index)].discard(index)
            self.at[index] += 1
            while until is not None and (now := self.shown(index)) is not None and not until(now):
                self.at[index] += 1
            self.cells[self.shown(index)].add(index)

    def standing(self) -> Iterator[tuple[Shown, set[int]]]:
        """The cells that show something."""
        return ((shown, cell) for shown, cell in self.cells.items() if shown is not None and cell)

    def settle(self) -> bool:
        """Make the finest of the cells that are too small coarser; tell whether there was one."""
        small = [(shown, cell) for shown, cell in self.standing() if len(cell) < self.least]
        if not small:
            return False
        finest = min(_rank(shown) for shown, _ in small)
        self.lower([index for shown, cell in small if _rank(shown) == finest for index in sorted(cell)])
        return True

    def pair_hamlets(self) -> bool:
        """Where one hamlet alone is hidden among those of a group and quarter, hide a second cell with it."""
        named: dict[tuple[str, str], set[str]] = defaultdict(set)
        bare: dict[tuple[str, str], set[int]] = defaultdict(set)
        for shown, cell in self.standing():
            if shown.group and shown.hamlet:
                named[shown.group, shown.period].add(shown.hamlet)
            elif shown.group:
                bare[shown.group, shown.period] |= {index for index in cell if self.is_new(index)}
        for key, indexes in sorted(bare.items()):
            if indexes and named[key] and len(self.totals.hamlet.keys() - named[key]) == 1:
                self._pair(key, indexes)
                return True
        return False

    def _pair(self, key: tuple[str, str], bare: set[int]) -> None:
        beside = [
            (len(cell), shown, cell)
            for shown, cell in self.standing()
            if shown.hamlet and (shown.group, shown.period) == key and all(map(self.is_new, cell))
        ]
        if beside:
            hamlet = min(beside)[1].hamlet
            whole = [index for _, shown, cell in beside if shown.hamlet == hamlet for index in cell]
            self.lower(sorted(whole), until=lambda shown: not shown.hamlet)
        else:
            self.lower(sorted(bare), until=lambda shown: not shown.group)

    def cover_rests(self) -> bool:
        """Where few are left of a total, hide more of it; tell whether there was such a rest."""
        for attribute, totals in self._margins():
            counts: Counter[str] = Counter()
            fresh: dict[str, list[tuple[Shown, set[int]]]] = defaultdict(list)
            for shown, cell in self.standing():
                value = _value(attribute, shown)
                if value is None:
                    continue
                counts[value] += len(cell)
                if any(map(self.is_new, cell)):
                    fresh[value].append((shown, cell))
            for value in sorted(fresh):
                rest = totals.get(value, 0) - counts[value]
                if 0 < rest < self.least:
                    self._hide(attribute, value, fresh[value], self.least - rest)
                    return True
        return False

    def _margins(self) -> tuple[tuple[str, Mapping[str, int]], ...]:
        return (
            ("hamlet", self.totals.hamlet),
            ("group", self.totals.group),
            ("period", self.totals.quarter),
            ("all", {"": self.totals.all}),
        )

    def _hide(self, attribute: str, value: str, cells: list[tuple[Shown, set[int]]], need: int) -> None:
        """Hide so many new rows of a large cell, or a small cell's new rows whole."""

        def gone(shown: Shown) -> bool:
            return _value(attribute, shown) != value

        new = [(len(cell), shown, sorted(filter(self.is_new, cell))) for shown, cell in cells]
        roomy = [each for each in new if each[0] - need >= self.least and len(each[2]) >= need]
        chosen = max(roomy)[2][-need:] if roomy else min(new)[2]
        self.lower(chosen, until=gone)


def _value(attribute: str, shown: Shown) -> str | None:
    """What a cell adds to: a total's key; None where it adds to none of them."""
    match attribute:
        case "all":
            return ""
        case "period":
            return shown.period if len(shown.period) > 4 else None  # years have no total of their own here
        case "hamlet":
            return shown.hamlet or None
        case _:
            return shown.group or None


def _at_least(totals: Totals, rows: Sequence[Row]) -> Totals:
    """Totals are never less than the rows themselves, whatever was passed in."""

    def most(given: Mapping[str, int], own: Iterable[str]) -> dict[str, int]:
        counted = Counter(value for value in own if value)
        return {key: max(given.get(key, 0), counted[key]) for key in {*given, *counted} if key}

    return Totals(
        group=most(totals.group, (row.group for row in rows)),
        hamlet=most(totals.hamlet, (row.hamlet for row in rows)),
        quarter=most(totals.quarter, (row.quarter for row in rows)),
        all=max(totals.all, len(rows)),
    )
