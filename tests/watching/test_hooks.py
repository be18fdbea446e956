"""Webhooks: signed so that anybody can check, public facts only, tried again, given up, and never into our network."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from kentongan.cases.models import Publication
from kentongan.ledger import log as ledger
from kentongan.people import accounts
from kentongan.people.models import Officer
from kentongan.rules.types import Refused, Role
from kentongan.support import outward
from kentongan.villages.models import Village
from kentongan.watching import changes, hooks, sending
from kentongan.watching.hooks import NewHook
from kentongan.watching.models import Delivery, Hook, Sending
from kentongan.watching.watches import Wish, add
from tests.factories import MONDAY, make_officer
from tests.people.helpers import told
from tests.watching.receiver import Receiver
from tests.watching.world import SECRET_WORDS, a_watched_village, make_observer, publish

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=2)


@pytest.fixture
def watched(settings: Settings) -> tuple[Village, Officer]:
    settings.KENTONGAN_WEBHOOK_PRIVATE = True  # the receiver of the tests is on this machine
    return a_watched_village(hostname="aduan.karangbawang.example")


def hooked(observer: Officer, url: str = "https://terang.example/kabar", **wish: Any) -> NewHook:
    watch = add(by=observer, wish=Wish(name="Semua", **wish), at=NOW)
    return hooks.set_up(watch=watch, by=observer, url=url, at=NOW)


def something_new(village: Village, public_id: str = "aaa") -> Publication:
    row = publish(village, public_id)
    changes.look(village, NOW)
    sending.queue_due(village, NOW)
    return row


def send(at: datetime = NOW) -> int:
    return sending.send_due(lambda: at)


def test_a_delivery_is_signed_so_that_a_few_lines_check_it(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    changes.look(village, NOW)
    with Receiver() as receiver:
        made = hooked(observer, receiver.url)
        something_new(village)
        assert send() == 1
    ((headers, body),) = receiver.got
    # As a receiver would write it:
    stamp = headers["X-Kentongan-Timestamp"]
    wanted = hmac.new(made.secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["X-Kentongan-Signature"] == wanted
    assert int(stamp) == int(NOW.timestamp())
    content = json.loads(body)
    assert content["village"] == village.code
    (event,) = content["events"]
    assert (event["what"], event["case"], event["title"]) == ("published", "aaa", "Jalan rusak di dusun")
    assert event["url"] == "http://aduan.karangbawang.example/terbitan/aaa/"
    assert not [word for word in SECRET_WORDS if word in body.decode()]
    assert Delivery.objects.get().state == Sending.SENT


def test_a_changed_byte_or_another_time_does_not_fit_the_signature() -> None:
    good = hooks.sign("rahasia", 1000, b'{"a":1}')
    assert good != hooks.sign("rahasia", 1000, b'{"a":2}')
    assert good != hooks.sign("rahasia", 1001, b'{"a":1}')
    assert good != hooks.sign("rahasiA", 1000, b'{"a":1}')


def test_the_secret_is_kept_sealed_and_the_overseers_hear_of_it(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    made = hooked(observer)
    row = Hook.objects.get()
    assert made.secret not in row.secret
    assert hooks.open_secret(row) == made.secret
    assert made.secret not in repr(made)
    assert told(village)[-1] == (
        "Laras Pemantau (LSM Terang) memasang webhook: perubahan aduan terbitan dikirim otomatis ke terang.example."
    )
    assert [entry.action for entry in ledger.entries_for(observer.id, log=village.log)] == ["webhook_set"]


def test_what_was_taken_off_before_the_sending_is_not_told(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    changes.look(village, NOW)
    with Receiver() as receiver:
        hooked(observer, receiver.url)
        row = something_new(village)
        Publication.objects.filter(pk=row.pk).update(withheld=True)
        send()
    ((_, body),) = receiver.got
    (event,) = json.loads(body)["events"]
    assert set(event) == {"id", "what", "case", "day"}
    assert event["what"] == "taken_off"


def test_who_does_not_answer_well_is_tried_ever_more_rarely_and_given_up(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    changes.look(village, NOW)
    with Receiver(status=500) as receiver:
        hooked(observer, receiver.url)
        something_new(village)
        at = NOW
        for tried in range(1, sending.MAX_ATTEMPTS + 1):
            assert send(at) == 0
            assert len(receiver.got) == tried
            send(at)
            assert len(receiver.got) == tried, "not before its time"
            at += timedelta(hours=13)
        send(at + timedelta(days=3))
    assert len(receiver.got) == sending.MAX_ATTEMPTS
    row, hook = Delivery.objects.get(), Hook.objects.get()
    assert (row.state, row.last_error) == (Sending.DEAD, "Penerima menjawab dengan status 500.")
    assert hook.stopped_why == sending.GIVEN_UP
    publish(village, "bbb")
    changes.look(village, NOW)
    assert sending.queue_due(village, NOW) == 0, "nothing is queued for who was given up"


def test_who_was_switched_on_again_hears_of_what_changes_from_then_on(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    changes.look(village, NOW)
    watch = hooked(observer).hook.watch
    hooks.switch_off(watch=watch, by=observer, at=NOW)
    something_new(village, "aaa")
    hooks.switch_on(watch=watch, by=observer)
    something_new(village, "bbb")
    row = Delivery.objects.get()
    assert len(row.changes) == 1


def test_an_address_that_is_gone_stops_at_once(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    changes.look(village, NOW)
    with Receiver(status=410) as receiver:
        hooked(observer, receiver.url)
        something_new(village)
        send()
    assert Hook.objects.get().stopped_why == sending.GONE
    assert Delivery.objects.get().state == Sending.DEAD


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "http://127.0.0.1/", "http://169.254.169.254/", "https://a@b.example/", "x", ""]
)
def test_addresses_of_our_own_network_are_refused_when_set_up(
    url: str, watched: tuple[Village, Officer], settings: Settings
) -> None:
    settings.KENTONGAN_WEBHOOK_PRIVATE = False
    with pytest.raises(Refused, match="url"):
        hooked(watched[1], url)
    assert Hook.objects.count() == 0


def test_a_name_that_leads_into_our_network_is_found_out_when_sending(
    watched: tuple[Village, Officer], settings: Settings
) -> None:
    village, observer = watched
    settings.KENTONGAN_WEBHOOK_PRIVATE = False
    changes.look(village, NOW)
    with Receiver() as receiver:
        hooked(observer, receiver.url.replace("127.0.0.1", "localhost"))
        something_new(village)
        send()
    assert receiver.got == []
    assert "jaringan dalam" in Delivery.objects.get().last_error


def test_one_receiver_that_fails_does_not_hold_up_another(
    watched: tuple[Village, Officer], monkeypatch: pytest.MonkeyPatch
) -> None:
    village, observer = watched
    other = make_observer(village, "Bayu Kabar", "Koran Pagi")
    changes.look(village, NOW)
    hooked(observer, "https://lambat.example/")
    hooked(other, "https://cepat.example/")
    for public_id in ("aaa", "bbb"):
        something_new(village, public_id)
    asked = []

    def answer(url: str, *_args: Any, **_more: Any) -> int:
        asked.append(url)
        if "lambat" in url:
            raise outward.NotReached("Penerima terlalu lama menjawab.")
        return 200

    monkeypatch.setattr(outward, "post_json", answer)
    assert send() == 2
    assert sorted(asked) == ["https://cepat.example/", "https://cepat.example/", "https://lambat.example/"]


def test_an_observer_who_left_is_told_nothing_more(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    changes.look(village, NOW)
    with Receiver() as receiver:
        hooked(observer, receiver.url)
        something_new(village)
        admin = make_officer(village, "Dewi Operator", Role.ADMIN)
        accounts.deactivate(officer=observer, at=NOW, by=admin)
        assert send() == 0
        publish(village, "bbb")
        changes.look(village, NOW)
        assert sending.queue_due(village, NOW) == 0
    assert receiver.got == []


def test_a_try_out_holds_no_change_and_only_one_waits(watched: tuple[Village, Officer]) -> None:
    _, observer = watched
    with Receiver() as receiver:
        watch = hooked(observer, receiver.url).hook.watch
        hooks.try_out(watch=watch, by=observer, at=NOW)
        with pytest.raises(Refused, match="waiting"):
            hooks.try_out(watch=watch, by=observer, at=NOW)
        send()
    ((_, body),) = receiver.got
    assert json.loads(body)["test"] is True
    assert json.loads(body)["events"] == []


def test_nobody_sets_up_what_is_another_observers(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    watch = hooked(observer).hook.watch
    other = make_observer(village, "Bayu Kabar", "Koran Pagi")
    for act in (
        lambda: hooks.set_up(watch=watch, by=other, url="https://x.example/", at=NOW),
        lambda: hooks.switch_off(watch=watch, by=other, at=NOW),
        lambda: hooks.switch_on(watch=watch, by=other),
        lambda: hooks.try_out(watch=watch, by=other, at=NOW),
    ):
        with pytest.raises(Refused, match="other"):
            act()
    with pytest.raises(Refused, match="no_right"):
        hooks.switch_off(watch=watch, by=make_officer(village, "Tono Prasetyo", Role.UNIT_HEAD), at=NOW)
