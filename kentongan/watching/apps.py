"""Registers the watching room with Django."""

from django.apps import AppConfig


class WatchingConfig(AppConfig):
    """The watching room."""

    name = "kentongan.watching"
    label = "watching"
