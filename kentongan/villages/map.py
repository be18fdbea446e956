"""Places and the village's boundary: is this point in the village, and which point was touched on the drawn map.

The drawing itself (one SVG path, no tiles, no third party) is `ui.village_map`; here is what needs the boundary as a
shape. Degrees are WGS 84, latitude before longitude as in a case; GeoJSON has them the other way round.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from kentongan.ui.village_map import VillageMap, village_map
from kentongan.villages.models import Village

__all__ = ["VillageMap", "contains", "map_of", "middle", "place_at", "village_map"]

_STEP = Decimal("0.00001")  # about one metre, and what a case stores


def map_of(village: Village) -> VillageMap | None:
    """Return the drawn map of a village, or None when its boundary is not known."""
    return village_map(village.polygon)


def place_at(drawing: VillageMap, x: float, y: float) -> tuple[Decimal, Decimal]:
    """Return latitude and longitude of a spot on the drawing, the inverse of `VillageMap.place`.

    This is what an `<input type="image">` sends: the map can be used without a script.
    """
    latitude = drawing.north - y / drawing.y_scale
    longitude = drawing.west + x / drawing.x_scale
    return Decimal(repr(latitude)).quantize(_STEP), Decimal(repr(longitude)).quantize(_STEP)


def contains(geometry: Mapping[str, Any] | None, latitude: float, longitude: float) -> bool:
    """Tell whether a place lies within a GeoJSON Polygon or MultiPolygon; holes are outside, no boundary holds nothing.

    A place outside is no reason to refuse a complaint (the potholed road may end in the next village), only to ask.
    """
    return any(
        _in_ring(polygon[0], longitude, latitude)
        and not any(_in_ring(hole, longitude, latitude) for hole in polygon[1:])
        for polygon in _polygons(geometry)
        if polygon
    )


def middle(geometry: Mapping[str, Any] | None) -> tuple[Decimal, Decimal] | None:
    """Return a place well within the boundary: the middle of the longest stretch of the middle parallel inside it."""
    rings = [ring for polygon in _polygons(geometry) for ring in polygon]
    if not rings:
        return None
    latitudes = [point[1] for ring in rings for point in ring]
    # A hair off the exact middle, so that the line passes between corners and not through them.
    latitude = (min(latitudes) + max(latitudes)) / 2 + 1e-9
    crossings = sorted(x for ring in rings for x in _crossings(ring, latitude))
    west, east = max(zip(crossings[::2], crossings[1::2], strict=False), key=lambda stretch: stretch[1] - stretch[0])
    return Decimal(repr(latitude)).quantize(_STEP), Decimal(repr((west + east) / 2)).quantize(_STEP)


def _polygons(geometry: Mapping[str, Any] | None) -> Sequence[Sequence[Sequence[Sequence[float]]]]:
    kind = (geometry or {}).get("type")
    coordinates: Sequence[Any] = (geometry or {}).get("coordinates") or ()
    return [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else ()


def _in_ring(ring: Sequence[Sequence[float]], x: float, y: float) -> bool:
    """Count the edges a line to the east crosses: odd is inside."""
    return sum(crossing > x for crossing in _crossings(ring, y)) % 2 == 1


def _crossings(ring: Sequence[Sequence[float]], y: float) -> Iterator[float]:
    for (x1, y1, *_), (x2, y2, *_) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > y) != (y2 > y):
            yield x1 + (y - y1) * (x2 - x1) / (y2 - y1)
