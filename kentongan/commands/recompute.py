"""`kentongan recompute`: make every public number anew from open data and log alone, on anybody's computer."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kentongan.commands import console

if TYPE_CHECKING:
    from kentongan.commands.recount import Read, Report

HELP = "menghitung ulang semua angka publik dari data terbuka dan catatan (log) sebuah desa"

_LARGEST: Final = 1024 * 1024 * 1024
_SECONDS: Final = 300.0
_VERSION: Final = re.compile(r"[0-9a-f.-]{1,60}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("source", help="alamat layanan desa (https://…/) atau folder berisi berkas yang sudah diunduh")
    parser.add_argument("--log", default="", help="alamat catatan atau foldernya (bawaan: log/ di bawah SUMBER)")
    parser.add_argument(
        "--key", action="append", default=[], metavar="KUNCI", help="kunci catatan seperti tercetak; boleh berulang"
    )
    console.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """0 when everything agrees, 1 when something differs, 2 when there is nothing to check."""
    from kentongan.commands.recount import Missing, recount
    from kentongan.rules.open_data import NotOpenData
    from kentongan.support.plain_http import Unreachable
    from kentongan.support.tlog.note import NoteError, Verifier

    try:
        for key in args.key:
            Verifier.parse(key.strip())
    except NoteError as wrong:
        raise console.Problem(f"Kunci itu keliru: {wrong}.", console.USAGE) from wrong
    try:
        report = recount(_data(args.source), _log(args), args.key)
    except Missing as missing:
        raise console.Problem(f"Tidak ada yang dapat diperiksa: {missing}.", console.USAGE) from missing
    except NotOpenData as wrong:
        raise console.Problem(f"Berkas tidak terbaca: {wrong}.", console.USAGE) from wrong
    except Unreachable as problem:
        raise console.Problem(f"Alamat itu tidak menjawab ({problem}).", console.USAGE) from problem
    except OSError as problem:
        raise console.Problem(f"Tidak dapat dibaca: {problem.strerror or problem}.", console.USAGE) from problem
    console.say(args, _said(report), _facts(report))
    return console.PROBLEM if report.wrong else console.OK


def _data(source: str) -> Read:
    """Read a version's files: all of one version, also when a newer one appears meanwhile."""
    if not _is_url(source):
        return _folder(Path(source))
    base = re.sub(r"/data(/.*)?$", "", source.rstrip("/"))
    first = _site(f"{base}/data/v1/updated")("datapackage.json")
    return _site(f"{base}/data/v1/{_version(first)}")


def _log(args: argparse.Namespace) -> Read | None:
    if args.log:
        return _site(args.log.rstrip("/")) if _is_url(args.log) else _folder(Path(args.log))
    if _is_url(args.source):
        return _site(re.sub(r"/data(/.*)?$", "", args.source.rstrip("/")) + "/log")
    beside = Path(args.source) / "log"
    return _folder(beside) if beside.is_dir() else None


def _folder(folder: Path) -> Read:
    from kentongan.commands.recount import Missing

    if not folder.is_dir():
        raise console.Problem(f"Folder {folder} tidak ada.", console.USAGE)

    def read(name: str) -> bytes:
        try:
            return (folder / _inside(name)).read_bytes()
        except (FileNotFoundError, NotADirectoryError) as problem:
            raise Missing(f"{name} tidak ada di {folder}") from problem

    return read


def _site(base: str) -> Read:
    from kentongan.commands.recount import Missing
    from kentongan.support import plain_http

    def read(name: str) -> bytes:
        answer = plain_http.ask(f"{base}/{_inside(name)}", seconds=_SECONDS, limit=_LARGEST)
        if answer.status != 200:
            raise Missing(f"{base}/{name} menjawab {answer.status}")
        return answer.body

    return read


def _inside(name: str) -> str:
    """A name that a file of others gave us: it leads nowhere else."""
    from kentongan.rules.open_data import NotOpenData

    if not re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._/-]{0,200}", name) or ".." in name:
        raise NotOpenData(f"nama berkas {name[:40]!r} tidak wajar")
    return name


def _version(package: bytes) -> str:
    import json

    from kentongan.rules.open_data import NotOpenData

    try:
        found = str(json.loads(package)["version"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise NotOpenData("datapackage.json tidak menyebut versi") from wrong
    if not _VERSION.fullmatch(found) or ".." in found:
        raise NotOpenData("nama versi tidak wajar")
    return found


def _is_url(text: str) -> bool:
    from kentongan.support import plain_http

    if text.startswith(("http://", "https://")):
        if not plain_http.is_address(text):
            raise console.Problem("Alamat harus seperti https://situs-desa/.", console.USAGE)
        return True
    return False


def _said(report: Report) -> str:
    lines = [f"Data {report.facts.get('version')} dari desa {report.facts.get('village')}"]
    lines += [f"  cocok   {sentence}" for sentence in report.sound]
    lines += [f"  BERBEDA {sentence}" for _, sentence in report.wrong]
    lines += [f"  catatan {sentence}" for sentence in report.open]
    if report.wrong:
        lines.append(f"Ada {len(report.wrong)} hal yang berbeda.")
    else:
        lines.append("Semua yang dapat dihitung ulang cocok.")
    return "\n".join(lines)


def _facts(report: Report) -> dict[str, object]:
    return {
        "ok": not report.wrong,
        **report.facts,
        "differences": [{"code": code, "sentence": sentence} for code, sentence in report.wrong],
        "agreed": report.sound,
        "not_checkable": report.open,
    }
