"""A backup made here is whole there: rows, files, secrets, codes; on SQLite and PostgreSQL, and across."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from kentongan.cases.actions import reporter
from kentongan.cases.actions.intake import Receipt
from kentongan.cases.lodging import AboutOfficial
from kentongan.cases.models import Case, Event
from kentongan.cases.models.sealed import MARK
from kentongan.commands import backup_key
from kentongan.commands.archive import rows, writing
from kentongan.commands.archive.snapshot import snapshot
from kentongan.documents import store
from kentongan.documents.clean import Cleaned
from kentongan.documents.kinds import DocumentKind
from kentongan.ledger import log as ledger
from kentongan.support import age
from kentongan.villages.models import Village
from tests.commands.conftest import Kentongan, Said, environment, program
from tests.factories import MONDAY, Office, lodge, make_village

real_commits = pytest.mark.django_db(transaction=True)
PICTURE = b"\xff\xd8 bukan gambar sungguhan \xff\xd9"


@pytest.fixture
def village() -> Village:
    """A village with people, two cases, a file, and an entry that was lawfully erased."""
    village = make_village(opening_hours=[{"days": "Senin–Kamis", "hours": "08.00–15.00 ‘pagi’"}])
    Office(village)
    upload = Cleaned(
        kind=DocumentKind.PICTURE,
        media_type="image/jpeg",
        extension="jpg",
        data=PICTURE,
        preview=b"kecil",
        width=4,
        height=3,
    )
    documents = store.take_in(village=village, uploads=[upload], by=None, at=MONDAY)
    lodge(village, token="token-satu-yang-panjang", documents=tuple(documents), story="Jalan rusak 🛣️ “parah” \\ \u2028")
    lodge(village, token="token-dua-yang-panjang", when=MONDAY + timedelta(microseconds=123456))
    sealed = lodge(village, token="token-yang-tersegel", about_official=AboutOfficial.YES).case
    reporter.reply(case=sealed, at=MONDAY, text="Pesan yang tersegel.")
    with transaction.atomic():
        ledger.erase_private(village.log, 0, MONDAY)
    return village


@pytest.fixture
def key(data: Path) -> str:
    return backup_key.make(data)


def backed_up(kentongan: Kentongan, target: Path) -> Said:
    said = kentongan("backup", "--to", str(target), "--json")
    assert said.status == 0, said
    return said


def restored(folder: Path, archive: Path, key: str, **more: str) -> Said:
    paper = archive.with_name("kunci.txt")
    paper.write_text(f"# dari kertas\n{key.lower()[:20]} {key[20:50]}\n  {key[50:]}\n")
    return program(folder, "restore", str(archive), "--key-file", str(paper), "--json", **more)


def everything() -> dict[str, list[list[Any]]]:
    """Every saved row of this database, as plain data that compares alike on both engines."""
    return {model._meta.label_lower: content(model) for model in rows.saved_models(apps)}


def content(model: type[models.Model]) -> list[list[Any]]:
    fields = rows.columns_of(model)
    found = model._base_manager.order_by(*rows.key_of(model)).values_list(*(field.attname for field in fields))
    return [json.loads(rows.encode(row, fields)) for row in found]


LOOK = """
import json
from kentongan.commands import console
console.set_up_django()
from tests.commands.test_backup import everything
from kentongan.cases import search
from kentongan.cases.actions import intake
from kentongan.documents import store
from kentongan.documents.models import Document
from kentongan.villages.models import Village
village = Village.objects.get()
print(json.dumps({
    "rows": everything(),
    "code": intake.receipt_for_token(village=village, token="token-satu-yang-panjang").code,
    "files": [store.read(document).hex() for document in Document.objects.all()],
    "found": len(search.matching(village, "parah")),
}))
"""


def without_the_trace(seen: dict[str, Any]) -> dict[str, list[list[Any]]]:
    """What was restored, less the one ledger entry that says so; the head that moved with it is checked by `verify`."""
    found: dict[str, list[list[Any]]] = seen["rows"]
    trace = found["ledger.content"].pop()
    assert "data_restored" in trace, trace
    found["ledger.entry"].pop()
    del found["ledger.head"]
    return found


def less_the_head(before: dict[str, list[list[Any]]]) -> dict[str, list[list[Any]]]:
    return {label: found for label, found in before.items() if label != "ledger.head"}


def looked_into(folder: Path, **more: str) -> dict[str, Any]:
    """Open the restored installation with a program of its own, and tell what is there."""
    script = LOOK.replace("from tests.commands.test_backup import everything", EVERYTHING)
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment(folder, **more), capture_output=True, text=True, check=True
    )
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


# The restored installation is opened with its own settings, so the test's module cannot be imported there.
EVERYTHING = """
from django.apps import apps
from kentongan.commands.archive import rows
def content(model):
    fields = rows.columns_of(model)
    found = model._base_manager.order_by(*rows.key_of(model)).values_list(*(f.attname for f in fields))
    return [json.loads(rows.encode(row, fields)) for row in found]
def everything():
    return {model._meta.label_lower: content(model) for model in rows.saved_models(apps)}
"""


def sent_code(village: Village) -> Receipt:
    from kentongan.cases.actions import intake

    receipt = intake.receipt_for_token(village=village, token="token-satu-yang-panjang")
    assert receipt is not None
    return receipt


@pytest.fixture
def other_postgres() -> Iterator[str]:
    """The address of an empty PostgreSQL database, gone after the test. Skips where no server is under test."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    name = f"{connection.settings_dict['NAME']}_restore"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    server = connection.settings_dict
    yield f"postgres://{server['USER']}:{server['PASSWORD']}@{server['HOST']}:{server['PORT']}/{name}?pool=0"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@real_commits
@pytest.mark.processes
def test_a_restored_backup_is_the_same_installation(
    kentongan: Kentongan, village: Village, key: str, tmp_path: Path
) -> None:
    archive, before = tmp_path / "cadangan.age", everything()
    facts = backed_up(kentongan, archive).facts
    said = restored(tmp_path / "baru", archive, key)
    assert (said.status, said.facts["ok"]) == (0, True), said
    assert said.facts["rows"] == facts["rows"] == sum(map(len, before.values()))
    seen = looked_into(tmp_path / "baru")
    assert without_the_trace(seen) == less_the_head(before)
    assert seen["code"] == sent_code(village).code
    assert seen["files"] == [PICTURE.hex()]
    assert seen["found"] == 1
    assert (tmp_path / "baru" / "keys" / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert backup_key.recipient(tmp_path / "baru") == age.recipient_of(key)
    (report,) = said.facts["logs"]
    assert (report["ok"], report["erased"]) == (True, 1)


@real_commits
@pytest.mark.processes
def test_a_backup_moves_to_postgresql_and_goes_on_there(
    kentongan: Kentongan, village: Village, key: str, tmp_path: Path, other_postgres: str
) -> None:
    archive, before = tmp_path / "cadangan.age", everything()
    backed_up(kentongan, archive)
    more = {"KENTONGAN_DATABASE_URL": other_postgres}
    assert restored(tmp_path / "baru", archive, key, **more).status == 0
    seen = looked_into(tmp_path / "baru", **more)
    assert without_the_trace(seen) == less_the_head(before)
    assert (seen["code"], seen["found"]) == (sent_code(village).code, 1)
    # Numbers that the database counts itself go on behind the last one, and the ledger's locks are on again.
    added = program(tmp_path / "baru", "user", "add", "baru", "--name", "Baru", "--role", "intake", **more)
    assert added.status == 0, added
    assert program(tmp_path / "baru", "verify", **more).status == 0
    again = program(tmp_path / "lagi", "restore", str(archive), "--key-file", str(tmp_path / "kunci.txt"), **more)
    assert again.status == 1
    assert "tidak kosong" in again.err


@real_commits
def test_nobody_waits_for_a_backup_and_it_sees_one_moment(village: Village, data: Path) -> None:
    with snapshot():
        assert Case.objects.count() == 3
        done = threading.Event()

        def work() -> None:
            lodge(village, token="token-tiga-yang-panjang")
            connection.close()
            done.set()

        threading.Thread(target=work).start()
        assert done.wait(10)
        assert Case.objects.count() == 3
        with pytest.raises(DatabaseError, match=r"read.?only"), transaction.atomic():
            Case.objects.update(title="diubah")
    assert Case.objects.count() == 4


@real_commits
def test_the_archive_can_be_read_without_kentongan(
    kentongan: Kentongan, village: Village, key: str, tmp_path: Path
) -> None:
    archive = tmp_path / "cadangan.age"
    backed_up(kentongan, archive)
    with tarfile.open(fileobj=io.BytesIO(age.decrypt(archive.read_bytes(), identity=key))) as tar:
        names = tar.getnames()
        assert names[0] == "kentongan.json"
        assert names[-1] == "end.json"
        table = tar.extractfile("tables/cases.case/000001.jsonl")
        assert table is not None
        header, first, *_ = table.read().splitlines()
    columns = json.loads(header)["columns"]
    assert "Jalan rusak 🛣️ “parah”" in dict(zip(columns, json.loads(first), strict=True))["story"]
    assert PICTURE not in archive.read_bytes()
    assert archive.stat().st_mode & 0o077 == 0


@real_commits
@pytest.mark.processes
@pytest.mark.parametrize("damage", ["cut", "changed", "other key", "mistyped key", "no archive"])
def test_what_cannot_be_restored_whole_leaves_nothing_behind(
    kentongan: Kentongan, village: Village, key: str, tmp_path: Path, damage: str
) -> None:
    archive, folder = tmp_path / "cadangan.age", tmp_path / "baru"
    backed_up(kentongan, archive)
    whole = archive.read_bytes()
    archive.write_bytes(
        {
            "cut": whole[: len(whole) * 2 // 3],
            "changed": whole[:-2000] + bytes([whole[-2000] ^ 1]) + whole[-1999:],
            "no archive": age.encrypt(b"halo", identity=key),
        }.get(damage, whole)
    )
    typed = {"other key": age.new_identity(), "mistyped key": key[:-1] + ("A" if key[-1] != "A" else "C")}
    said = restored(folder, archive, typed.get(damage, key))
    assert said.status == 1, said
    assert "Traceback" not in said.err
    assert not folder.exists()


@pytest.mark.processes
def test_a_folder_with_something_in_it_is_not_restored_into(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "surat.txt").write_text("penting")
    archive = tmp_path / "cadangan.age"
    archive.write_bytes(b"x")
    said = restored(tmp_path / "data", archive, age.new_identity())
    assert said.status == 1
    assert "tidak kosong" in said.facts["error"]
    assert (tmp_path / "data" / "surat.txt").read_text() == "penting"


@real_commits
def test_a_backup_never_overwrites_and_needs_a_key(kentongan: Kentongan, village: Village, tmp_path: Path) -> None:
    archive = tmp_path / "cadangan.age"
    assert "kentongan backup --new-key" in kentongan("backup", "--to", str(archive)).err
    assert kentongan("backup", "--new-key").status == 0
    backed_up(kentongan, archive)
    before = archive.read_bytes()
    said = kentongan("backup", "--to", str(archive))
    assert (said.status, archive.read_bytes()) == (1, before)
    assert kentongan("backup").status == 2


@real_commits
def test_a_backup_into_a_folder_is_named_by_its_time(
    kentongan: Kentongan, village: Village, key: str, tmp_path: Path
) -> None:
    facts = backed_up(kentongan, tmp_path).facts
    assert Path(facts["file"]).parent == tmp_path
    assert Path(facts["file"]).name.startswith("kentongan-20")


@real_commits
def test_a_full_disk_leaves_no_half_backup(
    village: Village, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(age, "encrypt_stream", full)
    with pytest.raises(OSError, match="No space left"):
        writing.write(tmp_path / "cadangan.age", recipient=age.recipient_of(key), at=timezone.now())
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_every_table_is_saved_or_left_out_on_purpose() -> None:
    labels = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    left_out = {label for label in labels if label.split(".")[0] in rows.LEFT_OUT_APPS} | rows.LEFT_OUT
    assert labels - {model._meta.label_lower for model in rows.saved_models(apps)} == left_out
    assert labels >= rows.LEFT_OUT


@pytest.mark.django_db
def test_sealed_words_are_saved_as_they_are_sealed(village: Village) -> None:
    """As text they are a placeholder; a backup of placeholders would have lost them for good."""
    fields = rows.columns_of(Event)
    texts = [row[[field.name for field in fields].index("text")] for row in content(Event)]
    assert sum(text.startswith(MARK) for text in texts) == 1
    assert not any("tersegel" in text for text in texts)


def test_a_key_on_paper_can_be_typed_back() -> None:
    secret = age.new_identity()
    assert backup_key.typed(backup_key.paper(secret)) == secret  # the whole paper, as it was printed
    lines = backup_key.paper(secret).splitlines()[3:8]
    assert backup_key.typed("\n".join(line.lower() for line in lines if line.strip())) == secret
