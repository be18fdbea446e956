"""Sending mail, and telling whose fault a failure is."""

from __future__ import annotations

import email
import socket
from email.message import Message
from uuid import UUID

import pytest
from django.core import mail
from pytest_django import Settings

from kentongan.channels.email import Email
from kentongan.channels.email import sender as words
from kentongan.gateway.contract import ChannelDown, NotSent, OutgoingMessage, TryLater, Undeliverable
from kentongan.villages.models import Village
from tests.channels.smtp_server import SmtpServer
from tests.factories import MONDAY

WARSITI = "warsiti@example.org"
IDENTIFIER = UUID("01890000-0000-7000-8000-000000000001")
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def a_message(address: str = WARSITI) -> OutgoingMessage:
    village = Village(name="Karangbawang", code="33.03.13.2003", created_at=MONDAY)
    return OutgoingMessage(
        id=IDENTIFIER, village=village, address=address, subject="Kabar laporan – nomor 7", body="Salam,\nada kabar.\n"
    )


@pytest.fixture(autouse=True)
def a_configured_mail(settings: Settings) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", "pengaduan@desa.example.id"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5


def through(server: SmtpServer, settings: Settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = SMTP, server.port
    Email().send(a_message())


def test_a_mail_carries_what_keeps_answering_machines_quiet() -> None:
    Email().send(a_message())
    (sent,) = mail.outbox
    assert sent.to == [WARSITI]
    assert sent.from_email == "Layanan Pengaduan Desa Karangbawang <pengaduan@desa.example.id>"
    headers = sent.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"] == f"<{IDENTIFIER}@desa.example.id>"
    assert headers["Reply-To"] is None
    assert sent.content_subtype == "plain"


def test_replies_go_where_the_installation_wants_them(settings: Settings) -> None:
    settings.KENTONGAN_MAIL_REPLY_TO = "jangan-dibalas@desa.example.id"
    Email().send(a_message())
    assert mail.outbox[0].message()["Reply-To"] == "jangan-dibalas@desa.example.id"


def test_a_mail_arrives_whole_over_smtp(settings: Settings) -> None:
    with SmtpServer() as server:
        through(server, settings)
    received: Message = email.message_from_string(server.mails[0])
    assert received["To"] == WARSITI
    body = received.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().split() == ["Salam,", "ada", "kabar."]


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ({"RCPT": "550 5.1.1 <warsiti@example.org> no such user"}, Undeliverable),
        ({"RCPT": "450 4.2.1 <warsiti@example.org> greylisted"}, TryLater),
        ({"DATA-END": "550 5.4.5 daily quota exceeded for warsiti@example.org"}, TryLater),
        ({"DATA-END": "451 try again"}, TryLater),
        ({"DATA": "HANG UP"}, TryLater),
        ({"MAIL": "550 sender <pengaduan@desa.example.id> refused"}, ChannelDown),
        ({"MAIL": "451 busy"}, ChannelDown),
        ({"CONNECT": "554 go away"}, ChannelDown),
    ],
)
def test_a_refusal_is_understood_and_told_without_the_address(
    settings: Settings, answers: dict[str, str], kind: type[NotSent]
) -> None:
    with SmtpServer(answers) as server, pytest.raises(NotSent) as caught:
        through(server, settings)
    assert type(caught.value) is kind
    assert "@" not in caught.value.sentence
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_server_that_is_away_is_the_channels_trouble(settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND, settings.EMAIL_PORT = SMTP, free.getsockname()[1]
        with pytest.raises(ChannelDown, match="tidak dapat dihubungi"):
            Email().send(a_message())


@pytest.mark.parametrize("address", ["warsiti@example.org\nBcc: semua@example.org", "bukan alamat\r\n"])
def test_an_address_that_is_none_is_undeliverable(address: str) -> None:
    with pytest.raises(Undeliverable, match="tidak dapat dipakai"):
        Email().send(a_message(address))
    assert mail.outbox == []


@pytest.mark.parametrize(("host", "sender"), [("", "a@example.id"), ("mail.example.id", "")])
def test_without_its_settings_it_says_what_is_missing(settings: Settings, host: str, sender: str) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = host, sender
    health = Email().available()
    assert not health.ready
    assert health.sentence == words.NOT_SET_UP
    assert all(need in health.sentence for need in Email.capabilities.needs)
