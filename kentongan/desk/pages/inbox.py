"""The inbox as a screen: tabs, marks in words, and the address of what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from kentongan.cases.queries.inbox import TALLY_CAP, DueMark, InboxFilter, InboxPage, InboxRow, Tab, Tallies
from kentongan.desk.forms.filters import FilterForm
from kentongan.desk.pages.case import STATUS_TONES
from kentongan.rules.types import Rung, Status
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
class TabView:
    """One tab above the list."""

    label: str
    address: str
    current: bool
    count: str


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
) -> InboxScreen:
    """Put the screen together."""
    return InboxScreen(
        form=form,
        tab=filters.tab,
        tabs=tuple(_tab(tab, filters.tab, tallies) for tab in (Tab.MINE, Tab.OPEN, Tab.DONE)),
        rows=tuple(_row(row, today) for row in found.rows),
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
    )


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
        row=row, tone=STATUS_TONES.get(row.status, ""), classes=classes, due=due, due_late=late, due_soon=soon,
        taken_up=f"Dieskalasi ke {row.taken_up.label}" if row.taken_up in TAKEN_UP else "",
    )


def _following(asked: QueryDict, cursor: str) -> str:
    if not cursor:
        return ""
    address = asked.copy()
    address["sesudah"] = cursor
    return f"?{address.urlencode()}"
