"""What the reading pages show: small frozen objects, made of what stands in public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import get_script_prefix

from kentongan.cases.queries.published import PublicCard
from kentongan.observer.forms import say_period
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.types import Kind, Outcome, Status
from kentongan.watching.changes import Told
from kentongan.watching.digests import words_of
from kentongan.watching.models import What

NOT_SHOWN: Final = "tidak ditampilkan"


@dataclass(frozen=True)
class ChangeLine:
    """One change in a list. `card` is None where nothing of the case stands any more."""

    told: Told
    words: str
    tone: str
    card: PublicCard | None


@dataclass(frozen=True)
class Count:
    """A name with its number."""

    name: str
    count: int


@dataclass(frozen=True)
class FiguresPage:
    """The figures of one period, in words."""

    label: str
    facts: Mapping[str, Any]
    median: str
    tables: tuple[tuple[str, tuple[Count, ...]], ...]
    on_time: tuple[tuple[str, int, int], ...]


def line_of(told: Told) -> ChangeLine:
    """Return a change as it is shown."""
    change = told.change
    if told.card is None:
        return ChangeLine(told, What.TAKEN_OFF.label, "", None)
    return ChangeLine(told, words_of(change), "late" if change.what == What.LATE else "", told.card)


def public_address(public_id: str) -> str:
    """Return where everybody reads this case."""
    return f"{get_script_prefix()}terbitan/{public_id}/"


def late_limits(card: PublicCard) -> tuple[str, ...]:
    """Return the labels of the limits of a case that were missed."""
    return tuple(dict.fromkeys(clock.kind.label for clock in card.row.clocks if not clock.met))


def figures_page(period: str, facts: Mapping[str, Any]) -> FiguresPage:
    """Return the figures of a period in words."""
    days = facts["median_days"]
    tables = (
        ("Menurut status", _named(facts["by_status"], Status)),
        ("Menurut jenis", _named(facts["by_kind"], Kind)),
        ("Menurut hasil", _named(facts["by_outcome"], Outcome)),
        ("Menurut kelompok", _plain(facts["by_group"])),
        ("Menurut dusun", _plain(facts["by_hamlet"])),
    )
    return FiguresPage(
        label=say_period(period) if period else "Seluruh waktu",
        facts=facts,
        median="" if days is None else f"{days:g}".replace(".", ","),
        tables=tuple((title, rows) for title, rows in tables if rows),
        on_time=tuple((ClockKind(key).label, each["met"], each["missed"]) for key, each in facts["on_time"].items()),
    )


def key_of(text: str) -> UUID | None:
    """Return the key that stands in an address, or None for nonsense."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _named(counts: Mapping[str, int], kind: Any) -> tuple[Count, ...]:
    return tuple(Count(kind(key).label, count) for key, count in _most_first(counts))


def _plain(counts: Mapping[str, int]) -> tuple[Count, ...]:
    return tuple(Count(key or NOT_SHOWN, count) for key, count in _most_first(counts))


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
