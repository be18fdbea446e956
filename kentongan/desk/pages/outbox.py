"""Messages that wait or were given up, without addresses: what, by which channel, since when, why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kentongan.cases.queries.inbox import hidden_from, visible_numbers
from kentongan.channels import registry
from kentongan.gateway.health import ChannelReport, report
from kentongan.outbox.models import OutboxMessage
from kentongan.outbox.standing import dead_letters, waiting_letters
from kentongan.rules.access import Viewer
from kentongan.villages.models import Village

SHOWN: Final = 50
TEMPLATES: Final = {
    "case_news": "Kabar tentang aduan",
    "new_case": "Aduan baru",
    "assigned": "Disposisi baru",
    "tray": "Baki pemilahan terisi",
    "watch_digest": "Kabar untuk pemantau",
}


@dataclass(frozen=True)
class MessageView:
    """One message. `number` only when the viewer may see that case."""

    message: OutboxMessage
    what: str
    to: str
    number: str


@dataclass(frozen=True)
class OutboxScreen:
    """Everything the page of messages asks for."""

    channels: tuple[ChannelReport, ...]
    dead: tuple[MessageView, ...]
    waiting: tuple[MessageView, ...]
    shown: int = SHOWN


def outbox_screen(viewer: Viewer, village: Village) -> OutboxScreen:
    """Put the page together: at most SHOWN rows of each kind, and none about a case that must be hidden from him.

    What waits for the members of a restricted case is seen by them alone; it is tried again by itself.
    """
    unseen = hidden_from(viewer, village)
    dead = dead_letters(village, unseen=unseen, limit=SHOWN)
    waiting = waiting_letters(village, unseen=unseen, limit=SHOWN)
    subjects = {message.subject for message in (*dead, *waiting) if message.subject}
    numbers = visible_numbers(viewer, village, subjects)

    def views(messages: Sequence[OutboxMessage]) -> tuple[MessageView, ...]:
        return tuple(
            MessageView(
                message=message,
                what=TEMPLATES.get(message.template, message.template),
                to=message.to_officer.name if message.to_officer else "Pelapor",
                number=numbers.get(message.subject, "") if message.subject else "",
            )
            for message in messages
        )

    return OutboxScreen(
        channels=tuple(report(registry(), village, unseen=unseen)), dead=views(dead), waiting=views(waiting)
    )
