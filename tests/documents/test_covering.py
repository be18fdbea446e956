"""What is painted over in a public copy is gone: two pictures that differ only there give the same bytes."""

from __future__ import annotations

import random
from io import BytesIO

import pytest
from PIL import Image

from kentongan.documents.clean import clean
from kentongan.documents.covering import MOST_REGIONS, Region, cover
from kentongan.documents.kinds import DocumentKind
from kentongan.documents.refusal import UploadRefused

pytestmark = pytest.mark.once

SIZE = (403, 301)  # not a multiple of anything


def photo(secret: Region | None, seed: int) -> bytes:
    """A noisy picture as the store holds it; what lies under `secret` hangs on the seed alone."""
    chance = random.Random(1)
    image = Image.frombytes("RGB", SIZE, chance.randbytes(SIZE[0] * SIZE[1] * 3)).resize(SIZE)
    if secret is not None:
        width, height = int(secret.width / 100 * SIZE[0]), int(secret.height / 100 * SIZE[1])
        face = Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(width * height * 3))
        image.paste(face, (int(secret.x / 100 * SIZE[0]), int(secret.y / 100 * SIZE[1])))
    out = BytesIO()
    image.save(out, "JPEG", quality=95)
    return clean(out.getvalue()).data


@pytest.mark.parametrize(
    "region", [Region(20, 30, 25, 20), Region(0, 0, 10, 10), Region(83.3, 77.7, 16.7, 22.3), Region(50, 50, 3, 3)]
)
def test_the_pixels_under_a_region_carry_nothing_of_the_original(region: Region) -> None:
    first, second = photo(region, seed=2), photo(region, seed=3)
    assert first != second
    one, two = cover(first, [region]), cover(second, [region])
    assert one.data == two.data
    assert one.preview == two.preview
    assert cover(first, []).data != cover(second, []).data  # the comparison can fail


def test_a_region_is_one_flat_colour_and_the_rest_of_the_picture_stays() -> None:
    region = Region(25, 25, 50, 50)
    original = photo(None, seed=1)
    made = cover(original, [region])
    before, after = Image.open(BytesIO(original)).convert("RGB"), Image.open(BytesIO(made.data)).convert("RGB")
    assert after.size == before.size == (made.width, made.height)
    left, upper, right, lower = region.box(*after.size)
    colours = {
        after.getpixel((x, y)) for x in range(left + 20, right - 20, 3) for y in range(upper + 20, lower - 20, 3)
    }
    assert colours == {(70, 70, 70)}
    corner = (0, 0, 60, 60)
    changed = max(abs(a - b) for a, b in zip(before.crop(corner).tobytes(), after.crop(corner).tobytes(), strict=True))
    assert changed < 90
    assert made.kind is DocumentKind.PUBLIC


def test_a_grey_picture_can_be_covered_too() -> None:
    out = BytesIO()
    Image.new("L", (200, 100), 200).save(out, "JPEG")
    made = cover(clean(out.getvalue()).data, [Region(0, 0, 50, 100)])
    assert Image.open(BytesIO(made.data)).convert("L").getpixel((10, 50)) == 70


@pytest.mark.parametrize(
    "sides", [(-1, 0, 10, 10), (0, 0, 0, 10), (0, 0, 10, 101), (0, 0, 0.1, 5), (float("nan"), 0, 1, 1)]
)
def test_what_is_no_region_is_refused(sides: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match="region"):
        Region(*sides)


def test_broken_pictures_and_too_many_regions_are_refused() -> None:
    with pytest.raises(UploadRefused):
        cover(b"\xff\xd8no picture", [Region(0, 0, 10, 10)])
    with pytest.raises(ValueError, match="too many"):
        cover(photo(None, 1), [Region(0, 0, 10, 10)] * (MOST_REGIONS + 1))
