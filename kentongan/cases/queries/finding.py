"""What a search finds: the case with a number, or the cases with all the words, newest received first; with filters.

The index gives the newest matches; filters look at 5,000 of them at most, and the page says where they stopped, so that
the reader can go on from there. Who may see what is decided as in the inbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, TextField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from kentongan.cases import search, search_upkeep
from kentongan.cases.language import stemmer
from kentongan.cases.models import Case
from kentongan.cases.queries import inbox as lists
from kentongan.cases.queries.inbox import InboxFilter, InboxPage, InboxRow
from kentongan.cases.search import Reach
from kentongan.rules import access, searching
from kentongan.rules.access import Scope, Viewer
from kentongan.rules.searching import Question
from kentongan.villages.models import Village

# Looked at first: enough for a page, unless a filter or a conflict leaves most of them out; then more, then the rest.
LOOKS: Final = (60, 500, search.MAX_CANDIDATES - 560)
_AT_ONCE: Final = 500
_OTHER_FIELDS: Final = (("Tempat", "place"), ("Terlapor", "about_whom"), ("Permintaan", "settlement"))


def found(viewer: Viewer, village: Village, filters: InboxFilter, *, today: date, after: str = "") -> InboxPage:
    """Return a page of what a search finds among the cases this viewer may see, open or not.

    Six queries when the text is words, whatever their number; some more when filters leave most matches out.
    """
    asked = search.understood(filters.text)
    if access.case_scope(viewer) is Scope.NONE:
        return InboxPage(rows=(), next="", looked_far=False, asked=asked)
    if not after and not filters.words_only:
        every = _rest(village, filters, today) & lists.received_within(village, filters)
        numbered = search.numbered(village, filters.text, lists.visible(viewer, village).filter(every))
        if numbered:
            rows = _rows(viewer, numbered, asked, today)
            return InboxPage(rows=rows, next="", looked_far=False, asked=asked, by_number=True)
    page, cursor, looked_far = _matching(viewer, village, asked, filters, _rest(village, filters, today), after)
    return InboxPage(
        rows=_rows(viewer, page, asked, today),
        next=cursor,
        looked_far=looked_far,
        asked=asked,
        indexed=search_upkeep.is_complete(),
    )


def cursor_of(key: int) -> str:
    """Return a place in the results as it stands in an address."""
    return f"{key:016x}"


def _matching(
    viewer: Viewer, village: Village, asked: Question, filters: InboxFilter, rest: Q, after: str
) -> tuple[list[UUID], str, bool]:
    """Return the cases of a page, the cursor of what follows, and whether the look stopped before the end."""
    since = lists.day_begins(village, filters.since) if filters.since else None
    until = lists.day_begins(village, filters.until + timedelta(days=1)) if filters.until else None
    before = int(after, 16) if after else None
    passed: list[tuple[int, UUID]] = []
    for look in LOOKS:
        reach = Reach.of(since, until, before)
        near = search.candidates(village, asked, reach, look)
        among = search.among(village, asked, reach, look) if len(near.matches) > LOOKS[1] else None
        fit = set(_pass(viewer, village, near.cases, rest, among=among))
        passed += [(key, case) for key, case in near.matches if case in fit]
        if len(passed) > lists.PAGE_SIZE:
            page = passed[: lists.PAGE_SIZE]
            return [case for _, case in page], cursor_of(page[-1][0]), False
        if near.reached is None:
            return [case for _, case in passed], "", False
        before = near.reached
    return [case for _, case in passed], cursor_of(before or 0), True


def _rest(village: Village, filters: InboxFilter, today: date) -> Q:
    """Return the filters as one condition, but for the days: those are a matter of the index."""
    rest = lists._uncarried(village, replace(filters, since=None, until=None), today)
    for name, value in (("handler", filters.handler), ("status", filters.status), ("category", filters.category)):
        if value is None:
            continue
        if connection.vendor == "sqlite":
            rest &= Q(**{name: value})
        else:
            # As text, so that no index carries it: PostgreSQL would rather read all that a handler ever had than look
            # up five hundred candidates by their keys.
            rest &= Q(Exact(Cast(name, TextField()), str(value)))
    return rest


def _pass(
    viewer: Viewer, village: Village, cases: Sequence[UUID], rest: Q, *, among: RawSQL | None = None
) -> list[UUID]:
    """Return those of the cases that the viewer may see and the filters let through, in their order.

    `among`: a query for the same cases, where that is better than many keys; without it, 500 keys at a time.
    """
    visible = lists.visible(viewer, village).filter(rest)
    parts = [cases[at : at + _AT_ONCE] for at in range(0, len(cases), _AT_ONCE)] if among is None else [among]
    fit = {key for part in parts for key in visible.filter(pk__in=part).values_list("pk", flat=True)}
    return [case for case in cases if case in fit]


def _rows(viewer: Viewer, wanted: Sequence[UUID], asked: Question, today: date) -> tuple[InboxRow, ...]:
    cases = {case.pk: case for case in lists._loaded(viewer, wanted)} if wanted else {}
    return tuple(_marked(lists._row(cases[key], today), cases[key], asked) for key in wanted if key in cases)


def _marked(row: InboxRow, case: Case, asked: Question) -> InboxRow:
    """Show in a row where the words stand: in the story, else in another field that says so."""
    stem = stemmer()
    row = replace(row, title_pieces=searching.marked(row.title, asked, stem))
    excerpt, of = searching.excerpt(case.story, asked, stem, width=lists.EXCERPT), ""
    if not any(piece.hit for piece in excerpt):
        for label, name in _OTHER_FIELDS:
            other = searching.excerpt(getattr(case, name), asked, stem, width=lists.EXCERPT)
            if any(piece.hit for piece in other):
                excerpt, of = other, label
                break
    if not case.title and not of and not (excerpt and excerpt[0].text == "… "):
        return row  # a case without a title is headed by the beginning of its story
    return replace(row, excerpt_pieces=excerpt, excerpt_of=of)
