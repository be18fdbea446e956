"""Writing all of a case anew under another key: when it is sealed later, gets a new key, or is sealed no more.

In the transaction of the act that needs it. Everything is opened first and nothing is given up that does not open.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from kentongan.cases import sealing
from kentongan.cases.actions.base import story_digest, text_digest
from kentongan.cases.models import Assignment, Case, Event, Objection, Paper, PrivacyRequest, Rating
from kentongan.cases.models.sealed import SealedWords
from kentongan.documents import store
from kentongan.documents.models import Document
from kentongan.ledger import log as ledger
from kentongan.rules.types import Move
from kentongan.support import canonical
from kentongan.vault import door as vault
from kentongan.vault.case_keys import Seal
from kentongan.vault.keyring import Keyring

# What an event holds in words beside its text.
_SAID: Final = {Move.VERIFY: ("note",), Move.HANDOVER: ("reason",)}
_BLOCK: Final = 200


RESEALED: Final = "resealed"


def rewrite(case: Case, *, keys: Keyring, seal: Seal | None, at: datetime) -> None:
    """Write content, words, papers and files of a case for another key; in clear with `seal` None. Does not save it.

    The ledger committed to the bytes that were; an entry of its own commits to those that are now, so that nobody can
    use such a moment to change what was said.

    Raises:
        Locked, NotOpened, Misplaced: something cannot be opened with these keys; then nothing is lost, for the
            transaction rolls back.
    """
    old = _Old(case, keys)
    data = sealing.content_of(case, keys) if case.sealed else sealing.content_in_clear(case)
    proposed = old.words(case.proposed_text, "proposed")
    _events(old, seal)
    _rows(old, seal, Assignment.objects.filter(case=case))
    _rows(old, seal, Objection.objects.filter(case=case))
    _rows(old, seal, Rating.objects.filter(case=case))
    _rows(old, seal, PrivacyRequest.objects.filter(case=case))
    _papers(old, seal)
    _files(old, seal)
    case.proposed_text = sealing.sealed_words(proposed, case, "proposed", seal)
    if seal is not None:
        sealing.put_content(case, seal, data)
    else:
        sealing.lay_open(case, data)
    _commit(case, keys, at)


def _commit(case: Case, keys: Keyring, at: datetime) -> None:
    """Put on the record the digests of what was just written anew."""
    files = Document.objects.filter(village_id=case.village_id, subject=case.pk).order_by("id")
    ledger.append(
        log=case.village.log,
        action=RESEALED,
        subject=case.pk,
        actor=keys.officer,
        public={},
        private={
            "story_sha256": story_digest(case),
            "texts": {str(event.pk): text_digest(event.text) for event in Event.objects.filter(case=case)},
            "documents": {str(key): sha256 for key, sha256 in files.values_list("pk", "sha256")},
        },
        at=at,
    )


def rewrite_identity(case: Case, *, keys: Keyring, seal: Seal) -> None:
    """Seal the identity to this key; keep the address for notices openable by the service where it was until now."""
    if case.identity is None:
        return
    if case.key is None and case.notify_by_email and case.contact is None:
        case.contact = vault.contact_copy(case.identity, village=case.village_id, at=case.updated_at)
    vault.reseal(case.identity, village=case.village_id, seal=seal, keys=keys)


class _Old:
    """How the case was sealed until now."""

    def __init__(self, case: Case, keys: Keyring) -> None:
        # The row changes under our hands: what it was sealed to is remembered here.
        self.case, self.key, self.sealed, self.keys = case, case.key, case.sealed, keys

    def words(self, value: str, place: str) -> str:
        return sealing.reopened_words(value, self.case, place, self.keys)

    def opener(self) -> Callable[[bytes], bytes] | None:
        return (lambda data: self.keys.open(data, key=self.key)) if self.sealed else None


def _events(old: _Old, seal: Seal | None) -> None:
    changed = []
    for event in Event.objects.filter(case=old.case).order_by("id").iterator(_BLOCK):
        place = sealing.event_place(event)
        event.text = sealing.sealed_words(old.words(event.text, place), old.case, place, seal)
        for name in _SAID.get(Move(event.move), ()):
            if event.data.get(name):
                value = event.data[name]
                read = old.words(SealedWords(value) if sealing.is_stored(value) else value, f"{place}:{name}")
                event.data[name] = sealing.stored(sealing.sealed_words(read, old.case, f"{place}:{name}", seal))
        changed.append(event)
    Event.objects.bulk_update(changed, ["text", "data"], batch_size=_BLOCK)


def _rows(old: _Old, seal: Seal | None, rows: Iterable[Any]) -> None:
    for row in rows:
        places = sealing.places_of(row)
        for name, place in places:
            setattr(row, name, sealing.sealed_words(old.words(getattr(row, name), place), old.case, place, seal))
        row.save(update_fields=[name for name, _ in places])


def _papers(old: _Old, seal: Seal | None) -> None:
    for paper in Paper.objects.filter(case=old.case):
        said = paper_data(paper, old.case, old.keys)
        paper.data = sealed_paper(paper, old.case, said, seal)
        paper.save(update_fields=["data"])


def _files(old: _Old, seal: Seal | None) -> None:
    files = list(Document.objects.filter(village_id=old.case.village_id, subject=old.case.pk))
    if files:
        store.reseal(files, open_with=old.opener(), seal_to=seal.recipient if seal else None)


def sealed_paper(paper: Paper, case: Case, said: dict[str, Any], seal: Seal | None) -> dict[str, Any]:
    """Return what the row of a paper holds of what it says: all of it, or its number and the rest sealed."""
    if seal is None:
        return said
    text = sealing.sealed_words(canonical.dumps(said).decode(), case, f"paper:{paper.pk}", seal)
    return {"number": paper.number, "sealed": sealing.stored(text)}


def paper_data(paper: Paper, case: Case, keys: Keyring) -> dict[str, Any]:
    """Return what a paper says. Raises Locked, NotOpened, Misplaced where it is sealed and does not open."""
    held: dict[str, Any] = paper.data
    if "sealed" not in held:
        return held
    read: dict[str, Any] = json.loads(
        sealing.reopened_words(SealedWords(held["sealed"]), case, f"paper:{paper.pk}", keys)
    )
    return read
