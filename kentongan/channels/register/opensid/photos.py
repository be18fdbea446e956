"""Photos beside the old complaints: never trusted, cleaned like every upload, or listed with the reason."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kentongan.documents import store
from kentongan.documents.clean import Cleaned, UploadRefused, clean
from kentongan.documents.kinds import DocumentKind
from kentongan.documents.limits import MAX_FILE_BYTES
from kentongan.documents.models import Document
from kentongan.villages.models import Village


class PhotoRefused(Exception):
    """This photo is not taken; the message says why, in Indonesian."""


@dataclass(frozen=True)
class Photos:
    """The folder `desa/upload/pengaduan` of an OpenSID, or a copy of it."""

    folder: Path | None

    def cleaned(self, name: str) -> Cleaned:
        """Read and clean the photo of this name.

        Raises:
            PhotoRefused: no folder, no such file, a name that leads elsewhere, or no harmless picture.
        """
        if self.folder is None:
            raise PhotoRefused("foto tidak diambil (folder foto tidak disebutkan dengan --photos)")
        if not name or name.startswith(".") or any(sign in name for sign in "/\\\0:") or len(name.encode()) > 255:
            raise PhotoRefused("nama foto tidak wajar, jadi tidak dibuka")
        try:
            cleaned = clean(self._bytes(self.folder / name))
        except UploadRefused as refused:
            raise PhotoRefused(f"foto ditolak: {refused.sentence}") from refused
        except OSError as error:
            raise PhotoRefused("foto tidak ada atau tidak dapat dibaca") from error
        if cleaned.kind is not DocumentKind.PICTURE:
            raise PhotoRefused("berkas foto bukan gambar")
        return cleaned

    def _bytes(self, path: Path) -> bytes:
        # No link is followed, and no pipe waited for: a name in a table must not open another file of this computer.
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise PhotoRefused("nama foto bukan nama berkas biasa")
            data = file.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise PhotoRefused("foto terlalu besar")
        return data


def take_in(village: Village, photo: Cleaned, at: datetime) -> Document:
    """Store a cleaned photo, attached to nothing yet.

    Raises:
        PhotoRefused: the disk is full.
    """
    try:
        return store.take_in(village=village, uploads=[photo], by=None, at=at)[0]
    except UploadRefused as refused:
        raise PhotoRefused(f"foto ditolak: {refused.sentence}") from refused
