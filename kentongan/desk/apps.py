"""Registers the desk room with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk room."""

    name = "kentongan.desk"
    label = "desk"
