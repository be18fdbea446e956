"""Kentongan: the village's complaint service."""

__version__ = "0.1.0"
