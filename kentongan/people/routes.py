"""Whom complaints may be about, who is too close to them, and who takes up a case that not everybody may see.

Asked at every lodging, so it is remembered for one version of the village's settings; accounts, officials, ties and
holders all count that up when they change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from kentongan.people.models import KeyHolder, Officer, Official
from kentongan.people.official_settings import nicknames_of
from kentongan.rules.officials import KnownOfficial, Match, find_officials
from kentongan.rules.routes import BY_ROLE, HOLDERS_NEEDED, may_hold
from kentongan.rules.types import Role, Route
from kentongan.villages.models import Village
from kentongan.villages.remembered import remembered


@dataclass(frozen=True)
class KnownOfficials:
    """All in village government whom a complaint may be about, with account or without."""

    officials: tuple[KnownOfficial, ...]

    def find(self, text: str) -> tuple[Match, ...]:
        """Return every mention of one of them in a text (see `rules.officials.find_officials`)."""
        return find_officials(text, self.officials)

    @property
    def head(self) -> KnownOfficial | None:
        """The village head, if one is known."""
        return next((one for one in self.officials if one.is_village_head), None)


def known_officials(village: Village) -> KnownOfficials:
    """Return whom complaints in this village may be about (four queries, then remembered).

    Everybody with an active account but overseers from outside, and everybody the village has listed.
    """
    return remembered(village, "people.known_officials", lambda: KnownOfficials(tuple(_known(village))))


def _known(village: Village) -> Iterator[KnownOfficial]:
    rows = list(Official.objects.filter(village=village).select_related("officer").prefetch_related("ties"))
    listed = {row.officer_id: row for row in rows if row.officer_id is not None}
    # Closeness goes both ways: who is too close to an official with an account has him too close in turn.
    close: dict[UUID, set[UUID]] = {}
    for row in rows:
        for tie in row.ties.all():
            if row.officer_id is not None:
                close.setdefault(tie.officer_id, set()).add(row.officer_id)
    officers = list(Officer.objects.of_office(village).prefetch_related("roles"))
    for officer in officers:
        if officer.role_set != {Role.OVERSEER}:
            yield from _of_account(officer, listed.pop(officer.id, None), frozenset(close.get(officer.id, ())))
        else:
            listed.pop(officer.id, None)
    with_account = {officer.id for officer in officers}
    for row in rows:
        if row.active and row.officer_id not in with_account:
            yield _of_row(row)


def _of_account(officer: Officer, row: Official | None, close: frozenset[UUID]) -> Iterator[KnownOfficial]:
    """An account, under the names and posts of both the account and the list. `close`: to whom he is too close."""
    names = nicknames_of(row.nicknames) if row else ()
    if row is not None and row.name.casefold() != officer.name.casefold():
        names = (row.name, *names)
    posts = [officer.post] if row is None else list(dict.fromkeys((row.post or officer.post, officer.post)))
    for number, post in enumerate(posts):
        yield KnownOfficial(
            key=row.id if row else officer.id,
            name=officer.name,
            post=post,
            nicknames=names if number == 0 else (),
            officer=officer.id,
            related=close | (frozenset(tie.officer_id for tie in row.ties.all()) if row else frozenset()),
            is_village_head=Role.VILLAGE_HEAD in officer.role_set,
        )


def _of_row(row: Official) -> KnownOfficial:
    return KnownOfficial(
        key=row.id,
        name=row.name,
        post=row.post,
        nicknames=nicknames_of(row.nicknames),
        officer=row.officer_id,
        related=frozenset(tie.officer_id for tie in row.ties.all()),
    )


@dataclass(frozen=True)
class Holders:
    """Who takes up the cases of a route. `named`: the village chose them; else they hold it by their role."""

    officers: tuple[UUID, ...]
    named: bool


def holders_of(village: Village, route: Route) -> Holders:
    """Return who takes up the cases of a route, and whether the village named them (two queries, then remembered)."""
    return remembered(village, f"people.holders.{route}", lambda: _holders(village, route))


def holders(village: Village, route: Route) -> tuple[UUID, ...]:
    """Return the active officers who take up the cases of a route; by their role while the village has named none."""
    return holders_of(village, route).officers


def _holders(village: Village, route: Route) -> Holders:
    rows = KeyHolder.objects.filter(village=village, route=route, until=None, officer__is_active=True)
    named = [row.officer for row in rows.select_related("officer").prefetch_related("officer__roles")]
    able = [officer for officer in named if _may_hold(route, officer)]
    if able:
        return Holders(tuple(officer.id for officer in able), named=True)
    by_role = (
        Officer.objects.filter(village=village, is_active=True, roles__role__in=BY_ROLE[route])
        .distinct()
        .order_by("created_at", "id")
        .prefetch_related("roles")
    )
    return Holders(tuple(officer.id for officer in by_role if _may_hold(route, officer)), named=False)


def _may_hold(route: Route, officer: Officer) -> bool:
    return may_hold(route, roles=officer.role_set, post=officer.post)


@dataclass(frozen=True)
class RouteState:
    """How far a route is from being able to keep a secret. `ready`: holders who have a key of their own."""

    route: Route
    holders: tuple[UUID, ...]
    ready: tuple[UUID, ...]
    named: bool

    @property
    def lacking(self) -> int:
        """How many holders with a key are still missing."""
        return max(HOLDERS_NEEDED - len(self.ready), 0)


@dataclass(frozen=True)
class Readiness:
    """Whether a village can promise "rahasia": every route has two holders with a key of their own."""

    routes: tuple[RouteState, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not any(state.lacking for state in self.routes)

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing, one sentence for each route."""
        return tuple(_lack(state) for state in self.routes if state.lacking)


def readiness(village: Village, with_key: Collection[UUID]) -> Readiness:
    """Return how far the routes of a village are. `with_key`: the officers who have an active key (the vault knows)."""
    states = []
    for route in Route:
        found = holders_of(village, route)
        ready = tuple(officer for officer in found.officers if officer in with_key)
        states.append(RouteState(route, found.officers, ready, found.named))
    return Readiness(tuple(states))


def _lack(state: RouteState) -> str:
    few = len(state.holders) < HOLDERS_NEEDED
    name = f"Jalur {state.route.label.lower().removeprefix('jalur ')}"
    if few:
        return (
            f"{name} baru punya {len(state.holders)} pemegang; perlu {HOLDERS_NEEDED} orang dengan akun dan kunci "
            "sebelum pilihan “rahasia” ditawarkan kepada warga."
        )
    return (
        f"{name}: baru {len(state.ready)} dari {HOLDERS_NEEDED} pemegang yang sudah membuat kuncinya, jadi pilihan "
        "“rahasia” belum ditawarkan kepada warga."
    )
