"""Who may sign a paper of a case: never somebody whom the case is about."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from kentongan.cases.members import members
from kentongan.cases.models import Case
from kentongan.people.models import Officer
from kentongan.people.roster import Signatory, signatory
from kentongan.rules.types import Role
from kentongan.villages.models import Village


@dataclass(frozen=True)
class Signer:
    """One choice of the form: its value, who it is, what stands above his post."""

    value: str
    who: Signatory
    above: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What the officer chooses by."""
        return f"{self.who.name or '(nama belum ada)'}, {self.who.post}" + (" (a.n. Kepala Desa)" if self.above else "")


def signers(case: Case) -> tuple[Signer, ...]:
    """Return who may sign, the usual one first (three queries).

    A case about the village head bypasses him: the unit head signs for the unit, or BPD (RULES §3).
    """
    if case.restricted:
        return _of_route(case)
    conflicted = set(case.conflicts.values_list("officer_id", flat=True))
    return signers_of(case.village, conflicted)


def _of_route(case: Case) -> tuple[Signer, ...]:
    """Of a restricted case nobody signs who may not see it, and nobody is named in whose place somebody signs."""
    route = members(case, of_route=True)
    return tuple(
        Signer(f"petugas-{place}", Signatory(each.name, each.post or "Petugas", each.number, each.id))
        for place, each in enumerate(route, 1)
    )


def signers_of(village: Village, conflicted: Collection[UUID] = ()) -> tuple[Signer, ...]:
    """Return who may sign in a village, less those in conflict."""
    head_is_reported = Officer.objects.filter(pk__in=list(conflicted), roles__role=Role.VILLAGE_HEAD).exists()
    unit = signatory(village, Role.UNIT_HEAD, excluding=conflicted)
    if head_is_reported:
        return (Signer("unit_head", unit), Signer("bpd", signatory(village, Role.BPD, excluding=conflicted)))
    head = signatory(village, Role.VILLAGE_HEAD, excluding=conflicted)
    on_behalf = (f"a.n. Kepala Desa {village.name}",)
    return (Signer("village_head", head), Signer("unit_head", unit, on_behalf))
