"""Registers the people room with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    name = "kentongan.people"
    label = "people"
