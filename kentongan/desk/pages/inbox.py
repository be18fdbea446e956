"""The inbox as a screen: tabs, marks in words, and the address of what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

from kentongan.cases.queries.inbox import TALLY_CAP, DueMark, InboxFilter, InboxPage, InboxRow, Tab, Tallies
from kentongan.cases.queries.workload import Fresh
from kentongan.cases.search import MAX_CANDIDATES
from kentongan.desk.forms.filters import FilterForm
from kentongan.desk.pages.case import STATUS_TONES
from kentongan.desk.pages.saved import SavedBar
from kentongan.people.models import Officer
from kentongan.rules.moves import TABLE
from kentongan.rules.searching import MAX_WORDS
from kentongan.rules.types import Move, Rung, Status
from kentongan.ui.words import say_distance, say_short_date

# A handler's reminder is no escalation.
TAKEN_UP = frozenset(Rung) - {Rung.HANDLER}


@dataclass(frozen=True)
class RowView:
    """A row with its words."""

    row: InboxRow
    tone: str
    classes: str
    due: str  # "Lewat 3 hari", "Hari ini", "Besok", "28 November 2026"
    due_late: bool
    due_soon: bool
    taken_up: str  # "Dieskalasi ke BPD"


@dataclass(frozen=True)
class News:
    """What the first page of the list says above it."""

    since: datetime | None  # the end of his visit before this one; None on the first
    fresh: Fresh
    tray: str  # how many wait in the triage tray, "" for none
    stranded: tuple[Officer, ...]  # closed accounts with which cases still lie


@dataclass(frozen=True)
class TabView:
    """One tab above the list."""

    label: str
    address: str
    current: bool
    count: str


@dataclass(frozen=True)
class SearchView:
    """What is said above the results of a search."""

    understood: tuple[tuple[str, str], ...]  # typed → meant
    ignored: tuple[str, ...]
    too_many: bool
    only_stop_words: bool
    no_words: bool  # only signs were typed
    by_number: bool
    as_words: str  # the address of the same search read as words
    indexed: bool
    most_looked_at: str = f"{MAX_CANDIDATES:,}".replace(",", ".")
    most_words: int = MAX_WORDS


@dataclass(frozen=True)
class InboxScreen:
    """Everything the inbox's template asks for."""

    form: FilterForm
    tab: Tab
    tabs: tuple[TabView, ...]
    rows: tuple[RowView, ...]
    next: str  # the address of the following page
    looked_far: bool
    first: bool  # not a following page
    narrowed: bool
    text: str
    late: str
    late_count: int
    soon: str
    soon_count: int
    today: date
    handler_only: bool
    may_record: bool
    assignable: frozenset[Status]  # rows in these can be ticked; empty for who may not assign
    news: News | None
    may_find_reporter: bool
    search: SearchView | None
    old: str  # open rows of an old register that wait aside, "" for none
    saved: SavedBar


def inbox_screen(
    found: InboxPage,
    tallies: Tallies,
    *,
    form: FilterForm,
    filters: InboxFilter,
    asked: QueryDict,
    today: date,
    handler_only: bool,
    may_record: bool,
    saved: SavedBar,
    may_find_reporter: bool = False,
    may_assign: bool = False,
    news: News | None = None,
) -> InboxScreen:
    """Put the screen together."""
    return InboxScreen(
        form=form,
        tab=filters.tab,
        tabs=tuple(_tab(tab, filters.tab, tallies) for tab in (Tab.MINE, Tab.OPEN, Tab.DONE)),
        rows=row_views(found.rows, today),
        next=_following(asked, found.next),
        looked_far=found.looked_far,
        first="sesudah" not in asked,
        narrowed=filters.narrowed,
        text=filters.text,
        late=capped(tallies.late),
        late_count=tallies.late,
        soon=capped(tallies.soon),
        soon_count=tallies.soon,
        today=today,
        handler_only=handler_only,
        may_record=may_record,
        assignable=TABLE[Move.ASSIGN].sources if may_assign else frozenset(),
        news=news,
        may_find_reporter=may_find_reporter,
        search=_search(found, asked),
        old=capped(tallies.old) if tallies.old and filters.tab is Tab.MINE else "",
        saved=saved,
    )


def row_views(rows: Sequence[InboxRow], today: date) -> tuple[RowView, ...]:
    """Return rows with their words."""
    return tuple(_row(row, today) for row in rows)


def capped(count: int) -> str:
    """Return a bounded count as people read it."""
    return f"{TALLY_CAP}+" if count > TALLY_CAP else str(count)


def due_words(day: date, today: date) -> str:
    """Return a deadline as an officer wants to hear it: near ones by distance, far ones by date."""
    far = (day - today).days > 7
    words = say_short_date(day) if far else say_distance(day, today)
    if day < today:
        words = f"lewat {(today - day).days} hari"
    return words[:1].upper() + words[1:]


def _tab(tab: Tab, current: Tab, tallies: Tallies) -> TabView:
    count = capped(tallies.mine) if tab is Tab.MINE else ""
    return TabView(label=tab.label, address=f"?daftar={tab.value}", current=tab is current, count=count)


def _row(row: InboxRow, today: date) -> RowView:
    late, soon = row.mark is DueMark.LATE, row.mark is DueMark.SOON
    classes = " ".join(name for name, on in (("urgent", row.urgent), ("late", late), ("soon", soon)) if on)
    if row.due_on is not None:
        due = due_words(row.due_on, today)
    else:
        due = "Menunggu pelapor" if row.status is Status.WAITING else ""
    return RowView(
        row=row,
        tone=STATUS_TONES.get(row.status, ""),
        classes=classes,
        due=due,
        due_late=late,
        due_soon=soon,
        taken_up=f"Dieskalasi ke {row.taken_up.label}" if row.taken_up in TAKEN_UP else "",
    )


def _search(found: InboxPage, asked: QueryDict) -> SearchView | None:
    question = found.asked
    if question is None:
        return None
    as_words = asked.copy()
    as_words["kata"] = "1"
    ignored = set(question.ignored)
    return SearchView(
        # That "yg" means "yang" is of no use to the reader: neither is looked for.
        understood=tuple((typed, meant) for typed, meant in question.understood if typed not in ignored),
        ignored=question.ignored,
        too_many=question.too_many,
        only_stop_words=question.only_stop_words,
        no_words=not question.wanted and not question.ignored,
        by_number=found.by_number,
        as_words=f"?{as_words.urlencode()}",
        indexed=found.indexed,
    )


def _following(asked: QueryDict, cursor: str) -> str:
    if not cursor:
        return ""
    address = asked.copy()
    address["sesudah"] = cursor
    return f"?{address.urlencode()}"
