"""Small secrets at rest (a draft, an authenticator's key): sealed under a symmetric key, bound to their place."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

_VERSION = b"\x01"
_NONCE_BYTES = 12


class SealBroken(Exception):
    """The box was made with another key, for another place, or was changed."""


def seal(key: bytes, data: bytes, *, context: str) -> bytes:
    """Encrypt `data` with a 32-byte key (see Secrets.derive). Only the same `context` (say "mfa:<id>") opens it again.

    Layout: version 0x01 | nonce 12 | ChaCha20-Poly1305 ciphertext with its tag.
    """
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _VERSION + nonce + ChaCha20Poly1305(key).encrypt(nonce, data, _VERSION + context.encode())


def unseal(key: bytes, box: bytes, *, context: str) -> bytes:
    """The data in the box. Raises SealBroken if key, context or any byte differs."""
    version, nonce, ciphertext = box[:1], box[1 : 1 + _NONCE_BYTES], box[1 + _NONCE_BYTES :]
    if version != _VERSION:
        raise SealBroken("unknown version")
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, ciphertext, version + context.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken("wrong key, wrong place, or changed") from error
