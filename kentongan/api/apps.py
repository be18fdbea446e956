"""Registers the programs' site with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The programs' site."""

    name = "kentongan.api"
    label = "api"
