"""What stands in public of the cases of a village: the only door for the portal, the open data, feeds and the API.

Nothing here names a register number, a person, an officer, or a day on which something happened to the case: time is a
quarter or coarser, and what was done is counted in working days since receipt. What was done after publication has no
count at all: who saw it happen could count back to the day of receipt. The only days are those of the publication.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear

from kentongan.cases.guarding import MAY_STAND, PUBLISHED
from kentongan.cases.models import Case, Publication
from kentongan.cases.queries.published_parts import Parts, parts_of
from kentongan.ledger import tree
from kentongan.rules.public_figures import PublicClock, PublicRow, Withheld, public_status, told
from kentongan.rules.publication import PictureStage
from kentongan.rules.types import CaseClass, Kind, Move, Outcome, Status
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village

PAGE: Final = 20
MOST: Final = 100
_CHUNK: Final = 500


@dataclass(frozen=True)
class PublicFilter:
    """What somebody looks for; "" leaves it open. `period`: a year or a quarter; `words`: all must occur."""

    group: str = ""
    category: str = ""
    hamlet: str = ""
    period: str = ""
    status: Status | None = None
    words: str = ""


@dataclass(frozen=True)
class PublicStep:
    """One step of the timeline. `after_days`: working days since receipt; None after publication, or not known."""

    move: Move
    title: str
    text: str
    after_days: int | None


@dataclass(frozen=True)
class PublicPhoto:
    """The public copy of a picture (a document of `documents.store`)."""

    document: UUID
    stage: PictureStage


@dataclass(frozen=True)
class PublicCard:
    """A published case in a list; `row` is its line in the open data."""

    row: PublicRow
    title: str  # never empty
    excerpt: str
    hamlet_id: UUID | None
    photos: tuple[PublicPhoto, ...]
    published_on: date
    changed_on: date  # when texts, pictures or generality last changed; not when something happened to the case

    @property
    def public_id(self) -> str:
        """Its public id."""
        return self.row.id


@dataclass(frozen=True)
class PublicPage:
    """One page of the list, the newest publication first; `next`: to ask for the following page, "" on the last."""

    cases: tuple[PublicCard, ...]
    next: str


@dataclass(frozen=True)
class PublicCase:
    """A published case with all that may be read of it. Texts are the approved ones; "" was not published."""

    row: PublicRow
    title: str  # never empty
    story: str
    settlement: str
    answers: tuple[str, ...]
    steps: tuple[PublicStep, ...]
    before: tuple[PublicPhoto, ...]
    after: tuple[PublicPhoto, ...]
    hamlet_id: UUID | None
    published_on: date
    changed_on: date

    @property
    def public_id(self) -> str:
        """Its public id."""
        return self.row.id


def standing(village: Village) -> QuerySet[Publication]:
    """Return the publications that stand in public."""
    return Publication.objects.filter(PUBLISHED, MAY_STAND, village=village, withheld=False)


def public_page(
    village: Village, filters: PublicFilter | None = None, after: str = "", limit: int = PAGE, *, today: date
) -> PublicPage:
    """Return one page of the published cases (a fixed number of queries).

    Args:
        after: `next` of the page before.
        today: the village's day: by it limits that still run are late.
    """
    limit = max(1, min(limit, MOST))
    found = _filtered(standing(village), filters or PublicFilter())
    if after:
        found = found.filter(page_key__lt=after)
    rows = list(_with_case(found).order_by("-page_key")[: limit + 1])
    shown = rows[:limit]
    parts = parts_of(village, shown, today=today)
    cards = tuple(_card(row, parts, village) for row in shown)
    return PublicPage(cards, next=shown[-1].page_key if len(rows) > limit else "")


def public_case(village: Village, public_id: str, *, today: date) -> PublicCase | None:
    """Return a published case, or None where nothing stands under this id (a fixed number of queries)."""
    found = public_cases(village, standing(village).filter(public_id=public_id)[:1], today=today)
    return found[0] if found else None


def public_cases(village: Village, found: QuerySet[Publication], *, today: date) -> tuple[PublicCase, ...]:
    """Return cases whole, in the order of `found`: a part of `standing` (a fixed number of queries)."""
    rows = list(_with_case(found))
    parts = parts_of(village, rows, today=today, whole=True)
    return tuple(_whole(row, parts, village) for row in rows)


def _whole(row: Publication, parts: Parts, village: Village) -> PublicCase:
    texts, photos = parts.texts[row.case_id], _photos(row)
    published_on, changed_on = _days(village, row)
    return PublicCase(
        row=_row(row, parts),
        title=_title(row, parts),
        story=texts.get("story", ""),
        settlement=texts.get("settlement", ""),
        answers=parts.answers(row),
        steps=tuple(PublicStep(*step) for step in parts.steps(row)),
        before=tuple(photo for photo in photos if photo.stage is PictureStage.BEFORE),
        after=tuple(photo for photo in photos if photo.stage is PictureStage.AFTER),
        hamlet_id=row.shown_hamlet_id,
        published_on=published_on,
        changed_on=changed_on,
    )


def public_cards(
    village: Village, ids: Collection[str], filters: PublicFilter | None = None, *, today: date
) -> Mapping[str, PublicCard]:
    """Return those of these published cases that stand and fit (a fixed number of queries, for MOST ids at most)."""
    if not ids:
        return {}
    found = _filtered(standing(village), filters or PublicFilter()).filter(public_id__in=list(ids)[:MOST])
    rows = list(_with_case(found))
    parts = parts_of(village, rows, today=today)
    return {row.public_id: _card(row, parts, village) for row in rows}


def public_rows(village: Village, *, today: date) -> Iterator[PublicRow]:
    """Yield all published cases as rows of the open data, in the order of their public ids (in chunks)."""
    last = ""
    while True:
        chunk = list(_with_case(standing(village)).filter(public_id__gt=last).order_by("public_id")[:_CHUNK])
        if not chunk:
            return
        parts = parts_of(village, chunk, today=today, texts=False)
        yield from (_row(row, parts) for row in chunk)
        last = chunk[-1].public_id


def withheld(village: Village, *, slot: datetime | None = None) -> tuple[Withheld, ...]:
    """Return how many cases stand behind the published ones, without attributes; below k not how many.

    Restricted ones are counted too: else a number would fall when a case is sealed, and everybody learn of it. Only
    what was recorded before the newest checkpoint's slot counts (`slot`: another one's): a count of this moment would
    date each lodging to the second. Before the first checkpoint nothing is told. Imported ones are counted by the year
    their register claims; years with fewer than k of them are told together, without a year.
    """
    if slot is None:
        newest = tree.checkpoint(village.log)
        if newest is None:
            return ()
        slot = newest.at
    least = village.publish_least
    cases = Case.objects.filter(village=village, recorded_at__lt=slot)
    shown = standing(village).filter(case__recorded_at__lt=slot)
    own = cases.filter(imported=False).count() - shown.filter(case__imported=False).count()
    claimed = _by_year(cases.filter(imported=True), "received_at", "date_unknown", village)
    for year, count in _by_year(shown.filter(case__imported=True), "case__received_at", "case__date_unknown", village):
        claimed = [(y, n - count if y == year else n) for y, n in claimed]
    named = [(year, count) for year, count in claimed if year is not None and count >= least]
    rest = sum(count for _, count in claimed) - sum(count for _, count in named)
    # None of the village's own is told as "fewer than k" too: else the first one would show.
    found = [told(None, own, imported=False, least=least)]
    if rest:
        found.append(told(None, rest, imported=True, least=least))
    return (*found, *(Withheld(year, True, n) for year, n in sorted(named)))


def published_documents(village: Village) -> QuerySet[Publication]:
    """Return the publications whose pictures may be served: `[[id, stage], …]` in `pictures` (for the portal)."""
    return standing(village).exclude(pictures=[])


def photo_stands(village: Village, public_id: str, document: UUID) -> bool:
    """Tell whether a public copy of a picture belongs to this published case (one query)."""
    pictures = standing(village).filter(public_id=public_id).values_list("pictures", flat=True).first()
    return any(key == str(document) for key, _ in pictures or [])


def case_key(village: Village, public_id: str) -> UUID | None:
    """Return the case behind a public id that stands. For rooms that open its public entries of the log."""
    return standing(village).filter(public_id=public_id).values_list("case_id", flat=True).first()


def _by_year(rows: QuerySet[Any], at: str, unknown: str, village: Village) -> list[tuple[int | None, int]]:
    known = rows.filter(**{unknown: False}).annotate(claimed=ExtractYear(at, tzinfo=village.zone))
    counted = known.values("claimed").annotate(n=Count("pk")).order_by("claimed").values_list("claimed", "n")
    return [*counted, (None, rows.filter(**{unknown: True}).count())]


def _filtered(found: QuerySet[Publication], wanted: PublicFilter) -> QuerySet[Publication]:
    exact = {"shown_group": wanted.group, "shown_category": wanted.category, "shown_hamlet__name": wanted.hamlet}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.period:
        quarters = [f"{wanted.period}-Q{number}" for number in range(1, 5)] if len(wanted.period) == 4 else []
        found = found.filter(shown_period__in=[wanted.period, *quarters])
    if wanted.status is not None:
        alike = [status for status in Status if public_status(status) is public_status(wanted.status)]
        found = found.filter(case__status__in=alike)
    for word in wanted.words.lower().split()[:8]:
        found = found.filter(words__contains=word)
    return found


def _with_case(found: QuerySet[Publication]) -> QuerySet[Publication]:
    unread = ("words", "case__story", "case__settlement", "case__about_whom", "shown_hamlet__polygon")
    return found.select_related("case", "shown_hamlet").defer(*unread)


def _card(row: Publication, parts: Parts, village: Village) -> PublicCard:
    published_on, changed_on = _days(village, row)
    return PublicCard(
        row=_row(row, parts),
        title=_title(row, parts),
        excerpt=_short(parts.texts[row.case_id].get("story", ""), 200),
        hamlet_id=row.shown_hamlet_id,
        photos=_photos(row),
        published_on=published_on,
        changed_on=changed_on,
    )


def _row(row: Publication, parts: Parts) -> PublicRow:
    case = row.case
    return PublicRow(
        id=row.public_id,
        kind=Kind(case.kind),
        case_class=CaseClass(case.case_class) if case.case_class else None,
        group=row.shown_group,
        category=row.shown_category,
        hamlet=row.shown_hamlet.name if row.shown_hamlet else "",
        period=row.shown_period,
        status=public_status(Status(case.status)),
        outcome=Outcome(case.outcome) if case.outcome else None,
        confirmed_solved=case.confirmed_solved,
        days_to_answer=parts.days_to_answer(row),
        clocks=tuple(PublicClock(kind, met) for kind, met in parts.clocks(row)),
    )


def _title(row: Publication, parts: Parts) -> str:
    texts = parts.texts[row.case_id]
    return texts.get("title") or _short(texts.get("story", ""), 80) or Kind(row.case.kind).label


def _short(text: str, letters: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= letters else f"{words[:letters].rsplit(' ', 1)[0]} …"


def _photos(row: Publication) -> tuple[PublicPhoto, ...]:
    return tuple(PublicPhoto(UUID(key), PictureStage(stage)) for key, stage in row.pictures)


def _days(village: Village, row: Publication) -> tuple[date, date]:
    """When it was published, and when what stands last changed."""
    if row.published_at is None:
        raise RuntimeError("what stands was published")
    return local_date(village, row.published_at), local_date(village, row.changed_at or row.published_at)
