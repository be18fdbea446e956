"""`{% load kept %}{% kept "top" here %}…{% endkept %}`: a part of a page that all readers see alike is drawn once.

Header and foot are a fifth of the work of a small page. A part is kept per village, version of its settings and script
prefix, and per what stands behind its name; it must hold nothing of a reader, no token.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

from django import template
from django.urls import get_script_prefix
from django.utils.safestring import SafeString

register = template.Library()

MOST: Final = 2000  # parts; beyond that all are drawn anew
_parts: dict[Hashable, SafeString] = {}


class KeptNode(template.Node):
    """The part between the tags."""

    def __init__(self, nodes: template.NodeList, name: str, facts: list[template.base.FilterExpression]) -> None:
        self.nodes, self.name, self.facts = nodes, name, facts

    def render(self, context: template.Context) -> SafeString:
        """Draw the part, or hand out the earlier drawing. Without a village (or before it is saved) nothing is kept."""
        village: Any = context.get("village")
        if village is None:
            return self.nodes.render(context)
        facts = tuple(str(fact.resolve(context)) for fact in self.facts)
        key = (self.name, village.pk, village.settings_version, get_script_prefix(), facts)
        part = _parts.get(key)
        if part is None:
            part = self.nodes.render(context)
            if len(_parts) >= MOST:
                _parts.clear()
            _parts[key] = part
        return part


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """Compile the tag: a name in quotes, then what the part depends on besides village and address."""
    _, name, *facts = token.split_contents()
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodes, name.strip("\"'"), [parser.compile_filter(fact) for fact in facts])


def forget() -> None:
    """Draw all parts anew from now on."""
    _parts.clear()
