"""The passphrase of an officer's key: six words drawn by the service, and the key that Argon2id makes of them.

2,048 common Indonesian words (`words.txt`), no two alike in their first four letters or but one letter apart; six of
them are 66 bits, drawn by the operating system. Against a stolen database that counts, and nobody invents as well.
"""

from __future__ import annotations

import difflib
import re
import secrets
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from kentongan.rules.types import Refused
from kentongan.support import bech32

LENGTH: Final = 6
BITS: Final = 66  # six words of 2,048
# RFC 9106, section 4, the second recommended choice: 3 passes over 64 MiB in 4 lanes.
PASSES: Final = 3
LANES: Final = 4
_SALT_BYTES: Final = 16
_KEY_BYTES: Final = 32
_PREFIX: Final = 4  # so many letters tell every word from the others


def draw() -> str:
    """Return a new passphrase: six words, a space between them."""
    listed = tuple(words())
    return " ".join(secrets.choice(listed) for _ in range(LENGTH))


def tidy(text: str) -> str:
    """Return a passphrase as it was drawn: however it was typed, with capitals, numbers, hyphens or line ends.

    Raises:
        Refused: `passphrase_length` or `passphrase_word`; nothing was tried then, so it counts as no try.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    typed = re.findall(r"[a-z]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
    if len(typed) != LENGTH:
        raise Refused("passphrase_length", f"Frasa sandi terdiri dari {LENGTH} kata; yang terketik {len(typed)} kata.")
    return " ".join(_listed(word, place) for place, word in enumerate(typed, start=1))


def is_word(typed: str, word: str) -> bool:
    """Tell whether somebody typed this word, or its first four letters."""
    plain = typed.strip().casefold()
    return plain == word or (len(plain) == _PREFIX and word.startswith(plain))


def new_parameters() -> dict[str, Any]:
    """Return fresh parameters for `identity_from`, as they are stored beside the key."""
    return {
        "salt": secrets.token_hex(_SALT_BYTES),
        "time": PASSES,
        "memory": settings.KENTONGAN_ARGON2_MEMORY_KIB,
        "lanes": LANES,
    }


def identity_from(passphrase: str, parameters: Mapping[str, Any]) -> str:
    """Return the age secret key that a (tidy) passphrase gives. Slow on purpose: never within a transaction."""
    raw = hash_secret_raw(
        passphrase.encode(),
        bytes.fromhex(parameters["salt"]),
        time_cost=parameters["time"],
        memory_cost=parameters["memory"],
        parallelism=parameters["lanes"],
        hash_len=_KEY_BYTES,
        type=Type.ID,
    )
    return bech32.identity_of(raw)


@cache
def words() -> frozenset[str]:
    """Return the words of which passphrases are made."""
    return frozenset((Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split())


@cache
def _by_prefix() -> Mapping[str, str]:
    return {word[:_PREFIX]: word for word in words()}


def _listed(word: str, place: int) -> str:
    if word in words():
        return word
    if len(word) == _PREFIX and word in _by_prefix():
        return _by_prefix()[word]
    near = difflib.get_close_matches(word, words(), n=1, cutoff=0.7)
    hint = f" Maksudnya “{near[0]}”?" if near else ""
    raise Refused("passphrase_word", f"Kata ke-{place} (“{word[:20]}”) tidak ada di daftar kata frasa sandi.{hint}")
