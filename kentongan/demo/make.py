"""Making the demo: two villages with invented people and cases, through the same actions as real ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from kentongan.cases.actions import intake
from kentongan.cases.models import Case
from kentongan.demo.keys import PASSPHRASE, WITH_KEYS, make_keys
from kentongan.demo.letters import tell_the_district, write_letters
from kentongan.demo.people import KARANGBAWANG, LOSARI, PASSWORD, DemoOfficer, open_accounts
from kentongan.demo.places import HAMLETS, LOSARI_HAMLETS
from kentongan.demo.settings import set_up_demo
from kentongan.demo.stage import Stage, Story, token_of
from kentongan.demo.stories import air, hak, jalan, layanan, losari, tata, terbit
from kentongan.rules import numbering
from kentongan.rules.types import Refused
from kentongan.support.fs import write_durably
from kentongan.villages import areas
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.villages.seed import YEARS_AHEAD, Details, found_village, refresh_holidays

CODE: Final = "33.03.13.2003"
SECOND_CODE: Final = "33.03.13.2005"
MARKER: Final = "demo"  # settings.KENTONGAN_DEMO asks for this file in the data folder
STORIES: Final[tuple[Story, ...]] = (
    *jalan.STORIES,
    *air.STORIES,
    *layanan.STORIES,
    *tata.STORIES,
    *hak.STORIES,
    *terbit.STORIES,
)
BEFORE: Final = timedelta(days=150)  # the demo villages opened their service so long ago

# Cases a visitor can follow at once, and what he can do with them.
SHOWN: Final = (
    ("air-kaliwening", "sudah ditanggapi: beri penilaian atau ajukan keberatan"),
    ("batas-tanah", "menunggu keterangan: jawab pertanyaan petugas"),
    ("talud-sawah", "sedang ditangani, dengan foto: kirim pesan"),
)

_DETAILS: Final[Details] = {
    "is_demo": True,
    "is_main": True,
    "data_steps": True,  # nobody lives here: so `kentongan recompute` shows all that it can
    "motto": "MAJU DESANE MAKMUR WARGANE",
    "address": "Balai Desa Karangbawang (contoh)",
    "postcode": "53356",
    "phone": "(0281) 000 000",
    "whatsapp": "0812-0000-0000",
    "email": "balaidesa@karangbawang.example",
    "opening_hours": [
        {"days": "Senin–Kamis", "hours": "08.00–15.00"},
        {"days": "Jumat", "hours": "08.00–11.00"},
    ],
}
_SECOND_DETAILS: Final[Details] = {
    "is_demo": True,
    "accent": "#7a3e1d",
    "address": "Balai Desa Losari (contoh)",
    "opening_hours": [{"days": "Senin–Jumat", "hours": "08.00–14.00"}],
}


@dataclass(frozen=True)
class DemoAccount:
    """An account to show at start; its password opens nothing outside the demo."""

    username: str
    password: str
    name: str
    post: str
    roles: tuple[str, ...]


@dataclass(frozen=True)
class DemoCode:
    """A tracking code to show at start, so that a visitor can follow a case."""

    number: str
    code: str
    about: str


@dataclass(frozen=True)
class DemoReport:
    """What the demo is, to be shown at every start."""

    village: str
    code: str
    cases: int
    accounts: tuple[DemoAccount, ...]
    codes: tuple[DemoCode, ...]
    second_village: str
    second_path: str

    def lines(self) -> tuple[str, ...]:
        """Return it as lines for a terminal, in Indonesian."""
        width = max((len(account.username) for account in self.accounts), default=0)
        return (
            f"{self.village} ({self.code}), {self.cases} laporan karangan. Semua orang dan ceritanya rekaan.",
            "",
            f"Akun petugas (kata sandi semuanya: {PASSWORD}), masuk lewat /meja/:",
            *(
                f"  {account.username:<{width}}  {account.name}, {account.post}: {', '.join(account.roles)}"
                for account in self.accounts
            ),
            f"  Frasa sandi untuk aduan tersegel ({', '.join(WITH_KEYS)}): {PASSPHRASE}",
            "",
            "Kode lacak untuk dicoba di /lacak/:",
            *(f"  {code.code}  {code.number}, {code.about}" for code in self.codes),
            "",
            f"Desa kedua: {self.second_village} di {self.second_path} (nama akun dan kata sandinya serupa).",
        )


def make_demo(data: Path, at: datetime) -> DemoReport:
    """Make the demo in an empty installation, or find it as it is; all in one transaction, so never by halves.

    `data` is the data folder: the file `demo` in it lets the demo accounts sign in (for processes started after this).
    Two demos made at the same instant tell the same stories.

    Raises:
        Refused: `not_a_demo`, when a real village is already there.
    """
    villages = {village.code: village for village in Village.objects.all()}
    if any(not village.is_demo for village in villages.values()):
        raise Refused("not_a_demo", "Di sini sudah ada desa sungguhan, jadi demo tidak dibuat. Pakai folder data lain.")
    if not villages:
        with transaction.atomic():
            villages[CODE] = make_first_village(at)
            villages[SECOND_CODE] = make_second_village(at)
            _mark(data)
    elif not (data / MARKER).exists():
        _mark(data)
    return _report(villages[CODE], villages[SECOND_CODE])


def make_first_village(at: datetime) -> Village:
    """Found Karangbawang with its real boundary and about seventy invented cases in every status."""
    return _make(CODE, at, HAMLETS, KARANGBAWANG, STORIES, _DETAILS)


def make_second_village(at: datetime) -> Village:
    """Found Losari beside it, with three cases: what happens there must show nowhere else."""
    return _make(SECOND_CODE, at, LOSARI_HAMLETS, LOSARI, losari.STORIES, _SECOND_DETAILS)


def _make(
    code: str,
    at: datetime,
    hamlets: Sequence[str],
    people: Sequence[DemoOfficer],
    stories: Sequence[Story],
    details: Details,
) -> Village:
    area = areas.find(code)
    if area is None:
        raise LookupError(f"the packed table has no village {code}")
    founded = at - BEFORE
    with transaction.atomic():
        village = found_village(
            code=code,
            name=area.name,
            district=area.district,
            regency=area.regency,
            province=area.province,
            at=founded,
            hamlets=hamlets,
            **details,
        )
        year = local_date(village, at).year
        refresh_holidays(village, range(year, year + YEARS_AHEAD + 1))
        officers = open_accounts(village, people, at=founded + timedelta(hours=1))
        set_up_demo(village, officers, at=founded + timedelta(hours=2))
        village.refresh_from_db()
        rings = make_keys(village, officers, at=founded + timedelta(hours=6))
        village.refresh_from_db()
        Stage(village, officers, at, rings=rings).play(stories)
        write_letters(village, at)
        tell_the_district(village, at)
    return village


def _mark(data: Path) -> None:
    write_durably(data / MARKER, b"Folder data ini berisi demo Kentongan: semua isinya karangan.\n")


def _report(village: Village, second: Village) -> DemoReport:
    codes = []
    for key, about in SHOWN:
        receipt = intake.receipt_for_token(village=village, token=token_of(key))
        if receipt is not None and receipt.code:
            codes.append(DemoCode(number=receipt.case.number, code=numbering.format_code(receipt.code), about=about))
    accounts = tuple(
        DemoAccount(
            username=person.username,
            password=PASSWORD,
            name=person.name,
            post=person.post,
            roles=tuple(role.label for role in person.roles),
        )
        for person in KARANGBAWANG
    )
    return DemoReport(
        village=f"Desa {village.name}",
        code=village.code,
        cases=Case.objects.filter(village=village).count(),
        accounts=accounts,
        codes=tuple(codes),
        second_village=f"Desa {second.name}",
        second_path=f"/desa/{second.code}/",
    )
