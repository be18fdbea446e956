"""The words that are held of a case, read in one place, so that what is sealed is opened in one place too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kentongan.cases.models import Case, Event, Objection, PrivacyRequest, Rating
from kentongan.vault.keyring import NO_KEYS, Keyring

CASE_TEXTS = ("title", "story", "settlement", "place", "incident_text", "about_whom")


@dataclass(frozen=True, repr=False)
class HeldTexts:
    """What stands in words of one case: of its own row, of each event, objection, rating and request by its id."""

    case: Mapping[str, str]
    events: Mapping[UUID, str]
    objections: Mapping[UUID, tuple[str, str]]  # reason, and the reasons of the decision
    ratings: Mapping[int, str]  # by round
    requests: Mapping[UUID, tuple[str, str]]  # what was asked, and what was answered


def held_texts(case: Case, keys: Keyring = NO_KEYS) -> HeldTexts:
    """Return all words of a case that the reporter wrote or was told (four queries).

    `keys`: for a case of which the words are sealed; without its key they stay sealed.
    """
    del keys  # nothing is sealed in these rows yet
    mine = {"village": case.village_id, "case": case}
    events = Event.objects.filter(**mine, to_reporter=True).exclude(text="")
    objections = Objection.objects.filter(**mine).values_list("id", "reason", "reasons")
    requests = PrivacyRequest.objects.filter(**mine).values_list("id", "text", "reason")
    return HeldTexts(
        case={name: str(getattr(case, name)) for name in CASE_TEXTS},
        events=dict(events.values_list("id", "text")),
        objections={key: (reason, reasons) for key, reason, reasons in objections},
        ratings=dict(Rating.objects.filter(**mine).values_list("round", "words")),
        requests={key: (text, reason) for key, text, reason in requests},
    )
