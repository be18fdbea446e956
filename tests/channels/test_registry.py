"""The list of channels, and what each says it can do."""

from __future__ import annotations

import pytest

from kentongan.cases.models.case import CHANNELS
from kentongan.channels import registry
from kentongan.channels.web import Web
from kentongan.gateway.contract import Channel, OutgoingMessage, Registry, Undeliverable
from kentongan.support.ids import uuid7
from kentongan.villages.models import Village
from tests.factories import MONDAY

ALL = registry().all()


@pytest.mark.parametrize("channel", ALL, ids=lambda channel: channel.name)
def test_a_channel_is_called_the_same_at_the_desk_and_in_the_register(channel: Channel) -> None:
    assert dict(CHANNELS)[channel.name] == channel.label


@pytest.mark.parametrize("channel", ALL, ids=lambda channel: channel.name)
def test_a_channel_does_something_and_what_sends_knows_its_kind_of_address(channel: Channel) -> None:
    can = channel.capabilities
    assert can.can_send or can.can_receive or can.recorded_at_desk
    assert can.can_send == bool(can.address_key)
    assert channel.available().sentence


def test_the_desk_records_from_counter_telephone_and_letter() -> None:
    assert [channel.name for channel in registry().at_desk()] == ["counter", "phone", "letter"]


def test_messages_go_out_by_mail_only() -> None:
    assert [channel.name for channel in registry().senders()] == ["email"]


def test_a_channel_that_cannot_send_says_so() -> None:
    village = Village(name="Karangbawang", code="33.03.13.2003", created_at=MONDAY)
    message = OutgoingMessage(id=uuid7(), village=village, address="x", subject="", body="")
    with pytest.raises(Undeliverable, match="Situs tidak dapat mengirim"):
        Web().send(message)


def test_two_channels_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same name"):
        Registry(Web(), Web())


def test_an_unknown_channel_is_nobody() -> None:
    assert registry().get("merpati") is None
