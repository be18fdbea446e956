"""What a channel is: one way in or out, with one folder under `kentongan.channels`.

A channel knows nothing of cases or the outbox. It is handed a finished message with an address and sends it, or says
in one of three ways why it could not. Its texts of errors are shown at the desk and never name an address.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from kentongan.villages.models import Village


@dataclass(frozen=True)
class Capabilities:
    """What a channel can do, so that the desk and the pages offer exactly that."""

    # Messages can be handed over to it; `address_key` says which part of a contact it needs.
    can_send: bool = False
    address_key: str = ""
    # Complaints arrive by it without an officer's hand.
    can_receive: bool = False
    # An officer records what came by it.
    recorded_at_desk: bool = False
    # The officer reads an oral complaint back before it is recorded, and the reporter confirms it.
    oral: bool = False
    # There is a paper to scan and attach.
    on_paper: bool = False
    # The reporter stands before the officer, who can hand him the printed receipt.
    face_to_face: bool = False
    # Settings of the installation without which it cannot work.
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Health:
    """Whether a channel can work now, and a sentence for the desk."""

    ready: bool
    sentence: str


@dataclass(frozen=True)
class OutgoingMessage:
    """A finished message. Its repr shows neither the address nor the text: both may be in a traceback."""

    id: UUID
    village: Village
    address: str = field(repr=False)
    subject: str = field(repr=False)
    body: str = field(repr=False)


class NotSent(Exception):
    """The message was not handed over. `sentence` is for the desk and holds no address."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class TryLater(NotSent):
    """This message could not go now; another attempt may succeed."""


class Undeliverable(NotSent):
    """This message will never go: the address does not exist, or its content is refused."""


class ChannelDown(NotSent):
    """Nothing goes by this channel now: the server is away, or refuses us."""


class Channel(ABC):
    """One way in or out. Subclasses set the three facts and override what they can do."""

    name: str
    label: str  # as the desk and the register book call it
    capabilities: Capabilities = Capabilities()

    def available(self) -> Health:
        """Tell whether this installation has what the channel needs, without asking the network."""
        return Health(ready=True, sentence="Siap dipakai.")

    def health(self, village: Village) -> Health:  # noqa: ARG002  (for channels that each village sets up by itself)
        """Tell whether the channel can work for this village now, without asking the network."""
        return self.available()

    def send(self, message: OutgoingMessage) -> None:  # noqa: ARG002  (channels that send override this)
        """Hand the message over. The same message may come twice after a crash: its id stays the same.

        Raises TryLater, Undeliverable or ChannelDown; any other exception counts as TryLater.
        """
        raise Undeliverable(f"{self.label} tidak dapat mengirim pesan.")


class Registry:
    """The channels of this installation, in the order people see them."""

    def __init__(self, *channels: Channel) -> None:
        self._channels: Mapping[str, Channel] = {channel.name: channel for channel in channels}
        if len(self._channels) != len(channels):
            raise ValueError("two channels have the same name")

    def all(self) -> tuple[Channel, ...]:
        """Every channel."""
        return tuple(self._channels.values())

    def get(self, name: str) -> Channel | None:
        """The channel of that name, or None."""
        return self._channels.get(name)

    def senders(self) -> tuple[Channel, ...]:
        """The channels that messages can go out by."""
        return tuple(channel for channel in self.all() if channel.capabilities.can_send)

    def at_desk(self) -> tuple[Channel, ...]:
        """The channels by which an officer records what came in."""
        return tuple(channel for channel in self.all() if channel.capabilities.recorded_at_desk)
