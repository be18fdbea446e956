"""The morning letter: on working mornings, once, only when something waits, and never with what could hurt."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from kentongan.cases.actions import digest, verification
from kentongan.gateway import letters
from kentongan.outbox.models import OutboxMessage
from kentongan.people import habits
from kentongan.people.models import Officer
from kentongan.rules.types import Status
from tests.factories import MONDAY, Office, at, lodge
from tests.sites.desk.helpers import case_in

DAY = timedelta(days=1)
THURSDAY = at(date(2026, 7, 9), 7)


@pytest.fixture
def office(office: Office) -> Office:
    Officer.objects.filter(village=office.village).exclude(pk=office.rini.pk).update(email="petugas@example.org")
    return office


def sent_to(officer: Officer) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(template="digest", to_officer=officer).order_by("id"))


def test_who_has_something_waiting_is_told_once_in_the_morning(office: Office) -> None:
    case = case_in(office, Status.ASSIGNED)
    lodge(office.village, when=THURSDAY - DAY)
    assert digest.send_due(village=office.village, at=THURSDAY) == 3  # sari, tono, joko; nothing waits for the others
    assert digest.send_due(village=office.village, at=THURSDAY + timedelta(hours=1)) == 0
    (letter,) = sent_to(office.joko)
    assert letter.payload["mine"] == "1"
    assert letter.payload["number"] == case.number
    assert letter.dedupe_key == f"digest:{office.joko.id}:2026-07-09"
    assert sent_to(office.sari)[0].payload["new"] == "1"
    assert sent_to(office.kades) == []
    assert digest.send_due(village=office.village, at=THURSDAY + DAY) == 3, "again the next working day"


@pytest.mark.parametrize(
    "when",
    [
        at(date(2026, 7, 9), 12),
        datetime(2026, 7, 8, 22, 59, tzinfo=UTC),  # 5.59 in the village
        at(date(2026, 7, 11), 8),  # Saturday
        at(date(2026, 8, 17), 8),  # Independence Day, a Monday
    ],
)
def test_not_at_night_not_after_noon_not_on_days_off(office: Office, when: datetime) -> None:
    case_in(office, Status.ASSIGNED)
    assert digest.send_due(village=office.village, at=when) == 0


def test_the_morning_is_that_of_the_village(office: Office) -> None:
    case_in(office, Status.ASSIGNED)
    office.village.timezone = "Asia/Jayapura"
    assert digest.send_due(village=office.village, at=datetime(2026, 7, 8, 21, 5, tzinfo=UTC)) > 0  # 6.05 WIT


def test_who_does_not_want_it_or_has_no_address_or_no_work_gets_none(office: Office) -> None:
    habits.change(officer=office.joko, digest=False, shortcuts=True)
    case_in(office, Status.ASSIGNED)
    digest.send_due(village=office.village, at=THURSDAY)
    assert sent_to(office.joko) == sent_to(office.rini) == sent_to(office.admin) == []


def test_a_case_about_the_reader_is_in_none_of_his_counts(office: Office) -> None:
    case = lodge(office.village).case
    verification.name_reported(case=case, by=office.bpd, at=MONDAY, whom="Sekdes", officers=[office.tono])
    assert digest.send_due(village=office.village, at=THURSDAY) == 1
    assert sent_to(office.tono) == []
    assert len(sent_to(office.sari)) == 1


def test_the_letter_holds_numbers_and_days_only(office: Office) -> None:
    case = lodge(office.village, title="Lubang di jalan", story="Suami saya jatuh di lubang itu.").case
    digest.send_due(village=office.village, at=THURSDAY + 4 * DAY)
    (message,) = sent_to(office.sari)
    letter = letters.write("digest", village=office.village, payload=message.payload)
    assert case.number in letter.body
    assert "LEWAT BATAS Verifikasi aduan" in letter.body
    for word in ("Lubang", "Suami", "Warsiti", "warsiti"):
        assert word not in letter.body + letter.subject + json.dumps(message.payload)


def test_a_long_list_names_the_nearest_and_counts_the_rest(office: Office) -> None:
    for n in range(12):
        lodge(office.village, when=MONDAY + n * timedelta(minutes=1))
    digest.send_due(village=office.village, at=THURSDAY)
    payload = sent_to(office.sari)[0].payload
    assert (payload["mine"], len(payload["lines"]), payload["more"]) == ("12", 10, 2)
