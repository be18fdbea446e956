"""What a sealed case holds: sealing it, and opening it for somebody who brings keys.

Sealed are what was told, every text that is written on the case, and its files; in clear stay number, dates, status,
class and category, which the clocks need. Whoever writes needs no key. Reading without one shows that it is sealed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from kentongan.cases.models import Assignment, Case, Event, Objection, PrivacyRequest, Rating
from kentongan.cases.models.sealed import MARK, SealedWords
from kentongan.support.age import NotOpened
from kentongan.vault import case_keys
from kentongan.vault.case_keys import Misplaced, Seal
from kentongan.vault.keyring import NO_KEYS, Keyring, Locked
from kentongan.villages.models import Hamlet

BROKEN: Final = "(segel rusak: beri tahu pengelola sistem)"
_TEXTS: Final = ("title", "story", "settlement", "rt", "rw", "place", "incident_text", "about_whom")
_CONTENT: Final = "content"


def seal_content(case: Case, seal: Seal, *, found: Iterable[str] = ()) -> None:
    """Seal what was told and leave nothing of it in the (unsaved) row. `found`: what made it sealed, in words."""
    put_content(case, seal, content_in_clear(case) | {"found": list(found)})


def content_in_clear(case: Case) -> dict[str, Any]:
    """Return what was told, of a case that is not sealed."""
    data: dict[str, Any] = {name: getattr(case, name) for name in _TEXTS}
    data["hamlet"] = str(case.hamlet_id) if case.hamlet_id else None
    data["hamlet_name"] = case.hamlet.name if case.hamlet else ""
    data["point"] = [str(case.latitude), str(case.longitude)] if case.latitude is not None else None
    data["incident_on"] = case.incident_on.isoformat() if case.incident_on else None
    data["found"] = []
    return data


def put_content(case: Case, seal: Seal, data: Mapping[str, Any]) -> None:
    """Seal this content to the case's key, and empty the columns in clear."""
    case.key = seal.key
    case.sealed_content = seal.put(dict(data), binding=_binding(case.pk, _CONTENT))
    for name in _TEXTS:
        setattr(case, name, "")
    case.hamlet = case.latitude = case.longitude = case.incident_on = None


def content_of(case: Case, keys: Keyring) -> dict[str, Any]:
    """Return the sealed content. Raises Locked, NotOpened, Misplaced."""
    if case.sealed_content is None:
        raise ValueError("this case is not sealed")
    data: dict[str, Any] = case_keys.read(
        bytes(case.sealed_content), key=case.key, keys=keys, binding=_binding(case.pk, _CONTENT)
    )
    return data


def lay_open(case: Case, data: Mapping[str, Any]) -> None:
    """Write this content into the row in clear: the case is sealed no more."""
    _fill(case, data)
    case.hamlet_id = UUID(data["hamlet"]) if data["hamlet"] else None
    case.sealed_content = None


def shown(case: Case, keys: Keyring = NO_KEYS) -> Case:
    """Return the case to be read: itself, or, of a sealed one, a copy with its content (`locked` without a key).

    The copy cannot be saved.
    """
    if not case.sealed or case.only_to_read:
        return case
    reading = copy.copy(case)
    reading.__dict__ = dict(case.__dict__)
    reading.only_to_read = True
    try:
        data = content_of(case, keys)
    except Locked:
        reading.locked = True
        return reading
    except (NotOpened, Misplaced):
        reading.locked, reading.story = True, BROKEN
        return reading
    _fill(reading, data)
    if case.title:
        reading.title = case.title  # the working title, which its officers gave it
    if data["hamlet"]:
        reading.hamlet = Hamlet(pk=UUID(data["hamlet"]), village_id=case.village_id, name=data["hamlet_name"])
    reading.__dict__["found"] = tuple(data.get("found", ()))
    if case.proposed_text:
        reading.proposed_text = words(case.proposed_text, case, "proposed", keys)
    return reading


def found_in(case: Case) -> tuple[str, ...]:
    """Return what made an opened case sealed, in words; () while it is locked."""
    found: tuple[str, ...] = case.__dict__.get("found", ())
    return found


def sealed_words(text: str, case: Case, place: str, seal: Seal | None) -> str:
    """Return what a column should hold of this text: itself where nothing is sealed, or sealed words."""
    if seal is None or not text:
        return text
    return SealedWords.of(seal.put(text, binding=_binding(case.pk, place)))


def seal_to(case: Case) -> str | None:
    """Return the public key to which files of this case are sealed; None where it is not (one query if it is)."""
    return case_keys.seal_of(case.key).recipient if case.sealed and case.key is not None else None


def opener(case: Case, keys: Keyring) -> Callable[[bytes], bytes] | None:
    """Return what opens the files of a case for this reader; None where they are in clear. It raises Locked."""
    if not case.sealed:
        return None
    return lambda sealed: keys.open(sealed, key=case.key)


def stored(value: str) -> str:
    """Return what a JSON column holds of (perhaps sealed) words."""
    return value.stored if isinstance(value, SealedWords) else value


def words(value: str, case: Case, place: str, keys: Keyring) -> str:
    """Return words of a column to be read; the placeholder where this reader has no key for them."""
    if not isinstance(value, SealedWords):
        return value
    with suppress(Locked):
        try:
            return str(case_keys.read(value.sealed, key=case.key, keys=keys, binding=_binding(case.pk, place)))
        except (NotOpened, Misplaced):
            return BROKEN
    return str(value)


def reopened_words(value: str, case: Case, place: str, keys: Keyring) -> str:
    """Return words to be sealed anew or laid open. Raises Locked, NotOpened, Misplaced: nothing is lost silently."""
    if not isinstance(value, SealedWords):
        return value
    return str(case_keys.read(value.sealed, key=case.key, keys=keys, binding=_binding(case.pk, place)))


def open_event(event: Event, case: Case, keys: Keyring) -> Event:
    """Open the words of an event that is only read."""
    event.text = words(event.text, case, event_place(event), keys)
    for name, value in event.data.items():
        if is_stored(value):
            event.data[name] = words(SealedWords(value), case, f"{event_place(event)}:{name}", keys)
    return event


def open_rows(case: Case, keys: Keyring, rows: Iterable[Assignment | Objection | PrivacyRequest | Rating]) -> None:
    """Open the words of rows that are only read."""
    for row in rows:
        for name, place in places_of(row):
            setattr(row, name, words(getattr(row, name), case, place, keys))


def places_of(row: Assignment | Objection | PrivacyRequest | Rating) -> tuple[tuple[str, str], ...]:
    """Return the sealable columns of a row, with the place to which their words are bound."""
    if isinstance(row, Assignment):
        return (("instruction", "instruction"),)  # a new handler takes the old one's instruction over as it is
    if isinstance(row, Objection):
        return (("reason", f"objection:{row.pk}"), ("reasons", f"decision:{row.case_id}"))
    if isinstance(row, PrivacyRequest):
        return (("text", f"request:{row.pk}"), ("reason", f"request-answer:{row.pk}"))
    return (("words", f"rating:{row.round}"),)


def event_place(event: Event) -> str:
    """Return the place to which the words of an event are bound."""
    return f"event:{event.pk}"


def is_stored(value: object) -> bool:
    """Tell whether a value inside a JSON column is sealed words."""
    return isinstance(value, str) and value.startswith(MARK)


def _fill(case: Case, data: Mapping[str, Any]) -> None:
    for name in _TEXTS:
        setattr(case, name, data[name])
    point = data["point"] or (None, None)
    case.latitude, case.longitude = (Decimal(each) if each is not None else None for each in point)
    case.incident_on = date.fromisoformat(data["incident_on"]) if data["incident_on"] else None


def _binding(case: UUID, place: str) -> dict[str, str]:
    return {"case": str(case), "place": place}
