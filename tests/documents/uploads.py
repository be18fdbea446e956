"""Uploads of every kind, honest and hostile, built at test time."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pikepdf
import pillow_heif
from pikepdf import Array, Dictionary, Name
from PIL import Image

from kentongan.documents.clean import Cleaned, UploadRefused, clean

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(document.cookie)</script></body></html>"

GPS_IFD, ORIENTATION, MAKE, DESCRIPTION = 0x8825, 0x0112, 0x010F, 0x010E


def outcome(data: bytes) -> Cleaned | UploadRefused:
    """What becomes of an upload; any other exception is a bug."""
    try:
        return clean(data)
    except UploadRefused as refused:
        return refused


def scene(size: tuple[int, int] = (400, 200), mode: str = "RGB") -> Image.Image:
    """A white picture with a red block in its upper left corner, so that one sees how it lies."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 4, size[1] // 4))
    return image.convert(mode)


def red_corner(image: Image.Image) -> str:
    """In which corner the red block lies."""
    rgb = image.convert("RGB")
    right, bottom = rgb.width - 5, rgb.height - 5
    corners = {
        "upper left": (5, 5),
        "upper right": (right, 5),
        "lower left": (5, bottom),
        "lower right": (right, bottom),
    }
    red = [name for name, at in corners.items() if (pixel := rgb.getpixel(at))[0] > 200 and pixel[1] < 90]  # type: ignore[index]
    return " and ".join(red)


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    """The picture in a file format."""
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def jpeg(size: tuple[int, int] = (400, 200), **options: Any) -> bytes:
    """A plain JPEG."""
    return encoded(scene(size), "JPEG", **options)


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: place, maker, and how it was held."""
    block = Image.Exif()
    block[ORIENTATION] = orientation
    block[MAKE] = "KAMERA-RAHASIA"
    block[DESCRIPTION] = "rumah Bu Tarmi"
    block.get_ifd(GPS_IFD).update({1: "S", 2: (7.0, 17.0, 32.5), 3: "E", 4: (109.0, 29.0, 8.25)})
    return block


def jpeg_with_thumbnail(hidden: bytes) -> bytes:
    """A JPEG whose EXIF keeps a thumbnail: IFD1 with JPEGInterchangeFormat pointing at `hidden`."""
    ifd0 = struct.pack("<H", 1) + struct.pack("<HHIHH", ORIENTATION, 3, 1, 1, 0) + struct.pack("<I", 8 + 18)
    ifd1_at = 8 + len(ifd0)
    data_at = ifd1_at + 2 + 24 + 4
    ifd1 = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, data_at, 0x0202, 4, 1, len(hidden), 0)
    tiff = b"II*\x00\x08\x00\x00\x00" + ifd0 + ifd1 + hidden
    return jpeg(exif=b"Exif\x00\x00" + tiff)


def heic(image: Image.Image | None = None, **options: Any) -> bytes:
    """A HEIC picture as iPhones make it (turned by the container, not by its EXIF)."""
    pillow_heif.register_heif_opener()
    return encoded(image or scene(), "HEIF", **options)


def png_claiming(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A PNG whose header claims a size that its few bytes cannot fill."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def webp_claiming(width: int, height: int) -> bytes:
    """A WebP whose extended header claims a canvas."""
    extended = b"\x00" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    picture = encoded(scene(), "WEBP", lossless=True)[12:]
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + extended + picture
    return b"RIFF" + struct.pack("<I", len(body)) + body


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def zip_bomb() -> bytes:
    """Thirty megabytes of nothing in thirty kilobytes."""
    return zipped({"foto.jpg": b"\x00" * 30_000_000})


def pdf(inside: bytes = b"", *, end: bytes = b"%%EOF\n") -> bytes:
    """A small PDF of one empty page."""
    return (
        b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
        + inside
        + b"\ntrailer<</Root 1 0 R>>\nstartxref\n9\n"
        + end
    )


def locked_pdf() -> bytes:
    """A PDF that opens with a password only."""
    return written(pikepdf.open(BytesIO(pdf())), encryption=pikepdf.Encryption(owner="rahasia", user="rahasia"))


def written(document: pikepdf.Pdf, **options: Any) -> bytes:
    """The PDF's bytes."""
    out = BytesIO()
    document.save(out, **options)
    return out.getvalue()


def telling_pdf() -> bytes:
    """A PDF that holds SECRET everywhere a PDF can hold something beside its pages; on the page are two photos."""
    document = pikepdf.open(BytesIO(pdf()))
    page = document.pages[0].obj
    secret = pikepdf.String(SECRET.decode())
    script = Dictionary(S=Name.JavaScript, JS=secret)
    photo = jpeg(exif=Image.Exif().tobytes() + SECRET, comment=SECRET) + SECRET
    size = {"Width": 400, "Height": 200, "ColorSpace": Name.DeviceRGB, "BitsPerComponent": 8}
    image = {"Type": Name.XObject, "Subtype": Name.Image, **size}
    plain = pikepdf.Stream(document, photo, Filter=Name.DCTDecode, Metadata=document.make_stream(SECRET), **image)
    wrapped = pikepdf.Stream(document, zlib.compress(photo), Filter=Array([Name.FlateDecode, Name.DCTDecode]), **image)
    outside = pikepdf.Stream(document, SECRET, F=secret)
    page.Resources = Dictionary(XObject=Dictionary(A=plain, Thumb=wrapped), Properties=Dictionary(C=outside))
    page.Contents = document.make_stream(b"q 90 0 0 45 0 0 cm /A Do Q q 90 0 0 45 0 90 cm /Thumb Do Q")
    page.Thumb = document.make_stream(SECRET)
    page.PieceInfo = Dictionary(Maker=Dictionary(Private=secret))
    page.AA = Dictionary(O=script)
    look = document.make_stream(b"1 0 0 rg 0 0 50 20 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 50, 20])
    here: dict[str, Any] = {"Type": Name.Annot, "Rect": Array([10, 10, 60, 30])}
    widget = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T=secret, V=secret, AP=Dictionary(N=look), A=script, **here)
    actions = ("URI", "Launch", "SubmitForm", "GoToR", "ImportData", "Named", "Sound", "Movie")
    page.Annots = Array(
        [document.make_indirect(widget)]
        + [
            Dictionary(Subtype=Name.Link, A=Dictionary(S=Name(f"/{act}"), F=secret, URI=secret), **here)
            for act in actions
        ]
        + [Dictionary(Subtype=Name.RichMedia, RichMediaContent=Dictionary(Assets=secret), **here)]
    )
    document.Root.AcroForm = Dictionary(Fields=Array([page.Annots[0]]), XFA=document.make_stream(SECRET))
    document.Root.OpenAction = script
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([secret, script])))
    document.attachments["eicar.com"] = pikepdf.AttachedFileSpec(document, EICAR, filename=SECRET.decode())
    document.trailer.Info = Dictionary(Author=secret, CreationDate=secret)
    document.Root.Metadata = document.make_stream(b"<x:xmpmeta>" + SECRET)
    plain = {"compress_streams": False, "object_stream_mode": pikepdf.ObjectStreamMode.disable}
    return _changed(written(document, fix_metadata_version=False, **plain))


def _changed(first: bytes) -> bytes:
    """The PDF with a later version behind it (nothing is replaced: an object that nobody uses), and a tail."""
    root = int(first.rsplit(b"/Root", 1)[1].split()[0])
    before = int(first.rsplit(b"startxref", 1)[1].split()[0])
    later = first + b"\n999 0 obj<</Old(" + SECRET + b")>>endobj\n"
    entry = b"xref\n999 1\n%010d 00000 n \n" % (len(first) + 1)
    table = entry + b"trailer<</Root %d 0 R/Size 1000/Prev %d>>\nstartxref\n%d\n" % (root, before, len(later))
    return later + table + b"%%EOF\n%" + SECRET + b"\n"


# Sound


def box(kind: bytes, *content: bytes) -> bytes:
    """One box of an ISO media file."""
    body = b"".join(content)
    return struct.pack(">I", len(body) + 8) + kind + body


SECRET = b"RAHASIA-TARMI"
TIMES = b"\xe2\x01\x02\x03\xe2\x01\x02\x04"  # made, changed


def full(kind: bytes, *content: bytes) -> bytes:
    """A box with version 0 and no flags."""
    return box(kind, b"\x00" * 4, *content)


def word(*numbers: int) -> bytes:
    """Numbers of four bytes."""
    return struct.pack(f">{len(numbers)}I", *numbers)


def sample_entry(handler: bytes) -> bytes:
    """How samples are coded: H.264 with its encoder's name, AAC, or something of a maker's own."""
    if handler == b"vide":
        settings = box(b"avcC", b"\x01\x42\x00\x1e\xff\xe0\x00") + box(b"name", SECRET)
        head = b"\x00" * 7 + b"\x01" + b"\x00" * 4 + b"GoPr" + b"\x00" * 8 + struct.pack(">HH", 320, 240)
        return box(b"avc1", head, b"\x00" * 14, SECRET.ljust(32), b"\x00\x18\xff\xff", settings)
    if handler == b"soun":
        return box(b"mp4a", b"\x00" * 7 + b"\x01" + b"\x00" * 20, full(b"esds", b"\x03\x00"), box(b"uuid", SECRET))
    return box(b"gpmd", b"\x00" * 8)


def track(number: int, handler: bytes, samples: list[tuple[int, int]]) -> bytes:
    """A track whose samples lie at (place, size), one in each chunk."""
    sizes = full(b"stsz", word(0, len(samples), *(size for _, size in samples)))
    places = full(b"stco", word(len(samples), *(place for place, _ in samples)))
    table = box(
        b"stbl",
        full(b"stsd", word(1), sample_entry(handler)),
        full(b"stts", word(1, len(samples), 1)),
        full(b"stsc", word(1, 1, 1, 1)),
        *(sizes, places),
    )
    reference = full(b"dref", word(1), box(b"url ", b"\x00\x00\x00\x01"))
    return box(
        b"trak",
        full(b"tkhd", TIMES, word(number), b"\x00" * 68),
        box(b"udta", box(b"name", SECRET)),
        box(
            b"mdia",
            full(b"mdhd", TIMES, word(1000, 1000), b"\x26\x29\x00\x00"),
            full(b"hdlr", b"\x00" * 4, handler, b"\x00" * 12, SECRET + b"\x00"),
            box(b"minf", box(b"dinf", reference), table),
        ),
    )


def note(secret: bytes = SECRET) -> bytes:
    """What an encoder writes between pictures (SEI, user data), with its length before it."""
    content = b"\x06\x05" + bytes([16 + len(secret)]) + b"U" * 16 + secret + b"\x80"
    return word(len(content)) + content


PICTURE = word(6) + b"\x65FILM!"
SOUND = b"SUARA" * 4


def iso_media(*handlers: bytes, brand: bytes = b"M4A ", moov_first: bool = False) -> bytes:
    """An MP4 family file with one track for each handler type, full of what nobody needs to play it."""
    contents = {b"vide": note() + PICTURE, b"soun": SOUND}
    samples = [contents.get(handler, b"\x00" + SECRET + b"-7.29,109.49") for handler in handlers]
    start = box(b"ftyp", brand, b"\x00\x00\x00\x00", brand) + box(b"uuid", SECRET)

    def film(first: int) -> tuple[bytes, bytes]:
        place, tracks, content = first, [], b""
        for number, (handler, sample) in enumerate(zip(handlers, samples, strict=True), 1):
            tracks.append(track(number, handler, [(place, len(sample))]))
            content += sample + b"between " + SECRET
            place = first + len(content)
        places = box(b"udta", box(b"\xa9xyz", SECRET + b"+07.29-109.49/"), full(b"meta", SECRET))
        head = full(b"mvhd", TIMES, word(1000, 1000), b"\x00" * 80)
        return box(b"moov", head, *tracks, places, box(b"gps ", SECRET)), box(b"mdat", content)

    room = len(start) + 8 + (len(film(0)[0]) if moov_first else 0)
    moov, mdat = film(room)
    return start + (moov + mdat if moov_first else mdat + moov) + box(b"free", SECRET)


def fragmented() -> bytes:
    """A film as browsers record it: an empty index, then fragments; one track of them is a GPS."""
    tracks = track(1, b"vide", []) + track(2, b"meta", [])
    extend = box(b"mvex", *(full(b"trex", word(number, 1, 0, 0, 0)) for number in (1, 2)))
    start = box(b"ftyp", b"iso5", b"\x00" * 4) + box(b"moov", full(b"mvhd", TIMES, b"\x00" * 88), tracks, extend)
    picture, place = note() + PICTURE, SECRET + b"-7.29,109.49"

    def fragment(offset: int) -> bytes:
        def run(number: int, at: int, size: int) -> bytes:
            header = box(b"tfhd", b"\x00\x02\x00\x00", word(number))
            return box(b"traf", header, box(b"trun", b"\x00\x00\x02\x01", word(1, at, size)))

        runs = run(1, offset, len(picture)), run(2, offset + len(picture), len(place))
        return box(b"moof", full(b"mfhd", word(1)), *runs, box(b"uuid", SECRET))

    one = fragment(len(fragment(0)) + 8) + box(b"mdat", picture, place)
    return start + full(b"emsg", SECRET) + one + one


def ogg_page(flags: int, number: int, packets: list[bytes], *, granule: int = 0) -> bytes:
    """One page of an Ogg stream, with its checksum reckoned bit by bit."""
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    head = b"OggS\x00" + bytes([flags]) + struct.pack("<QII", granule, 4711, number)
    rest = bytes([len(lacing)]) + lacing + b"".join(packets)
    return head + ogg_sum(head + b"\x00" * 4 + rest) + rest


def ogg_sum(page: bytes) -> bytes:
    """The checksum of RFC 3533, slowly."""
    total = 0
    for byte in page:
        total ^= byte << 24
        for _ in range(8):
            total = (total << 1 ^ 0x04C11DB7 if total & 0x80000000 else total << 1) & 0xFFFFFFFF
    return struct.pack("<I", total)


def vorbis_comment(secret: bytes = SECRET) -> bytes:
    """A vendor and one comment."""
    said = b"TITLE=" + secret
    return struct.pack("<I", 7) + b"Lavf60!" + struct.pack("<II", 1, len(said)) + said


OGG_SOUND = b"\x11" * 60
OGG_HEADERS = {
    "opus": (b"OpusHead\x01\x01" + b"\x00" * 9, b"OpusTags" + vorbis_comment()),
    "vorbis": (b"\x01vorbis" + b"\x00" * 23, b"\x03vorbis" + vorbis_comment() + b"\x01", b"\x05vorbis setup"),
    "speex": (b"Speex   " + SECRET.ljust(20) + b"\x00" * 52, vorbis_comment()),
    "flac": (
        b"\x7fFLAC\x01\x00\x00\x03fLaC\x00\x00\x00\x22" + b"\x00" * 34,
        b"\x04\x00\x00\x2a" + vorbis_comment(),
        b"\x06\x00\x00\x0d" + SECRET,  # a picture
        b"\x82\x00\x00\x0d" + SECRET,
    ),
}


def ogg(codec: str = "opus", *, between: bytes = SECRET) -> bytes:
    """An Ogg stream: a page that begins it, its headers, and sound; something lies between and behind its pages."""
    first, *headers = OGG_HEADERS[codec]
    start = ogg_page(2, 0, [first]) + ogg_page(0, 1, headers)
    return start + between + ogg_page(4, 2, [OGG_SOUND], granule=960) + between


def element(kind: int, body: bytes, *, endless: bool = False) -> bytes:
    """One EBML element."""
    size = b"\x01" + b"\xff" * 7 if endless else (0x10000000 | len(body)).to_bytes(4, "big")
    return kind.to_bytes((kind.bit_length() + 7) // 8, "big") + size + body


def matroska(*track_types: int, doc_type: bytes = b"webm") -> bytes:
    """A live-recorded WebM (sizes unknown) with one track for each type: 1 video, 2 sound, 17 words; and what tells."""
    tracks = b"".join(
        element(0xAE, element(0xD7, bytes([number])) + element(0x83, bytes([kind])) + element(0x536E, SECRET))
        for number, kind in enumerate(track_types, 1)
    )
    blocks = b"".join(
        element(0xA3, bytes([0x80 | number]) + b"\x00\x00\x80" + (b"FILM" if kind < 3 else SECRET))
        for number, kind in enumerate(track_types, 1)
    )
    info = element(0x2AD7B1, b"\x0f\x42\x40") + element(0x4D80, SECRET) + element(0x5741, SECRET)
    info += element(0x7BA9, SECRET) + element(0x4461, b"\x09" * 8) + element(0x7384, SECRET)
    group = element(0xA0, element(0xA1, b"\x81\x00\x00\x00FILM") + element(0x75A1, SECRET))
    cluster = element(0x1F43B675, element(0xE7, b"\x00") + blocks + group, endless=True)
    rest = (
        element(0x1254C367, SECRET) + element(0x1941A469, SECRET) + element(0x1043A770, SECRET) + element(0xEC, SECRET)
    )
    segment = element(0x1549A966, info) + element(0x1654AE6B, tracks) + cluster + rest + cluster
    return element(0x1A45DFA3, element(0x4282, doc_type)) + element(0x18538067, segment, endless=True)


def mp3(*, tag: bytes = b"") -> bytes:
    """Four frames of silence (MPEG 1 layer III, 128 kbit/s, 44.1 kHz: 417 bytes each), with an ID3 tag if given."""
    frames = (b"\xff\xfb\x90\x00" + b"\x00" * 413) * 4
    if not tag:
        return frames
    size = bytes([len(tag) >> 21 & 127, len(tag) >> 14 & 127, len(tag) >> 7 & 127, len(tag) & 127])
    return b"ID3\x03\x00\x00" + size + tag + frames


def aac() -> bytes:
    """Four ADTS frames of 100 bytes."""
    length = 100
    header = bytes([0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3 & 255, (length & 7) << 5 | 0x1F, 0xFC])
    return (header + b"\x00" * (length - 7)) * 4


def amr() -> bytes:
    """Two frames of 12.2 kbit/s."""
    return b"#!AMR\n" + (b"\x3c" + b"\x12" * 31) * 2


def tagged_wav() -> bytes:
    """The same as `wav`, with what recorders write before and behind the sound."""
    plain = wav()
    notes = b"".join(
        kind + struct.pack("<I", 14) + SECRET + b"\x00" for kind in (b"LIST", b"bext", b"iXML", b"id3 ", b"_PMX")
    )
    body = plain[8:12] + notes + plain[12:] + notes
    return b"RIFF" + struct.pack("<I", len(body)) + body + SECRET


def wav() -> bytes:
    """A tenth of a second of silence."""
    sound = b"\x00" * 1600
    form = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
    body = b"WAVEfmt " + struct.pack("<I", 16) + form + b"data" + struct.pack("<I", len(sound)) + sound
    return b"RIFF" + struct.pack("<I", len(body)) + body
