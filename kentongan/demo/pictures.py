"""Small drawn scenes that stand in for villagers' photos: no real place, no real person, made when the demo is made."""

from __future__ import annotations

import io
import math
import random
import zlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

SIZE: Final = (960, 720)
QUALITY: Final = 82

Colour = tuple[int, int, int]
Points = list[tuple[float, float]]

_DAY: Final = ((150, 196, 224), (226, 236, 232))
_NIGHT: Final = ((10, 14, 34), (34, 40, 66))
_DUSK: Final = ((96, 110, 140), (214, 180, 150))
_GREEN: Final = (96, 138, 74)
_ASPHALT: Final = (104, 104, 106)
_EARTH: Final = (134, 100, 66)


@lru_cache(maxsize=32)
def picture(name: str) -> bytes:
    """Return the scene as JPEG bytes; the same name always gives the same picture.

    Raises:
        KeyError: there is no such scene.
    """
    scene = SCENES[name]
    image = Image.new("RGB", SIZE)
    scene(_Brush(image, random.Random(zlib.crc32(name.encode()))))  # noqa: S311 (decoration, not a secret)
    out = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(0.8)).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


class _Brush:
    """The things every scene is made of."""

    def __init__(self, image: Image.Image, chance: random.Random) -> None:
        self.image = image
        self.draw = ImageDraw.Draw(image)
        self.chance = chance

    def shade(self, colour: Colour, by: int = 14) -> Colour:
        change = self.chance.randint(-by, by)
        red, green, blue = (max(0, min(255, part + change)) for part in colour)
        return red, green, blue

    def sky(self, colours: tuple[Colour, Colour], horizon: int = 330) -> None:
        top, low = colours
        for y in range(horizon):
            share = y / horizon
            mixed = tuple(round(a + (b - a) * share) for a, b in zip(top, low, strict=True))
            self.draw.line([(0, y), (SIZE[0], y)], fill=(mixed[0], mixed[1], mixed[2]))

    def hills(self, colour: Colour, horizon: int = 330) -> None:
        line: Points = [(0, horizon)]
        for x in range(0, SIZE[0] + 80, 80):
            line.append((x, horizon - self.chance.randint(20, 90)))
        self.draw.polygon([*line, (SIZE[0], horizon)], fill=colour)

    def ground(self, colour: Colour, horizon: int = 330) -> None:
        self.draw.rectangle([0, horizon, *SIZE], fill=colour)
        for _ in range(900):
            x, y = self.chance.randint(0, SIZE[0]), self.chance.randint(horizon, SIZE[1])
            self.draw.line([(x, y), (x + 5, y - 9)], fill=self.shade(colour, 22), width=2)

    def road(self, colour: Colour = _ASPHALT) -> None:
        self.draw.polygon([(430, 330), (530, 330), (900, 720), (60, 720)], fill=colour)
        for _ in range(1600):
            y = self.chance.randint(335, 719)
            reach = 50 + (y - 330) * 0.95
            x = 480 + self.chance.uniform(-reach, reach) * 0.95
            self.draw.ellipse([x, y, x + 4, y + 2], fill=self.shade(colour))

    def blob(self, x: int, y: int, width: int, height: int, colour: Colour) -> None:
        corners: Points = []
        for step in range(18):
            grow = self.chance.uniform(0.8, 1.15)
            angle = step / 18 * math.tau
            corners.append((x + width * grow * math.cos(angle), y + height * grow * math.sin(angle)))
        self.draw.polygon(corners, fill=colour)

    def tree(self, x: int, foot: int, height: int) -> None:
        self.draw.rectangle([x - 9, foot - height // 2, x + 9, foot], fill=(92, 70, 48))
        for _ in range(9):
            dx, dy = self.chance.randint(-55, 55), self.chance.randint(-height // 2, 0)
            colour = self.shade((62, 104, 56), 20)
            top = foot - height // 2 + dy
            self.draw.ellipse([x + dx - 48, top - 42, x + dx + 48, top + 42], fill=colour)

    def house(self, x: int, foot: int, *, lit: bool = False) -> None:
        self.draw.rectangle([x, foot - 110, x + 190, foot], fill=(222, 212, 190))
        self.draw.polygon([(x - 22, foot - 110), (x + 95, foot - 190), (x + 212, foot - 110)], fill=(150, 78, 58))
        self.draw.rectangle([x + 24, foot - 84, x + 74, foot - 36], fill=(250, 222, 140) if lit else (92, 110, 120))
        self.draw.rectangle([x + 112, foot - 88, x + 158, foot], fill=(110, 76, 50))

    def lamp(self, *, lit: bool) -> None:
        self.draw.rectangle([664, 120, 676, 560], fill=(120, 122, 126))
        self.draw.line([(670, 126), (590, 108)], fill=(120, 122, 126), width=9)
        self.draw.ellipse([556, 98, 604, 124], fill=(255, 238, 170) if lit else (60, 62, 66))
        if lit:
            glow = Image.new("L", SIZE, 0)
            ImageDraw.Draw(glow).polygon([(580, 112), (330, 690), (800, 690)], fill=92)
            warm = Image.new("RGB", SIZE, (255, 232, 160))
            self.image.paste(warm, mask=glow.filter(ImageFilter.GaussianBlur(40)))

    def countryside(self, colours: tuple[Colour, Colour] = _DAY) -> None:
        self.sky(colours)
        dark = colours is _NIGHT
        self.hills((16, 24, 34) if dark else (112, 148, 128))
        self.ground((20, 28, 24) if dark else _GREEN)


def _pothole(brush: _Brush) -> None:
    brush.countryside()
    brush.tree(150, 470, 260)
    brush.road()
    for x, y, width in ((470, 600, 130), (360, 470, 60), (560, 430, 42)):
        brush.blob(x, y, width, width // 3, (72, 66, 60))
        brush.blob(x, y + 6, width * 3 // 4, width // 5, (142, 126, 104))


def _road_fixed(brush: _Brush) -> None:
    brush.countryside()
    brush.tree(150, 470, 260)
    brush.road()
    for x, y, width in ((470, 600, 150), (360, 470, 72), (560, 430, 52)):
        brush.blob(x, y, width, width // 3, (58, 58, 62))


def _dark_lamp(brush: _Brush) -> None:
    brush.countryside(_NIGHT)
    brush.house(90, 470, lit=True)
    brush.road((38, 38, 44))
    brush.lamp(lit=False)


def _lit_lamp(brush: _Brush) -> None:
    brush.countryside(_NIGHT)
    brush.house(90, 470, lit=True)
    brush.road((48, 48, 54))
    brush.lamp(lit=True)


def _landslide(brush: _Brush) -> None:
    brush.sky(_DUSK)
    brush.ground(_GREEN)
    brush.draw.polygon([(0, 60), (420, 330), (760, 720), (0, 720)], fill=(104, 122, 72))
    brush.road()
    for _ in range(130):
        x, y = brush.chance.randint(40, 640), brush.chance.randint(330, 690)
        brush.blob(x, y, brush.chance.randint(14, 70), brush.chance.randint(10, 34), brush.shade(_EARTH, 30))
    brush.draw.line([(200, 610), (640, 500)], fill=(84, 62, 42), width=22)


def _road_cleared(brush: _Brush) -> None:
    brush.sky(_DAY)
    brush.ground(_GREEN)
    brush.road((126, 112, 92))
    brush.draw.polygon([(0, 60), (420, 330), (240, 560), (0, 720)], fill=(128, 104, 72))
    for step in range(9):
        brush.blob(30 + step * 46, 700 - step * 40, 34, 20, brush.shade((206, 198, 170)))


def _trash(brush: _Brush) -> None:
    brush.countryside()
    brush.draw.polygon([(300, 330), (520, 330), (800, 720), (160, 720)], fill=(112, 128, 118))
    colours: tuple[Colour, ...] = ((214, 60, 60), (240, 240, 236), (40, 96, 170), (240, 200, 70), (40, 44, 48))
    for _ in range(120):
        x, y = brush.chance.randint(220, 640), brush.chance.randint(430, 690)
        size = brush.chance.randint(8, 26)
        brush.blob(x, y, size, size * 2 // 3, brush.shade(brush.chance.choice(colours)))


def _ditch(brush: _Brush) -> None:
    brush.countryside()
    brush.house(650, 460)
    brush.draw.polygon([(380, 330), (440, 330), (560, 720), (220, 720)], fill=(86, 78, 62))
    for _ in range(60):
        x, y = brush.chance.randint(280, 510), brush.chance.randint(420, 700)
        brush.blob(x, y, brush.chance.randint(12, 40), brush.chance.randint(6, 16), brush.shade((70, 92, 50), 24))


def _irrigation(brush: _Brush) -> None:
    brush.countryside()
    for row in range(9):
        y = 350 + row * row * 5
        brush.draw.rectangle([0, y, 960, y + 10 + row * 2], fill=brush.shade((120, 158, 84)))
    brush.draw.polygon([(560, 330), (620, 330), (940, 720), (700, 720)], fill=(126, 150, 160))
    brush.draw.polygon([(600, 470), (660, 520), (380, 640), (300, 600)], fill=(142, 166, 174))
    brush.blob(640, 500, 60, 26, (90, 72, 52))


def _dry_tap(brush: _Brush) -> None:
    brush.image.paste((206, 202, 190), (0, 0, *SIZE))
    for row in range(0, 720, 90):
        for column in range(-60, 960, 180):
            left = column + (row // 90 % 2) * 90
            brush.draw.rectangle([left, row, left + 172, row + 82], fill=brush.shade((214, 208, 196), 6))
    brush.draw.rectangle([430, 0, 470, 250], fill=(96, 120, 150))
    brush.draw.rectangle([390, 230, 600, 280], fill=(150, 152, 156))
    brush.draw.rectangle([560, 270, 600, 340], fill=(150, 152, 156))
    brush.draw.polygon([(430, 520), (740, 520), (690, 690), (480, 690)], fill=(196, 60, 60))
    brush.draw.ellipse([430, 490, 740, 550], fill=(80, 26, 26))


def _fallen_tree(brush: _Brush) -> None:
    brush.countryside(_DUSK)
    brush.road()
    brush.draw.line([(80, 640), (820, 470)], fill=(84, 62, 42), width=44)
    for _ in range(60):
        x, y = brush.chance.randint(560, 930), brush.chance.randint(380, 560)
        brush.blob(x, y, 34, 22, brush.shade((58, 98, 52), 26))


def _closed_office(brush: _Brush) -> None:
    brush.countryside()
    brush.draw.rectangle([160, 250, 800, 600], fill=(226, 218, 196))
    brush.draw.polygon([(110, 250), (480, 90), (850, 250)], fill=(140, 70, 54))
    brush.draw.rectangle([410, 380, 550, 600], fill=(92, 62, 42))
    brush.draw.line([(480, 380), (480, 600)], fill=(60, 40, 28), width=5)
    for left in (220, 640):
        brush.draw.rectangle([left, 360, left + 110, 470], fill=(96, 112, 122))


def _paper(brush: _Brush) -> None:
    brush.image.paste((120, 92, 66), (0, 0, *SIZE))
    brush.draw.polygon([(190, 60), (760, 30), (800, 680), (220, 700)], fill=(246, 244, 236))
    brush.draw.line([(360, 110), (610, 98)], fill=(60, 60, 64), width=12)
    for row in range(13):
        y = 180 + row * 34
        brush.draw.line([(260, y), (brush.chance.randint(600, 740), y - 16)], fill=(112, 112, 118), width=5)
    brush.draw.ellipse([590, 560, 720, 650], outline=(64, 76, 160), width=6)


def _gathering(brush: _Brush) -> None:
    brush.image.paste((232, 222, 200), (0, 0, *SIZE))
    brush.draw.rectangle([0, 520, 960, 720], fill=(150, 112, 80))
    brush.draw.rectangle([300, 90, 660, 300], fill=(250, 250, 246), outline=(120, 100, 80), width=8)
    for index in range(14):
        x, y = 90 + index % 7 * 125, 430 + index // 7 * 140
        shirt = brush.chance.choice(((60, 110, 96), (150, 60, 60), (60, 80, 140), (190, 150, 60)))
        brush.draw.ellipse([x - 62, y + 36, x + 62, y + 190], fill=brush.shade(shirt))
        brush.draw.ellipse([x - 34, y - 34, x + 34, y + 40], fill=brush.shade((150, 106, 76)))
        brush.draw.pieslice([x - 36, y - 44, x + 36, y + 28], 180, 360, fill=(34, 30, 30))


SCENES: Final[Mapping[str, Callable[[_Brush], None]]] = MappingProxyType(
    {
        "pothole": _pothole,
        "road_fixed": _road_fixed,
        "dark_lamp": _dark_lamp,
        "lit_lamp": _lit_lamp,
        "landslide": _landslide,
        "road_cleared": _road_cleared,
        "trash": _trash,
        "ditch": _ditch,
        "irrigation": _irrigation,
        "dry_tap": _dry_tap,
        "fallen_tree": _fallen_tree,
        "closed_office": _closed_office,
        "paper": _paper,
        "gathering": _gathering,
    }
)
