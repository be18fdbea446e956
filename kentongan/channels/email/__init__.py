"""E-mail, outgoing: notices to reporters who left an address and to officers, through the village's mail server."""

from __future__ import annotations

from kentongan.channels.email.sender import Email

__all__ = ["Email"]
