"""The officers who may see a restricted case, where the system itself looks for somebody: for mails, for the ladder."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from kentongan.cases.models import Case
from kentongan.people.models import Officer


def members(case: Case, *, of_route: bool = False) -> QuerySet[Officer]:
    """Return the active officers who may see a restricted case, none in conflict; `of_route`: those with its powers."""
    found = Officer.objects.filter(village=case.village_id, is_active=True, memberships__case=case)
    if of_route:
        found = found.filter(memberships__case=case, memberships__of_route=True)
    conflicted = case.conflicts.values("officer")
    return found.exclude(pk__in=conflicted).order_by("created_at", "id")


def members_with_address(case: Case) -> list[UUID]:
    """Return those of the route who gave an e-mail address (one query)."""
    return list(members(case, of_route=True).exclude(email="").values_list("pk", flat=True))
