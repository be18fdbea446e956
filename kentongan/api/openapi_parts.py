"""Pieces of which the OpenAPI document is put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

Json = dict[str, Any]
SAID: Final[Mapping[int | str, str]] = {
    "200": "Berhasil",
    "Problem": "Tidak dipenuhi; alasannya ada di detail",
    "Errors": "Tidak dipenuhi; alasannya ada di description",
}


def ref(name: str) -> Json:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def ok(name: str) -> Json:
    """Return a good answer in JSON."""
    return {"description": SAID["200"], "content": {"application/json": {"schema": ref(name)}}}


def error(media: str, name: str) -> Json:
    """Return a bad answer."""
    return {"description": SAID[name], "content": {media: {"schema": ref(name)}}}


def body(properties: Json, *, required: Sequence[str], media: str = "application/json") -> Json:
    """Return what is sent."""
    schema: Json = {"type": "object", "properties": properties, "required": list(required)}
    return {"required": True, "content": {media: {"schema": schema}}}


def parameter(name: str, said: str, *, place: str = "query", kind: str = "string", **limits: Any) -> Json:
    """Return a parameter; one of the path is always required."""
    found: Json = {"name": name, "in": place, "description": said, "schema": {"type": kind, **limits}}
    if place == "path":
        found["required"] = True
    return found


def operation(
    name: str,
    title: str,
    text: str,
    *,
    responses: Json,
    parameters: Sequence[Json] = (),
    body: Json | None = None,
    security: Sequence[Json] = (),
) -> Json:
    """Return one way to call an address."""
    found: Json = {"operationId": name, "summary": title, "description": text}
    if parameters:
        found["parameters"] = list(parameters)
    if body is not None:
        found["requestBody"] = body
    if security:
        found["security"] = list(security)
    return found | {"responses": responses}
