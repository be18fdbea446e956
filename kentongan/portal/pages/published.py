"""The list of published cases and the page of one: what is asked for, what is found, and what is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.utils.text import capfirst

from kentongan.cases.public_numbers import PublicNumbers
from kentongan.cases.public_words import MARKS, Mark, say_days, say_period, solved_mark
from kentongan.cases.queries.published import PublicCard, PublicCase, PublicFilter, PublicPage, PublicPhoto
from kentongan.portal.pages.public_figures import say_others
from kentongan.rules.public_figures import PUBLIC_CLOCKS
from kentongan.rules.publication import PictureStage
from kentongan.rules.types import Move

QUERY: Final = ("kata", "perihal", "dusun", "masa", "status", "setelah")
"""The parameters of the list; feeds know the same but the last."""

_GROUP, _CATEGORY = "kelompok:", "kategori:"
_LONGEST: Final = 80
_HIS: Final = frozenset({Move.RATE_SATISFIED, Move.RATE_UNSATISFIED, Move.OBJECT, Move.WITHDRAW})
"""The reporter's own steps."""


@dataclass(frozen=True)
class Option:
    """A choice of a filter."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class Options:
    """Choices under a heading; "" without one."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Asked:
    """What a reader asked for. `unknown` names filters whose value is none that is shown; they count for nothing."""

    filters: PublicFilter
    values: Mapping[str, str]
    unknown: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether anything narrows the list."""
        return self.filters != PublicFilter()

    @property
    def query(self) -> str:
        """The same question as a query string, without the place in the list."""
        return urlencode({name: value for name, value in self.values.items() if value})

    @property
    def narrowing(self) -> bool:
        """Whether a filter beside the words is set."""
        return replace(self.filters, words="") != PublicFilter()

    def following(self, place: str) -> str:
        """The query string of the following page."""
        return "&".join(filter(None, (self.query, urlencode({"setelah": place}))))


@dataclass(frozen=True)
class CardView:
    """A card of the list."""

    card: PublicCard
    status: Mark
    solved: Mark | None
    late: bool
    topic: str
    period: str
    before: PublicPhoto | None
    after: PublicPhoto | None


@dataclass(frozen=True)
class ListPage:
    """Everything of the list. `others`: how many cases are not shown, as it is said; `total`: how many are."""

    cards: tuple[CardView, ...]
    asked: Asked
    topics: tuple[Options, ...]
    hamlets: tuple[Option, ...]
    periods: tuple[Option, ...]
    statuses: tuple[Option, ...]
    next: str
    beginning: bool
    total: int
    others: str


@dataclass(frozen=True)
class Limit:
    """A limit of the office that was met or missed."""

    label: str
    met: bool


@dataclass(frozen=True)
class Step:
    """A step of the timeline. `when`: in working days since receipt, never a date; "" where it is not told."""

    title: str
    text: str
    when: str
    by_reporter: bool


@dataclass(frozen=True)
class CaseView:
    """The page of one case."""

    case: PublicCase
    status: Mark
    solved: Mark | None
    topic: str
    period: str
    steps: tuple[Step, ...]
    limits: tuple[Limit, ...]


def asked(query: Mapping[str, str], numbers: PublicNumbers) -> Asked:
    """Read the filters of a query; what is not among the choices is named and left out."""
    values = {name: query.get(name, "").replace("\x00", "").strip()[:_LONGEST] for name in QUERY[:-1]}
    known, figures = {}, numbers.all_time
    group, category = (values["perihal"].removeprefix(kind) for kind in (_GROUP, _CATEGORY))
    if values["perihal"].startswith(_GROUP) and group and group in figures.by_group:
        known["group"] = group
    if values["perihal"].startswith(_CATEGORY) and any(category in names for names in numbers.categories.values()):
        known["category"] = category
    if values["dusun"] and values["dusun"] in figures.by_hamlet:
        known["hamlet"] = values["dusun"]
    if values["masa"] and values["masa"] in numbers.by_period:
        known["period"] = values["masa"]
    status = next((each for each in figures.by_status if each.value == values["status"]), None)
    names = {"perihal": "perihal", "dusun": "dusun", "masa": "waktu", "status": "keadaan"}
    taken = {
        "perihal": "group" in known or "category" in known,
        "dusun": "hamlet" in known,
        "masa": "period" in known,
        "status": status is not None,
    }
    unknown = tuple(word for name, word in names.items() if values[name] and not taken[name])
    kept = {name: value for name, value in values.items() if taken.get(name, True)}
    return Asked(PublicFilter(**known, status=status, words=values["kata"]), kept, unknown)


def list_page(found: PublicPage, wanted: Asked, numbers: PublicNumbers, *, beginning: bool) -> ListPage:
    """Put the list together from what was found."""
    figures = numbers.all_time
    return ListPage(
        cards=tuple(map(card_view, found.cases)),
        asked=wanted,
        topics=_topics(numbers, wanted.values.get("perihal", "")),
        hamlets=_options(((name, name) for name in sorted(figures.by_hamlet) if name), wanted.values.get("dusun", "")),
        periods=_options(
            (
                (period, capfirst(say_period(period)))
                for year in numbers.years
                for period in (year, *reversed(numbers.quarters(year)))
            ),
            wanted.values.get("masa", ""),
        ),
        statuses=_options(
            ((status.value, mark.label) for status, mark in MARKS.items() if status in figures.by_status),
            wanted.values.get("status", ""),
        ),
        next=wanted.following(found.next) if found.next else "",
        beginning=beginning,
        total=figures.published,
        others=say_others(figures),
    )


def card_view(card: PublicCard) -> CardView:
    """Return a case as its card shows it."""
    row = card.row
    return CardView(
        card=card,
        status=MARKS[row.status],
        solved=solved_mark(row.status, confirmed=row.confirmed_solved),
        late=any(not clock.met for clock in row.clocks),
        topic=_topic(row.group, row.category),
        period=say_period(row.period),
        before=_first(card.photos, PictureStage.BEFORE),
        after=_first(card.photos, PictureStage.AFTER),
    )


def case_view(case: PublicCase) -> CaseView:
    """Return a case as its page shows it."""
    row = case.row
    return CaseView(
        case=case,
        status=MARKS[row.status],
        solved=solved_mark(row.status, confirmed=row.confirmed_solved),
        topic=_topic(row.group, row.category),
        period=say_period(row.period),
        steps=tuple(Step(each.title, each.text, say_days(each.after_days), each.move in _HIS) for each in case.steps),
        limits=tuple(
            Limit(clock.kind.label, clock.met)
            for clock in sorted(row.clocks, key=lambda clock: PUBLIC_CLOCKS.index(clock.kind))
        ),
    )


def _topic(group: str, category: str) -> str:
    """The category within its group; what is not shown of it is left out."""
    return " · ".join(dict.fromkeys(filter(None, (group, category))))


def _topics(numbers: PublicNumbers, chosen: str) -> tuple[Options, ...]:
    found = []
    for group in sorted(filter(None, numbers.all_time.by_group)):
        inner = [name for name in numbers.categories.get(group, ()) if name != group]
        pairs = [(f"{_GROUP}{group}", f"Semua {group}" if inner else group)]
        pairs += [(f"{_CATEGORY}{name}", name) for name in inner]
        found.append(Options(group if inner else "", _options(pairs, chosen)))
    return tuple(found)


def _options(pairs: Iterable[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(value, label, value == chosen) for value, label in pairs)


def _first(photos: Sequence[PublicPhoto], stage: PictureStage) -> PublicPhoto | None:
    return next((photo for photo in photos if photo.stage is stage), None)
