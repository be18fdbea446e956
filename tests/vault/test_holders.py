"""Officers' keys: a passphrase drawn, three sheets of which two suffice, nothing lost and nothing left lying about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from kentongan.ledger import log as ledger
from kentongan.people.models import OverseerNotice
from kentongan.rules.types import Refused, Role
from kentongan.support import age, bech32
from kentongan.support.ids import uuid7
from kentongan.vault import accounts, case_keys, holders, passphrase, shares, unlocking
from kentongan.vault.keyring import Locked, ring_of
from kentongan.vault.models import CaseKey, HolderKey, Unlocking, Wrap
from tests.factories import MONDAY, Office, make_officer, make_village

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(minutes=5)
BINDING = {"place": "test"}


@pytest.fixture
def office() -> Office:
    return Office(make_village())


def key_of(office: Office, name: str = "bpd") -> holders.NewKey:
    return holders.make_key(village=office.village, officer=getattr(office, name), at=MONDAY)


def sealed_for(office: Office, *names: str) -> tuple[Any, bytes]:
    """A sealed case of these officers: its key, and something sealed to it."""
    seal, secret = case_keys.make(village=office.village.id, case=uuid7(), at=MONDAY)
    officers = [getattr(office, name).id for name in names]
    case_keys.wrap(seal, secret, village=office.village.id, officers=officers, code_public_hex="", at=MONDAY)
    return seal.key, seal.put("pungutan", binding=BINDING)


def opens(office: Office, name: str, identity: str, sealed: tuple[Any, bytes]) -> bool:
    ring = ring_of(identity, officer=getattr(office, name).id)
    try:
        return bool(case_keys.read(sealed[1], key=sealed[0], keys=ring, binding=BINDING) == "pungutan")
    except Locked:
        return False


def unlock(office: Office, phrase: str, name: str = "bpd", at: datetime = LATER) -> str:
    return holders.unlock(village=office.village, officer=getattr(office, name), phrase=phrase, at=at)


def everything_stored() -> bytes:
    """Every value of every table, as raw bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for r in cursor for v in r]
    return b"\n".join(found)


def test_the_words_are_2048_told_apart_by_four_letters_and_never_one_letter_apart() -> None:
    listed = sorted(passphrase.words())
    assert len(listed) == 2**11
    assert passphrase.BITS == passphrase.LENGTH * 11
    assert len({word[:4] for word in listed}) == len(listed)
    assert all(4 <= len(word) <= 7 and word.isascii() and word.islower() for word in listed)
    without_one = [{word[:i] + "?" + word[i + 1 :] for i in range(len(word))} for word in listed]
    assert sum(map(len, without_one)) == len(set().union(*without_one)), "two words differ in one letter"


def test_what_is_drawn_opens_and_is_stored_nowhere(office: Office) -> None:
    new = key_of(office)
    identity = unlock(office, new.passphrase)
    assert age.recipient_of(identity) == new.recipient
    stored = everything_stored()
    assert new.recipient.encode() in stored  # the search does find what is there
    for secret in (identity, new.passphrase, *new.shares, *(share[:60] for share in new.shares)):
        assert secret.encode() not in stored
    assert bech32.raw_of(identity) not in stored
    assert new.passphrase not in repr(new)


@pytest.mark.parametrize(
    "typed",
    [
        lambda words: " ".join(words).upper(),
        lambda words: "-".join(words),
        lambda words: "  \n".join(f"{n}. {word.title()}," for n, word in enumerate(words, 1)),
        lambda words: " ".join(word[:4] for word in words),
    ],
)
def test_a_passphrase_opens_however_it_is_typed(office: Office, typed: Any) -> None:
    new = key_of(office)
    assert unlock(office, typed(new.passphrase.split()))


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (lambda words: [*words[1:], words[0]], "wrong_passphrase", "urutan"),
        (lambda words: words[:5], "passphrase_length", "5 kata"),
        (lambda words: [*words[:2], "xyzzy", *words[3:]], "passphrase_word", "Kata ke-3"),
    ],
)
def test_a_wrong_passphrase_gets_a_sentence(office: Office, change: Any, code: str, said: str) -> None:
    new = key_of(office)
    with pytest.raises(Refused) as refused:
        unlock(office, " ".join(change(new.passphrase.split())))
    assert refused.value.code == code
    assert said in refused.value.sentence


def test_five_wrong_tries_lock_the_key_but_not_the_account_and_overseers_are_told(office: Office) -> None:
    new = key_of(office)
    wrong = " ".join(reversed(new.passphrase.split()))
    codes = []
    for _ in range(5):
        with pytest.raises(Refused) as refused:
            unlock(office, wrong)
        codes.append(refused.value.code)
    assert codes == [*["wrong_passphrase"] * 4, "locked"]
    with pytest.raises(Refused, match="locked"):
        unlock(office, new.passphrase)
    assert OverseerNotice.objects.filter(action="key_locked").count() == 1
    with pytest.raises(Refused, match="not_locked"):  # no administrator opens this lock
        accounts.accounts.unlock(officer=office.bpd, at=LATER, by=office.admin)
    assert unlock(office, new.passphrase, at=LATER + timedelta(minutes=16))


@pytest.mark.parametrize("pair", [(0, 1), (2, 0), (1, 2)])
def test_any_two_sheets_bring_every_case_to_a_new_key(office: Office, pair: tuple[int, int]) -> None:
    old, other = key_of(office), key_of(office, "tono")
    old_identity = unlock(office, old.passphrase)
    sealed = [sealed_for(office, "bpd", "tono"), sealed_for(office, "bpd")]
    words = [old.shares[place].upper().replace(" ", "\n") for place in pair]
    new = holders.recover(village=office.village, officer=office.bpd, words=words, at=LATER)
    assert new.rewrapped == 2
    identity = unlock(office, new.passphrase)
    assert all(opens(office, "bpd", identity, item) for item in sealed)
    assert not any(opens(office, "bpd", old_identity, item) for item in [*sealed, sealed_for(office, "bpd")])
    assert opens(office, "tono", unlock(office, other.passphrase, "tono"), sealed[0])
    with pytest.raises(Refused, match="wrong_passphrase"):
        unlock(office, old.passphrase)
    with pytest.raises(Refused, match="old_sheets"):
        holders.recover(village=office.village, officer=office.bpd, words=old.shares[:2], at=LATER)
    retired = HolderKey.objects.get(recipient=old.recipient)
    assert (retired.retired_why, bytes(retired.wrapped)) == ("recovered", b"")
    written = ledger.entries_for(office.bpd.id, log=office.village.log)
    assert [entry.action for entry in written] == ["key_made", "key_recovered"]
    assert "memulihkan kuncinya" in OverseerNotice.objects.get(action="key_recovered").sentence


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        (lambda a, *_: (a, a), "same_sheet", "lembar yang sama"),
        (lambda a, _, other: (a, other), "other_set", "kunci yang berbeda"),
        (lambda a, b, _: (a, " ".join(b.split()[:-2])), "sheet_length", "31"),
        (lambda a, b, _: (a, _with(b, 6, "xyzzy")), "sheet_word", "Kata ke-7 di lembar kedua"),
        (lambda a, b, _: (_with(a, 11, _another(a, 11)), b), "sheet_checksum", "lembar pertama, kata ke-12"),
        (lambda a, b, _: (a, _swapped(b, 20)), "sheet_checksum", "ke-21 dan ke-22 tampaknya tertukar"),
        (lambda a, b, _: (_with(_with(a, 3, _another(a, 3)), 9, _another(a, 9)), b), "sheet_checksum", "beberapa kata"),
        (lambda a, *_: (a,), "sheets", "dua lembar"),
    ],
)
def test_a_sheet_copied_wrongly_is_told_where(office: Office, change: Any, code: str, said: str) -> None:
    new, other = key_of(office), key_of(office, "tono")
    with pytest.raises(Refused) as refused:
        holders.recover(
            village=office.village,
            officer=office.bpd,
            words=change(new.shares[0], new.shares[1], other.shares[1]),
            at=LATER,
        )
    assert refused.value.code == code
    assert said in refused.value.sentence


def _with(sheet: str, place: int, word: str) -> str:
    words = sheet.split()
    return " ".join([*words[:place], word, *words[place + 1 :]])


def _another(sheet: str, place: int) -> str:
    return "academic" if sheet.split()[place] != "academic" else "zero"


def _swapped(sheet: str, place: int) -> str:
    words = sheet.split()
    if words[place] == words[place + 1]:
        pytest.skip("two equal neighbours")
    return _with(_with(sheet, place, words[place + 1]), place + 1, words[place])


def test_sheets_of_another_officer_do_not_give_him_the_key(office: Office) -> None:
    key_of(office)
    theirs = key_of(office, "tono")
    with pytest.raises(Refused, match="others_sheets"):
        holders.recover(village=office.village, officer=office.bpd, words=theirs.shares[:2], at=LATER)


def test_with_the_passphrase_a_key_is_replaced(office: Office) -> None:
    old = key_of(office)
    sealed = sealed_for(office, "bpd")
    new = holders.rotate(village=office.village, officer=office.bpd, phrase=old.passphrase, at=LATER)
    assert opens(office, "bpd", unlock(office, new.passphrase), sealed)
    assert list(HolderKey.objects.order_by("created_at").values_list("retired_why", flat=True)) == ["rotated", ""]


def test_a_case_that_came_while_the_key_was_being_replaced_is_not_lost(office: Office) -> None:
    old = key_of(office)
    draft = holders.draw_next(village=office.village, officer=office.bpd, phrase=old.passphrase, at=MONDAY)
    late = sealed_for(office, "bpd")
    new = holders.activate(draft, village=office.village, officer=office.bpd, at=LATER)
    assert opens(office, "bpd", unlock(office, new.passphrase), late)


def test_a_drawn_key_comes_back_from_its_page_once_and_in_time_and_to_its_officer_only(office: Office) -> None:
    draft = holders.draw(village=office.village, officer=office.bpd, at=MONDAY)
    text = holders.seal_draft(draft, office.bpd)
    for text_, officer in ((text, office.tono), (text[:-2] + "00", office.bpd), ("zz", office.bpd)):
        with pytest.raises(Refused, match="draft_lost"):
            holders.unseal_draft(text_, officer)
    back = holders.unseal_draft(text, office.bpd)
    with pytest.raises(Refused, match="draft_expired"):
        holders.activate(back, village=office.village, officer=office.bpd, at=MONDAY + timedelta(minutes=61))
    assert holders.activate(back, village=office.village, officer=office.bpd, at=LATER).shares == draft.shares
    with pytest.raises(Refused, match="has_key"):
        holders.activate(back, village=office.village, officer=office.bpd, at=LATER)


def test_only_who_can_take_part_in_a_route_may_have_a_key(office: Office) -> None:
    overseer = make_officer(office.village, "Inspektur Luar", Role.OVERSEER)
    assert holders.make_key(village=office.village, officer=overseer, at=MONDAY)
    with pytest.raises(Refused, match="no_right"):
        key_of(office, "admin")


def test_who_leaves_opens_nothing_more_and_what_only_he_could_open_is_not_lost(office: Office) -> None:
    mine, other = key_of(office), key_of(office, "tono")
    identity = unlock(office, mine.passphrase)
    unlocking.begin(identity, officer=office.bpd, at=LATER)
    shared, alone = sealed_for(office, "bpd", "tono"), sealed_for(office, "bpd")
    accounts.deactivate(officer=office.bpd, at=LATER, by=office.admin)
    assert not opens(office, "bpd", identity, shared)
    assert opens(office, "tono", unlock(office, other.passphrase, "tono"), shared)
    assert not Unlocking.objects.exists()
    assert list(CaseKey.objects.filter(renewal_due=True).values_list("id", flat=True)) == [shared[0]]
    with pytest.raises(Refused, match="no_key"):
        unlock(office, mine.passphrase)
    # Back in office he brings his sheets, and what nobody else could open opens again.
    accounts.accounts.activate(officer=office.bpd, at=LATER, by=office.admin)
    new = holders.recover(village=office.village, officer=office.bpd, words=mine.shares[1:], at=LATER)
    assert new.rewrapped == 1
    assert opens(office, "bpd", unlock(office, new.passphrase), alone)
    assert bytes(HolderKey.objects.get(recipient=mine.recipient).wrapped) == b""


def test_with_no_role_left_that_may_have_a_key_it_ends(office: Office) -> None:
    key_of(office)
    accounts.set_roles(officer=office.bpd, roles={Role.BPD, Role.INTAKE}, at=LATER, by=office.admin)
    assert HolderKey.objects.filter(retired_at=None).count() == 1
    accounts.set_roles(officer=office.bpd, roles={Role.ADMIN}, at=LATER, by=office.admin)
    assert HolderKey.objects.filter(retired_at=None).count() == 0
    assert OverseerNotice.objects.filter(action="key_retired").count() == 1


def test_a_wrap_that_does_not_open_is_left_as_it_is(office: Office) -> None:
    old = key_of(office)
    sealed_for(office, "bpd")
    broken = Wrap.objects.get()
    Wrap.objects.update(sealed=bytes(broken.sealed)[:-1] + b"x")
    new = holders.rotate(village=office.village, officer=office.bpd, phrase=old.passphrase, at=LATER)
    assert new.rewrapped == 0
    assert Wrap.objects.get().recipient == old.recipient
    assert bytes(HolderKey.objects.get(recipient=old.recipient).wrapped) != b""


def test_no_secret_stands_in_the_ledger_or_a_notice(office: Office) -> None:
    new = key_of(office)
    again = holders.recover(village=office.village, officer=office.bpd, words=new.shares[:2], at=LATER)
    written = str([vars(notice) for notice in OverseerNotice.objects.all()]) + str(
        [(entry.public, entry.private) for entry in ledger.entries_for(office.bpd.id, log=office.village.log)]
    )
    assert again.recipient in written
    for secret in (new.passphrase, again.passphrase, *new.shares, *again.shares):
        assert secret not in written


def test_a_sheet_has_33_words_and_one_alone_says_nothing() -> None:
    raw = bytes(range(32))
    sheets = shares.split(raw)
    assert [len(sheet.split()) for sheet in sheets] == [33, 33, 33]
    assert shares.join(sheets[:2]) == raw
