"""The reference page of both interfaces, written from the OpenAPI document (`make docs`)."""

from __future__ import annotations

from collections.abc import Mapping

from kentongan.api.openapi import Argument, Operation, operations

_HEAD = """# Interfaces for programs

<!-- Written by kentongan.api.reference; change the OpenAPI document, not this page. -->

Two interfaces: [Open311 GeoReport v2](https://wiki.open311.org/GeoReport_v2/) under `/open311/`, in XML and JSON alike,
and a REST interface under `/api/v1/`, in JSON. The same for programs: `/api/v1/openapi.json` (OpenAPI 3.1); for people
without this page: `/api/`. The words below are those that programmers read there. How to begin:
[connect by Open311](../how-to/connect-by-open311.md); what programs may see and why:
[decision 41](../decisions/0041-what-programs-may-see.md).

- Errors: Open311 `errors` with `code` and `description` in the asked format; REST `application/problem+json`
  (RFC 9457).
- A key is sent as `X-Api-Key`, as `Authorization: Bearer …`, or as `api_key`. No cookie is read or set.
- Times of published cases are a quarter or a year. `requested_datetime` is its first moment; where no time is shown,
  the day of publication. `start_date` and `end_date` find what may have come in between.
"""


def pages() -> Mapping[str, str]:
    """File name and Markdown."""
    return {"api.md": _HEAD + "".join(map(_section, operations()))}


def _section(one: Operation) -> str:
    key = " Needs a key." if one.key else ""
    sent = "".join(map(_line, one.arguments))
    answers = ", ".join(f"`{status}`" for status, _ in one.answers)
    return (
        f"\n## {one.title}\n\n`{one.method} {one.path}`\n\n{one.text}{key}\n"
        + (f"\n| sent | where | |\n|---|---|---|\n{sent}" if sent else "")
        + f"\nAnswers: {answers}\n"
    )


def _line(one: Argument) -> str:
    name = f"`{one.name}`" + ("\\*" if one.required else "")
    return f"| {name} | {one.place} | {one.description} |\n"
