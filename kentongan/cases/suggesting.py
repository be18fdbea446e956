"""Likely category and urgency of a case, learnt from the village's own verified ones; offered, never decided.

A job learns anew from the newest verified cases once a day when the log has grown. Only ordinary ones teach: nothing of
a restricted, sealed, limited or erased case enters. When a case becomes one of these, what was learnt is thrown away in
the same transaction, and the job learns again from what is left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from kentongan.cases.language import stemmer
from kentongan.cases.models import Case, LearntModel
from kentongan.ledger import log as ledger
from kentongan.rules import suggesting
from kentongan.rules.suggesting import PRIOR_WEIGHT, Example, Model, features
from kentongan.rules.suggesting_words import CATEGORY_WORDS, NORMAL_WORDS, URGENT_WORDS
from kentongan.rules.types import Urgency
from kentongan.villages.models import Category, Village

MOST_CASES: Final = 3000
"""The newest verified cases that are learnt from: so much work and memory, however long the register is."""

EVERY: Final = timedelta(hours=20)  # not more often, unless what was learnt had to be thrown away
OFFERED: Final = 2
LEAST_LIKELY: Final = 0.2  # a category
LEAST_URGENT: Final = 0.7
_KEPT: Final = 4  # villages whose models a process keeps at hand, half a megabyte each
_NORMAL, _URGENT = 0, 1
_FIELDS: Final = ("id", "title", "story", "category", "urgency")


@dataclass(frozen=True)
class Suggested:
    """One category that is likely, and the words of the case that speak for it."""

    category: Category
    words: tuple[str, ...]


@dataclass(frozen=True)
class Suggestions:
    """What may be offered for a case. `urgent`: the words that speak for it being urgent, None: nothing does."""

    categories: tuple[Suggested, ...] = ()
    urgent: tuple[str, ...] | None = None


NOTHING: Final = Suggestions()


# --- offering -------------------------------------------------------------------------------------------------------


def suggest(case: Case) -> Suggestions:
    """Return what is likely of an ordinary case; nothing where the village has it off (then no query, else two)."""
    if not case.village.suggest or not _is_ordinary(case):
        return NOTHING
    learnt = _learnt(case.village_id)
    if learnt is None:
        return NOTHING
    keys, by_category, by_urgency = learnt
    read = features(_text(case), stemmer())
    likely = by_category.offers(read, most=OFFERED, least=LEAST_LIKELY)
    rows = Category.objects.filter(village=case.village_id, active=True).in_bulk([keys[each.label] for each in likely])
    grave = [each for each in by_urgency.offers(read, most=1, least=LEAST_URGENT) if each.label == _URGENT]
    return Suggestions(
        tuple(
            Suggested(rows[keys[each.label]], each.words) for each in likely if keys[each.label] in rows and each.words
        ),
        grave[0].words if grave and grave[0].words else None,
    )


def _is_ordinary(case: Case) -> bool:
    return not (case.restricted or case.sealed or case.erased_at or case.processing_limited)


def _text(case: Case) -> str:
    return f"{case.title} {case.story}"


_Learnt = tuple[list[UUID], Model, Model]
_at_hand: dict[UUID, tuple[tuple[int, datetime | None], _Learnt]] = {}
_lock = Lock()


def _learnt(village: UUID) -> _Learnt | None:
    """Return the village's models, from memory if they are still the stored ones (one query, two when they are new)."""
    rows = LearntModel.objects.filter(village=village, version=suggesting.VERSION, categories__isnull=False)
    mark = rows.values_list("forgotten", "learnt_at").first()
    with _lock:
        kept = _at_hand.get(village)
        if mark is None:
            _at_hand.pop(village, None)
            return None
        if kept is not None and kept[0] == mark:
            return kept[1]
    row = rows.first()
    if row is None or row.categories is None or row.urgency is None:
        return None
    keys = [UUID(each) for each in row.labels["categories"]]
    found = keys, Model.unpacked(bytes(row.categories)), Model.unpacked(bytes(row.urgency))
    with _lock:
        if village not in _at_hand and len(_at_hand) >= _KEPT:
            _at_hand.pop(next(iter(_at_hand)))
        _at_hand[village] = (row.forgotten, row.learnt_at), found
    return found


# --- learning -------------------------------------------------------------------------------------------------------


def learn_due(village: Village, at: datetime) -> bool:
    """Learn anew if it is on and time to, or throw away what is there if it is off; True when something was learnt."""
    row = LearntModel.objects.filter(village=village).defer("categories", "urgency").first()
    if not village.suggest:
        if row is not None and row.learnt_at is not None:
            forget(village.pk)
        return False
    entries = ledger.size(village.log)
    if row is not None and row.learnt_at is not None and row.version == suggesting.VERSION:
        rested = not row.learnt_at <= at < row.learnt_at + EVERY
        if row.entries == entries or not rested:
            return False
    return learn(village, at)


def learn(village: Village, at: datetime) -> bool:
    """Learn from the newest verified cases (some seconds, outside any transaction).

    False when something had to be forgotten meanwhile: then nothing is stored, and the next turn tries again.
    """
    row, _ = LearntModel.objects.get_or_create(village=village)
    entries = ledger.size(village.log)
    categories = list(Category.objects.filter(village=village, active=True).order_by("position", "id"))
    number = {category.pk: label for label, category in enumerate(categories)}
    of_category = list(_written(categories))
    of_urgency = list(_written_urgency())
    count = 0
    for case in _teaching(village):
        label = number.get(case.category_id) if case.category_id else None
        if label is None:
            continue  # a category that came into use this moment
        read = Example.of(features(_text(case), stemmer()), label)
        of_category.append(read)
        of_urgency.append(read.labelled(_URGENT if case.urgency == Urgency.URGENT else _NORMAL))
        count += 1
    by_category = suggesting.learn(of_category, len(categories)).packed()
    by_urgency = suggesting.learn(of_urgency, 2).packed()
    # The lock of the row makes this wait for whoever forgets at this moment, and then not store.
    return bool(
        LearntModel.objects.filter(pk=row.pk, forgotten=row.forgotten).update(
            version=suggesting.VERSION,
            learnt_at=at,
            entries=entries,
            cases=count,
            labels={"categories": [str(category.pk) for category in categories]},
            categories=by_category,
            urgency=by_urgency,
        )
    )


def _teaching(village: Village) -> Iterator[Case]:
    verified: QuerySet[Case] = Case.objects.filter(
        village=village,
        case_class__isnull=False,
        category__active=True,
        category__restricted=False,
        restricted=False,
        restricted_number="",
        sealed_content__isnull=True,
        erased_at__isnull=True,
        processing_limited=False,
    )
    newest = verified.order_by("-received_at", "-id").only(*_FIELDS)[:MOST_CASES]
    yield from newest.iterator(chunk_size=200)


def _written(categories: list[Category]) -> Iterator[Example]:
    """The words that speak for the categories a village starts with."""
    for label, category in enumerate(categories):
        for words in CATEGORY_WORDS.get(category.name, ()):
            yield Example.of(features(words, stemmer()), label, PRIOR_WEIGHT)


def _written_urgency() -> Iterator[Example]:
    for label, lines in ((_NORMAL, NORMAL_WORDS), (_URGENT, URGENT_WORDS)):
        for words in lines:
            yield Example.of(features(words, stemmer()), label, PRIOR_WEIGHT)


def forget(village: UUID) -> None:
    """Throw away what was learnt, in the transaction of what makes it necessary; the job learns anew (one query)."""
    with transaction.atomic():
        LearntModel.objects.filter(village=village).update(
            forgotten=F("forgotten") + 1, learnt_at=None, entries=0, cases=0, labels={}, categories=None, urgency=None
        )
