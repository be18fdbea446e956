"""What one case counts as. Pure: facts of the case in, a frozen Contribution out; its sums are the same each time.

Every published number is defined here and told in words in docs/reference/figures.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import date, timedelta
from typing import Any, Final

from kentongan.rules.types import Labelled, Status
from kentongan.rules.workflow import OPEN

ALL: Final = 0
"""The period of all time; there also stand the cases whose day of receipt nobody knows."""

SOON: Final = timedelta(days=2)
"""Calendar days in which a deadline counts as soon due; the same as in the inbox."""


class Dimension(Labelled):
    """By what the sums are split."""

    WHOLE = "whole", "Semua"
    STATUS = "status", "Status"
    CLASS = "class", "Klasifikasi"
    CATEGORY = "category", "Kategori"
    HAMLET = "hamlet", "Dusun"
    HANDLER = "handler", "Petugas"
    CHANNEL = "channel", "Media"


class Mark(Labelled):
    """How an open case stands against the nearest deadline that binds the office."""

    LATE = "late", "Lewat batas waktu"
    SOON = "soon", "Segera jatuh tempo"
    RUNNING = "running", "Masih ada waktu"
    NONE = "none", "Tanpa batas waktu"


@dataclass(frozen=True)
class Answer:
    """One answer, in the month (YYYYMM) it was given. `days`: calendar days from receipt, of the first one only."""

    month: int
    handler: str
    days: int | None


@dataclass(frozen=True)
class Limit:
    """One answer deadline that came to its end: kept, kept after an extension, or missed."""

    month: int
    handler: str
    kept: bool
    extended: bool


@dataclass(frozen=True)
class Verdict:
    """One rating of the reporter."""

    month: int
    handler: str
    stars: int
    satisfied: bool


@dataclass(frozen=True)
class Contribution:
    """All that a case adds to the sums. Months are YYYYMM in the village's zone, 0 where nobody knows the day.

    Identifiers are hex texts, "" where there is none.
    """

    month: int
    status: str
    open: bool
    confirmed: bool
    forwarded: bool
    reopened: bool
    case_class: str
    category: str
    hamlet: str
    handler: str
    channel: str
    closed_month: int
    mark: str
    answers: tuple[Answer, ...] = ()
    limits: tuple[Limit, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    def as_json(self) -> list[Any]:
        """Return plain JSON."""
        values = list(astuple(self))
        return [*values[:-3], *([list(each) for each in group] for group in values[-3:])]

    @classmethod
    def from_json(cls, values: list[Any]) -> Contribution:
        """Return what `as_json` wrote."""
        *plain, answers, limits, verdicts = values
        parts: list[Any] = [
            *plain,
            tuple(Answer(*each) for each in answers),
            tuple(Limit(*each) for each in limits),
            tuple(Verdict(*each) for each in verdicts),
        ]
        return cls(*parts)


Key = tuple[int, str, str]  # period, dimension, value
Sums = dict[Key, Counter[str]]
"""Measures by name; "days:7" is how many first answers took seven days."""


def mark_of(due_on: date | None, today: date, *, is_open: bool) -> Mark:
    """Return how an open case's nearest deadline looks from today."""
    if not is_open or due_on is None:
        return Mark.NONE
    if due_on < today:
        return Mark.LATE
    return Mark.SOON if due_on <= today + SOON else Mark.RUNNING


_ENDS: Final[Mapping[str, str]] = {
    Status.ANSWERED: "answered",
    Status.CLOSED: "closed",
    Status.ARCHIVED: "archived",
    Status.WITHDRAWN: "withdrawn",
    Status.MERGED: "merged",
}


def add(sums: Sums, case: Contribution, sign: int = 1) -> None:
    """Add a contribution to the sums, or (sign -1) take it out again."""
    whole = Dimension.WHOLE.value
    received = _received(case)
    for dimension, value in _places(case, case.handler):
        _put(sums, ALL, dimension, value, received, sign)
        if case.month:
            _put(sums, case.month, dimension, value, received, sign)
    _put(sums, ALL, Dimension.STATUS.value, case.status, received, sign)
    if case.month:
        _put(sums, case.month, Dimension.STATUS.value, case.status, received, sign)
    else:
        _put(sums, ALL, whole, "", ["undated"], sign)
    for month, handler, measures in _done(case):
        if month:
            for dimension, value in _places(case, handler):
                _put(sums, month, dimension, value, measures, sign)


def _received(case: Contribution) -> list[str]:
    """What a received case counts as now."""
    measures = ["received"]
    if case.open or case.status in OPEN:
        measures.append("open")
        if case.mark in (Mark.LATE, Mark.SOON):
            measures.append(case.mark)
    else:
        measures.append(_ENDS[case.status])
        if case.status == Status.CLOSED and case.confirmed:
            measures.append("confirmed")
    if case.forwarded:
        measures.append("forwarded")
    if case.reopened:
        measures.append("reopened")
    return measures


def _done(case: Contribution) -> Iterator[tuple[int, str, list[str]]]:
    """What was done, each in its own month and for the handler of that time."""
    for answer in case.answers:
        yield answer.month, answer.handler, ["answers", *([] if answer.days is None else [f"days:{answer.days}"])]
    for limit in case.limits:
        kept = ["on_time", "extended"] if limit.extended else ["on_time"]
        yield limit.month, limit.handler, kept if limit.kept else ["overdue"]
    for verdict in case.verdicts:
        stars = [f"stars_{verdict.stars}"]
        yield verdict.month, verdict.handler, [*stars, "satisfied"] if verdict.satisfied else stars
    if case.closed_month:
        yield case.closed_month, case.handler, ["closed_in", "confirmed_in"] if case.confirmed else ["closed_in"]


def _places(case: Contribution, handler: str) -> tuple[tuple[str, str], ...]:
    return (
        (Dimension.WHOLE.value, ""),
        (Dimension.CLASS.value, case.case_class),
        (Dimension.CATEGORY.value, case.category),
        (Dimension.HAMLET.value, case.hamlet),
        (Dimension.HANDLER.value, handler),
        (Dimension.CHANNEL.value, case.channel),
    )


def _put(sums: Sums, period: int, dimension: str, value: str, measures: list[str], sign: int) -> None:
    counts = sums.setdefault((period, dimension, value), Counter())
    for measure in measures:
        counts[measure] += sign
