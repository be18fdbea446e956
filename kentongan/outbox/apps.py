"""Registers the outbox room with Django."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The outbox room."""

    name = "kentongan.outbox"
    label = "outbox"
