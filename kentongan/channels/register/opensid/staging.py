"""Rows on their way, so that replies find their complaints in whatever order they come, in constant memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from kentongan.channels.register.opensid.table import COLUMNS, Cell

MAX_ID = 2**31 - 1


class Unusable(Exception):
    """This row cannot be told from others; the message says why, in Indonesian."""


@dataclass(frozen=True)
class Staged:
    """One row, decoded."""

    id: int
    cells: dict[str, str]


class Staging:
    """A nameless database that SQLite spills to a nameless file, gone with the process: it holds names and NIKs."""

    def __init__(self) -> None:
        self._rows = sqlite3.connect("", isolation_level=None)
        self._rows.execute("PRAGMA cache_size = -8000")
        self._rows.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, parent INTEGER, config INTEGER, cells TEXT)")
        self._rows.execute("CREATE INDEX by_parent ON row (parent)")
        self._rows.execute("CREATE TABLE refused (line INTEGER, why TEXT, cells TEXT)")
        self._rows.execute("BEGIN")

    def close(self) -> None:
        """Forget everything."""
        self._rows.close()

    def add(self, raw: dict[str, Cell]) -> None:
        """Keep one row.

        Raises:
            Unusable: no id, or one that came before.
        """
        cells = _letters(raw)
        number = _number(cells.get("id", ""))
        if number is None or not 0 < number <= MAX_ID:
            raise Unusable("Baris tanpa nomor id yang wajar.")
        parent = cells.get("id_pengaduan", "").strip()
        config = cells.get("config_id", "").strip()
        # A parent that is no number leads nowhere: such a reply is listed, not taken for a complaint.
        values = (number, None if parent in ("", "0") else _number(parent) or -1, _number(config), json.dumps(cells))
        try:
            self._rows.execute("INSERT INTO row VALUES (?, ?, ?, ?)", values)
        except (sqlite3.IntegrityError, OverflowError) as error:
            raise Unusable(
                f"Nomor id {number} sudah ada di atasnya, atau nomor lain di baris itu tidak wajar."
            ) from error

    def refuse(self, line: int, why: str, raw: dict[str, Cell]) -> None:
        """Keep a row that cannot be told from others, to be listed."""
        self._rows.execute("INSERT INTO refused VALUES (?, ?, ?)", (line, why, json.dumps(_letters(raw))))

    def refused(self) -> Iterator[tuple[int, str, dict[str, str]]]:
        """Yield such rows: line, why, cells."""
        for line, why, cells in self._rows.execute("SELECT line, why, cells FROM refused ORDER BY line"):
            yield line, why, json.loads(cells)

    def configs(self) -> list[int]:
        """Return the villages (config_id) in the source."""
        return [row[0] for row in self._rows.execute("SELECT DISTINCT config FROM row WHERE config > 0 ORDER BY 1")]

    def keep_only(self, config: int) -> int:
        """Forget the rows of other villages, and return how many they were. Rows of no village stay."""
        return self._rows.execute("DELETE FROM row WHERE config > 0 AND config <> ?", (config,)).rowcount

    def complaints(self) -> Iterator[Staged]:
        """Yield the complaints, oldest id first."""
        yield from self._some("SELECT id, cells FROM row WHERE parent IS NULL ORDER BY id")

    def replies(self, complaint: int) -> list[Staged]:
        """Return the replies to a complaint, oldest id first."""
        return list(self._some("SELECT id, cells FROM row WHERE parent = ? ORDER BY id", complaint))

    def photo_of(self, number: int) -> str:
        """Return the name of a row's photo, as the table has it."""
        for staged in self._some("SELECT id, cells FROM row WHERE id = ?", number):
            return staged.cells.get("foto", "").strip()
        return ""

    def lost_replies(self) -> Iterator[Staged]:
        """Yield the replies to what is no complaint."""
        yield from self._some(
            "SELECT id, cells FROM row WHERE parent IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM row AS to_it WHERE to_it.id = row.parent AND to_it.parent IS NULL) ORDER BY id"
        )

    def _some(self, query: str, *values: int) -> Iterator[Staged]:
        for number, cells in self._rows.execute(query, values):
            yield Staged(number, json.loads(cells))


def _letters(raw: dict[str, Cell]) -> dict[str, str]:
    return {name: decoded(cell).replace("\0", "") for name in COLUMNS if (cell := raw.get(name)) is not None}


def decoded(cell: Cell) -> str:
    """Return the letters of a value: UTF-8, unless it is none (then an old latin1 table's); a cut last letter goes."""
    if cell is None:
        return ""
    for cut in range(4):
        try:
            return cell[: len(cell) - cut].decode("utf-8")
        except UnicodeDecodeError as error:
            if error.end < len(cell) - cut:
                break
    try:
        return cell.decode("cp1252")
    except UnicodeDecodeError:
        return cell.decode("latin-1")


def _number(text: str) -> int | None:
    try:
        return int(text) if len(text) < 15 else None
    except ValueError:
        return None
