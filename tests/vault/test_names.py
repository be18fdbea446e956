"""The blind index: found by name or telephone, in one village, without a name in any table."""

from __future__ import annotations

from typing import Any

import pytest

from kentongan.vault import door as vault
from kentongan.vault import names
from kentongan.vault.models import NameToken, SealedRecord
from tests.vault.test_door import AT, LOG, OTHER_VILLAGE, WARSITI
from tests.vault.test_door import KARANGBAWANG as HERE

pytestmark = pytest.mark.django_db


def put(data: dict[str, Any] = WARSITI, *, findable: bool = True, **extra: Any) -> Any:
    return vault.put(
        **{"village": HERE, "log": LOG, "kind": vault.IDENTITY, "data": data, "at": AT, "findable": findable} | extra
    )


def found(name: str = "", phone: str = "", village: Any = HERE) -> list[Any]:
    return names.find(village=village, name=name, phone=phone, limit=10)


@pytest.mark.parametrize("name", ["warsiti", "Planted Warsiti", "Bu WARSITI", "Warssiti", "mbah karto"])
def test_all_words_of_a_name_find_the_record(name: str) -> None:
    record = put()
    assert found(name) == [record]


@pytest.mark.parametrize("name", ["Warsito", "Warsiti Ningsih", "Wa", "", "Dusun"])
def test_another_name_does_not(name: str) -> None:
    put()
    assert found(name) == []


@pytest.mark.parametrize("phone", ["0812 3456 7890", "+62 812-3456-7890", "6281234567890"])
def test_a_telephone_finds_in_any_writing_and_together_with_the_name(phone: str) -> None:
    record = put()
    assert found(phone=phone) == found("warsiti", phone) == [record]
    assert found("karsinah", phone) == []


def test_the_newest_record_comes_first() -> None:
    first, second = put(), put()
    assert found("warsiti") == [second, first]


def test_another_village_finds_nothing_and_has_other_tokens() -> None:
    put()
    put(village=OTHER_VILLAGE)
    assert len(found("warsiti", village=OTHER_VILLAGE)) == 1
    tokens = [bytes(token) for token in NameToken.objects.values_list("token", flat=True)]
    assert len(set(tokens)) == len(tokens)


def test_what_was_not_left_openly_is_not_entered() -> None:
    put(findable=False)
    assert NameToken.objects.count() == 0


def test_tokens_go_with_their_record() -> None:
    record = put(kind=vault.OUTBOX_SECRET)
    assert NameToken.objects.exists()
    vault.destroy(record, village=HERE)
    assert NameToken.objects.count() == 0


def test_a_record_is_entered_anew_without_an_opening_and_a_broken_one_left_out() -> None:
    record, broken = put(findable=False), put(findable=False)
    SealedRecord.objects.filter(pk=broken).update(sealed=b"age")
    for _ in range(2):
        vault.renew_names([record, broken])
    assert found("warsiti") == [record]
    assert vault.openings(record, village=HERE) == []


def test_nonsense_for_a_telephone_is_a_sentence() -> None:
    with pytest.raises(ValueError, match="Nomor telepon"):
        found(phone="bukan nomor")
