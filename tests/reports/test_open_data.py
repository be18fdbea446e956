"""Open data: versions that agree with themselves and with a checkpoint, without anything of a person."""

from __future__ import annotations

import csv
import json
import re
import tracemalloc
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kentongan.cases.actions import answer
from kentongan.cases.models import Case, Publication
from kentongan.cases.public_numbers import public_numbers
from kentongan.reports.open_data import making, parquet, store, writing
from kentongan.rules import open_data
from kentongan.rules.public_figures import PublicRow
from kentongan.rules.types import Kind, Outcome, Status
from kentongan.villages import log_keys
from kentongan.villages.models import Village
from tests.factories import REPORTER, lodge, make_village, restricted_case
from tests.reports.open_village import LATER, handled, inhabited, publish, published_version

pytestmark = pytest.mark.django_db
SLOT = timedelta(hours=6)
ROW = PublicRow(
    id="", kind=Kind.COMPLAINT, case_class=None, group="Jalan", category="", hamlet="", period="2026-Q3",
    status=Status.RECEIVED, outcome=None, confirmed_solved=False, days_to_answer=None, clocks=(),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.KENTONGAN_OPEN_DATA = tmp_path / "open-data"
    settings.KENTONGAN_CHECKPOINTS = tmp_path / "checkpoints"


@pytest.fixture
def village() -> Village:
    return make_village()


def lines(version: store.Version, name: str = "aduan.csv") -> list[dict[str, str]]:
    with (version.folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def no_room(*_: object) -> None:
    raise OSError("penuh")


def checkpointed(village: Village, number: int) -> None:
    log_keys.make_checkpoint(village, LATER + number * SLOT)


def test_every_file_of_the_dictionary_is_there_and_says_the_same(village: Village) -> None:
    inhabited(village)
    version = published_version(village)
    assert set(version.files) == set(open_data.FILES) - {"tahunan-terbatas.json"}
    rows = lines(version)
    assert [row["status"] for row in rows] == ["received", "verified", "assigned", "in_progress", "answered", "closed"]
    told = json.loads((version.folder / "aduan.json").read_text(encoding="utf-8"))
    assert [row["id"] for row in told["aduan"]] == [row["id"] for row in rows]
    assert told["tidak_terbit"] == [{"tahun": None, "impor": False, "jumlah": 5, "kurang_dari": None}]
    (whole, year, quarter) = json.loads((version.folder / "angka.json").read_text(encoding="utf-8"))["angka"]
    assert (whole["jumlah"], whole["terbit"], whole["tidak_terbit"]) == (11, 6, 5)
    assert (year["periode"], quarter["periode"], quarter["terbit"]) == ("2026", "2026-Q3", 6)
    assert (whole["ditutup"], whole["dinyatakan_selesai"]) == (1, 1)
    package = json.loads((version.folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert {each["path"]: each["bytes"] for each in package["resources"]} == {
        name: (version.folder / name).stat().st_size for name in version.files if name != store.PACKAGE
    }


def test_the_portal_shows_the_numbers_that_the_data_carries(village: Village) -> None:
    inhabited(village)
    version = published_version(village)
    told = json.loads((version.folder / "angka.json").read_text(encoding="utf-8"))["angka"]
    shown = public_numbers(village, today=LATER.date()).by_period
    assert told == [open_data.figures_record(shown[period]) for period in sorted(shown)]
    assert len(told) == 3


def test_parquet_holds_the_rows_of_the_csv(village: Village) -> None:
    duckdb = pytest.importorskip("duckdb")
    inhabited(village, published=1)
    Publication.objects.update(shown_group="=HYPERLINK()")
    version = published_version(village)
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{version.folder / 'aduan.parquet'}'")
        heads = [each[0] for each in found.description]
        values = dict(zip(heads, found.fetchone(), strict=True))
    told = json.loads((version.folder / "aduan.json").read_text(encoding="utf-8"))["aduan"][0]
    assert values == told
    assert values["kelompok"] == "=HYPERLINK()"


def test_without_duckdb_there_is_no_parquet_and_the_version_says_why(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(parquet.importlib, "import_module", missing)
    inhabited(village, published=1)
    version = published_version(village)
    assert "aduan.parquet" not in version.files
    assert version.without_parquet == parquet.MISSING


def test_a_spreadsheet_finds_no_formula(village: Village) -> None:
    publish(lodge(village).case, "a" * 16, group='=HYPERLINK("http://jahat.example")')
    publish(lodge(village).case, "b" * 16, group="'petik")
    version = published_version(village)
    assert [row["kelompok"] for row in lines(version)] == ['\'=HYPERLINK("http://jahat.example")', "''petik"]
    with (version.folder / "aduan.csv").open(encoding="utf-8", newline="") as file:
        read = [row["kelompok"] for row in open_data.read_csv(file, open_data.COLUMNS)]
    assert read == ['=HYPERLINK("http://jahat.example")', "'petik"]


def test_nothing_of_a_person_a_number_or_a_day_is_in_any_file(village: Village) -> None:
    office = inhabited(village)
    restricted_case(village, office.bpd, story="Rahasia sekali")
    version = published_version(village)
    whole = "\n".join(
        file.path.read_bytes().decode("utf-8", "replace") for file in version.files.values() if file.size
    ).lower()
    planted = [
        *(REPORTER.name.lower().split()),
        str(REPORTER.phone)[3:], str(REPORTER.email), str(REPORTER.nik), "081234567890", "melati", "rahasia",
        "ditambal", "ditinjau", *(officer.name.lower() for officer in (office.sari, office.tono, office.joko)),
        *(number.lower() for number in Case.objects.values_list("number", flat=True)),
        *(str(key) for key in Case.objects.values_list("pk", flat=True)),
    ]  # fmt: skip
    assert [word for word in planted if word in whole] == []
    own = {version.made_at.date().isoformat(), version.slot.date().isoformat()}  # of the version, of no case
    assert set(re.findall(r"20\d\d-\d\d-\d\d", whole)) - own == set()


def test_only_steps_that_the_portal_shows_are_opened_and_none_that_names_a_day(village: Village) -> None:
    office = inhabited(village, published=5, withheld=0)
    version = published_version(village)
    told = [json.loads(line) for line in (version.folder / "terbuka.jsonl").read_text(encoding="utf-8").splitlines()]
    actions = [[json.loads(step["isi"])["action"] for step in each["langkah"]] for each in told]
    assert actions[4] == ["receive", "verify", "assign", "progress"]  # neither proposal nor what came of it
    assert {what for each in told for what in each["membuktikan"]} == {"status", "class", "limits"}
    assert office.joko.name not in json.dumps(told)


def test_a_step_after_the_checkpoint_is_not_opened_and_nothing_is_claimed_of_it(village: Village) -> None:
    office = inhabited(village, published=0, withheld=0)
    case = publish(handled(village, office, steps=3), "c" * 16)
    checkpoint = log_keys.make_checkpoint(village, LATER)
    moved_on = Case.objects.get(pk=case.pk)
    answer.propose(case=moved_on, by=office.joko, at=LATER, outcome=Outcome.SETTLED, text="Sudah.")
    moved_on = Case.objects.get(pk=case.pk)
    answer.answer(case=moved_on, by=office.tono, at=LATER, outcome=Outcome.SETTLED, text="Sudah.")
    version = making.make(village, checkpoint, at=LATER)
    assert version is not None
    assert lines(version)[0]["status"] == "answered"
    (told,) = [json.loads(line) for line in (version.folder / "terbuka.jsonl").read_text(encoding="utf-8").splitlines()]
    assert max(step["nomor"] for step in told["langkah"]) < checkpoint.size
    assert told["membuktikan"] == ["class"]


def test_a_village_may_keep_the_steps_closed_and_choose_a_licence(village: Village) -> None:
    inhabited(village, published=1)
    village.data_steps, village.data_licence = False, "CC0-1.0"
    version = published_version(village)
    assert "terbuka.jsonl" not in version.files
    assert version.licence == "CC0-1.0"


def test_a_version_is_made_after_a_checkpoint_and_only_when_something_changed(village: Village) -> None:
    office = inhabited(village, published=2, withheld=0)
    assert making.make_due(village, at=LATER) is None  # no checkpoint yet
    checkpointed(village, 0)
    first = making.make_due(village, at=LATER)
    assert first is not None
    assert making.make_due(village, at=LATER) is None
    checkpointed(village, 1)
    assert making.make_due(village, at=LATER + SLOT) is None  # a new checkpoint, the same data
    publish(handled(village, office, steps=1), "d" * 16)
    assert making.make_due(village, at=LATER + SLOT) is None  # waits for its slot
    checkpointed(village, 2)
    second = making.make_due(village, at=LATER + 2 * SLOT)
    assert second is not None
    assert store.names(village) == [second.name, first.name]
    assert (first.rows, second.rows) == (2, 3)
    assert store.newest(village) == second


def test_a_case_that_is_taken_off_takes_every_version_with_it_at_once(village: Village) -> None:
    inhabited(village, published=2, withheld=0)
    checkpointed(village, 0)
    first = making.make_due(village, at=LATER)
    assert first is not None
    Case.objects.filter(publication__public_id=f"{0:016x}").update(publish_consent="no")
    second = making.make_due(village, at=LATER + timedelta(minutes=1))  # long before the next slot
    assert second is not None
    assert store.names(village) == [second.name]
    assert not first.folder.exists()
    assert list(second.ids()) == [f"{1:016x}"]
    assert json.loads((second.folder / "angka.json").read_text(encoding="utf-8"))["angka"][0]["tidak_terbit"] is None


def test_a_case_that_left_is_noticed_although_another_came_back(village: Village) -> None:
    """Counting what stands would not do: X returns, then Y is taken off, and there are as many as before."""
    inhabited(village, published=2, withheld=0)
    x, y = (Case.objects.filter(publication__public_id=f"{number:016x}") for number in range(2))
    x.update(publish_consent="no")
    checkpointed(village, 0)
    old = making.make_due(village, at=LATER)
    assert old is not None
    assert list(old.ids()) == [f"{1:016x}"]
    x.update(publish_consent="yes")
    y.update(publish_consent="no")
    new = making.make_due(village, at=LATER + timedelta(minutes=1))
    assert new is not None
    assert (store.names(village), list(new.ids())) == ([new.name], [f"{0:016x}"])


def test_versions_with_a_case_that_left_go_also_where_the_newest_never_had_it(village: Village) -> None:
    inhabited(village, published=2, withheld=0)
    y = Case.objects.filter(publication__public_id=f"{1:016x}")
    versions = []
    for number in range(2):
        checkpointed(village, number)
        versions.append(making.make_due(village, at=LATER + number * SLOT))
        Publication.objects.filter(public_id=f"{0:016x}").update(shown_group="Lain")
    with_both, also = versions
    assert with_both is not None
    assert also is not None
    y.update(publish_consent="no")
    assert making.withdraw(village, at=LATER + SLOT)
    assert store.names(village) == []


def test_as_long_as_nothing_changed_no_file_is_read(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    inhabited(village, published=2, withheld=0)
    checkpointed(village, 0)
    making.make_due(village, at=LATER)
    making.make_due(village, at=LATER)
    monkeypatch.setattr(store.Version, "ids", no_room)
    assert making.make_due(village, at=LATER) is None


def test_a_version_made_for_less_company_than_now_asked_for_is_withdrawn(village: Village) -> None:
    inhabited(village, published=6, withheld=0)
    checkpointed(village, 0)
    old = making.make_due(village, at=LATER)
    assert old is not None
    village.publish_least = 7
    village.save()
    new = making.make_due(village, at=LATER + timedelta(minutes=1))
    assert new is not None
    assert store.names(village) == [new.name]
    assert (new.least, new.rows) == (7, 0)  # and the six are too few


def test_a_withdrawal_that_broke_off_is_taken_up_again(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    inhabited(village, published=2, withheld=0)
    checkpointed(village, 0)
    making.make_due(village, at=LATER)
    Case.objects.filter(publication__public_id=f"{0:016x}").update(publish_consent="no")
    with monkeypatch.context() as broken:
        broken.setattr(store, "remove", no_room)
        with pytest.raises(OSError, match="penuh"):
            making.make_due(village, at=LATER)
    new = making.make_due(village, at=LATER)
    assert new is not None
    assert store.names(village) == [new.name]


def test_of_a_row_without_its_quarter_no_step_is_opened(village: Village) -> None:
    inhabited(village, published=2, withheld=0)
    Publication.objects.filter(public_id=f"{0:016x}").update(shown_period="2026")
    told = (published_version(village).folder / "terbuka.jsonl").read_text(encoding="utf-8").splitlines()
    first, second = map(json.loads, told)
    assert (first["langkah"], first["membuktikan"]) == ([], [])
    assert second["langkah"]


def test_a_village_opens_no_steps_unless_it_decides_so(village: Village) -> None:
    publish(lodge(village).case, "a" * 16)
    assert "terbuka.jsonl" not in published_version(village).files


def test_old_versions_go_and_a_broken_attempt_leaves_nothing(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "KEPT", 2)
    for number in range(3):
        publish(lodge(village).case, f"{number:016x}")
        checkpointed(village, number)
        making.make_due(village, at=LATER + number * SLOT)
    assert len(store.names(village)) == 2
    publish(lodge(village).case, "e" * 16)
    checkpointed(village, 3)
    with monkeypatch.context() as broken:
        broken.setattr(making, "write_csv", no_room)
        with pytest.raises(OSError, match="penuh"):
            making.make_due(village, at=LATER + 3 * SLOT)
    assert not list(store.home(village).glob(".making-*"))
    assert making.make_due(village, at=LATER + 3 * SLOT) is not None  # tried again


def test_rows_are_read_in_chunks_with_a_fixed_number_of_questions(
    village: Village, django_assert_max_num_queries: Any
) -> None:
    inhabited(village, published=6)
    checkpoint = log_keys.make_checkpoint(village, LATER)
    with django_assert_max_num_queries(20):
        making.make(village, checkpoint, at=LATER)


def test_making_needs_no_more_memory_for_many_rows_than_for_few(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made_of(count: int) -> int:
        rows = (replace(ROW, id=f"{number:016x}") for number in range(count))
        monkeypatch.setattr(writing, "public_rows", lambda *_, **__: rows)
        checkpoint = log_keys.make_checkpoint(village, LATER)
        tracemalloc.start()
        try:
            assert making.make(village, checkpoint, at=LATER) is not None
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    monkeypatch.setattr(parquet, "write", lambda *_: parquet.MISSING)
    monkeypatch.setattr(writing, "_CHUNK", 50)
    lodge(village)
    made_of(10)
    few, many = made_of(150), made_of(900)
    assert many < few * 1.5


def test_restricted_cases_have_a_yearly_total_only_when_the_year_is_over_and_they_are_enough(village: Village) -> None:
    for _ in range(5):
        restricted_case(village)
    assert "tahunan-terbatas.json" not in published_version(village).files
    village.data_steps = True  # so that there is something new to tell
    over = published_version(village, when=LATER.replace(year=2027))
    told = json.loads((over.folder / "tahunan-terbatas.json").read_text(encoding="utf-8"))
    assert told["tahunan"] == [{"tahun": 2026, "jumlah": 5}]
    village.restricted_least = 6
    later = published_version(village, when=LATER.replace(year=2028))
    assert "tahunan-terbatas.json" not in later.files
