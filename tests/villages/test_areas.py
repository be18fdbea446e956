"""Villages by their Kemendagri code, from the packed tables."""

from __future__ import annotations

import gzip

import pytest

from kentongan.villages import areas, pack_areas
from kentongan.villages.areas import Area

KARANGBAWANG = Area("33.03.13.2003", "Karangbawang", "Rembang", "Kabupaten Purbalingga", "Jawa Tengah")


def test_karangbawang_is_found_with_all_above_it() -> None:
    assert areas.find("33.03.13.2003") == KARANGBAWANG


@pytest.mark.parametrize("typed", ["3303132003", " 33.03.13.2003 ", "33 03 13 2003"])
def test_a_code_is_found_however_it_is_typed(typed: str) -> None:
    assert areas.find(typed) == KARANGBAWANG


def test_the_other_karangbawang_lies_in_banyumas() -> None:
    other = areas.find("33.02.14.2009")
    assert other is not None
    assert (other.name, other.regency) == ("Karangbawang", "Kabupaten Banyumas")


@pytest.mark.parametrize(
    "code",
    [
        "",
        "33",
        "33.03",
        "33.03.13",
        "33.03.13.9999",
        "99.99.99.2001",
        "33.03.13.2003,x",
        "Karangbawang",
        "³³.03.13.2003",
    ],
)
def test_what_is_no_village_is_not_found(code: str) -> None:
    assert areas.find(code) is None


def test_apostrophes_of_the_source_are_single() -> None:
    found = areas.find("11.01.02.2018")
    assert found is not None
    assert found.name == "Pasi Kuala Ba'u"


def test_a_name_with_commas_is_whole() -> None:
    found = areas.find("14.02.09.2010")
    assert found is not None
    assert found.name == "Lambang Sari I, II, III"


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("11.01.01.2001", "Asia/Jakarta"),
        ("33.03.13.2003", "Asia/Jakarta"),
        ("61.01.01.2001", "Asia/Jakarta"),
        ("62.01.01.2001", "Asia/Jakarta"),
        ("51.01.01.2001", "Asia/Makassar"),
        ("63.01.01.2001", "Asia/Makassar"),
        ("65.01.01.2001", "Asia/Makassar"),
        ("76.01.01.2001", "Asia/Makassar"),
        ("81.01.01.2001", "Asia/Jayapura"),
        ("96.01.01.2001", "Asia/Jayapura"),
    ],
)
def test_the_time_zone_follows_the_province(code: str, zone: str) -> None:
    assert areas.timezone_of(code) == zone


def test_a_kelurahan_is_told_from_a_desa() -> None:
    town = areas.find("12.07.28.1007")
    assert town is not None
    assert town.is_urban
    assert not KARANGBAWANG.is_urban


def test_every_code_of_the_table_is_sorted_and_every_village_has_its_parents() -> None:
    lines = gzip.decompress(areas.CODES.read_bytes()).decode().splitlines()
    codes = [line.split(",", 1)[0] for line in lines]
    assert len(codes) == 91_599
    assert codes == sorted(set(codes))
    known = set(codes)
    villages = [code for code in codes if len(code) == 13]
    assert all(areas.VILLAGE_CODE.fullmatch(code) for code in villages)
    assert all({code[:2], code[:5], code[:8]} <= known for code in villages)


def test_the_packed_table_stays_small() -> None:
    assert areas.CODES.stat().st_size <= 700_000
    assert areas.POLYGONS.stat().st_size <= 150_000


def test_karangbawang_has_its_boundary_and_a_far_village_has_none() -> None:
    shape = areas.polygon("33.03.13.2003")
    assert shape is not None
    assert shape["type"] == "Polygon"
    ring = shape["coordinates"][0]
    assert ring[0] == ring[-1]
    assert all(109.5 < x < 109.6 and -7.4 < y < -7.3 for x, y in ring)
    assert areas.polygon("11.01.01.2001") is None


def test_packing_rounds_and_drops_doubled_corners() -> None:
    square = [[1.0, 1.0], [2.000001, 1.0], [2.000002, 1.0], [2.0, 2.0], [1.0, 1.0]]
    small = {"type": "MultiPolygon", "coordinates": [[square]]}
    assert pack_areas._rounded(small)["coordinates"] == [[[[1.0, 1.0], [2.0, 1.0], [2.0, 2.0], [1.0, 1.0]]]]


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("karangbawang", ["33.02.14.2009", "33.03.13.2003"]),
        ("Karangbawang purbalingga", ["33.03.13.2003"]),
        ("3303132003", ["33.03.13.2003"]),
        ("desa yang tidak ada di mana pun", []),
        ("", []),
        ("x", []),
        ("((((", []),
    ],
)
def test_a_village_is_found_by_name_and_region_or_by_code(typed: str, codes: list[str]) -> None:
    found, more = areas.search(typed)
    assert ([area.code for area in found], more) == (codes, False)


def test_the_beginning_of_a_code_lists_its_villages_and_a_common_name_says_there_are_more() -> None:
    found, more = areas.search("33.03.13")
    assert not more
    assert {area.district for area in found} == {"Rembang"}
    assert areas.search("karang", limit=5)[1]
