"""Registers the reports room with Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The reports room."""

    name = "kentongan.reports"
    label = "reports"
