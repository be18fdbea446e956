"""Numbers as people read them: `{% load figures %}`."""

from __future__ import annotations

from django import template

from kentongan.reports.figures.tables import Cell, say

register = template.Library()


@register.filter
def angka(cell: Cell) -> str:
    """Say a cell of a table: "1.204", "3,5", "–" for what cannot be known."""
    return say(cell)
