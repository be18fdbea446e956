"""Which complaints are sealed on receipt, and who takes them up: nobody who is reported, nobody too close to him.

The route of the unit takes up what touches people in need of protection, and what names somebody in village government
other than its head. The route of oversight takes up what names the village head (RULES §3: it bypasses him) and what is
about somebody in village government who is not known yet: it could be anybody of the unit.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from .types import Labelled, Route

ENOUGH: Final = 2
"""Every route needs two officers: two archive or reject a supervisory complaint, and one may be away."""


class SealedFor(Labelled):
    """Why a complaint is sealed on receipt."""

    SAID = "said", "Pelapor menyebut ini tentang seseorang di pemerintah desa"
    UNSAID = "unsaid", "Pelapor tidak ingin menjawab apakah ini tentang seseorang di pemerintah desa"
    NAMED = "named", "Isinya cocok dengan nama, jabatan, atau panggilan seseorang di pemerintah desa"
    CATEGORY = "category", "Pelapor memilih hal yang dilindungi"
    WORDS = "words", "Isinya menyebut hal yang dilindungi"
    RETALIATION = "retaliation", "Laporan tindakan balasan"


@dataclass(frozen=True)
class Reported:
    """Somebody in village government who is mentioned; `officer` is None without an account."""

    officer: UUID | None = None
    related: frozenset[UUID] = frozenset()
    is_village_head: bool = False

    @property
    def kept_out(self) -> frozenset[UUID]:
        """Who must not see the case for his sake."""
        return self.related | ({self.officer} if self.officer else set())


@dataclass(frozen=True)
class Plan:
    """What becomes of a lodging. `route` and `members` only where it is restricted.

    `members` may be empty: everybody who could take it up is reported himself. Then the reporter is told so, and where
    else he can go.
    """

    why: frozenset[SealedFor] = frozenset()
    route: Route | None = None
    members: tuple[UUID, ...] = ()
    kept_out: frozenset[UUID] = frozenset()

    @property
    def restricted(self) -> bool:
        """Whether it is sealed and shown to its route only."""
        return bool(self.why)


OPEN_TO_THE_OFFICE: Final = Plan()


def plan(
    *,
    why: Collection[SealedFor],
    reported: Collection[Reported],
    holders: Mapping[Route, Sequence[UUID]],
    somebody_unknown: bool = False,
    kept_out: Collection[UUID] = (),
) -> Plan:
    """Decide who takes up a complaint.

    Args:
        why: what makes it sealed; nothing: the whole office sees it.
        reported: those who are mentioned by name, post or nickname.
        holders: the officers of each route, in the village's order.
        somebody_unknown: somebody in village government is meant (or may be), besides those mentioned or nobody else.
        kept_out: more officers who must not see it.
    """
    if not why:
        return OPEN_TO_THE_OFFICE
    out = frozenset(kept_out).union(*(person.kept_out for person in reported))
    free = {route: tuple(each for each in holders.get(route, ()) if each not in out) for route in Route}
    if somebody_unknown or any(person.is_village_head for person in reported):
        route = Route.OVERSIGHT  # also when nobody of it is free: never to those it may be about
    elif len(free[Route.UNIT]) >= ENOUGH or len(free[Route.UNIT]) >= len(free[Route.OVERSIGHT]):
        route = Route.UNIT
    else:
        route = Route.OVERSIGHT
    return Plan(why=frozenset(why), route=route, members=free[route], kept_out=out)
