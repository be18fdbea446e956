"""Cases that were merged are one matter: who is reported in one of them is kept out of all of them.

Otherwise a duplicate of the complaint about him would stay open to him, or be handled by him.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from kentongan.cases.models import Assignment, Case, CaseConflict
from kentongan.rules.types import Refused, Status

# Somebody works on the case now, and another officer can be put in his place.
BUSY = frozenset({Status.ASSIGNED, Status.IN_PROGRESS, Status.ANSWER_PROPOSED})


def root_of(case: Case) -> Case:
    """Return the case in which the matter goes on: itself, or the one it was merged into at last (a query a level)."""
    root = case
    while root.merged_into_id is not None:
        root = Case.objects.get(village_id=case.village_id, pk=root.merged_into_id)
    return root


def all_of(case: Case) -> list[Case]:
    """Return the case and all that were merged with it (a few queries; one more for each level of merging)."""
    root = root_of(case)
    return [root, *merged_into(root)]


def merged_into(root: Case) -> list[Case]:
    """Return the cases that were merged into this one, also by way of others (one query for each level)."""
    found: list[Case] = []
    newest = [root]
    while newest:
        newest = list(Case.objects.filter(village_id=root.village_id, merged_into__in=[each.pk for each in newest]))
        found += newest
    return found


def reported_in(members: Sequence[Case]) -> frozenset[UUID]:
    """Return the officers who are reported in any of these cases (one query)."""
    rows = CaseConflict.objects.filter(village_id=members[0].village_id, case__in=[case.pk for case in members])
    return frozenset(rows.values_list("officer_id", flat=True))


def keep_out(acting: Case, members: Sequence[Case], officers: Collection[UUID], *, at: datetime) -> None:
    """Let exactly these officers be kept out of all members. `acting` is the caller's own copy, which he will save.

    An officer who handled a case before loses it. Raises Refused (`handler_is_reported`) if he is handling one now.
    """
    for case in members:
        if case.handler_id in officers:
            _take_from_handler(acting if case.pk == acting.pk else case, at, save=case.pk != acting.pk)
    keys = [case.pk for case in members]
    village = acting.village_id
    CaseConflict.objects.filter(village_id=village, case__in=keys).exclude(officer__in=officers).delete()
    CaseConflict.objects.bulk_create(
        [CaseConflict(village_id=village, case_id=key, officer_id=officer) for key in keys for officer in officers],
        ignore_conflicts=True,
    )


def _take_from_handler(case: Case, at: datetime, *, save: bool) -> None:
    if case.status in BUSY:
        raise Refused(
            "handler_is_reported",
            f"Petugas yang dilaporkan sedang menangani aduan {case.number}. Alihkan dahulu ke petugas lain.",
        )
    case.handler = None
    case.handler_due_on = None
    if case.previous_status in BUSY:  # it waits, or was withdrawn: when it goes on, it goes on to somebody else
        case.previous_status = Status.VERIFIED
    if save:
        case.save(update_fields=["handler", "handler_due_on", "previous_status"])
    Assignment.objects.filter(case=case, ended_at__isnull=True).update(ended_at=at)
