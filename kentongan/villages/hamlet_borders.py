"""The borders of the hamlets from one GeoJSON file, each area found by the hamlet's name among its properties."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kentongan.rules.types import Refused
from kentongan.villages import boundary

KEPT_POINTS: Final = 200  # of one hamlet
MOST_FEATURES: Final = 200
_PREFIX: Final = re.compile(r"^(dusun|dukuh|dsn|kadus|lingkungan|banjar|jorong|kampung)\.?\s+", re.IGNORECASE)


def read_borders(data: bytes, hamlets: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the border of each hamlet that the file names (WGS 84 degrees, longitude first).

    Raises:
        Refused: `boundary`, with a sentence that says what is wrong with the file.
    """
    if len(data) > boundary.MAX_BYTES:
        raise _refused("Berkas ini lebih besar dari 1 MB. Sederhanakan dulu batasnya di aplikasi peta.")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _refused("Berkas ini bukan GeoJSON. Mintalah berkas .geojson dari pembuat peta desa.") from None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not 0 < len(features) <= MOST_FEATURES:
        raise _refused("Berkas ini harus berupa kumpulan bidang (FeatureCollection), satu bidang tiap dusun.")
    wanted = {_plain(name): name for name in hamlets}
    found: dict[str, dict[str, Any]] = {}
    for feature in features:
        name = next((wanted[word] for word in _words(feature) if word in wanted), None)
        if name is not None:
            one = boundary.read_geojson(json.dumps(feature).encode(), keep=KEPT_POINTS)
            known = found.get(name, {"type": "MultiPolygon", "coordinates": []})
            found[name] = {"type": "MultiPolygon", "coordinates": [*known["coordinates"], *one["coordinates"]]}
    if not found:
        raise _refused(
            "Tidak ada bidang yang bernama seperti dusun Anda. Tulis nama dusun pada keterangan tiap bidang."
        )
    return found


def _words(feature: Any) -> list[str]:
    properties: Mapping[str, Any] = feature.get("properties") or {} if isinstance(feature, dict) else {}
    values = properties.values() if isinstance(properties, dict) else ()
    return [_plain(value) for value in values if isinstance(value, str)]


def _plain(name: str) -> str:
    """A name without "Dusun" before it, capitals and double spaces; "Dusun I" stays what it is but for capitals."""
    tidy = " ".join(name.split())
    return _PREFIX.sub("", tidy).casefold()


def _refused(sentence: str) -> Refused:
    return Refused("boundary", sentence)
