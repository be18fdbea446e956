"""The witness's key: one line in a file that only its owner may read, as Go's note tools write secret keys."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Final

from kentongan.support import fs
from kentongan.support.tlog.cosignature import Cosigner
from kentongan.support.tlog.note import COSIGNATURE, NoteError, from_base64, to_base64

FILE: Final = "saksi.key"
_PREFIX: Final = "PRIVATE+KEY+"


class KeyFileError(Exception):
    """The key cannot be used as it is; the text is an Indonesian sentence."""


def create(folder: Path, name: str) -> Cosigner:
    """Make a new key. Raises KeyFileError if there is one already, NoteError for a name that no key may have."""
    seed = secrets.token_bytes(32)
    cosigner = Cosigner(name, seed)
    key_id = cosigner.verifier.key_id.hex()
    line = f"{_PREFIX}{name}+{key_id}+{to_base64(bytes([COSIGNATURE]) + seed)}\n"
    try:
        fs.create_durably(folder / FILE, line.encode())
    except FileExistsError:
        raise KeyFileError(f"Kunci saksi sudah ada di {folder / FILE}; tidak diganti.") from None
    return cosigner


def load(folder: Path) -> Cosigner:
    """The key of the folder. Raises KeyFileError if there is none, others may read it, or it is damaged."""
    path = folder / FILE
    try:
        mode, text = path.stat().st_mode, path.read_text()
    except (OSError, UnicodeDecodeError):
        raise KeyFileError(f"Belum ada kunci saksi di {path}. Jalankan: kentongan witness init") from None
    if mode & 0o077:
        raise KeyFileError(f"Kunci saksi bisa dibaca orang lain. Jalankan: chmod 600 {path}")
    try:
        name, key_id, encoded = text.strip().removeprefix(_PREFIX).split("+", 2)
        raw = from_base64(encoded)
        cosigner = Cosigner(name, raw[1:])
    except (ValueError, NoteError):
        raise KeyFileError(f"Kunci saksi {path} rusak. Pulihkan dari salinan; jangan dibuat baru.") from None
    if raw[0] != COSIGNATURE or cosigner.verifier.key_id.hex() != key_id:
        raise KeyFileError(f"Kunci saksi {path} rusak. Pulihkan dari salinan; jangan dibuat baru.")
    return cosigner
