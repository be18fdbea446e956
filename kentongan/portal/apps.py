from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The citizens' site."""

    name = "kentongan.portal"
    label = "portal"
