"""`kentongan witness`: be a witness of a village's log, on any computer; it needs no village of its own."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kentongan.commands import console

if TYPE_CHECKING:
    from kentongan.witness.core import Witness
    from kentongan.witness.follow import Round

HELP = "menjadi saksi atas catatan (log) desa lain"

_DEFAULT_PORT = 8410
_LEAST_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", metavar="tindakan", required=True)
    init = _action(actions, "init", "membuat kunci saksi")
    init.add_argument("name", help="nama saksi, misalnya bpd.desa.example/saksi (tanpa spasi)")
    watch = _action(actions, "watch", "menambah log yang diawasi")
    watch.add_argument("vkey", help="kunci log, seperti tertulis di halaman /log/ situs desa")
    watch.add_argument("--url", default="", help="alamat log, misalnya https://situs-desa/log/ (untuk “follow”)")
    serve = _action(actions, "serve", "melayani desa yang mengirim checkpoint ke sini")
    serve.add_argument("--host", default="127.0.0.1", help="alamat yang didengarkan (bawaan: 127.0.0.1)")
    serve.add_argument("--port", type=int, default=_DEFAULT_PORT, help=f"porta (bawaan: {_DEFAULT_PORT})")
    follow = _action(actions, "follow", "mengambil sendiri log dari situs desa, misalnya dari laptop di balik NAT")
    follow.add_argument("--every", type=int, default=0, metavar="DETIK", help="ulangi terus; tanpa ini satu kali saja")
    for one in (serve, follow):
        one.add_argument(
            "--follow-restarts", action="store_true", help="terima log yang dimulai baru dengan nomor berikutnya"
        )
    _action(actions, "status", "menampilkan apa yang diawasi, kapan terakhir, dan alarm")
    acknowledge = _action(actions, "acknowledge", "mencatat bahwa sebuah alarm sudah dibaca; buktinya tetap disimpan")
    acknowledge.add_argument("alarm", type=int, help="nomor alarm")


def run(args: argparse.Namespace) -> int:
    """Do one of the actions; status tells of open alarms by exit status 1."""
    from kentongan.support.tlog.note import NoteError
    from kentongan.witness.key import KeyFileError

    try:
        return _ACTIONS[args.action](args, folder_of(args))
    except KeyFileError as problem:
        raise console.Problem(str(problem)) from problem
    except NoteError as problem:
        raise console.Problem(f"Nama atau kunci itu keliru: {problem}.", console.USAGE) from problem
    except OSError as problem:
        raise console.Problem(f"Tidak dapat dilakukan: {problem.strerror or problem}.") from problem


def folder_of(args: argparse.Namespace) -> Path:
    """Where the witness keeps its key and its memory."""
    return Path(args.folder or os.environ.get("KENTONGAN_WITNESS") or Path.home() / ".kentongan-saksi")


def _init(args: argparse.Namespace, folder: Path) -> int:
    from kentongan.witness import key
    from kentongan.witness.store import Store

    cosigner = key.create(folder, args.name)
    Store(folder)
    console.say(
        args,
        f"Kunci saksi dibuat di {folder}.\nBerikan baris ini kepada desa, untuk Pengaturan → Saksi:\n{cosigner.vkey}",
        {"ok": True, "vkey": cosigner.vkey, "folder": folder},
    )
    return console.OK


def _watch(args: argparse.Namespace, folder: Path) -> int:
    from kentongan.support import plain_http
    from kentongan.support.tlog.note import ED25519, NoteError, Verifier
    from kentongan.witness.store import Store

    if Verifier.parse(args.vkey).kind != ED25519:
        raise NoteError("this is a witness's key, not a log's")
    if args.url and not plain_http.is_address(args.url):
        raise console.Problem("Alamat log harus seperti https://situs-desa/log/.", console.USAGE)
    log = Store(folder).watch(args.vkey, url=args.url)
    console.say(args, f"Mengawasi {log.origin}.", {"ok": True, "origin": log.origin, "url": log.url})
    return console.OK


def _serve(args: argparse.Namespace, folder: Path) -> int:
    from kentongan.witness.server import Server

    with Server((args.host, args.port), _witness(args, folder)) as server:
        host, port = server.server_address[:2]
        console.say(args, f"Saksi melayani di http://{host!s}:{port}/", {"ok": True, "host": host, "port": port})
        server.serve_forever()
    return console.OK


def _follow(args: argparse.Namespace, folder: Path) -> int:
    from kentongan.witness import follow

    witness = _witness(args, folder)
    if not any(log.url for log in witness.store.logs()):
        raise console.Problem("Belum ada log dengan alamat. Jalankan: kentongan witness watch KUNCI --url ALAMAT")
    if args.every:
        follow.forever(
            witness, every=max(args.every, _LEAST_SECONDS), tell=lambda one: console.progress(args, _said(one))
        )
    rounds = follow.follow(witness, at=int(time.time()))
    ok = all(not one.trouble for one in rounds)
    console.say(args, "\n".join(map(_said, rounds)), {"ok": ok, "logs": [vars(one) for one in rounds]})
    return console.OK if ok else console.PROBLEM


def _status(args: argparse.Namespace, folder: Path) -> int:
    from kentongan.witness.page import ALARM_WORDS, moment

    witness = _witness(args, folder)
    alarms = [alarm for alarm in witness.store.alarms() if alarm.acknowledged_at is None]
    lines, logs = [], []
    for alarm in alarms:
        title, words, _english = ALARM_WORDS[alarm.kind]
        lines += [f"ALARM {alarm.id}: {title} ({alarm.origin}, {moment(alarm.at)})", words, alarm.known, alarm.shown]
    for log in witness.store.logs():
        head = witness.store.head(log.origin)
        said = f"{head.size} entri, dikosigna {moment(head.at)}" if head else "belum ada checkpoint"
        lines.append(f"{log.origin}: {said}{f' · {log.trouble}' if log.trouble else ''}")
        logs.append({"origin": log.origin, "size": head.size if head else None, "at": head.at if head else None})
    lines.append(f"Kunci saksi: {witness.cosigner.vkey}")
    facts = {"ok": not alarms, "vkey": witness.cosigner.vkey, "logs": logs, "alarms": [vars(one) for one in alarms]}
    console.say(args, "\n".join(lines), facts)
    return console.PROBLEM if alarms else console.OK


def _acknowledge(args: argparse.Namespace, folder: Path) -> int:
    from kentongan.witness.store import Store

    if not Store(folder).acknowledge(args.alarm, int(time.time())):
        raise console.Problem(f"Tidak ada alarm terbuka dengan nomor {args.alarm}.")
    console.say(args, "Dicatat. Bukti tetap disimpan.", {"ok": True, "alarm": args.alarm})
    return console.OK


def _witness(args: argparse.Namespace, folder: Path) -> Witness:
    from kentongan.witness import key
    from kentongan.witness.core import Witness
    from kentongan.witness.store import Store

    return Witness(key.load(folder), Store(folder), follow_restarts=getattr(args, "follow_restarts", False))


def _said(one: Round) -> str:
    return f"{one.origin}: {one.trouble or f'{one.size} entri, dikosigna dan diserahkan.'}"


def _action(actions: Any, name: str, sentence: str) -> argparse.ArgumentParser:
    one: argparse.ArgumentParser = actions.add_parser(name, help=sentence, description=sentence.capitalize() + ".")
    one.add_argument("--folder", help="folder saksi (bawaan: $KENTONGAN_WITNESS atau ~/.kentongan-saksi)")
    console.add_json(one)
    return one


_ACTIONS = {
    "init": _init,
    "watch": _watch,
    "serve": _serve,
    "follow": _follow,
    "status": _status,
    "acknowledge": _acknowledge,
}
