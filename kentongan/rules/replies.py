"""Reply templates: words to begin a reply with, and the fields in them.

A field stands in braces, `{nomor}`. What has no value stays visible, so that nobody sends a hole by mistake; a blank
for the officer is written `{isi: apa yang perlu ditulis}`. Who complained is no field and never becomes one: the name
is sealed, and a reply must read the same for a reporter without one.
"""

import re
from collections.abc import Mapping

from .types import Labelled, Refused

MAX_BODY = 4000
BLANK = "isi"

_BRACES = re.compile(r"\{([^{}]*)\}")
_ABOUT_PEOPLE = frozenset(
    {"nama", "pelapor", "nama_pelapor", "nik", "telepon_pelapor", "hp", "alamat", "surel", "email"}
)


class ReplyField(Labelled):
    """Every field of a reply; the label says what it becomes."""

    NUMBER = "nomor", "nomor registrasi aduan"
    STATUS = "status", "keadaan aduan saat ini"
    DUE = "batas_waktu", "batas waktu desa yang sedang berjalan"
    RECEIVED = "tanggal_terima", "tanggal aduan diterima"
    TODAY = "hari_ini", "tanggal hari ini"
    CATEGORY = "kategori", "kategori aduan"
    OFFICER = "petugas", "jabatan petugas yang menangani"
    BODY = "instansi", "instansi tujuan penyaluran"
    VILLAGE = "desa", "nama desa"
    DISTRICT = "kecamatan", "nama kecamatan"
    ADDRESS = "alamat_kantor", "alamat kantor desa"
    PHONE = "telepon_kantor", "telepon kantor desa"
    HOURS = "jam_pelayanan", "jam pelayanan kantor"


def check(body: str) -> None:
    """Check the words of a template.

    Raises:
        Refused: `empty_template`, `template_too_long`, `braces` (one is missing), `unknown_field`, or `name_field` (a
            field that would need the sealed identity). The sentence says what to write instead.
    """
    if not body.strip():
        raise Refused("empty_template", "Isi templatnya masih kosong.")
    if len(body) > MAX_BODY:
        raise Refused("template_too_long", f"Isi templat paling panjang {MAX_BODY} huruf.")
    if any(brace in _BRACES.sub("", body) for brace in "{}"):
        raise Refused("braces", "Ada kurung kurawal yang tidak berpasangan. Tulis isian seperti {nomor}.")
    for written in _BRACES.findall(body):
        name = _tidy(written)
        if name in _ABOUT_PEOPLE:
            raise Refused(
                "name_field",
                f"Isian {{{written}}} tidak bisa dipakai: identitas pelapor tersegel. Sapa dengan “Bapak/Ibu” saja.",
            )
        if name not in set(ReplyField) and not _is_blank(written):
            known = ", ".join(f"{{{field}}}" for field in ReplyField)
            raise Refused("unknown_field", f"Isian {{{written}}} tidak dikenal. Yang ada: {known}, dan {{isi: …}}.")


def render(body: str, values: Mapping[ReplyField, str]) -> str:
    """Return the words with every field filled in that has a value; the others stay as they are written."""

    def filled(match: re.Match[str]) -> str:
        name = _tidy(match.group(1))
        value = values.get(ReplyField(name), "") if name in set(ReplyField) else ""
        return value or match.group(0)

    return _BRACES.sub(filled, body)


def unfilled(text: str) -> tuple[str, ...]:
    """Return the fields and blanks that still stand in words about to be sent, as written, each once."""
    found = [
        match.group(0)
        for match in _BRACES.finditer(text)
        if _tidy(match.group(1)) in set(ReplyField) or _is_blank(match.group(1))
    ]
    return tuple(dict.fromkeys(found))


def check_sendable(text: str) -> None:
    """Raise Refused (`unfilled`) when words about to be sent still hold a field or a blank."""
    left = unfilled(text)
    if left:
        raise Refused("unfilled", f"Masih ada isian yang belum diganti: {', '.join(left)}. Lengkapi atau hapus dulu.")


def _tidy(written: str) -> str:
    return "_".join(written.casefold().split())


def _is_blank(written: str) -> bool:
    name, colon, hint = written.partition(":")
    return name.strip().casefold() == BLANK and (not colon or bool(hint.strip()))
