"""The promises of a receipt: texts that the log's key signs (C2SP signed notes). They hold nothing personal.

kentongan-promise/v1                     kentongan-verified/v1
origin <the log>                         origin <the log>
number <register number>                 number <register number>
leaf <base64 of the leaf hash>           leaf <base64 of the leaf hash>
kind <complaint, question, …>            class <supervisory, …>
received <UTC>                           verified <UTC>
verify-by <date or ->                    due <date or ->
included-by <UTC>                        included-by <UTC>
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final

from kentongan.support.tlog.merkle import HASH_BYTES
from kentongan.support.tlog.note import NoteError, from_base64, to_base64

WITHIN: Final = timedelta(hours=24)
"""So soon after it was written an entry is in a published checkpoint."""
NOTHING: Final = "-"
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"


class PromiseKind(StrEnum):
    """What a receipt is for."""

    RECEIVED = "kentongan-promise/v1"
    VERIFIED = "kentongan-verified/v1"


_FIELDS: Final = {
    PromiseKind.RECEIVED: ("origin", "number", "leaf", "kind", "received", "verify-by", "included-by"),
    PromiseKind.VERIFIED: ("origin", "number", "leaf", "class", "verified", "due", "included-by"),
}


@dataclass(frozen=True)
class Promise:
    """What is promised. `what` is the kind of the lodging, or after verification its class; times are UTC seconds."""

    about: PromiseKind
    origin: str
    number: str
    leaf: bytes
    what: str
    at: datetime
    due_on: date | None
    included_by: datetime

    def format(self) -> str:
        """The text that is signed."""
        values = (
            self.origin,
            self.number,
            to_base64(self.leaf),
            self.what,
            self.at.astimezone(UTC).strftime(_TIME),
            self.due_on.isoformat() if self.due_on else NOTHING,
            self.included_by.astimezone(UTC).strftime(_TIME),
        )
        lines = [f"{name} {value}" for name, value in zip(_FIELDS[self.about], values, strict=True)]
        return "\n".join([self.about, *lines, ""])


def parse(text: str) -> Promise:
    """Read a promise's text. Raises NoteError for what is none."""
    lines = text.split("\n")
    try:
        about = PromiseKind(lines[0])
    except ValueError:
        raise NoteError("this is no promise") from None
    fields = _FIELDS[about]
    if len(lines) != len(fields) + 2 or lines[-1] != "":
        raise NoteError("a promise has other lines")
    values = []
    for name, line in zip(fields, lines[1:-1], strict=True):
        if not line.startswith(f"{name} ") or not line.removeprefix(f"{name} "):
            raise NoteError("a promise has other lines")
        values.append(line.removeprefix(f"{name} "))
    origin, number, leaf, what, at, due_on, included_by = values
    try:
        day = None if due_on == NOTHING else date.fromisoformat(due_on)
        found = Promise(about, origin, number, from_base64(leaf), what, _time(at), day, _time(included_by))
    except ValueError as problem:
        raise NoteError("a promise has other lines") from problem
    if found.format() != text or len(found.leaf) != HASH_BYTES:
        raise NoteError("a promise has other lines")
    return found


def _time(text: str) -> datetime:
    return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
