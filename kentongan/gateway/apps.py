"""Registers the gateway room with Django."""

from django.apps import AppConfig


class GatewayConfig(AppConfig):
    """The gateway room."""

    name = "kentongan.gateway"
    label = "gateway"
