"""The house rules that no reader should have to watch over: layers, sizes, templates, labels."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.migrations.loader import MigrationLoader
from django.db.models import Choices

import kentongan
from kentongan.desk.moves import FORMS
from kentongan.rules.types import OFFICER_ROLES, Labelled, Move, Status
from kentongan.rules.workflow import TABLE

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "kentongan"
# No page of the site but one file to keep: it carries its script with it, under a policy that allows this one only.
OFFLINE = SOURCE / "proofs" / "checker"
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60

# What the Content-Security-Policy would refuse anyway, found before a reader does.
INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)
SCRIPT_WITHOUT_FILE = re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE)
FOREIGN = re.compile(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", re.IGNORECASE)
NAMES_ONLY = ("http://www.w3.org/",)  # names a language; nothing is fetched


def python_files() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]


def face_files(*endings: str) -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*")) if path.suffix in endings and OFFLINE not in path.parents]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_rooms_import_one_way(tmp_path: Path) -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--cache-dir", str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_file_is_too_long_to_hold_in_mind() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert {name: count for name, count in lengths.items() if count > MOST_LINES_OF_A_FILE} == {}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name_of(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_too_long_to_hold_in_mind() -> None:
    long = {name: count for path in python_files() for name, count in functions(path)}
    assert {name: count for name, count in long.items() if count > MOST_LINES_OF_A_FUNCTION} == {}


def test_templates_hold_no_style_or_script_of_their_own() -> None:
    guilty = [
        f"{name_of(path)}: {line.strip()[:80]}"
        for path in face_files(".html", ".svg")
        for line in path.read_text(encoding="utf-8").splitlines()
        if INLINE.search(line) or SCRIPT_WITHOUT_FILE.search(line)
    ]
    assert guilty == []


def test_nothing_a_reader_loads_names_another_host() -> None:
    guilty = []
    for path in face_files(".html", ".svg", ".css", ".js"):
        text = path.read_text(encoding="utf-8")
        for name in NAMES_ONLY:
            text = text.replace(name, "")
        guilty += [f"{name_of(path)}: {found[0]}" for found in FOREIGN.finditer(text)]
    assert guilty == []


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(kentongan.__path__, "kentongan."):
        if ".migrations" not in found.name and not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def labelled_enums() -> list[Any]:
    found = {
        member
        for module in modules()
        for _, member in inspect.getmembers(module, inspect.isclass)
        if member.__module__.startswith("kentongan") and issubclass(member, Labelled | Choices) and len(member)
    }
    return sorted(found, key=lambda one: f"{one.__module__}.{one.__name__}")


def test_every_value_people_may_see_has_a_label_of_its_own() -> None:
    enums = labelled_enums()
    assert len(enums) > 15
    for kind in enums:
        labels = [str(member.label) for member in kind]
        bare = [member.name for member in kind if not str(member.label).strip() or member.label == member.value]
        assert bare == [], kind
        assert len(set(labels)) == len(labels), kind


def test_stored_values_are_lowercase_words() -> None:
    for kind in labelled_enums():
        values = [str(member.value) for member in kind]
        assert [value for value in values if not re.fullmatch(r"[a-z][a-z0-9_]*", value)] == [], kind
        assert len(values) == len(set(values))


def test_the_desk_has_a_form_for_every_move_an_officer_may_make_and_for_no_other() -> None:
    on_own_pages = {
        Move.RECEIVE,
        Move.PAPER,
        Move.VOID_PAPER,
        Move.DATA_DECIDE,
        Move.DATA_LIFT,
        Move.CORRECT_IDENTITY,
        Move.REDACT,
        Move.PUBLISH_CONSENT,
        Move.PUBLISH_DECIDE,
        Move.UNPUBLISH,
    }
    made_by_officers = {row.move for row in TABLE.values() if row.actors & OFFICER_ROLES} - on_own_pages
    assert set(FORMS) == made_by_officers


def test_every_move_is_in_the_table_and_every_status_is_reached_by_one() -> None:
    assert set(TABLE) == set(Move)
    assert set(Status) - {row.target for row in TABLE.values()} == set()


def test_no_migration_hangs_on_a_squashed_one() -> None:
    """An older database, and an archive, go through the single ones; squashed ones are for new databases alone."""
    loader = MigrationLoader(None)
    squashed = {key for key, migration in loader.disk_migrations.items() if migration.replaces}
    assert squashed
    for key, migration in loader.disk_migrations.items():
        assert key in squashed or not squashed.intersection(migration.dependencies), key
