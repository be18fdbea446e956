"""A village's boundary from a GeoJSON file: read, checked, and made light enough to travel with every page."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, Final

from kentongan.rules.types import Refused
from kentongan.ui.village_map import simplify

MAX_BYTES: Final = 1024 * 1024
MAX_POINTS: Final = 20_000  # in the file
KEPT_POINTS: Final = 1500  # in the village's row, which every page reads
_WEST, _EAST, _SOUTH, _NORTH = 94.0, 142.0, -12.0, 7.0  # Indonesia, WGS 84 degrees
_LARGEST: Final = 3.0  # degrees; no village is wider than some 300 km

Ring = list[list[float]]
Polygon = list[Ring]


def read_geojson(data: bytes, *, keep: int = KEPT_POINTS) -> dict[str, Any]:
    """Return the boundary in a GeoJSON file as a MultiPolygon (WGS 84 degrees, longitude first).

    A Polygon, MultiPolygon, Feature or FeatureCollection is taken (all its areas together); heights are dropped, places
    rounded to about a metre, and more than `keep` corners simplified.

    Raises:
        Refused: `boundary`, with a sentence that says what is wrong with the file.
    """
    if len(data) > MAX_BYTES:
        raise _refused("Berkas ini lebih besar dari 1 MB. Sederhanakan batasnya, atau simpan satu desa saja.")
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _refused(
            "Berkas ini bukan GeoJSON. Mintalah berkas berakhiran .geojson dari pembuat peta desa."
        ) from None
    polygons = [_polygon(polygon) for polygon in _polygons(document)]
    if not polygons:
        raise _refused("Di dalam berkas ini tidak ada bidang (Polygon); garis dan titik belum cukup.")
    points = [point for polygon in polygons for ring in polygon for point in ring]
    if len(points) > MAX_POINTS:
        raise _refused("Batas ini terdiri dari lebih dari 20.000 titik. Sederhanakan dulu di aplikasi petanya.")
    _check_place(points)
    light = _lightened(polygons, keep)
    if not light:
        raise _refused("Batas ini terdiri dari terlalu banyak bidang kecil. Simpan hanya bidang desa Anda.")
    return {"type": "MultiPolygon", "coordinates": light}


def count_points(geometry: dict[str, Any] | None) -> int:
    """Return how many corners a boundary has; 0 for none."""
    return sum(len(ring) for polygon in _polygons(geometry or {}) for ring in polygon)


def _refused(sentence: str) -> Refused:
    return Refused("boundary", sentence)


def _polygons(document: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the coordinates of every polygon in a GeoJSON object (RFC 7946)."""
    if not isinstance(document, dict) or depth > 3:
        return
    inner = document.get("features") or document.get("geometries") or [document.get("geometry")]
    if document.get("type") == "Polygon":
        yield document.get("coordinates")
    elif document.get("type") == "MultiPolygon":
        coordinates = document.get("coordinates")
        yield from coordinates if isinstance(coordinates, list) else ()
    elif isinstance(inner, list):
        for part in inner:
            yield from _polygons(part, depth + 1)


def _polygon(coordinates: Any) -> Polygon:
    try:
        rings = [[[round(float(p[0]), 5), round(float(p[1]), 5)] for p in ring] for ring in coordinates]
    except (TypeError, ValueError, IndexError, OverflowError, KeyError):
        raise _refused("Titik-titik batas dalam berkas ini tidak terbaca.") from None
    for ring in rings:
        if ring and ring[0] != ring[-1]:
            ring.append(list(ring[0]))  # RFC 7946 wants rings closed; some programs forget it
    rings = [ring for ring in rings if len(ring) >= 4]
    if not rings:
        raise _refused("Batas dalam berkas ini kurang dari tiga titik.")
    return rings


def _check_place(points: Ring) -> None:
    if not all(math.isfinite(x) and math.isfinite(y) for x, y in points):
        raise _refused("Titik-titik batas dalam berkas ini tidak terbaca.")
    if not all(_WEST <= x <= _EAST and _SOUTH <= y <= _NORTH for x, y in points):
        raise _refused(
            "Batas ini terletak di luar Indonesia. Pastikan petanya disimpan dalam derajat WGS 84 (EPSG:4326), "
            "bujur lebih dulu."
        )
    wide = max(x for x, _ in points) - min(x for x, _ in points)
    high = max(y for _, y in points) - min(y for _, y in points)
    if max(wide, high) > _LARGEST:
        raise _refused("Batas ini terlalu luas untuk satu desa. Simpan hanya bidang desa Anda.")
    if min(wide, high) < 0.0005:
        raise _refused("Batas ini terlalu kecil: lebarnya kurang dari 50 meter.")


def _lightened(polygons: list[Polygon], keep: int) -> list[Polygon]:
    """Drop corners, the least visible first, until the whole has at most so many."""
    tolerance = 0.00002  # degrees, about two metres
    while sum(len(ring) for polygon in polygons for ring in polygon) > keep:
        lighter = [
            [
                [list(point) for point in simplify([(x, y) for x, y in ring], tolerance)] if len(ring) > 4 else ring
                for ring in polygon
            ]
            for polygon in polygons
        ]
        polygons = [[ring for ring in polygon if len(ring) >= 4] for polygon in lighter]
        polygons = [polygon for polygon in polygons if polygon]
        tolerance *= 2
    return polygons
