"""Rows of the table `pengaduan` from a dump of mysqldump, mariadb-dump or phpMyAdmin; everything else is read over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from kentongan.channels.register.opensid.scanner import DumpError, Scanner
from kentongan.channels.register.opensid.table import TABLE, UNREAD, Cell, Table
from kentongan.channels.register.reading import FileError

_ZONE = re.compile(rb"time_zone\s*=\s*['\"]\+00:00['\"]", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)
_KEYS = frozenset({"PRIMARY", "KEY", "UNIQUE", "CONSTRAINT", "INDEX", "FULLTEXT", "FOREIGN", "CHECK", "SPATIAL"})


def rows_of(path: Path, table: Table) -> Iterator[tuple[int, dict[str, Cell]]]:
    """Yield (line, cells by column) of every row of `pengaduan`; what is learnt of the table is put into `table`.

    Raises:
        FileError: the file is not there.
        DumpError: the dump is broken here; rows before it were yielded.
    """
    if not path.is_file():
        raise FileError(f"Berkas {path} tidak ada.")
    with path.open("rb") as file:
        yield from _Dump(file, table).rows()


class _Dump:
    def __init__(self, file: IO[bytes], table: Table) -> None:
        self.scanner = Scanner(file)
        self.table = table
        self.scanner.on_comment = self._comment

    def rows(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        scanner = self.scanner
        while True:
            self._between()
            if not scanner.peek():
                return
            match scanner.word().upper():
                case "INSERT" | "REPLACE":
                    yield from self._insert()
                case "CREATE":
                    self._create()
                case "DELIMITER":
                    self._routine()
                case "SET":
                    self._set()
                case _:
                    scanner.statement()

    def _comment(self, text: bytes) -> None:
        if _ZONE.search(text):
            self.table.utc = True

    def _between(self) -> None:
        """Go on to the next statement."""
        self.scanner.space()
        while self.scanner.peek() == b";":
            self.scanner.take()
            self.scanner.space()

    def _set(self) -> None:
        self.scanner.space()
        name = self.scanner.word().casefold()
        if name.endswith("time_zone"):
            self.scanner.space()
            self.scanner.expect(b"=")
            self.scanner.space()
            if self.scanner.peek() in (b"'", b'"'):
                self.table.utc = self.scanner.string() == b"+00:00"
        self.scanner.statement()

    def _routine(self) -> None:
        """Read over what stands between `DELIMITER $$` and `DELIMITER ;`: code of the database, no data."""
        if self.scanner.rest_of_line().strip() == b";":
            return
        while self.scanner.peek():
            self.scanner.take()  # the end of the line
            line = self.scanner.rest_of_line().strip()
            if line.upper().startswith(b"DELIMITER") and line[9:].strip() == b";":
                return

    def _name(self) -> str:
        scanner = self.scanner
        scanner.space()
        name = scanner.word()
        while scanner.peek() == b".":
            scanner.take()
            name = scanner.word()
        return name.rsplit(".", 1)[-1].casefold()

    def _create(self) -> None:
        """Learn the order and types of the columns, if this creates our table."""
        scanner = self.scanner
        name = self._name()
        if name == "table":
            name = self._name()
            while name in ("if", "not", "exists"):
                name = self._name()
            scanner.space()
            if name == TABLE and scanner.peek() == b"(":
                scanner.take()
                self.table.columns = self._columns()
        scanner.statement()

    def _columns(self) -> list[str]:
        scanner = self.scanner
        names: list[str] = []
        while True:
            scanner.space()
            quoted = scanner.peek() in (b"`", b'"')
            name = scanner.word()
            if name and (quoted or name.upper() not in _KEYS):
                scanner.space()
                names.append(name.casefold())
                self.table.types[name.casefold()] = scanner.word().casefold()
            depth = 0
            while True:
                scanner.space()
                sign = scanner.peek()
                if not sign:
                    raise scanner.broken("susunan tabel tidak lengkap")
                if sign in (b"'", b'"'):
                    scanner.string()
                elif sign == b"`":
                    scanner.word()
                else:
                    scanner.take()
                    if sign == b"(":
                        depth += 1
                    elif sign == b")" and depth == 0:
                        return names
                    elif sign == b")":
                        depth -= 1
                    elif sign == b"," and depth == 0:
                        break

    def _insert(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        scanner = self.scanner
        name = self._name()
        while name in ("into", "ignore", "delayed", "low_priority"):
            name = self._name()
        if name != TABLE:
            scanner.statement()
            return
        self.table.found = True
        scanner.space()
        columns = self._list() if scanner.peek() == b"(" else self.table.columns
        if not columns:
            raise scanner.broken("nama kolom pengaduan tidak diketahui (tidak ada CREATE TABLE sebelumnya)")
        scanner.space()
        if scanner.word().upper() not in ("VALUES", "VALUE"):
            raise scanner.broken("seharusnya ada VALUES")
        while True:
            scanner.space()
            line = scanner.line
            values = self._row(columns)
            if len(values) != len(columns):
                raise DumpError(
                    f"Baris {line} berisi {len(values)} nilai, padahal kolomnya {len(columns)}: susunannya tidak cocok."
                )
            yield line, {column: cell for column, cell in zip(columns, values, strict=True) if column not in UNREAD}
            scanner.space()
            sign = scanner.peek()
            if sign != b",":
                scanner.statement()
                return
            scanner.take()

    def _list(self) -> list[str]:
        scanner = self.scanner
        scanner.expect(b"(")
        names = []
        while True:
            scanner.space()
            names.append(scanner.word().casefold())
            scanner.space()
            if scanner.peek() != b",":
                scanner.expect(b")")
                return names
            scanner.take()

    def _row(self, columns: list[str]) -> list[Cell]:
        scanner = self.scanner
        scanner.expect(b"(")
        values: list[Cell] = []
        while True:
            scanner.space()
            values.append(self._value())
            scanner.space()
            if scanner.peek() != b",":
                scanner.expect(b")")
                return values
            if len(values) > len(columns):
                raise scanner.broken("nilai lebih banyak daripada kolom")
            scanner.take()

    def _value(self) -> Cell:
        scanner = self.scanner
        if scanner.peek() in (b"'", b'"'):
            return scanner.string()
        word = scanner.word()
        if word.startswith("_") or word.upper() in ("X", "N"):  # a character set before a string; X'…' is in hex
            scanner.space()
            if scanner.peek() == b"'":
                text = scanner.string()
                return self._hex(text.decode("ascii", "replace")) if word.upper() == "X" else text
            word = scanner.word()
        if word.upper() == "NULL":
            return None
        if word[:2].lower() == "0x":
            return self._hex(word[2:])
        if not _NUMBER.fullmatch(word):
            raise scanner.broken("nilai tidak dikenal")
        return word.encode()

    def _hex(self, digits: str) -> bytes:
        try:
            return bytes.fromhex(digits)
        except ValueError as error:
            raise self.scanner.broken("bilangan heksadesimal salah") from error
