"""The mapping file: which column means what, how dates are written, which words mean which status.

A small TOML file a village writes once per source; `examples/import/` has some. Every mistake in it is said in a
sentence before the first row is read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kentongan.rules.types import CaseClass, Kind, Labelled, Outcome, Status

# What a column can be. Several columns may be joined for the texts.
FIELDS = frozenset(
    {
        "key", "number", "title", "story", "settlement", "kind", "class", "category", "status", "outcome", "channel",
        "received", "incident", "answered", "answer", "hamlet", "rt", "rw", "place", "latitude", "longitude",
        "about_whom", "name", "nik", "phone", "email", "address", "gender",
    }
)  # fmt: skip
DEFAULT_DATES = (
    "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M",
    "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y",
)  # fmt: skip
WORDED: dict[str, type[Labelled]] = {"kind": Kind, "class": CaseClass, "status": Status, "outcome": Outcome}


class MappingError(Exception):
    """The mapping file cannot be used; the message says why, in Indonesian."""


@dataclass(frozen=True)
class RegisterMapping:
    """A checked mapping."""

    source: str
    columns: Mapping[str, tuple[str, ...]]
    dates: tuple[str, ...] = DEFAULT_DATES
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    html: frozenset[str] = frozenset()
    repair_encoding: bool = False
    answered_status: Status = Status.CLOSED
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)


def load(path: Path) -> RegisterMapping:
    """Read and check a mapping file.

    Raises:
        MappingError: it is missing, is no TOML, or names something unknown.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise MappingError(f"Berkas pemetaan {path} tidak dapat dibaca: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(f"Berkas pemetaan {path} bukan TOML yang benar: {error}.") from error
    return check(raw)


def check(raw: dict[str, Any]) -> RegisterMapping:
    """Check what a mapping file says.

    Raises:
        MappingError: naming the first mistake.
    """
    known = {
        "source", "columns", "dates", "encoding", "delimiter", "sheet", "html", "repair_encoding", "answered_status",
        "words", "defaults",
    }  # fmt: skip
    _only(raw, known, "berkas pemetaan")
    columns = {
        name: (value,) if isinstance(value, str) else tuple(value) for name, value in raw.get("columns", {}).items()
    }
    _only(columns, FIELDS, "[columns]")
    if "story" not in columns:
        raise MappingError("Pada [columns], sebutkan kolom untuk story (uraian aduan).")
    words = {name: dict(value) for name, value in raw.get("words", {}).items()}
    _only(words, {*WORDED, "category", "hamlet", "channel"}, "[words]")
    for name, values in words.items():
        if name in WORDED:
            _only_values(values.values(), WORDED[name], f"[words.{name}]")
    defaults = {name: str(value) for name, value in raw.get("defaults", {}).items()}
    _only(defaults, FIELDS - {"key", "story"}, "[defaults]")
    for name, value in defaults.items():
        if name in WORDED:
            _only_values([value], WORDED[name], "[defaults]")
    answered = str(raw.get("answered_status", Status.CLOSED))
    _only_values([answered], Status, "answered_status")
    source = str(raw.get("source", "")).strip()
    if not source or len(source) > 60:
        raise MappingError('Beri nama sumber: source = "…" (paling panjang 60 huruf). Baris dikenali kembali darinya.')
    return RegisterMapping(
        source=source,
        columns=columns,
        dates=tuple(raw.get("dates", ())) or DEFAULT_DATES,
        encoding=str(raw.get("encoding", "")),
        delimiter=str(raw.get("delimiter", "")),
        sheet=str(raw.get("sheet", "")),
        html=frozenset(raw.get("html", ())),
        repair_encoding=bool(raw.get("repair_encoding", False)),
        answered_status=Status(answered),
        words={name: {key.casefold().strip(): word for key, word in values.items()} for name, values in words.items()},
        defaults=defaults,
    )


def _only(given: Mapping[str, Any], known: set[str] | frozenset[str], where: str) -> None:
    for name in given:
        if name not in known:
            raise MappingError(
                f"Pada {where} ada “{name}” yang tidak dikenal. Yang dikenal: {', '.join(sorted(known))}."
            )


def _only_values(values: Any, enum: type[Labelled], where: str) -> None:
    allowed = [str(member) for member in enum]
    for value in values:
        if value not in allowed:
            raise MappingError(
                f"Pada {where} ada nilai “{value}” yang tidak dikenal. Yang dikenal: {', '.join(allowed)}."
            )
