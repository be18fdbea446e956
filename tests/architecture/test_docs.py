"""The documentation holds together: links and anchors lead somewhere, every picture is shown, every decision listed."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
MOST_BYTES = 150_000

_FENCED = re.compile(r"^ *(```+).*?^ *\1", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)


def prose(page: Path) -> str:
    """Return a page without its examples: what stands in them is no link and no heading."""
    return _FENCED.sub("", page.read_text(encoding="utf-8"))


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page's headings, as forges make them: lower case, hyphens, no punctuation."""
    names: list[str] = []
    for heading in _HEADING.findall(prose(page)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
        name = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        again = names.count(name)
        names.append(f"{name}-{again}" if again else name)
    return frozenset(names)


def links(page: Path) -> list[str]:
    """Return the links of a page that stay in this project."""
    found = _LINK.findall(_CODE.sub("", prose(page)))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def leads_nowhere(page: Path, link: str) -> bool:
    """Whether the file or the heading that a link names is not there."""
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists() or ROOT not in target.parents:
        return True
    return bool(anchor) and (target.suffix != ".md" or anchor not in anchors(target))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert [link for link in links(page) if leads_nowhere(page, link)] == []


def test_a_wrong_link_is_noticed() -> None:
    page = DOCS / "README.md"
    assert leads_nowhere(page, "how-to/no-such-page.md")
    assert leads_nowhere(page, "how-to/first-monday.md#no-such-heading")
    assert not leads_nowhere(page, "how-to/first-monday.md#a-reporter-lost-the-code")


def test_every_decision_stands_in_the_index_under_its_number() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^(\d+)\. \[[^\]]+\]\(decisions/(\d{4})-[^)]+\)", index, re.MULTILINE)
    assert [int(number) for _, number in listed] == [int(number) for number, _ in listed]
    assert sorted(number for _, number in listed) == sorted(path.name[:4] for path in DOCS.glob("decisions/*.md"))


def test_every_picture_is_shown_somewhere_and_small() -> None:
    shown = {(page.parent / link).resolve() for page in PAGES for link in links(page)}
    pictures = sorted((DOCS / "images").iterdir())
    assert [path.name for path in pictures if path not in shown] == []
    assert [path.name for path in pictures if path.stat().st_size > MOST_BYTES] == []
