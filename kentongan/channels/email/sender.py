"""Handing one message to the mail server, and reading its refusals.

Which failure is whose: no connection, no sign-in, a refused sender are the channel's; a refused recipient or content
are the message's. A recipient refused with 5xx will never be accepted (RFC 5321 §4.2.1).
"""

from __future__ import annotations

import smtplib
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from kentongan.gateway.contract import (
    Capabilities,
    Channel,
    ChannelDown,
    Health,
    NotSent,
    OutgoingMessage,
    TryLater,
    Undeliverable,
)

NOT_SET_UP = (
    "Server surel belum diatur, jadi pemberitahuan belum dapat dikirim. "
    "Isi KENTONGAN_SMTP_HOST dan KENTONGAN_MAIL_FROM, lalu jalankan ulang Kentongan."
)
UNREACHABLE = "Server surel tidak dapat dihubungi. Pengiriman dicoba lagi nanti."
SIGN_IN_REFUSED = "Server surel menolak nama atau sandi kita. Periksa KENTONGAN_SMTP_USER dan KENTONGAN_SMTP_PASSWORD."
SENDER_REFUSED = "Server surel menolak alamat pengirim kita. Periksa KENTONGAN_MAIL_FROM."
BAD_ADDRESS = "Alamat surel penerima tidak dapat dipakai."
_PERMANENT = 500


class Email(Channel):
    """Plain-text mail through Django's mail backend (SMTP)."""

    name = "email"
    label = "Surel"
    capabilities = Capabilities(
        can_send=True, address_key="email", needs=("KENTONGAN_SMTP_HOST", "KENTONGAN_MAIL_FROM")
    )

    def available(self) -> Health:
        """Ready once a mail server and a sender address are set."""
        if not (settings.EMAIL_HOST and settings.DEFAULT_FROM_EMAIL):
            return Health(ready=False, sentence=NOT_SET_UP)
        return Health(ready=True, sentence="Surel siap dikirim.")

    def send(self, message: OutgoingMessage) -> None:
        """Send one mail. Raises TryLater, Undeliverable or ChannelDown, never with an address in it."""
        connection = get_connection()
        try:
            connection.open()
        except smtplib.SMTPAuthenticationError:
            raise ChannelDown(SIGN_IN_REFUSED) from None
        except (smtplib.SMTPException, OSError):
            raise ChannelDown(UNREACHABLE) from None
        try:
            connection.send_messages([_mail(message)])
        except smtplib.SMTPException as error:
            raise _meaning(error) from None
        except OSError:
            raise TryLater("Sambungan ke server surel putus.") from None
        except ValueError:  # an address or a header that cannot be written
            raise Undeliverable(BAD_ADDRESS) from None
        finally:
            connection.close()


def _mail(message: OutgoingMessage) -> EmailMessage:
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    reply_to: str = settings.KENTONGAN_MAIL_REPLY_TO
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=formataddr((f"Layanan Pengaduan Desa {message.village.name}", sender)),
        to=[message.address],
        reply_to=[reply_to] if reply_to else None,
        headers={
            # Sent again after a crash it is the same mail, and most mail programs show it once.
            "Message-ID": f"<{message.id}@{sender.rpartition('@')[2] or 'localhost'}>",
            # Nobody's holiday answer should come back to us (RFC 3834).
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )


def _meaning(error: smtplib.SMTPException) -> NotSent:
    """Say whose fault an SMTP error is. Its own text is dropped: servers quote the address in it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        code = max(codes, default=_PERMANENT)
        if code >= _PERMANENT:
            return Undeliverable(f"Alamat surel penerima ditolak server ({code}).")
        return TryLater(f"Server meminta dicoba lagi nanti ({code}).")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return ChannelDown(SENDER_REFUSED if error.smtp_code >= _PERMANENT else UNREACHABLE)
    if isinstance(error, smtplib.SMTPResponseException):
        # Also 5xx: some servers answer so when the day's quota is used up.
        return TryLater(f"Surel ditolak server ({error.smtp_code}).")
    return TryLater("Sambungan ke server surel putus.")
