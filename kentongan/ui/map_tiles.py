"""Pictures of a tile server behind a village's map, where the installation has one: which, and where they lie.

Tiles are in Web Mercator, our drawing is not; over a village the two differ by less than a line's width.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from kentongan.ui.village_map import VillageMap

MOST: Final = 16  # tiles of a map
_DEEPEST: Final = 17


@dataclass(frozen=True)
class MapTile:
    """One picture and its place on the drawing, in its units."""

    address: str
    x: float
    y: float
    width: float
    height: float


def tiles(drawing: VillageMap, template: str) -> tuple[MapTile, ...]:
    """Return the tiles that cover a drawing, at most MOST, as fine as that allows. `template` has {z}, {x} and {y}."""
    if not template:
        return ()
    east = drawing.west + drawing.width / drawing.x_scale
    south = drawing.north - drawing.height / drawing.y_scale
    for zoom in range(_DEEPEST, 0, -1):
        left, upper = _number(drawing.west, drawing.north, zoom)
        right, lower = _number(east, south, zoom)
        if (right - left + 1) * (lower - upper + 1) <= MOST:
            break
    return tuple(_tile(drawing, template, zoom, x, y) for y in range(upper, lower + 1) for x in range(left, right + 1))


def origin(template: str) -> str:
    """Return the server as a Content-Security-Policy names it; "" for none."""
    split = urlsplit(template)
    return f"{split.scheme}://{split.netloc}" if split.netloc else ""


def _tile(drawing: VillageMap, template: str, zoom: int, x: int, y: int) -> MapTile:
    west, north = _corner(x, y, zoom)
    east, south = _corner(x + 1, y + 1, zoom)
    left, upper = drawing.place(north, west)
    right, lower = drawing.place(south, east)
    address = template.replace("{z}", str(zoom)).replace("{x}", str(x)).replace("{y}", str(y))
    return MapTile(address, round(left, 2), round(upper, 2), round(right - left, 2), round(lower - upper, 2))


def _number(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    many = 1 << zoom
    turned = math.asinh(math.tan(math.radians(latitude)))
    return int((longitude + 180) / 360 * many), int((1 - turned / math.pi) / 2 * many)


def _corner(x: int, y: int, zoom: int) -> tuple[float, float]:
    """Return longitude and latitude of a tile's upper left corner."""
    many = 1 << zoom
    return x / many * 360 - 180, math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / many))))
