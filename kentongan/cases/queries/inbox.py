"""The inbox: one list, urgent first, then the nearest deadline; filters, search, keyset pages, never a COUNT.

Nothing here grows with the number of cases. A page is one range of one index; filters that no index carries look only
at a window of that range, and the page says where it stopped so that the reader can go on from there.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kentongan.cases.models import FOR_DESK, Assignment, Case, CaseConflict, CaseMember, Event
from kentongan.cases.models.case import CHANNELS, InboxKey
from kentongan.cases.queries.escalation import highest_rung
from kentongan.cases.queries.turns import SOON, needs_me
from kentongan.rules import access
from kentongan.rules.access import Scope, Viewer
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.searching import Piece, Question
from kentongan.rules.types import CaseClass, Move, Role, Rung, Status, Urgency
from kentongan.villages.models import Village

PAGE_SIZE = 25
WINDOW = 2000  # cases a page looks at when a filter has no index of its own
TALLY_CAP = 99
EXCERPT = 180
SEALED_TITLE = "Aduan tersegel"  # until one of its officers gives it a working title
# Not `is_open=True`: Django would write a bare `is_open`, for which SQLite uses no index.
# What waits in the triage tray stands in a range of its own behind the others: the lists end before it.
NOT_IN_TRAY: dict[str, Any] = {"inbox_key__lt": InboxKey.TRAY}
OPEN: dict[str, Any] = {"is_open__in": [True], **NOT_IN_TRAY}
ENDED: dict[str, Any] = {"is_open__in": [False]}
OLD_BOOK = Q(imported=True, next_due_on__isnull=True)

CHANNEL_LABELS = dict(CHANNELS)


class Tab(StrEnum):
    """The three views of the inbox, and the one a search shows."""

    MINE = "saya"
    OPEN = "terbuka"
    DONE = "selesai"
    FOUND = "temuan"

    @property
    def label(self) -> str:
        """The Indonesian words."""
        return {
            "saya": "Giliran saya",
            "terbuka": "Semua terbuka",
            "selesai": "Selesai",
            "temuan": "Hasil pencarian",
        }[self.value]


class DueMark(StrEnum):
    """How a row's deadline looks from today."""

    LATE = "late"
    SOON = "soon"
    RUNNING = "running"
    NONE = "none"


@dataclass(frozen=True)
class InboxFilter:
    """What the reader asked for; empty means all."""

    tab: Tab = Tab.OPEN
    status: Status | None = None
    category: UUID | None = None
    hamlet: UUID | None = None
    channel: str = ""
    case_class: CaseClass | None = None
    handler: UUID | None = None
    due: DueMark | None = None  # LATE or SOON
    since: date | None = None  # received on this day of the village's calendar or later
    until: date | None = None  # received on this day or earlier
    imported: bool = False  # only what was taken over from an old register
    text: str = ""
    words_only: bool = False  # do not read the text as a number

    @property
    def narrowed(self) -> bool:
        """Whether anything beyond the tab is asked for."""
        return any(
            (
                self.status,
                self.category,
                self.hamlet,
                self.channel,
                self.case_class,
                self.handler,
                self.due,
                self.since,
                self.until,
                self.imported,
                self.text,
            )
        )


@dataclass(frozen=True)
class InboxRow:
    """One case in the list."""

    id: UUID
    number: str
    title: str
    excerpt: str
    status: Status
    urgent: bool
    category: str
    hamlet: str
    channel: str
    received_at: datetime
    date_unknown: bool
    handler: str
    asked_by: date | None  # the day the disposition asks for, while somebody handles the case
    due_on: date | None
    due_what: str
    mark: DueMark
    reporter_wrote: bool  # the last word on the case is the reporter's
    about_official: bool
    restricted: bool
    archive_proposed: bool
    withdrawal_due_on: date | None
    taken_up: Rung | None  # how far the ladder of lateness was climbed
    # Where a search found it: the title in pieces, and an excerpt around the hits with the name of its field, if it is
    # not the story.
    title_pieces: tuple[Piece, ...] = ()
    excerpt_pieces: tuple[Piece, ...] = ()
    excerpt_of: str = ""


@dataclass(frozen=True)
class InboxPage:
    """A page of the list. `next` is the cursor of what follows, "" at the end.

    `looked_far`: the filters found little in the window that was looked at; `next` goes on from there.
    """

    rows: tuple[InboxRow, ...]
    next: str
    looked_far: bool
    asked: Question | None = None  # of a search: what was understood
    by_number: bool = False  # the text was a number, and these are the cases with it
    indexed: bool = True  # every case can be found; False while the index is made anew


@dataclass(frozen=True)
class Tallies:
    """What needs somebody now, counted up to TALLY_CAP + 1 (the reader is shown "99+")."""

    mine: int
    late: int
    soon: int
    old: int = 0  # open entries of an old register without a deadline; they are not among "mine"


def inbox(viewer: Viewer, village: Village, filters: InboxFilter, *, today: date, after: str = "") -> InboxPage:
    """Return a page of the cases this viewer may see (two queries, three when a filter used its window)."""
    if access.case_scope(viewer) is Scope.NONE:
        return InboxPage(rows=(), next="", looked_far=False)
    path, rest = _split(viewer, village, filters, today)
    order = "-inbox_key" if filters.tab is Tab.DONE else "inbox_key"
    path = path.order_by(order)
    if after:
        path = path.filter(inbox_key__lt=after) if filters.tab is Tab.DONE else path.filter(inbox_key__gt=after)
    windowed = bool(rest)
    if windowed:
        path = without_hidden(path, viewer)  # where the window ends must not depend on what he may not see
    base = Case.objects.filter(pk__in=path.values("pk")[:WINDOW]) if windowed else path
    found = _first(base.filter(rest), viewer, order)
    if len(found) > PAGE_SIZE:
        return InboxPage(_rows(found[:PAGE_SIZE], today), next=found[PAGE_SIZE - 1].inbox_key, looked_far=False)
    end = path.values_list("inbox_key", flat=True)[WINDOW - 1 : WINDOW].first() if windowed else None
    return InboxPage(_rows(found, today), next=end or "", looked_far=end is not None)


def tallies(viewer: Viewer, village: Village, *, today: date, with_old: bool = False) -> Tallies:
    """Return how many cases need this viewer, are late, or fall due soon (three queries, each bounded).

    `with_old`: count the rows of an old register that wait aside, too (one more).
    """
    if access.case_scope(viewer) is Scope.NONE:
        return Tallies(0, 0, 0)
    mine, rest = _split(viewer, village, InboxFilter(tab=Tab.MINE), today)
    mine = without_hidden(mine, viewer)
    window = Case.objects.filter(pk__in=mine.order_by("inbox_key").values("pk")[:WINDOW]).filter(rest)
    undated = mine.filter(inbox_key__gte=f"1{InboxKey.WITHOUT_DEADLINE}").order_by("-inbox_key").values("pk")[:WINDOW]
    old = Case.objects.filter(pk__in=undated).filter(OLD_BOOK, needs_me(viewer, village, today=today))
    due = _in_scope(viewer, village).filter(**OPEN)
    return Tallies(
        mine=_capped(window, viewer),
        late=_capped(due.filter(next_due_on__lt=today), viewer),
        soon=_capped(due.filter(next_due_on__gte=today, next_due_on__lte=today + SOON), viewer),
        old=_capped(old, viewer) if with_old else 0,
    )


def visible_numbers(viewer: Viewer, village: Village, cases: Collection[UUID]) -> dict[UUID, str]:
    """Return the register numbers of those cases this viewer may see (one query at most)."""
    if not cases or access.case_scope(viewer) is Scope.NONE:
        return {}
    wanted = _in_scope(viewer, village).filter(pk__in=cases)
    return dict(without_hidden(wanted, viewer).values_list("pk", "number"))


def visible(viewer: Viewer, village: Village) -> QuerySet[Case]:
    """Return the cases this viewer may see at all, without those about him: the base of the other lists."""
    if access.case_scope(viewer) is Scope.NONE:
        return Case.objects.none()
    return without_hidden(_in_scope(viewer, village), viewer)


def rows_of(cases: list[Case], today: date) -> tuple[InboxRow, ...]:
    """Return cases (with category, hamlet and handler) as rows of a list."""
    return _rows(cases, today)


def _in_scope(viewer: Viewer, village: Village) -> QuerySet[Case]:
    """The cases of the viewer's scope; conflicts are left out where rows are shown."""
    cases = Case.objects.filter(village=village)
    member = CaseMember.objects.filter(village=village, officer=viewer.id).values("case")
    match access.case_scope(viewer):
        case Scope.OWN:
            # Whoever handles a case was assigned to it, so this is what he handles and what he ever handled; and the
            # restricted ones to which he was let in.
            given = Assignment.objects.filter(village=village, handler=viewer.id).order_by().values("case")
            return cases.filter(pk__in=given.union(member))
        case Scope.MEMBER:
            # He may have been let into a case that was released since: then it is no more his than any other.
            return cases.filter(pk__in=member, restricted__in=[True])
        case _:
            return cases


def _split(viewer: Viewer, village: Village, filters: InboxFilter, today: date) -> tuple[QuerySet[Case], Q]:
    """Return what one index carries, and the rest that is looked for in the window."""
    path = _in_scope(viewer, village).filter(**(ENDED if filters.tab is Tab.DONE else OPEN))
    rest = Q()
    if filters.tab is Tab.MINE:
        rest &= needs_me(viewer, village, today=today)
        if not filters.imported:
            # Ten thousand rows of an old book would bury what came in this morning: they wait in a list of their own.
            rest &= ~OLD_BOOK
    carried = False
    for name, value in (("handler", filters.handler), ("status", filters.status), ("category", filters.category)):
        if value is None:
            continue
        if carried:
            rest &= Q(**{name: value})
        else:
            path, carried = path.filter(**{name: value}), True
    return path, rest & _uncarried(village, filters, today)


def day_begins(village: Village, day: date) -> datetime:
    """Return the instant at which a day begins in the village."""
    return datetime.combine(day, time.min, tzinfo=village.zone)


def received_within(village: Village, filters: InboxFilter) -> Q:
    """Return the condition of the days of receipt; what has no known date is not among them."""
    within = Q()
    if filters.since:
        within &= Q(received_at__gte=day_begins(village, filters.since), date_unknown=False)
    if filters.until:
        within &= Q(received_at__lt=day_begins(village, filters.until + timedelta(days=1)), date_unknown=False)
    return within


def _uncarried(village: Village, filters: InboxFilter, today: date) -> Q:
    rest = received_within(village, filters)
    if filters.imported:
        rest &= Q(imported=True)
    if filters.hamlet:
        rest &= Q(hamlet=filters.hamlet)
    if filters.channel:
        rest &= Q(channel=filters.channel)
    if filters.case_class:
        rest &= Q(case_class=filters.case_class)
    if filters.due is DueMark.LATE:
        rest &= Q(next_due_on__lt=today)
    elif filters.due is DueMark.SOON:
        rest &= Q(next_due_on__gte=today, next_due_on__lte=today + SOON)
    return rest


def without_hidden(cases: QuerySet[Case], viewer: Viewer) -> QuerySet[Case]:
    """Leave out what is about the viewer himself, or restricted to others: he must not even see that it exists."""
    named = CaseConflict.objects.filter(village=viewer.village, case=OuterRef("pk"), officer=viewer.id)
    member = CaseMember.objects.filter(village=viewer.village, case=OuterRef("pk"), officer=viewer.id)
    return cases.filter(~Exists(named), Q(restricted__in=[False]) | Exists(member))


def hidden_from(viewer: Viewer, village: Village) -> QuerySet[Case, UUID]:
    """Return the keys of the cases that this viewer must not know of: about himself, or restricted to others."""
    named = CaseConflict.objects.filter(village=village, case=OuterRef("pk"), officer=viewer.id)
    member = CaseMember.objects.filter(village=village, case=OuterRef("pk"), officer=viewer.id)
    hidden = Exists(named) | (Q(restricted__in=[True]) & ~Exists(member))
    return Case.objects.filter(hidden, village=village).values_list("pk", flat=True)


def _first(cases: QuerySet[Case], viewer: Viewer, order: str) -> list[Case]:
    """Return the first page of these cases and one more; what a row shows is fetched for those rows only."""
    wanted = list(without_hidden(cases, viewer).order_by(order).values_list("pk", flat=True)[: PAGE_SIZE + 1])
    return list(_loaded(viewer, wanted).order_by(order)) if wanted else []


def _loaded(viewer: Viewer, wanted: Collection[UUID]) -> QuerySet[Case]:
    """The cases of a page with all that a row shows."""
    # A reminder by the system is nobody's word: what the reporter wrote still waits for an answer.
    last = Event.objects.filter(FOR_DESK, ~Q(move=Move.ESCALATE), village=viewer.village, case=OuterRef("pk"))
    last = last.order_by("-at", "-id")
    # A merged case is in no list of open ones: what its reporter writes shows on the case in which the matter goes on.
    merged = Case.objects.filter(village=viewer.village, merged_into=OuterRef("pk"), status=Status.MERGED)
    merged = without_hidden(merged, viewer)
    merged = merged.annotate(last_actor=Subquery(last.values("actor")[:1])).filter(last_actor=Role.REPORTER)
    return (
        Case.objects.filter(pk__in=wanted)
        .select_related("category", "hamlet", "handler")
        .defer("hamlet__polygon")
        .defer("proposed_text")
        .annotate(
            last_actor=Subquery(last.values("actor")[:1]),
            merged_wrote=Exists(merged),
            taken_up=Subquery(highest_rung(viewer.village).values("rung")[:1]),
        )
    )


def _capped(cases: QuerySet[Case], viewer: Viewer) -> int:
    return len(without_hidden(cases, viewer).values_list("pk", flat=True)[: TALLY_CAP + 1])


def _rows(cases: list[Case], today: date) -> tuple[InboxRow, ...]:
    return tuple(_row(case, today) for case in cases)


def _row(case: Case, today: date) -> InboxRow:
    status = Status(case.status)
    story = " ".join(case.story[: 2 * EXCERPT].split())
    return InboxRow(
        id=case.id,
        number=case.number,
        title=case.title or _first_words(story) or SEALED_TITLE,
        excerpt=story[:EXCERPT] if case.title else "",
        status=status,
        urgent=case.urgency == Urgency.URGENT and case.is_open,
        category=case.category.name if case.category else "",
        hamlet=case.hamlet.name if case.hamlet else "",
        channel=CHANNEL_LABELS.get(case.channel, case.channel),
        received_at=case.received_at,
        date_unknown=case.date_unknown,
        handler=case.handler.name if case.handler else "",
        asked_by=case.handler_due_on if case.handler else None,
        due_on=case.next_due_on,
        due_what=ClockKind(case.next_clock).label if case.next_clock else "",
        mark=mark_of(case.next_due_on, today),
        reporter_wrote=_reporter_wrote(case, status),
        about_official=case.about_official == "yes",
        restricted=case.restricted,
        archive_proposed=case.archive_proposed_by is not None,
        withdrawal_due_on=case.withdrawal_due_on,
        taken_up=Rung(rung) if (rung := getattr(case, "taken_up", None)) else None,
    )


def _reporter_wrote(case: Case, status: Status) -> bool:
    """Whether the last word is the reporter's, here or on a case merged into this one."""
    here = status is not Status.RECEIVED and getattr(case, "last_actor", "") == Role.REPORTER
    return here or bool(getattr(case, "merged_wrote", False))


def mark_of(due_on: date | None, today: date) -> DueMark:
    """Return how a deadline looks from today."""
    if due_on is None:
        return DueMark.NONE
    if due_on < today:
        return DueMark.LATE
    return DueMark.SOON if due_on <= today + SOON else DueMark.RUNNING


def _first_words(story: str) -> str:
    if len(story) <= 90:
        return story
    return story[:90].rsplit(" ", 1)[0] + " …"
