"""A village's own boundary file."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from kentongan.rules.types import Refused
from kentongan.villages import boundary

SQUARE = [[109.5, -7.30], [109.52, -7.30], [109.52, -7.32], [109.5, -7.32], [109.5, -7.30]]


def read(document: Any) -> dict[str, Any]:
    return boundary.read_geojson(json.dumps(document).encode())


@pytest.mark.parametrize(
    "document",
    [
        {"type": "Polygon", "coordinates": [SQUARE]},
        {"type": "MultiPolygon", "coordinates": [[SQUARE]]},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE]}, "properties": {"nama": "X"}},
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [SQUARE[:-1]]}}],
        },
        {"type": "Polygon", "coordinates": [[[*point, 214.5] for point in SQUARE]]},
    ],
)
def test_every_usual_way_to_write_an_area_is_read(document: Any) -> None:
    assert read(document) == {"type": "MultiPolygon", "coordinates": [[SQUARE]]}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04", "bukan GeoJSON"),
        (b"[" * 100_000, "bukan GeoJSON"),
        (b"x" * (boundary.MAX_BYTES + 1), "lebih besar dari 1 MB"),
        (b'{"type": "Point", "coordinates": [109.5, -7.3]}', "tidak ada bidang"),
        (b'{"type": "Polygon", "coordinates": "abc"}', "tidak terbaca"),
        (b'{"type": "Polygon", "coordinates": [[[NaN, 1], [1, 1], [1, 2], [NaN, 1]]]}', "tidak terbaca"),
        (b'{"type": "Polygon", "coordinates": [[[109.5, -7.3]]]}', "kurang dari tiga"),
        (b'{"type": "Polygon", "coordinates": [[[-7.3,109.5],[-7.3,109.6],[-7.4,109.6],[-7.3,109.5]]]}', "di luar"),
        (b'{"type": "Polygon", "coordinates": [[[100,-7],[110,-7],[110,-8],[100,-7]]]}', "terlalu luas"),
    ],
)
def test_a_file_that_is_no_boundary_gets_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        boundary.read_geojson(data)
    assert said in refused.value.sentence


def test_a_very_detailed_boundary_is_made_light_and_keeps_its_shape() -> None:
    circle = [
        [109.5 + 0.01 * math.cos(2 * math.pi * n / 9000), -7.3 + 0.01 * math.sin(2 * math.pi * n / 9000)]
        for n in range(9000)
    ]
    shape = read({"type": "Polygon", "coordinates": [circle]})
    (ring,) = shape["coordinates"][0]
    assert 20 < boundary.count_points(shape) <= boundary.KEPT_POINTS
    assert ring[0] == ring[-1]
    assert all(abs(math.dist(point, (109.5, -7.3)) - 0.01) < 0.0002 for point in ring)
