"""What changed in public: found by comparing, told by public ids, and nothing of what does not stand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kentongan.cases.models import Case, CaseClock, Publication
from kentongan.cases.queries.late_counts import unpublished_late
from kentongan.people.models import Officer
from kentongan.rules.deadlines import ClockKind
from kentongan.rules.publication import TakenOff
from kentongan.rules.types import Status
from kentongan.villages import log_keys
from kentongan.villages.models import Village
from kentongan.watching import changes, kept, visits
from kentongan.watching.models import Change, What
from kentongan.watching.watches import Wish, add
from tests.factories import MONDAY, lodge, make_village, restricted_case
from tests.watching.world import LATER, a_watched_village, make_observer, publish

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=2)


@pytest.fixture
def watched() -> tuple[Village, Officer]:
    return a_watched_village()


def found(village: Village) -> list[tuple[str, str, str]]:
    rows = Change.objects.filter(village=village).order_by("id")
    return [(row.public_id, row.what, row.clock or row.status) for row in rows]


def test_the_first_look_is_only_a_beginning(watched: tuple[Village, Officer]) -> None:
    village, _ = watched
    publish(village, "aaa")
    assert changes.look(village, NOW) == 0
    assert changes.look(village, NOW + timedelta(hours=1)) == 0
    assert found(village) == []


def test_each_kind_of_change_is_noted_once(watched: tuple[Village, Officer]) -> None:
    village, _ = watched
    changes.look(village, NOW)
    row = publish(village, "aaa")
    changes.look(village, NOW)
    Case.objects.filter(pk=row.case_id).update(status=Status.VERIFIED)
    changes.look(village, NOW)
    Publication.objects.filter(pk=row.pk).update(changed_at=NOW)
    changes.look(village, NOW)
    changes.look(village, LATER)
    Publication.objects.filter(pk=row.pk).update(taken_off_at=LATER, taken_off_why=next(iter(TakenOff)))
    changes.look(village, LATER)
    changes.look(village, LATER)
    kinds = [(what, of) for _, what, of in found(village) if what != What.LATE]
    assert kinds == [
        (What.PUBLISHED, Status.RECEIVED),
        (What.STATUS, Status.VERIFIED),
        (What.TEXT, Status.VERIFIED),
        (What.TAKEN_OFF, ""),
    ]
    late = [of for _, what, of in found(village) if what == What.LATE]
    assert len(late) == len(set(late)) > 0
    told = changes.told(village, changes.newest(village, limit=30), today=LATER.date())
    assert {each.card for each in told} == {None}, "of a case that is gone only its public id is told"


def test_a_village_without_observers_is_not_looked_at(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    make_village("Losari", "33.03.13.2005")
    assert changes.watched_villages() == [village]
    Officer.objects.filter(pk=observer.pk).update(is_active=False)
    assert changes.watched_villages() == []


def test_a_watch_meets_what_its_filter_meets(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    changes.look(village, NOW)
    publish(village, "aaa", title="Jembatan goyah", group="Jalan", hamlet="Dusun Satu")
    publish(village, "bbb", title="Lampu padam", group="Penerangan", hamlet="Dusun Dua")
    changes.look(village, NOW)
    rows = changes.since(village, None)

    def ids(**wish: Any) -> list[str]:
        watch = add(by=observer, wish=Wish(name=str(wish), **wish), at=NOW)
        return [each.change.public_id for each in changes.matching(watch, rows, today=NOW.date())]

    assert ids() == ["aaa", "bbb"]
    assert ids(group="Jalan") == ["aaa"]
    assert ids(hamlet="Dusun Dua") == ["bbb"]
    assert ids(words="lampu") == ["bbb"]
    assert ids(period="2025") == []
    assert ids(status="closed") == []
    assert ids(only_late=True) == []
    # Now the first is gone: told to whom it may have concerned, by its public id.
    Publication.objects.filter(public_id="aaa").update(withheld=True)
    changes.look(village, NOW)
    rows = changes.since(village, rows[-1].id)
    assert ids(group="Jalan", words="jembatan") == ["aaa"]
    assert ids(group="Jalan", only_late=True) == ["aaa"]
    assert ids(group="Penerangan") == []


def test_late_ones_that_are_not_published_are_numbers_of_k_and_more(watched: tuple[Village, Officer]) -> None:
    village, _ = watched
    for _ in range(village.publish_least - 1):
        lodge(village)
    publish(village, "aaa")
    restricted_case(village, make_observer(village, "Bayu Kabar", "Koran Pagi"))
    assert unpublished_late(village, today=LATER.date()) == {}, "fewer than k are not told"
    assert CaseClock.objects.filter(kind=ClockKind.VERIFY, due_on__lt=LATER.date()).count() > village.publish_least
    lodge(village)
    assert unpublished_late(village, today=LATER.date())[ClockKind.VERIFY] == village.publish_least
    assert unpublished_late(village, today=MONDAY.date()) == {}


def test_figures_are_kept_as_of_the_look(watched: tuple[Village, Officer]) -> None:
    village, _ = watched
    publish(village, "aaa")
    for _ in range(5):
        lodge(village)
    assert kept.newest(village) is None
    log_keys.make_checkpoint(village, NOW)
    changes.look(village, NOW)
    lodge(village)
    counted = kept.newest(village)
    assert counted is not None
    assert (counted.figures[""]["published"], counted.figures[""]["withheld"]) == (1, 5)
    assert counted.periods == ["2026", "2026-Q3"]
    assert counted.figures["2026-Q3"]["by_group"] == {"Jalan": 1}


def test_a_visit_ends_after_an_hour(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    observer.village = village
    changes.look(village, NOW)
    publish(village, "aaa")
    changes.look(village, NOW)
    first = changes.newest_key(village)
    assert visits.since_last(observer, NOW) is None
    publish(village, "bbb")
    changes.look(village, NOW)
    assert visits.since_last(observer, NOW + timedelta(minutes=30)) is None, "still the same visit"
    publish(village, "ccc")
    changes.look(village, NOW)
    seen = visits.since_last(observer, NOW + timedelta(hours=5))
    assert first is not None
    assert seen is not None
    assert seen > first
    assert [row.public_id for row in changes.since(village, seen)] == ["ccc"]


def test_a_look_costs_the_same_for_many_cases(
    watched: tuple[Village, Officer], django_assert_max_num_queries: Any
) -> None:
    village, _ = watched
    changes.look(village, NOW)
    for number in range(6):
        publish(village, f"a{number}")
    with django_assert_max_num_queries(24):
        changes.look(village, NOW)


def test_old_changes_are_forgotten(watched: tuple[Village, Officer]) -> None:
    village, _ = watched
    changes.look(village, NOW)
    publish(village, "aaa")
    changes.look(village, NOW)
    changes.forget_old(NOW + changes.KEPT)
    assert found(village)
    changes.forget_old(NOW + changes.KEPT + timedelta(days=1))
    assert found(village) == []
