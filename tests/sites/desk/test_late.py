"""Lateness at the desk and on the reporter's page: marks, letters, the file for the Ombudsman; through the pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kentongan.cases.actions import escalation, reporter, verification
from kentongan.cases.models import Case, CaseClock, Event
from kentongan.cases.queries.inbox import InboxFilter, Tab, inbox
from kentongan.ledger import log as ledger
from kentongan.people.models import Officer
from kentongan.rules.escalation import DEFAULT_LADDER
from kentongan.rules.types import Move, Rung
from kentongan.villages.ladder import ladder_row
from kentongan.villages.models import EscalationStep
from tests.architecture.visitors import follower
from tests.factories import Office, at, lodge, make_village

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    village = make_village(is_main=True)
    EscalationStep.objects.bulk_create(ladder_row(village, step) for step in DEFAULT_LADDER)
    return Office(village)


def late_case(office: Office, rungs: int = 4) -> Case:
    """A case received long ago, climbed as far as wanted, by the clock of today."""
    case = lodge(office.village, when=timezone.now() - timedelta(days=60)).case
    if rungs < 4:
        EscalationStep.objects.filter(village=office.village, rung__in=list(Rung)[rungs + 1 :]).update(active=False)
    noon = timezone.now().replace(hour=5, minute=0)
    assert escalation.run_due(village=office.village, at=noon) == 1
    return case


def signed_in(officer: Officer) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def test_the_case_stands_on_the_list_of_those_it_was_taken_up_to(office: Office) -> None:
    case = lodge(office.village).case
    for day, on_list in (
        (date(2026, 7, 13), []),
        (date(2026, 7, 14), ["kades"]),
        (date(2026, 7, 16), ["kades", "bpd"]),
    ):
        escalation.run_due(village=office.village, at=at(day))
        for name in ("kades", "bpd"):
            viewer = getattr(office, name).viewer()
            page = inbox(viewer, office.village, InboxFilter(tab=Tab.MINE), today=day)
            assert [row.id for row in page.rows] == ([case.id] if name in on_list else []), (day, name)
    (row,) = inbox(office.tono.viewer(), office.village, InboxFilter(), today=date(2026, 7, 16)).rows
    assert row.taken_up is Rung.BPD
    CaseClock.objects.filter(case=case).update(stopped_on=date(2026, 7, 16))
    (row,) = inbox(office.tono.viewer(), office.village, InboxFilter(), today=date(2026, 7, 16)).rows
    assert row.taken_up is None


def test_a_reminder_does_not_hide_that_the_reporter_wrote(office: Office) -> None:
    case = lodge(office.village).case
    verification.ask(case=case, by=office.sari, at=at(date(2026, 7, 6)), question="Di RT berapa?")
    reporter.reply(case=case, at=at(date(2026, 7, 7)), text="RT 3.")
    Case.objects.filter(pk=case.pk).update(status="verified")
    escalation.run_due(village=office.village, at=at(date(2026, 7, 20)))
    (row,) = inbox(office.tono.viewer(), office.village, InboxFilter(), today=date(2026, 7, 20)).rows
    assert row.reporter_wrote


def test_the_desk_sees_who_was_told_and_carries_the_letter_to_the_district(office: Office) -> None:
    case = late_case(office)
    client = signed_in(office.tono)
    page = client.get(reverse("desk:case", args=[case.id])).content.decode()
    for words in ("Suharto Wiryo", "Marsudi Utomo", "Surat kepada Camat (PDF)", "Catat laporan ke Camat"):
        assert words in page
    letter = client.get(reverse("desk:district_letter", args=[case.id]))
    assert (letter.status_code, letter.content[:4], letter["Cache-Control"]) == (200, b"%PDF", "private, no-store")
    stamp = Case.objects.get(pk=case.pk).updated_at.isoformat()
    sent = client.post(
        reverse("desk:move", args=[case.id, "district_told"]), {"how": "Diantar Sekdes", "cap": stamp, "formulir": ""}
    )
    assert sent.status_code == 302
    assert "Surat kepada Camat (PDF)" not in client.get(reverse("desk:case", args=[case.id])).content.decode()
    assert Event.objects.get(case=case, move=Move.DISTRICT_TOLD).data == {"how": "Diantar Sekdes"}
    assert signed_in(office.sari).get(reverse("desk:district_letter", args=[case.id])).status_code == 404


def test_the_inbox_marks_the_case(office: Office) -> None:
    late_case(office, rungs=2)
    assert "Dieskalasi ke Kepala Desa" in signed_in(office.tono).get(reverse("desk:inbox")).content.decode()


def test_the_reporter_reads_since_when_who_knows_and_what_he_may_do(office: Office) -> None:
    case = late_case(office)
    client = Client()
    follower(lambda _: case)(None, client, "")  # type: ignore[arg-type]
    page = client.get(reverse("portal:tracking")).content.decode()
    assert "Lewat batas waktu sejak" in page
    assert "Sudah diteruskan kepada Kepala Desa dan BPD" in page
    assert "Laporan keterlambatan kepada Camat sedang disiapkan" in page
    assert "Hak Anda" in page
    assert "Marsudi" not in page
    escalation.tell_district(case=case, by=office.bpd, at=timezone.now(), how="Diantar Pak Marsudi")
    page = client.get(reverse("portal:tracking")).content.decode()
    assert "dan Camat" in page
    assert "Diantar" not in page


def test_the_reporter_takes_his_file_and_nothing_of_it_is_kept(office: Office) -> None:
    case = late_case(office)
    client = Client()
    follower(lambda _: case)(None, client, "")  # type: ignore[arg-type]
    assert client.get(reverse("portal:ombudsman")).status_code == 200
    before = (Event.objects.count(), len(ledger.entries_for(case.id, log=office.village.log)))
    answer = client.post(reverse("portal:ombudsman"), {"name": "Warsiti Ningsih", "loss": "Motor rusak"})
    assert (answer["Content-Type"], answer.content[:4]) == ("application/pdf", b"%PDF")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith('attachment; filename="ombudsman-001-ADU-')
    assert (Event.objects.count(), len(ledger.entries_for(case.id, log=office.village.log))) == before
    again = client.post(reverse("portal:ombudsman"), {"name": "x" * 500, "loss": "Motor rusak"})
    assert again.status_code == 422
    assert "Motor rusak" in again.content.decode()


def test_at_the_counter_the_identity_is_opened_only_with_a_reason_and_that_is_on_record(office: Office) -> None:
    case = lodge(office.village).case
    client = signed_in(office.sari)
    address = reverse("desk:ombudsman", args=[case.id])
    assert client.post(address, {"name": ""}).content[:4] == b"%PDF"
    assert not Event.objects.filter(case=case, move=Move.OPEN_IDENTITY).exists()
    assert client.post(address, {"reason": "Pelapor hadir di loket"}).content[:4] == b"%PDF"
    event = Event.objects.get(case=case, move=Move.OPEN_IDENTITY)
    assert (event.text, event.to_reporter) == ("Berkas Ombudsman: Pelapor hadir di loket", True)
    actions = [entry.action for entry in ledger.entries_for(case.id, log=office.village.log)]
    assert actions == ["receive", "identity_opened"]
