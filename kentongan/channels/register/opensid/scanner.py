"""The few tokens of a MySQL dump, from a file of any length, in constant memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO, Final

CHUNK: Final = 1 << 20
MAX_VALUE: Final = 400_000  # bytes kept of one value; what is longer is read over and cut
# A string without its quotes; an escape cut in two by the end of a block is left to `string`.
_INNER: Final = {
    b"'": re.compile(rb"(?:[^'\\]++|\\[\s\S]|'')++"),
    b'"': re.compile(rb'(?:[^"\\]++|\\[\s\S]|"")++'),
}
_ESCAPED: Final = {b"'": re.compile(rb"\\([\s\S])|'(')"), b'"': re.compile(rb'\\([\s\S])|"(")')}
_NAMES: Final = {b"`": re.compile(rb"[^`]+"), b'"': re.compile(rb'[^"]+')}  # the second as ANSI has it
_COMMENT: Final = re.compile(rb"[^*]+")
_SPACE: Final = re.compile(rb"[ \t\r\n]+")
_WORD: Final = re.compile(rb"[A-Za-z0-9_$@.+-]+")
_DULL: Final = re.compile(rb"[^'\"`;#/-]+")
_ESCAPES: Final = {b"0": b"\0", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"Z": b"\x1a"}


class DumpError(Exception):
    """The dump is broken here or ends too early; the message says where, in Indonesian."""


class Scanner:
    """A place in the dump. `line` counts from 1, as an editor shows it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._buffer = b""
        self._at = 0
        self.line = 1
        self.on_comment: Callable[[bytes], None] = lambda _: None  # mysqldump hides its settings in `/*! … */`

    def peek(self, count: int = 1) -> bytes:
        """Return the next bytes without going on; fewer only at the end of the file."""
        while len(self._buffer) - self._at < count:
            more = self._file.read(CHUNK)
            if not more:
                break
            self._buffer, self._at = self._buffer[self._at :] + more, 0
        return self._buffer[self._at : self._at + count]

    def take(self, count: int = 1) -> bytes:
        """Return the next bytes and go on."""
        taken = self.peek(count)
        self._at += len(taken)
        self.line += taken.count(b"\n")
        return taken

    def run(self, pattern: re.Pattern[bytes], keep: int = MAX_VALUE) -> bytes:
        """Go on as long as the pattern fits, over as many blocks as it takes; return at most `keep` bytes of it."""
        kept = b""
        while self.peek():
            found = pattern.match(self._buffer, self._at)
            if found is None:
                break
            self._at = found.end()
            self.line += self._buffer.count(b"\n", found.start(), found.end())
            if len(kept) < keep:
                kept += self._buffer[found.start() : min(found.end(), found.start() + keep - len(kept))]
            if self._at < len(self._buffer):
                break
        return kept

    def space(self) -> None:
        """Go on over white space and comments."""
        while True:
            self.run(_SPACE, 0)
            two = self.peek(2)
            if two == b"/*":
                self.comment()
            elif two[:1] == b"#" or two == b"--":
                self.rest_of_line()
            else:
                return

    def comment(self) -> None:
        """Go on over one `/* … */`, and tell its beginning to `on_comment`."""
        self.take(2)
        text = b""
        while True:
            part = self.run(_COMMENT, 400)
            text = (text + part)[:400]
            if not self.peek():
                raise self.broken("keterangan tidak ditutup")
            if self.peek(2) == b"*/":
                self.take(2)
                self.on_comment(text)
                return
            self.take()

    def rest_of_line(self) -> bytes:
        """Go on to the end of the line."""
        return self.run(re.compile(rb"[^\n]+"), 400)

    def word(self) -> str:
        """Return the next bare or quoted word (a name, a keyword, a number), or nothing."""
        quote = self.peek()
        if quote in _NAMES:
            self.take()
            name = self.run(_NAMES[quote], 200)
            self.expect(quote)
            return name.decode("utf-8", "replace")
        return self.run(_WORD, 200).decode("ascii")

    def expect(self, sign: bytes) -> None:
        """Go on over this sign.

        Raises:
            DumpError: something else stands there, or nothing.
        """
        if self.take(len(sign)) != sign:
            raise self.broken(f"seharusnya ada “{sign.decode()}”")

    def string(self) -> bytes:
        """Return a quoted string's bytes without its escapes, cut at MAX_VALUE."""
        quote = self.take()
        kept = b""
        while True:
            kept = (kept + self.run(_INNER[quote], MAX_VALUE - len(kept)))[:MAX_VALUE]
            sign = self.peek(2)
            if sign[:1] == b"\\" or sign == quote * 2:
                if len(sign) < 2:
                    raise self.broken("teks tidak ditutup")
                kept += self.take(2)
            elif sign[:1] == quote:
                self.take()
                return _ESCAPED[quote].sub(lambda found: _ESCAPES.get(found[1], found[1] or found[2]), kept)
            else:
                raise self.broken("teks tidak ditutup")

    def statement(self) -> None:
        """Go on over the rest of a statement, its strings and comments included."""
        while True:
            self.run(_DULL, 0)
            sign = self.peek()
            if not sign:
                raise self.broken("perintah SQL terakhir terputus")
            if sign in b"'\"":
                self.string()
            elif sign == b"`":
                self.word()
            elif sign == b";":
                self.take()
                return
            elif sign == b"#" or self.peek(3) in (b"-- ", b"--\n") or self.peek(2) == b"/*":
                self.space()
            else:
                self.take()

    def broken(self, what: str) -> DumpError:
        """Return what is wrong at this place."""
        return DumpError(f"Berkas rusak atau terputus pada baris {self.line}: {what}.")
