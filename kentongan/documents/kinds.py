"""The kinds of documents and the formats that are taken in."""

from __future__ import annotations

from dataclasses import dataclass

from kentongan.rules.types import Labelled


class DocumentKind(Labelled):
    """What a document is to the people who look at it."""

    PICTURE = "picture", "Foto"
    PDF = "pdf", "PDF"
    AUDIO = "audio", "Rekaman suara"
    VIDEO = "video", "Video"
    PAPER = "paper", "Surat"  # made by the service itself out of a case
    PUBLIC = "public", "Foto terbitan"  # a copy with what is private painted over


EVIDENCE = frozenset({DocumentKind.PICTURE, DocumentKind.PDF, DocumentKind.AUDIO, DocumentKind.VIDEO})
"""What people sent; all else was made by the service out of it."""


class Scan(Labelled):
    """What the virus scanner said of a file as it was sent; nothing is noted where no scanner is set up."""

    CLEAN = "clean", "Bersih"
    PENDING = "pending", "Menunggu pemeriksaan"  # the scanner did not answer; it is asked again
    INFECTED = "infected", "Berbahaya"  # found later: nobody gets the file any more


@dataclass(frozen=True)
class Format:
    """A file format, recognised by content."""

    kind: DocumentKind
    media_type: str
    extension: str


JPEG = Format(DocumentKind.PICTURE, "image/jpeg", "jpg")
PNG = Format(DocumentKind.PICTURE, "image/png", "png")
WEBP = Format(DocumentKind.PICTURE, "image/webp", "webp")
HEIC = Format(DocumentKind.PICTURE, "image/heic", "heic")
PDF = Format(DocumentKind.PDF, "application/pdf", "pdf")
MP3 = Format(DocumentKind.AUDIO, "audio/mpeg", "mp3")
AAC = Format(DocumentKind.AUDIO, "audio/aac", "aac")
M4A = Format(DocumentKind.AUDIO, "audio/mp4", "m4a")
AUDIO_3GP = Format(DocumentKind.AUDIO, "audio/3gpp", "3gp")
OGG = Format(DocumentKind.AUDIO, "audio/ogg", "ogg")
AMR = Format(DocumentKind.AUDIO, "audio/amr", "amr")
WAV = Format(DocumentKind.AUDIO, "audio/wav", "wav")
WEBM = Format(DocumentKind.AUDIO, "audio/webm", "webm")
MP4 = Format(DocumentKind.VIDEO, "video/mp4", "mp4")
# QuickTime, as iPhones film. Browsers play it when it is called what it nearly is.
MOV = Format(DocumentKind.VIDEO, "video/mp4", "mov")
VIDEO_3GP = Format(DocumentKind.VIDEO, "video/3gpp", "3gp")
VIDEO_WEBM = Format(DocumentKind.VIDEO, "video/webm", "webm")
