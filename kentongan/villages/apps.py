"""The villages room: the tenant and everything a village may edit."""

from django.apps import AppConfig


class VillagesConfig(AppConfig):
    """Registers the room with Django."""

    name = "kentongan.villages"
    label = "villages"
