"""The page for the press: figures in words, how to check them, what may be done with them, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from kentongan.cases.public_numbers import PublicNumbers
from kentongan.ledger import origins, tree
from kentongan.portal.pages.public_figures import Tile, tiles
from kentongan.rules import short_mark
from kentongan.villages.models import Village

LICENCE: Final = ("CC BY 4.0", "Creative Commons Atribusi 4.0 Internasional")


@dataclass(frozen=True)
class PressPage:
    """Everything of the page. `key` is the log's public key, "" before the log was opened."""

    all_time: tuple[Tile, ...]
    year: str
    of_year: tuple[Tile, ...]
    restricted: tuple[tuple[int, int], ...]
    origin: str
    key: str
    key_mark: str
    size: int
    checkpoint_mark: str
    home: str
    data: str
    log: str
    embed: str
    today: date
    licence: tuple[str, str] = LICENCE


def press_page(
    request: HttpRequest,
    village: Village,
    numbers: PublicNumbers,
    restricted: Sequence[tuple[int, int]],
    *,
    today: date,
) -> PressPage:
    """Put the page together (three queries beside the figures)."""
    origin = origins.current(village.log)
    key = origins.keys(village.log, origin.number)[-1].vkey if origin else ""
    newest = tree.checkpoint(village.log)
    year = next(iter(numbers.years), "")
    return PressPage(
        all_time=tiles(numbers.all_time),
        year=year,
        of_year=tiles(numbers.by_period[year]) if year else (),
        restricted=tuple(restricted),
        origin=origin.name if origin else "",
        key=key,
        key_mark=short_mark.mark(key) if key else "",
        size=newest.size if newest else 0,
        checkpoint_mark=short_mark.mark(newest.checkpoint.format()) if newest else "",
        home=request.build_absolute_uri(reverse("portal:home")),
        data=address("portal:data_files"),
        log=address("portal:log"),
        embed=request.build_absolute_uri(reverse("portal:embed")),
        today=today,
    )


def address(name: str) -> str:
    """Return the address of a page that an installation may be without; "" then."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
