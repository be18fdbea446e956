"""Pictures come out as plain JPEGs: upright, of a sane size, with nothing but pixels in them.

Re-encoding is the cleaning: metadata, places, thumbnails, colour profiles, hidden transparent areas, further frames and
trailing bytes do not survive because nothing but the decoded pixels is written. Sizes are read from the header first.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pillow_heif
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from kentongan.documents import bare, kinds
from kentongan.documents.kinds import Format
from kentongan.documents.limits import (
    JPEG_QUALITY,
    MAX_JPEG_SCANS,
    MAX_PIXELS,
    MAX_PIXELS_UNSCALED,
    MAX_SIDE,
    PREVIEW_QUALITY,
    PREVIEW_SIDE,
)
from kentongan.documents.refusal import UploadRefused

# What each EXIF orientation asks for (EXIF 2.3, tag 0x0112).
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION_TAG = 0x0112
_one_at_a_time = threading.Lock()

# Only the main picture of a HEIC file is ever looked at.
pillow_heif.options.THUMBNAILS = False
pillow_heif.options.DEPTH_IMAGES = False
pillow_heif.options.AUX_IMAGES = False


@dataclass(frozen=True)
class CleanPicture:
    """A re-encoded picture (JPEG) and its small preview (JPEG); sizes in pixels."""

    data: bytes
    preview: bytes
    width: int
    height: int


def reencode(data: bytes, form: Format) -> CleanPicture:
    """Decode the picture `data` of format `form` and encode it anew; raise UploadRefused if that cannot be done.

    One picture at a time in each process: the largest take some 400 MB while they are open.
    """
    try:
        with _one_at_a_time:
            image = _open(data, form)
            return _encode(_upright(_shrunk(image, form), form), form)
    except UploadRefused:
        raise
    except Exception as error:  # whatever a decoder says to hostile or damaged bytes, to people it is a broken picture
        raise UploadRefused("picture_broken") from error


def repaint(data: bytes, paint: Callable[[Image.Image], None]) -> CleanPicture:
    """Decode a stored picture (our own JPEG), let `paint` change its pixels, encode it anew; raise UploadRefused."""
    try:
        with _one_at_a_time:
            image = _shrunk(_open(data, kinds.JPEG), kinds.JPEG)
            paint(image)
            return _encode(image, kinds.JPEG)
    except UploadRefused:
        raise
    except Exception as error:
        raise UploadRefused("picture_broken") from error


def _open(data: bytes, form: Format) -> Image.Image:
    """Read the header, check the size, and only then hand over to the one decoder of this format."""
    if form == kinds.HEIC:
        heif = pillow_heif.open_heif(data, convert_hdr_to_8bit=True)
        _check_size(heif.size, MAX_PIXELS)
        picture: Image.Image = heif.to_pillow()
        return picture
    if form == kinds.PNG:
        _check_size(_png_size(data), MAX_PIXELS_UNSCALED)
        essential, exif = bare.png(data)
        # The plug-ins are opened directly: `Image.open` would try others, and warns at a limit of its own.
        image: Image.Image = PngImageFile(BytesIO(essential))
        image.info["exif"] = exif
    elif form == kinds.WEBP:
        # Its decoder reserves the whole canvas as soon as it is opened.
        _check_size(_webp_size(data), MAX_PIXELS_UNSCALED)
        image = WebPImageFile(BytesIO(data))
    else:
        if data.count(b"\xff\xda") > MAX_JPEG_SCANS:
            raise UploadRefused("picture_broken")
        essential, exif = bare.jpeg(data)
        image = JpegImageFile(BytesIO(essential))
        image.info["exif"] = exif
    _check_size(image.size, MAX_PIXELS if form == kinds.JPEG else MAX_PIXELS_UNSCALED)
    return image


def _check_size(size: tuple[int, int], limit: int) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise UploadRefused("picture_broken")
    if width * height > limit:
        raise UploadRefused("picture_too_large", millions=limit // 1_000_000)


def _png_size(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise UploadRefused("picture_broken")
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _webp_size(data: bytes) -> tuple[int, int]:
    """Return the canvas size from the first chunk (RFC 9649)."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    raise UploadRefused("picture_broken")


def _shrunk(image: Image.Image, form: Format) -> Image.Image:
    """Decode, to at most MAX_SIDE pixels on the long side, in 8-bit grey or RGB."""
    longest = max(image.size)
    if form == kinds.JPEG and longest > MAX_SIDE:
        # libjpeg can decode at 1/2, 1/4, 1/8: a 50 MP photo then costs little more than a 12 MP one.
        image.draft(None, (max(1, image.width * MAX_SIDE // longest), max(1, image.height * MAX_SIDE // longest)))
    image.load()
    exif = image.info.get("exif")
    image = _plain_mode(image)
    if max(image.size) > MAX_SIDE:
        image.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.BICUBIC, reducing_gap=None)
    image.info = {"exif": exif}
    return image


def _plain_mode(image: Image.Image) -> Image.Image:
    if image.has_transparency_data:
        # What lies hidden under full transparency (a "deleted" face) must not travel along: flatten on white.
        with_alpha = image if image.mode == "RGBA" else image.convert("RGBA")
        flat = Image.new("RGB", image.size, "white")
        flat.paste(with_alpha, mask=with_alpha.getchannel("A"))
        return flat
    if image.mode in ("RGB", "L"):
        return image
    if image.mode.startswith("I"):  # 16-bit grey, as scanners write it
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return image.convert("L" if image.mode == "1" else "RGB")


def _upright(image: Image.Image, form: Format) -> Image.Image:
    """Turn the pixels as the camera's orientation tag asks (HEIC is turned by its decoder, its tag means nothing)."""
    exif = image.info.pop("exif", None)
    turn = None if form == kinds.HEIC or not isinstance(exif, bytes) else _UPRIGHT.get(_orientation(exif))
    return image if turn is None else image.transpose(turn)


def _orientation(exif: bytes) -> int:
    """Return the orientation of the first image directory (1 if there is none or it cannot be read).

    Read by hand: nothing else of a stranger's EXIF needs to be looked at.
    """
    tiff = exif.removeprefix(b"Exif\x00\x00")
    order = {b"II*\x00": "<", b"MM\x00*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, directory)
        for entry in range(directory + 2, directory + 2 + 12 * count, 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if tag == _ORIENTATION_TAG:
                return int(value)
    except struct.error:
        pass
    return 1


def _encode(image: Image.Image, form: Format) -> CleanPicture:
    image.info = {}  # Pillow copies comments from here into new files
    full = BytesIO()
    # Screenshots and scans are mostly letters: colour at full resolution keeps their edges clean.
    sampling = "4:2:0" if form in (kinds.JPEG, kinds.HEIC) else "4:4:4"
    image.save(full, "JPEG", quality=JPEG_QUALITY, subsampling=sampling)
    width, height = image.size
    image.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE), Image.Resampling.BILINEAR, reducing_gap=2.0)
    small = BytesIO()
    image.save(small, "JPEG", quality=PREVIEW_QUALITY)
    return CleanPicture(full.getvalue(), small.getvalue(), width, height)
