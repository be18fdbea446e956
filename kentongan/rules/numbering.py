"""Register numbers, and the tracking code with which a reporter finds his case again."""

import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from types import MappingProxyType

# --- register numbers -----------------------------------------------------------------------------------------------

MAX_NUMBER_LENGTH = 40
MAX_PAPER_NUMBER_LENGTH = 60
_SEQ_SPEC = re.compile(r"(0[1-9])?d?")
_SAFE_TEXT = re.compile(r"[A-Za-z0-9 ./_-]*")


def register_number(pattern: str, *, seq: int, year: int, code: str) -> str:
    """The number of a case in its village's register, for instance "007/ADU/33.03.13.2003/2026".

    Raises ValueError (with an Indonesian sentence) for a pattern that `validate_pattern` refuses, or a number below 1.
    """
    validate_pattern(pattern)
    if seq < 1:
        raise ValueError("Nomor urut dimulai dari 1.")
    return pattern.format(seq=seq, year=year, code=code)


def validate_pattern(pattern: str) -> None:
    """Raise ValueError, with a sentence for the officer, when a number pattern could give wrong or doubled numbers.

    Numbers begin anew every year, so both {seq} and {year} must be in it, each once; {code} is the village's code.
    """
    _validate(pattern, ("seq", "year", "code"), "{seq:03d}/ADU/{code}/{year}")
    if len(pattern.format(seq=99999, year=9999, code="99.99.99.9999")) > MAX_NUMBER_LENGTH:
        raise ValueError(f"Nomor menjadi terlalu panjang: paling banyak {MAX_NUMBER_LENGTH} huruf dan angka.")


def paper_number(pattern: str, *, seq: int, kind: str, year: int, code: str) -> str:
    """The number of a paper, for instance "012/TGP/33.03.13.2003/2026"; `kind` is its short name.

    Raises ValueError (with an Indonesian sentence) for a pattern that `validate_paper_pattern` refuses.
    """
    validate_paper_pattern(pattern)
    if seq < 1:
        raise ValueError("Nomor urut dimulai dari 1.")
    return pattern.format(seq=seq, kind=kind, year=year, code=code)


def validate_paper_pattern(pattern: str) -> None:
    """Raise ValueError, with a sentence for the officer, for a pattern that could number two papers alike.

    As for the register, and {kind}, the short name of the kind of paper, may be in it too.
    """
    _validate(pattern, ("seq", "kind", "year", "code"), "{seq:03d}/{kind}/{code}/{year}")
    if len(pattern.format(seq=99999, kind="XXXX", year=9999, code="99.99.99.9999")) > MAX_PAPER_NUMBER_LENGTH:
        raise ValueError(f"Nomor menjadi terlalu panjang: paling banyak {MAX_PAPER_NUMBER_LENGTH} huruf dan angka.")


def _validate(pattern: str, known: tuple[str, ...], example: str) -> None:
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        raise ValueError("Pola nomor tidak lengkap: periksa tanda { dan }.") from None
    names: list[str] = []
    for text, name, spec, conversion in parts:
        if not _SAFE_TEXT.fullmatch(text):
            raise ValueError("Pola nomor hanya boleh berisi huruf, angka, spasi, dan tanda / . - _")
        if name is None:
            continue
        if name not in known:
            listed = ", ".join(f"{{{one}}}" for one in known[:-1])
            raise ValueError(f"Pola nomor hanya mengenal {listed}, dan {{{known[-1]}}}.")
        if conversion or not (_SEQ_SPEC.fullmatch(spec or "") if name == "seq" else not spec):
            raise ValueError(f"Bentuk isian pola nomor salah. Contoh yang benar: {example}")
        names.append(name)
    if names.count("seq") != 1 or names.count("year") != 1:
        raise ValueError("Pola nomor harus memuat {seq} dan {year}, masing-masing satu kali.")
    for name in known:
        if names.count(name) > 1:
            raise ValueError(f"Pola nomor memuat {{{name}}} paling banyak satu kali.")


# --- tracking codes -------------------------------------------------------------------------------------------------

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 symbols without 0, 1, O, I and L. 31 is prime, which is what makes the check symbol catch what it promises."""

RANDOM_SYMBOLS = 17
"""31^17 is more than 2^84: nobody guesses a code."""

CODE_LENGTH = RANDOM_SYMBOLS + 1
GROUP = 3
MIN_BYTES = 16

_VALUE: Mapping[str, int] = MappingProxyType({symbol: value for value, symbol in enumerate(ALPHABET)})
_LOOK_ALIKE = (
    frozenset("8B3E"),
    frozenset("5S6G"),
    frozenset("2Z7T"),
    frozenset("UVYW"),
    frozenset("CGQD"),
    frozenset("MNH"),
    frozenset("4A9PR"),
    frozenset("XK"),
    frozenset("FE"),
    frozenset("BDP"),
)
"""Symbols that are easily taken for one another, in handwriting or by ear: only used to guess where an error stands."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "2": "dua",
        "3": "tiga",
        "4": "empat",
        "5": "lima",
        "6": "enam",
        "7": "tujuh",
        "8": "delapan",
        "9": "sembilan",
        "A": "Ambon",
        "B": "Bandung",
        "C": "Cirebon",
        "D": "Demak",
        "E": "Ende",
        "F": "Flores",
        "G": "Garut",
        "H": "Halmahera",
        "J": "Jepara",
        "K": "Kudus",
        "M": "Medan",
        "N": "Nias",
        "P": "Padang",
        "Q": "Qatar",
        "R": "Rembang",
        "S": "Solo",
        "T": "Tegal",
        "U": "Ubud",
        "V": "Vanili",
        "W": "Wonosobo",
        "X": "Xenia",
        "Y": "Yogyakarta",
        "Z": "Zebra",
    }
)
"""A word that every Indonesian knows for each symbol; a letter's word begins with it."""


class CodeMistyped(ValueError):
    """What was typed cannot be a tracking code. `sentence` says in Indonesian what to look at."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def code_from_bytes(data: bytes) -> str:
    """A tracking code (18 symbols, no dashes) from uniformly random bytes; the same bytes give the same code.

    Raises ValueError for fewer than 16 bytes: with 128 bits the rest of a division by 31^17 is as good as uniform.
    """
    if len(data) < MIN_BYTES:
        raise ValueError(f"a code needs at least {MIN_BYTES} random bytes")
    number = int.from_bytes(data, "big")
    symbols = []
    for _ in range(RANDOM_SYMBOLS):
        number, value = divmod(number, len(ALPHABET))
        symbols.append(ALPHABET[value])
    return "".join(symbols) + _check_symbol("".join(symbols))


def format_code(code: str) -> str:
    """The code as it is written and shown: six groups of three, "K7M-4TQ-…"."""
    return "-".join(_groups(code))


def spoken(code: str) -> tuple[str, ...]:
    """One word for each symbol, to be read over the telephone."""
    return tuple(WORDS[symbol] for symbol in normalise_code(code))


def normalise_code(text: str) -> str:
    """The code a person meant: capitals without spaces or dashes.

    Raises CodeMistyped when it cannot be a code: a symbol no code has, a wrong length, or a check that does not fit.
    Every single wrong symbol and every swap of two neighbours is noticed.
    """
    typed = unicodedata.normalize("NFKC", text).upper()
    groups = [group for group in re.split(r"[\W_]+", typed) if group]
    code = "".join(groups)
    if not code:
        raise CodeMistyped("Tulis kode lacak yang ada pada tanda terima Anda.")
    _check_symbols(code)
    _check_length(code, groups)
    if _check_symbol(code[:RANDOM_SYMBOLS]) != code[-1]:
        raise CodeMistyped(_where_wrong(code))
    return code


def _check_symbol(random_symbols: str) -> str:
    """The last symbol: with weights 18, 17 … 2 (and 1 for itself) the sum of the values becomes a multiple of 31.

    All weights differ and none is a multiple of 31, so one changed symbol, or two symbols swapped, changes the sum.
    """
    total = sum((CODE_LENGTH - place) * _VALUE[symbol] for place, symbol in enumerate(random_symbols))
    return ALPHABET[-total % len(ALPHABET)]


def _groups(code: str) -> list[str]:
    return [code[place : place + GROUP] for place in range(0, len(code), GROUP)]


def _check_symbols(code: str) -> None:
    for place, symbol in enumerate(code):
        if symbol in _VALUE:
            continue
        # The wrong symbol is repeated only when it is a plain one; anything else would only puzzle the reader.
        shown = f"“{symbol}” " if symbol.isascii() else ""
        raise CodeMistyped(
            f"Ada huruf atau angka {shown}yang tidak dipakai dalam kode lacak, di kelompok ke-{place // GROUP + 1}. "
            "Kode tidak memakai angka 0 dan 1, juga huruf O, I, dan L."
        )


def _check_length(code: str, groups: list[str]) -> None:
    if len(code) == CODE_LENGTH:
        return
    difference = len(code) - CODE_LENGTH
    what = f"kurang {-difference}" if difference < 0 else f"kelebihan {difference}"
    odd = [number for number, group in enumerate(groups, 1) if len(group) != GROUP]
    hint = f" Periksa kelompok ke-{odd[0]}." if len(groups) > 1 and len(odd) == 1 else ""
    raise CodeMistyped(
        f"Kode lacak berisi {CODE_LENGTH} huruf dan angka; yang Anda tulis {what}.{hint} "
        "Mohon cocokkan dengan tanda terima."
    )


def _where_wrong(code: str) -> str:
    """Name the one group in which a usual mistake would explain the wrong check, else ask to compare the whole."""
    suspects = {place // GROUP + 1 for place in _usual_mistakes(code)}
    if len(suspects) == 1:
        return f"Kode ini belum cocok. Mungkin ada yang keliru di kelompok ke-{suspects.pop()}. Mohon periksa lagi."
    return "Kode ini belum cocok: ada huruf atau angka yang keliru atau tertukar. Mohon cocokkan dengan tanda terima."


def _usual_mistakes(code: str) -> Iterator[int]:
    """Places where a look-alike, or a swap with the next symbol of the same group, would make the code right."""
    for place, symbol in enumerate(code):
        others = frozenset[str]().union(*(alike for alike in _LOOK_ALIKE if symbol in alike)) - {symbol}
        if any(_fits(code[:place] + other + code[place + 1 :]) for other in others):
            yield place
        if place % GROUP != GROUP - 1 and _fits(code[:place] + code[place + 1] + symbol + code[place + 2 :]):
            yield place


def _fits(code: str) -> bool:
    return _check_symbol(code[:RANDOM_SYMBOLS]) == code[-1]
