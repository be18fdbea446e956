"""The words that are held of a case, read in one place, so that what is sealed is opened in one place too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from kentongan.cases import sealing
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
    mine = {"village": case.village_id, "case": case.pk}
    reading = sealing.shown(case, keys)
    events = Event.objects.filter(**mine, to_reporter=True).exclude(text="").only("id", "text", "data")
    objections, ratings = list(Objection.objects.filter(**mine)), list(Rating.objects.filter(**mine))
    requests = list(PrivacyRequest.objects.filter(**mine))
    sealing.open_rows(case, keys, [*objections, *ratings, *requests])
    return HeldTexts(
        case={name: str(getattr(reading, name)) for name in CASE_TEXTS},
        events={event.pk: sealing.open_event(event, case, keys).text for event in events},
        objections={row.pk: (row.reason, row.reasons) for row in objections},
        ratings={row.round: row.words for row in ratings},
        requests={row.pk: (row.text, row.reason) for row in requests},
    )
