"""RT and RW of the village's hamlets, offered where somebody writes where it happened; nobody is bound to the list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kentongan.villages.models import Hamlet


@dataclass(frozen=True)
class Suggestion:
    """A number, and the hamlets in which it occurs."""

    value: str
    where: str


@dataclass(frozen=True)
class Neighbourhoods:
    """What is offered in the two small fields."""

    rts: tuple[Suggestion, ...]
    rws: tuple[Suggestion, ...]


def neighbourhoods(hamlets: Iterable[Hamlet]) -> Neighbourhoods:
    """Collect the RT and RW of hamlets, each number once, in order (no query)."""
    rts: dict[str, dict[str, None]] = {}
    rws: dict[str, dict[str, None]] = {}
    for hamlet in hamlets:
        for row in hamlet.neighbourhoods or ():
            rws.setdefault(str(row.get("rw", "")), {})[hamlet.name] = None
            for rt in row.get("rts") or ():
                rts.setdefault(str(rt), {})[hamlet.name] = None
    return Neighbourhoods(_sorted(rts), _sorted(rws))


def _sorted(found: dict[str, dict[str, None]]) -> tuple[Suggestion, ...]:
    return tuple(Suggestion(value, ", ".join(found[value])) for value in sorted(found) if value)
