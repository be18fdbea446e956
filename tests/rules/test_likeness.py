"""Which complaints speak of the same thing."""

from kentongan.rules.likeness import DAYS_APART, LIKELY, Likable, likeness, weights


def told(text: str, *, category: object = None, hamlet: object = None, day: int = 0) -> Likable:
    return Likable(frozenset(text.split()), category, hamlet, day)


HOLE = told("jalan depan pos ronda lubang besar motor jatuh", category=1, hamlet=1)
SAME = told("lubang besar jalan dekat pos ronda anak jatuh motor", category=1, hamlet=1, day=3)
OTHER = told("jalan kabupaten rusak truk pasir lewat malam", category=1, hamlet=2, day=3)
LAMP = told("lampu jalan mati depan balai gelap malam", category=2, hamlet=1, day=1)
WEIGHT = weights([each.words for each in (HOLE, SAME, OTHER, LAMP)])


def test_two_stories_of_one_hole_are_alike_and_others_are_not() -> None:
    assert likeness(HOLE, SAME, WEIGHT) >= LIKELY
    assert likeness(HOLE, OTHER, WEIGHT) < LIKELY
    assert likeness(HOLE, LAMP, WEIGHT) < LIKELY


def test_likeness_is_mutual_and_stays_between_nothing_and_the_same() -> None:
    assert likeness(HOLE, SAME, WEIGHT) == likeness(SAME, HOLE, WEIGHT)
    assert abs(likeness(HOLE, HOLE, WEIGHT) - 1) < 1e-9
    assert likeness(HOLE, told("air"), WEIGHT) == 0
    assert likeness(told(""), told(""), WEIGHT) == 0


def test_same_place_and_kind_speak_for_it_and_unknown_ones_for_nothing() -> None:
    here, unknown = told("lubang jalan", hamlet=1), told("lubang jalan")
    there = told("lubang jalan", hamlet=2)
    assert likeness(here, there, WEIGHT) < likeness(here, unknown, WEIGHT) <= likeness(here, here, WEIGHT)


def test_what_lies_far_apart_in_time_is_another_matter() -> None:
    later = Likable(HOLE.words, 1, 1, DAYS_APART + 1)
    assert likeness(HOLE, later, WEIGHT) == 0


def test_a_word_that_all_say_tells_less_than_a_rare_one() -> None:
    assert WEIGHT["jalan"] < WEIGHT["ronda"] < WEIGHT["truk"]


def test_numbers_that_differ_speak_against_it_and_a_shared_one_does_not() -> None:
    here, there = told("air bocor depan rumah 41"), told("air bocor depan rumah 43")
    weight = weights([here.words, there.words])
    unnumbered = likeness(here, told("air bocor depan rumah"), weight)
    assert likeness(here, there, weight) < unnumbered
    assert likeness(here, told("air bocor depan rumah 041"), weight) > unnumbered * 0.7
    assert likeness(told("rt 3 air bocor 41"), told("rt 3 air bocor 43"), weight) > likeness(here, there, weight)
