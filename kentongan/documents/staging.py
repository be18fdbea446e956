"""Files of a form that is shown again, kept so that nobody has to choose (and send) them twice.

Everything is AES-256-GCM under a key that only the browser can bring back: HKDF of the form's token, which the server
never stores, salted with the installation's staging key. Folder and file names are derived from the same key. Without
the token nobody, not even the office with the whole disk, can tell whose files these are, or what. What is staged has
been cleaned; what is not taken within a day is deleted.

File: version 0x01 | nonce 12 | header length uint32 | sealed header (JSON) | nonce 12 | sealed bytes (data, preview,
original). The original is there only if its sender asked for it to be kept.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
import shutil
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from kentongan.documents.clean import Cleaned
from kentongan.documents.kinds import DocumentKind, Scan
from kentongan.documents.limits import MAX_FILES, MAX_TOTAL_BYTES, MIN_FREE_BYTES_FOR_DRAFTS, STAGED_FOR
from kentongan.documents.pick import PickedFile
from kentongan.documents.refusal import UploadRefused

_VERSION = b"\x01"
_NONCE = 12
_MIN_TOKEN = 16  # characters: less could be guessed, and the token is all that protects a draft


@dataclass(frozen=True)
class StagedFile:
    """A staged file as its sender sees it again. `size` in bytes; `sha256` of the cleaned bytes, hex."""

    id: str
    name: str
    size: int
    media_type: str
    sha256: str
    has_original: bool = False


@dataclass(frozen=True)
class _Header:
    """What is sealed beside the bytes."""

    name: str
    position: int
    kind: str
    media_type: str
    extension: str
    width: int
    height: int
    size: int
    sha256: str
    original_size: int = 0  # of headers written by earlier versions, as is the next
    scan: str = ""


class _Drawer:
    """The staged files of one token."""

    def __init__(self, token: str) -> None:
        if len(token) < _MIN_TOKEN:
            raise ValueError(f"a form token has at least {_MIN_TOKEN} characters")
        salt: bytes = settings.KENTONGAN_SECRETS.staging_key
        derived = HKDF(SHA256(), length=80, salt=salt, info=b"kentongan/v1/staging").derive(token.encode())
        self._cipher = AESGCM(derived[:32])
        self._name_key = derived[32:64]
        self.folder = root() / derived[64:].hex()

    def file_id(self, sha256: str) -> str:
        """Return the id (and file name) of a file: the same file staged twice stays one."""
        return hmac.new(self._name_key, sha256.encode(), "sha256").hexdigest()[:32]

    def paths(self) -> list[Path]:
        """Return the files there are."""
        try:
            return [path for path in self.folder.iterdir() if not path.name.startswith(".")]
        except FileNotFoundError:
            return []

    def seal(self, file_id: str, header: _Header, body: bytes) -> bytes:
        """Return the bytes of the file on disk."""
        head_nonce, body_nonce = secrets.token_bytes(_NONCE), secrets.token_bytes(_NONCE)
        head = self._cipher.encrypt(head_nonce, json.dumps(asdict(header)).encode(), _bound("header", file_id))
        sealed = self._cipher.encrypt(body_nonce, body, _bound("body", file_id))
        return b"".join((_VERSION, head_nonce, len(head).to_bytes(4, "big"), head, body_nonce, sealed))

    def header(self, path: Path) -> _Header | None:
        """Return the opened header, None if the file is gone or not ours."""
        try:
            with path.open("rb") as file:
                start = file.read(1 + _NONCE + 4)
                sealed = file.read(int.from_bytes(start[-4:], "big"))
            plain = self._cipher.decrypt(start[1 : 1 + _NONCE], sealed, _bound("header", path.name))
        except (FileNotFoundError, InvalidTag, ValueError):
            return None
        return _Header(**json.loads(plain))

    def body(self, path: Path) -> bytes | None:
        """Return the opened bytes (data, then preview), None if the file is gone or not ours."""
        try:
            raw = path.read_bytes()
            at = 1 + _NONCE + 4
            at += int.from_bytes(raw[at - 4 : at], "big")
            return self._cipher.decrypt(raw[at : at + _NONCE], raw[at + _NONCE :], _bound("body", path.name))
        except (FileNotFoundError, InvalidTag, ValueError):
            return None

    def contents(self) -> list[tuple[Path, _Header]]:
        """Return the readable files in the order they were chosen."""
        found = [(path, header) for path in self.paths() if (header := self.header(path)) is not None]
        return sorted(found, key=lambda item: item[1].position)


def _bound(part: str, file_id: str) -> bytes:
    return f"kentongan/v1/staging/{part}\n{file_id}".encode()


def root() -> Path:
    """Return the folder of all drafts."""
    return Path(settings.KENTONGAN_STAGING)


def stage(token: str, files: Sequence[PickedFile]) -> list[StagedFile]:
    """Keep cleaned `files` under the form's `token`; return all that is staged now, in order.

    Raises UploadRefused when they would be too many or too big together, or when the disk is nearly full, and
    ValueError for a token that is too short to protect anything.
    """
    drawer = _Drawer(token)
    there = drawer.contents()
    known = {header.sha256: header for _, header in there}
    fresh = [file for file in files if file.sha256 not in known]
    if len(there) + len(fresh) > MAX_FILES:
        raise UploadRefused("too_many")
    if sum(header.size for _, header in there) + sum(len(file.cleaned.data) for file in fresh) > MAX_TOTAL_BYTES:
        raise UploadRefused("total_too_big")
    fuller = [file for file in files if file.cleaned.original and _lacks_original(known.get(file.sha256))]
    position = max((header.position for _, header in there), default=0)
    try:
        if fresh or fuller:
            _make_room(drawer.folder)
        for file in fuller:
            _write(drawer, file, known[file.sha256].position)
        for number, file in enumerate(fresh, position + 1):
            _write(drawer, file, number)
    except OSError as error:
        raise UploadRefused("no_room") from error
    return staged(token)


def _lacks_original(header: _Header | None) -> bool:
    return header is not None and not header.original_size


def _make_room(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < MIN_FREE_BYTES_FOR_DRAFTS:
        raise UploadRefused("no_room")


def _write(drawer: _Drawer, file: PickedFile, position: int) -> None:
    cleaned = file.cleaned
    header = _Header(
        name=file.name,
        position=position,
        kind=cleaned.kind.value,
        media_type=cleaned.media_type,
        extension=cleaned.extension,
        width=cleaned.width,
        height=cleaned.height,
        size=len(cleaned.data),
        sha256=file.sha256,
        original_size=len(cleaned.original),
        scan=str(cleaned.scan or ""),
    )
    file_id = drawer.file_id(header.sha256)
    # Whole or not at all, but not synced: after a power cut the sender still has the files.
    temporary = drawer.folder / f".{file_id}.{secrets.token_hex(6)}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(drawer.seal(file_id, header, cleaned.data + cleaned.preview + cleaned.original))
        temporary.replace(drawer.folder / file_id)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def staged(token: str) -> list[StagedFile]:
    """Return what is staged under `token`, in the order it was chosen."""
    return [
        StagedFile(path.name, header.name, header.size, header.media_type, header.sha256, header.original_size > 0)
        for path, header in _Drawer(token).contents()
    ]


def take_staged(token: str, *, shown: Collection[str] = ()) -> list[Cleaned]:
    """Return the staged files for `store.take_in`. They stay until `discard_staged`, to be called after the commit.

    `shown` are the ids that the form listed. Raises UploadRefused if one of them is gone (a day has passed) or a file
    can no longer be opened: evidence must not fall out unnoticed.
    """
    drawer = _Drawer(token)
    contents = drawer.contents()
    if not set(shown) <= {path.name for path, _ in contents}:
        raise UploadRefused("draft_lost")
    taken = []
    for path, header in contents:
        body = drawer.body(path)
        if body is None:
            path.unlink(missing_ok=True)  # or the form could never be sent
            raise UploadRefused("draft_lost")
        end = len(body) - header.original_size
        taken.append(
            Cleaned(
                kind=DocumentKind(header.kind),
                media_type=header.media_type,
                extension=header.extension,
                data=body[: header.size],
                preview=body[header.size : end],
                original=body[end:],
                scan=Scan(header.scan) if header.scan else None,
                width=header.width,
                height=header.height,
            )
        )
    return taken


def discard_staged(token: str, ids: Collection[str] | None = None) -> None:
    """Delete the staged files with these `ids`, or all of this token."""
    drawer = _Drawer(token)
    for path in drawer.paths():
        if ids is None or path.name in ids:
            path.unlink(missing_ok=True)
    _remove_if_empty(drawer.folder)


def discard_old(at: datetime) -> int:
    """Delete drafts that were staged more than STAGED_FOR before `at`; return how many files that were."""
    latest = (at - STAGED_FOR).timestamp()
    gone = 0
    for folder in root().iterdir() if root().is_dir() else ():
        for path in folder.iterdir() if folder.is_dir() else ():
            with contextlib.suppress(FileNotFoundError):  # taken or discarded at this moment
                if path.stat().st_mtime < latest:
                    path.unlink()
                    gone += 1
        _remove_if_empty(folder)
    return gone


def _remove_if_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):  # not there, or still in use
        folder.rmdir()
