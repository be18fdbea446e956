"""Age files (https://age-encryption.org) for X25519 keys: anyone with the key and any age tool can open them."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, BinaryIO

# pyrage is a compiled module without type information; everything typed begins here.
_pyrage: Any = importlib.import_module("pyrage")


class NotOpened(Exception):
    """The file is for another key, or was changed."""


def new_identity() -> str:
    """A new secret key, written AGE-SECRET-KEY-1…"""
    return str(_pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public key (age1…) of a secret key. Raises ValueError if it is not one."""
    return str(_identity(identity).to_public())


def encrypt(data: bytes, *, identity: str) -> bytes:
    """An age file that this secret key opens. Raises ValueError if it is not a key."""
    sealed: bytes = _pyrage.encrypt(data, [_identity(identity).to_public()])
    return sealed


def encrypt_to(data: bytes, recipients: Sequence[str]) -> bytes:
    """An age file that each of these public keys' owners can open.

    Raises ValueError for a text that is no public key, and when there is none at all: nobody could open the file.
    """
    keys = [_recipient(recipient) for recipient in recipients]
    if not keys:
        raise ValueError("an age file needs at least one public key")
    sealed: bytes = _pyrage.encrypt(data, keys)
    return sealed


def decrypt(sealed: bytes, *, identity: str) -> bytes:
    """What the age file holds. Raises NotOpened (wrong key, changed file), ValueError for a text that is no key."""
    key = _identity(identity)
    try:
        data: bytes = _pyrage.decrypt(sealed, [key])
    except _pyrage.DecryptError as error:
        raise NotOpened(str(error)) from error
    return data


def check_recipient(recipient: str) -> None:
    """Raise ValueError if the text is not a public key (age1…)."""
    _recipient(recipient)


def encrypt_stream(source: BinaryIO, target: BinaryIO, *, recipient: str) -> None:
    """Encrypt all of `source` into `target`, in constant memory.

    Raises OSError when reading or writing fails (a full disk), ValueError for a text that is no public key.
    """
    key = _recipient(recipient)
    try:
        _pyrage.encrypt_io(source, target, [key])
    except _pyrage.EncryptError as error:
        raise OSError(str(error)) from error


def decrypt_stream(source: BinaryIO, target: BinaryIO, *, identity: str) -> None:
    """Decrypt `source` into `target`, in constant memory. What comes out before the end is true, but may not be all.

    Raises NotOpened for a wrong key, or a file that was changed or cut off; ValueError for a text that is no key.
    """
    key = _identity(identity)
    try:
        _pyrage.decrypt_io(source, target, [key])
    except (_pyrage.DecryptError, OSError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of the disk or the pipe, not of the seal
        raise NotOpened(str(error)) from error


def _recipient(text: str) -> Any:
    try:
        return _pyrage.x25519.Recipient.from_str(text)
    except _pyrage.RecipientError as error:
        raise ValueError("this is not an age public key") from error


@lru_cache(maxsize=8)
def _identity(text: str) -> Any:
    try:
        return _pyrage.x25519.Identity.from_str(text)
    except _pyrage.IdentityError:
        # The cause is not chained on purpose: its message may quote the key.
        raise ValueError("this is not an age secret key") from None
