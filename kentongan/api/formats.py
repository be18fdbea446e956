"""One answer in two formats: the same plain data as JSON, or as XML by the Spark convention of GeoReport v2."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

from django.http import HttpResponse

Plain = str | int | float | bool | None | Sequence["Plain"] | Mapping[str, "Plain"]

XML: Final = "xml"
JSON: Final = "json"
_TYPES: Final[Mapping[str, str]] = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
_ONE_OF: Final[Mapping[str, str]] = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}
# What XML 1.0 cannot hold, not even escaped.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def answer(form: str, root: str, data: Plain, status: int = 200) -> HttpResponse:
    """Return `data` in a format. `root` names it in XML; in JSON it has no name."""
    body = to_xml(root, data) if form == XML else json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, status=status, content_type=_TYPES[form])


def to_xml(root: str, data: Plain) -> str:
    """Return data as XML: a list becomes elements named in the singular, nothing becomes an empty element."""
    parts = ['<?xml version="1.0" encoding="utf-8"?>\n']
    _element(parts, root, data)
    return "".join(parts)


def _element(parts: list[str], name: str, data: Plain) -> None:
    if data is None or data == "":
        parts.append(f"<{name}/>")
        return
    parts.append(f"<{name}>")
    if isinstance(data, Mapping):
        for inner, value in data.items():
            _element(parts, inner, value)
    elif isinstance(data, bool):
        parts.append("true" if data else "false")
    elif isinstance(data, str | int | float):
        parts.append(escape(_NOT_XML.sub("\ufffd", str(data))))
    else:
        for value in data:
            _element(parts, _ONE_OF[name], value)
    parts.append(f"</{name}>")
