"""A PDF comes out as its pages look, with nothing beside them, and a hostile one harms nobody."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import zlib
from io import BytesIO

import pikepdf
import pypdf
import pytest
from PIL import Image

from kentongan.documents import bare, pdf, pdf_pages
from kentongan.documents.clean import UploadRefused, clean
from tests.documents import uploads

TELLING = uploads.telling_pdf()
CLEANED = clean(TELLING).data

FORBIDDEN = (
    *("/JS", "/JavaScript", "/AA", "/OpenAction", "/Names", "/AcroForm", "/XFA", "/Annots", "/EF", "/URI"),
    *("/Metadata", "/PieceInfo", "/RichMediaContent", "/Info"),
)


def opened(data: bytes) -> bytes:
    """Everything in a PDF with nothing compressed, so that it can be searched."""
    with pikepdf.open(BytesIO(data)) as document:
        return uploads.written(document, qdf=True, stream_decode_level=pikepdf.StreamDecodeLevel.specialized)


def test_nothing_but_the_pages_survives() -> None:
    assert TELLING.count(uploads.SECRET) > 30
    everything = CLEANED + opened(CLEANED)
    assert uploads.SECRET not in everything
    assert uploads.EICAR not in everything
    assert not [key for key in FORBIDDEN if key.encode() in everything]


def test_another_reader_finds_the_page_and_nothing_to_click_run_or_take_out() -> None:
    reader = pypdf.PdfReader(BytesIO(CLEANED), strict=True)
    assert len(reader.pages) == 1
    assert reader.attachments == {}
    assert reader.xmp_metadata is None
    assert not reader.metadata
    assert not reader.get_fields()
    assert reader.trailer["/Root"].keys() == {"/Type", "/Pages"}


def test_photos_in_a_pdf_keep_every_pixel_and_lose_what_they_tell() -> None:
    with pikepdf.open(BytesIO(CLEANED)) as document:
        drawn = document.pages[0].obj.Resources.XObject.values()
        photos = [each.read_raw_bytes() for each in drawn if each.Subtype == "/Image"]
    assert len(photos) == 2
    for photo in photos:
        assert Image.open(BytesIO(photo)).tobytes() == Image.open(BytesIO(uploads.jpeg())).tobytes()


def test_what_was_typed_into_a_form_is_drawn_onto_the_page() -> None:
    with pikepdf.open(BytesIO(CLEANED)) as document:
        (drawn,) = (each for each in document.pages[0].obj.Resources.XObject.values() if each.Subtype == "/Form")
        assert drawn.read_bytes() == b"1 0 0 rg 0 0 50 20 re f"


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 2}])
def test_a_jpeg_is_bared_to_the_byte_behind_its_last_pixel(options: dict[str, object]) -> None:
    photo = uploads.jpeg(comment=uploads.SECRET, exif=uploads.exif(), **options)
    bared = bare.whole_jpeg(b"junk" + photo + uploads.SECRET)
    assert uploads.SECRET not in bared
    assert b"KAMERA" not in bared
    assert bared.endswith(b"\xff\xd9")
    assert Image.open(BytesIO(bared)).tobytes() == Image.open(BytesIO(photo)).tobytes()


def test_a_jpeg_2000_is_bared_to_header_and_pixels() -> None:
    picture = uploads.encoded(uploads.scene(), "JPEG2000")
    bared = bare.jpeg2000(picture + uploads.box(b"uuid", uploads.SECRET) + uploads.box(b"xml ", uploads.SECRET))
    assert bared == picture


def with_contents(contents: bytes, **keys: object) -> bytes:
    document = pikepdf.open(BytesIO(uploads.pdf()))
    document.pages[0].obj.Contents = pikepdf.Stream(document, contents, **keys)
    return uploads.written(document, compress_streams=False)


def test_a_page_that_unpacks_to_a_gigabyte_is_not_unpacked() -> None:
    bomb = zlib.compressobj(9)
    packed = b"".join(bomb.compress(bytes(1 << 24)) for _ in range(64)) + bomb.flush()
    assert len(clean(with_contents(packed, Filter=pikepdf.Name.FlateDecode)).data) > len(packed)


def test_too_many_objects_are_refused() -> None:
    document = pikepdf.open(BytesIO(uploads.pdf()))
    many = [document.make_indirect(pikepdf.Dictionary(N=number)) for number in range(51_000)]
    document.Root.OCProperties = document.make_indirect(pikepdf.Array(many))
    with pytest.raises(UploadRefused, match="pdf_too_complex"):
        clean(uploads.written(document))


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("while True: pass", "pdf_too_complex"),
        ("bytearray(3 << 30)", "pdf_too_complex"),
        ("open('/tmp/left-behind', 'wb').write(b'x' * 4096)", "pdf_too_complex"),
        ("import sys; sys.exit('pdf_locked')", "pdf_locked"),
        ("import sys; sys.exit('RAHASIA')", "pdf_too_complex"),
        ("print('%PDF-1.4')", None),
    ],
)
def test_a_pdf_that_takes_over_its_process_gets_no_further(
    does: str, code: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "while" in does:
        monkeypatch.setattr(pdf, "MAX_PDF_SECONDS", -2)  # three seconds at most, all in all
    limited = pdf._START.replace("import main; main()", "import _fence; _fence()")
    monkeypatch.setattr(pdf, "_START", f"{limited}\n{does}")
    if code is None:
        assert pdf.rewritten(b"").startswith(b"%PDF-1.4")
        return
    with pytest.raises(UploadRefused) as refused:
        pdf.rewritten(b"")
    assert refused.value.code == code


def test_the_process_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, object] = {}

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[bytes]:
        seen.update(options, command=command)
        return subprocess.CompletedProcess(command, 0, b"%PDF-", b"")

    monkeypatch.setattr("subprocess.run", run)
    pdf.rewritten(b"x")
    assert seen["env"] == {"LC_ALL": "C.UTF-8"}
    assert "settings" not in " ".join(seen["command"])  # type: ignore[arg-type]


def test_a_server_that_cannot_start_a_process_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/does/not/exist")
    with pytest.raises(UploadRefused) as refused:
        clean(uploads.pdf())
    assert refused.value.code == "pdf_unchecked"
    assert "foto lembarnya" in refused.value.sentence


@pytest.mark.parametrize("cut", range(40, 400, 60))
def test_no_damaged_pdf_makes_it_fall_over(cut: int) -> None:
    damaged = TELLING[:cut] + TELLING[cut + 7 :]
    with contextlib.suppress(UploadRefused, pikepdf.PdfError):
        assert pdf_pages.rewritten(damaged).startswith(b"%PDF-")
