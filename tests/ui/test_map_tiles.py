"""Where tiles lie behind the village's map, and a hamlet's place on it."""

from __future__ import annotations

import pytest

from kentongan.demo.hamlet_borders import cut
from kentongan.ui.map_tiles import MOST, origin, tiles
from kentongan.ui.village_map import VillageMap, part_of, together, village_map
from kentongan.villages.areas import polygon
from kentongan.villages.map import contains

pytestmark = pytest.mark.once
TEMPLATE = "https://ubin.example/{z}/{x}/{y}.png"


@pytest.fixture
def drawing() -> VillageMap:
    found = village_map(polygon("33.03.13.2003"))
    assert found is not None
    return found


def test_the_tiles_cover_the_drawing_without_a_gap(drawing: VillageMap) -> None:
    found = tiles(drawing, TEMPLATE)
    assert 4 <= len(found) <= MOST
    assert min(tile.x for tile in found) <= 0
    assert min(tile.y for tile in found) <= 0
    assert max(tile.x + tile.width for tile in found) >= drawing.width
    assert max(tile.y + tile.height for tile in found) >= drawing.height
    first, second = found[0], found[1]
    assert abs(first.x + first.width - second.x) < 0.1
    assert tiles(drawing, "") == ()


def test_only_the_server_itself_is_named_to_the_policy() -> None:
    assert origin(TEMPLATE) == "https://ubin.example"
    assert origin("") == ""


def test_the_demos_hamlets_fill_the_village_and_are_told_in_their_middle(drawing: VillageMap) -> None:
    village = polygon("33.03.13.2003")
    assert village is not None
    for pieces in (2, 5):
        borders = cut(village, pieces)
        assert len(borders) == pieces
        for border in borders:
            drawn = part_of(drawing, border)
            assert drawn is not None
            x, y = drawn[1]
            longitude, latitude = drawing.west + x / drawing.x_scale, drawing.north - y / drawing.y_scale
            assert contains(border, latitude, longitude)
            assert [contains(other, latitude, longitude) for other in borders].count(True) == 1
    assert together([]) is None
    assert together(cut(village, 2)) is not None
