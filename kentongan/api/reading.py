"""What a program sent, as plain text that any database and any format can hold; and the key it presents."""

from __future__ import annotations

import re
from typing import Final

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError

from kentongan.forms.fields import clean_text

UNREADABLE: Final = (SuspiciousOperation, BadRequest, MultiPartParserError, UnicodeError)
"""What Django raises where a request is beyond its limits, or broken."""

KEY_HEADER: Final = "X-Api-Key"
_LONE: Final = re.compile("[\ud800-\udfff]")
_BEARER: Final = "Bearer "


def plain(value: object) -> str:
    """Return a text without control characters, halves of characters, and space around it."""
    return _LONE.sub("\ufffd", clean_text(value))


def one(sent: QueryDict, name: str) -> str:
    """Return one argument; a missing one and an empty one are the same (GeoReport v2, optional arguments)."""
    return plain(sent.get(name) or "")


def many(sent: QueryDict, name: str) -> list[str]:
    """Return the values of an argument that may be repeated, or separated by commas."""
    found = (plain(part) for value in sent.getlist(name) for part in str(value).split(","))
    return list(dict.fromkeys(part for part in found if part))


def presented_key(request: HttpRequest) -> str:
    """Return the key that a program presents: by header, or as `api_key` as GeoReport v2 has it."""
    header = request.headers.get(KEY_HEADER, "")
    bearer = request.headers.get("Authorization", "")
    if not header and bearer.startswith(_BEARER):
        header = bearer.removeprefix(_BEARER)
    if not header:
        header = str(request.POST.get("api_key") or request.GET.get("api_key") or "")
    return plain(header)
