"""Write the generated pages of docs/reference; with --check only compare (status 1 when one is out of date).

The pages are what the rules' own tables say (kentongan.rules.reference), and the OpenAPI document of the interfaces
(kentongan.api.reference). `make docs` runs this.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kentongan.api import reference as interfaces
from kentongan.rules import reference

FOLDER = Path(__file__).resolve().parent / "reference"


def pages() -> dict[str, str]:
    """File name and Markdown of every generated page."""
    return {**reference.pages(), **interfaces.pages()}


def outdated() -> list[str]:
    """The names of pages that do not say what the rules say."""
    return [
        name
        for name, text in pages().items()
        if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]


def write() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    if "--check" not in sys.argv[1:]:
        write()
    elif names := outdated():
        sys.exit(f"docs/reference is out of date ({', '.join(names)}): run make docs and commit the result.")
