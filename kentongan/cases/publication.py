"""Which texts of a case could be published. The one place that reads them; whoever seals a case adapts it here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from kentongan.cases.models import Case, Event
from kentongan.rules.types import Move, Role

# What the office says to everybody about the matter; letters between the office and the reporter stay between them.
TOLD = (
    Move.ANSWER,
    Move.BODY_ANSWERED,
    Move.PROGRESS,
    Move.FORWARD,
    Move.ARCHIVE,
    Move.EXTEND,
    Move.REOPEN,
    Move.DECIDE_OBJECTION,
)
ANSWERS = frozenset({Move.ANSWER, Move.BODY_ANSWERED})
_OF_CASE = (("title", "Judul"), ("story", "Cerita"), ("settlement", "Penyelesaian yang diminta"), ("place", "Tempat"))


@dataclass(frozen=True)
class PublicPart:
    """One text of a case: `part` names it in rows, `label` on the page. The text is private until it is redacted."""

    part: str
    label: str
    text: str = field(repr=False)


def publishable_texts(case: Case) -> Sequence[PublicPart]:
    """Return the texts of a case that could be published, the story first, then what the office told (one query).

    None of a restricted case: it enters public figures only, in totals.
    """
    if case.restricted:
        return []
    parts = [PublicPart(part, label, getattr(case, part)) for part, label in _OF_CASE if getattr(case, part).strip()]
    told = (
        Event.objects.filter(village=case.village_id, case=case, move__in=TOLD, to_reporter=True)
        .exclude(text="")
        .exclude(actor=Role.REPORTER)
        .order_by("at", "id")
    )
    for event in told:
        move = Move(event.move)
        day = timezone.localtime(event.at, case.village.zone)
        parts.append(PublicPart(f"event:{event.id}", f"{move.label}, {day.day}-{day.month}-{day.year}", event.text))
    return parts
