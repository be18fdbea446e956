"""Whether mail can be promised: nothing a reporter reads may promise a mail that cannot come."""

from __future__ import annotations

from kentongan.channels.email import Email


def mail_is_ready() -> bool:
    """Tell whether the installation can send mail at all."""
    return Email().available().ready
