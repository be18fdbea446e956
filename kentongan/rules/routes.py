"""Who may take up the cases of a route, and who does where the village has named nobody. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from .access import RIGHTS, Right
from .officials import is_official_post
from .types import Role, Route

HOLDERS_NEEDED: Final = 2
"""Holders with a key of their own that a route needs before the portal offers "rahasia": one may fall ill or leave."""

BY_ROLE: Final[Mapping[Route, frozenset[Role]]] = MappingProxyType(
    {
        Route.UNIT: frozenset({Role.UNIT_HEAD, Role.INTAKE}),
        Route.OVERSIGHT: frozenset({Role.BPD, Role.OVERSEER}),
    }
)
_UNDER_THE_HEAD: Final = frozenset({Role.VILLAGE_HEAD, Role.UNIT_HEAD, Role.INTAKE, Role.HANDLER})


def may_hold(route: Route, *, roles: Collection[Role], post: str) -> bool:
    """Whether somebody with these roles and this post may take up the cases of a route.

    The unit's route: who sees cases, or an overseer. The overseers' route, for cases about the village head: only BPD
    and overseers, and nobody who is village head or under him, by a role or by his post.
    """
    has = frozenset(roles)
    if route is Route.UNIT:
        return bool(has & (RIGHTS[Right.SEE_CASE] | {Role.OVERSEER}))
    return bool(has & BY_ROLE[route]) and not has & _UNDER_THE_HEAD and not is_official_post(post)
