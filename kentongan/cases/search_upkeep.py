"""Making the indexes anew in the background, newest cases first, so that no upgrade has to wait for them.

Every case that is recorded or changed enters the indexes at once, in its own transaction. What is older is caught up
with here, a block at a time; `IndexState` remembers how far it came, and a new version begins again at the newest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kentongan.cases import search
from kentongan.cases.lodging import IdentityMode
from kentongan.cases.models import Case, IndexState
from kentongan.rules import searching
from kentongan.vault import door as vault
from kentongan.vault import names

WORDS: Final = "words"
REPORTERS: Final = "reporters"
BLOCK: Final = 200  # some 100 ms in which nobody else writes on SQLite
PAUSE: Final = 0.05  # seconds in which others get their turn
TURN: Final = timedelta(seconds=20)
# What is read of a case to index it.
_FIELDS: Final = (
    "id",
    "village_id",
    "number",
    "old_number",
    "form_number",
    "title",
    "place",
    "rt",
    "rw",
    "about_whom",
    "story",
    "settlement",
    "received_at",
    "recorded_at",
    "date_unknown",
    "hamlet__name",
    "identity",
    "identity_mode",
    "erased_at",
)


@dataclass(frozen=True)
class _Index:
    name: str
    version: int
    renew: Callable[[Sequence[Case]], None]


def _renew_words(cases: Sequence[Case]) -> None:
    search.reindex(*cases)


def _renew_reporters(cases: Sequence[Case]) -> None:
    records = [case.identity for case in cases if case.identity and case.identity_mode == IdentityMode.OPEN]
    vault.renew_names(records)


_INDEXES: Final = (
    _Index(WORDS, searching.VERSION, _renew_words),
    _Index(REPORTERS, names.VERSION, _renew_reporters),
)


def catch_up(at: datetime, *, turn: timedelta = TURN, pause: float = PAUSE) -> bool:
    """Go on with what is not indexed yet, for about as long as `turn`; True when nothing is left (then two queries)."""
    ends = time.monotonic() + turn.total_seconds()
    for each in _INDEXES:
        while not _is_done(each):
            if time.monotonic() >= ends:
                return False
            _next_block(each, at)
            time.sleep(pause)
    return True


def is_complete(name: str = WORDS) -> bool:
    """Tell whether every case can be found by now (one query)."""
    return next(_is_done(each) for each in _INDEXES if each.name == name)


def rebuild(at: datetime) -> None:
    """Make the index of words anew at once, after a restore: it is in no backup, as the vault's tokens are."""
    with transaction.atomic():
        search.empty()
        IndexState.objects.filter(name=WORDS).delete()
    words = _INDEXES[0]
    while not _is_done(words):
        _next_block(words, at)


def _is_done(each: _Index) -> bool:
    return IndexState.objects.filter(name=each.name, version=each.version, finished_at__isnull=False).exists()


def _next_block(each: _Index, at: datetime) -> None:
    """Index the next older cases, and note how far it came, in one transaction."""
    with transaction.atomic():
        state, _ = IndexState.objects.select_for_update().get_or_create(
            name=each.name, defaults={"version": each.version}
        )
        if state.version != each.version:
            state.version, state.done_down_to, state.finished_at = each.version, None, None
        older = Case.objects.all() if state.done_down_to is None else Case.objects.filter(pk__lt=state.done_down_to)
        # Locked, so that an action which changes the words at this moment is not overwritten with the old ones.
        cases = list(
            older.order_by("-pk").select_related("hamlet").only(*_FIELDS).select_for_update(of=("self",))[:BLOCK]
        )
        each.renew(cases)
        if cases:
            state.done_down_to = cases[-1].pk
        if len(cases) < BLOCK:
            state.finished_at = at
        state.save()
