"""The village's ladder of lateness, read from its own table."""

from __future__ import annotations

from kentongan.rules.calendars import Unit
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.escalation import LADDER_CITATION, LadderStep
from kentongan.rules.types import CaseClass, Rung
from kentongan.villages.models import EscalationStep, Village


def ladder_for(village: Village) -> tuple[LadderStep, ...]:
    """Return the steps in force in the village (one query)."""
    return tuple(
        LadderStep(
            clock=ClockKind(row.clock) if row.clock else None,
            case_class=CaseClass(row.case_class) if row.case_class else None,
            days=row.days,
            unit=Unit(row.unit),
            rung=Rung(row.rung),
            tells_reporter=row.tells_reporter,
            id=row.id,
        )
        for row in EscalationStep.objects.filter(village=village, active=True)
    )


def ladder_row(village: Village, step: LadderStep) -> EscalationStep:
    """Return the unsaved row of a step of the default ladder."""
    return EscalationStep(
        village=village,
        clock=step.clock or "",
        case_class=step.case_class,
        days=step.days,
        unit=step.unit,
        rung=step.rung,
        tells_reporter=step.tells_reporter,
        citation=LADDER_CITATION,
        certainty="own",
    )
