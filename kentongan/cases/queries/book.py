"""The register book: its lines in order, in blocks, with what became of each case. Never an identity.

A period is one range of the index (village, book_key), read by keyset and never counted. Every reader reads the
same: what is withheld is withheld from everybody (decision 20), so nothing here asks who looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import Left

from kentongan.cases.lodging import AboutOfficial, IdentityMode
from kentongan.cases.models import Case, CaseClock, CaseConflict, Event, EventDocument
from kentongan.cases.models.case import CHANNELS
from kentongan.cases.register import IMPORTED, MAIN
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.register_book import Period, content_withheld
from kentongan.rules.types import CaseClass, Kind, Move, Outcome, Status
from kentongan.villages.models import Village

BLOCK: Final = 500  # lines read at once: what a block asks of other tables is asked once for all of them
_OPENING: Final = 400  # letters of a story; the whole of it stands in the case
_TEXT: Final = 300
_CHANNEL_LABELS: Final = dict(CHANNELS)
_BRINGS_EVIDENCE: Final = (Move.RECEIVE, Move.COMPLETE, Move.EVIDENCE)
# What an office writes into the column of follow-ups; the newest counts.
_FOLLOW_UPS: Final = (Move.PROGRESS, Move.ANSWER, Move.BODY_ANSWERED, Move.FORWARD, Move.ARCHIVE, Move.DECIDE_OBJECTION)
_ENDED: Final = frozenset(
    {Status.ANSWERED, Status.CLOSED, Status.ARCHIVED, Status.WITHDRAWN, Status.MERGED, Status.FORWARDED}
)


class Part(StrEnum):
    """Which register: the village's own, the one that was imported, or first the one and then the other."""

    ALL = "semua"
    MAIN = "utama"
    IMPORTED = "lama"

    @property
    def label(self) -> str:
        """The Indonesian words."""
        return {"semua": "Semua", "utama": "Buku utama", "lama": "Buku lama (impor)"}[self.value]

    @property
    def series(self) -> tuple[str, ...]:
        """The series of numbers in it."""
        return {"semua": (MAIN, IMPORTED), "utama": (MAIN,), "lama": (IMPORTED,)}[self.value]


@dataclass(frozen=True)
class Line:
    """One line of the book. Dates are the village's; of a `withheld` line only number, day and key are filled in."""

    key: str
    case: UUID
    series: str
    seq: int
    number: str
    received_at: datetime
    date_unknown: bool
    withheld: bool
    identity_mode: IdentityMode = IdentityMode.OPEN
    identity: UUID | None = None
    old_number: str = ""
    form_number: str = ""
    channel: str = ""
    kind: str = ""
    title: str = ""
    story: str = ""
    category: str = ""
    problem_code: str = ""
    case_class: str = ""
    place: str = ""
    about_whom: str = ""
    evidence: int = 0
    recorded_by: str = ""
    recorded_on: date | None = None
    handler: str = ""
    assigned_on: date | None = None
    body: str = ""
    due_on: date | None = None
    follow_up: str = ""
    status: Status | None = None
    ended_on: date | None = None
    outcome: str = ""
    told_on: date | None = None

    @property
    def ended(self) -> bool:
        """Whether the office is done with it; answered counts, satisfied is another question."""
        return not self.withheld and self.status in _ENDED


@dataclass(frozen=True)
class BookPage:
    """A page of the book on screen. `next`: the key to go on from, "" at the end."""

    lines: tuple[Line, ...]
    next: str


def page(village: Village, period: Period, part: Part, *, after: str = "", size: int = 50) -> BookPage:
    """Return a page of the book in its order (nine queries at most, whatever the number of cases)."""
    found: list[Line] = []
    for series in part.series:
        first, beyond = bounds(period, series)
        if after < beyond and len(found) <= size:
            found.extend(_block(village, max(first, after), beyond, size + 1 - len(found)))
    more = len(found) > size
    return BookPage(lines=tuple(found[:size]), next=found[size - 1].key if more else "")


def lines(village: Village, period: Period, part: Part, *, after: str = "", limit: int) -> Iterator[Line]:
    """Read up to `limit` lines in the book's order, block by block; those beyond `after` only."""
    for series in part.series:
        first, beyond = bounds(period, series)
        key = max(first, after)
        while limit > 0 and key < beyond:
            block = _block(village, key, beyond, min(BLOCK, limit))
            yield from block
            full = len(block) == min(BLOCK, limit)
            limit -= len(block)
            if not full:
                break
            key = block[-1].key


def volumes(village: Village, period: Period, part: Part, *, size: int, most: int) -> tuple[tuple[str, ...], bool]:
    """Return the keys after which the volumes of `size` lines begin ("" for the first), and whether there are more.

    None at all: the period is empty. Looks at `size` × `most` entries of one index at the very most, and at no row.
    """
    starts: list[str] = []
    after = ""
    while len(starts) < most:
        ahead = _keys_ahead(village, period, part, after, size)
        if not ahead:
            return tuple(starts), False
        starts.append(after)
        if len(ahead) < 2:
            return tuple(starts), False
        after = ahead[1]
    return tuple(starts), bool(_keys_ahead(village, period, part, after, 1))


def is_empty(village: Village, period: Period, part: Part) -> bool:
    """Tell whether nothing was received in the period (a query for each register)."""
    return not _keys_ahead(village, period, part, "", 1)


def bounds(period: Period, series: str) -> tuple[str, str]:
    """Return a key before all of a series in a period, and one beyond them."""
    return f"{series}{period.year:04d}{period.first:02d}", f"{series}{period.year:04d}{period.last + 1:02d}"


def _keys_ahead(village: Village, period: Period, part: Part, after: str, size: int) -> list[str]:
    """Return the first key after `after`, and the last one of a full volume from there, if it fills."""
    first_key = ""
    left = size
    for series in part.series:
        first, beyond = bounds(period, series)
        if after >= beyond:
            continue
        keys = Case.objects.filter(village=village, book_key__gt=max(first, after), book_key__lt=beyond)
        ordered = keys.order_by("book_key").values_list("book_key", flat=True)
        if not first_key:
            first_key = ordered.first() or ""
        filled = ordered[left - 1 : left].first()
        if filled:
            return [first_key, filled]
        if part is not Part.ALL:
            break
        left -= len(ordered[:left])
    return [first_key] if first_key else []


def _block(village: Village, key: str, beyond: str, size: int) -> list[Line]:
    """Read the next lines after a key (five queries, two when all of them are withheld)."""
    conflicts = CaseConflict.objects.filter(village=village, case=OuterRef("pk"))
    rows = list(
        Case.objects.filter(village=village, book_key__gt=key, book_key__lt=beyond)
        .order_by("book_key")
        .select_related("category", "hamlet", "handler", "recorded_by", "body")
        .defer("hamlet__polygon")
        .defer("story", "settlement", "proposed_text")
        .annotate(opening=Left("story", _OPENING), conflict=Exists(conflicts))[:size]
    )
    shown = [row.pk for row in rows if not _withheld(row)]
    more = _More(village, shown)
    return [_line(row, village, more) for row in rows]


def _withheld(case: Case) -> bool:
    return content_withheld(
        about_official=case.about_official != AboutOfficial.NO,
        restricted=case.restricted or (case.category is not None and case.category.restricted),
        case_class=CaseClass(case.case_class) if case.case_class else None,
        conflict=bool(getattr(case, "conflict", False)),
    )


class _More:
    """What other tables say of a block of cases: evidence, dispositions, follow-ups, days (three queries)."""

    def __init__(self, village: Village, cases: Sequence[UUID]) -> None:
        self.evidence: dict[UUID, int] = {}
        self.follow_ups: dict[UUID, str] = {}
        self.assigned: dict[UUID, datetime] = {}
        self.due: dict[UUID, date] = {}
        self.told: dict[UUID, date] = {}
        if cases:
            self._read_evidence(village, cases)
            self._read_events(village, cases)
            self._read_clocks(village, cases)

    def _read_evidence(self, village: Village, cases: Sequence[UUID]) -> None:
        links = EventDocument.objects.filter(village=village, event__case__in=cases, event__move__in=_BRINGS_EVIDENCE)
        self.evidence = dict(links.values_list("event__case").annotate(Count("pk")).order_by())

    def _read_events(self, village: Village, cases: Sequence[UUID]) -> None:
        events = (
            Event.objects.filter(village=village, case__in=cases, move__in=[*_FOLLOW_UPS, Move.ASSIGN])
            .annotate(opening=Left("text", _TEXT))
            .order_by("at", "id")
        )
        for case, move, at, text in events.values_list("case", "move", "at", "opening"):
            if move == Move.ASSIGN:
                self.assigned[case] = at
            elif text.strip() or move != Move.PROGRESS:
                self.follow_ups[case] = f"{Move(move).label}: {text}" if text.strip() else Move(move).label

    def _read_clocks(self, village: Village, cases: Sequence[UUID]) -> None:
        kinds = (ClockKind.ANSWER, ClockKind.TELL_DECISION)
        clocks = CaseClock.objects.filter(village=village, case__in=cases, kind__in=kinds, cancelled=False)
        for case, kind, due_on, stopped_on in clocks.order_by("round", "run").values_list(
            "case", "kind", "due_on", "stopped_on"
        ):
            if kind == ClockKind.ANSWER and due_on:
                self.due[case] = due_on
            elif kind == ClockKind.TELL_DECISION and stopped_on:
                self.told[case] = stopped_on


def _line(case: Case, village: Village, more: _More) -> Line:
    known: dict[str, Any] = {
        "key": case.book_key,
        "case": case.pk,
        "series": case.series,
        "seq": case.seq,
        "number": case.number,
        "received_at": case.received_at.astimezone(village.zone),
        "date_unknown": case.date_unknown,
    }
    if _withheld(case):
        return Line(**known, withheld=True)
    status = Status(case.status)
    ended = case.closed_at or (case.answered_at if status in _ENDED else None)
    recorded_on = case.recorded_at.astimezone(village.zone).date()
    assigned = more.assigned.get(case.pk)
    return Line(
        **known,
        withheld=False,
        identity_mode=IdentityMode(case.identity_mode),
        identity=case.identity,
        old_number=case.old_number,
        form_number=case.form_number,
        channel=_CHANNEL_LABELS.get(case.channel, case.channel),
        kind=Kind(case.kind).label,
        title=case.title,
        story=str(getattr(case, "opening", "")),
        category=case.category.name if case.category else "",
        problem_code=case.category.problem_code if case.category else "",
        case_class=CaseClass(case.case_class).label if case.case_class else "",
        place=_place(case),
        about_whom=case.about_whom,
        evidence=more.evidence.get(case.pk, 0),
        recorded_by=_receiver(case),
        # A letter that came in July and was written down in August stands in July's book; the line says so.
        recorded_on=recorded_on if recorded_on != known["received_at"].date() and not case.imported else None,
        handler=str(case.handler) if case.handler else "",
        assigned_on=assigned.astimezone(village.zone).date() if assigned and case.handler else None,
        body=case.body.name if case.body else "",
        due_on=more.due.get(case.pk) or case.next_due_on,
        follow_up=more.follow_ups.get(case.pk, ""),
        status=status,
        ended_on=ended.astimezone(village.zone).date() if ended else None,
        outcome=Outcome(case.outcome).label if case.outcome else "",
        told_on=more.told.get(case.pk),
    )


def _receiver(case: Case) -> str:
    if case.recorded_by is not None:
        return case.recorded_by.post or case.recorded_by.name
    return "" if case.imported else "Sistem"


def _place(case: Case) -> str:
    parts = [
        case.hamlet.name if case.hamlet else "",
        f"RT {case.rt}" if case.rt else "",
        f"RW {case.rw}" if case.rw else "",
        case.place,
    ]
    return ", ".join(part for part in parts if part)


def span(village: Village, part: Part) -> tuple[int, int] | None:
    """Return the first and the last year of a register, None while it is empty (two entries of one index)."""
    (series,) = part.series
    keys = Case.objects.filter(village=village, book_key__gt=series, book_key__lt=f"{series}:")
    ordered = keys.order_by("book_key").values_list("book_key", flat=True)
    first, last = ordered.first(), ordered.last()
    if first is None or last is None:
        return None
    start = len(series)
    return int(first[start : start + 4]), int(last[start : start + 4])
