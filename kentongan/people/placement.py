"""Where a complaint would go by its words: which route, who takes it up, from whom it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kentongan.people.routes import holders, known_officials
from kentongan.rules.officials import KnownOfficial, Match
from kentongan.rules.sensitivity import Sensitive, find_sensitive
from kentongan.rules.types import Route
from kentongan.villages.models import Village


@dataclass(frozen=True)
class Placement:
    """`route` None: an ordinary case. `takers`: who takes it up; none when everybody who could is too close."""

    matches: tuple[Match, ...]
    sensitive: frozenset[Sensitive]
    route: Route | None
    takers: tuple[UUID, ...]
    excluded: frozenset[UUID]

    @property
    def officials(self) -> tuple[KnownOfficial, ...]:
        """Whom the text speaks of, each once."""
        return tuple({one.official.key: one.official for one in self.matches if one.official}.values())

    @property
    def somebody(self) -> bool:
        """Whether it speaks of village government without saying of whom."""
        return any(one.official is None for one in self.matches)


def place(village: Village, text: str) -> Placement:
    """Return where a complaint with this text would go."""
    matches = known_officials(village).find(text)
    sensitive = find_sensitive(text)
    accused = [one.official for one in matches if one.official is not None]
    if not matches and not sensitive:
        return Placement((), sensitive, None, (), frozenset())
    route, excluded, takers = route_for(village, accused)
    return Placement(matches, sensitive, route, takers, excluded)


def route_for(
    village: Village, accused: list[KnownOfficial], also: frozenset[UUID] = frozenset()
) -> tuple[Route, frozenset[UUID], tuple[UUID, ...]]:
    """Return the route of a case about these officials, who must not see it, and who takes it up.

    About the village head it goes to the overseers; so it does when nobody on the unit's route is free. `also`: others
    who must not see it.
    """
    excluded = also.union(*(one.circle for one in accused))
    unit = tuple(one for one in holders(village, Route.UNIT) if one not in excluded)
    if unit and not any(one.is_village_head for one in accused):
        return Route.UNIT, excluded, unit
    return Route.OVERSIGHT, excluded, tuple(one for one in holders(village, Route.OVERSIGHT) if one not in excluded)
