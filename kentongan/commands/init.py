"""`kentongan init`: found a village, with its first administrator and the key of its backups.

On a terminal it asks for what was not given; in a script everything is given as options.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from kentongan.commands import backup_key, console

if TYPE_CHECKING:
    from kentongan.people.slips import Slip
    from kentongan.villages.models import Village

HELP = "mendirikan layanan untuk sebuah desa"

# option -> (question, needed)
QUESTIONS = {
    "code": ("Kode desa menurut Kemendagri, misalnya 33.03.13.2003", True),
    "name": ("Nama desa", True),
    "district": ("Kecamatan", True),
    "regency": ("Kabupaten atau kota, misalnya Kabupaten Purbalingga", True),
    "province": ("Provinsi", True),
    "address": ("Alamat kantor desa", False),
    "phone": ("Nomor telepon kantor desa", False),
    "hamlets": ("Nama dusun, dipisah koma", False),
    "admin_name": ("Nama lengkap administrator pertama", True),
    "admin_post": ("Jabatannya", False),
    "admin_username": ("Nama akunnya, huruf kecil tanpa spasi", True),
}
AREA = ("name", "district", "regency", "province")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    for option, (question, _) in QUESTIONS.items():
        parser.add_argument(_flag(option), help=question[:1].lower() + question[1:])
    parser.add_argument("--hostname", help="nama host khusus desa ini, misalnya aduan.karangbawang.desa.id")
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Found the village; 1 when the rules refuse it, 2 when something needed was not said."""
    from django.conf import settings

    from kentongan.commands import database

    if settings.KENTONGAN_DEMO:
        raise console.Problem(
            "Folder data ini berisi demo. Pakai folder lain: KENTONGAN_DATA=/folder/baru kentongan init"
        )
    told = _answers(args)
    database.migrate()
    village, slip = _found(args, told)
    secret = None if backup_key.recipient(settings.KENTONGAN_DATA) else backup_key.make(settings.KENTONGAN_DATA)
    _tell(args, village, slip, secret)
    return console.OK


def _answers(args: argparse.Namespace) -> dict[str, str]:
    """What was given as options; on a terminal the rest is asked for, with the place known from its code."""
    told = {option: (getattr(args, option) or "").strip() for option in QUESTIONS}
    interactive = sys.stdin.isatty() and not args.json
    if interactive and not told["code"]:
        told["code"] = _ask("code", "")
    known = _known(told["code"])
    for option in QUESTIONS:
        if told[option]:
            continue
        told[option] = known.get(option, "")
        if interactive:
            told[option] = _ask(option, told[option])
    missing = [_flag(option) for option, (_, needed) in QUESTIONS.items() if needed and not told[option]]
    if missing:
        raise console.Problem(f"Belum lengkap. Sebutkan juga: {', '.join(missing)}.", console.USAGE)
    return told


def _flag(option: str) -> str:
    return f"--{option.replace('_', '-')}"


def _ask(option: str, proposal: str) -> str:
    question, needed = QUESTIONS[option]
    while True:
        answer = input(f"{question}{f' [{proposal}]' if proposal else ''}: ").strip() or proposal
        if answer or not needed:
            return answer


def _known(code: str) -> dict[str, str]:
    """Name and place of a village from the national list of codes."""
    from kentongan.villages import areas

    area = areas.find(code)
    return {} if area is None else {option: getattr(area, option) for option in AREA}


def _found(args: argparse.Namespace, told: dict[str, str]) -> tuple[Village, Slip]:
    from django.db import transaction
    from django.utils import timezone

    from kentongan.people import accounts
    from kentongan.rules.types import Refused, Role
    from kentongan.villages.seed import found_village

    now = timezone.now()
    try:
        with transaction.atomic():
            village = found_village(
                code=told["code"],
                name=told["name"],
                district=told["district"],
                regency=told["regency"],
                province=told["province"],
                hamlets=[name.strip() for name in told["hamlets"].split(",") if name.strip()],
                address=told["address"],
                phone=told["phone"],
                hostname=args.hostname or None,
                at=now,
            )
            slip = accounts.add_officer(
                village=village,
                username=told["admin_username"],
                name=told["admin_name"],
                post=told["admin_post"],
                roles=[Role.ADMIN],
                at=now,
                by=None,
            )
    except Refused as refused:
        raise console.Problem(refused.sentence) from refused
    return village, slip


def _tell(args: argparse.Namespace, village: Village, slip: Slip, secret: str | None) -> None:
    from kentongan.commands.user import slip_facts, slip_text

    facts: dict[str, Any] = {
        "ok": True,
        "village": village.code,
        "name": village.name,
        "admin": slip_facts(slip),
        "backup_key": secret,
    }
    parts = [
        f"Layanan pengaduan {village} sudah berdiri.",
        "",
        slip_text(village, slip),
        "",
    ]
    if secret:
        parts += [backup_key.paper(secret), ""]
    parts += [
        "Langkah berikutnya:",
        "  1. Jalankan layanan: kentongan serve",
        "  2. Masuk dengan lembar akun di atas, lalu buat akun petugas lain",
        "  3. Periksa semuanya: kentongan doctor",
    ]
    console.say(args, "\n".join(parts), facts)
