"""Cases to be ticked on a review page, each with the stamp that tells whether it changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kentongan.cases.models import Case
from kentongan.cases.queries.inbox import rows_of
from kentongan.desk.pages.case import stamp_of
from kentongan.desk.pages.inbox import RowView, row_views


@dataclass(frozen=True)
class Pick:
    """One case that can be ticked."""

    item: RowView
    stamp: str


def picks(cases: Sequence[Case], today: date) -> tuple[Pick, ...]:
    """Return the cases (with category, hamlet and handler) as they are ticked."""
    views = row_views(rows_of(list(cases), today), today)
    return tuple(Pick(view, stamp_of(case)) for view, case in zip(views, cases, strict=True))
