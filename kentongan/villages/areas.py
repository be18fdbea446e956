"""Villages by their Kemendagri code, from tables packed with the program: no network, no question to anyone.

Source: cahyadsn/wilayah (MIT, see data/LICENSE.txt), codes of 2025. Names are data, not truth: a village may correct
its own.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_DATA: Final = Path(__file__).resolve().parent / "data"
CODES: Final = _DATA / "areas.csv.gz"
POLYGONS: Final = _DATA / "polygons.json.gz"

VILLAGE_CODE: Final = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}")

# Waktu Indonesia Tengah and Timur by province code; whatever is in neither list keeps western time (Keppres 41/1987).
_WITA: Final = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_WIT: Final = frozenset({"81", "82", "91", "92", "93", "94", "95", "96"})


@dataclass(frozen=True)
class Area:
    """A village (desa, desa adat or kelurahan) and where it lies."""

    code: str
    name: str
    district: str
    regency: str
    province: str

    @property
    def timezone(self) -> str:
        """The name of its time zone."""
        return timezone_of(self.code)

    @property
    def is_urban(self) -> bool:
        """Whether it is a kelurahan: a part of a town, headed by an official, without BPD."""
        return self.code[9] == "1"


def timezone_of(code: str) -> str:
    """Return the IANA time zone of a code's province: WIB, WITA or WIT."""
    province = code[:2]
    if province in _WITA:
        return "Asia/Makassar"
    return "Asia/Jayapura" if province in _WIT else "Asia/Jakarta"


def find(code: str) -> Area | None:
    """Return the village of a code such as 33.03.13.2003, or None when the table has no such village.

    Spaces around it and missing dots (3303132003) are forgiven.
    """
    code = tidy_code(code)
    if not VILLAGE_CODE.fullmatch(code):
        return None
    table = _table()
    names = [_name(table, part) for part in (code, code[:8], code[:5], code[:2])]
    if not names[0]:
        return None
    name, district, regency, province = (found or "" for found in names)
    return Area(code=code, name=name, district=district, regency=regency, province=province)


def search(text: str, *, limit: int = 30) -> tuple[list[Area], bool]:
    """Return villages that fit what somebody typed, and whether there are more than `limit`.

    A code or the beginning of one ("33.03.13"), or words: one at least is in the village's name, the others may be in
    the names of its district, regency or province ("karangbawang purbalingga"). Whole names come first.
    """
    text = " ".join(text.split())[:80]
    code = tidy_code(text)
    if re.fullmatch(r"[0-9]{2}(\.[0-9]{0,4}){0,3}", code):
        found = [area for area in _villages() if area.code.startswith(code)]
        return found[:limit], len(found) > limit
    words = [word for word in re.findall(r"[^\W_]+", text.casefold()) if len(word) > 1]
    if not words:
        return [], False
    found = [area for area in _villages(words) if _fits(area, words)]
    whole = " ".join(words)
    found.sort(key=lambda area: (area.name.casefold() not in (whole, *words), area.name.casefold(), area.code))
    return found[:limit], len(found) > limit


def _villages(words: Sequence[str] = ()) -> Iterator[Area]:
    """Go through the table once: above each village stand its province, regency and district."""
    above: dict[int, str] = {}
    for line in _table().splitlines():
        code, _, name = line.partition(",")
        if len(code) != 13:
            above[len(code)] = name
        elif not words or any(word in name.casefold() for word in words):
            yield Area(code, name, above.get(8, ""), above.get(5, ""), above.get(2, ""))


def _fits(area: Area, words: Sequence[str]) -> bool:
    place = f"{area.name} {area.district} {area.regency} {area.province}".casefold()
    return all(word in place for word in words)


def tidy_code(text: str) -> str:
    """Return a typed code in its usual form; text that is no code comes back without spaces only."""
    text = "".join(text.split())
    digits = text.replace(".", "")
    if len(digits) == 10 and digits.isdecimal() and digits.isascii():
        return f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}.{digits[6:]}"
    return text


def polygon(code: str) -> dict[str, Any] | None:
    """Return the boundary of a village as GeoJSON geometry (WGS 84 degrees, longitude first), or None.

    Only Kabupaten Purbalingga is packed; other villages bring their own boundary.
    """
    shape: dict[str, Any] | None = json.loads(gzip.decompress(POLYGONS.read_bytes())).get(tidy_code(code))
    return shape


def _name(table: str, code: str) -> str | None:
    start = table.find(f"\n{code},")
    if start < 0:
        return None
    start += len(code) + 2
    return table[start : table.index("\n", start)]


@lru_cache(maxsize=1)
def _table() -> str:
    # 2.3 MB of text: kept after the first use, searched as it is (a look-up takes about a millisecond).
    return "\n" + gzip.decompress(CODES.read_bytes()).decode()
