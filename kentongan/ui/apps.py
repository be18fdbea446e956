from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, static files and template tags that every site shares."""

    name = "kentongan.ui"
    label = "ui"
