"""Making the demo: on any day, only where it may be, and never by halves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import override_settings

from kentongan.cases.models import Case, Event
from kentongan.demo import make, pictures
from kentongan.demo.acts import verify
from kentongan.demo.make import STORIES, make_demo, make_first_village
from kentongan.demo.places import JALAN
from kentongan.demo.stage import Stage, Story
from kentongan.demo.stories import losari
from kentongan.rules.types import Refused, Status
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Village
from kentongan.villages.seed import found_village

AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    with override_settings(KENTONGAN_FILES=tmp_path / "files"):
        yield tmp_path


def found(code: str = "33.03.13.2009") -> Village:
    return found_village(
        code=code,
        name="Makam",
        district="Rembang",
        regency="Kabupaten Purbalingga",
        province="Jawa Tengah",
        at=AT,
    )


def test_no_demo_is_made_beside_a_real_village(db: None, data: Path) -> None:
    found()
    with pytest.raises(Refused, match="not_a_demo"):
        make_demo(data, AT)
    assert not (data / "demo").exists()
    assert Village.objects.count() == 1


def test_a_demo_that_breaks_half_way_leaves_nothing(db: None, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(at: datetime) -> Village:
        raise OSError("disk full")

    monkeypatch.setattr(make, "STORIES", STORIES[:2])
    monkeypatch.setattr(make, "make_second_village", fail)
    with pytest.raises(OSError, match="disk full"):
        make_demo(data, AT)
    assert not Village.objects.exists()
    assert not (data / "demo").exists()


@pytest.mark.once
@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 21, 21, 10, tzinfo=UTC),  # Sunday before dawn
        datetime(2027, 1, 3, 20, 0, tzinfo=UTC),  # the old year's numbers still run
        datetime(2027, 3, 15, 2, 0, tzinfo=UTC),  # in the joint leave of Idul Fitri
    ],
)
def test_it_can_be_made_on_any_day(db: None, data: Path, at: datetime) -> None:
    village = make_first_village(at)
    cases = Case.objects.filter(village=village)
    assert set(cases.values_list("status", flat=True)) == set(Status)
    today = local_date(village, at)
    assert 4 <= cases.filter(is_open=True, next_due_on__lt=today).count() <= 14
    assert not Event.objects.filter(village=village, at__gt=at).exists()


def test_a_story_that_goes_back_in_time_is_refused(db: None) -> None:
    slip = Story(key="slip", days=3, title="", words="Jalan rusak.", category=JALAN, life=(verify(2), verify(4)))
    with pytest.raises(ValueError, match="slip: act 1"):
        Stage(found(), {}, AT).play([slip])
    assert not Case.objects.exists()


def test_every_story_has_its_own_key_and_title_and_known_pictures() -> None:
    stories = (*STORIES, *losari.STORIES)
    assert len({story.key for story in stories}) == len({story.title for story in stories}) == len(stories)
    assert {name for story in stories for name in story.pictures} <= set(pictures.SCENES)


def test_the_same_scene_is_the_same_picture() -> None:
    assert pictures.picture("pothole") == pictures.picture("pothole")
    with pytest.raises(KeyError):
        pictures.picture("nothing")
