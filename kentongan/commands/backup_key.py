"""The key of the backups: the public half stays here, the secret half is written on paper and nowhere else."""

from __future__ import annotations

import itertools
from pathlib import Path

from kentongan.commands.console import Problem
from kentongan.support import age, backup_recipient, fs
from kentongan.support.backup_recipient import path

PREFIX = "AGE-SECRET-KEY-1"


def recipient(data: Path) -> str | None:
    """The public half, or None if none was made yet. Raises Problem if the file holds something else."""
    try:
        return backup_recipient.recipient(data)
    except ValueError as error:
        raise Problem(f"Berkas {path(data)} tidak berisi kunci cadangan yang benar.") from error


def make(data: Path) -> str:
    """Make a new pair, keep the public half, return the secret half: the only time that it can be read."""
    secret = age.new_identity()
    fs.write_durably(path(data), age.recipient_of(secret).encode() + b"\n")
    return secret


def paper(secret: str) -> str:
    """The secret half as it is to be kept: in groups, with what it is for."""
    body = secret.removeprefix(PREFIX)
    groups = [body[start : start + 5] for start in range(0, len(body), 5)]
    rows = [" ".join(groups[start : start + 4]) for start in range(0, len(groups), 4)]
    line = "=" * 62
    return "\n".join(
        [
            line,
            "KUNCI CADANGAN KENTONGAN",
            "",
            f"  {PREFIX}",
            *(f"  {row}" for row in rows),
            "",
            "Catat atau cetak sekarang: kunci ini tidak disimpan di komputer",
            "dan tidak dapat ditampilkan lagi. Tanpa kunci ini cadangan tidak",
            "dapat dibuka siapa pun. Simpan dua salinan di dua tempat aman,",
            "misalnya brankas kantor desa dan kantor kecamatan.",
            line,
        ]
    )


def typed(text: str) -> str:
    """The secret key in a text that was typed from paper or read from a file. Raises Problem if there is none.

    The whole paper as it was printed will do: the key begins with its prefix and ends at the next empty line.
    """
    lines = [line for line in text.upper().splitlines() if not line.lstrip().startswith("#")]
    begin = next((place for place, line in enumerate(lines) if PREFIX in line), 0)
    key_lines = itertools.takewhile(str.strip, lines[begin:])
    secret = "".join("".join(key_lines).split())
    try:
        age.recipient_of(secret)
    except ValueError:
        raise Problem("Kunci cadangan salah ketik. Periksa lagi huruf demi huruf.") from None
    return secret
