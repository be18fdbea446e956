"""A short mark of something long (a log's key, a checkpoint): to compare on paper, or read aloud over the telephone.

It is written like a tracking code, eighteen symbols with a check, and made from the SHA-256 of the bytes: nobody finds
other bytes with the same mark (84 bits against a second one).
"""

from __future__ import annotations

import hashlib

from kentongan.rules import numbering


def mark(text: str) -> str:
    """Return the mark of a text: "K7M-4TQ-…"."""
    return numbering.format_code(_code(text))


def words(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the same mark as words to read aloud, in groups of three."""
    said = numbering.spoken(_code(text))
    return tuple(said[at : at + numbering.GROUP] for at in range(0, len(said), numbering.GROUP))


def _code(text: str) -> str:
    return numbering.code_from_bytes(hashlib.sha256(text.encode()).digest())
