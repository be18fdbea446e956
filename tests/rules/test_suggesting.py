"""The small model behind the suggestions: what it learns, what it says for it, and what it keeps."""

from __future__ import annotations

from array import array

import pytest
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from kentongan.rules.stemming import Stemmer
from kentongan.rules.suggesting import BUCKETS, Example, Model, features, learn
from kentongan.rules.suggesting_words import CATEGORY_WORDS, NORMAL_WORDS, URGENT_WORDS
from kentongan.villages.defaults import CATEGORIES

pytestmark = pytest.mark.once
STEM = Stemmer(StemmerFactory().get_words())
ROAD, LAMP = 0, 1
TOLD = (
    ("Jalan dusun berlubang besar", ROAD),
    ("Mohon jln segera diaspal, byk lubang", ROAD),
    ("Jalan rusak parah, motor jatuh", ROAD),
    ("Lampu jalan mati sejak Minggu", LAMP),
    ("Gelap, lampunya padam", LAMP),
    ("Lampu di pos ronda tidak menyala", LAMP),
)


def of(text: str, label: int = 0) -> Example:
    return Example.of(features(text, STEM), label)


@pytest.fixture(scope="module")
def model() -> Model:
    return learn([of(text, label) for text, label in TOLD], 2)


def test_what_was_learnt_is_offered_for_other_words_of_the_same_stem(model: Model) -> None:
    road = model.offers(features("Perbaikan jalan yg lubangnya dalam", STEM), most=2, least=0.0)
    assert [each.label for each in road] == [ROAD, LAMP]
    assert sum(each.likely for each in road) == pytest.approx(1)
    assert model.offers(features("Lampune mati", STEM), most=1, least=0.5)[0].label == LAMP


def test_the_reasons_are_words_of_the_text_as_written_and_speak_for_the_label(model: Model) -> None:
    offer = model.offers(features("Pak RT, lampu dekat masjid padam lagi", STEM), most=1, least=0.0)[0]
    assert offer.label == LAMP
    assert set(offer.words) <= {"lampu", "dekat", "masjid", "padam", "lagi", "pak", "rt"}
    assert {"lampu", "padam"} <= set(offer.words)


def test_nothing_is_offered_for_no_words_or_below_the_least(model: Model) -> None:
    assert model.offers(features("", STEM), most=2, least=0.0) == []
    assert model.offers(features("08123456789 2024", STEM), most=2, least=0.0) == []
    assert model.offers(features("jalan", STEM), most=2, least=0.999) == []


def test_the_same_examples_give_the_same_model_and_an_example_more_another() -> None:
    examples = [of(text, label) for text, label in TOLD]
    assert learn(examples, 2).packed() == learn(examples, 2).packed()
    assert learn([*examples, of("Pohon tumbang", ROAD)], 2).packed() != learn(examples, 2).packed()


def test_a_stored_model_says_the_same_and_holds_no_word(model: Model) -> None:
    packed = model.packed()
    again = Model.unpacked(packed)
    text = features("Lampu jalan mati", STEM)
    before, after = (each.offers(text, most=2, least=0.0) for each in (model, again))
    assert [each.label for each in before] == [each.label for each in after]
    assert before[0].likely == pytest.approx(after[0].likely, abs=0.03)
    assert before[0].words == after[0].words
    assert b"lampu" not in packed
    assert len(packed) < BUCKETS * 3


@pytest.mark.parametrize("damaged", [b"", b"x" * 100])
def test_what_is_no_model_is_refused(damaged: bytes, model: Model) -> None:
    with pytest.raises(ValueError, match="no model"):
        Model.unpacked(damaged)
    with pytest.raises(ValueError, match="no model"):
        Model.unpacked(model.packed()[:-9])


def test_without_examples_it_offers_nothing_certain() -> None:
    offers = learn([], 3).offers(features("Jalan rusak", STEM), most=3, least=0.0)
    assert [each.likely for each in offers] == pytest.approx([1 / 3] * 3)
    assert all(not each.words for each in offers)


def test_an_example_keeps_hashes_and_not_words() -> None:
    example = of("Jalan rusak")
    assert isinstance(example.keys, array)
    assert all(0 <= key < BUCKETS for key in example.keys)


def test_every_category_that_a_village_starts_with_has_words_of_its_own() -> None:
    assert set(CATEGORY_WORDS) == {each.name for each in CATEGORIES}
    lines = [line for lines in CATEGORY_WORDS.values() for line in lines]
    assert len(lines) == len(set(lines))
    assert not set(URGENT_WORDS) & set(NORMAL_WORDS)


def test_a_rare_label_is_not_drowned_by_a_common_one() -> None:
    many = [of(f"jalan rusak di blok {letter}", ROAD) for letter in "abcdefghijklmnopqrst"]
    uneven = learn([*many, of("lampu mati", LAMP)], 2)
    assert uneven.offers(features("lampunya mati lagi", STEM), most=1, least=0.5)[0].label == LAMP
