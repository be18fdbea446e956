"""The questions of `kentongan init`: what is asked, how an answer is read, and when it is asked again.

Only the answer that was refused is asked for again; what was said before stays.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kentongan.commands import roles

if TYPE_CHECKING:
    from kentongan.villages.areas import Area

NEVER: Final = 20  # tries at one question; then somebody is better helped otherwise


class Again(Exception):
    """An answer that cannot be taken; `sentence` says what one would look like."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Question:
    """One question and the option that answers it. `read` returns the answer as it is used, or raises Again."""

    ask: str
    needed: bool = False
    read: Callable[[str], str] | None = None


def read_code(text: str) -> str:
    """Read a village code; Again when it has not the Ministry's form, or the village is here already."""
    from kentongan.commands import database
    from kentongan.villages.areas import VILLAGE_CODE, tidy_code
    from kentongan.villages.models import Village

    code = tidy_code(text)
    if not VILLAGE_CODE.fullmatch(code):
        raise Again("Kode desa terdiri dari 10 angka, misalnya 33.03.13.2003.")
    if not database.is_new() and Village.objects.filter(code=code).exists():
        raise Again(f"Desa dengan kode {code} sudah terdaftar di sini.")
    return code


def read_postcode(text: str) -> str:
    """Read a postcode."""
    if not re.fullmatch(r"[0-9]{5}", text):
        raise Again("Kode pos terdiri dari 5 angka.")
    return text


def read_phone(text: str) -> str:
    """Read a telephone number as people write it."""
    if len(text) > 20 or sum(sign.isdigit() for sign in text) < 5 or any(sign.isalpha() for sign in text):
        raise Again("Tulis nomor telepon dengan angka, paling banyak 20 huruf, misalnya (0281) 123456.")
    return text


def read_mobile(text: str) -> str:
    """Read a mobile number; it is kept as E.164."""
    from kentongan.rules.identity import normalise_phone

    try:
        return normalise_phone(text)
    except ValueError as error:
        raise Again(str(error)) from error


def read_email(text: str) -> str:
    """Read an e-mail address."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(text)
    except ValidationError as error:
        raise Again("Alamat surel ini tampaknya salah tulis. Contoh: desa@contoh.id") from error
    return text


def read_url(text: str) -> str:
    """Read the public address: scheme, host, perhaps a port; nothing behind it."""
    url = (text if "://" in text else f"https://{text}").rstrip("/")
    try:
        parts = urlsplit(url)
        well = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.path and not parts.query
        _ = parts.port
    except ValueError:
        well = False
    if not well or " " in url:
        raise Again("Tulis alamatnya saja, misalnya https://aduan.karangbawang.desa.id")
    return url


def read_roles(text: str) -> str:
    """Read further roles of the administrator, by their Indonesian names."""
    try:
        return ",".join(roles.roles(text))
    except argparse.ArgumentTypeError as error:
        raise Again(str(error)) from error


QUESTIONS: Final = {
    "code": Question("Kode desa menurut Kemendagri, misalnya 33.03.13.2003", needed=True, read=read_code),
    "name": Question("Nama desa", needed=True),
    "district": Question("Kecamatan", needed=True),
    "regency": Question("Kabupaten atau kota, misalnya Kabupaten Purbalingga", needed=True),
    "province": Question("Provinsi", needed=True),
    "address": Question("Alamat kantor desa"),
    "postcode": Question("Kode pos", read=read_postcode),
    "phone": Question("Nomor telepon kantor desa", read=read_phone),
    "whatsapp": Question("Nomor WhatsApp kantor desa", read=read_mobile),
    "email": Question("Surel kantor desa", read=read_email),
    "hamlets": Question("Nama dusun, dipisah koma"),
    "url": Question("Alamat layanan ini di internet, misalnya https://aduan.desa.id", read=read_url),
    "admin_name": Question("Nama lengkap administrator pertama", needed=True),
    "admin_post": Question("Jabatannya"),
    "admin_roles": Question(f"Peran lain orang ini, dipisah koma ({roles.LISTED})", read=read_roles),
    "admin_username": Question("Nama akunnya, huruf kecil tanpa spasi", needed=True),
}
# Which question a refusal is about.
ABOUT: Final = {
    "bad_village_code": "code",
    "village_exists": "code",
    "host_taken": "url",
    "username": "admin_username",
    "taken": "admin_username",
    "name": "admin_name",
    "post": "admin_post",
}


def flag(option: str) -> str:
    """Return an option as it is typed."""
    return f"--{option.replace('_', '-')}"


def read(option: str, answer: str) -> str:
    """Return an answer as it is used; Again when it cannot be taken."""
    question = QUESTIONS[option]
    if not answer:
        if question.needed:
            raise Again("Bagian ini harus diisi.")
        return ""
    return question.read(answer) if question.read is not None else answer


def ask(option: str, proposal: str = "") -> str:
    """Ask until the answer can be taken. Raises Again after too many tries."""
    question = QUESTIONS[option]
    hint = f" [{proposal}]" if proposal else "" if question.needed else " (boleh dikosongkan)"
    for _ in range(NEVER):
        try:
            return read(option, input(f"{question.ask}{hint}: ").strip() or proposal)
        except Again as again:
            print(f"  {again.sentence}")
    raise Again("Terlalu banyak percobaan. Mintalah bantuan, lalu jalankan lagi.")


def ask_code() -> str:
    """Ask for the code, or for the name when the code is not known: the national list is searched and chosen from."""
    from kentongan.villages import areas

    for _ in range(NEVER):
        typed = input("Kode desa (bila tidak tahu, ketik nama desanya): ").strip()
        if not any(sign.isalpha() for sign in typed):
            code = _checked_code(typed)
            if code:
                return code
            continue
        found, more = areas.search(typed, limit=20)
        code = _chosen(found, more=more)
        if code:
            return code
    raise Again("Terlalu banyak percobaan. Mintalah bantuan, lalu jalankan lagi.")


def _checked_code(typed: str) -> str:
    from kentongan.villages import areas

    try:
        code = read("code", typed)
    except Again as again:
        print(f"  {again.sentence}")
        return ""
    if areas.find(code) is None:
        print(f"  Kode {code} tidak ada dalam daftar nasional (Kemendagri 2025).")
        if input("  Tetap pakai kode ini? [y/T]: ").strip().lower() not in ("y", "ya"):
            return ""
    return code


def _chosen(found: list[Area], *, more: bool) -> str:
    if not found:
        print("  Tidak ada desa yang cocok. Coba sebagian namanya, atau tambahkan nama kecamatannya.")
        return ""
    for number, area in enumerate(found, start=1):
        print(f"  {number:2}. {area.code}  {area.name}, Kecamatan {area.district}, {area.regency}, {area.province}")
    if more:
        print("      Masih ada yang lain; tambahkan nama kecamatan atau kabupaten.")
    picked = input("Nomor pilihan (kosongkan untuk mencari lagi): ").strip()
    if not picked.isdecimal() or not 1 <= int(picked) <= len(found):
        return ""
    return _checked_code(found[int(picked) - 1].code)
