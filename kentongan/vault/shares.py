"""An officer's key on paper: three sheets of SLIP-39 words, of which any two give the key back and one gives nothing.

SLIP-39 (SatoshiLabs) words are English, told apart by their first four letters, with a checksum per sheet: a wrong word
is noticed, and its place can be told. The correction itself is not proposed, as the standard asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final, NoReturn

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.rs1024 import _polymod as _checksum
from shamir_mnemonic.share import Share
from shamir_mnemonic.wordlist import WORD_INDEX_MAP, WORDLIST

from kentongan.rules.types import Refused

SHEETS: Final = 3
NEEDED: Final = 2
LENGTH: Final = 33  # words of a sheet, for a key of 32 bytes
_PREFIX: Final = 4
_RADIX_BITS: Final = 10
_SHEET_NAMES: Final = ("pertama", "kedua", "ketiga")
# SLIP-39 puts this before the words when it counts the checksum of a set that may be split anew.
_EXTENDABLE: Final = tuple(b"shamir_extendable")


def split(raw: bytes) -> tuple[str, ...]:
    """Return 32 secret bytes as three sheets of 33 words each.

    No passphrase protects them, so a slow derivation would protect nothing: the exponent is 0.
    """
    groups = generate_mnemonics(1, [(NEEDED, SHEETS)], raw, extendable=True, iteration_exponent=0)
    return tuple(groups[0])


def join(sheets: Sequence[str]) -> bytes:
    """Return the 32 bytes of which two sheets were made, however they were typed.

    Raises:
        Refused: `sheets`, `sheet_length`, `sheet_word`, `sheet_checksum`, `sheet_foreign`, `same_sheet` or `other_set`.
    """
    if len(sheets) != NEEDED:
        raise Refused("sheets", "Diperlukan tepat dua lembar kunci.")
    read = [_read(text, name) for text, name in zip(sheets, _SHEET_NAMES, strict=False)]
    first, second = (share for share, _ in read)
    if first.identifier != second.identifier:
        raise Refused(
            "other_set", "Kedua lembar ini berasal dari kunci yang berbeda. Samakan tanggal dan sidik kuncinya."
        )
    if first.index == second.index:
        raise Refused("same_sheet", "Dua kali lembar yang sama. Perlu dua lembar dengan nomor yang berbeda.")
    try:
        raw: bytes = combine_mnemonics([words for _, words in read])
    except MnemonicError:
        _foreign()
    return raw


def _read(text: str, name: str) -> tuple[Share, str]:
    typed = re.findall(r"[a-z]+", text.casefold())
    if len(typed) != LENGTH:
        raise Refused("sheet_length", f"Lembar {name} berisi {LENGTH} kata; yang terketik {len(typed)} kata.")
    words = [_listed(word, place, name) for place, word in enumerate(typed, start=1)]
    values = [WORD_INDEX_MAP[word] for word in words]
    if _checksum([*_EXTENDABLE, *values]) != 1:
        raise Refused("sheet_checksum", _where(values, name))
    try:
        share = Share.from_mnemonic(" ".join(words))
    except MnemonicError:
        _foreign()
    if (share.member_threshold, share.group_threshold, share.group_count) != (NEEDED, 1, 1):
        _foreign()
    return share, " ".join(words)


def _foreign() -> NoReturn:
    # The cause is not chained: the library quotes words.
    raise Refused("sheet_foreign", "Ini bukan lembar kunci Kentongan, atau kata-katanya tidak lengkap.") from None


def _listed(word: str, place: int, name: str) -> str:
    if word in WORD_INDEX_MAP:
        return word
    found = _by_prefix().get(word) if len(word) == _PREFIX else None
    if found is None:
        raise Refused(
            "sheet_word",
            f"Kata ke-{place} di lembar {name} (“{word[:20]}”) tidak ada di daftar kata. "
            "Periksa tulisannya; empat huruf pertamanya pun cukup.",
        )
    return found


@cache
def _by_prefix() -> dict[str, str]:
    return {word[:_PREFIX]: word for word in WORDLIST}


def _where(values: Sequence[int], name: str) -> str:
    """Say where the mistake probably is: the one word, or the two neighbours, whose change makes the checksum right."""
    for place in range(1, len(values)):
        swapped = [*values[: place - 1], values[place], values[place - 1], *values[place + 1 :]]
        if _checksum([*_EXTENDABLE, *swapped]) == 1:
            return (
                f"Di lembar {name}, kata ke-{place} dan ke-{place + 1} tampaknya tertukar. Cocokkan lagi dengan kertas."
            )
    place_of_one = _one_wrong(values)
    if place_of_one:
        return f"Di lembar {name}, kata ke-{place_of_one} tampaknya salah salin. Cocokkan lagi dengan kertas."
    return f"Di lembar {name} ada beberapa kata yang salah salin atau tertukar urutannya. Cocokkan lagi dengan kertas."


def _one_wrong(values: Sequence[int]) -> int:
    """Return the place (from 1) of the only wrong word, 0 if there is no such.

    The checksum is linear over GF(2): what a changed word adds to it depends on the place and the change alone.
    """
    plain = _checksum([*_EXTENDABLE, *values])
    wanted = plain ^ 1
    for place in range(len(values)):
        base = []
        for bit in range(_RADIX_BITS):
            changed = list(values)
            changed[place] ^= 1 << bit
            base.append(_checksum([*_EXTENDABLE, *changed]) ^ plain)
        if _spans(base, wanted):
            return place + 1
    return 0


def _spans(base: Sequence[int], wanted: int) -> bool:
    """Tell whether XOR of some of the base gives what is wanted (Gaussian elimination)."""
    reduced: list[int] = []
    for vector in base:
        for row in reduced:
            vector = min(vector, vector ^ row)
        if vector:
            reduced.append(vector)
    for row in sorted(reduced, reverse=True):
        wanted = min(wanted, wanted ^ row)
    return wanted == 0
