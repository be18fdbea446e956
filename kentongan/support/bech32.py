"""Keys of age as text (Bech32, BIP 173): age writes its X25519 keys so, but lets nobody bring 32 bytes of his own.

Needed for keys that are derived (from a tracking code, from a passphrase) or put together from paper (SLIP-39).
"""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

_ALPHABET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM: Final = 6
_SECRET: Final = "age-secret-key-"  # noqa: S105  (the prefix of a kind of text)
_PUBLIC: Final = "age"
_KEY_BYTES: Final = 32


def identity_of(raw: bytes) -> str:
    """Return 32 secret bytes as an age secret key (AGE-SECRET-KEY-1…)."""
    return _encode(_SECRET, _checked(raw)).upper()


def raw_of(identity: str) -> bytes:
    """Return the 32 bytes of an age secret key. Raises ValueError for a text that is none."""
    return _decode(_SECRET, identity.strip().lower())


def recipient_of_raw(raw: bytes) -> str:
    """Return the public key (age1…) of 32 secret bytes."""
    return _encode(_PUBLIC, X25519PrivateKey.from_private_bytes(_checked(raw)).public_key().public_bytes_raw())


def recipient_of_public(raw: bytes) -> str:
    """Return 32 public bytes as an age public key (age1…)."""
    return _encode(_PUBLIC, _checked(raw))


def _checked(raw: bytes) -> bytes:
    if len(raw) != _KEY_BYTES:
        raise ValueError("a key has 32 bytes")
    return raw


def _encode(prefix: str, data: bytes) -> str:
    words = _regroup(data, 8, 5, pad=True)
    check = _polymod([*_expanded(prefix), *words, *([0] * _CHECKSUM)]) ^ 1
    words += [(check >> 5 * (_CHECKSUM - 1 - place)) & 31 for place in range(_CHECKSUM)]
    return f"{prefix}1" + "".join(_ALPHABET[word] for word in words)


def _decode(prefix: str, text: str) -> bytes:
    wrong = ValueError("this is not such a key")
    if not text.startswith(f"{prefix}1"):
        raise wrong
    places = [_ALPHABET.find(letter) for letter in text[len(prefix) + 1 :]]
    if min(places, default=-1) < 0 or _polymod([*_expanded(prefix), *places]) != 1:
        raise wrong
    return _checked(bytes(_regroup(places[:-_CHECKSUM], 5, 8, pad=False)))


def _expanded(prefix: str) -> list[int]:
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _polymod(words: list[int]) -> int:
    check = 1
    for word in words:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ word
        for place, value in enumerate(_GENERATOR):
            check ^= value if top >> place & 1 else 0
    return check


def _regroup(data: bytes | list[int], bits: int, into: int, *, pad: bool) -> list[int]:
    held, width, found = 0, 0, []
    for word in data:
        held, width = held << bits | word, width + bits
        while width >= into:
            width -= into
            found.append(held >> width & (1 << into) - 1)
    if pad and width:
        found.append(held << (into - width) & (1 << into) - 1)
    return found
