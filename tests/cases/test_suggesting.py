"""What a village's own verified cases teach, what never does, and what is forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kentongan.cases import suggesting
from kentongan.cases.actions import confining, erasing, privacy, verification
from kentongan.cases.models import Case, LearntModel
from kentongan.jobs.health import upkeep
from kentongan.rules.data_rights import DataRequest, ErasedWhy
from kentongan.rules.types import CaseClass, Urgency
from kentongan.support import memory
from kentongan.villages.models import Category, Village
from tests.factories import MONDAY, Office, lodge, make_village, restricted_case

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=2)


@pytest.fixture
def office() -> Office:
    return learner()


def learner(name: str = "Karangbawang", code: str = "33.03.13.2003") -> Office:
    """An office that has the suggestions on, and five of the usual categories."""
    village = make_village(name, code, suggest=True)
    for usual in ("Penerangan jalan", "Bencana", "Kamtibmas", "BUMDes & ekonomi"):
        Category.objects.create(village=village, name=usual)
    return Office(village)


def verified(office: Office, story: str, name: str, *, urgency: Urgency = Urgency.NORMAL) -> Case:
    case = lodge(office.village, story=story).case
    verification.verify(
        case=case,
        by=office.sari,
        at=MONDAY + timedelta(hours=1),
        case_class=CaseClass.NON_SUPERVISORY,
        category=Category.objects.get(village=office.village, name=name),
        urgency=urgency,
    )
    return case


def names(case: Case) -> list[str]:
    return [each.category.name for each in suggesting.suggest(case).categories]


def row(office: Office) -> LearntModel:
    return LearntModel.objects.get(village=office.village)


def test_a_new_village_is_offered_the_usual_categories_with_the_words_for_them(office: Office) -> None:
    assert suggesting.learn_due(office.village, MONDAY)
    lamp = suggesting.suggest(lodge(office.village, story="Lampu jalan di RT 02 mati, malam gelap sekali.").case)
    assert lamp.categories[0].category.name == "Penerangan jalan"
    assert "lampu" in lamp.categories[0].words
    assert lamp.urgent is None
    grave = suggesting.suggest(
        lodge(office.village, story="Darurat! Tanah longsor menimpa rumah, ada korban luka.").case
    )
    assert grave.categories[0].category.name == "Bencana"
    assert grave.urgent
    assert "korban" in grave.urgent


def test_what_the_officers_decide_outweighs_the_usual_words(office: Office) -> None:
    story = "Suara odong-odong keliling tiap sore bikin pusing."
    for _ in range(6):
        verified(office, story, "BUMDes & ekonomi")
    assert suggesting.learn_due(office.village, LATER)
    assert row(office).cases == 6
    assert names(lodge(office.village, story="Odong-odong lewat tiap sore.").case)[0] == "BUMDes & ekonomi"


def test_it_is_off_by_default_and_then_asks_and_keeps_nothing(office: Office, django_assert_num_queries: Any) -> None:
    assert Village(code="33.03.13.2004").suggest is False
    suggesting.learn_due(office.village, MONDAY)
    office.village.suggest = False
    office.village.save()
    case = lodge(office.village).case
    case.village = office.village
    with django_assert_num_queries(0):
        assert suggesting.suggest(case) == suggesting.NOTHING
    assert not suggesting.learn_due(office.village, LATER)
    assert row(office).categories is None


def test_restricted_cases_teach_nothing_and_are_offered_nothing(office: Office) -> None:
    secret = restricted_case(office.village, office.bpd)
    Case.objects.filter(pk=secret.pk).update(
        case_class=CaseClass.SUPERVISORY, category=Category.objects.get(village=office.village, name="Kamtibmas")
    )
    suggesting.learn_due(office.village, MONDAY)
    assert row(office).cases == 0
    secret.refresh_from_db()
    assert suggesting.suggest(secret) == suggesting.NOTHING


def test_restricting_a_case_throws_away_what_was_learnt_and_the_next_turn_learns_without_it(office: Office) -> None:
    case = verified(office, "Jalan rusak di depan balai.", "Infrastruktur & jalan")
    verified(office, "Lampu mati di pos ronda.", "Penerangan jalan")
    suggesting.learn_due(office.village, MONDAY + timedelta(hours=2))
    assert row(office).cases == 2
    confining.restrict(case=case, by=office.tono, at=MONDAY + timedelta(hours=3), reason="Menyangkut kekerasan.")
    assert (row(office).categories, row(office).urgency, row(office).cases) == (None, None, 0)
    assert names(lodge(office.village).case) == []
    assert suggesting.learn_due(office.village, MONDAY + timedelta(hours=4))
    assert row(office).cases == 1


def test_limiting_the_processing_of_a_case_forgets_it_and_it_is_offered_nothing(office: Office) -> None:
    case = verified(office, "Jalan rusak di depan balai.", "Infrastruktur & jalan")
    suggesting.learn_due(office.village, MONDAY + timedelta(hours=2))
    assert names(case)
    request = privacy.ask(case=case, at=LATER, kind=DataRequest.RESTRICTION, text="Saya takut.")
    privacy.decide(request=request, by=office.tono, at=LATER, granted=True, reason="Kami batasi.")
    assert row(office).categories is None
    assert suggesting.learn_due(office.village, LATER)
    assert row(office).cases == 0
    case.refresh_from_db()
    assert suggesting.suggest(case) == suggesting.NOTHING


def test_an_erased_case_is_forgotten_and_learning_that_began_before_is_not_stored(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = verified(office, "Jalan rusak di depan balai.", "Infrastruktur & jalan")
    suggesting.learn_due(office.village, MONDAY + timedelta(hours=2))
    learn = suggesting.suggesting.learn

    def slow(*args: Any) -> Any:
        if Case.objects.filter(pk=case.pk, erased_at__isnull=True).exists():
            erasing.erase(case=case, at=LATER, why=ErasedWhy.RETENTION)
        return learn(*args)

    monkeypatch.setattr(suggesting.suggesting, "learn", slow)
    assert not suggesting.learn(office.village, LATER)
    assert row(office).categories is None
    assert suggesting.learn(office.village, LATER)
    assert row(office).cases == 0


def test_it_learns_once_a_day_and_only_when_the_log_has_grown(office: Office) -> None:
    assert suggesting.learn_due(office.village, MONDAY)
    assert not suggesting.learn_due(office.village, LATER)
    verified(office, "Jalan rusak.", "Infrastruktur & jalan")
    assert not suggesting.learn_due(office.village, MONDAY + timedelta(hours=3))
    assert suggesting.learn_due(office.village, LATER)


def test_another_villages_cases_teach_nothing_here(office: Office) -> None:
    other = learner("Losari", "33.03.13.2004")
    verified(other, "Odong-odong berisik.", "Kamtibmas")
    suggesting.learn_due(office.village, MONDAY)
    assert row(office).cases == 0


def test_a_category_out_of_use_is_offered_no_more(office: Office) -> None:
    suggesting.learn_due(office.village, MONDAY)
    case = lodge(office.village, story="Lampu jalan mati.").case
    assert "Penerangan jalan" in names(case)
    Category.objects.filter(village=office.village, name="Penerangan jalan").update(active=False)
    assert "Penerangan jalan" not in names(case)


def test_offering_costs_two_queries_once_the_model_is_at_hand(office: Office, django_assert_num_queries: Any) -> None:
    suggesting.learn_due(office.village, MONDAY)
    case = lodge(office.village, story="Lampu jalan mati.").case
    suggesting.suggest(case)
    with django_assert_num_queries(2):
        assert suggesting.suggest(case).categories


@pytest.mark.parametrize(("free", "level"), [(100_000_000, "warning"), (900_000_000, "ok")])
def test_doctor_says_when_memory_is_short_for_it(
    free: int, level: str, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "available", lambda: free)
    assert [found.level for found in upkeep.suggestions([office.village])] == [level]
    office.village.suggest = False
    assert not list(upkeep.suggestions([office.village]))
