"""Receiving: numbers, codes, identity, repeated submits, finding a case again."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kentongan.cases import search
from kentongan.cases.actions import identity, intake, verification
from kentongan.cases.lodging import IdentityMode, Person
from kentongan.cases.models import Case
from kentongan.cases.queries import tracking
from kentongan.cases.queries.case_page import case_page
from kentongan.ledger import log as ledger
from kentongan.outbox.models import OutboxMessage
from kentongan.rules.numbering import CodeMistyped
from kentongan.rules.types import Move, Refused
from kentongan.vault import door as vault
from kentongan.villages.models import Village
from tests.factories import MONDAY, REPORTER, Office, a_lodging, lodge, make_village


def dump_of_database() -> str:
    """Return every stored value of every table as one text."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        rows = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                rows += [
                    bytes(cell).decode("utf-8", "replace") if isinstance(cell, bytes | memoryview) else str(cell)
                    for cell in row
                ]
    return "\n".join(rows)


def test_numbers_count_per_village_and_local_year(village: Village) -> None:
    other = make_village("Losari", "33.03.13.2005")
    new_year_in_jakarta = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)
    numbers = [
        lodge(village).case.number,
        lodge(other).case.number,
        lodge(village).case.number,
        lodge(village, when=new_year_in_jakarta).case.number,
    ]
    assert numbers == [
        "001/ADU/33.03.13.2003/2026",
        "001/ADU/33.03.13.2005/2026",
        "002/ADU/33.03.13.2003/2026",
        "001/ADU/33.03.13.2003/2027",
    ]


def test_a_lodging_that_fails_gives_its_number_back(village: Village, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(intake, "append_entry", broken)
        with pytest.raises(RuntimeError):
            lodge(village)
    assert lodge(village).case.seq == 1


def test_the_same_form_twice_is_one_case_and_the_same_receipt(village: Village) -> None:
    first = lodge(village, token="form-token")
    again = lodge(village, token="form-token", story="Ditulis ulang.")
    assert (again.case.pk, again.code, again.repeated) == (first.case.pk, first.code, True)
    assert Case.objects.count() == 1


def test_a_receipt_shown_again_does_not_show_a_code_that_died(village: Village) -> None:
    office = Office(village)
    first = lodge(village, token="form-token")
    identity.reissue_at_counter(case=first.case, by=office.sari, at=MONDAY, reason="KTP cocok.")
    assert lodge(village, token="form-token").code == ""


def test_code_and_identity_are_nowhere_in_clear(village: Village) -> None:
    receipt = lodge(village, represented=Person(name="Mbah Karsidi", phone="+6281300000001"), representation="cucu")
    dump = dump_of_database()
    assert receipt.case.story in dump  # the search itself works
    for planted in (
        receipt.code,
        receipt.code.replace("-", ""),
        "Warsiti",
        "6281234567890",
        "warsiti@",
        "3303135508800001",
        "Karsidi",
        "1300000001",
    ):
        assert planted not in dump


def test_an_anonymous_reporter_leaves_nothing_but_the_address_he_gave(village: Village) -> None:
    case = lodge(village, identity_mode=IdentityMode.ANONYMOUS).case
    assert case.identity is not None
    with transaction.atomic():
        held = vault.open(case.identity, village=village.id, by=None, reason="test", at=MONDAY)
    assert dict(held) == {"email": "warsiti@example.org"}
    assert lodge(village, identity_mode=IdentityMode.ANONYMOUS, reporter=None).case.identity is None


def test_a_code_finds_its_case_only_in_its_own_village(village: Village) -> None:
    receipt = lodge(village)
    other = make_village("Losari", "33.03.13.2005")
    assert tracking.case_for_code(village, receipt.code.lower().replace("-", " ")) == receipt.case
    assert tracking.case_for_code(other, receipt.code) is None


def test_a_mistyped_code_is_told_apart_from_an_unknown_one(village: Village) -> None:
    code = lodge(village).code
    wrong = ("3" if code[0] == "2" else "2") + code[1:]
    with pytest.raises(CodeMistyped):
        tracking.case_for_code(village, wrong)


def test_a_new_code_at_the_counter_kills_the_old_one_and_the_timeline_says_so(village: Village) -> None:
    office = Office(village)
    receipt = lodge(village)
    new = identity.reissue_at_counter(case=receipt.case, by=office.sari, at=MONDAY, reason="KTP cocok.")
    assert tracking.case_for_code(village, receipt.code) is None
    found = tracking.case_for_code(village, new)
    assert found is not None
    assert "Kode lacak diganti" in tracking.tracking(found, MONDAY).steps[-1].title
    told = OutboxMessage.objects.filter(template="case_news", payload__move=Move.REISSUE_CODE)
    assert told.count() == 1  # whoever did not ask for it learns of it by mail: the timeline is closed to him now


def test_nobody_can_take_away_the_code_of_an_anonymous_reporter(village: Village) -> None:
    office = Office(village)
    receipt = lodge(village, identity_mode=IdentityMode.ANONYMOUS, reporter=None)
    with pytest.raises(Refused, match="anonim"):
        identity.reissue_at_counter(case=receipt.case, by=office.sari, at=MONDAY, reason="Katanya dia pelapornya.")
    assert tracking.case_for_code(village, receipt.code) == receipt.case
    offered = [transition.move for transition in case_page(receipt.case, office.sari, MONDAY).moves]
    assert Move.REISSUE_CODE not in offered
    assert Move.REISSUE_CODE in [row.move for row in case_page(lodge(village).case, office.sari, MONDAY).moves]


def test_a_case_of_an_old_register_without_names_can_still_get_a_code(village: Village) -> None:
    case = lodge(village, identity_mode=IdentityMode.ANONYMOUS, reporter=None).case
    Case.objects.filter(pk=case.pk).update(imported=True)
    new = identity.reissue_at_counter(case=case, by=Office(village).sari, at=MONDAY, reason="Memegang buku lama.")
    assert tracking.case_for_code(village, new) == case


@pytest.mark.parametrize(
    ("contact", "sent"), [("WARSITI@example.org ", 1), ("0812 3456 7890", 1), ("lain@example.org", 0)]
)
def test_a_lost_code_is_reissued_only_to_the_contact_on_file(village: Village, contact: str, sent: int) -> None:
    receipt = lodge(village)
    OutboxMessage.objects.all().delete()
    identity.reissue_to_contact(village=village, number=receipt.case.number, contact=contact, at=MONDAY)
    assert OutboxMessage.objects.filter(template="new_code", secret__isnull=False).count() == sent
    assert (tracking.case_for_code(village, receipt.code) is None) == bool(sent)


def test_the_follow_up_page_never_holds_the_identity(village: Village) -> None:
    office = Office(village)
    case = lodge(village).case
    identity.open_identity(case=case, by=office.sari, at=MONDAY, reason="Klarifikasi.")
    page = repr(tracking.tracking(case, MONDAY))
    for planted in ("Warsiti", "81234567890", "warsiti@", "3303135508800001"):
        assert planted not in page


def test_the_future_is_refused_as_time_of_receipt(village: Village) -> None:
    office = Office(village)
    with pytest.raises(Refused):
        intake.lodge(
            village=village,
            lodging=a_lodging(),
            channel="counter",
            by=office.sari,
            at=MONDAY,
            received_at=MONDAY + timedelta(days=1),
        )


def test_the_handler_may_not_record(village: Village) -> None:
    office = Office(village)
    with pytest.raises(Refused):
        intake.lodge(village=village, lodging=a_lodging(), channel="counter", by=office.joko, at=MONDAY)


def test_search_finds_word_beginnings_in_its_own_village_only(village: Village) -> None:
    other = make_village("Losari", "33.03.13.2005")
    mine = lodge(village).case
    lodge(other)
    assert search.matching(village, "berlub ronda") == [mine]
    assert search.matching(village, "001/ADU") == [mine]
    assert search.matching(village, "jembatan") == []
    assert search.matching(village, "Warsiti") == []


@pytest.mark.parametrize("text", ['"', "' OR 1=1 --", 'a"*', "NEAR(x y)", "body:x", "&|!", "\x00", "🙂", "()", "AND"])
def test_search_takes_any_characters(village: Village, text: str) -> None:
    lodge(village)
    search.matching(village, text)


def test_lodging_costs_a_fixed_number_of_queries(village: Village) -> None:
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            lodge(village)
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 16  # the very first also makes the counter's and the log's rows


def test_the_ledger_verifies_and_nothing_personal_is_in_its_contents(village: Village) -> None:
    case = lodge(village).case
    entries = ledger.entries_for(case.id, log=village.log)
    text = repr(entries)
    assert ledger.verify(village.log).ok
    for planted in (REPORTER.name, REPORTER.phone, REPORTER.email, REPORTER.nik, case.story):
        assert planted not in text


def test_search_finds_who_was_named_as_reported_later(village: Village) -> None:
    office = Office(village)
    case = lodge(village).case
    verification.name_reported(case=case, by=office.tono, at=MONDAY, whom="Ketua kelompok ternak", officers=[])
    assert search.matching(village, "ternak") == [case]
