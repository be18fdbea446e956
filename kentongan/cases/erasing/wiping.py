"""What is destroyed of a case, table by table. What stays: number, dates, status, class, category, who acted when.

The ledger keeps its commitments: they prove that these acts were recorded, and say nothing without salt and content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from kentongan.cases import search, suggesting
from kentongan.cases.models import (
    Assignment,
    Case,
    Event,
    Objection,
    Paper,
    PrivacyRequest,
    Rating,
)
from kentongan.documents import store
from kentongan.documents.models import Document
from kentongan.ledger import log as ledger
from kentongan.outbox import forgetting
from kentongan.rules.data_rights import ErasedWhy
from kentongan.rules.types import Move
from kentongan.vault import case_keys
from kentongan.vault import door as vault

# Facts of an event that are codes, numbers, dates and ids, never words of a person.
_FACTS: Final = frozenset(
    {
        "about", "before", "book", "category", "channel", "class", "due_on", "effective_on", "ground", "handler",
        "imported", "into", "kind", "letter", "new_date", "number", "officers", "outcome", "paper", "post", "proposed",
        "read_back", "request", "stars", "told", "upheld", "urgency",
    }
)  # fmt: skip
_EMPTY_TEXTS: Final = ("title", "settlement", "rt", "rw", "place", "incident_text", "about_whom", "proposed_text")
_NOTHING: Final = ("hamlet", "latitude", "longitude", "incident_on", "identity", "contact", "sealed_content", "key")


@dataclass
class Destroyed:
    """How much was destroyed."""

    texts: int = 0
    files: int = 0
    records: int = 0
    keys: int = 0
    entries: int = 0

    def as_dict(self) -> dict[str, int]:
        """Return the counts."""
        return asdict(self)


def wipe(case: Case, *, why: ErasedWhy, at: datetime) -> Destroyed:
    """Destroy the contents of a locked case, inside the action's transaction; the caller saves the case.

    Its own row is emptied in memory, all others in the database. Files go after the commit.
    """
    done = Destroyed()
    instead = why.label
    _records(case, instead, at, done)
    done.keys = case_keys.destroy(village=case.village_id, case=case.pk)
    _files(case, at, done)
    _rows(case, instead, done)
    _case(case, instead, done)
    for entry in ledger.entries_for(case.pk, log=case.village.log):
        if entry.erased_at is None:
            ledger.erase_private(case.village.log, entry.index, at)
            done.entries += 1
    search.forget(case)
    suggesting.forget(case.village_id)
    return done


def _records(case: Case, instead: str, at: datetime, done: Destroyed) -> None:
    """Destroy what the vault holds: identity, contact, and secrets of messages that wait."""
    records = {record for record in (case.identity, case.contact) if record is not None}
    records |= forgetting.forget_case(case.village_id, case.pk, at=at)
    done.records = vault.erase(records, village=case.village_id, instead=instead)


def _files(case: Case, at: datetime, done: Destroyed) -> None:
    documents = store.for_subject(case.pk, village=case.village)
    done.files = len(store.destroy(documents, at=at))


def _rows(case: Case, instead: str, done: Destroyed) -> None:
    for event in Event.objects.filter(village=case.village_id, case=case):
        facts = facts_only(Move(event.move), event.data)
        text = instead if event.text else ""
        if text != event.text or facts != event.data:
            done.texts += 1
            Event.objects.filter(pk=event.pk).update(text=text, data=facts)
    mine: dict[str, Any] = {"village": case.village_id, "case": case}
    done.texts += Assignment.objects.filter(**mine).update(instruction=instead)
    done.texts += Rating.objects.filter(**mine).exclude(words="").update(words="")
    done.texts += Objection.objects.filter(**mine).exclude(reasons="").update(reasons=instead)
    done.texts += Objection.objects.filter(**mine).update(reason=instead)
    done.texts += Paper.objects.filter(**mine).update(data={})
    done.texts += Paper.objects.filter(**mine).exclude(void_reason="").update(void_reason=instead)
    done.texts += PrivacyRequest.objects.filter(**mine).exclude(text="").update(text=instead)
    done.texts += PrivacyRequest.objects.filter(**mine).exclude(reason="").update(reason=instead)


def _case(case: Case, instead: str, done: Destroyed) -> None:
    for name in _EMPTY_TEXTS:
        setattr(case, name, "")
    for name in _NOTHING:
        setattr(case, name, None)
    case.story = instead
    case.code_public = ""  # the code itself still opens a page that says what became of it
    case.notify_by_email = False
    case.proxy = False
    case.processing_limited = False
    done.texts += 1


def facts_only(move: Move, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stays of an event's facts."""
    kept = {key: value for key, value in data.items() if key in _FACTS}
    if move is Move.ARCHIVE and "reason" in data:
        kept["reason"] = data["reason"]  # a code of the closed list
    if move is Move.FORWARD and "body" in data:
        kept["body"] = data["body"]
    return kept


def documents_of(case: Case) -> list[Document]:
    """Return the files that an erasure would destroy."""
    return store.for_subject(case.pk, village=case.village)


def records_of(case: Case) -> list[UUID]:
    """Return the records of the vault that an erasure would destroy."""
    return [record for record in (case.identity, case.contact) if record is not None]
