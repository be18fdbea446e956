"""`kentongan check-receipt`: is what a receipt promises true? It needs no village, and no trust in its server."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from kentongan.commands import console

if TYPE_CHECKING:
    from kentongan.proofs.check import ShownLog
    from kentongan.proofs.file import ReceiptFile
    from kentongan.support.tlog.note import Verifier

HELP = "memeriksa berkas tanda terima: dijanjikan, terbukti, atau dilanggar"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="BERKAS", help="berkas tanda terima (.txt) yang diunduh dari situs desa")
    parser.add_argument("--key", metavar="KUNCI", action="append", default=[], help="kunci log, seperti di kertas")
    parser.add_argument("--witness", metavar="KUNCI", action="append", default=[], help="kunci saksi yang dipercaya")
    parser.add_argument("--log", metavar="ALAMAT", help="bandingkan dengan log yang ditunjukkan desa sekarang")
    parser.add_argument("--checkpoint", metavar="BERKAS", help="bandingkan dengan sebuah checkpoint (berkas)")
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Say the verdict; 1 when a promise is broken."""
    from kentongan.proofs.check import WORDS, State, check, overall
    from kentongan.proofs.file import FileError, parse
    from kentongan.support.tlog.note import NoteError

    try:
        file = parse(_read(args.file))
        file.log_verifiers, file.witness_verifiers  # noqa: B018  (raise here what is damaged)
    except (FileError, NoteError) as problem:
        raise console.Problem(WORDS["trouble"], console.USAGE) from problem
    keys = _keys(args.key) or file.log_verifiers
    witnesses = _keys(args.witness) or file.witness_verifiers
    findings = check(file, now=datetime.now(UTC), keys=keys, witnesses=witnesses, shown=_shown(args))
    state = overall(findings)
    lines = []
    for finding in findings:
        lines += [f"{finding.title}: {WORDS['state'][finding.state]}", *(f"  {one}" for one in finding.sentences)]
    lines.append(_whose_key(args, file))
    if not args.witness and any("seen" in finding.reasons for finding in findings):
        lines.append(WORDS["key"]["witness"])
    facts = {
        "ok": state != State.BROKEN,
        "state": state,
        "key_given": bool(args.key),
        "parts": [{"state": one.state, "reasons": one.reasons, "facts": one.facts} for one in findings],
    }
    console.say(args, "\n".join(lines), facts)
    return console.PROBLEM if state == State.BROKEN else console.OK


def _whose_key(args: argparse.Namespace, file: ReceiptFile) -> str:
    from kentongan.proofs.check import WORDS

    words: dict[str, str] = WORDS["key"]
    return words["given"] if args.key else words["own"].format(key=", ".join(file.log_keys))


def _keys(texts: list[str]) -> list[Verifier]:
    from kentongan.proofs.check import WORDS
    from kentongan.support.tlog.note import NoteError, Verifier

    try:
        return [Verifier.parse("".join(text.split())) for text in texts]
    except NoteError as problem:
        raise console.Problem(WORDS["trouble_key"], console.USAGE) from problem


def _shown(args: argparse.Namespace) -> ShownLog | None:
    from kentongan.proofs.check import ShownLog

    if args.checkpoint:
        return ShownLog(_read(args.checkpoint).replace("\r\n", "\n"))
    return _fetched(args.log) if args.log else None


def _fetched(url: str) -> ShownLog:
    from kentongan.proofs.check import ShownLog
    from kentongan.support import plain_http
    from kentongan.support.tlog import checkpoint as checkpoints
    from kentongan.support.tlog.note import NoteError
    from kentongan.support.tlog.tiles import Tile, TileError, TileNodes

    base = url if url.endswith("/") else f"{url}/"

    def fetch(path: str) -> bytes:
        try:
            answer = plain_http.ask(urljoin(base, path))
        except plain_http.Unreachable as problem:
            raise console.Problem(f"Log tidak dapat diambil dari {base} ({problem}).") from problem
        if answer.status != 200:
            raise console.Problem(f"Log tidak dapat diambil dari {urljoin(base, path)} (status {answer.status}).")
        return answer.body

    def tile(one: Tile) -> bytes:
        return fetch(one.path)

    try:
        note = fetch("checkpoint").decode()
        head, _note = checkpoints.parse_signed(note)
    except (NoteError, UnicodeDecodeError, TileError) as problem:
        raise console.Problem(f"Yang diterima dari {base} bukan checkpoint.") from problem
    return ShownLog(note, TileNodes(head.size, tile).get_node)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as problem:
        raise console.Problem(f"Berkas {path} tidak dapat dibaca: {problem.strerror}.", console.USAGE) from problem
    except UnicodeDecodeError as problem:
        raise console.Problem(f"Berkas {path} bukan teks.", console.USAGE) from problem
