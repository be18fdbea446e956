"""`kentongan recompute`: agrees with what is true, and names each kind of lie; with public files only."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from kentongan import cli
from kentongan.cases.models import Case
from kentongan.channels.register import importer, mapping
from kentongan.ledger import form
from kentongan.support import plain_http
from kentongan.support.plain_http import Answer
from kentongan.support.tlog.note import Signer
from kentongan.villages import log_keys
from tests.factories import MONDAY, make_village
from tests.reports.open_village import downloaded, inhabited, publish, published_version, resealed


@pytest.fixture(scope="module")
def truth(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, str]]:
    """A version and the log beside it, as an outsider downloaded them, and the key as printed; made once."""
    folder = tmp_path_factory.mktemp("truth")
    with (
        django_db_blocker.unblock(),
        override_settings(KENTONGAN_OPEN_DATA=folder / "open", KENTONGAN_CHECKPOINTS=folder / "checkpoints"),
        transaction.atomic(),
    ):
        village = make_village()
        inhabited(village, published=6, withheld=5)
        downloaded(published_version(village), village, folder / "copy")
        yield folder / "copy", log_keys.verifiers(village)[0].vkey
        transaction.set_rollback(True)


@pytest.fixture
def copy(truth: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy to tell lies in."""
    return Path(shutil.copytree(truth[0], tmp_path / "copy"))


def asked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, Any]]:
    status = cli.main(["recompute", *map(str, arguments), "--json"])
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return status, told


def changed(path: Path, change: Callable[[Any], None]) -> None:
    value = json.loads(path.read_text(encoding="utf-8"))
    change(value)
    path.write_text(json.dumps(value), encoding="utf-8")


def codes(told: dict[str, Any]) -> set[str]:
    return {each["code"] for each in told["differences"]}


def rewritten(folder: Path, old: str, new: str) -> None:
    """Change the rows alike in all formats, as a careful liar does."""
    for name in ("aduan.csv", "aduan.json", "aduan.geojson"):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text or f'"{old.replace(",", "")}"' in text or name != "aduan.csv"
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.once
def test_the_truth_agrees_with_the_printed_key(truth: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    status, told = asked(capsys, truth[0], "--key", truth[1])
    assert (status, told["ok"], told["differences"]) == (0, True, [])
    assert (told["rows"], told["withheld"]) == (6, 5)
    assert told["numbers"] > 60
    assert len(told["agreed"]) == 7
    assert not any("Kunci catatan diambil" in sentence for sentence in told["not_checkable"])
    assert any("terbatas dari atas" in sentence for sentence in told["not_checkable"])
    cli.main(["recompute", str(truth[0])])
    said = capsys.readouterr().out
    assert "Semua yang dapat dihitung ulang cocok." in said
    assert "Bandingkan dengan kunci yang tercetak pada kertas" in said


def _number(folder: Path) -> None:
    changed(folder / "angka.json", lambda told: told["angka"][0].update(ditutup=5))


def _percent(folder: Path) -> None:
    changed(folder / "angka.json", lambda told: told["angka"][1]["batas_waktu"]["verifikasi"].update(persen_tepat=99))


def _period(folder: Path) -> None:
    changed(folder / "angka.json", lambda told: told["angka"].pop())


def _status(folder: Path) -> None:
    path = folder / "aduan.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",received,", ",closed,", 1), encoding="utf-8")


def _dropped(folder: Path) -> None:
    path = folder / "aduan.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:2] + lines[3:]), encoding="utf-8")


def _twice(folder: Path) -> None:
    path = folder / "aduan.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]), encoding="utf-8")


def _hidden_grew(folder: Path) -> None:
    path = folder / "tidak-terbit.csv"
    path.write_text(re.sub(r",5,", ",2000,", path.read_text(encoding="utf-8")), encoding="utf-8")


def _told_few(folder: Path) -> None:
    path = folder / "tidak-terbit.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",5,", ",4,"), encoding="utf-8")


def _steps(folder: Path, change: Callable[[list[dict[str, Any]]], None]) -> None:
    path = folder / "terbuka.jsonl"
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    change(told)
    path.write_text("".join(json.dumps(each) + "\n" for each in told), encoding="utf-8")


def _forged_content(folder: Path) -> None:
    def change(told: list[dict[str, Any]]) -> None:
        step = told[3]["langkah"][-1]
        step["isi"] = step["isi"].replace('"in_progress"', '"answered"')

    _steps(folder, change)


def _forged_entry(folder: Path) -> None:
    """An opening that fits itself, but is not what the log holds at that place."""

    def change(told: list[dict[str, Any]]) -> None:
        step = told[3]["langkah"][-1]
        parts = form.unpack(base64.b64decode(step["entri"]))
        step["isi"] = step["isi"].replace('"in_progress"', '"answered"')
        made = form.commitment(form.PUBLIC_TAG, base64.b64decode(step["garam"]), step["isi"].encode())
        entry = form.pack(form.EntryParts(parts.log, parts.index, made, parts.private_commitment))
        step["entri"] = base64.b64encode(entry).decode()

    _steps(folder, change)


def _borrowed_step(folder: Path) -> None:
    _steps(folder, lambda told: told[0]["langkah"].append(told[5]["langkah"][-1]))


def _without_steps(folder: Path) -> None:
    _steps(folder, lambda told: told.pop())


def _log_entry(folder: Path) -> None:
    (bundle,) = (folder / "log/tile/entries").rglob("*.p/*")
    content = bytearray(bundle.read_bytes())
    content[-1] ^= 1
    bundle.write_bytes(bytes(content))


def _short_log(folder: Path) -> None:
    shutil.rmtree(folder / "log/tile")


def _other_checkpoint(folder: Path) -> None:
    changed(folder / "datapackage.json", lambda told: told["kentongan"]["catatan"].update(ukuran=3))


def _least(folder: Path) -> None:
    changed(folder / "datapackage.json", lambda told: told["kentongan"].update(k=7))


LIES = [
    (_number, "figures", "ditutup: tertulis 5, terhitung 1"),
    (_percent, "figures", "batas_waktu"),
    (_period, "figures", "Angka 2026-Q3 tidak ada di angka.json"),
    (_status, "openings", "status berbeda dengan yang dicatat"),
    (_dropped, "openings", "yang tidak ada di aduan.csv"),
    (_dropped, "figures", "terbit: tertulis 6, terhitung 5"),
    (_twice, "rows", "lebih dari sekali"),
    (_hidden_grew, "bounds", "2000 aduan tidak terbit"),
    (_told_few, "company", "seharusnya hanya"),
    (_forged_content, "openings", "bukan yang dikomitmenkan"),
    (_forged_entry, "log", "tidak ada di catatan"),
    (_borrowed_step, "openings", "sudah dipakai baris lain"),
    (_without_steps, "openings", "tidak disebut di terbuka.jsonl"),
    (_log_entry, "log", "tidak menghasilkan sidik yang ditandatangani"),
    (_short_log, "log", "Catatan tidak lengkap"),
    (_other_checkpoint, "checkpoint", "bukan tanda yang disebut"),
    (_least, "company", "Hanya 6 baris"),
]


@pytest.mark.once
@pytest.mark.parametrize(("lie", "code", "words"), LIES, ids=[f"{lie.__name__[1:]}-{code}" for lie, code, _ in LIES])
def test_a_planted_lie_is_found_even_when_all_hashes_fit(
    copy: Path,
    truth: tuple[Path, str],
    capsys: pytest.CaptureFixture[str],
    lie: Callable[[Path], None],
    code: str,
    words: str,
) -> None:
    lie(copy)
    resealed(copy)
    status, told = asked(capsys, copy, "--key", truth[1])
    assert status == 1
    assert code in codes(told)
    assert any(words in each["sentence"] for each in told["differences"])


@pytest.mark.once
def test_a_file_that_is_not_the_one_named_is_found(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copy / "kamus.csv").write_text("palsu", encoding="utf-8")
    status, told = asked(capsys, copy)
    assert (status, codes(told)) == (1, {"files"})


@pytest.mark.once
def test_a_wrong_key_is_found(truth: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    other = Signer(truth[1].split("+")[0], bytes(32)).vkey
    status, told = asked(capsys, truth[0], "--key", other)
    assert (status, codes(told)) == (1, {"key"})


@pytest.mark.once
def test_without_the_log_it_says_what_was_not_checked(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(copy / "log")
    (copy / "aduan.parquet").unlink(missing_ok=True)
    status, told = asked(capsys, copy)
    assert status == 0
    assert any("Catatan desa tidak diperiksa" in sentence for sentence in told["not_checkable"])


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("datapackage.json", b"{}"),
        ("datapackage.json", b"[1]"),
        ("datapackage.json", b"\xff"),
        ("datapackage.json", b'{"kentongan": {"format": "1"}, "resources": [{"path": "../../etc/passwd"}]}'),
        ("datapackage.json", b'{"kentongan": {"format": "1"}, "resources": 7}'),
        ("aduan.csv", b"id\n1\n"),
        ("aduan.csv", b""),
        ("angka.json", b'{"angka": [7]}'),
        ("terbuka.jsonl", b"7\n"),
        ("tidak-terbit.csv", b"tahun,impor,jumlah,kurang_dari\n,false,-3,\n"),
    ],
)
def test_nonsense_is_told_apart_from_a_lie(
    copy: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    (copy / name).write_bytes(content)
    status = cli.main(["recompute", str(copy), "--json"])
    assert status == 2
    assert json.loads(capsys.readouterr().out)["error"]


@pytest.mark.once
@pytest.mark.parametrize("arguments", [["/tidak/ada"], ["https://x/y z"], [".", "--key", "abc"]])
def test_a_wrong_command_says_so(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["recompute", *arguments]) == 2
    assert capsys.readouterr().err


@pytest.mark.once
def test_it_reads_a_site_of_one_version_although_a_newer_one_appears(
    truth: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[str] = []
    version = json.loads((truth[0] / "datapackage.json").read_text(encoding="utf-8"))["version"]

    def ask(url: str, **_: object) -> Answer:
        seen.append(url)
        place = url.removeprefix("https://desa.example/")
        for start in ("data/v1/updated/", f"data/v1/{version}/"):
            place = place.removeprefix(start)
        path = truth[0] / place
        return Answer(200, "", path.read_bytes()) if path.is_file() else Answer(404, "", b"")

    monkeypatch.setattr(plain_http, "ask", ask)
    status, told = asked(capsys, "https://desa.example/data/", "--key", truth[1])
    assert (status, told["differences"]) == (0, [])
    assert [url for url in seen if "updated" in url] == ["https://desa.example/data/v1/updated/datapackage.json"]
    assert any(url.startswith("https://desa.example/log/tile/entries/") for url in seen)


@pytest.mark.django_db
def test_it_agrees_with_an_imported_register_by_its_claimed_years(
    tmp_path: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.KENTONGAN_OPEN_DATA, settings.KENTONGAN_CHECKPOINTS = tmp_path / "open", tmp_path / "checkpoints"
    village = make_village()
    rows = [f"{n},Jalan rusak {n},{2019 + n % 4}-03-{n % 27 + 1:02},Selesai {n}" for n in range(40)]
    rows += [f"x{n},Tanpa tanggal {n},," for n in range(3)]
    source = tmp_path / "buku.csv"
    source.write_text("\n".join(["no,isi,tanggal,jawaban", *rows]), encoding="utf-8")
    known = mapping.check(
        {"source": "buku", "columns": {"key": "no", "story": "isi", "received": "tanggal", "answer": "jawaban"}}
    )
    importer.run(village=village, path=source, mapping=known, now=lambda: MONDAY, dry_run=False, start_clocks=False)
    for number, case in enumerate(Case.objects.filter(village=village, received_at__year=2020)[:5]):
        publish(case, f"{number:016x}")
        case.publication.shown_period = "2020"
        case.publication.save()
    folder = downloaded(published_version(village), village, tmp_path / "copy")
    status, told = asked(capsys, folder)
    assert (status, told["differences"]) == (0, [])
    assert (told["rows"], told["withheld"], told["withheld_below"], told["steps"]) == (5, None, 44, 0)
    figures = json.loads((folder / "angka.json").read_text(encoding="utf-8"))["angka"]
    assert {each["periode"]: each["tidak_terbit"] for each in figures} == {
        "": None, "2019": 10, "2020": 5, "2021": 10, "2022": 10
    }  # fmt: skip
    assert [each["tidak_terbit_kurang_dari"] for each in figures] == [44, None, None, None, None]
    changed(folder / "angka.json", lambda it: it["angka"][1].update(tidak_terbit=9))
    resealed(folder)
    assert asked(capsys, folder)[0] == 1
