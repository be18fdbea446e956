"""`kentongan user`: accounts from the server's own keyboard, for a first Monday and for a forgotten password.

What is done here enters the ledger and is told to the overseers like anything done at the desk.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from kentongan.commands import console, roles

if TYPE_CHECKING:
    from kentongan.people.models import Officer
    from kentongan.people.slips import Slip
    from kentongan.villages.models import Village

HELP = "membuat dan mengurus akun petugas"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", metavar="tindakan", required=True)
    add = _action(actions, "add", "membuat akun; lembar akun dicetak satu kali")
    add.add_argument("username", help="nama akun, misalnya siti.rahma")
    add.add_argument("--name", required=True, help="nama lengkap")
    add.add_argument(
        "--role", required=True, action="append", type=roles.role, help=f"peran, boleh beberapa kali: {roles.LISTED}"
    )
    add.add_argument("--post", default="", help="jabatan, misalnya “Kasi Pelayanan”")
    add.add_argument("--organisation", default="", help="nama LSM atau media, untuk akun pemantau")
    add.add_argument("--email", default="", help="surel untuk pemberitahuan")
    for name, sentence in (
        ("reset", "membuat lembar akun baru; kata sandi lama tidak berlaku lagi"),
        ("unlock", "membuka akun yang terkunci"),
        ("deactivate", "menonaktifkan akun"),
        ("activate", "mengaktifkan kembali akun"),
    ):
        _action(actions, name, sentence).add_argument("username", help="nama akun")
    _action(actions, "list", "menampilkan semua akun")
    of_sessions = actions.add_parser(
        "sessions", help="melihat atau mengakhiri sesi petugas", description="Sesi petugas."
    )
    what = of_sessions.add_subparsers(dest="what", metavar="tindakan", required=True)
    for name, sentence in (
        ("list", "menampilkan sesi seorang petugas"),
        ("end", "mengakhiri semua sesi seorang petugas"),
    ):
        _action(what, name, sentence).add_argument("username", help="nama akun")


def run(args: argparse.Namespace) -> int:
    """Do one of the actions; 1 when the rules refuse it."""
    from django.utils import timezone

    from kentongan.commands import database
    from kentongan.rules.types import Refused

    village = database.village_of(args.village)
    try:
        return _ACTIONS[args.action](args, village, timezone.now())
    except Refused as refused:
        raise console.Problem(refused.sentence) from refused


def slip_text(village: Village, slip: Slip) -> str:
    """The slip as it is printed and handed over; it is the only time that its code can be read."""
    from kentongan.ui.words import say_moment

    officer = slip.officer
    line = "-" * 62
    return "\n".join(
        [
            line,
            f"LEMBAR AKUN · Layanan Pengaduan Desa {village.name}",
            f"Untuk       : {officer}",
            f"Nama akun   : {officer.username}",
            f"Kode mulai  : {slip.code}",
            f"Berlaku s.d.: {say_moment(slip.expires_at.astimezone(village.zone))}",
            "Buka /masuk/ di situs desa, pilih “Baru menerima lembar akun?”,",
            "lalu buat kata sandi Anda sendiri. Kode berlaku satu kali saja",
            "dan tidak dapat ditampilkan lagi. Serahkan langsung ke orangnya.",
            line,
        ]
    )


def slip_facts(slip: Slip) -> dict[str, Any]:
    """The slip for programs."""
    return {"username": slip.officer.username, "code": slip.code, "expires_at": slip.expires_at.isoformat()}


def _action(actions: Any, name: str, sentence: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=sentence, description=sentence.capitalize() + ".")
    console.add_village(parser)
    console.add_json(parser)
    return parser


def _add(args: argparse.Namespace, village: Village, at: Any) -> int:
    from kentongan.people import accounts
    from kentongan.rules.types import Role

    slip = accounts.add_officer(
        village=village,
        username=args.username,
        name=args.name,
        roles=[Role(role) for role in args.role],
        post=args.post,
        email=args.email,
        organisation=args.organisation,
        at=at,
        by=None,
    )
    console.say(args, slip_text(village, slip), {"ok": True, **slip_facts(slip)})
    return console.OK


def _reset(args: argparse.Namespace, village: Village, at: Any) -> int:
    from kentongan.vault import accounts as keys

    slip = keys.reset_officer(officer=_officer(village, args), at=at, by=None)
    console.say(args, slip_text(village, slip), {"ok": True, **slip_facts(slip)})
    return console.OK


def _unlock(args: argparse.Namespace, village: Village, at: Any) -> int:
    from kentongan.people import accounts

    officer = _officer(village, args)
    accounts.unlock(officer=officer, at=at, by=None)
    return _done(args, officer, f"Kunci akun {officer.username} dibuka.")


def _deactivate(args: argparse.Namespace, village: Village, at: Any) -> int:
    from kentongan.cases.queries.workload import open_cases_of
    from kentongan.vault import accounts as keys

    officer = _officer(village, args)
    left = open_cases_of(officer, not_about=None)
    keys.deactivate(officer=officer, at=at, by=None)
    sentence = f"Akun {officer.username} dinonaktifkan."
    if left:
        sentence += f" Masih ada {left} aduan terbuka padanya: minta Ketua unit mengalihkannya (halaman Alih tugas)."
    return _done(args, officer, sentence)


def _activate(args: argparse.Namespace, village: Village, at: Any) -> int:
    from kentongan.people import accounts

    officer = _officer(village, args)
    accounts.activate(officer=officer, at=at, by=None)
    return _done(args, officer, f"Akun {officer.username} diaktifkan kembali.")


def _list(args: argparse.Namespace, village: Village, at: Any) -> int:
    from kentongan.people import roster

    found = roster.accounts_of(village, at=at)
    width = max((len(account.officer.username) for account in found), default=0)
    lines = [
        f"{account.officer.username:<{width}}  {account.state.label:<22}  {account.officer}  "
        f"[{', '.join(role.label for role in account.roles)}]"
        for account in found
    ]
    facts = [
        {
            "username": account.officer.username,
            "name": account.officer.name,
            "post": account.officer.post,
            "roles": [str(role) for role in account.roles],
            "state": str(account.state),
            "second_factor": account.second_factor,
        }
        for account in found
    ]
    console.say(args, "\n".join(lines) or "Belum ada akun.", {"ok": True, "accounts": facts})
    return console.OK


def _sessions(args: argparse.Namespace, village: Village, at: Any) -> int:
    return _end_sessions(args, village, at) if args.what == "end" else _list_sessions(args, village, at)


def _end_sessions(args: argparse.Namespace, village: Village, at: Any) -> int:
    from kentongan.people import sessions

    officer = _officer(village, args)
    count = sessions.end_all(officer=officer, at=at, by=None)
    console.say(
        args,
        f"Semua sesi {officer.username} sudah diakhiri ({count} yang masih hidup). Ia harus masuk lagi.",
        {"ok": True, "username": officer.username, "ended": count},
    )
    return console.OK


def _list_sessions(args: argparse.Namespace, village: Village, at: Any) -> int:
    from kentongan.people import sessions
    from kentongan.ui.words import say_moment

    officer = _officer(village, args)
    found = sessions.of_officer(officer, current=None, at=at)
    lines = [
        f"{seen.device}: masuk {say_moment(seen.since.astimezone(village.zone))}, "
        f"terakhir dipakai sekitar {say_moment(seen.seen_at.astimezone(village.zone))}"
        for seen in found
    ]
    facts = [
        {"device": seen.device, "since": seen.since.isoformat(), "seen_at": seen.seen_at.isoformat()} for seen in found
    ]
    console.say(
        args, "\n".join(lines) or f"{officer.username} tidak sedang masuk di mana pun.", {"ok": True, "sessions": facts}
    )
    return console.OK


def _officer(village: Village, args: argparse.Namespace) -> Officer:
    from kentongan.people import roster

    return roster.find(village=village, username=args.username)


def _done(args: argparse.Namespace, officer: Officer, sentence: str) -> int:
    console.say(args, sentence, {"ok": True, "username": officer.username})
    return console.OK


_ACTIONS = {
    "add": _add,
    "reset": _reset,
    "unlock": _unlock,
    "deactivate": _deactivate,
    "activate": _activate,
    "list": _list,
    "sessions": _sessions,
}
