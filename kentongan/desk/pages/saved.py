"""Saved filters as chips above the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kentongan.desk.models import SavedFilter
from kentongan.desk.saved import MOST, MOST_LETTERS, narrows
from kentongan.people.models import Officer


@dataclass(frozen=True)
class SavedChip:
    """One kept filter."""

    name: str
    address: str
    current: bool
    owner: str  # "" when it is his own


@dataclass(frozen=True)
class SavedBar:
    """The kept filters, and what could be kept now."""

    chips: tuple[SavedChip, ...]
    query: str  # the filter of this page, "" when there is nothing to keep
    most: int = MOST
    most_letters: int = MOST_LETTERS


def saved_bar(kept: Sequence[SavedFilter], officer: Officer, query: str) -> SavedBar:
    """Put the chips together; `query` is the filter that this page shows."""
    chips = tuple(
        SavedChip(
            name=row.name,
            address=f"?{row.query}",
            current=row.query == query,
            owner="" if row.officer_id == officer.id else row.officer.name,
        )
        for row in kept
    )
    new = narrows(query) and not any(chip.current and not chip.owner for chip in chips)
    return SavedBar(chips=chips, query=query if new else "")
