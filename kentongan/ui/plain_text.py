"""Typed text as safe HTML: paragraphs, simple lists, bold; everything else is just letters."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BOLD: Final = re.compile(r"\*\*(?=\S)(.{1,300}?)(?<=\S)\*\*")
_ITEM: Final = re.compile(r"[-•*]\s+(?=\S)")


@lru_cache(maxsize=512)
def line(text: str) -> SafeString:
    """Return text for one paragraph: escaped first, then **bold** only."""
    # Escaping turns every sign that means something to a browser into letters; the stars are none of them.
    return mark_safe(_BOLD.sub(r"<b>\1</b>", escape(" ".join(text.split()))))  # noqa: S308


@lru_cache(maxsize=512)
def block(text: str) -> SafeString:
    """Return text with paragraphs (an empty line between) and lists (lines that begin with "- ")."""
    parts: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        words: list[str] = []
        items: list[str] = []
        for raw in filter(None, map(str.strip, paragraph.split("\n"))):
            if _ITEM.match(raw):
                items.append(_ITEM.sub("", raw, count=1))
            elif items:
                items[-1] += f" {raw}"
            else:
                words.append(raw)
        if words:
            parts.append("<p>" + "<br>".join(line(word) for word in words) + "</p>")
        if items:
            parts.append("<ul>" + "".join(f"<li>{line(item)}</li>" for item in items) + "</ul>")
    return mark_safe("".join(parts))  # noqa: S308 -- made of `line` only
