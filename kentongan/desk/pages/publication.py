"""What the case page says of a publication: whether one is prepared, and whether it needs another look."""

from __future__ import annotations

from dataclasses import dataclass

from kentongan.cases.models import Case
from kentongan.cases.queries.publication import PublicState, public_state
from kentongan.cases.queries.publishing import Standing
from kentongan.cases.queries.publishing_list import standing_of
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right


@dataclass(frozen=True)
class PublicationOfCase:
    """`offered`: this officer may prepare it; `state` is None while nothing is prepared."""

    offered: bool
    state: PublicState | None
    standing: Standing


def publication_of(case: Case, officer: Officer) -> PublicationOfCase:
    """Return it (at most two queries; none for who may not prepare a publication)."""
    if not access.has_right(officer.viewer(), Right.REDACT):
        return PublicationOfCase(False, None, Standing.NOTHING)
    return PublicationOfCase(True, public_state(case), standing_of(getattr(case, "publication", None)))
