"""Officials and their ties as settings: what of them a village may change, and what must hold of a row."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from kentongan.people.models import Officer, Official, OfficialTie
from kentongan.rules.types import Refused
from kentongan.villages.setting_tables import Area, Table, enter

MOST_OF_A_NICKNAME: Final = 40
FEWEST_LETTERS: Final = 2


def enter_tables() -> None:
    """Let officials and ties be changed like other settings: with history, undo, and a word to the overseers."""
    enter(
        Area.OFFICIALS,
        Table(Official, ("name", "post", "nicknames", "officer_id", "active"), "Perangkat desa", check=_official),
    )
    enter(
        Area.TIES,
        Table(OfficialTie, ("official_id", "officer_id", "how"), "Kedekatan", removable=True, check=_tie),
    )


def nicknames_of(text: str) -> tuple[str, ...]:
    """Read nicknames as they are typed: one a line, or between commas; each once."""
    parts = (" ".join(part.split()) for part in text.replace("\n", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _official(row: Official) -> None:
    if not row.name:
        raise Refused("name", "Tulis nama perangkat desa ini.")
    for nickname in nicknames_of(row.nicknames):
        if len(nickname) > MOST_OF_A_NICKNAME or sum(letter.isalpha() for letter in nickname) < FEWEST_LETTERS:
            raise Refused(
                "nickname",
                f"Nama panggilan paling pendek {FEWEST_LETTERS} huruf, paling panjang {MOST_OF_A_NICKNAME}. "
                "Pisahkan beberapa nama dengan koma.",
            )
    others = Official.objects.filter(village=row.village_id).exclude(pk=row.pk)
    if others.filter(name__iexact=row.name, post__iexact=row.post).exists():
        raise Refused("twice", f"{row} sudah ada dalam daftar.")
    if row.officer_id is not None:
        _own(row.village_id, row.officer_id)
        if others.filter(officer=row.officer_id).exists():
            raise Refused("account_taken", "Akun itu sudah dipasangkan dengan perangkat desa yang lain.")


def _tie(row: OfficialTie) -> None:
    official = Official.objects.filter(village=row.village_id, pk=row.official_id).first()
    if official is None:
        raise Refused("official", "Pilih perangkat desanya.")
    _own(row.village_id, row.officer_id)
    if official.officer_id == row.officer_id:
        raise Refused("himself", "Itu akunnya sendiri; aduan tentang dirinya memang tidak pernah ia lihat.")
    twins = OfficialTie.objects.filter(village=row.village_id, official=official, officer=row.officer_id)
    if twins.exclude(pk=row.pk).exists():
        raise Refused("twice", "Kedekatan keduanya sudah tercatat.")


def _own(village: UUID, officer: UUID) -> None:
    if not Officer.objects.filter(village=village, pk=officer).exists():
        raise Refused("officer", "Pilih petugas dari daftar akun desa ini.")
