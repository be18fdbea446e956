"""What a published text must not say besides names and numbers: the hamlet, the RT, a day or a month.

The guard (`rules.publication`) decides how much of place and time a case shows; a text that says it anyway would undo
the guard. An officer is told which words; he writes "di satu dusun" or "bulan lalu" instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_MONTHS: Final = (
    r"januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember"
    r"|jan|feb|mar|apr|jun|jul|agu|agt|sep|sept|okt|nov|des"
)
_LONG_MONTHS: Final = "|".join(name for name in _MONTHS.split("|") if len(name) >= 4)
_DAY: Final = re.compile(
    rf"\b\d{{1,2}}\s?[-/. ]\s?(?:{_MONTHS})\b"
    rf"|\b(?:{_MONTHS})\.?\s(?:19|20)\d\d\b"
    rf"|\b(?:{_LONG_MONTHS})\b"
    r"|\b\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:19|20)?\d\d\b"
    r"|\b(?:19|20)\d\d-\d\d-\d\d\b",
    re.IGNORECASE,
)
_NEIGHBOURHOOD: Final = re.compile(r"\b(?:rt|rw)\b[\s./:]*(?:nomor|no\.?)?\s*\d+", re.IGNORECASE)
_KIND: Final = re.compile(r"^(?:dusun|dukuh|kampung|dsn\.?)\s+", re.IGNORECASE)
# A hamlet's own name counts without "Dusun" before it only when it is no everyday word ("Satu", "II", "Timur").
_EVERYDAY: Final = frozenset(
    {"satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "timur", "barat", "utara", "selatan", "tengah"}
    | {"lor", "kidul", "wetan", "kulon", "krajan", "viii"}
)


def telling_words(text: str, hamlets: Iterable[str]) -> str:
    """Return the first words of a text that say a hamlet, an RT or RW, a day or a month; "" for none."""
    found = [match for match in (_NEIGHBOURHOOD.search(text), _DAY.search(text)) if match]
    for name in hamlets:
        found += [match for match in (_hamlet(name).search(text),) if match]
    first = min(found, key=lambda match: match.start(), default=None)
    return first.group().strip() if first else ""


def _hamlet(name: str) -> re.Pattern[str]:
    own = _KIND.sub("", " ".join(name.split()))
    words = r"\s+".join(map(re.escape, own.split()))
    before = r"(?:dusun|dukuh|kampung|dsn\.?|kadus)\s+"
    plain = len(own) >= 4 and own.casefold() not in _EVERYDAY
    return re.compile(rf"\b(?:{before}){'?' if plain else ''}{words}\b", re.IGNORECASE)
