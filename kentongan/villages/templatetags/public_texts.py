"""`{% public_text "rights" %}`: a public text in the village's own words, or in the program's."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from kentongan.ui import plain_text
from kentongan.villages.texts import TEXTS, text_of

register = template.Library()


@register.simple_tag(takes_context=True)
def public_text(context: template.Context, key: str) -> SafeString:
    """Draw a public text: one that is a line without a paragraph around it, a longer one with its paragraphs."""
    words = text_of(context.get("village"), key)
    return plain_text.line(words) if TEXTS[key].line else plain_text.block(words)
