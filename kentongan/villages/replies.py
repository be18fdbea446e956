"""The village's reply templates as the desk offers them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from kentongan.villages.models import ReplyTemplate, ReplyUse, Village
from kentongan.villages.remembered import remembered


@dataclass(frozen=True)
class Reply:
    """One template in use; the fields in its body are not filled in yet."""

    id: UUID
    name: str
    use: ReplyUse
    body: str


def replies_for(village: Village) -> tuple[Reply, ...]:
    """Return the templates in use, in the village's order (one query, then remembered)."""
    return remembered(village, "replies", lambda: _replies(village))


def _replies(village: Village) -> tuple[Reply, ...]:
    rows = ReplyTemplate.objects.filter(village=village, active=True).values_list("id", "name", "use", "body")
    return tuple(Reply(key, name, ReplyUse(use), body) for key, name, use, body in rows)
