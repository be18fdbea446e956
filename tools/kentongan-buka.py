#!/usr/bin/env python3
"""Open everything one officer can open, without Kentongan.

One file. Needs python3 (3.11 or newer), and from PyPI pyrage, argon2-cffi, shamir-mnemonic (psycopg for PostgreSQL).

    python3 kentongan-buka.py --database kentongan.sqlite3 --files files --into hasil  # asks for the passphrase
    python3 kentongan-buka.py --backup kentongan-2026-11-23.age --backup-key kunci.txt --into hasil
    python3 kentongan-buka.py --database postgres://... --files files --into hasil --sheets  # asks for two sheets

Nothing is changed in the database. What comes out is unsealed: keep it where only you can read it.
How things are sealed stands in docs/how-to/keys-of-officers.md.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import getpass
import json
import os
import re
import sqlite3
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pyrage

MAGIC = b"age-encryption.org/v1\n"
MAGIC_IN_BASE64 = "YWdlLWVuY3J5cHRpb24ub3JnL3Yx"
TEXT_MARK = "age:"
KEY_TABLES = ("vault_holder_key", "vault_wrap", "vault_case_key", "vault_unlocking")  # opened, or nobody's to open
ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
Row = dict[str, Any]


class CannotOpen(Exception):
    """Said to the person, without a traceback."""


# --- keys -------------------------------------------------------------------------------------------------------------


def identity_of(raw: bytes) -> str:
    """Write 32 bytes as an age secret key (Bech32, BIP 173)."""
    prefix = "age-secret-key-"
    bits = "".join(f"{byte:08b}" for byte in raw)
    bits += "0" * (-len(bits) % 5)
    words = [int(bits[start : start + 5], 2) for start in range(0, len(bits), 5)]
    spread = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    check = 1
    for word in [*spread, *words, 0, 0, 0, 0, 0, 0]:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ word
        for place, value in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= value if top >> place & 1 else 0
    words += [(check ^ 1) >> 5 * (5 - place) & 31 for place in range(6)]
    return (prefix + "1" + "".join(ALPHABET[word] for word in words)).upper()


def key(identity: str) -> Any:
    """Read an age secret key."""
    return pyrage.x25519.Identity.from_str(identity)


def decrypt(sealed: bytes, *identities: Any) -> bytes | None:
    """Open an age file with whichever key fits; None when none does."""
    try:
        return bytes(pyrage.decrypt(sealed, list(identities))) if identities else None
    except pyrage.DecryptError:
        return None


def from_sheets(first: str, second: str) -> str:
    """Put a key together from two SLIP-39 sheets."""
    from shamir_mnemonic import MnemonicError, combine_mnemonics
    from shamir_mnemonic.wordlist import WORDLIST

    whole = {word[:4]: word for word in WORDLIST}
    sheets = [
        " ".join(whole.get(word[:4], word) for word in re.findall("[a-z]+", text.lower())) for text in (first, second)
    ]
    try:
        return identity_of(combine_mnemonics(sheets))
    except MnemonicError as error:
        raise CannotOpen(f"Kedua lembar tidak cocok: {error}") from None


def from_passphrase(text: str, holders: list[Row]) -> str:
    """Find the officer whose key this passphrase opens."""
    from argon2.low_level import Type, hash_secret_raw

    words = " ".join(re.findall("[a-z]+", text.lower()))
    for row in holders:
        kdf = row["kdf"] if isinstance(row["kdf"], dict) else json.loads(row["kdf"])
        raw = hash_secret_raw(
            words.encode(),
            bytes.fromhex(kdf["salt"]),
            time_cost=kdf["time"],
            memory_cost=kdf["memory"],
            parallelism=kdf["lanes"],
            hash_len=32,
            type=Type.ID,
        )
        opened = decrypt(bytes_of(row["wrapped"]), key(identity_of(raw))) if row["wrapped"] else None
        if opened:
            return opened.decode()
    raise CannotOpen("Frasa sandi ini tidak membuka kunci petugas mana pun di sini. Periksa urutan katanya.")


# --- where the rows are -----------------------------------------------------------------------------------------------


def tables_of(source: str) -> dict[str, list[Row]]:
    """Read every table of a SQLite file or a PostgreSQL database."""
    if source.startswith(("postgres://", "postgresql://")):
        import psycopg
        from psycopg.rows import dict_row

        with psycopg.connect(source, row_factory=dict_row) as server:
            server.read_only = True
            names = [
                row["tablename"]
                for row in server.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
            ]
            return {name: [plain(row) for row in server.execute(_all_of(name))] for name in names}
    path = Path(source)
    if not path.is_file():
        raise CannotOpen(f"Tidak ada basis data di {source}.")
    with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as file:
        file.row_factory = sqlite3.Row
        names = [
            row[0]
            for row in file.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY 1"
            )
        ]
        return {name: [plain(dict(row)) for row in file.execute(_all_of(name))] for name in names}


def _all_of(table: str) -> Any:
    return f'SELECT * FROM "{table}"'  # noqa: S608  (a name that the database itself gave)


def plain(row: Row) -> Row:
    """Make values of all databases alike: identifiers as 32 hex digits, binary as bytes."""
    return {name: value_of(value) for name, value in row.items()}


def value_of(value: Any) -> Any:
    """Return one value made plain."""
    if isinstance(value, memoryview):
        return bytes(value)
    if value.__class__.__name__ == "UUID":
        return value.hex
    if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", value):
        return value.replace("-", "")
    return value


def unpack(backup: Path, key_file: Path, into: Path) -> tuple[dict[str, list[Row]], Path]:
    """Open a backup: an age file with a tar inside, rows as JSON lines under tables/, evidence under files/."""
    secret = "".join(key_file.read_text().split()).upper() if key_file.is_file() else ""
    if not secret:
        raise CannotOpen("Berkas kunci cadangan kosong atau tidak ada.")
    with tempfile.TemporaryFile(dir=into) as packed:
        try:
            with backup.open("rb") as source:
                pyrage.decrypt_io(source, packed, [key(secret)])
        except (pyrage.DecryptError, pyrage.IdentityError):
            raise CannotOpen("Kunci cadangan ini tidak membuka berkas cadangannya.") from None
        packed.seek(0)
        with tarfile.open(fileobj=packed) as archive:
            archive.extractall(into, filter="data")
    folders = sorted(path for path in (into / "tables").iterdir() if path.is_dir())
    return {table_of(folder.name): list(lines_of(folder)) for folder in folders}, into / "files"


def table_of(model: str) -> str:
    """Return the table of a model as backups name it ("cases.case")."""
    return TABLES.get(model, model.replace(".", "_"))


TABLES = {
    "vault.holderkey": "vault_holder_key",
    "vault.casekey": "vault_case_key",
    "vault.sealedrecord": "vault_record",
}


def lines_of(folder: Path) -> Iterator[Row]:
    """Read one table of a backup: in each part a first line with the columns, then a list of values per row."""
    for part in sorted(folder.glob("*.jsonl")):
        with part.open(encoding="utf-8") as lines:
            columns = json.loads(next(lines))["columns"]
            for line in lines:
                yield plain(dict(zip(columns, json.loads(line), strict=True)))


def bytes_of(value: Any) -> bytes:
    """Return binary, which a backup holds as base64."""
    return base64.b64decode(value) if isinstance(value, str) else bytes(value)


# --- opening ----------------------------------------------------------------------------------------------------------


def sealed_in(value: Any) -> bytes | None:
    """Return the age file that a column holds: as bytes, as "age:" + base64, or inside {"sealed": "age:…"}."""
    if isinstance(value, bytes):
        return value if value.startswith(MAGIC) else None
    if isinstance(value, str) and value.startswith("{") and f'"{TEXT_MARK}' in value:
        try:
            value = json.loads(value)
        except ValueError:
            return None
    if isinstance(value, dict):
        value = value.get("sealed")
    if isinstance(value, str) and value.startswith((TEXT_MARK, MAGIC_IN_BASE64)):
        try:
            return base64.b64decode(value.removeprefix(TEXT_MARK), validate=True)
        except binascii.Error:
            return None
    return None


def said(opened: bytes) -> Any:
    """Return the data of a sealed content; its binding (to which place it belongs) is left out."""
    try:
        content = json.loads(opened)
    except ValueError:
        return base64.b64encode(opened).decode()
    return content["data"] if isinstance(content, dict) and "data" in content else content


class Opened:
    """The case keys of one officer, and what they open."""

    def __init__(self, tables: dict[str, list[Row]], identity: str) -> None:
        mine = key(identity)
        recipient = str(mine.to_public())
        cases = {row["id"]: row for row in tables.get("vault_case_key", [])}
        self.keys: dict[str, list[Any]] = {}
        self.broken = 0
        for wrap in tables.get("vault_wrap", []):
            if wrap["recipient"] != recipient:
                continue
            secret = decrypt(bytes_of(wrap["sealed"]), mine)
            if secret is None:
                self.broken += 1
            else:
                self.keys.setdefault(cases[wrap["case_key_id"]]["case"], []).append(key(secret.decode()))
        self.case_of_key = {row: found["case"] for row, found in cases.items()}

    def case_of(self, table: str, row: Row) -> list[str]:
        """Return the cases to which a row can belong: the one it names, else all of them."""
        named = row.get("id") if table == "cases_case" else row.get("case_id") or row.get("subject")
        for column in ("case_key_id", "sealed_to", "sealed_to_id"):
            named = self.case_of_key.get(row.get(column) or "") or named
        if named in self.case_of_key.values():
            return [named] if named in self.keys else []
        return list(self.keys)

    def open(self, table: str, row: Row, sealed: bytes) -> tuple[str, bytes] | None:
        """Return the case whose key opens it, and what it holds."""
        for case in self.case_of(table, row):
            found = decrypt(sealed, *self.keys[case])
            if found is not None:
                return case, found
        return None


def write_all(tables: dict[str, list[Row]], files: Path | None, opened: Opened, into: Path) -> dict[str, int]:
    """Write every case into a folder of its own; return what was written."""
    counts = {"cases": len(opened.keys), "texts": 0, "files": 0, "missing": 0}
    numbers = {row["id"]: str(row.get("number") or "") for row in tables.get("cases_case", [])}
    contents: dict[str, list[Any]] = {case: [] for case in opened.keys}
    for table, rows in tables.items():
        if table in KEY_TABLES:
            continue
        for row in rows:
            for column, value in row.items():
                sealed = sealed_in(value)
                found = opened.open(table, row, sealed) if sealed else None
                if found:
                    counts["texts"] += 1
                    where = {"table": table, "row": row.get("id"), "column": column}
                    at = next((row[name] for name in ("at", "created_at", "received_at") if row.get(name)), None)
                    contents[found[0]].append({**where, "at": str(at) if at else None, "content": said(found[1])})
            if (row.get("sealed_to") or row.get("sealed_to_id")) and row.get("storage_key"):
                counts[write_file(table, row, files, opened, into, numbers)] += 1
    for case, found_here in contents.items():
        folder = folder_of(case, numbers, into)
        listed = {
            "case": case,
            "number": numbers.get(case, ""),
            "opened": sorted(found_here, key=lambda one: one["at"] or ""),
        }
        write(folder / "content.json", json.dumps(listed, ensure_ascii=False, indent=1, default=str).encode())
    return counts


def write_file(table: str, row: Row, files: Path | None, opened: Opened, into: Path, numbers: dict[str, str]) -> str:
    """Open one document on disk; return what to count it as."""
    inside = PurePosixPath(str(row["storage_key"]))
    if files is None or inside.is_absolute() or ".." in inside.parts or not (files / inside).is_file():
        return "missing"
    found = opened.open(table, row, (files / inside).read_bytes())
    if found is None:
        return "missing"
    name = re.sub(r"[^\w.-]+", "_", str(row.get("name") or row.get("filename") or inside.name))[-80:].lstrip(".")
    write(folder_of(found[0], numbers, into) / "files" / f"{row['id'][-8:]}-{name}", found[1])
    return "files"


def folder_of(case: str, numbers: dict[str, str], into: Path) -> Path:
    """Return the folder of a case, named by its number where that is known."""
    return into / (re.sub(r"[^\w.-]+", "_", numbers.get(case, "")).strip("._") or case)


def write(path: Path, data: bytes) -> None:
    """Write a file that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
        target.write(data)


# --- the person -------------------------------------------------------------------------------------------------------


def ask(what: str) -> str:
    """Ask for a secret: unseen on a terminal, else one line of the input."""
    return getpass.getpass(f"{what}: ") if sys.stdin.isatty() else sys.stdin.readline()


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--database", help="berkas SQLite, atau alamat postgres://")
    source.add_argument("--backup", type=Path, help="berkas cadangan (.age); perlu --backup-key")
    parser.add_argument("--backup-key", type=Path, help="berkas berisi kunci cadangan")
    parser.add_argument("--files", type=Path, help="folder bukti (files/ di folder data)")
    parser.add_argument("--into", type=Path, required=True, help="folder baru untuk hasilnya")
    parser.add_argument("--sheets", action="store_true", help="pakai dua lembar kunci, bukan frasa sandi")
    return parser.parse_args()


def run(args: argparse.Namespace) -> None:
    """Open and write."""
    if args.into.exists() and any(args.into.iterdir()):
        raise CannotOpen(f"Folder {args.into} tidak kosong. Pilih folder baru.")
    args.into.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory() as scratch:
        if args.backup:
            if args.backup_key is None:
                raise CannotOpen("Beri juga --backup-key: berkas berisi kunci cadangan.")
            tables, files = unpack(args.backup, args.backup_key, Path(scratch))
        else:
            tables, files = tables_of(args.database), args.files
        if args.sheets:
            identity = from_sheets(ask("Lembar pertama"), ask("Lembar kedua"))
        else:
            identity = from_passphrase(ask("Frasa sandi"), tables.get("vault_holder_key", []))
        opened = Opened(tables, identity)
        counts = write_all(tables, files, opened, args.into)
    sys.stdout.write(
        f"{counts['cases']} aduan, {counts['texts']} isi, dan {counts['files']} berkas dibuka ke {args.into}.\n"
    )
    if counts["missing"] or opened.broken:
        sys.stdout.write(
            f"{counts['missing']} berkas tidak ada atau bukan milik kunci ini; {opened.broken} kunci aduan rusak.\n"
        )


def main() -> int:
    """Return 0 when all went well, 1 with a sentence when not."""
    try:
        run(parse())
    except CannotOpen as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
