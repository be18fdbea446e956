"""The ledger room: the append-only log of everything that was done."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the room with Django."""

    name = "kentongan.ledger"
    label = "ledger"
