"""The inbox: urgent first, then the nearest deadline; filters, search, pages, and nothing that grows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kentongan.cases.actions import reporter
from kentongan.cases.models import Case
from kentongan.cases.queries import inbox as reads
from kentongan.cases.queries.inbox import InboxFilter, Tab
from kentongan.cases.queries.turns import needs_me
from kentongan.desk.pages.inbox import due_words
from kentongan.people.models import Officer
from kentongan.rules import workflow
from kentongan.rules.types import OFFICER_ROLES, Role, Status, Urgency
from kentongan.rules.workflow import CaseState, Doer
from kentongan.villages.models import Category, Hamlet
from tests.factories import MONDAY, Office, lodge, make_officer
from tests.sites.desk.helpers import HOUR, case_in, text_of, verify

DeskOf = Callable[[Officer], Client]
DAY = timedelta(days=1)
ROW = re.compile(r'class="main-link" href="/meja/aduan/([0-9a-f-]{36})/"')


@pytest.fixture(autouse=True)
def on_friday() -> Iterator[None]:
    """It is Friday of the week in which the cases came in, 10.00."""
    with mock.patch.object(timezone, "now", return_value=MONDAY + 4 * DAY + HOUR):
        yield


def listed(client: Client, query: str = "?daftar=terbuka") -> list[str]:
    """Return the ids of the cases on a page, in order."""
    response = client.get(f"/meja/{query}")
    assert response.status_code == 200
    return ROW.findall(text_of(response))


def ids(*cases: Case) -> list[str]:
    return [str(case.id) for case in cases]


def test_urgent_comes_first_then_the_nearest_deadline(office: Office, desk_of: DeskOf) -> None:
    old = lodge(office.village, when=MONDAY).case  # to be verified on Thursday: late
    new = lodge(office.village, when=MONDAY + 3 * DAY).case  # due on Tuesday
    far = case_in(office, Status.VERIFIED, when=MONDAY + 2 * DAY)
    urgent = lodge(office.village, when=MONDAY + 3 * DAY).case
    verify(urgent, office, MONDAY + 3 * DAY + HOUR, urgency=Urgency.URGENT)
    waiting = case_in(office, Status.WAITING)
    client = desk_of(office.sari)
    assert listed(client) == ids(urgent, old, new, far, waiting)
    page = text_of(client.get("/meja/?daftar=terbuka"))
    assert "Lewat 1 hari" in page
    assert "Mendesak" in page
    assert "Menunggu pelapor" in page


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-3, "Lewat 3 hari"),
        (-1, "Lewat 1 hari"),
        (0, "Hari ini"),
        (1, "Besok"),
        (2, "2 hari lagi"),
        (30, "5 Agustus 2026"),
    ],
)
def test_deadlines_are_said_as_people_say_them(days: int, words: str) -> None:
    assert due_words(date(2026, 7, 6) + timedelta(days=days), date(2026, 7, 6)) == words


def test_each_begins_with_what_waits_for_him(office: Office, desk_of: DeskOf) -> None:
    received = case_in(office, Status.RECEIVED)
    verified = case_in(office, Status.VERIFIED)
    assigned = case_in(office, Status.ASSIGNED)
    proposed = case_in(office, Status.ANSWER_PROPOSED)
    objected = case_in(office, Status.UNDER_OBJECTION)
    assert set(listed(desk_of(office.sari), "")) == set(ids(received))
    assert set(listed(desk_of(office.tono), "")) == set(ids(received, verified, proposed))
    assert set(listed(desk_of(office.joko), "")) == set(ids(assigned))
    assert set(listed(desk_of(office.rini), "")) == set()
    assert set(listed(desk_of(office.bpd), "?daftar=saya")) == set(ids(objected))
    assert len(listed(desk_of(office.bpd), "")) == 5


def test_what_waits_for_a_role_can_be_moved_on_by_it(office: Office) -> None:
    today, asides = MONDAY.date(), {"note", "message", "evidence", "name_reported", "open_identity", "reissue_code"}
    case, other = lodge(office.village).case, lodge(office.village).case
    for role in OFFICER_ROLES:
        officer = make_officer(office.village, f"{role.value.title()} Saja", role)
        handler = officer if role is Role.HANDLER else None
        for status in Status:
            # A case of each status, set directly: this is about the table, not about the way there.
            Case.objects.filter(pk=case.pk).update(
                status=status, previous_status=Status.RECEIVED, handler=handler, merged_into=other, next_clock="verify"
            )
            waits = needs_me(officer.viewer(), office.village, today=today)
            if Case.objects.filter(waits, pk=case.pk).exists():
                state = CaseState(status, previous_status=Status.RECEIVED, handler=handler.id if handler else None)
                offered = workflow.moves_for(state, Doer(officer.id, officer.role_set), today)
                assert {row.move for row in offered} - asides, (role, status)


def test_a_handler_sees_only_what_he_handles_or_handled(office: Office, desk_of: DeskOf) -> None:
    case_in(office, Status.RECEIVED)
    mine = case_in(office, Status.ASSIGNED)
    closed = case_in(office, Status.CLOSED)
    client = desk_of(office.joko)
    assert listed(client) == ids(mine)
    assert listed(client, "?daftar=selesai") == ids(closed)
    assert set(listed(client, "?cari=jalan")) == set(ids(mine, closed))


def test_filters_narrow_the_list(office: Office, desk_of: DeskOf) -> None:
    hamlet = Hamlet.objects.get(village=office.village, name="Dusun Dua")
    category = Category.objects.get(village=office.village, name="Infrastruktur & jalan")
    there = case_in(office, Status.RECEIVED, hamlet=hamlet, when=MONDAY + 3 * DAY)
    roads = case_in(office, Status.VERIFIED)
    joko = case_in(office, Status.IN_PROGRESS)
    late = case_in(office, Status.RECEIVED)
    client = desk_of(office.sari)
    assert listed(client, f"?daftar=terbuka&dusun={hamlet.id}") == ids(there)
    assert set(listed(client, f"?daftar=terbuka&kategori={category.id}")) == set(ids(roads, joko))
    assert listed(client, f"?daftar=terbuka&petugas={office.joko.id}&kategori={category.id}") == ids(joko)
    assert listed(client, "?daftar=terbuka&status=verified") == ids(roads)
    assert listed(client, "?daftar=terbuka&tenggat=late") == ids(late)
    assert listed(client, "?daftar=terbuka&klasifikasi=supervisory") == []
    assert set(listed(client, "?daftar=terbuka&saluran=web")) == set(ids(there, roads, joko, late))


@pytest.mark.parametrize(
    "query",
    [
        "?status=%00&kategori=x&dusun=1&saluran=zz&klasifikasi=?&petugas=nobody&tenggat=9&daftar=temuan",
        "?sesudah=nonsense",
        "?sesudah=" + "f" * 41,
        "?cari=%00%00",
        "?cari=%22%27)%20OR%20*:&daftar=x",
        "?cari=" + "%F0%9F%94%A5" * 300,
        "?cari=a&sesudah=" + "0" * 32,
    ],
)
def test_nonsense_in_the_address_is_no_error(query: str, office: Office, desk_of: DeskOf) -> None:
    case_in(office, Status.RECEIVED)
    assert desk_of(office.sari).get(f"/meja/{query}").status_code == 200


def test_search_finds_open_and_ended_cases_by_word_and_number(office: Office, desk_of: DeskOf) -> None:
    road = case_in(office, Status.RECEIVED)
    dogs = case_in(office, Status.CLOSED, story="Anjing liar di belakang sekolah.")
    client = desk_of(office.sari)
    assert listed(client, "?cari=sekolah") == ids(dogs)
    assert listed(client, "?cari=berlub") == ids(road)
    assert listed(client, f"?cari={dogs.number}") == ids(dogs)
    assert listed(client, f"?cari={dogs.number.lower()}") == ids(dogs)
    assert listed(client, "?cari=Warsiti") == []  # the reporter's name is nowhere in the index


def test_pages_follow_each_other_without_gap_or_double(office: Office, desk_of: DeskOf) -> None:
    for number in range(7):
        case_in(office, Status.RECEIVED, when=MONDAY + number * HOUR)
    client, seen, query = desk_of(office.sari), [], "?daftar=terbuka"
    with mock.patch.object(reads, "PAGE_SIZE", 3):
        everything = []
        while query:
            page = text_of(client.get(f"/meja/{query}"))
            seen.append(len(ROW.findall(page)))
            everything += ROW.findall(page)
            following = re.search(r'href="(\?[^"]*)" rel="next"', page)
            query = following[1].replace("&amp;", "&") if following else ""
    assert seen == [3, 3, 1]
    assert len(set(everything)) == 7


def test_a_filter_without_index_looks_through_a_window_and_goes_on_from_there(office: Office) -> None:
    hamlet = Hamlet.objects.get(village=office.village, name="Dusun Dua")
    for number in range(5):
        case_in(office, Status.RECEIVED, when=MONDAY + number * HOUR)
    wanted = case_in(office, Status.RECEIVED, when=MONDAY + 6 * HOUR, hamlet=hamlet)
    viewer, today = office.sari.viewer(), MONDAY.date()
    asked = InboxFilter(tab=Tab.OPEN, hamlet=hamlet.id)
    with mock.patch.object(reads, "WINDOW", 4):
        first = reads.inbox(viewer, office.village, asked, today=today)
        assert (first.rows, first.looked_far) == ((), True)
        second = reads.inbox(viewer, office.village, asked, today=today, after=first.next)
    assert [row.id for row in second.rows] == [wanted.id]
    assert second.next == ""


def test_the_reporters_word_is_marked_until_the_desk_writes(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.IN_PROGRESS)
    client = desk_of(office.tono)
    assert "Pelapor menulis" not in text_of(client.get("/meja/?daftar=terbuka"))
    reporter.reply(case=case, at=MONDAY + DAY, text="Kapan ditambal?")
    assert "Pelapor menulis" in text_of(client.get("/meja/?daftar=terbuka"))


def test_tallies_count_no_further_than_they_show(office: Office, desk_of: DeskOf) -> None:
    for number in range(4):
        case_in(office, Status.RECEIVED, when=MONDAY + number * HOUR)
    with mock.patch.object(reads, "TALLY_CAP", 2), mock.patch("kentongan.desk.pages.inbox.TALLY_CAP", 2):
        assert "<b>2+</b>lewat batas waktu" in text_of(desk_of(office.sari).get("/meja/"))


@pytest.mark.parametrize(
    "query", ["?daftar=saya", "?daftar=terbuka", "?daftar=selesai", "?cari=jalan", "?daftar=terbuka&dusun=x"]
)
def test_the_number_of_queries_does_not_grow(query: str, office: Office, desk_of: DeskOf) -> None:
    client = desk_of(office.tono)
    client.get("/meja/")  # a visit is noted once in a while
    counts = []
    for wanted in (1, 3):
        while Case.objects.count() < 2 * wanted:
            case_in(office, Status.VERIFIED)
            case_in(office, Status.CLOSED)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(f"/meja/{query}")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 21  # a search asks PostgreSQL once more, for its newest key


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on so few rows PostgreSQL rightly reads the whole table")
@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (InboxFilter(tab=Tab.OPEN), "case_inbox (village_id=? AND is_open=? AND inbox_key<?)"),
        (InboxFilter(tab=Tab.DONE), "case_inbox (village_id=? AND is_open=?)"),
        (InboxFilter(tab=Tab.DONE, status=Status.CLOSED), "case_by_status (village_id=? AND status=? AND is_open=?)"),
    ],
)
def test_a_page_is_one_range_of_one_index(asked: InboxFilter, index: str, office: Office) -> None:
    case_in(office, Status.CLOSED)
    with CaptureQueriesContext(connection) as queries:
        reads.inbox(office.sari.viewer(), office.village, asked, today=MONDAY.date())
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + queries.captured_queries[0]["sql"])
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert index in plan
    assert "TEMP B-TREE" not in plan


def test_htmx_gets_the_list_alone(office: Office, desk_of: DeskOf) -> None:
    case = case_in(office, Status.RECEIVED)
    part = text_of(desk_of(office.sari).get("/meja/?daftar=terbuka", headers={"HX-Request": "true"}))
    assert str(case.id) in part
    assert "<html" not in part
