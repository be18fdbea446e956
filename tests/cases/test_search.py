"""What a search finds at the desk: words, numbers, days and filters together; and the index behind it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest

from kentongan.cases import search, search_upkeep
from kentongan.cases.actions import verification
from kentongan.cases.models import Case, IndexState
from kentongan.cases.queries import finding
from kentongan.cases.queries import inbox as lists
from kentongan.cases.queries.inbox import InboxFilter, InboxPage, Tab, tallies
from kentongan.people.models import Officer
from kentongan.rules import searching
from kentongan.rules.types import Status
from kentongan.villages.models import Hamlet
from tests.factories import MONDAY, Office, lodge, make_village

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = MONDAY.date()


@pytest.fixture
def office() -> Office:
    return Office(make_village())


def find(office: Office, text: str, *, by: Officer | None = None, after: str = "", **more: Any) -> InboxPage:
    asked = InboxFilter(tab=Tab.FOUND, text=text, **more)
    return finding.found((by or office.sari).viewer(), office.village, asked, today=TODAY, after=after)


def ids(page: InboxPage) -> list[Any]:
    return [row.id for row in page.rows]


def case(office: Office, story: str, **extra: Any) -> Case:
    return lodge(office.village, story=story, **extra).case


def imported(case: Case, **more: Any) -> Case:
    """Make of a case a row of an old register, with another number."""
    values = {"imported": True, "next_due_on": None, "next_clock": ""} | more
    search.forget(case)
    for name, value in values.items():
        setattr(case, name, value)
    case.save()
    search.index(case)
    return case


def test_stems_and_abbreviations_are_found_on_this_database(office: Office) -> None:
    road = case(office, "Mohon jln dusun segera diperbaiki, byk yg berlubang.")
    case(office, "Pohon tumbang di kebun.")
    for text in ("perbaikan jalan", "lubang", "jln yg berlubang", "Jalan", "berlub"):
        assert ids(find(office, text)) == [road.id], text


def test_the_newest_received_comes_first_and_the_undated_last(office: Office) -> None:
    late_found = case(office, "Lampu mati.", when=MONDAY + 3 * DAY)
    undated = imported(case(office, "Lampu mati.", when=MONDAY + 5 * DAY), date_unknown=True)
    newer = case(office, "Lampu mati.", when=MONDAY + 4 * DAY)
    assert ids(find(office, "lampu")) == [newer.id, late_found.id, undated.id]


def test_pages_of_a_search_follow_each_other_without_gap_or_double(office: Office) -> None:
    cases = [case(office, "Lampu mati.", when=MONDAY + n * DAY) for n in range(7)]
    seen, after = [], ""
    with mock.patch.object(lists, "PAGE_SIZE", 3):
        while True:
            page = find(office, "lampu", after=after)
            seen += ids(page)
            after = page.next
            if not after:
                break
    assert seen == [one.id for one in reversed(cases)]


def test_days_and_filters_narrow_a_search(office: Office) -> None:
    hamlet = Hamlet.objects.get(village=office.village, name="Dusun Dua")
    old = case(office, "Lampu mati.", when=MONDAY)
    there = case(office, "Lampu mati.", when=MONDAY + 2 * DAY, hamlet=hamlet)
    case(office, "Sampah.", when=MONDAY + 2 * DAY, hamlet=hamlet)
    assert ids(find(office, "lampu", since=TODAY + DAY)) == [there.id]
    assert ids(find(office, "lampu", until=TODAY)) == [old.id]
    assert ids(find(office, "lampu", since=TODAY, until=TODAY)) == [old.id]
    assert ids(find(office, "lampu", hamlet=hamlet.id, status=Status.RECEIVED)) == [there.id]
    assert ids(find(office, "lampu dusun dua")) == [there.id]
    assert ids(find(office, "lampu", status=Status.CLOSED)) == []


def test_a_filter_that_leaves_most_out_says_how_far_it_looked_and_goes_on(office: Office) -> None:
    hamlet = Hamlet.objects.get(village=office.village, name="Dusun Dua")
    wanted = case(office, "Lampu mati.", hamlet=hamlet)
    for n in range(1, 6):
        case(office, "Lampu mati.", when=MONDAY + n * DAY)
    with mock.patch.object(finding, "LOOKS", (2, 2)):
        first = find(office, "lampu", hamlet=hamlet.id)
        assert (first.rows, first.looked_far) == ((), True)
        second = find(office, "lampu", hamlet=hamlet.id, after=first.next)
    assert ids(second) == [wanted.id]


@pytest.mark.parametrize(("walked", "common"), [(2, 1), (2, 99), (99, 99)])
def test_common_and_rare_words_give_the_same_on_postgresql(walked: int, common: int, office: Office) -> None:
    cases = [case(office, "Lampu mati.", when=MONDAY + n * DAY) for n in range(5)]
    seen, after = [], ""
    with mock.patch.object(search, "WALKED", walked), mock.patch.object(search, "COMMON", common):
        for _ in range(6):
            page = find(office, "lampu", after=after)
            seen += ids(page)
            after = page.next
            if not after:
                break
    assert seen == [one.id for one in reversed(cases)]


def test_numbers_are_found_short_whole_old_and_of_the_form(office: Office) -> None:
    first = case(office, "Lampu 2 mati.")
    second = case(office, "Sampah.")
    old = imported(case(office, "Air."), series="I", seq=5, number="I-005/ADU/33.03.13.2003/2026", old_number="77/B")
    form = case(office, "Got.")
    form.form_number = "F-0012/2026-4"
    form.save()
    with mock.patch("kentongan.rules.number_search.FormNumber.check", 4):
        expected = {
            "1": first,
            "002": second,
            "2/2026": second,
            second.number: second,
            second.number.lower(): second,
            "2/ADU/33.03.13.2003/2026": second,
            "77/B": old,
            "F-0012/2026": form,
        }
        for text, one in expected.items():
            page = find(office, text)
            assert (ids(page), page.by_number) == ([one.id], True), text
    assert set(ids(find(office, "2", words_only=True))) == {second.id, first.id}  # its number is a word, too
    assert ids(find(office, "9999")) == []


def test_the_series_of_a_number_is_heeded(office: Office) -> None:
    register = case(office, "Sampah.")
    old = imported(case(office, "Air."), series="I", seq=1, number="I-001/ADU/33.03.13.2003/2026")
    search.register.next_seq(office.village, year=2026, series="I")
    assert ids(find(office, "I-001")) == [old.id]
    assert ids(find(office, "A-1")) == [register.id]
    assert set(ids(find(office, "001"))) == {old.id, register.id}


def test_a_case_about_the_officer_is_found_by_nothing(office: Office) -> None:
    about = case(office, "Petugas kasar.")
    about.conflicts.create(village=office.village, officer=office.sari)  # as before such cases were sealed
    for text in ("petugas kasar", about.number, "1"):
        assert ids(find(office, text)) == []
        assert ids(find(office, text, by=office.tono)) == [about.id]


def test_a_case_sealed_for_whom_it_is_about_is_found_by_its_number_alone(office: Office) -> None:
    about = case(office, "Petugas kasar.")
    verification.name_reported(case=about, by=office.tono, at=MONDAY, whom="Sari", officers=[office.sari])
    for text in ("petugas kasar", about.number, "1"):
        assert ids(find(office, text)) == []
    assert ids(find(office, "petugas kasar", by=office.tono)) == []
    assert ids(find(office, about.number, by=office.tono)) == [about.id]


def test_a_handler_finds_only_his_own_and_an_administrator_nothing(office: Office) -> None:
    case(office, "Lampu mati.")
    for officer in (office.joko, office.admin):
        assert ids(find(office, "lampu", by=officer)) == []
        assert ids(find(office, "1", by=officer)) == []


def test_hits_are_marked_in_title_story_or_another_field(office: Office) -> None:
    case(office, "Di sana gelap.", title="Lampu jalan mati", place="Jembatan Kali Serayu")
    (row,) = find(office, "lampu gelap").rows
    assert [piece.text for piece in row.title_pieces if piece.hit] == ["Lampu"]
    assert [piece.text for piece in row.excerpt_pieces if piece.hit] == ["gelap"]
    (row,) = find(office, "serayu").rows
    assert (row.excerpt_of, [piece.text for piece in row.excerpt_pieces if piece.hit]) == ("Tempat", ["Serayu"])


def test_an_old_index_is_made_anew_in_blocks_newest_first(office: Office) -> None:
    cases = [case(office, "Lampu mati.", when=MONDAY + n * DAY) for n in range(5)]
    search.empty()
    assert find(office, "lampu").indexed is False
    with mock.patch.object(search_upkeep, "BLOCK", 2):
        search_upkeep._next_block(search_upkeep._INDEXES[0], MONDAY)
        assert ids(find(office, "lampu")) == [cases[4].id, cases[3].id]
        assert search_upkeep.catch_up(MONDAY, pause=0)
    assert len(ids(find(office, "lampu"))) == 5
    assert find(office, "lampu").indexed is True


def test_a_new_version_of_the_index_begins_again(office: Office) -> None:
    case(office, "Lampu mati.")
    assert search_upkeep.catch_up(MONDAY, pause=0)
    newer = search_upkeep._Index("words", searching.VERSION + 1, search_upkeep._renew_words)
    with mock.patch.object(search_upkeep, "_INDEXES", (newer,)):
        assert not search_upkeep.is_complete()
        assert search_upkeep.catch_up(MONDAY, pause=0)
    assert IndexState.objects.get(name="words").version == searching.VERSION + 1
    assert len(ids(find(office, "lampu"))) == 1  # not twice


def test_rebuilding_gives_the_same_as_before(office: Office) -> None:
    one = case(office, "Lampu mati.")
    for _ in range(2):
        search_upkeep.rebuild(MONDAY)
        assert ids(find(office, "lampu")) == [one.id]


def test_rows_of_one_time_get_keys_of_their_own(office: Office) -> None:
    cases = [case(office, "Lampu mati.") for _ in range(3)]
    search.empty()
    with mock.patch.object(search, "_key", return_value=7):
        search.index(cases[0])
        search.index(*cases[1:])
    assert len(ids(find(office, "lampu"))) == 3


def test_open_rows_of_an_old_register_wait_aside(office: Office) -> None:
    new = case(office, "Lampu mati.")
    old = imported(case(office, "Lampu lama."))
    viewer = office.sari.viewer()

    def mine(**more: Any) -> list[Any]:
        asked = InboxFilter(tab=Tab.MINE, **more)
        return ids(lists.inbox(viewer, office.village, asked, today=TODAY))

    assert mine() == [new.id]
    assert mine(imported=True) == [old.id]
    counts = tallies(viewer, office.village, today=TODAY, with_old=True)
    assert (counts.mine, counts.old) == (1, 1)


def test_the_lists_know_days_of_the_villages_calendar(office: Office) -> None:
    evening = case(office, "Lampu mati.", when=MONDAY.replace(hour=16, minute=59))  # 23.59 WIB
    midnight = case(office, "Lampu mati.", when=MONDAY.replace(hour=17))
    viewer = office.sari.viewer()
    for since, until, expected in ((TODAY, TODAY, evening), (TODAY + DAY, date(2199, 12, 31), midnight)):
        asked = InboxFilter(tab=Tab.OPEN, since=since, until=until)
        assert ids(lists.inbox(viewer, office.village, asked, today=TODAY)) == [expected.id]
