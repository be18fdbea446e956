"""The documentation says what the code says: generated pages, settings; links are in test_docs.py."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from kentongan.rules import reference

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
VARIABLE = re.compile(r"\bKENTONGAN_[A-Z_]+\b")
READER = re.compile(r"env\.\w+\(\s*\"(KENTONGAN_[A-Z_]+)\"")


@pytest.mark.parametrize("name", reference.pages())
def test_a_generated_page_says_what_the_rules_say(name: str) -> None:
    written = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert written == reference.pages()[name], "run make docs and commit the result"


def test_make_docs_has_nothing_to_do() -> None:
    done = subprocess.run([sys.executable, DOCS / "generate.py", "--check"], capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_settings_page_names_every_variable_and_no_other() -> None:
    read = set(READER.findall((ROOT / "kentongan" / "settings.py").read_text(encoding="utf-8")))
    told = set(VARIABLE.findall((DOCS / "reference" / "settings.md").read_text(encoding="utf-8")))
    assert read == told


def test_every_decision_has_a_number_of_its_own() -> None:
    names = [path.name for path in sorted((DOCS / "decisions").glob("*.md"))]
    assert [name[:4] for name in names] == [f"{number:04d}" for number in range(1, len(names) + 1)]


def test_every_page_stands_in_the_index() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    names = [path.relative_to(DOCS).as_posix() for path in sorted(DOCS.rglob("*.md")) if path.parent != DOCS]
    assert [name for name in names if f"({name})" not in index] == []
