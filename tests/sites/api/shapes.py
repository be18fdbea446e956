"""Whether an answer has the shape that our OpenAPI document promises: a small checker of the JSON Schema we use."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from xml.etree import ElementTree

from kentongan.api.openapi_schemas import SCHEMAS

TYPES: Mapping[str, Any] = {
    "string": str,
    "integer": int,
    "number": int | float,
    "boolean": bool,
    "null": type(None),
    "array": list,
    "object": dict,
}
KNOWN = {"type", "properties", "required", "additionalProperties", "items", "enum", "format", "anyOf", "$ref"}
KNOWN |= {"maxLength", "description"}


def problems(value: Any, schema: Mapping[str, Any], at: str = "") -> list[str]:
    """What is wrong with a value, each with its place; none when it is as promised."""
    assert set(schema) <= KNOWN, f"the checker does not know {set(schema) - KNOWN}"
    if "$ref" in schema:
        return problems(value, SCHEMAS[schema["$ref"].rpartition("/")[2]], at)
    if "anyOf" in schema:
        tried = [problems(value, one, at) for one in schema["anyOf"]]
        return [] if any(not each for each in tried) else tried[0]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, TYPES[kind]) and (kind == "boolean") == isinstance(value, bool) for kind in kinds):
        return [f"{at}: {type(value).__name__} is not {kinds}"]
    found = [f"{at}: {value!r} is not in {schema['enum']}"] if value not in schema.get("enum", [value]) else []
    if isinstance(value, str):
        found += _text(value, schema, at)
    if isinstance(value, list):
        found += [p for place, one in enumerate(value) for p in problems(one, schema["items"], f"{at}[{place}]")]
    if isinstance(value, dict):
        found += _object(value, schema, at)
    return found


def _text(value: str, schema: Mapping[str, Any], at: str) -> list[str]:
    if len(value) > schema.get("maxLength", len(value)):
        return [f"{at}: too long"]
    try:
        if schema.get("format") == "date":
            date.fromisoformat(value)
        if schema.get("format") == "date-time":
            assert datetime.fromisoformat(value).tzinfo is not None
    except (ValueError, AssertionError):
        return [f"{at}: {value!r} is no {schema['format']}"]
    return []


def _object(value: dict[str, Any], schema: Mapping[str, Any], at: str) -> list[str]:
    named, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    found = [f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in value]
    for name, inner in value.items():
        if name in named:
            found += problems(inner, named[name], f"{at}.{name}")
        elif more is False:
            found.append(f"{at}.{name} was not promised")
        elif isinstance(more, Mapping):
            found += problems(inner, more, f"{at}.{name}")
    return found


def checked(response: Any, name: str, status: int = 200) -> Any:
    """Read a JSON answer, and fail where it is not as promised."""
    assert response.status_code == status, response.content
    data = json.loads(response.content)
    assert problems(data, {"$ref": f"#/{name}"}) == []
    return data


def from_xml(text: bytes) -> tuple[str, Any]:
    """Read XML of the Spark convention as the JSON it stands for; all values are texts."""
    root = ElementTree.fromstring(text.decode())  # noqa: S314 -- our own answer
    return root.tag, _read(root)


LISTS = {"services", "service_requests", "errors", "attributes", "values", "endpoints", "formats"}


def _read(element: ElementTree.Element) -> Any:
    if element.tag in LISTS:
        return [_read(one) for one in element]
    if len(element):
        return {one.tag: _read(one) for one in element}
    return element.text or ""


def flat(data: Any) -> Any:
    """Return JSON as the XML would say it: every value a text."""
    if isinstance(data, list):
        return [flat(one) for one in data]
    if isinstance(data, dict):
        return {name: flat(value) for name, value in data.items()}
    if isinstance(data, bool):
        return "true" if data else "false"
    return re.sub(r"\r\n?", "\n", "" if data is None else str(data))
