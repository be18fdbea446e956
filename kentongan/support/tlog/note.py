"""Signed notes (c2sp.org/signed-note): a text and the signatures under it; and keys as one line of text, vkeys.

    text, ending in a newline
    <empty line>
    — key name base64(key id, 4 bytes | signature)

Two kinds of keys are known: Ed25519 over the text (0x01), by which logs sign, and Ed25519 with a time, by which
witnesses cosign (0x04, see `cosignature`). A vkey is `name+key id in hex+base64(kind | public key)`.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519: Final = 0x01
COSIGNATURE: Final = 0x04
MAX_BYTES: Final = 256 * 1024
"""Of a whole note: more than sixteen post-quantum signatures, which readers must be ready for."""
MAX_SIGNATURES: Final = 64
KEY_BYTES: Final = 32
MAX_TIME: Final = 2**63 - 1

_DASH: Final = "— "
_TIMED: Final = struct.Struct(">Q64s")
_ED25519_BYTES: Final = 64


class NoteError(ValueError):
    """A text is no signed note, no key, or is not signed as it must be."""


@dataclass(frozen=True)
class Signature:
    """One signature line. `key_id` are the 4 bytes that, with the name, say which key; `blob` is what the key made."""

    name: str
    key_id: bytes
    blob: bytes

    @property
    def line(self) -> str:
        """The line as it stands under a note, with its newline."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.blob)}\n"


@dataclass(frozen=True)
class SignedNote:
    """A note whose signatures have NOT been checked: ask `signed_by` before believing the text."""

    text: str
    signatures: tuple[Signature, ...]

    def format(self) -> str:
        """The note as it is sent and stored."""
        return f"{self.text}\n" + "".join(signature.line for signature in self.signatures)

    def plus(self, signatures: Iterable[Signature]) -> SignedNote:
        """The note with more signatures below; one that is there already is not put twice."""
        found = list(self.signatures)
        found += [signature for signature in dict.fromkeys(signatures) if signature not in found]
        return SignedNote(self.text, tuple(found))

    def signed_by(self, verifiers: Iterable[Verifier]) -> tuple[Signed, ...]:
        """Which of the keys signed the text, in the order of the lines; a key counts once, by its first line.

        Raises NoteError if a line that one of the keys is said to have written is wrong, or none of the keys signed.
        """
        known = {(verifier.name, verifier.key_id): verifier for verifier in verifiers}
        found: dict[Verifier, Signed] = {}
        for signature in self.signatures:
            verifier = known.get((signature.name, signature.key_id))
            if verifier is not None and verifier not in found:
                found[verifier] = Signed(verifier, verifier.check(self.text, signature.blob))
        if not found:
            raise NoteError("none of the known keys signed the note")
        return tuple(found.values())


@dataclass(frozen=True)
class Verifier:
    """A public key with its name: who may have signed."""

    name: str
    kind: int
    public: bytes

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        """The key that a vkey names. Raises NoteError for a text that is none, or of a kind that is not known here."""
        parts = vkey.split("+", 2)
        if len(parts) != 3 or not is_name(parts[0]):
            raise NoteError("a key is written name+id+base64")
        raw = from_base64(parts[2])
        if len(raw) != 1 + KEY_BYTES or raw[0] not in (ED25519, COSIGNATURE):
            raise NoteError("a key of a kind that is not known here")
        found = cls(parts[0], raw[0], raw[1:])
        if parts[1] != found.key_id.hex():
            raise NoteError("the key does not fit its id: something in it was mistyped")
        return found

    @property
    def key_id(self) -> bytes:
        """The 4 bytes by which signature lines name the key."""
        return key_id(self.name, self.kind, self.public)

    @property
    def vkey(self) -> str:
        """The key as one line of text."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"

    def check(self, text: str, blob: bytes) -> int | None:
        """Check a signature; returns its time (POSIX seconds; None for a kind without). Raises NoteError if wrong."""
        at = None
        message, signature = text.encode(), blob
        if self.kind == COSIGNATURE:
            at, signature = untimed(blob)
            message = cosigned(text, at)
        if len(signature) != _ED25519_BYTES:
            raise NoteError(f"a signature of {self.name} has the wrong length")
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError) as problem:
            raise NoteError(f"a signature of {self.name} is wrong") from problem
        return at


@dataclass(frozen=True)
class Signed:
    """A key that signed, and when (POSIX seconds) if its signature says so."""

    by: Verifier
    at: int | None


class Signer:
    """An Ed25519 key that signs notes; `seed` are its 32 secret bytes."""

    kind = ED25519

    def __init__(self, name: str, seed: bytes) -> None:
        """Raises NoteError for a name that no key may have, ValueError for a seed of another length."""
        if not is_name(name):
            raise NoteError(f"no key may be named {name!r}")
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.verifier = Verifier(name, self.kind, self._private.public_key().public_bytes_raw())

    @property
    def name(self) -> str:
        """The key's name."""
        return self.verifier.name

    @property
    def vkey(self) -> str:
        """The public key as one line of text."""
        return self.verifier.vkey

    def sign(self, text: str) -> Signature:
        """The signature under a text."""
        return Signature(self.name, self.verifier.key_id, self._private.sign(text.encode()))

    def note(self, text: str) -> str:
        """The text with the signature below. Raises NoteError for a text that cannot be a note's."""
        found = SignedNote(text, (self.sign(text),)).format()
        if parse(found).text != text:
            raise NoteError("the text of a note ends with one newline")
        return found


def parse(note: str | bytes) -> SignedNote:
    """Read a note without believing it. Raises NoteError for what is none."""
    text, below = _halves(note)
    lines = below[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError("too many signatures")
    return SignedNote(text, tuple(parse_signature(line) for line in lines))


def parse_signature(line: str) -> Signature:
    """Read one signature line, without its newline. Raises NoteError for what is none."""
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not space or not is_name(name):
        raise NoteError("a line below the note is no signature")
    raw = from_base64(encoded)
    if len(raw) < 5:
        raise NoteError("a signature is too short")
    return Signature(name, raw[:4], raw[4:])


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The 4 bytes that name a key together with its name."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def is_name(name: str) -> bool:
    """Whether a key may have this name: no spaces of any script, no plus, no control characters."""
    return bool(name) and not any(letter.isspace() or letter == "+" or letter < " " for letter in name)


def cosigned(text: str, at: int) -> bytes:
    """The bytes that a witness signs at `at` (POSIX seconds) for a checkpoint with this text."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def timed(at: int, signature: bytes) -> bytes:
    """Time and Ed25519 signature as the blob of a cosignature."""
    return _TIMED.pack(at, signature)


def untimed(blob: bytes) -> tuple[int, bytes]:
    """Time and signature of a cosignature's blob. Raises NoteError for other bytes."""
    if len(blob) != _TIMED.size:
        raise NoteError("a cosignature has 72 bytes")
    at, signature = _TIMED.unpack(blob)
    if at > MAX_TIME:
        raise NoteError("a cosignature's time is out of range")
    return at, signature


def to_base64(raw: bytes) -> str:
    """Standard Base 64 (RFC 4648, section 4)."""
    return base64.b64encode(raw).decode()


def from_base64(text: str) -> bytes:
    """The bytes of a Base 64 text; only its one canonical spelling. Raises NoteError for any other."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as problem:
        raise NoteError("not Base 64") from problem
    if to_base64(raw) != text:
        raise NoteError("not the canonical Base 64")
    return raw


def decimal(text: str) -> int:
    """A number below 2**63 written in ASCII digits without leading zeroes. Raises NoteError for any other text."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19) or (text[0] == "0" and text != "0"):
        raise NoteError("not a number")
    if (number := int(text)) > MAX_TIME:
        raise NoteError("a number is out of range")
    return number


def _halves(note: str | bytes) -> tuple[str, str]:
    if len(note) > MAX_BYTES:
        raise NoteError("the note is too long")
    try:
        whole = note if isinstance(note, str) else note.decode()
        whole.encode()
    except UnicodeError as problem:
        raise NoteError("a note is UTF-8") from problem
    if any(letter < " " and letter != "\n" for letter in whole):
        raise NoteError("a note has no control characters")
    cut = whole.rfind("\n\n")
    text, below = whole[: cut + 1], whole[cut + 2 :]
    if cut < 0 or not below.endswith("\n"):
        raise NoteError("a note is a text, an empty line, and signatures, each with its newline")
    return text, below
