"""Registers the observers' site with Django."""

from django.apps import AppConfig


class ObserverConfig(AppConfig):
    """The observers' site."""

    name = "kentongan.observer"
    label = "observer"
