"""Parts of a picture made unreadable for good: painted over with one colour, in a new picture.

Not blurred: blur and mosaic keep averages of what was there, from which faces and numbers have been computed back. The
region grows to the blocks in which a JPEG mixes its pixels, so that not even their rim remembers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from kentongan.documents import kinds, pictures
from kentongan.documents.clean import Cleaned
from kentongan.documents.kinds import DocumentKind

BLOCK = 16  # pixels; the largest unit in which JPEG codes colours
RIM = 2  # pixels; colours are smoothed over the edge of a unit when a JPEG is decoded
GENERATIONS = 2  # the camera wrote a JPEG, and our cleaning wrote another
MOST_REGIONS = 40
SMALLEST = 0.5  # per cent of a side
_GREY = 70


@dataclass(frozen=True)
class Region:
    """A rectangle in per cent of the picture: its upper left corner, width and height."""

    x: float
    y: float
    width: float
    height: float

    def __post_init__(self) -> None:
        sides = (self.x, self.y, self.width, self.height)
        if not all(0 <= side <= 100 for side in sides) or self.width < SMALLEST or self.height < SMALLEST:
            raise ValueError("a region lies within its picture and is not empty")

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """The pixels to paint over in a picture of this size: left, upper, right, lower (the last two outside)."""
        left, upper = int(self.x / 100 * width), int(self.y / 100 * height)
        right = -int(-(self.x + self.width) / 100 * width // 1)
        lower = -int(-(self.y + self.height) / 100 * height // 1)
        for _ in range(GENERATIONS):
            left, upper = left // BLOCK * BLOCK - RIM, upper // BLOCK * BLOCK - RIM
            right, lower = -(-right // BLOCK) * BLOCK + RIM, -(-lower // BLOCK) * BLOCK + RIM
        return max(0, left), max(0, upper), min(width, right), min(height, lower)


def cover(data: bytes, regions: Sequence[Region]) -> Cleaned:
    """Return a public copy of a stored picture in which the regions hold nothing of the original.

    Raises:
        ValueError: more than MOST_REGIONS. UploadRefused: the picture cannot be read.
    """
    if len(regions) > MOST_REGIONS:
        raise ValueError("too many regions")

    def paint(image: Image.Image) -> None:
        draw = ImageDraw.Draw(image)
        for region in regions:
            left, upper, right, lower = region.box(*image.size)
            tone = _GREY if image.mode == "L" else (_GREY,) * 3
            draw.rectangle((left, upper, right - 1, lower - 1), fill=tone)

    picture = pictures.repaint(data, paint)
    return Cleaned(
        kind=DocumentKind.PUBLIC,
        media_type=kinds.JPEG.media_type,
        extension=kinds.JPEG.extension,
        data=picture.data,
        preview=picture.preview,
        width=picture.width,
        height=picture.height,
    )
