"""The papers on a case page: those that were made, and those this officer may make now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kentongan.cases.models import Paper
from kentongan.cases.queries.case_page import CasePage
from kentongan.cases.queries.papers import papers_of
from kentongan.desk.access import powers_over
from kentongan.people.models import Officer
from kentongan.rules.papers import PAPERS
from kentongan.rules.types import Move, PaperKind


@dataclass(frozen=True)
class PapersOfCase:
    """`made` newest first; `offered` in the order of a case's life."""

    made: tuple[Paper, ...]
    offered: tuple[PaperKind, ...]


def papers_on(page: CasePage, officer: Officer) -> PapersOfCase:
    """Return the papers of a case page (one query); what has nothing to say yet is not offered."""
    powers = powers_over(officer, page.case)
    may = any(transition.move is Move.PAPER for transition in page.moves)
    empty: Final = {
        PaperKind.ANSWER_LETTER: page.case.answered_at is None,
        PaperKind.FORWARDING_LETTER: page.case.body_id is None,
        PaperKind.DISPOSITION: not page.assignments,
    }
    offered = tuple(
        kind
        for kind, rule in PAPERS.items()
        if may and not rule.makers.isdisjoint(powers) and not empty.get(kind, False)
    )
    return PapersOfCase(made=papers_of(page.case), offered=offered)
