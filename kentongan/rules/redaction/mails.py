"""E-mail addresses, also spaced out, or with the signs said in words: "budi at gmail titik com"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .digits import runs
from .plain import Plain
from .spans import Span, SpanKind

_PROVIDERS = (
    "gmail|googlemail|yahoo|ymail|rocketmail|hotmail|outlook|live|icloud|proton(?:mail)?|mail|email|contoh|example"
)
_TOP = "com|co|id|net|org|go|ac|sch|desa|my|web|info|biz|me|io|edu|example|test|or|us|uk|sg|au"
_DOT = (
    r"(?:\s{0,3}[.,]\s{0,3}|\s{0,3}[\[({<]\s{0,2}(?:dot|titik|\.)\s{0,2}[\])}>]\s{0,3}"
    r"|\s{1,3}(?:dot|titik|dott|tik)\s{1,3})"
)
_AT_SIGN = r"(?:\s{0,3}[\[({<]?\s{0,2}@\s{0,2}[\])}>]?\s{0,3})"
_AT_WORD = (
    r"(?:\s{0,3}[\[({<]\s{0,2}(?:at|et|ad)\s{0,2}[\])}>]\s{0,3}|\s{1,3}(?:at|et|ad|a keong|keong|ett|att)\s{1,3})"
)
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?"
_TIGHT = re.compile(rf"@\s{{0,3}}(?:{_LABEL}\.)+[a-z]{{2,12}}")
_SIGNED = re.compile(
    rf"{_AT_SIGN}(?:{_LABEL}(?:{_DOT}{_LABEL}){{0,3}}?(?:{_DOT}(?:{_TOP})\b){{1,3}}|{_LABEL}(?:\.{_LABEL}){{1,4}}|(?:{_PROVIDERS})\b)"
)
_SAID = re.compile(
    rf"{_AT_WORD}(?:{_LABEL}(?:(?:\.|{_DOT}){_LABEL}){{0,3}}?(?:(?:\.|{_DOT})(?:{_TOP})\b){{1,3}}|(?:{_PROVIDERS})\b(?:\s{{0,3}}\.?\s{{0,3}}(?:{_TOP})\b)*)"
)
_BARE_PROVIDER = re.compile(rf"(?:{_PROVIDERS})(?:{_DOT}|\.)(?:com|co{_DOT}id|co\.id)\b")
_SPACED_END = re.compile(r"(?<=\s)@(?:\s{1,2}[a-z0-9.-](?!\w)){5,64}")
_LOCAL = re.compile(r"[\w.%+'-]+$")
_JOIN_SIGN = re.compile(r"\s{0,3}(?:[._-])\s{0,3}$")
_JOIN_WORD = re.compile(r"\s{1,3}(?:titik|dot|underscore|underskor|garis bawah|strip|dash|minus|min)\s{1,3}$")
_NO_LOCAL = frozenset("email e-mail surel akun alamat mail di ke lewat via".split())  # noqa: SIM905  (a list of words)
LONGEST = 80  # letters of one part of an address
REASON = "Bentuknya seperti alamat surel."


def mail_spans(plain: Plain) -> Iterator[Span]:
    """The e-mail addresses of a text."""
    text = plain.lower
    said = {group.end: group.start for run in runs(plain.text) for group in run if group.said}
    for pattern in (_TIGHT, _SIGNED, _SAID, _BARE_PROVIDER, _SPACED_END):
        for match in pattern.finditer(text):
            start = _local_start(text, match.start(), said)
            if start is not None and start < match.start():
                yield Span(*plain.at(start, match.end()), SpanKind.EMAIL, REASON)


def _local_start(text: str, at: int, said: dict[int, int]) -> int | None:
    """Where the part before the at sign begins; None when there is none."""
    end = len(text[:at].rstrip())
    if at - end > 3:
        return None
    local = _LOCAL.search(text, max(0, end - LONGEST), end)
    if local is None:
        return None
    start = local.start()
    if local[0].strip("._-") in _NO_LOCAL:
        return None
    return _further(text, start, said)


def _further(text: str, start: int, said: dict[int, int]) -> int:
    """Go on to the left over letters spaced out, over "titik" and "underscore", and over digits said in words."""
    for _ in range(64):
        head = text[:start]
        joined = _JOIN_WORD.search(head, max(0, start - 24)) or _spaced_sign(head)
        if joined is not None:
            before = _LOCAL.search(head, max(0, joined.start() - LONGEST), joined.start())
            if before is None:
                return start
            start = before.start()
            continue
        bare = head.rstrip(" ")
        gap = start - len(bare)
        if not 1 <= gap <= 2 or not bare:
            return start
        if len(bare) in said and _is_said(text, start, said):
            start = said[len(bare)]
        elif _lone(text, len(bare) - 1) and _lone(text, start):
            start = len(bare) - 1
        else:
            return start
    return start


def _spaced_sign(head: str) -> re.Match[str] | None:
    """A dot, dash or underscore with room on both sides: part of the address, and not the end of a sentence."""
    found = _JOIN_SIGN.search(head, max(0, len(head) - 7))
    if found is None or found.start() == 0:
        return None
    sign = found[0].strip()
    both = found[0][0].isspace() == found[0][-1].isspace()
    return found if both or sign in "_-" else None


def _is_said(text: str, start: int, said: dict[int, int]) -> bool:
    """Whether the word that begins at `start` is a digit said in words, or the at sign comes next."""
    return start in said.values() or not text[start].isalnum()


def _lone(text: str, place: int) -> bool:
    """Whether one letter stands alone between spaces."""
    before = place == 0 or not text[place - 1].isalnum()
    after = place + 1 >= len(text) or text[place + 1].isspace()
    return before and after and not text[place].isspace()
