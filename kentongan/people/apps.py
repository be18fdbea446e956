"""Registers the people room with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    name = "kentongan.people"
    label = "people"

    def ready(self) -> None:
        """Enter the tables of this room that a village sets up like any other setting."""
        from kentongan.people import official_settings

        official_settings.enter_tables()
