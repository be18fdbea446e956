"""Checking a version of the open data against itself and against the log, with nothing but public files.

No Django, no database, no village: only the pure definitions (which rows make which numbers, what an entry commits to)
and the C2SP formats of the log. `read` functions return the bytes of a file by its name and raise Missing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from kentongan.ledger import form
from kentongan.rules import open_data, public_openings
from kentongan.rules.open_data import NotOpenData
from kentongan.rules.public_figures import PublicRow, Withheld, all_figures, figures
from kentongan.rules.public_openings import Proved
from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog import tiles
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.merkle import CompactRange, leaf_hash
from kentongan.support.tlog.note import NoteError, Verifier, to_base64

Read = Callable[[str], bytes]
USUAL_LEAST: Final = 5
_MUST: Final = frozenset({"aduan.csv", "tidak-terbit.csv", "angka.json", "checkpoint.txt"})


class Missing(LookupError):
    """There is no such file."""


@dataclass
class Report:
    """What came out. `wrong`: (code, sentence) of each difference; `open`: what cannot be told from public files."""

    wrong: list[tuple[str, str]] = field(default_factory=list)
    sound: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def differs(self, code: str, sentence: str) -> None:
        """Note a difference."""
        self.wrong.append((code, sentence))

    def agreed(self, code: str, sentence: str) -> None:
        """Note what was found sound, unless something with this code was not."""
        if not any(each == code for each, _ in self.wrong):
            self.sound.append(sentence)


@dataclass(frozen=True)
class _Step:
    index: int
    entry: bytes
    content: Mapping[str, Any]


def recount(data: Read, log: Read | None, keys: Sequence[str] = ()) -> Report:
    """Check one version. Raises NotOpenData or Missing when there is nothing that could be checked.

    Args:
        data: reads the files of the version.
        log: reads `checkpoint` and `tile/entries/…`; None: the openings are checked by themselves only.
        keys: the log's keys as printed on paper; none: those that the data names, which is weaker.
    """
    report = Report()
    try:
        _recount(report, data, log, keys)
    except (AttributeError, TypeError) as wrong:  # JSON of another shape than ours
        raise NotOpenData(f"isinya bukan seperti yang dijanjikan ({wrong})") from wrong
    return report


def _recount(report: Report, data: Read, log: Read | None, keys: Sequence[str]) -> None:
    package = _object(data("datapackage.json"))
    own = package.get("kentongan") or {}
    if own.get("format") != open_data.FORMAT:
        raise NotOpenData("datapackage.json bukan data terbuka Kentongan dengan format yang dikenal")
    report.facts |= {"village": own.get("desa"), "version": package.get("version"), "licence": _licence(package)}
    _files(report, package, data)
    head = _checkpoint(report, own, data("checkpoint.txt"), keys)
    rows = _rows(report, data)
    withheld = [open_data.withheld_of(each) for each in _table(data("tidak-terbit.csv"), open_data.WITHHELD_COLUMNS)]
    _same(report, data, rows, withheld)
    _figures(report, _object(data("angka.json")), rows, withheld)
    _company(report, rows, withheld, own.get("k"))
    steps = _openings(report, rows, data)
    _bounds(report, rows, withheld, steps, head)
    if log is not None and head is not None:
        _log(report, log, head, steps, keys or _named_keys(own))
    elif log is None:
        report.open.append("Catatan desa tidak diperiksa: tidak ada alamat atau folder catatan (--log).")
    _restricted(report, data)
    whole = figures((), withheld)
    report.facts |= {"rows": len(rows), "withheld": whole.withheld, "steps": len(steps)}
    if whole.withheld is None:
        report.facts["withheld_below"] = whole.withheld_below


def _files(report: Report, package: Mapping[str, Any], data: Read) -> None:
    named = {str(each.get("path")): each for each in package.get("resources") or ()}
    if lacking := _MUST - named.keys():
        report.differs("files", f"datapackage.json tidak menyebut {', '.join(sorted(lacking))}.")
    for name, resource in named.items():
        try:
            content = data(name)
        except Missing:
            if name in _MUST:
                raise
            report.open.append(f"{name} tidak ada di sini, jadi tidak diperiksa.")
            continue
        if f"sha256:{hashlib.sha256(content).hexdigest()}" != resource.get("hash"):
            report.differs("files", f"{name} bukan berkas yang disebut datapackage.json (SHA-256 berbeda).")
    report.agreed("files", f"Sidik {len(named)} berkas cocok dengan datapackage.json.")


def _checkpoint(report: Report, own: Mapping[str, Any], note: bytes, keys: Sequence[str]) -> Checkpoint | None:
    if not keys:
        report.open.append(
            "Kunci catatan diambil dari data itu sendiri. Bandingkan dengan kunci yang tercetak pada kertas, lalu "
            "ulangi dengan --key."
        )
    try:
        found, _ = checkpoints.opened(note, _verifiers(keys or _named_keys(own)))
    except NoteError as problem:
        report.differs("key", f"Tanda catatan tidak ditandatangani kunci ini ({problem}).")
        return None
    said = own.get("catatan") or {}
    if (found.origin, found.size, to_base64(found.root)) != (said.get("asal"), said.get("ukuran"), said.get("akar")):
        report.differs("checkpoint", "checkpoint.txt bukan tanda yang disebut datapackage.json.")
    report.facts |= {"origin": found.origin, "size": found.size}
    report.agreed("checkpoint", f"Tanda catatan {found.origin} dengan {found.size} entri ditandatangani kuncinya.")
    return found


def _rows(report: Report, data: Read) -> list[PublicRow]:
    rows = [open_data.row_of(each) for each in _table(data("aduan.csv"), open_data.COLUMNS)]
    twice = [key for key, count in Counter(row.id for row in rows).items() if count > 1]
    if twice:
        report.differs("rows", f"aduan.csv memuat {', '.join(twice[:5])} lebih dari sekali.")
    return rows


def _same(report: Report, data: Read, rows: Sequence[PublicRow], withheld: Sequence[Withheld]) -> None:
    """The same rows stand in every format."""
    try:
        told = _object(data("aduan.json"))
        same = [open_data.row_of(each) for each in told.get("aduan", ())] == list(rows)
        if not same or [open_data.withheld_of(each) for each in told.get("tidak_terbit", ())] != list(withheld):
            report.differs("formats", "aduan.json tidak memuat hal yang sama dengan aduan.csv dan tidak-terbit.csv.")
    except Missing:
        pass
    try:
        features = _object(data("aduan.geojson")).get("features", ())
        if [open_data.row_of(each.get("properties") or {}) for each in features] != list(rows):
            report.differs("formats", "aduan.geojson tidak memuat baris yang sama dengan aduan.csv.")
    except Missing:
        pass
    report.agreed("formats", f"{len(rows)} baris sama dalam semua bentuk.")


def _figures(report: Report, told: Mapping[str, Any], rows: Sequence[PublicRow], withheld: Sequence[Withheld]) -> None:
    ours = {each.period: open_data.figures_record(each) for each in all_figures(rows, withheld)}
    theirs = {str(each.get("periode")): each for each in told.get("angka") or ()}
    for period in sorted(ours.keys() | theirs.keys()):
        name = period or "sepanjang waktu"
        if period not in theirs or period not in ours:
            known = "tidak ada di angka.json" if period in ours else "tidak berasal dari baris mana pun"
            report.differs("figures", f"Angka {name} {known}.")
            continue
        for key in sorted(ours[period].keys() | theirs[period].keys()):
            counted, written = ours[period].get(key), theirs[period].get(key)
            if counted != written:
                report.differs("figures", f"Angka {name}, {key}: tertulis {_say(written)}, terhitung {_say(counted)}.")
    numbers = sum(_numbers(each) for each in ours.values())
    report.facts["numbers"] = numbers
    report.agreed("figures", f"{numbers} angka dalam {len(ours)} periode dihitung ulang dan cocok.")


def _company(report: Report, rows: Sequence[PublicRow], withheld: Sequence[Withheld], least: Any) -> None:
    if not isinstance(least, int) or isinstance(least, bool) or least < 1:
        report.differs("company", "datapackage.json tidak menyebut berapa aduan serupa yang disyaratkan (k).")
        return
    cells = Counter((row.group, row.category, row.hamlet, row.period) for row in rows)
    for cell, count in sorted(cells.items()):
        if count < least:
            shown = ", ".join(filter(None, cell)) or "tanpa keterangan"
            report.differs("company", f"Hanya {count} baris menampilkan “{shown}”; yang disyaratkan {least}.")
    if any(each.count < least if each.count is not None else each.below != least for each in withheld):
        report.differs("company", f"tidak-terbit.csv menyebut angka yang seharusnya hanya “kurang dari {least}”.")
    if least < USUAL_LEAST:
        report.open.append(f"Desa ini mensyaratkan {least} aduan serupa, kurang dari yang lazim ({USUAL_LEAST}).")
    report.agreed("company", f"Setiap gabungan keterangan dimiliki sedikitnya {least} baris.")


def _openings(report: Report, rows: Sequence[PublicRow], data: Read) -> dict[int, _Step]:
    """Check each opened step against its own commitment, and each row against its steps."""
    try:
        lines = data("terbuka.jsonl").decode().splitlines()
    except Missing:
        report.open.append(
            "Desa ini tidak membuka langkah aduan, jadi barisnya tidak dapat dibandingkan dengan catatan."
        )
        return {}
    known = {row.id: row for row in rows}
    steps: dict[int, _Step] = {}
    logs: set[UUID] = set()
    unproved: Counter[Proved] = Counter()
    for line in lines:
        told = _object(line.encode())
        row = known.pop(str(told.get("id")), None)
        if row is None:
            report.differs("openings", f"Langkah terbuka milik {told.get('id')}, yang tidak ada di aduan.csv.")
            continue
        mine = _steps(report, told, steps, logs)
        proved = {Proved(each) for each in told.get("membuktikan") or () if each in set(Proved)}
        unproved.update(set(Proved) - proved)
        _compare(report, row, mine, proved)
    for key in known:
        report.differs("openings", f"Baris {key} tidak disebut di terbuka.jsonl.")
    if len(logs) > 1:
        report.differs("openings", "Langkah terbuka berasal dari lebih dari satu catatan.")
    for what, count in sorted(unproved.items()):
        report.open.append(f"{what.label} dari {count} baris belum dapat dibuktikan dengan catatan.")
    report.agreed("openings", f"{len(steps)} langkah terbuka cocok dengan komitmennya, dan dengan barisnya.")
    return steps


def _steps(report: Report, told: Mapping[str, Any], steps: dict[int, _Step], logs: set[UUID]) -> list[_Step]:
    found = []
    for each in told.get("langkah") or ():
        try:
            index, entry = int(each["nomor"]), base64.b64decode(each["entri"], validate=True)
            parts, content = form.unpack(entry), str(each["isi"]).encode()
            salt = base64.b64decode(each["garam"], validate=True)
            fits = form.commitment(form.PUBLIC_TAG, salt, content) == parts.public_commitment
            if not fits or parts.index != index:
                raise ValueError("isinya bukan yang dikomitmenkan")
            if index in steps:
                raise ValueError("sudah dipakai baris lain")
            steps[index] = _Step(index, entry, _object(content))
        except (KeyError, TypeError, ValueError, binascii.Error) as wrong:
            report.differs("openings", f"Langkah {each.get('nomor')} dari {told['id']} keliru: {wrong}.")
            continue
        logs.add(parts.log)
        found.append(steps[index])
    return found


def _compare(report: Report, row: PublicRow, steps: Sequence[_Step], proved: set[Proved]) -> None:
    if not steps:
        if proved:
            report.differs("openings", f"Baris {row.id} mengaku dibuktikan, tetapi tanpa langkah.")
        return
    try:
        folded = public_openings.fold(step.content for step in steps)
    except (KeyError, TypeError, ValueError) as wrong:
        report.differs("openings", f"Langkah-langkah {row.id} tidak masuk akal: {wrong}.")
        return
    for column in public_openings.differences(row, folded, proved):
        report.differs("openings", f"Baris {row.id}: {column} berbeda dengan yang dicatat.")


def _bounds(
    report: Report,
    rows: Sequence[PublicRow],
    withheld: Sequence[Withheld],
    steps: Mapping[int, _Step],
    head: Checkpoint | None,
) -> None:
    """Every case has an entry of its own: the log bounds how many there can be, and says nothing more of the hidden."""
    if head is None:
        return
    hidden, whole = sum(each.count or 0 for each in withheld), figures((), withheld)
    least = max(len(steps), len(rows)) + hidden
    if least > head.size:
        report.differs("bounds", f"Disebut {hidden} aduan tidak terbit; catatan dengan {head.size} entri tidak muat.")
    said = f"kurang dari {whole.withheld_below}" if whole.withheld is None else str(whole.withheld)
    report.open.append(
        f"Banyaknya aduan yang tidak terbit ({said}) hanya terbatas dari atas: catatan memuat {head.size} entri, "
        "dan isinya tidak terbuka."
    )
    if steps:
        report.open.append(
            "Bahwa tidak ada langkah yang disembunyikan, hari sampai tanggapan, hasil, dan pernyataan pelapor tidak "
            "dapat dibuktikan dari catatan."
        )


def _log(report: Report, log: Read, head: Checkpoint, steps: Mapping[int, _Step], keys: Sequence[str]) -> None:
    """Make the root anew from all entries, at the data's size and at the newest, and find the opened ones in it."""
    try:
        newest, _ = checkpoints.opened(log("checkpoint"), _verifiers(keys))
        if newest.origin != head.origin or newest.size < head.size:
            report.differs(
                "log", f"Catatan di sana ({newest.origin}, {newest.size} entri) bukan lanjutan dari data ini."
            )
            return
        roots, forged = _walk(log, {head.size, newest.size}, newest.size, steps)
    except NoteError as problem:
        report.differs("log", f"Tanda catatan terbaru tidak ditandatangani kunci ini ({problem}).")
        return
    except (Missing, tiles.TileError) as problem:
        report.differs("log", f"Catatan tidak lengkap: {problem}.")
        return
    for each in (head, newest):
        if roots.get(each.size) != each.root:
            report.differs("log", f"Entri-entri catatan tidak menghasilkan sidik yang ditandatangani ({each.size}).")
    for index in sorted(forged | {index for index in steps if index >= head.size}):
        report.differs("log", f"Langkah {index} tidak ada di catatan.")
    report.agreed(
        "log", f"{newest.size} entri catatan menghasilkan sidik yang ditandatangani, dan memuat semua langkah."
    )


def _walk(log: Read, sizes: set[int], size: int, steps: Mapping[int, _Step]) -> tuple[dict[int, bytes], set[int]]:
    tree, forged = CompactRange(), set()
    roots = {0: tree.root()} if 0 in sizes else {}
    for index, entry in enumerate(_entries(log, size)):
        tree.append(leaf_hash(entry))
        if index in steps and steps[index].entry != entry:
            forged.add(index)
        if index + 1 in sizes:
            roots[index + 1] = tree.root()
    return roots, forged


def _entries(log: Read, size: int) -> Iterator[bytes]:
    for n in range(-(-size // tiles.TILE_WIDTH)):
        tile = tiles.tile_of(None, n, size)
        assert tile is not None  # noqa: S101  (n was counted from the size)
        found = tiles.decode_entries(log(tile.path))
        if len(found) != tile.width:
            raise tiles.TileError(f"{tile.path} memuat {len(found)} entri")
        yield from found


def _restricted(report: Report, data: Read) -> None:
    try:
        _object(data("tahunan-terbatas.json"))
    except Missing:
        return
    report.open.append("Banyaknya aduan terbatas per tahun tidak dapat dihitung ulang: tidak ada barisnya.")


def _verifiers(keys: Sequence[str]) -> list[Verifier]:
    return [Verifier.parse(key.strip()) for key in keys]


def _named_keys(own: Mapping[str, Any]) -> list[str]:
    return [str(key) for key in (own.get("catatan") or {}).get("kunci") or ()]


def _table(content: bytes, columns: Sequence[open_data.Column]) -> Iterator[dict[str, Any]]:
    return open_data.read_csv(io.StringIO(_text(content), newline=""), columns)


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(_text(content))
    except ValueError as wrong:
        raise NotOpenData(f"sebuah berkas bukan JSON: {wrong}") from wrong
    if not isinstance(found, dict):
        raise NotOpenData("sebuah berkas JSON tidak berisi objek")
    return found


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise NotOpenData("sebuah berkas bukan teks UTF-8") from wrong


def _licence(package: Mapping[str, Any]) -> Any:
    return next((each.get("name") for each in package.get("licenses") or ()), None)


def _say(value: Any) -> str:
    return "tidak ada" if value is None else json.dumps(value, ensure_ascii=False)


def _numbers(value: Any) -> int:
    if isinstance(value, Mapping):
        return sum(map(_numbers, value.values()))
    return int(isinstance(value, int | float))
