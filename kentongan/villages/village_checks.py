"""What must hold of the village's own settings beyond their columns' limits; a refusal says what to do instead."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from kentongan.rules import numbering
from kentongan.rules.open_data import LICENCES
from kentongan.rules.publication import LEAST_DELAY, LEAST_K, MOST_DELAY, MOST_K
from kentongan.rules.slots import LEAST_HOURS, MOST_HOURS
from kentongan.rules.types import Refused
from kentongan.villages.areas import VILLAGE_CODE
from kentongan.villages.models import Village

# The three zones of Indonesia (Keppres 41/1987).
TIMEZONES: Final = (
    ("Asia/Jakarta", "WIB (Jawa, Sumatra, Kalimantan Barat dan Tengah)"),
    ("Asia/Makassar", "WITA (Bali, Nusa Tenggara, Kalimantan Selatan, Timur, Utara, Sulawesi)"),
    ("Asia/Jayapura", "WIT (Maluku dan Papua)"),
)
_ACCENT: Final = re.compile(r"#[0-9a-f]{6}")
_HOST: Final = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def identity(village: Village) -> None:
    """The code is one of the Ministry's form, the host a name, the colour and the zone known."""
    if not VILLAGE_CODE.fullmatch(village.code):
        raise _invalid("Kode desa harus seperti 33.03.13.2003 (kode wilayah Kemendagri).")
    if Village.objects.filter(code=village.code).exclude(pk=village.pk).exists():
        raise Refused("village_exists", f"Desa dengan kode {village.code} sudah terdaftar di layanan ini.")
    if not all(text.strip() for text in (village.name, village.district, village.regency, village.province)):
        raise _invalid("Nama desa, kecamatan, kabupaten, dan provinsi tidak boleh kosong.")
    if village.timezone not in dict(TIMEZONES):
        raise _invalid("Pilih WIB, WITA, atau WIT.")
    if not _ACCENT.fullmatch(village.accent):
        raise _invalid("Warna ditulis seperti #1b6b4a.")
    if village.hostname is not None:
        _host(village)
    if village.website and urlsplit(village.website).scheme not in ("http", "https"):
        raise _invalid("Alamat situs dimulai dengan https://")


def _host(village: Village) -> None:
    if not _HOST.fullmatch(village.hostname or ""):
        raise _invalid("Nama host ditulis seperti aduan.karangbawang.desa.id, tanpa https:// dan tanpa garis miring.")
    if Village.objects.filter(hostname=village.hostname).exclude(pk=village.pk).exists():
        raise Refused("host_taken", "Nama host ini sudah dipakai desa lain di layanan ini.")


def texts(village: Village) -> None:
    """Only texts the program knows, each within its length."""
    from kentongan.villages.texts import check_texts  # its defaults are long; most changes are about something else

    check_texts(village.texts)


def numbers(village: Village) -> None:
    """Both patterns give numbers that cannot double."""
    for validate, pattern in (
        (numbering.validate_pattern, village.number_pattern),
        (numbering.validate_paper_pattern, village.paper_number_pattern),
    ):
        try:
            validate(pattern)
        except ValueError as error:
            raise Refused("bad_number_pattern", str(error)) from error


# Below the least a household would be stopped, above the most nothing would ever wait.
LEAST_AND_MOST: Final = {
    "lodge_caller": (10, 1000),
    "lodge_alike": (2, 100),
    "lodge_pressure": (20, 5000),
    "checkpoint_hours": (LEAST_HOURS, MOST_HOURS),
}


def limits(village: Village) -> None:
    """No limit may punish a hamlet behind one connection, and the quick exit leads to a plain web address."""
    for name, (least, most) in LEAST_AND_MOST.items():
        if not least <= getattr(village, name) <= most:
            label = str(Village._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column, no relation
            raise _invalid(f"{label.capitalize()} harus antara {least} dan {most}.")
    if village.quit_to:
        parts = urlsplit(village.quit_to)
        if parts.scheme != "https" or "." not in parts.netloc or "@" in parts.netloc:
            raise _invalid("Alamat tujuan Tutup cepat ditulis seperti https://www.bmkg.go.id")


def publication(village: Village) -> None:
    """Company enough that nobody is named by it, and days enough to say no."""
    if not LEAST_K <= village.publish_least <= MOST_K:
        raise _invalid(f"Paling sedikit aduan serupa harus antara {LEAST_K} dan {MOST_K}.")
    if not LEAST_DELAY <= village.publish_delay <= MOST_DELAY:
        raise _invalid(f"Hari sebelum terbit harus antara {LEAST_DELAY} dan {MOST_DELAY}.")
    if village.data_licence not in LICENCES:
        raise _invalid(f"Lisensi data terbuka adalah salah satu dari {', '.join(LICENCES)}.")


def _invalid(sentence: str) -> Refused:
    return Refused("invalid_setting", sentence)
