"""Parquet, where DuckDB is installed (an extra of the package): made of the CSV file, in a process's small memory."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, Final

from kentongan.rules.open_data import COLUMNS, Column

MISSING: Final = "DuckDB tidak terpasang di server ini, jadi berkas Parquet tidak dibuat."
FAILED: Final = "Berkas Parquet tidak dapat dibuat; bentuk lain memuat isi yang sama."
_TYPES: Final = {"string": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN"}
_SMALL: Final = {
    "threads": "1",
    "memory_limit": "128MB",
    # Nothing is fetched from anywhere.
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}


def write(source: Path, target: Path) -> str:
    """Write the rows of aduan.csv as Parquet; return "" or the sentence that says why there is no such file."""
    try:
        duckdb: Any = importlib.import_module("duckdb")
    except ImportError:
        return MISSING
    try:
        with duckdb.connect(":memory:", config=_SMALL) as connection:
            connection.execute(_statement(source, target))
    except duckdb.Error:
        target.unlink(missing_ok=True)
        return FAILED
    return ""


def _statement(source: Path, target: Path) -> str:
    kinds = ", ".join(f"{_quoted(column.name)}: '{_TYPES[column.form]}'" for column in COLUMNS)
    form = f"header = true, delim = ',', quote = '\"', escape = '\"', columns = {{{kinds}}}"
    read = f"read_csv({_quoted(str(source))}, {form})"
    chosen, where = ", ".join(map(_chosen, COLUMNS)), _quoted(str(target))
    return f"COPY (SELECT {chosen} FROM {read}) TO {where} (FORMAT parquet, COMPRESSION snappy)"  # noqa: S608  (words of ours)


def _chosen(column: Column) -> str:
    """The apostrophe that keeps a spreadsheet from reading a formula is CSV's own."""
    name = column.name
    if column.form != "string":
        return name
    return f"CASE WHEN starts_with({name}, '''') THEN substr({name}, 2) ELSE {name} END AS {name}"


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
