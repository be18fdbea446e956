"""The text file that the holder of a receipt keeps: for people above, for programs below.

    words for people
    -----BEGIN KENTONGAN KEYS-----       log <vkey>, witness <vkey>: convenient, not to be believed (compare the paper)
    -----BEGIN KENTONGAN PROMISE-----    a signed promise
    -----BEGIN KENTONGAN ENTRY-----      the entry's bytes, and what they commit to with its salts
    -----BEGIN C2SP TLOG PROOF-----      c2sp.org/tlog-proof@v1, as soon as there is one

Each section ends with its END line. Promise, entry and proof may come again, for what happened later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kentongan.support.tlog.note import NoteError, Verifier, from_base64, to_base64

MAX_CHARS: Final = 512 * 1024
KEYS: Final = "KENTONGAN KEYS"
PROMISE: Final = "KENTONGAN PROMISE"
ENTRY: Final = "KENTONGAN ENTRY"
PROOF: Final = "C2SP TLOG PROOF"

_SECTION: Final = re.compile(r"^-----BEGIN ([A-Z0-9 ]+)-----\n(.*?)^-----END \1-----$", re.DOTALL | re.MULTILINE)
_ENTRY_FIELDS: Final = ("entry", "public-salt", "public", "private-salt", "private")


class FileError(NoteError):
    """This is no receipt file, or it was damaged on its way."""


@dataclass(frozen=True, repr=False)
class Opened:
    """An entry and what it commits to (see `ledger.form`)."""

    entry: bytes
    public_salt: bytes
    public: bytes
    private_salt: bytes
    private: bytes


@dataclass(frozen=True, repr=False)
class Part:
    """One promise, with its entry and, once there is one, its proof."""

    promise: str
    opened: Opened
    proof: str = ""


@dataclass(frozen=True, repr=False)
class ReceiptFile:
    """The whole file. Nothing in it has been checked."""

    words: str
    parts: tuple[Part, ...]
    log_keys: tuple[str, ...] = ()
    witness_keys: tuple[str, ...] = ()

    def format(self) -> str:
        """The file's text."""
        keys = [f"log {key}" for key in self.log_keys] + [f"witness {key}" for key in self.witness_keys]
        sections = [_section(KEYS, "".join(f"{line}\n" for line in keys))] if keys else []
        for part in self.parts:
            sections += [_section(PROMISE, part.promise), _section(ENTRY, _entry(part.opened))]
            sections += [_section(PROOF, part.proof)] if part.proof else []
        return "\n".join([self.words.rstrip("\n") + "\n", *sections])

    @property
    def log_verifiers(self) -> list[Verifier]:
        """The log's keys as the file says them. Raises NoteError."""
        return [Verifier.parse(key) for key in self.log_keys]

    @property
    def witness_verifiers(self) -> list[Verifier]:
        """The witnesses' keys as the file says them. Raises NoteError."""
        return [Verifier.parse(key) for key in self.witness_keys]


def parse(text: str) -> ReceiptFile:
    """Read a file; line endings of other systems are forgiven. Raises FileError for what is none."""
    if len(text) > MAX_CHARS:
        raise FileError("the file is too long")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    words = text.partition("-----BEGIN ")[0]
    keys: list[tuple[str, str]] = []
    parts: list[Part] = []
    pending = ""
    for name, body in _sections(text):
        if name == KEYS:
            keys += [_pair(line) for line in body.splitlines()]
        elif name == PROMISE:
            if pending:
                raise FileError("a promise without its entry")
            pending = body
        elif name == ENTRY:
            if not pending:
                raise FileError("an entry without its promise")
            parts.append(Part(pending, _opened(body)))
            pending = ""
        elif name == PROOF:
            if pending or not parts or parts[-1].proof:
                raise FileError("a proof without its entry")
            parts[-1] = Part(parts[-1].promise, parts[-1].opened, body)
    if pending or not parts:
        raise FileError("there is no whole receipt in this file")
    named = {kind: tuple(key for which, key in keys if which == kind) for kind in ("log", "witness")}
    return ReceiptFile(words, tuple(parts), named["log"], named["witness"])


def _sections(text: str) -> Iterator[tuple[str, str]]:
    for found in _SECTION.finditer(text):
        yield found[1], found[2]


def _section(name: str, body: str) -> str:
    return f"-----BEGIN {name}-----\n{body}-----END {name}-----\n"


def _entry(opened: Opened) -> str:
    values: Sequence[str] = (
        to_base64(opened.entry),
        to_base64(opened.public_salt),
        opened.public.decode(),
        to_base64(opened.private_salt),
        opened.private.decode(),
    )
    return "".join(f"{name} {value}\n" for name, value in zip(_ENTRY_FIELDS, values, strict=True))


def _opened(body: str) -> Opened:
    lines = body.split("\n")
    if len(lines) != len(_ENTRY_FIELDS) + 1 or lines[-1]:
        raise FileError("an entry has five lines")
    values = []
    for name, line in zip(_ENTRY_FIELDS, lines, strict=False):
        if not line.startswith(f"{name} "):
            raise FileError("an entry has other lines")
        values.append(line.removeprefix(f"{name} "))
    try:
        raw = [from_base64(values[at]) for at in (0, 1, 3)]
    except NoteError as problem:
        raise FileError("an entry has other lines") from problem
    return Opened(raw[0], raw[1], values[2].encode(), raw[2], values[4].encode())


def _pair(line: str) -> tuple[str, str]:
    which, _, key = line.partition(" ")
    return which, key
