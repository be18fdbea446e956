"""Typesetting: a template of this room and data become a PDF, the same each time from the same.

Data go in as JSON beside the template and never into its source, so that no word of a case can be markup. Nothing is
fetched: fonts are those in the program, and no system font changes how a paper looks. What no font can show is shown
as a box (`plain`), for a paper must come out whatever somebody typed.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from kentongan.reports import plain

logger = logging.getLogger(__name__)

_HERE: Final = Path(__file__).parent
_TEMPLATES: Final = _HERE / "typ"


class NotTypeset(Exception):
    """The paper could not be made: a fault of a template, never of what somebody typed."""


def pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    at: datetime,
    files: Mapping[str, bytes] | None = None,
    accessible: bool = True,
    longest_word: int = plain.LONGEST,
) -> bytes:
    """Return the PDF of `typ/<template>.typ` with `data` (plain JSON) as its `data.json`.

    Args:
        at: the time of making, for the document's information.
        files: pictures the data name, by the name they have there ("logo.png"); shown with `gambar`.
        accessible: PDF/UA-1, tagged for screen readers (a long table costs more time with it).
        longest_word: letters of a word that stay together; fewer where columns are narrow.

    Raises:
        NotTypeset: the template is wrong, or what it asks for is missing.
    """
    standards = ["ua-1"] if accessible else []
    second = at.replace(microsecond=0)  # the compiler takes no finer time
    made = _typeset(template, data, files, longest_word, format="pdf", timestamp=second, pdf_standards=standards)
    if not isinstance(made, bytes):
        raise NotTypeset(f"{template}: no single document came out")
    return made


def pictures(
    template: str,
    data: Mapping[str, Any],
    *,
    files: Mapping[str, bytes] | None = None,
    dots_per_inch: int = 96,
    longest_word: int = plain.LONGEST,
) -> list[bytes]:
    """Return each page as a PNG, for a preview on a page. Raises NotTypeset."""
    made = _typeset(template, data, files, longest_word, format="png", ppi=float(dots_per_inch))
    return [made] if isinstance(made, bytes) else list(made)


def _typeset(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None, longest_word: int, **how: Any
) -> Any:
    """Typeset; if a combination of letters is still beyond the fonts, once more with the plainest letters only."""
    try:
        return _compile(template, plain.shown(data, longest_word), files, how)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise NotTypeset(f"{template}: {error.message}") from error
    logger.warning("A paper of template %s holds letters that the fonts cannot show together", template)
    try:
        return _compile(template, plain.plainest(data, longest_word), files, how)
    except typst.TypstError as error:
        raise NotTypeset(f"{template}: {error.message}") from error


def _compile(template: str, data: Any, files: Mapping[str, bytes] | None, how: Mapping[str, Any]) -> Any:
    # The compiler takes text only: other pictures go in as numbers, and `gambar` of kop.typ finds either.
    drawn = {name: content for name, content in (files or {}).items() if name.endswith(".svg")}
    other = {name: list(content) for name, content in (files or {}).items() if name not in drawn}
    sources: dict[str, bytes] = {**_library(), **drawn, "pictures.json": json.dumps(other).encode()}
    sources["main"] = sources[f"{template}.typ"]
    sources["data.json"] = json.dumps(data, ensure_ascii=False).encode()
    return typst.compile(sources, ignore_system_fonts=True, font_paths=_fonts(), **how)


@cache
def _library() -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(_TEMPLATES.glob("*.typ"))}


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[_HERE / "fonts"])
