"""Writing the rows of a version, chunk by chunk: CSV, JSON, GeoJSON and the opened steps side by side, in one pass."""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final
from uuid import UUID

from kentongan.cases.queries.published import public_rows, standing
from kentongan.ledger.openings import PublicPart, public_parts
from kentongan.rules import open_data, public_openings
from kentongan.rules.open_data import Column
from kentongan.rules.public_figures import PublicRow, Withheld
from kentongan.villages import map as maps
from kentongan.villages.models import Hamlet, Village

_CHUNK: Final = 500


def write_rows(folder: Path, village: Village, *, today: date, size: int, withheld: Sequence[Withheld]) -> int:
    """Write aduan.csv, .json, .geojson and, where the village opens them, terbuka.jsonl; return how many rows.

    Args:
        today: the village's day.
        size: of the log at the checkpoint; entries beyond it are not opened.
    """
    count = 0
    with ExitStack() as stack:
        files = {
            name: stack.enter_context((folder / name).open("w", encoding="utf-8", newline=""))
            for name in ("aduan.csv", "aduan.json", "aduan.geojson", *(["terbuka.jsonl"] if village.data_steps else []))
        }
        table = csv.writer(files["aduan.csv"])
        table.writerow([column.name for column in open_data.COLUMNS])
        files["aduan.json"].write(f'{{"format":"{open_data.FORMAT}","aduan":[')
        files["aduan.geojson"].write('{"type":"FeatureCollection","features":[')
        places = _places(village)
        for chunk in _chunks(public_rows(village, today=today)):
            for row in chunk:
                values, comma = open_data.record(row), ",\n" if count else "\n"
                table.writerow([open_data.cell(value) for value in values.values()])
                files["aduan.json"].write(comma + dump(values))
                files["aduan.geojson"].write(comma + dump(_feature(values, places)))
                count += 1
            if village.data_steps:
                _open(files["terbuka.jsonl"], village, chunk, size)
        rest = dump([open_data.withheld_record(each) for each in withheld])
        files["aduan.json"].write(f'\n],"tidak_terbit":{rest}}}\n')
        files["aduan.geojson"].write("\n]}\n")
    return count


def write_csv(path: Path, columns: Sequence[Column], records: Sequence[Mapping[str, Any]]) -> None:
    """Write a small table."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow([column.name for column in columns])
        table.writerows([open_data.cell(each[column.name]) for column in columns] for each in records)


def read_rows(path: Path) -> Iterator[PublicRow]:
    """Yield the rows of a written aduan.csv."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from map(open_data.row_of, open_data.read_csv(file, open_data.COLUMNS))


def dump(value: Any) -> str:
    """Return JSON on one line."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _chunks(rows: Iterator[PublicRow]) -> Iterator[list[PublicRow]]:
    while chunk := list(islice(rows, _CHUNK)):
        yield chunk


def _places(village: Village) -> Mapping[str, tuple[str, Any, Any]]:
    """A point for each hamlet that has a boundary of its own, and "" for somewhere in the village."""
    found: dict[str, tuple[str, Any, Any]] = {}
    shapes = [("", "desa", village.polygon)]
    shapes += [(each.name, "dusun", getattr(each, "polygon", None)) for each in Hamlet.objects.filter(village=village)]
    for name, precision, shape in shapes:
        middle = maps.middle(shape)
        if middle is not None:
            found[name] = (precision, float(middle[1]), float(middle[0]))
    return found


def _feature(values: Mapping[str, Any], places: Mapping[str, tuple[str, Any, Any]]) -> dict[str, Any]:
    precision, *point = places.get(values["dusun"] or "") or places.get("") or ("",)
    geometry = {"type": "Point", "coordinates": point} if point else None
    return {
        "type": "Feature",
        "id": values["id"],
        "geometry": geometry,
        "properties": {**values, "ketelitian": precision or None},
    }


def _open(file: IO[str], village: Village, rows: Sequence[PublicRow], size: int) -> None:
    """Write what the log says of these rows. Read after the rows: what changed a row has its entry here already."""
    found = standing(village).filter(public_id__in=[row.id for row in rows])
    cases: dict[str, UUID] = dict(found.values_list("public_id", "case_id"))
    parts = public_parts(village.log, list(cases.values()))
    for row in rows:
        mine = parts.get(cases[row.id], []) if row.id in cases else []
        file.write(dump(_opened(row, mine, size)) + "\n")


def _opened(row: PublicRow, parts: Sequence[PublicPart], size: int) -> dict[str, Any]:
    contents = [json.loads(part.content) for part in parts]
    opened = [
        part.index < size and public_openings.may_open(content, row.period)
        for part, content in zip(parts, contents, strict=True)
    ]
    proved = public_openings.proves(contents, opened)
    return {
        "id": row.id,
        "langkah": [
            {
                "nomor": part.index,
                "entri": base64.b64encode(part.entry).decode(),
                "garam": base64.b64encode(part.salt).decode(),
                "isi": part.content.decode(),
            }
            for part, shown in zip(parts, opened, strict=True)
            if shown
        ],
        "membuktikan": sorted(each.value for each in proved),
    }
