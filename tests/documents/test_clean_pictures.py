"""Pictures come out upright, small enough, and with nothing in them but the picture."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from kentongan.documents import limits
from kentongan.documents.clean import Cleaned, UploadRefused, clean
from tests.documents import uploads


def opened(cleaned: Cleaned) -> Image.Image:
    return Image.open(BytesIO(cleaned.data))


def segments(data: bytes) -> set[int]:
    """The markers before the picture data of a JPEG."""
    found, at = set(), 2
    while data[at + 1] != 0xDA:
        found.add(data[at + 1])
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return found


BARE = {0xE0, 0xDB, 0xC0, 0xC4}  # JFIF, quantisation, frame, Huffman


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (uploads.jpeg(), "JPEG"),
        (uploads.encoded(uploads.scene(), "PNG"), "PNG"),
        (uploads.encoded(uploads.scene(), "WEBP", lossless=True), "lossless WebP"),
        (uploads.encoded(uploads.scene(), "WEBP", quality=80), "lossy WebP"),
        (uploads.heic(), "HEIC"),
        (uploads.encoded(uploads.scene(mode="CMYK"), "JPEG"), "CMYK JPEG"),
        (uploads.jpeg(progressive=True), "progressive JPEG"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_kind_of_picture_becomes_a_bare_jpeg(data: bytes, what: str) -> None:
    cleaned = clean(data)
    assert (cleaned.kind, cleaned.media_type, cleaned.extension) == ("picture", "image/jpeg", "jpg")
    assert (cleaned.width, cleaned.height) == (400, 200) == opened(cleaned).size
    assert uploads.red_corner(opened(cleaned)) == "upper left"
    assert segments(cleaned.data) == BARE
    assert segments(cleaned.preview) == BARE


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_all_ways_of_storing_colour_are_understood(mode: str) -> None:
    picture = Image.linear_gradient("L")
    if mode == "I;16":
        picture = picture.convert("I").point(lambda value: value * 257).convert("I;16")
    else:
        picture = picture.convert(mode)
    low, high = opened(clean(uploads.encoded(picture, "PNG"))).convert("L").getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    assert low < 10
    assert high > 245


@pytest.mark.parametrize(
    ("orientation", "size"),
    [(turn, (400, 200)) for turn in (1, 2, 3, 4)] + [(turn, (200, 400)) for turn in (5, 6, 7, 8)],
)
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_taken_sideways_comes_out_upright(form: str, orientation: int, size: tuple[int, int]) -> None:
    from PIL import ImageOps

    data = uploads.encoded(uploads.scene(), form, exif=uploads.exif(orientation))
    cleaned = clean(data)
    expected = ImageOps.exif_transpose(Image.open(BytesIO(data)))
    assert (cleaned.width, cleaned.height) == size
    assert uploads.red_corner(opened(cleaned)) == uploads.red_corner(expected)


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, "upper left"), (3, "lower right"), (6, "upper right"), (8, "lower left")]
)
def test_an_iphone_picture_taken_sideways_comes_out_upright_and_only_once_turned(orientation: int, corner: str) -> None:
    cleaned = clean(uploads.heic(exif=uploads.exif(orientation).tobytes()))
    assert uploads.red_corner(opened(cleaned)) == corner


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_place_maker_and_words_of_the_telephone_are_gone(form: str) -> None:
    exif = uploads.exif(6).tobytes()
    options = {"xmp": b"<x:xmpmeta>KAMERA-RAHASIA</x:xmpmeta>"} if form != "PNG" else {}
    data = uploads.heic(exif=exif) if form == "HEIF" else uploads.encoded(uploads.scene(), form, exif=exif, **options)
    assert b"KAMERA-RAHASIA" in data  # it was there
    cleaned = clean(data)
    for bytes_out in (cleaned.data, cleaned.preview):
        assert b"KAMERA-RAHASIA" not in bytes_out
        assert b"Tarmi" not in bytes_out
        assert not Image.open(BytesIO(bytes_out)).getexif()


def test_comments_profiles_and_texts_are_gone() -> None:
    from PIL import ImageCms, PngImagePlugin

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photo = uploads.jpeg(comment=b"RAHASIA", icc_profile=profile, dpi=(300, 300))
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "RAHASIA", zip=True)
    notes.add_itxt("Title", "RAHASIA")
    screenshot = uploads.encoded(uploads.scene(), "PNG", pnginfo=notes, icc_profile=profile)
    for data in (photo, screenshot):
        assert segments(clean(data).data) == BARE
        assert b"RAHASIA" not in clean(data).data


def test_the_thumbnail_that_keeps_the_original_picture_is_gone() -> None:
    hidden = uploads.encoded(Image.new("RGB", (60, 40), "blue"), "JPEG")
    data = uploads.jpeg_with_thumbnail(hidden)
    assert hidden in data
    cleaned = clean(data)
    assert hidden[-200:] not in cleaned.data
    assert cleaned.data.count(b"\xff\xd8\xff") == 1


def test_further_pictures_in_the_same_file_are_gone() -> None:
    secret = Image.new("RGB", (400, 200), "blue")
    album = uploads.encoded(uploads.scene(), "MPO", save_all=True, append_images=[secret])
    film = uploads.encoded(uploads.scene(), "PNG", save_all=True, append_images=[secret])
    moving = uploads.encoded(uploads.scene(), "WEBP", save_all=True, append_images=[secret], lossless=True)
    for data in (album, film, moving):
        cleaned = clean(data)
        assert uploads.red_corner(opened(cleaned)) == "upper left"
        assert cleaned.data.count(b"\xff\xd8\xff") == 1


def test_a_face_erased_by_transparency_does_not_come_back() -> None:
    picture = Image.new("RGBA", (60, 60), (200, 0, 0, 0))  # "deleted": the red is still in the file
    picture.paste((0, 0, 200, 255), (0, 0, 30, 60))
    cleaned = opened(clean(uploads.encoded(picture, "PNG")))
    right = cleaned.getpixel((50, 30))
    assert isinstance(right, tuple)
    assert min(right) > 250  # white


def test_a_zip_behind_a_photo_does_not_survive() -> None:
    polyglot = uploads.jpeg() + uploads.zipped({"eicar.com": uploads.EICAR})
    cleaned = clean(polyglot)
    assert b"PK\x03\x04" not in cleaned.data
    assert cleaned.data.endswith(b"\xff\xd9")


def test_a_page_behind_a_photo_does_not_survive() -> None:
    assert b"<script" not in clean(uploads.jpeg(comment=uploads.HTML) + uploads.HTML).data


@pytest.mark.parametrize(
    ("size", "expected"), [((6000, 4000), (3000, 2000)), ((3100, 1000), (3000, 968)), ((9000, 2), (3000, 1))]
)
def test_a_large_photo_is_made_smaller(size: tuple[int, int], expected: tuple[int, int]) -> None:
    cleaned = clean(uploads.encoded(Image.new("L", size, 128), "JPEG"))
    assert (cleaned.width, cleaned.height) == expected


def test_the_preview_fits_a_list() -> None:
    cleaned = clean(uploads.jpeg((1200, 900)))
    assert Image.open(BytesIO(cleaned.preview)).size == (480, 360)
    assert len(cleaned.preview) < 20_000


@pytest.mark.parametrize(
    "data",
    [
        uploads.png_claiming(20_000, 20_000),
        uploads.png_claiming(20_000, 20_000, b"\x00" * 1_000_000),
        uploads.png_claiming(2**31 - 1, 1),
        uploads.webp_claiming(16_000, 16_000),
        uploads.encoded(Image.new("1", (9000, 9000)), "PNG"),
    ],
)
def test_a_picture_bomb_is_refused_before_it_is_decoded(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def exploded(*_: object, **__: object) -> None:
        pytest.fail("decoded")

    monkeypatch.setattr("PIL.PngImagePlugin.PngImageFile.load", exploded)
    monkeypatch.setattr("PIL.WebPImagePlugin.WebPImageFile.__init__", exploded)
    with pytest.raises(UploadRefused) as refused:
        clean(data)
    assert refused.value.code == "picture_too_large"
    assert "36 juta titik" in refused.value.sentence


def test_a_jpeg_bomb_is_refused_by_its_header() -> None:
    data = bytearray(uploads.jpeg())
    at = data.find(b"\xff\xc0")
    struct.pack_into(">HH", data, at + 5, 60_000, 60_000)
    with pytest.raises(UploadRefused) as refused:
        clean(bytes(data))
    assert refused.value.code == "picture_too_large"
    assert f"{limits.MAX_PIXELS // 1_000_000} juta titik" in refused.value.sentence


def test_a_heic_bomb_is_refused_by_its_header_and_a_lying_header_by_its_decoder() -> None:
    data = uploads.heic()
    claimed = struct.pack(">II", 400, 200)
    assert claimed in data
    with pytest.raises(UploadRefused, match=r"picture_too_large|picture_broken"):
        clean(data.replace(claimed, struct.pack(">II", 30_000, 30_000)))
    with pytest.raises(UploadRefused, match="picture_broken"):
        clean(data.replace(claimed, struct.pack(">II", 8, 8)))


def test_a_jpeg_with_hundreds_of_scans_is_refused() -> None:
    data = uploads.jpeg()
    with pytest.raises(UploadRefused, match="picture_broken"):
        clean(data[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 200 + b"\xff\xd9")


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_a_cut_off_photo_is_called_cut_off(form: str, kept: float) -> None:
    noise = Image.effect_noise((400, 300), 60).convert("RGB")
    data = uploads.heic(noise) if form == "HEIF" else uploads.encoded(noise, form)
    with pytest.raises(UploadRefused) as refused:
        clean(data[: int(len(data) * kept)])
    assert refused.value.code == "picture_broken"
    assert "terpotong" in refused.value.sentence


def test_a_file_of_a_million_tiny_pieces_is_no_picture() -> None:
    empty_chunk = b"\x00\x00\x00\x00puRE\x12\x34\x56\x78"
    screenshot = uploads.encoded(uploads.scene(), "PNG")
    pieces = screenshot[:33] + empty_chunk * 100_000 + screenshot[33:]
    photo = uploads.jpeg()
    for data in (pieces, photo[:2] + b"\xff" * 1_000_000 + photo[2:], photo[:2] + b"\xff\x00" * 500_000 + photo[2:]):
        with pytest.raises(UploadRefused, match="picture_broken"):
            clean(data)


def test_a_damaged_exif_does_not_cost_the_photo() -> None:
    for junk in (b"", b"II*\x00", b"II*\x00\xff\xff\xff\xff", b"MM\x00*\x00\x00\x00\x08\xff\xff" + b"\x01\x12" * 40):
        assert clean(uploads.jpeg(exif=b"Exif\x00\x00" + junk)).width == 400


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    start=st.sampled_from(
        [
            uploads.jpeg((40, 20), exif=uploads.exif(6)),
            uploads.encoded(uploads.scene((40, 20)), "PNG", exif=uploads.exif(3)),
            uploads.encoded(uploads.scene((40, 20), "RGBA"), "WEBP", lossless=True),
            uploads.heic(uploads.scene((64, 64))),
        ]
    ),
    changes=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=6),
)
def test_whatever_is_wrong_with_a_picture_it_is_cleaned_or_refused(
    start: bytes, changes: list[tuple[float, bytes]]
) -> None:
    data = bytearray(start)
    for place, new in changes:
        at = int(place * len(data))
        data[at : at + len(new)] = new
    outcome = uploads.outcome(bytes(data))
    if isinstance(outcome, Cleaned) and outcome.kind == "picture":
        assert segments(outcome.data) <= BARE
