"""The papers of a case: for the desk all of them, for the reporter those that are written to him."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from kentongan.cases.models import Case, Paper
from kentongan.rules.papers import PAPERS
from kentongan.villages.models import Village

# A case with more papers than this has them all in its archive; a page shows the newest.
SHOWN: Final = 50
_TO_REPORTER: Final = tuple(str(kind) for kind, rule in PAPERS.items() if rule.to_reporter)


def papers_of(case: Case) -> tuple[Paper, ...]:
    """Return the newest papers of a case with who made and voided them, newest first (one query)."""
    return tuple(
        Paper.objects.filter(village=case.village_id, case=case)
        .select_related("made_by", "voided_by", "document")
        .defer("data")
        .order_by("-made_at", "-id")[:SHOWN]
    )


def paper(village: Village, paper_id: UUID) -> Paper | None:
    """Return a paper of this village; the caller checks that the viewer may see its case (one query)."""
    return Paper.objects.filter(village=village, pk=paper_id).select_related("village", "document", "made_by").first()


def for_reporter(case: Case) -> tuple[Paper, ...]:
    """Return the letters to the reporter that are kept and not void, newest first (one query)."""
    return tuple(
        Paper.objects.filter(
            village=case.village_id,
            case=case,
            kind__in=_TO_REPORTER,
            voided_at__isnull=True,
            document__isnull=False,
        )
        .select_related("document")
        .defer("data")
        .order_by("-made_at", "-id")[:SHOWN]
    )
