"""Rebuild the packaged area tables from cahyadsn/wilayah (MIT): `python -m kentongan.villages.pack_areas FOLDER`.

The folder holds `indonesia_codes.csv` (kode,nama) and `purbalingga_villages.geojson`. Run it when the Ministry issues
new codes; the output is the same bytes for the same input, so that a change shows in the version history.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from pathlib import Path
from typing import Any

from kentongan.villages.areas import CODES, POLYGONS

DECIMALS = 5  # about one metre


def pack_codes(source: Path, target: Path) -> int:
    """Write the sorted, compressed code table; return the number of rows."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = sorted((row["kode"].strip(), _tidy(row["nama"])) for row in csv.DictReader(file))
    text = "".join(f"{code},{name}\n" for code, name in rows)
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    return len(rows)


def pack_polygons(source: Path, target: Path) -> int:
    """Write one compressed JSON object, code → geometry rounded to about a metre; return the number of villages."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    shapes = {feature["properties"]["kode"]: _rounded(feature["geometry"]) for feature in features}
    text = json.dumps(dict(sorted(shapes.items())), separators=(",", ":"))
    target.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
    return len(shapes)


def _tidy(name: str) -> str:
    # The source is an SQL dump: its apostrophes are doubled.
    return " ".join(name.replace("''", "'").split())


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    def ring(points: list[list[float]]) -> list[list[float]]:
        rounded = [[round(x, DECIMALS), round(y, DECIMALS)] for x, y in points]
        return [point for index, point in enumerate(rounded) if index == 0 or point != rounded[index - 1]]

    if geometry["type"] == "Polygon":
        return {"type": "Polygon", "coordinates": [ring(points) for points in geometry["coordinates"]]}
    shapes = [[ring(points) for points in polygon] for polygon in geometry["coordinates"]]
    return {"type": "MultiPolygon", "coordinates": shapes}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    pack_codes(folder / "indonesia_codes.csv", CODES)
    pack_polygons(folder / "purbalingga_villages.geojson", POLYGONS)
