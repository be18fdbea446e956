"""The demo shows every side of the service and leaks nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from kentongan.cases import register, verifying
from kentongan.cases.actions import intake
from kentongan.cases.models import Case, CaseClock, Event, EventDocument, Objection, Rating
from kentongan.cases.queries.published import public_rows
from kentongan.demo.make import STORIES, DemoReport, make_demo
from kentongan.demo.people import KARANGBAWANG, PASSWORD
from kentongan.demo.stage import token_of
from kentongan.demo.stories import losari
from kentongan.documents.models import Document
from kentongan.ledger import log as ledger
from kentongan.outbox.models import OutboxMessage
from kentongan.people import sign_in
from kentongan.people.models import Officer
from kentongan.rules.types import OFFICER_ROLES, CaseClass, Kind, Move, Outcome, Refused, Status, Urgency
from kentongan.villages.calendar import calendar_for, local_date
from kentongan.villages.map import contains
from kentongan.villages.models import Village

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # a Tuesday, 10.00 WIB


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker, data: Path) -> Iterator[DemoReport]:
    """The demo, made once for all tests of this module in a transaction that is rolled back at its end."""
    with django_db_blocker.unblock(), override_settings(KENTONGAN_FILES=data / "files"), transaction.atomic():
        yield make_demo(data, AT)
        transaction.set_rollback(True)


@pytest.fixture
def demo(told: DemoReport, db: None) -> DemoReport:
    return told


@pytest.fixture
def village(demo: DemoReport) -> Village:
    return Village.objects.get(code="33.03.13.2003")


def case_of(village: Village, key: str) -> Case:
    receipt = intake.receipt_for_token(village=village, token=token_of(key))  # titles may be sealed
    assert receipt is not None
    return Case.objects.get(pk=receipt.case.pk)


def test_every_status_and_every_outcome_is_there(village: Village) -> None:
    cases = Case.objects.filter(village=village)
    assert cases.count() == len(STORIES) + cases.filter(split_from__isnull=False).count()
    assert 70 <= cases.count() <= 90
    assert set(cases.values_list("status", flat=True)) == set(Status)
    assert set(cases.values_list("kind", flat=True)) == set(Kind)
    assert set(cases.exclude(case_class=None).values_list("case_class", flat=True)) == set(CaseClass)
    assert set(cases.exclude(outcome="").values_list("outcome", flat=True)) >= {
        Outcome.SETTLED,
        Outcome.PARTLY,
        Outcome.NOT_POSSIBLE,
    }
    assert {"web", "counter", "phone", "letter", "box", "meeting"} == set(cases.values_list("channel", flat=True))
    assert set(cases.values_list("identity_mode", flat=True)) == {"open", "anonymous", "confidential"}


def test_some_are_late_some_due_soon_some_urgent(village: Village) -> None:
    today = local_date(village, AT)
    calendar = calendar_for(village)
    running = Case.objects.filter(village=village, is_open=True, next_due_on__isnull=False)
    late = running.filter(next_due_on__lt=today).count()
    soon = [day for day in running.values_list("next_due_on", flat=True) if 0 <= (day - today).days <= 4]
    assert 4 <= late <= 12
    assert len(soon) >= 4
    assert running.count() > late + 6, "most of a good office is on time"
    assert Case.objects.filter(village=village, is_open=True, urgency=Urgency.URGENT).count() >= 3
    assert calendar.known_until == 2027


def test_every_move_is_made_somewhere(village: Village) -> None:
    moves = set(Event.objects.filter(village=village).values_list("move", flat=True))
    # The first case tells nothing of a report of retaliation, which is a case of its own.
    assert moves == set(Move) - {Move.REPORT_RETALIATION}, "a move without a story: write one"
    revenge = Case.objects.get(village=village, retaliation_for__isnull=False)
    assert (revenge.restricted, revenge.urgency) == (True, Urgency.URGENT)
    assert set(Objection.objects.filter(village=village).values_list("upheld", flat=True)) == {True, False, None}
    assert set(Rating.objects.filter(village=village).values_list("satisfied", flat=True)) == {True, False}
    assert Case.objects.filter(village=village, round=2).count() >= 2
    assert Case.objects.filter(village=village, status=Status.CLOSED, confirmed_solved=False).exists()


def test_a_story_ends_where_its_writer_meant(village: Village) -> None:
    expected = {
        "jalan-randu": Status.CLOSED,
        "lampu-perempatan": Status.REOPENED,
        "air-kaliwening": Status.ANSWERED,
        "talud-sawah": Status.IN_PROGRESS,
        "talud-kedua": Status.MERGED,
        "jembatan-bambu": Status.IN_PROGRESS,
        "jalan-kabupaten": Status.ANSWERED,
        "tiang-miring": Status.FORWARDED,
        "selokan-saudara": Status.VERIFIED,
        "blt-janda": Status.UNDER_OBJECTION,
        "pkh-ganda": Status.ANSWER_PROPOSED,
        "surat-domisili": Status.CLOSED,
        "kk-pecah": Status.WITHDRAWN,
        "nikah-syarat": Status.IN_PROGRESS,
        "kantor-kosong": Status.IN_PROGRESS,
        "gas-melon": Status.ASSIGNED,
        "pungli-surat-pindah": Status.IN_PROGRESS,
        "drainase-dana-desa": Status.FORWARDED,
        "isu-bumdes": Status.ARCHIVED,
        "waris-pengadilan": Status.ARCHIVED,
        "batas-tanah": Status.WAITING,
        "karaoke-malam": Status.WITHDRAWN,
        "pohon-doyong": Status.RECEIVED,
    }
    assert {key: Status(case_of(village, key).status) for key in expected} == expected


def test_the_accused_and_who_is_too_close_to_him_do_not_see_his_case(village: Village) -> None:
    levy, drain = case_of(village, "pungli-surat-pindah"), case_of(village, "drainase-dana-desa")
    kept_out = [set(case.conflicts.values_list("officer__username", flat=True)) for case in (levy, drain)]
    assert kept_out == [{"demo-kadus2", "demo-kesra"}, {"demo-kades", "demo-kadus1"}]
    for case, officers in zip((levy, drain), kept_out, strict=True):
        assert case.restricted
        assert not officers & set(case.members.values_list("officer__username", flat=True))


def test_pictures_are_evidence_on_both_sides(village: Village, data: Path) -> None:
    links = EventDocument.objects.filter(village=village)
    assert links.filter(event__move=Move.RECEIVE).count() >= 10
    assert links.filter(event__move=Move.PROGRESS).count() >= 4
    for document in Document.objects.filter(village=village):
        assert document.subject is not None
        size = (data / "files" / document.storage_key).stat().st_size
        assert size > document.size if document.sealed_to else size == document.size


def test_numbers_have_no_gap_and_follow_the_order_in_which_they_were_given(village: Village) -> None:
    cases = list(Case.objects.filter(village=village, series=register.MAIN).order_by("year", "seq"))
    assert [case.seq for case in cases] == list(range(1, len(cases) + 1))
    # A case that was released to the office got its ordinary number on that day.
    released = dict(Event.objects.filter(village=village, move=Move.RELEASE).values_list("case", "at"))
    given = [released.get(case.pk, case.recorded_at) for case in cases]
    assert given == sorted(given)


def test_numbers_of_restricted_cases_are_drawn_and_tell_nothing(village: Village) -> None:
    cases = list(Case.objects.filter(village=village, series=register.RESTRICTED).order_by("recorded_at"))
    assert len(cases) >= 4
    assert all(case.restricted for case in cases)
    drawn = [case.seq for case in cases]
    assert drawn != sorted(drawn) or drawn[-1] > 2 * len(drawn), "they must not count"
    restricted_later = Case.objects.filter(village=village, restricted=True, series=register.MAIN)
    assert restricted_later.exists()


def test_nothing_happens_in_the_future_or_at_night_in_the_office(village: Village) -> None:
    assert not Event.objects.filter(village=village, at__gt=AT).exists()
    calendar = calendar_for(village)
    for event in Event.objects.filter(village=village, officer__isnull=False):
        local = event.at.astimezone(village.zone)
        assert calendar.is_working(local.date()), event
        assert 7 <= local.hour < 17, event


def test_points_lie_within_the_village(village: Village) -> None:
    points = list(Case.objects.filter(village=village, latitude__isnull=False).values_list("latitude", "longitude"))
    assert len(points) >= 10
    assert all(contains(village.polygon, float(latitude), float(longitude)) for latitude, longitude in points)


def test_the_ledgers_verify_and_hold_every_event(demo: DemoReport) -> None:
    for village in Village.objects.all():
        assert ledger.verify(village.log).ok
        assert ledger.size(village.log) >= Event.objects.filter(village=village).count() + 1


def test_no_name_or_contact_of_a_reporter_is_outside_the_vault(village: Village) -> None:
    people = [person for story in STORIES for person in (story.reporter, story.represented) if person]
    texts = [
        " ".join((case.title, case.story, case.settlement, case.place, case.about_whom, case.incident_text))
        for case in Case.objects.filter(village=village)
    ]
    texts += [f"{event.text} {event.data}" for event in Event.objects.filter(village=village).exclude(text="")]
    texts += [str(row.payload) for row in OutboxMessage.objects.filter(village=village)]
    everything = "\n".join(texts).casefold()
    for person in people:
        for value in (person.name, person.phone, person.email, person.nik):
            assert not value or value.removeprefix("mbah ").casefold() not in everything, value


def test_the_second_village_has_its_own_world(demo: DemoReport) -> None:
    second = Village.objects.get(code="33.03.13.2005")
    assert Case.objects.filter(village=second).count() == len(losari.STORIES)
    assert {officer.village_id for officer in Officer.objects.filter(handled_cases__village=second)} == {second.id}
    for row in CaseClock.objects.select_related("case"):
        assert row.village_id == row.case.village_id
    for event in Event.objects.select_related("case", "officer"):
        assert event.village_id == event.case.village_id
        assert event.officer is None or event.officer.village_id == event.village_id
    for link in EventDocument.objects.select_related("event", "document"):
        assert link.village_id == link.event.village_id == link.document.village_id


def test_there_is_an_account_for_each_role_that_can_sign_in(village: Village) -> None:
    assert {role for person in KARANGBAWANG for role in person.roles} == OFFICER_ROLES
    with override_settings(KENTONGAN_DEMO=True):
        for person in KARANGBAWANG:
            officer = sign_in.check_password(village=village, username=person.username, password=PASSWORD, at=AT)
            assert officer.role_set == set(person.roles)


def test_demo_accounts_open_nothing_outside_a_demo(village: Village) -> None:
    with override_settings(KENTONGAN_DEMO=False):
        for person in KARANGBAWANG:
            with pytest.raises(Refused) as refused:
                sign_in.check_password(village=village, username=person.username, password=PASSWORD, at=AT)
            assert refused.value.code == "demo"


def test_the_report_shows_accounts_and_codes_that_work(demo: DemoReport, data: Path) -> None:
    assert (data / "demo").is_file()
    assert len(demo.accounts) == len(KARANGBAWANG)
    assert len(demo.codes) == 3
    shown = "\n".join(demo.lines())
    assert PASSWORD in shown
    assert all(code.code in shown for code in demo.codes)
    assert "/desa/33.03.13.2005/" in shown


def test_making_it_again_changes_nothing_and_shows_the_same_codes(demo: DemoReport, data: Path) -> None:
    (data / "demo").unlink()
    before = Event.objects.count()
    again = make_demo(data, AT + timedelta(days=3))
    assert again == demo
    assert Event.objects.count() == before
    assert (data / "demo").is_file()


def test_most_cases_whose_reporters_agreed_can_be_read_and_none_stands_without_company(village: Village) -> None:
    """With 300 households: at least 60 % of them appear, and no cell of what is shown has fewer than k."""
    agreed = Case.objects.filter(village=village, publish_consent="yes", restricted=False).count()
    rows = list(public_rows(village, today=local_date(village, AT)))
    assert agreed >= 20
    assert len(rows) >= 0.6 * agreed
    cells = Counter((row.group, row.category, row.hamlet, row.period) for row in rows)
    assert min(cells.values()) >= village.publish_least
    assert any(row.hamlet for row in rows)


def test_every_fact_of_every_case_is_what_its_entries_say(village: Village) -> None:
    for each in Village.objects.all():
        assert "\n".join(wrong.sentence for wrong in verifying.check(each)) == ""
    assert ledger.size(village.log) > 400
