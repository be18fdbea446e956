"""The village's logo: cleaned, stored, handed out, and undone."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from kentongan.documents import housekeeping, logo
from kentongan.people import set_up
from kentongan.rules.types import Refused
from kentongan.villages.models import Village
from tests.documents.uploads import jpeg
from tests.factories import MONDAY, Office, make_village


def png(size: tuple[int, int] = (200, 240), mode: str = "RGBA") -> bytes:
    out = BytesIO()
    image = Image.new(mode, size, (20, 90, 60, 0)[: len(mode)])
    image.paste((200, 30, 30, 255)[: len(mode)], (50, 50, 150, 150))
    image.save(out, "PNG", pnginfo=None)
    return out.getvalue()


def test_a_logo_stays_see_through_and_hides_nothing_under_it() -> None:
    cleaned = logo.clean_logo(png())
    image = Image.open(BytesIO(cleaned.data))
    assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (200, 240))
    assert image.getpixel((0, 0)) == (255, 255, 255, 0)
    assert image.getpixel((100, 100)) == (200, 30, 30, 255)


def test_a_large_photograph_is_made_small() -> None:
    cleaned = logo.clean_logo(png((2400, 1200), "RGB"))
    assert (cleaned.width, cleaned.height) == (600, 300)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "PNG atau JPG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "PNG atau JPG"),
        (b"%PDF-1.7\n%%EOF", "PNG atau JPG"),
        (png()[:300], "rusak"),
        (png((40, 40)), "terlalu kecil"),
        (b"\x89PNG" + b"x" * logo.MAX_BYTES, "lebih besar dari 2 MB"),
    ],
)
def test_what_is_no_logo_gets_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Refused) as refused:
        logo.clean_logo(data)
    assert said in refused.value.sentence


@pytest.mark.django_db
def test_a_logo_is_kept_for_papers_and_its_earlier_self_can_come_back() -> None:
    office = Office(make_village())
    first = logo.set_logo(village=office.village, data=jpeg(), by=office.admin, at=MONDAY)
    second = logo.set_logo(village=Village.objects.get(), data=png(), by=office.admin, at=MONDAY)
    village = Village.objects.get()
    assert first is not None
    assert second is not None
    assert logo.logo_bytes(village) == logo.clean_logo(png()).data
    set_up.undo(change=second, by=office.admin, at=MONDAY)
    again = Village.objects.get()
    assert logo.logo_bytes(again) == logo.clean_logo(jpeg()).data
    assert housekeeping.unattached(MONDAY.replace(year=2027)) == []
    logo.set_logo(village=again, data=None, by=office.admin, at=MONDAY)
    assert logo.logo_bytes(Village.objects.get()) is None
