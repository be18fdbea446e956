"""Messages that did not go out, and what overseers are told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kentongan.cases.actions import verification
from kentongan.outbox.models import OutboxMessage, State
from kentongan.outbox.queue import queue
from kentongan.people.models import NoticeSeen, Officer, OverseerNotice
from kentongan.rules.types import Status
from tests.factories import MONDAY, Office, make_village
from tests.sites.desk.helpers import HOUR, case_in, text_of

DeskOf = Callable[[Officer], Client]


def dead_letter(office: Office, **extra: object) -> OutboxMessage:
    """A message to the reporter that was given up."""
    case = case_in(office, Status.RECEIVED)
    queue(
        village=office.village,
        channel="email",
        template="case_news",
        dedupe_key=f"test:{case.id}",
        subject=case.id,
        to_record=case.identity,
        at=MONDAY,
    )
    message = OutboxMessage.objects.get(dedupe_key=f"test:{case.id}")
    OutboxMessage.objects.filter(pk=message.pk).update(
        state=State.DEAD, settled_at=MONDAY + HOUR, attempts=8, last_error="Server surel menolak.", **extra
    )
    message.refresh_from_db()
    return message


def test_a_dead_letter_is_shown_without_an_address_and_can_be_tried_again(office: Office, desk_of: DeskOf) -> None:
    message = dead_letter(office)
    client = desk_of(office.tono)
    page = text_of(client.get("/meja/pesan/"))
    assert "Server surel menolak." in page
    assert "warsiti@example.org" not in page
    assert "Warsiti" not in page
    assert client.post(f"/meja/pesan/{message.id}/coba-lagi/").status_code == 302
    message.refresh_from_db()
    assert message.state == State.QUEUED
    assert "masuk antrean lagi" in text_of(client.get("/meja/pesan/"))


def test_a_number_is_named_only_to_who_may_see_the_case(office: Office, desk_of: DeskOf) -> None:
    message = dead_letter(office)
    assert message.subject is not None
    address = f"/meja/aduan/{message.subject}/"
    assert address in text_of(desk_of(office.tono).get("/meja/pesan/"))
    assert address not in text_of(desk_of(office.admin).get("/meja/pesan/"))
    verification.name_reported(
        case=message.subject,  # type: ignore[arg-type]  # an id does as well
        by=office.bpd,
        at=MONDAY + 2 * HOUR,
        whom="Sekretaris",
        officers=[office.tono],
    )
    assert address not in text_of(desk_of(office.tono).get("/meja/pesan/"))


def test_another_villages_letters_stay_there(office: Office, desk_of: DeskOf) -> None:
    message = dead_letter(office)
    other = Office(make_village("Losari", "33.03.13.2005"))
    client = desk_of(other.tono)
    assert "menolak" not in text_of(client.get("/desa/33.03.13.2005/meja/pesan/"))
    client.post(f"/desa/33.03.13.2005/meja/pesan/{message.id}/coba-lagi/")
    message.refresh_from_db()
    assert message.state == State.DEAD


def test_the_number_of_queries_does_not_grow(office: Office, desk_of: DeskOf) -> None:
    client, counts = desk_of(office.tono), []
    for wanted in (1, 3):
        while OutboxMessage.objects.filter(state=State.DEAD).count() < wanted:
            dead_letter(office)
        with CaptureQueriesContext(connection) as queries:
            client.get("/meja/pesan/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def notice(office: Office, number: int) -> OverseerNotice:
    return OverseerNotice.objects.create(
        village=office.village, action="account_made", sentence=f"Akun ke-{number} dibuat.", at=MONDAY + number * HOUR
    )


def test_overseers_read_what_is_new_and_mark_it(office: Office, desk_of: DeskOf) -> None:
    for number in range(3):
        notice(office, number)
    client = desk_of(office.bpd)
    page = text_of(client.get("/meja/pengawasan/"))
    assert page.index("Akun ke-2") < page.index("Akun ke-0")
    assert page.count('<span class="badge warn">Baru</span>') == 3
    until = page.split('name="sampai" value="')[1].split('"')[0]
    notice(office, 5)  # came while he was reading: stays new
    assert client.post("/meja/pengawasan/sudah-dibaca/", {"sampai": until}).status_code == 302
    page = text_of(client.get("/meja/pengawasan/"))
    assert page.count('<span class="badge warn">Baru</span>') == 1
    assert 'badge warn">Baru' in text_of(desk_of(office.kades).get("/meja/pengawasan/"))  # each has his own mark


@pytest.mark.parametrize("until", ["", "kemarin", "2026-99-99T00:00:00Z", "2026-07-06T00:00:00"])
def test_nonsense_marks_nothing(until: str, office: Office, desk_of: DeskOf) -> None:
    assert desk_of(office.bpd).post("/meja/pengawasan/sudah-dibaca/", {"sampai": until}).status_code == 302
    assert not NoticeSeen.objects.exists()


def test_old_notices_are_a_page_further(office: Office, desk_of: DeskOf) -> None:
    OverseerNotice.objects.bulk_create(
        OverseerNotice(
            village=office.village, action="x", sentence=f"Catatan nomor {n}.", at=MONDAY + timedelta(minutes=n)
        )
        for n in range(35)
    )
    client = desk_of(office.bpd)
    page = text_of(client.get("/meja/pengawasan/"))
    assert "Catatan nomor 34." in page
    assert "Catatan nomor 4." not in page
    older = page.split('href="?sebelum=')[1].split('"')[0]
    assert "Catatan nomor 4." in text_of(client.get(f"/meja/pengawasan/?sebelum={older}"))
    assert client.get("/meja/pengawasan/?sebelum=nonsense").status_code == 200
