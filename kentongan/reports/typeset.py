"""Typesetting: a template of this room and data become a PDF, the same each time from the same.

Data go in as JSON beside the template and never into its source, so that no word of a case can be markup. Nothing is
fetched: fonts are those in the program, and no system font changes how a paper looks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst

_TEMPLATES = Path(__file__).parent / "typ"


class NotTypeset(Exception):
    """The paper could not be made: a fault of a template, never of what somebody typed."""


def pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    at: datetime,
    files: Mapping[str, bytes] | None = None,
    accessible: bool = True,
) -> bytes:
    """Return the PDF of `typ/<template>.typ` with `data` (plain JSON) as its `data.json`.

    Args:
        at: the time of making, for the document's information.
        files: pictures the data name, by the name they have there ("logo.png").
        accessible: PDF/UA-1, tagged for screen readers (a long table costs more time with it).

    Raises:
        NotTypeset: the template is wrong, or what it asks for is missing.
    """
    sources: dict[str, bytes] = {**_library(), **(files or {})}
    sources["main"] = sources[f"{template}.typ"]
    sources["data.json"] = json.dumps(data, ensure_ascii=False).encode()
    try:
        made = typst.compile(  # type: ignore[call-overload]  # its types do not know that files may be given as bytes
            sources,
            format="pdf",
            ignore_system_fonts=True,
            timestamp=at,
            pdf_standards=["ua-1"] if accessible else [],
        )
    except typst.TypstError as error:
        raise NotTypeset(f"{template}: {error.message}") from error
    if not isinstance(made, bytes):
        raise NotTypeset(f"{template}: no single document came out")
    return made


@cache
def _library() -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(_TEMPLATES.glob("*.typ"))}
