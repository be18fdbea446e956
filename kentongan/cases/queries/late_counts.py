"""How many ordinary cases that are not published are late: bare numbers, for who watches from outside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db.models import Count

from kentongan.cases.models import CaseClock
from kentongan.cases.queries.published import standing
from kentongan.cases.queries.published_parts import last_monday
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.public_figures import PUBLIC_CLOCKS
from kentongan.villages.models import Village


def unpublished_late(village: Village, *, today: date) -> Mapping[ClockKind, int]:
    """Return by limit how many unpublished ordinary cases are past it (one query).

    A limit with fewer than the village's k such cases is left out, as one with none is: nobody can tell which. Lateness
    passes on Mondays only, as everywhere in public. Restricted cases are in no number.
    """
    late = CaseClock.objects.filter(
        village=village,
        kind__in=PUBLIC_CLOCKS,
        stopped_on__isnull=True,
        cancelled=False,
        due_on__lt=last_monday(today),
        case__restricted=False,
    )
    late = late.exclude(case__in=standing(village).values("case_id"))
    counted = late.values("kind").annotate(cases=Count("case_id", distinct=True)).order_by("kind")
    found = {ClockKind(kind): cases for kind, cases in counted.values_list("kind", "cases")}
    return {kind: found[kind] for kind in PUBLIC_CLOCKS if found.get(kind, 0) >= max(village.publish_least, 2)}
