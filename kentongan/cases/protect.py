"""What protection a lodging needs: read from what the reporter says, and from his words, before anything is stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from kentongan.cases.lodging import AboutOfficial, IdentityMode, Lodging
from kentongan.people.routes import holders, known_officials
from kentongan.rules import protection
from kentongan.rules.officials import KnownOfficial, Match
from kentongan.rules.protection import Plan, Reported, SealedFor
from kentongan.rules.sensitivity import Sensitive, find_sensitive
from kentongan.rules.types import Kind, Route
from kentongan.vault import case_keys
from kentongan.villages.models import Village

MOST_FOUND: Final = 20  # of what made it sealed, as a reader of the case is told


@dataclass(frozen=True, repr=False)
class Protection:
    """What becomes of a lodging, and the key it is sealed to (its secret half only until it is wrapped: no repr).

    `readers`: who gets the key. Without a key nothing of it is sealed to officers.
    """

    plan: Plan
    found: tuple[str, ...] = ()
    secret: str = ""
    recipient: str = ""
    readers: tuple[UUID, ...] = ()

    @property
    def seal_to(self) -> str | None:
        """The public key to which the files of the lodging are sealed; None when they stay as they are."""
        return self.recipient if self.plan.restricted else None


def protection_of(village: Village, lodging: Lodging, *, kept_out: Collection[UUID] = ()) -> Protection:
    """Decide about a lodging (no query for an ordinary one; what is known of officials is remembered).

    A confidential reporter of an ordinary complaint has a key for his identity alone, for the route of the unit.
    """
    plan, found = _plan(village, lodging, kept_out)
    if plan.restricted:
        readers = plan.members
    elif lodging.identity_mode is IdentityMode.CONFIDENTIAL:
        readers = holders(village, Route.UNIT)
    else:
        return Protection(plan)
    secret, recipient = case_keys.new_secret()
    return Protection(plan, found, secret, recipient, readers)


def matches_in(village: Village, *texts: str) -> tuple[Match, ...]:
    """Return who of village government is mentioned in texts."""
    known = known_officials(village)
    return tuple(match for text in texts if text for match in known.find(text))


def reported_by(matches: Collection[Match]) -> tuple[Reported, ...]:
    """Return the persons meant by matches, each once."""
    people = {match.official.key: match.official for match in matches if match.official is not None}
    return tuple(_reported(official) for official in people.values())


def reported_officers(village: Village, officers: Collection[UUID]) -> tuple[Reported, ...]:
    """Return officers as reported persons, with those too close to them."""
    known = {
        official.officer: official for official in known_officials(village).officials if official.officer is not None
    }
    return tuple(_reported(known[each]) if each in known else Reported(officer=each) for each in officers)


def holders_of_all(village: Village) -> dict[Route, tuple[UUID, ...]]:
    """Return the officers of each route (a query each)."""
    return {route: tuple(holders(village, route)) for route in Route}


def _reported(official: KnownOfficial) -> Reported:
    return Reported(officer=official.officer, related=official.related, is_village_head=official.is_village_head)


def _plan(village: Village, lodging: Lodging, kept_out: Collection[UUID]) -> tuple[Plan, tuple[str, ...]]:
    texts = (
        lodging.about_whom,
        lodging.title,
        lodging.story,
        lodging.settlement,
        lodging.place,
        lodging.incident_text,
    )
    matches = matches_in(village, *texts)
    why: set[SealedFor] = set()
    if lodging.about_official is AboutOfficial.YES or lodging.about_whom:
        why.add(SealedFor.SAID)
    if lodging.about_official is AboutOfficial.UNSAID:
        why.add(SealedFor.UNSAID)
    if matches:
        why.add(SealedFor.NAMED)
    if lodging.restricted_category is not None:
        why.add(SealedFor.CATEGORY)
    if find_sensitive("\n".join(texts)):
        why.add(SealedFor.WORDS)
    if not why:
        return protection.OPEN_TO_THE_OFFICE, ()
    reported = reported_by(matches)
    plan = protection.plan(
        why=why,
        reported=reported,
        holders=holders_of_all(village),
        somebody_unknown=not reported and bool(why & {SealedFor.SAID, SealedFor.UNSAID, SealedFor.NAMED}),
        kept_out=kept_out,
    )
    return plan, tuple(dict.fromkeys(_said(match) for match in matches))[:MOST_FOUND]


def _said(match: Match) -> str:
    who = f": {match.official.name}" if match.official else ""
    return f"“{match.matched}”{who}"


@dataclass(frozen=True)
class Placement:
    """Where a complaint with some words would go. `route` None: an ordinary case."""

    matches: tuple[Match, ...]
    sensitive: frozenset[Sensitive]
    route: Route | None
    takers: tuple[UUID, ...]  # none when everybody who could take it up is too close
    excluded: frozenset[UUID]

    @property
    def officials(self) -> tuple[KnownOfficial, ...]:
        """Whom the text speaks of, each once."""
        return tuple({one.official.key: one.official for one in self.matches if one.official}.values())

    @property
    def somebody(self) -> bool:
        """Whether it speaks of village government without saying of whom."""
        return any(one.official is None for one in self.matches)


def placement_of(village: Village, text: str) -> Placement:
    """Return where a complaint with this text would go: by the very rules of a lodging, for who sets up the routes."""
    lodging = Lodging(kind=Kind.COMPLAINT, story=text, identity_mode=IdentityMode.ANONYMOUS)
    plan, _ = _plan(village, lodging, ())
    return Placement(matches_in(village, text), find_sensitive(text), plan.route, plan.members, plan.kept_out)
