"""The open data described for programs and people: table schemas, JSON Schemas, the dictionary, the page of docs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from .open_data import (
    COLUMNS,
    FIGURES_MEANINGS,
    FILES,
    FORMAT,
    LICENCES,
    OPENINGS_MEANINGS,
    WITHHELD_COLUMNS,
    Column,
)
from .public_openings import OPENED, Proved

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
DICTIONARY_COLUMNS: Final = ("berkas", "kolom", "tipe", "arti", "bila_kosong", "nilai", "arti_nilai")
_JSON_TYPES: Final = {"string": "string", "integer": "integer", "boolean": "boolean"}


def dictionary() -> Iterator[dict[str, str]]:
    """Yield the dictionary, one line for a column and one for each value of a closed list."""
    tables: Sequence[tuple[str, Sequence[Column]]] = (("aduan", COLUMNS), ("tidak-terbit", WITHHELD_COLUMNS))
    for table, columns in tables:
        for column in columns:
            yield _line(table, column.name, column.form, column.meaning, column.empty)
            for value in column.values or ():
                yield _line(table, column.name, "nilai", value=value.value, label=value.label)
    for table, meanings in (("angka.json", FIGURES_MEANINGS), ("terbuka.jsonl", OPENINGS_MEANINGS)):
        for name, meaning in meanings.items():
            yield _line(table, name, "", meaning)


def _line(
    table: str, column: str, kind: str, meaning: str = "", empty: str = "", value: str = "", label: str = ""
) -> dict[str, str]:
    return dict(zip(DICTIONARY_COLUMNS, (table, column, kind, meaning, empty, value, label), strict=True))


def table_schema(columns: Sequence[Column]) -> dict[str, Any]:
    """Return the Frictionless table schema of a CSV file."""
    found: dict[str, Any] = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    if columns[0].name == "id":
        found["primaryKey"] = "id"
    return found


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.empty:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = [value.value for value in column.values]
    field = {"name": column.name, "type": column.form, "description": column.meaning}
    return field | ({"constraints": constraints} if constraints else {})


def json_schemas() -> Mapping[str, dict[str, Any]]:
    """Return the JSON Schemas, by the names of their files."""
    return {"skema/aduan.json": _rows(), "skema/angka.json": _figures(), "skema/terbuka.json": _openings()}


def _record(columns: Iterable[Column]) -> dict[str, Any]:
    columns = list(columns)
    return {
        "type": "object",
        "properties": {column.name: _property(column) for column in columns},
        "required": [column.name for column in columns],
        "additionalProperties": False,
    }


def _property(column: Column) -> dict[str, Any]:
    kind = _JSON_TYPES[column.form]
    found: dict[str, Any] = {"description": column.meaning, "type": [kind, "null"] if column.empty else kind}
    if column.values:
        found["enum"] = [value.value for value in column.values] + ([None] if column.empty else [])
    if column.form == "integer":
        found["minimum"] = 0
    return found


def _rows() -> dict[str, Any]:
    return {
        "$schema": _DRAFT,
        "title": "Aduan terbit",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "aduan": {"type": "array", "items": _record(COLUMNS)},
            "tidak_terbit": {"type": "array", "items": _record(WITHHELD_COLUMNS)},
        },
        "required": ["format", "aduan", "tidak_terbit"],
    }


def _figures() -> dict[str, Any]:
    count, counts = (
        {"type": "integer", "minimum": 0},
        {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
    )
    untold = {"type": ["integer", "null"], "minimum": 0}
    limit = {
        "type": "object",
        "properties": {"tepat": count, "lewat": count, "persen_tepat": {"type": ["integer", "null"]}},
        "required": ["tepat", "lewat", "persen_tepat"],
    }
    kinds: dict[str, dict[str, Any]] = {
        "periode": {"type": "string", "pattern": "^([0-9]{4}(-Q[1-4])?)?$"},
        "batas_waktu": {"type": "object", "additionalProperties": limit},
        "hari_tengah": {"type": ["number", "null"], "minimum": 0},
        "jumlah": untold,
        "tidak_terbit": untold,
        "tidak_terbit_kurang_dari": untold,
    }
    properties = {
        name: {**(kinds.get(name) or (counts if name.startswith("menurut") else count)), "description": meaning}
        for name, meaning in FIGURES_MEANINGS.items()
    }
    period = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {
        "$schema": _DRAFT,
        "title": "Angka publik",
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "angka": {"type": "array", "items": period}},
        "required": ["format", "angka"],
    }


def _openings() -> dict[str, Any]:
    base64 = {"type": "string", "contentEncoding": "base64"}
    step = {
        "type": "object",
        "properties": {
            "nomor": {"type": "integer", "minimum": 0},
            "entri": base64,
            "garam": base64,
            "isi": {"type": "string", "contentMediaType": "application/json"},
        },
        "required": ["nomor", "entri", "garam", "isi"],
        "additionalProperties": False,
    }
    return {
        "$schema": _DRAFT,
        "title": "Langkah terbuka dari satu aduan terbit",
        "type": "object",
        "properties": {
            "id": {"type": "string", "description": OPENINGS_MEANINGS["id"]},
            "langkah": {"type": "array", "items": step, "description": OPENINGS_MEANINGS["langkah"]},
            "membuktikan": {
                "type": "array",
                "items": {"enum": [each.value for each in Proved]},
                "description": OPENINGS_MEANINGS["membuktikan"],
            },
        },
        "required": ["id", "langkah", "membuktikan"],
        "additionalProperties": False,
    }


def page() -> str:
    """Return the Markdown of docs/reference/open-data.md."""
    files = _table(("file", "what people read"), ((f"`{name}`", said) for name, said in FILES.items()))
    named = ((f"`{name}`", f"[{said}]({url})") for name, (said, url) in LICENCES.items())
    figures = _table(("name", "meaning"), ((f"`{name}`", said) for name, said in FIGURES_MEANINGS.items()))
    openings = _table(("name", "meaning"), ((f"`{name}`", said) for name, said in OPENINGS_MEANINGS.items()))
    return (
        f"# Open data\n\n<!-- Written by kentongan.rules.open_data_schema; change the rules, not this page. -->\n\n"
        f"Format {FORMAT}. The files of a version lie under `/data/v{FORMAT}/<version>/` and never change; "
        f"`/data/v{FORMAT}/updated/` is the newest. `datapackage.json` names the version, its files with size and "
        "SHA-256, the licence, and the checkpoint of the log that the version belongs to. Columns are only ever added "
        "within a format.\n\n"
        f"## Files\n\n{files}\n"
        "`aduan.parquet` is there where DuckDB is installed (`pip install kentongan[parquet]`), "
        "`tahunan-terbatas.json` where a past year has enough restricted cases, `terbuka.jsonl` where the village "
        "opens the steps.\n\n"
        f"## Licences\n\n{_table(('licence', 'name'), named)}\n"
        f"## aduan: one row for each published case\n\n{_columns(COLUMNS)}\n"
        "In CSV, a text that a spreadsheet could take for a formula (it begins with `=` `+` `-` `@`, a tab or an "
        "apostrophe) has an apostrophe before it. Empty cells of CSV are `null` in JSON.\n\n"
        f"## tidak-terbit: cases without attributes\n\n{_columns(WITHHELD_COLUMNS)}\n"
        f"## angka.json: the public statistics\n\n{figures}\n"
        f"## terbuka.jsonl: what the log says of published cases\n\n{openings}\n"
        f"Opened moves: {', '.join(f'`{move!s}`' for move in sorted(OPENED))}.\n"
    )


def _columns(columns: Iterable[Column]) -> str:
    return _table(
        ("column", "type", "meaning", "empty means", "values"),
        (
            (
                f"`{column.name}`",
                column.form,
                column.meaning,
                column.empty,
                ", ".join(f"`{value.value}` {value.label}" for value in column.values or ()),
            )
            for column in columns
        ),
    )


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(heads)]
    lines.append(["---"] * len(lines[0]))
    lines.extend(list(row) for row in rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
