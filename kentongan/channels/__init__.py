"""The channels of this installation: one folder each, and this list. No channel imports another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kentongan.gateway.contract import Registry


def registry() -> Registry:
    """Return every channel, in the order people see them."""
    # Imported here: this package is imported before Django is ready, its channels need the settings.
    from kentongan.channels.api import Api
    from kentongan.channels.counter import Counter
    from kentongan.channels.email import Email
    from kentongan.channels.letter import Letter
    from kentongan.channels.phone import Phone
    from kentongan.channels.web import Web
    from kentongan.gateway.contract import Registry

    return Registry(Web(), Counter(), Phone(), Letter(), Email(), Api())
