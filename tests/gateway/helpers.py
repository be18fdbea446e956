"""A channel that does what the test wants, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kentongan.gateway.contract import Capabilities, Channel, Health, OutgoingMessage, Registry
from kentongan.villages.models import Village
from tests.factories import MONDAY


class Pigeon(Channel):
    """Carries messages to e-mail addresses, and keeps what it carried."""

    name = "email"
    label = "Merpati"
    capabilities = Capabilities(can_send=True, address_key="email")

    def __init__(self) -> None:
        self.carried: list[OutgoingMessage] = []
        self.trouble: Callable[[OutgoingMessage], None] = lambda _: None
        self.ready = True
        self.ready_here = True

    def available(self) -> Health:
        return Health(ready=self.ready, sentence="Merpati siap." if self.ready else "Merpati belum ada.")

    def health(self, village: Village) -> Health:
        self.asked_for = village
        return Health(ready=self.ready_here, sentence="Merpati siap." if self.ready_here else "Merpati sakit.")

    def send(self, message: OutgoingMessage) -> None:
        self.trouble(message)
        self.carried.append(message)

    @property
    def registry(self) -> Registry:
        return Registry(self)


def monday() -> datetime:
    """Tell the time: it is always Monday nine o'clock."""
    return MONDAY
