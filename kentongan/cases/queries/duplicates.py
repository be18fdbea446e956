"""Which cases may be about the same thing as this one: a few candidates near in time, compared word by word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from kentongan.cases.language import stemmer
from kentongan.cases.models import Case
from kentongan.cases.queries.inbox import visible
from kentongan.people.models import Officer
from kentongan.rules.likeness import DAYS_APART, LIKELY, Likable, likeness, weights
from kentongan.rules.searching import index_words
from kentongan.rules.types import Status

CANDIDATES: Final = 50  # half before, half after: the nearest in time
SUGGESTED: Final = 3
_READ = 700  # letters of a story; what it is about stands at its beginning


@dataclass(frozen=True)
class LikelyDuplicate:
    """A case that may be about the same thing."""

    id: UUID
    number: str
    title: str
    status: Status
    received_at: datetime
    same_place: bool


def likely_duplicates(case: Case, officer: Officer) -> tuple[LikelyDuplicate, ...]:
    """Return the likeliest few, of the cases this officer may see, likeliest first (two queries; bounded work)."""
    others = _nearest(case, officer)
    mine, *theirs = (_likable(each) for each in (case, *others))
    weight = weights([mine.words, *(other.words for other in theirs)])
    scored = [(likeness(mine, other, weight), each) for other, each in zip(theirs, others, strict=True)]
    found = sorted((pair for pair in scored if pair[0] >= LIKELY), key=lambda pair: (-pair[0], pair[1].pk))
    return tuple(_suggestion(case, each) for _, each in found[:SUGGESTED])


def _nearest(case: Case, officer: Officer) -> list[Case]:
    far = timedelta(days=DAYS_APART)
    cases = (
        visible(officer.viewer(), case.village)
        .exclude(pk=case.pk)
        .exclude(status__in=[Status.MERGED, Status.WITHDRAWN])
        .only("id", "number", "title", "story", "place", "status", "received_at", "category", "hamlet", "split_from")
    )
    before = cases.filter(received_at__lte=case.received_at, received_at__gt=case.received_at - far)
    after = cases.filter(received_at__gt=case.received_at, received_at__lt=case.received_at + far)
    found = [*_half(before.order_by("-received_at", "-id")), *_half(after.order_by("received_at", "id"))]
    # Parts of one letter were told apart by somebody who read it.
    letter = case.split_from_id or case.pk
    return [each for each in found if letter not in (each.split_from_id, each.pk)]


def _half(cases: QuerySet[Case]) -> list[Case]:
    return list(cases[: CANDIDATES // 2])


def _likable(case: Case) -> Likable:
    text = f"{case.title} {case.place} {case.story[:_READ]}"
    return Likable(
        words=frozenset(index_words(text, stemmer())),
        category=case.category_id,
        hamlet=case.hamlet_id,
        day=case.received_at.date().toordinal(),
    )


def _suggestion(case: Case, other: Case) -> LikelyDuplicate:
    return LikelyDuplicate(
        id=other.pk,
        number=other.number,
        title=other.title or " ".join(other.story.split()[:14]),
        status=Status(other.status),
        received_at=other.received_at,
        same_place=case.hamlet_id is not None and case.hamlet_id == other.hamlet_id,
    )
