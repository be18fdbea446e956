"""The open data's rows and numbers: written and read again the same, and counted as they are defined."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.rules import open_data, open_data_schema
from kentongan.rules.open_data import NotOpenData
from kentongan.rules.public_figures import (
    PUBLIC_CLOCKS,
    PublicClock,
    PublicRow,
    Withheld,
    all_figures,
    figures,
    public_status,
    told,
    within,
)
from kentongan.rules.types import CaseClass, Kind, Outcome, Status

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
ROWS = st.builds(
    PublicRow,
    id=st.text("0123456789abcdef", min_size=16, max_size=16),
    kind=st.sampled_from(Kind),
    case_class=st.none() | st.sampled_from(CaseClass),
    group=WORDS,
    category=WORDS,
    hamlet=WORDS,
    period=st.sampled_from(["", "2025", "2025-Q4", "2026", "2026-Q1", "2026-Q3"]),
    status=st.sampled_from(sorted(set(map(public_status, Status)))),
    outcome=st.none() | st.sampled_from(Outcome),
    confirmed_solved=st.booleans(),
    days_to_answer=st.none() | st.integers(0, 400),
    clocks=st.lists(st.builds(PublicClock, st.sampled_from(PUBLIC_CLOCKS), st.booleans()), max_size=4).map(tuple),
)
WITHHELD = st.lists(
    st.builds(
        lambda year, imported, count, least: told(year, count, imported=imported, least=least),
        st.none() | st.integers(2019, 2026),
        st.booleans(),
        st.integers(0, 99),
        st.integers(2, 20),
    )
)


def plain(row: PublicRow) -> PublicRow:
    """The limits of a row have no order in the open data."""
    return open_data.row_of(open_data.record(row))


@given(st.lists(ROWS, max_size=5))
@settings(max_examples=30, deadline=None)
def test_rows_come_back_from_csv_and_json_as_they_went(rows: list[PublicRow]) -> None:
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow([column.name for column in open_data.COLUMNS])
    for row in rows:
        writer.writerow([open_data.cell(value) for value in open_data.record(row).values()])
    text = table.getvalue()
    read = [open_data.row_of(each) for each in open_data.read_csv(io.StringIO(text, newline=""), open_data.COLUMNS)]
    assert read == [plain(row) for row in rows]
    assert [open_data.row_of(json.loads(json.dumps(open_data.record(row)))) for row in rows] == read
    for cells in csv.reader(io.StringIO(text, newline="")):
        assert not any(each.startswith(("=", "+", "-", "@", "\t", "\r")) for each in cells)


@given(st.lists(ROWS, max_size=12), WITHHELD)
@settings(max_examples=30, deadline=None)
def test_the_numbers_are_those_of_their_definition(rows: list[PublicRow], withheld: list[Withheld]) -> None:
    found = {each.period: each for each in all_figures(rows, withheld)}
    assert set(found) == {"", *(row.period for row in rows), *(row.period[:4] for row in rows)} | {
        str(each.year) for each in withheld if each.year
    }
    for period, numbers in found.items():
        mine = [row for row in rows if within(row.period, period)]
        assert numbers == figures(rows, withheld, period)
        assert numbers.published == len(mine) == sum(numbers.by_status.values()) == sum(numbers.by_kind.values())
        assert sum(numbers.by_group.values()) == sum(numbers.by_hamlet.values()) == len(mine)
        days = sorted(row.days_to_answer for row in mine if row.days_to_answer is not None)
        half = [days[(len(days) - 1) // 2], days[len(days) // 2]] if days else []
        assert numbers.median_days == (sum(half) / 2 if half else None)
        assert sum(each.met + each.missed for each in numbers.on_time.values()) == sum(len(row.clocks) for row in mine)
    whole, most = found[""], sum(each.below - 1 if each.count is None else each.count for each in withheld)
    if any(each.count is None for each in withheld):
        assert (whole.withheld, whole.withheld_below, whole.total) == (None, most + 1, None)
        assert whole.total_below == whole.published + most + 1
    else:
        assert (whole.withheld, whole.withheld_below, whole.total) == (most, 0, whole.published + most)
    read = [open_data.withheld_of(json.loads(json.dumps(open_data.withheld_record(each)))) for each in withheld]
    assert read == withheld
    assert plain_json(found) == plain_json({each.period: each for each in all_figures(map(plain, rows), withheld)})


def plain_json(found: dict[str, object]) -> str:
    return json.dumps({period: open_data.figures_record(each) for period, each in found.items()})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    ["", "id\nx\n", "id,jenis\n", "id\n\n"],
)
def test_a_table_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(NotOpenData):
        list(open_data.read_csv(io.StringIO(text), open_data.COLUMNS))


@pytest.mark.parametrize(
    ("column", "text"), [("status", "selesai"), ("hari_sampai_tanggapan", "tiga"), ("dinyatakan_selesai", "ya")]
)
def test_a_cell_that_says_nothing_known_is_refused(column: str, text: str) -> None:
    values = {each.name: "1" if each.form == "integer" else "" for each in open_data.COLUMNS}
    values |= {"id": "a", "jenis": "complaint", "status": "closed", "dinyatakan_selesai": "true", column: text}
    table = ",".join(values) + "\n" + ",".join(values.values()) + "\n"
    with pytest.raises(NotOpenData):
        [open_data.row_of(each) for each in open_data.read_csv(io.StringIO(table), open_data.COLUMNS)]


def test_the_dictionary_explains_every_column_and_every_value() -> None:
    words = list(open_data_schema.dictionary())
    for column in open_data.COLUMNS:
        mine = [each for each in words if (each["berkas"], each["kolom"]) == ("aduan", column.name)]
        assert mine[0]["arti"] == column.meaning
        assert [each["nilai"] for each in mine[1:]] == [value.value for value in column.values or ()]
        assert all(each["arti_nilai"] for each in mine[1:])
    assert set(open_data_schema.json_schemas()) <= set(open_data.FILES)


def test_fewer_than_k_are_not_told_exactly_not_even_none() -> None:
    few = [told(None, count, imported=False, least=5) for count in (0, 1, 4)]
    assert {json.dumps(open_data.withheld_record(each)) for each in few} == {
        '{"tahun": null, "impor": false, "jumlah": null, "kurang_dari": 5}'
    }
    assert open_data.withheld_record(told(None, 5, imported=False, least=5))["jumlah"] == 5


@pytest.mark.parametrize(("count", "below"), [(None, None), (3, 5), (-1, None), (None, -2), ("x", None)])
def test_how_many_are_withheld_is_told_in_one_way_or_refused(count: object, below: object) -> None:
    with pytest.raises(NotOpenData):
        open_data.withheld_of({"tahun": None, "impor": False, "jumlah": count, "kurang_dari": below})
