"""The register book: its order, what it shows of whom, and what making it leaves on record."""

from __future__ import annotations

from datetime import UTC, date, datetime
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kentongan.cases import verifying
from kentongan.cases.actions import assignment, register_book, verification
from kentongan.cases.actions.register_book import Making
from kentongan.cases.lodging import AboutOfficial, IdentityMode
from kentongan.cases.models import Case, CaseConflict, Event
from kentongan.cases.queries import book
from kentongan.cases.queries.book import Line, Part
from kentongan.cases.queries.tracking import tracking
from kentongan.ledger import log as ledger
from kentongan.ledger.models import Content
from kentongan.rules.register_book import Period, parse_period
from kentongan.rules.types import CaseClass, Move, Refused, Role, Urgency
from kentongan.vault import door as vault
from kentongan.villages.models import Category, Village
from tests.factories import MONDAY, Office, at, lodge, make_officer, make_village


def period(code: str) -> Period:
    found = parse_period(code)
    assert found is not None
    return found


YEAR, JULY, AUGUST = period("2026"), period("2026-07"), period("2026-08")


def read(village: Village, over: Period = YEAR, part: Part = Part.ALL) -> list[Line]:
    return list(book.lines(village, over, part, limit=1000))


def imported(village: Village, seq: int, received: datetime) -> Case:
    """A line of an old register, as the import makes it."""
    case = lodge(village, when=received).case
    Case.objects.filter(pk=case.pk).update(
        series="I", seq=seq, imported=True, number=f"I-{seq}", book_key=f"I{received.year}{received.month:02d}{seq:08d}"
    )
    return case


def test_the_book_follows_the_months_and_within_them_the_numbers(village: Village) -> None:
    lodge(village, when=at(date(2026, 8, 3)))  # 001, yet of August
    lodge(village, when=MONDAY)
    lodge(village, when=at(date(2026, 7, 30)))
    assert [line.seq for line in read(village)] == [2, 3, 1]
    assert [line.seq for line in read(village, JULY)] == [2, 3]
    assert [line.seq for line in read(village, AUGUST)] == [1]


def test_a_month_ends_at_the_villages_midnight(village: Village) -> None:
    lodge(village, when=datetime(2026, 7, 31, 16, 59, tzinfo=UTC))  # 23.59 WIB
    lodge(village, when=datetime(2026, 7, 31, 17, 0, tzinfo=UTC))
    assert [line.seq for line in read(village, JULY)] == [1]
    assert [line.seq for line in read(village, AUGUST)] == [2]


def test_the_old_register_comes_after_the_villages_own_or_alone(village: Village) -> None:
    lodge(village)
    imported(village, 1, MONDAY)
    assert [line.series for line in read(village)] == ["A", "I"]
    assert [line.series for line in read(village, part=Part.MAIN)] == ["A"]
    assert [line.series for line in read(village, part=Part.IMPORTED)] == ["I"]
    assert book.span(village, Part.IMPORTED) == (2026, 2026)


def test_pages_join_without_gap_or_double_across_both_registers(village: Village) -> None:
    for _ in range(3):
        lodge(village)
    for seq in (1, 2):
        imported(village, seq, MONDAY)
    seen, after = [], ""
    while True:
        page = book.page(village, YEAR, Part.ALL, after=after, size=2)
        seen += [line.number for line in page.lines]
        if not page.next:
            break
        after = page.next
    assert seen == [line.number for line in read(village)]


def test_volumes_hold_every_line_once(village: Village) -> None:
    for _ in range(3):
        lodge(village)
    for seq in (1, 2):
        imported(village, seq, MONDAY)
    starts, more = book.volumes(village, YEAR, Part.ALL, size=2, most=9)
    volumes = [[li.number for li in book.lines(village, YEAR, Part.ALL, after=s, limit=2)] for s in starts]
    assert [len(volume) for volume in volumes] == [2, 2, 1]
    assert [number for volume in volumes for number in volume] == [line.number for line in read(village)]
    assert not more
    assert book.volumes(village, AUGUST, Part.ALL, size=2, most=9) == ((), False)
    assert book.volumes(village, YEAR, Part.ALL, size=2, most=2)[1]


def test_another_villages_book_is_another_book(village: Village) -> None:
    lodge(village)
    assert read(make_village("Losari", "33.03.13.2005")) == []


def test_what_a_page_asks_does_not_grow_with_its_lines(village: Village) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            book.page(village, JULY, Part.ALL)
        return len(queries)

    lodge(village)
    one = asked()
    lodge(village)
    lodge(village)
    assert asked() == one <= 9


def test_a_page_is_one_range_of_the_books_index(village: Village) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan of a handful of rows says nothing on PostgreSQL")
    rows = Case.objects.filter(village=village, book_key__gt="A202607", book_key__lt="A202608").order_by("book_key")
    plan = rows[:50].explain()
    assert "case_in_book" in plan
    assert "TEMP B-TREE" not in plan


def test_a_line_tells_what_became_of_the_case(village: Village, office: Office) -> None:
    case = lodge(village, title="Jalan berlubang").case
    category = Category.objects.get(village=village, restricted=False)
    verification.verify(
        case=case, by=office.sari, at=MONDAY, case_class=CaseClass.NON_SUPERVISORY, category=category,
        urgency=Urgency.NORMAL,
    )  # fmt: skip
    assignment.assign(
        case=case, by=office.tono, at=MONDAY, handler=office.joko, instruction="Tinjau.", due_on=date(2026, 7, 10)
    )
    (line,) = read(village)
    assert (line.title, line.category, line.case_class) == (
        "Jalan berlubang", category.name, CaseClass.NON_SUPERVISORY.label
    )  # fmt: skip
    assert (line.handler, line.assigned_on) == ("Joko Lelono (Kepala Dusun I)", MONDAY.date())
    assert line.due_on == date(2026, 7, 24)  # 14 working days
    assert not line.withheld
    assert not line.ended


@pytest.mark.parametrize("how", ["official", "unsaid", "restricted", "supervisory", "conflict"])
def test_a_withheld_line_looks_the_same_whatever_the_reason(village: Village, office: Office, how: str) -> None:
    """Also of lines that were in the book before such complaints were sealed and got a register of their own."""
    case = lodge(village).case
    about = {"official": AboutOfficial.YES, "unsaid": AboutOfficial.UNSAID}.get(how, AboutOfficial.NO)
    Case.objects.filter(pk=case.pk).update(about_official=about, about_whom="Kepala Dusun I")
    if how == "restricted":
        Case.objects.filter(pk=case.pk).update(category=Category.objects.get(village=village, restricted=True))
    if how == "supervisory":
        Case.objects.filter(pk=case.pk).update(case_class=CaseClass.SUPERVISORY)
    if how == "conflict":
        CaseConflict.objects.create(village=village, case=case, officer=office.joko)
    (line,) = read(village)
    assert line == Line(
        key=line.key, case=case.pk, series="A", seq=1, number=case.number, received_at=line.received_at,
        date_unknown=False, withheld=True,
    )  # fmt: skip


@pytest.mark.parametrize("about", [AboutOfficial.YES, AboutOfficial.UNSAID])
def test_a_complaint_that_is_sealed_on_receipt_leaves_no_line_and_no_gap(
    village: Village, about: AboutOfficial
) -> None:
    lodge(village)
    lodge(village, about_official=about)
    lodge(village)
    assert [line.seq for line in read(village)] == [1, 2]


def making(village: Village) -> Making:
    return Making.of(read(village), period="2026-07", part="semua", format="pdf", volume=1)


def test_making_a_book_is_one_ledger_entry(village: Village, office: Office) -> None:
    lodge(village)
    before = ledger.size(village.log)
    register_book.made(village=village, by=office.kades, at=MONDAY, making=making(village))
    assert ledger.size(village.log) == before + 1
    entry = _newest(village)
    assert (entry.action, entry.actor) == ("register_made", office.kades.id)
    assert entry.public == {"period": "2026-07", "part": "semua", "lines": 1}
    number = Case.objects.get().number
    assert entry.private == {
        "format": "pdf", "volume": 1, "first": number, "last": number, "identities": False
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.HANDLER, Role.BPD, Role.ADMIN])
def test_who_may_not_print_makes_no_book(village: Village, role: Role) -> None:
    officer = make_officer(village, "Darsono Budi", role)
    with pytest.raises(Refused):
        register_book.made(village=village, by=officer, at=MONDAY, making=making(village))


def open_all(village: Village, office: Office, **extra: str) -> dict[object, object]:
    return dict(
        register_book.open_identities(
            village=village, by=office.tono, at=MONDAY, making=making(village), lines=read(village),
            **({"reason": "Audit Inspektorat"} | extra),
        )
    )  # fmt: skip


def test_a_book_with_identities_is_one_entry_that_commits_to_all_of_them(village: Village, office: Office) -> None:
    cases = [lodge(village).case for _ in range(3)]
    before = ledger.size(village.log)
    people = open_all(village, office)
    assert ledger.size(village.log) == before + 1
    assert {case.pk for case in cases} == set(people)
    entry = _newest(village)
    records = {case.identity: case.pk for case in cases if case.identity}
    assert entry.action == vault.OPENED_MANY
    assert entry.private is not None
    assert entry.private["records"] == 3
    assert entry.private["records_sha256"] == vault.list_digest(records)
    assert entry.private["whole_nik"] is False
    for record in records:
        (opening,) = [seen for seen in vault.openings(record, village=village.id) if seen.by]
        assert (opening.by, opening.reason, opening.contact_only) == (
            office.tono.id, "Audit Inspektorat (buku register)", False
        )  # fmt: skip
    assert list(verifying.check(village)) == []  # the one entry speaks for the openings of all


def test_each_reporter_reads_on_his_timeline_that_and_why_he_was_in_the_book(village: Village, office: Office) -> None:
    case = lodge(village).case
    open_all(village, office, nik_reason="Dicocokkan")
    case.refresh_from_db()
    (step,) = [step for step in tracking(case, MONDAY).steps if step.move is Move.OPEN_IDENTITY]
    assert step.text == "Audit Inspektorat (buku register); NIK lengkap: Dicocokkan"
    assert step.by_whom == "Sekretaris Desa"
    assert "Tono" not in step.text


def test_anonymous_and_withheld_reporters_are_never_opened(village: Village, office: Office) -> None:
    lodge(village, identity_mode=IdentityMode.ANONYMOUS)
    withheld = lodge(village).case
    Case.objects.filter(pk=withheld.pk).update(about_official=AboutOfficial.YES)  # from before such were sealed
    assert len(read(village)) == 2
    assert open_all(village, office) == {}
    assert not Event.objects.filter(move=Move.OPEN_IDENTITY).exists()


def test_a_case_that_was_just_found_to_be_about_the_officer_is_left_out(village: Village, office: Office) -> None:
    case = lodge(village).case
    lines = read(village)
    CaseConflict.objects.create(village=village, case=case, officer=office.tono)
    people = register_book.open_identities(
        village=village, by=office.tono, at=MONDAY, making=making(village), lines=lines, reason="Audit"
    )
    assert people == {}


@pytest.mark.parametrize("who", ["kades", "bpd", "joko"])
def test_who_may_not_open_an_identity_opens_none_by_a_book(village: Village, office: Office, who: str) -> None:
    lodge(village)
    before = ledger.size(village.log)
    with pytest.raises(Refused):
        register_book.open_identities(
            village=village, by=getattr(office, who), at=MONDAY, making=making(village), lines=read(village), reason="x"
        )
    assert ledger.size(village.log) == before


def test_no_identity_is_opened_without_a_reason(village: Village, office: Office) -> None:
    lodge(village)
    with pytest.raises(Refused) as refusal:
        open_all(village, office, reason="  ")
    assert refusal.value.code == "reason_missing"
    assert not Event.objects.filter(move=Move.OPEN_IDENTITY).exists()


def test_an_erased_record_does_not_make_the_book_unprintable(village: Village, office: Office) -> None:
    kept, gone = lodge(village).case, lodge(village).case
    assert gone.identity is not None
    with transaction.atomic():
        found = vault.open_many(
            {kept.identity: kept.pk, village.id: gone.pk}, village=village.id, log=village.log, by=office.tono.id,
            reason="Audit", at=MONDAY, public={}, private={},
        )  # fmt: skip
    assert set(found) == {kept.identity}


def _newest(village: Village) -> ledger.ReadEntry:
    """The last entry of the log (entries about nothing in particular have no subject to ask for)."""
    row = Content.objects.filter(log=village.log).order_by("-index").first()
    assert row is not None
    return ledger._read(row)


def test_an_upgrade_gives_older_lines_their_place(village: Village) -> None:
    """What migration 0004 writes by SQL is what a new row gets, at a month's end by the village's clock too."""
    lodge(village)
    lodge(village, when=datetime(2026, 7, 31, 17, 0, tzinfo=UTC))  # midnight in the village
    imported(village, 12, datetime(2025, 12, 31, 16, 59, tzinfo=UTC))
    right = dict(Case.objects.values_list("pk", "book_key"))
    Case.objects.update(book_key="")
    upgrade = import_module("kentongan.cases.migrations.0004_register_book")
    upgrade.fill(apps, SimpleNamespace(connection=connection))
    assert dict(Case.objects.values_list("pk", "book_key")) == right
