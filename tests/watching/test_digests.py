"""Digests: only what stands in public, at most one a day or week, a link that ends them; only where mail is set up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from kentongan.cases.models import Publication
from kentongan.gateway import letters
from kentongan.jobs import tasks
from kentongan.outbox.models import OutboxMessage
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from kentongan.villages.models import Village
from kentongan.watching import changes, digests
from kentongan.watching.models import Pace, Watch
from kentongan.watching.watches import MOST, Wish, add, change, drop, proof_for
from tests.factories import MONDAY, make_village
from tests.watching.world import SECRET_WORDS, a_watched_village, make_observer, publish

pytestmark = pytest.mark.django_db
TOMORROW = MONDAY + timedelta(days=1)


@pytest.fixture
def watched() -> tuple[Village, Officer]:
    village, observer = a_watched_village(hostname="aduan.karangbawang.example")
    changes.look(village, MONDAY)
    return village, observer


def a_watch(observer: Officer, pace: Pace = Pace.DAILY, **wish: Any) -> Watch:
    return add(by=observer, wish=Wish(name="Jalan kita", pace=pace, **wish), at=MONDAY)


def news(village: Village, public_id: str, **extra: Any) -> Publication:
    row = publish(village, public_id, **extra)
    changes.look(village, MONDAY)
    return row


def mails() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(template=digests.LETTER).order_by("id"))


def letter(village: Village) -> letters.Letter:
    (message,) = mails()
    return letters.write(message.template, village=village, payload=message.payload)


def test_the_letter_names_what_changed_and_how_to_end_it(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    watch = a_watch(observer)
    news(village, "aaa", title="Jembatan goyah")
    assert digests.send_due(village, MONDAY) == 0, "not on the day it was set up"
    assert digests.send_due(village, TOMORROW) == 1
    assert digests.send_due(village, TOMORROW + timedelta(hours=3)) == 0
    (message,) = mails()
    assert (message.to_officer_id, message.channel) == (observer.id, "email")
    written = letter(village)
    assert written.subject == "Pantauan “Jalan kita”: 1 perubahan di Desa Karangbawang"
    assert "- Baru terbit: Jembatan goyah\n  http://aduan.karangbawang.example/terbitan/aaa/" in written.body
    assert f"http://aduan.karangbawang.example/pemantau/berhenti/{watch.id}/{proof_for(watch.id)}/" in written.body
    everything = written.subject + written.body + str(message.payload)
    assert not [word for word in SECRET_WORDS if word in everything]


def test_the_outbox_holds_no_title_and_what_was_taken_off_meanwhile_is_not_told(
    watched: tuple[Village, Officer],
) -> None:
    village, observer = watched
    a_watch(observer)
    row = news(village, "aaa", title="Jembatan goyah")
    digests.send_due(village, TOMORROW)
    assert "Jembatan" not in str(mails()[0].payload)
    Publication.objects.filter(pk=row.pk).update(withheld=True)
    body = letter(village).body
    assert "Jembatan" not in body
    assert "- Aduan aaa tidak terbit lagi" in body


def test_without_news_there_is_no_letter(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    news(village, "old")
    a_watch(observer, group="Jalan")
    news(village, "aaa", group="Penerangan")
    assert digests.send_due(village, TOMORROW) == 0
    assert mails() == []


def test_nobody_is_written_to_at_night(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    a_watch(observer)
    news(village, "aaa")
    assert digests.send_due(village, TOMORROW.replace(hour=20)) == 0  # 03.00 WIB
    assert digests.send_due(village, TOMORROW.replace(hour=23)) == 1  # 06.00 WIB


def test_a_weekly_one_waits_for_seven_days(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    a_watch(observer, Pace.WEEKLY)
    news(village, "aaa")
    sent = [digests.send_due(village, MONDAY + timedelta(days=day)) for day in range(9)]
    assert sent == [0] * 7 + [1, 0]


def test_who_has_no_address_or_left_gets_none(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    a_watch(observer)
    news(village, "aaa")
    Officer.objects.filter(pk=observer.pk).update(email="")
    assert digests.send_due(village, TOMORROW) == 0
    Officer.objects.filter(pk=observer.pk).update(email="laras@example.org", is_active=False)
    assert digests.send_due(village, TOMORROW) == 0


def test_the_job_writes_only_where_mail_is_set_up(watched: tuple[Village, Officer], settings: Settings) -> None:
    village, observer = watched
    a_watch(observer)
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "", ""
    publish(village, "aaa")
    tasks.watch_published(TOMORROW)
    assert mails() == []
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example.org", "desa@example.org"
    tasks.watch_published(TOMORROW)
    assert len(mails()) == 1


def test_many_changes_are_counted_not_listed(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    a_watch(observer)
    changes.Change.objects.bulk_create(
        changes.Change(village=village, public_id=f"x{number}", what="taken_off", day=MONDAY.date())
        for number in range(digests.LINES + 2)
    )
    digests.send_due(village, TOMORROW)
    assert "dan 2 perubahan lagi." in letter(village).body


def test_the_link_in_the_letter_ends_it_after_asking_once(watched: tuple[Village, Officer], client: Client) -> None:
    village, observer = watched
    watch = a_watch(observer)
    address = f"/pemantau/berhenti/{watch.id}/{proof_for(watch.id)}/"
    assert "Berhenti menerima surel ini?" in client.get(address).content.decode()
    watch.refresh_from_db()
    assert watch.pace == Pace.DAILY, "a mail program that opens links ends nothing"
    assert "Sudah berhenti" in client.post(address).content.decode()
    watch.refresh_from_db()
    assert watch.pace == Pace.NONE
    wrong = f"/pemantau/berhenti/{watch.id}/{'0' * 32}/"
    assert client.get(wrong).status_code == client.post(wrong).status_code == 404
    there = make_village("Losari", "33.03.13.2005")
    assert client.get(f"/desa/{there.code}{address}").status_code == 404
    assert client.get(f"/desa/{village.code}{address}").status_code == 200


def test_a_digest_that_is_switched_on_later_begins_then(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    watch = a_watch(observer, Pace.NONE)
    news(village, "aaa")
    change(watch=watch, by=observer, wish=Wish(name="Jalan kita", pace=Pace.DAILY), at=MONDAY)
    assert digests.send_due(village, TOMORROW) == 0
    news(village, "bbb")
    assert digests.send_due(village, TOMORROW + timedelta(days=1)) == 1
    assert [key for key, _ in mails()[0].payload["changes"]] == ["bbb"]


def test_watches_have_names_and_an_end(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    watch = a_watch(observer)
    for wish, code in (
        (Wish(name=" "), "name"),
        (Wish(name="Jalan kita"), "taken"),
        (Wish(name="x", period="kapan"), "period"),
        (Wish(name="x", status="?"), "status"),
    ):
        with pytest.raises(Refused, match=code):
            add(by=observer, wish=wish, at=MONDAY)
    for number in range(MOST - 1):
        add(by=observer, wish=Wish(name=f"p{number}"), at=MONDAY)
    with pytest.raises(Refused, match="too_many"):
        add(by=observer, wish=Wish(name="satu lagi"), at=MONDAY)
    other = make_observer(village, "Bayu Kabar", "Koran Pagi")
    with pytest.raises(Refused, match="other"):
        drop(watch=watch, by=other)
    with pytest.raises(Refused, match="other"):
        change(watch=watch, by=other, wish=Wish(name="x"), at=MONDAY)
    drop(watch=watch, by=observer)
    assert Watch.objects.count() == MOST - 1
