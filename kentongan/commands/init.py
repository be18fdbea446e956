"""`kentongan init`: found a village, with its first administrator and the key of its backups.

On a terminal it asks for what was not given; in a script everything is given as options.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from kentongan.commands import backup_key, console
from kentongan.commands.questions import ABOUT, NEVER, QUESTIONS, Again, ask, ask_code, flag, read

if TYPE_CHECKING:
    from kentongan.people.slips import Slip
    from kentongan.villages.models import Village

HELP = "mendirikan layanan untuk sebuah desa"

AREA = ("name", "district", "regency", "province")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    for option, question in QUESTIONS.items():
        parser.add_argument(flag(option), help=question.ask[:1].lower() + question.ask[1:])
    parser.add_argument("--hostname", help="nama host khusus desa ini, bila lain dari --url")
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Found the village; 1 when the rules refuse it, 2 when something needed was not said."""
    from django.conf import settings

    from kentongan.commands import database

    if settings.KENTONGAN_DEMO:
        raise console.Problem(
            "Folder data ini berisi demo. Pakai folder lain: KENTONGAN_DATA=/folder/baru kentongan init"
        )
    interactive = sys.stdin.isatty() and not args.json
    if interactive:
        database.migrate()  # so that an answer can be compared with what is here already
    told = _answers(args, interactive)
    database.migrate()
    village, slip = _founded(args, told, interactive)
    secret = None if backup_key.recipient(settings.KENTONGAN_DATA) else backup_key.make(settings.KENTONGAN_DATA)
    _tell(args, told, village, slip, secret)
    return console.OK


def _answers(args: argparse.Namespace, interactive: bool) -> dict[str, str]:
    """What was given as options; on a terminal the rest is asked for, with the place known from its code."""
    given = {option: (getattr(args, option) or "").strip() for option in QUESTIONS}
    told: dict[str, str] = {}
    known: dict[str, str] = {}
    for option in QUESTIONS:
        if interactive and not given[option]:
            told[option] = _asked(option, known.get(option, ""))
        else:
            told[option] = _given(option, given[option] or known.get(option, ""), interactive)
        if option == "code":
            known = _known(told["code"])
    missing = [flag(option) for option, question in QUESTIONS.items() if question.needed and not told[option]]
    if missing:
        raise console.Problem(f"Belum lengkap. Sebutkan juga: {', '.join(missing)}.{_help(told)}", console.USAGE)
    return told


def _asked(option: str, proposal: str) -> str:
    try:
        return ask_code() if option == "code" else ask(option, proposal)
    except Again as again:
        raise console.Problem(again.sentence) from again


def _given(option: str, answer: str, interactive: bool) -> str:
    """Read an answer given as an option; at a terminal a wrong one is asked for again."""
    if not answer:
        return ""
    try:
        return read(option, answer)
    except Again as again:
        if not interactive:
            raise console.Problem(f"{flag(option)}: {again.sentence}") from again
        print(f"  {again.sentence}")
        return _asked(option, "")


def _known(code: str) -> dict[str, str]:
    """Name and place of a village from the national list of codes."""
    from kentongan.villages import areas

    area = areas.find(code)
    return {} if area is None else {option: getattr(area, option) for option in AREA}


def _help(told: dict[str, str]) -> str:
    """Say which codes fit a name that was given without one, or that a code stands in no list."""
    from kentongan.villages import areas

    if told["code"]:
        return "" if _known(told["code"]) else f" Kode {told['code']} tidak ada dalam daftar nasional; periksa lagi."
    found, more = areas.search(told["name"], limit=10)
    lines = [f"\n  {area.code}  {area.name}, {area.district}, {area.regency}" for area in found]
    return "".join([" Desa dengan nama itu:", *lines, "\n  …" if more else ""]) if lines else ""


def _founded(args: argparse.Namespace, told: dict[str, str], interactive: bool) -> tuple[Village, Slip]:
    """Found the village; at a terminal only the answer that the rules refuse is asked for again."""
    from kentongan.rules.types import Refused

    for _ in range(NEVER):
        try:
            return _found(args, told)
        except Refused as refused:
            option = ABOUT.get(refused.code)
            if not interactive or option is None:
                raise console.Problem(refused.sentence) from refused
            print(f"  {refused.sentence}")
            told[option] = _asked(option, "")
    raise console.Problem("Terlalu banyak percobaan. Mintalah bantuan, lalu jalankan lagi.")


def _found(args: argparse.Namespace, told: dict[str, str]) -> tuple[Village, Slip]:
    from django.db import transaction
    from django.utils import timezone

    from kentongan.people import accounts
    from kentongan.rules.types import Role
    from kentongan.villages.models import Village
    from kentongan.villages.seed import found_village

    now = timezone.now()
    plain = ("name", "district", "regency", "province", "address", "postcode", "phone", "whatsapp", "email")
    with transaction.atomic():
        village = found_village(
            code=told["code"],
            hamlets=list(dict.fromkeys(filter(None, (name.strip() for name in told["hamlets"].split(","))))),
            hostname=(args.hostname or _host_of(told["url"])) or None,
            is_main=not Village.objects.exists(),
            at=now,
            **{option: told[option] for option in plain},  # type: ignore[arg-type]  # all of them texts
        )
        slip = accounts.add_officer(
            village=village,
            username=told["admin_username"],
            name=told["admin_name"],
            post=told["admin_post"],
            roles={Role.ADMIN, *(Role(role) for role in told["admin_roles"].split(",") if role)},
            at=now,
            by=None,
        )
    return village, slip


def _host_of(url: str) -> str:
    """Return the host name of the public address, "" for a bare number: that names a machine, not a village."""
    host = urlsplit(url).hostname or ""
    return host if "." in host and not host.replace(".", "").isdigit() and ":" not in host else ""


def _tell(args: argparse.Namespace, told: dict[str, str], village: Village, slip: Slip, secret: str | None) -> None:
    from kentongan.commands.user import slip_facts, slip_text

    facts: dict[str, Any] = {
        "ok": True,
        "village": village.code,
        "name": village.name,
        "admin": slip_facts(slip),
        "backup_key": secret,
        "url": told["url"],
        "hostname": village.hostname,
        "known_code": bool(_known(village.code)),
    }
    parts = [
        f"Layanan pengaduan {village} sudah berdiri.",
        "",
        slip_text(village, slip),
        "",
    ]
    if secret:
        parts += [backup_key.paper(secret), ""]
    if told["url"]:
        https = "\n  KENTONGAN_HTTPS=1" if told["url"].startswith("https:") else ""
        parts += [f"Simpan di setelan layanan, supaya pesan memuat tautan:\n  KENTONGAN_URL={told['url']}{https}", ""]
    parts += [
        "Langkah berikutnya:",
        "  1. Jalankan layanan: kentongan serve",
        "  2. Masuk dengan lembar akun di atas, lalu buat akun petugas lain",
        "  3. Buka Pengaturan: lengkapi yang ditandai belum diatur",
        "  4. Periksa semuanya: kentongan doctor",
    ]
    console.say(args, "\n".join(parts), facts)
