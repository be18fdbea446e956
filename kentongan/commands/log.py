"""`kentongan log`: the log's name and keys, another key, and a new name after a restore that lost entries."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kentongan.commands import console, restarting

if TYPE_CHECKING:
    from kentongan.villages.models import Village

HELP = "nama, kunci, dan tanda catatan tindakan desa"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", metavar="tindakan", required=True)
    _action(actions, "show", "menampilkan nama catatan, kunci umumnya, dan tanda terbaru")
    rotate = _action(actions, "rotate", "mengganti kunci; yang lama ikut menandatangani 30 hari lagi")
    rotate.add_argument("--leaked", action="store_true", help="kunci lama mungkin bocor: berhenti memakainya sekarang")
    restarted = _action(
        actions, "restarted", "melanjutkan catatan dengan nama baru setelah pemulihan yang tidak lengkap"
    )
    restarted.add_argument(
        "--last-checkpoint", type=Path, metavar="BERKAS", help="tanda catatan terbaru yang disimpan di luar"
    )
    restarted.add_argument(
        "--entries-lost", action="store_true", help="ada baris yang hilang, walau tidak ada tanda yang menunjukkannya"
    )


def run(args: argparse.Namespace) -> int:
    """Do one of the actions; 1 when it cannot be done."""
    from django.utils import timezone

    from kentongan.commands import database
    from kentongan.villages.log_keys import OtherKeys

    village = database.village_of(args.village)
    try:
        return _ACTIONS[args.action](args, village, timezone.now())
    except OtherKeys as error:
        raise console.Problem(
            "Kunci catatan tidak cocok dengan folder keys: pulihkan folder itu dari cadangan."
        ) from error


def _action(actions: Any, name: str, sentence: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = actions.add_parser(name, help=sentence, description=sentence.capitalize() + ".")
    console.add_village(parser)
    console.add_json(parser)
    return parser


def _show(args: argparse.Namespace, village: Village, at: datetime) -> int:
    from kentongan.ledger import tree
    from kentongan.rules import short_mark
    from kentongan.ui.words import say_moment
    from kentongan.villages import log_keys

    origin = log_keys.opened(village, at)
    key = log_keys.signer(village, at).vkey
    newest = tree.checkpoint(village.log)
    lines = [f"Nama catatan : {origin.name}", f"Kunci umum   : {key}", f"Tanda pendek : {short_mark.mark(key)}"]
    if newest is not None:
        said = say_moment(newest.at.astimezone(village.zone))
        lines += [f"Tanda terbaru: {said}, {newest.size} baris, {len(newest.cosignatures)} saksi", "", newest.note]
    facts = {"ok": True, "origin": origin.name, "vkey": key, "checkpoint": newest.note if newest else None}
    console.say(args, "\n".join(lines).rstrip(), facts)
    return console.OK


def _rotate(args: argparse.Namespace, village: Village, at: datetime) -> int:
    from kentongan.rules import short_mark
    from kentongan.villages import log_keys

    new = log_keys.rotate(village, at=at, leaked=args.leaked)
    after = "Kunci lama tidak dipakai lagi." if args.leaked else "Kunci lama ikut menandatangani selama 30 hari."
    console.say(
        args,
        f"Kunci catatan diganti; penggantian ini tercatat. {after}\nKunci umum baru: {new.vkey}\n"
        f"Tanda pendek: {short_mark.mark(new.vkey)}\nBeri tahu para saksi, dan tempel kunci baru di papan pengumuman.",
        {"ok": True, "vkey": new.vkey, "generation": new.generation},
    )
    return console.OK


def _restarted(args: argparse.Namespace, village: Village, at: datetime) -> int:
    from kentongan.villages import log_restart

    notes = restarting.notes_in(args.last_checkpoint)
    if notes and not any(log_restart.read(village, note) for note in notes):
        raise console.Problem(f"Tanda di berkas itu tidak ditandatangani catatan Desa {village.name}.")
    found = log_restart.settle(village, at=at, notes=notes, entries_lost=args.entries_lost)
    restarting.sign_anew([found], at=at)
    console.say(args, restarting.sentence(found), {"ok": True, **restarting.facts([found])[0]})
    return console.OK


_ACTIONS = {"show": _show, "rotate": _rotate, "restarted": _restarted}
