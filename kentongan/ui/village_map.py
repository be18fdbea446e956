"""A village's own small map: its boundary as one SVG path, and places on it. No tiles, no third party.

The projection is equirectangular at the village's middle latitude: over a few kilometres the error is below a metre's
width on screen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

_WIDTH: Final = 600.0
_MARGIN: Final = 24.0
_TOLERANCE: Final = 1.2  # viewBox units; what is smaller cannot be seen on a phone

Point = tuple[float, float]


@dataclass(frozen=True)
class VillageMap:
    """A boundary ready to draw, and the linear map between degrees and the drawing's units.

    x = (longitude - west) * x_scale, y = (north - latitude) * y_scale; the script on the page uses the same numbers.
    """

    path: str
    width: float
    height: float
    west: float
    north: float
    x_scale: float
    y_scale: float

    def place(self, latitude: float, longitude: float) -> Point:
        """Return where a place (degrees) lies in the drawing; it may lie outside it."""
        return (longitude - self.west) * self.x_scale, (self.north - latitude) * self.y_scale

    def shows(self, latitude: float, longitude: float) -> bool:
        """Tell whether a place lies within the drawing."""
        x, y = self.place(latitude, longitude)
        return 0 <= x <= self.width and 0 <= y <= self.height


def village_map(geometry: Mapping[str, Any] | None) -> VillageMap | None:
    """Return the map of a GeoJSON Polygon or MultiPolygon (degrees, longitude first), or None when there is none."""
    return _drawn(json.dumps(geometry)) if geometry else None


@lru_cache(maxsize=64)
def _drawn(geometry: str) -> VillageMap | None:
    rings = [ring for ring in _rings(json.loads(geometry)) if len(ring) >= 4]
    if not rings:
        return None
    longitudes = [x for ring in rings for x, _ in ring]
    latitudes = [y for ring in rings for _, y in ring]
    squeeze = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
    span_x = max((max(longitudes) - min(longitudes)) * squeeze, 1e-6)
    span_y = max(max(latitudes) - min(latitudes), 1e-6)
    y_scale = (_WIDTH - 2 * _MARGIN) / max(span_x, span_y)
    x_scale = y_scale * squeeze
    west = min(longitudes) - _MARGIN / x_scale
    north = max(latitudes) + _MARGIN / y_scale
    drawn = [[((x - west) * x_scale, (north - y) * y_scale) for x, y in ring] for ring in rings]
    return VillageMap(
        path="".join(_path(simplify(ring, _TOLERANCE)) for ring in drawn),
        width=round(span_x * y_scale + 2 * _MARGIN, 1),
        height=round(span_y * y_scale + 2 * _MARGIN, 1),
        west=west,
        north=north,
        x_scale=x_scale,
        y_scale=y_scale,
    )


def _rings(geometry: Mapping[str, Any] | None) -> Iterable[list[Point]]:
    kind = (geometry or {}).get("type")
    coordinates: Sequence[Any] = (geometry or {}).get("coordinates") or ()
    polygons = [coordinates] if kind == "Polygon" else coordinates if kind == "MultiPolygon" else ()
    for polygon in polygons:
        for ring in polygon:
            yield [(float(position[0]), float(position[1])) for position in ring]


def _path(ring: Sequence[Point]) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in ring) + "Z"


def simplify(ring: Sequence[Point], tolerance: float) -> list[Point]:
    """Drop the corners that lie less than `tolerance` off the line, in the ring's own units.

    Douglas–Peucker, iterative: a boundary may have thousands of corners.
    """
    keep = {0, len(ring) - 1}
    # A ring ends where it begins, so it is cut at its farthest corner first.
    far = max(range(len(ring)), key=lambda i: math.dist(ring[0], ring[i]))
    keep.add(far)
    todo = [(0, far), (far, len(ring) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        worst = max(range(first + 1, last), key=lambda i: _offset(ring[i], ring[first], ring[last]))
        if _offset(ring[worst], ring[first], ring[last]) > tolerance:
            keep.add(worst)
            todo += [(first, worst), (worst, last)]
    return [ring[i] for i in sorted(keep)]


def _offset(point: Point, start: Point, end: Point) -> float:
    length = math.dist(start, end)
    if length == 0:
        return math.dist(point, start)
    (px, py), (ax, ay), (bx, by) = point, start, end
    return abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length


@lru_cache(maxsize=1024)
def _part(drawing: VillageMap, geometry: str) -> tuple[str, Point] | None:
    rings = [
        [drawing.place(latitude, longitude) for longitude, latitude in ring]
        for ring in _rings(json.loads(geometry))
        if len(ring) >= 4
    ]
    if not rings:
        return None
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    return "".join(_path(simplify(ring, _TOLERANCE)) for ring in rings), _inside(largest)


def part_of(drawing: VillageMap, geometry: Mapping[str, Any]) -> tuple[str, Point] | None:
    """Return a smaller area on the same drawing: its path, and a point well inside of it for a word."""
    return _part(drawing, json.dumps(geometry))


def together(geometries: Iterable[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return one MultiPolygon of several areas; None of none."""
    polygons: list[Any] = []
    for geometry in geometries:
        found = geometry.get("coordinates") or []
        polygons += [found] if geometry.get("type") == "Polygon" else found
    return {"type": "MultiPolygon", "coordinates": polygons} if polygons else None


def _area(ring: Sequence[Point]) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _inside(ring: Sequence[Point]) -> Point:
    """The middle of the longest level line within a ring, of five: inside even where the area is a crescent."""
    low, high = min(y for _, y in ring), max(y for _, y in ring)
    best, at = -1.0, ring[0]
    for share in (0.5, 0.4, 0.6, 0.3, 0.7):
        y = low + (high - low) * share
        cuts = sorted(
            ax + (y - ay) * (bx - ax) / (by - ay)
            for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True)
            if (ay > y) != (by > y)
        )
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            if right - left > best * 1.2:  # nearer to the middle unless another is clearly longer
                best, at = right - left, ((left + right) / 2, y)
    return at
