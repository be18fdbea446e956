"""What every paper says of the village: its letterhead, the day it was made, who signs. Plain data for `typeset`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from kentongan.documents import logo
from kentongan.people.roster import USUAL_POSTS, Signatory
from kentongan.rules.types import Role
from kentongan.ui.words import say_short_date
from kentongan.villages.models import Village

_SIGN: Final = " · "
_LINE: Final = 75  # letters that fit between the arms and the margin
_CITY: Final = ("KOTA ", "KABUPATEN ")
_DISTRICT: Final = ("KECAMATAN ", "DISTRIK ", "KAPANEWON ", "KEMANTREN ")


@dataclass(frozen=True)
class Picture:
    """A picture beside the data: its name there (with the ending of its format), its bytes."""

    name: str
    data: bytes

    @property
    def files(self) -> dict[str, bytes]:
        """As `typeset.pdf` takes it."""
        return {self.name: self.data}


def signature(
    who: Signatory, *, place_date: str = "", above: Sequence[str] = (), village: Village | None = None
) -> dict[str, Any]:
    """Return a block of `tanda-tangan` (kop.typ); an empty name leaves a line to fill in.

    `above` stands over the post ("a.n. Kepala Desa"). With a village its name is put behind a bare "Kepala Desa".
    """
    post = f"{who.post} {village.name}" if village and who.post == USUAL_POSTS[Role.VILLAGE_HEAD] else who.post
    return {
        "place_date": place_date,
        "above": list(above),
        "post": f"{post}," if post else "",
        "name": who.name,
        "number": who.number,
    }


def letterhead(village: Village, arms: Picture | None = None) -> dict[str, Any]:
    """Return the head of every paper (`kop` of kop.typ); what the village has not filled in is left out."""
    address = " ".join(part for part in (village.address, village.postcode) if part)
    phones = [
        f"Telepon {village.phone}" if village.phone else "",
        f"WhatsApp {village.whatsapp}" if village.whatsapp and village.whatsapp != village.phone else "",
    ]
    pages = [f"Surel {village.email}" if village.email else "", village.website]
    regency = village.regency.upper()
    district = village.district.upper()
    return {
        "logo": arms.name if arms else None,
        "logo_alt": f"Lambang {village.regency}",
        "government": f"PEMERINTAH {regency if regency.startswith(_CITY) else 'KABUPATEN ' + regency}",
        "district": district if district.startswith(_DISTRICT) else f"KECAMATAN {district}",
        "village": f"DESA {village.name.upper()}",
        "code": village.code,
        "lines": [line for line in (address, *_in_lines(phones, pages)) if line],
    }


def _in_lines(phones: list[str], pages: list[str]) -> list[str]:
    """Put telephone and pages on one line where they fit beside the arms, else on two."""
    first, second = (_SIGN.join(part for part in parts if part) for parts in (phones, pages))
    together = _SIGN.join(part for part in (first, second) if part)
    return [together] if len(together) <= _LINE else [first, second]


def place_and_date(village: Village, at: datetime) -> str:
    """Return "Karangbawang, 23 November 2026": the village's seat, and the day there."""
    day = timezone.localtime(at, village.zone).date()
    return f"{village.seat or village.name}, {say_short_date(day)}"


def logo_of(village: Village) -> Picture | None:
    """Return the village's arms, None where it set none or the file is missing: a paper comes out all the same."""
    picture = logo.logo_bytes(village)
    return Picture("logo.png", picture) if picture is not None else None


def base(village: Village, title: str, *, footer: str = "", arms: Picture | None = None) -> Mapping[str, Any]:
    """Return what `lembar` and `kop` need: document title, author, letterhead, the footer's words."""
    return {
        "title": title,
        "author": f"Pemerintah Desa {village.name}",
        "head": letterhead(village, arms),
        "footer": footer,
    }
