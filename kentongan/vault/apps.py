"""The vault room: sealed identities and the record of who opened them."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Registers the room with Django."""

    name = "kentongan.vault"
    label = "vault"
