"""Write an old register to import: `python -m bench.work ROWS FOLDER`; then `kentongan import` reads it."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

MAPPING = """
source = "bench"
answered_status = "closed"
dates = ["%Y-%m-%d"]

[columns]
key = "no"
story = "isi"
received = "masuk"
answered = "ditanggapi"
place = "tempat"
"""


def write(rows: int, folder: Path) -> None:
    """Write the table and the description of its columns."""
    (folder / "lama.toml").write_text(MAPPING)
    with (folder / "lama.csv").open("w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["no", "masuk", "isi", "ditanggapi", "tempat"])
        for number in range(rows):
            day = f"{2015 + number % 10}-{1 + number % 12:02d}-{1 + number % 27:02d}"
            told = f"Lampu jalan mati sejak lama dan warga takut lewat pada malam hari, mohon diperbaiki ({number})."
            table.writerow([number, day, told, day, f"RT {number % 9} dekat pos ronda"])


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
