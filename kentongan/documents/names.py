"""Names of files: what a person may see again of the name he sent, and the names we give ourselves."""

from __future__ import annotations

import unicodedata

MAX_SHOWN = 60
_UNNAMED = "berkas tanpa nama"

_GIVEN = {
    "picture": "Foto",
    "pdf": "Dokumen",
    "audio": "Rekaman",
    "video": "Video",
    "paper": "Surat",
    "public": "Foto terbitan",
}


def shown_name(name: str) -> str:
    """Return the uploaded `name` made safe to show back to its sender (never stored in clear, never a path).

    Folders, control characters and direction overrides (U+202E makes `gpj.exe` look like `exe.jpg`) are dropped.
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    clean = " ".join(clean.split()).strip(". ")
    if len(clean) > MAX_SHOWN:
        clean = f"{clean[: MAX_SHOWN - 9]}…{clean[-8:]}"
    return clean or _UNNAMED


def given_name(kind: str, number: int, extension: str) -> str:
    """Return the name a stored document carries, e.g. `Foto 1.jpg`: nothing of the uploaded name is kept."""
    return f"{_GIVEN[kind]} {number}.{extension}"
