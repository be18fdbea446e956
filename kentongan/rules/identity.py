"""Checks on a NIK and a telephone number (RULES §6). Sentences never repeat what was typed: logs may keep them."""

import re
import unicodedata
from dataclasses import dataclass

_SEPARATORS = re.compile(r"[\s()./\-\u2010-\u2015\u2212]")

NIK_LENGTH = 16
WOMAN = 40
"""A woman's day of birth is written with 40 added."""


@dataclass(frozen=True, repr=False)
class Nik:
    """A checked NIK (national identity number), and what its digits say. No repr: it is personal data.

    `area` is where the number was issued, not where its holder lives. The century of birth is not in a NIK.
    """

    number: str

    @property
    def area(self) -> str:
        """Six digits: province, regency and sub-district of issue."""
        return self.number[:6]

    @property
    def gender(self) -> str:
        """ "f" or "m"."""
        return "f" if int(self.number[6:8]) > WOMAN else "m"

    @property
    def birth(self) -> tuple[int, int, int]:
        """Day, month and last two digits of the year of birth."""
        return int(self.number[6:8]) % WOMAN, int(self.number[8:10]), int(self.number[10:12])

    @property
    def masked(self) -> str:
        """As the register book shows it: place of issue readable, the person not."""
        return f"{self.number[:6]}{'•' * 8}{self.number[-2:]}"


def check_nik(text: str) -> Nik:
    """The NIK in a text; spaces, dots and dashes between the digits do not matter.

    Day of birth 01–31 or 41–71, month 01–12, serial not 0000. The area of issue is never a reason to refuse: people
    move. Raises ValueError with a sentence for the person who typed it.
    """
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(r"[0-9]+", digits):
        raise ValueError("NIK hanya berisi angka. Mohon periksa lagi pada KTP atau KK.")
    if len(digits) != NIK_LENGTH:
        raise ValueError(f"NIK berisi {NIK_LENGTH} angka; yang Anda tulis {len(digits)}. Mohon periksa lagi.")
    day, month = int(digits[6:8]), int(digits[8:10])
    if not (1 <= day <= 31 or 1 + WOMAN <= day <= 31 + WOMAN) or not 1 <= month <= 12:
        raise ValueError("Angka tanggal lahir di dalam NIK (angka ke-7 sampai ke-10) tidak cocok. Mohon periksa lagi.")
    if digits[12:] == "0000":
        raise ValueError("Empat angka terakhir NIK tidak mungkin 0000. Mohon periksa lagi.")
    return Nik(digits)


_MOBILE = re.compile(r"\+628[1-9][0-9]{7,10}")  # RULES §6
_LANDLINE = re.compile(r"\+62[2-79][0-9]{6,9}")  # area code of two or three digits, then five to eight
_ABROAD = re.compile(r"\+(?!62)[1-9][0-9]{7,14}")


def normalise_phone(text: str) -> str:
    """The number in the international form E.164, for instance "+6281234567890".

    Indonesian mobiles and landlines in any usual writing; numbers of other countries only when written with + or 00,
    for villagers who work abroad complain too. Raises ValueError with a sentence for the person who typed it.
    """
    typed = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if typed.startswith("00"):
        typed = "+" + typed[2:]
    if typed.startswith("0"):
        typed = "+62" + typed[1:]
    elif typed.startswith("62"):
        typed = "+" + typed
    elif typed.startswith("8"):
        typed = "+62" + typed
    if typed.startswith("+620"):
        typed = "+62" + typed[4:]  # the common "+62 (0)812…"
    if _MOBILE.fullmatch(typed) or _LANDLINE.fullmatch(typed) or _ABROAD.fullmatch(typed):
        return typed
    raise ValueError("Nomor telepon ini belum benar. Tulis misalnya 0812 3456 7890 atau (0281) 891234.")
