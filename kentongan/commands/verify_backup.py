"""`kentongan verify --backup`: bring a backup back into a folder of its own, check all of it, and throw it away."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from kentongan.commands import console


def run(args: argparse.Namespace) -> int:
    """Check a backup; 1 when it cannot be read or is not whole. Needs room on the disk for all that is in it."""
    if args.key_file is None:
        raise console.Problem("Sebutkan juga berkas kuncinya dengan --key-file BERKAS.", console.USAGE)
    if not args.backup.is_file():
        raise console.Problem(f"Berkas {args.backup} tidak ada.", console.USAGE)
    with tempfile.TemporaryDirectory(prefix="kentongan-verify-") as scratch:  # readable by its owner only
        folder = Path(scratch) / "data"
        console.progress(args, "Membuka cadangan di folder sementara …")
        restored = _kentongan(
            folder, "restore", str(args.backup.absolute()), "--key-file", str(args.key_file.absolute())
        )
        if "rows" not in restored:
            raise console.Problem(str(restored.get("error", "Cadangan tidak dapat dibuka.")))
        checkpoint = ["--checkpoint", str(args.checkpoint.absolute())] if args.checkpoint else []
        found = _kentongan(folder, "verify", *checkpoint)
    if "logs" not in found:
        raise console.Problem(str(found.get("error", "Isi cadangan tidak dapat diperiksa.")))
    from kentongan.commands.verify import report_lines

    lines = [line for entry in found["logs"] for line in report_lines(entry)]
    facts = {"ok": found["ok"], "logs": found["logs"], "rows": restored["rows"], "files": restored["files"]}
    console.say(args, "\n".join(["Isi cadangan:", *lines]), facts)
    return console.OK if found["ok"] else console.PROBLEM


def _kentongan(folder: Path, *argv: str) -> dict[str, Any]:
    """Run a command on the scratch folder; its last line of JSON, {} without one."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KENTONGAN_", "DJANGO_"))}
    done = subprocess.run(  # noqa: S603  (ourselves, with file names of the caller)
        [sys.executable, "-m", "kentongan.cli", *argv, "--json"],
        env=kept | {"KENTONGAN_DATA": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    try:
        found: dict[str, Any] = json.loads(lines[-1]) if lines else {}
    except ValueError:
        found = {}
    return found
