"""The village's coat of arms: taken in, cleaned, and handed out for the portal's head and the letterheads."""

from __future__ import annotations

import struct
from datetime import datetime
from io import BytesIO
from typing import Final

from django.db import transaction
from PIL import Image, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile

from kentongan.documents import bare, kinds, sniff, store
from kentongan.documents.clean import Cleaned
from kentongan.documents.models import Document
from kentongan.documents.refusal import UploadRefused
from kentongan.people import set_up
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from kentongan.villages.changes import Area
from kentongan.villages.models import SettingsChange, Village

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_PIXELS: Final = 12_000_000
MIN_SIDE: Final = 64  # pixels; smaller ones print as a blot
KEPT_SIDE: Final = 600  # 2.5 cm of a letterhead at 600 dpi


def set_logo(*, village: Village, data: bytes | None, by: Officer, at: datetime) -> SettingsChange | None:
    """Store a picture as the village's logo, or (None) do without one; the earlier one can be put back by undoing.

    Raises:
        Refused: `logo`, with what is wrong with the picture, and all that `set_up.change` raises.
    """
    if data is None:
        return set_up.change(village=village, area=Area.IDENTITY, values={"logo": None}, by=by, at=at)
    try:
        documents = store.take_in(village=village, uploads=[clean_logo(data)], by=by.id, at=at)
    except UploadRefused as refused:
        raise Refused("logo", refused.sentence) from refused
    with transaction.atomic():
        store.attach(documents, village.id, village=village)  # the village itself: never a case, never tidied away
        values = {"logo": documents[0].id}
        return set_up.change(village=village, area=Area.IDENTITY, values=values, by=by, at=at)


def logo_document(village: Village) -> Document | None:
    """Return the document of the village's logo, or None (one query, none without a logo)."""
    return store.get(village.logo, village=village, subject=village.id) if village.logo else None


def logo_bytes(village: Village) -> bytes | None:
    """Return the logo as a PNG, or None when there is none or its file is missing."""
    document = logo_document(village)
    if document is None:
        return None
    try:
        return store.read(document)
    except store.DocumentMissing:
        return None


def clean_logo(data: bytes) -> Cleaned:
    """Return a PNG or JPEG encoded anew as a PNG of at most KEPT_SIDE pixels; see-through parts stay so.

    Raises:
        Refused: `logo`: it is neither, too large, too small or damaged.
    """
    if len(data) > MAX_BYTES:
        raise _refused("Gambar ini lebih besar dari 2 MB. Kecilkan dulu, lalu kirim lagi.")
    try:
        form = sniff.detect(data)
    except UploadRefused as refused:
        raise _refused("Logo harus berupa gambar PNG atau JPG.") from refused
    if form not in (kinds.PNG, kinds.JPEG):
        raise _refused("Logo harus berupa gambar PNG atau JPG.")
    try:
        encoded, size = _encoded(data, is_png=form == kinds.PNG)
    except (OSError, ValueError, struct.error, SyntaxError, UnidentifiedImageError, UploadRefused) as error:
        raise _refused("Gambar ini rusak atau terpotong. Simpan ulang sebagai PNG, lalu kirim lagi.") from error
    return Cleaned(
        kind=kinds.PNG.kind,
        media_type=kinds.PNG.media_type,
        extension=kinds.PNG.extension,
        data=encoded,
        width=size[0],
        height=size[1],
    )


def _encoded(data: bytes, *, is_png: bool) -> tuple[bytes, tuple[int, int]]:
    essential, _ = (bare.png if is_png else bare.jpeg)(data)
    image: Image.Image = (PngImageFile if is_png else JpegImageFile)(BytesIO(essential))
    if image.width * image.height > MAX_PIXELS:
        raise _refused("Gambar ini terlalu besar: lebih dari 12 juta titik. Kecilkan dulu, lalu kirim lagi.")
    if min(image.size) < MIN_SIDE:
        raise _refused(f"Gambar ini terlalu kecil untuk dicetak: paling sedikit {MIN_SIDE} × {MIN_SIDE} titik.")
    image.load()
    image = _visible_only(image.convert("RGBA")) if image.has_transparency_data else image.convert("RGB")
    image.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.LANCZOS)
    image.info = {}
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue(), image.size


def _visible_only(image: Image.Image) -> Image.Image:
    """Blank what lies hidden under full transparency: only what is seen is published."""
    seen = Image.new("RGBA", image.size, (255, 255, 255, 0))
    seen.paste(image, mask=image.getchannel("A").point(lambda alpha: 255 if alpha else 0))
    return seen


def _refused(sentence: str) -> Refused:
    return Refused("logo", sentence)
