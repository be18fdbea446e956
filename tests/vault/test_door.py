"""The vault's door: sealed going in, a reason going out, every opening on record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from kentongan.ledger import log as ledger
from kentongan.support import age, secrets_file
from kentongan.support.canonical import NotCanonical
from kentongan.support.ids import uuid7
from kentongan.vault import door as vault
from kentongan.vault.models import Opening, SealedRecord

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 13, 1, 2, 3, tzinfo=UTC)
KARANGBAWANG, OTHER_VILLAGE = uuid7(), uuid7()
LOG = uuid7()
BUDI = uuid7()  # an intake officer
CASE = uuid7()

WARSITI: dict[str, Any] = {
    "name": "Warsiti Planted",
    "nik": "3303134101800001",
    "phone": "+6281234567890",
    "email": "warsiti@planted.example",
    "address": "Dusun Planted RT 02 RW 01",
    "gender": "female",
    "represented": {"name": "Mbah Karto Planted", "relation": "anak"},
}

PLANTED = (b"Planted", b"Warsiti", b"planted.example", b"3303134101800001", b"81234567890", b"Karto")


def put(data: Mapping[str, Any] = WARSITI, *, village: UUID = KARANGBAWANG, kind: str = vault.IDENTITY) -> UUID:
    return vault.put(village=village, log=LOG, kind=kind, data=data, at=AT)


def open_as_budi(record: UUID, *, village: UUID = KARANGBAWANG, reason: str = "menelepon pelapor") -> Mapping[str, Any]:
    return vault.open(record, village=village, by=BUDI, reason=reason, at=AT, subject=CASE)


def test_what_was_put_in_comes_out_whole() -> None:
    record = put()
    assert open_as_budi(record) == WARSITI


def test_an_opening_by_a_person_is_on_record_with_its_reason_and_in_the_ledger() -> None:
    record = put()
    open_as_budi(record, reason="  menelepon pelapor ")
    assert vault.openings(record, village=KARANGBAWANG) == [
        vault.Opening(at=AT, by=BUDI, reason="menelepon pelapor", contact_only=False)
    ]
    (entry,) = ledger.entries_for(CASE, log=LOG)
    assert (entry.action, entry.actor, entry.at) == ("identity_opened", BUDI, AT)
    assert entry.private == {"record": str(record), "kind": "identity", "reason": "menelepon pelapor"}
    assert entry.public == {}


def test_an_opening_about_no_case_is_about_the_record() -> None:
    record = put()
    vault.open(record, village=KARANGBAWANG, by=BUDI, reason="uji", at=AT)
    assert [entry.action for entry in ledger.entries_for(record, log=LOG)] == ["identity_opened"]


def test_an_opening_by_the_service_is_on_record_but_not_in_the_ledger() -> None:
    record = put()
    before = ledger.size(LOG)
    vault.open(record, village=KARANGBAWANG, by=None, reason="mengirim kode baru", at=AT)
    assert [(opening.by, opening.contact_only) for opening in vault.openings(record, village=KARANGBAWANG)] == [
        (None, False)
    ]
    assert ledger.size(LOG) == before


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_nobody_opens_an_identity_without_a_reason(reason: str) -> None:
    record = put()
    with pytest.raises(vault.ReasonMissing):
        open_as_budi(record, reason=reason)
    with pytest.raises(vault.ReasonMissing):
        vault.contact(record, village=KARANGBAWANG, purpose=reason, at=AT)
    assert vault.openings(record, village=KARANGBAWANG) == []


def test_a_notice_gets_the_contact_only_and_is_on_record() -> None:
    record = put()
    before = ledger.size(LOG)
    assert vault.contact(record, village=KARANGBAWANG, purpose="kabar kasus", at=AT) == {
        "email": "warsiti@planted.example",
        "phone": "+6281234567890",
    }
    assert vault.openings(record, village=KARANGBAWANG) == [
        vault.Opening(at=AT, by=None, reason="kabar kasus", contact_only=True)
    ]
    assert ledger.size(LOG) == before


def test_a_contact_that_was_not_given_is_absent() -> None:
    record = put({"name": "Warsiti", "email": "", "phone": None})
    assert vault.contact(record, village=KARANGBAWANG, purpose="kabar kasus", at=AT) == {}


def test_openings_are_told_oldest_first() -> None:
    record = put()
    for hours in (2, 0, 1):
        vault.contact(record, village=KARANGBAWANG, purpose=f"{hours}", at=AT + timedelta(hours=hours))
    assert [opening.reason for opening in vault.openings(record, village=KARANGBAWANG)] == ["0", "1", "2"]


def test_another_village_has_no_such_record() -> None:
    record = put()
    with pytest.raises(vault.NoSuchRecord):
        open_as_budi(record, village=OTHER_VILLAGE)
    with pytest.raises(vault.NoSuchRecord):
        vault.contact(record, village=OTHER_VILLAGE, purpose="x", at=AT)
    with pytest.raises(vault.NoSuchRecord):
        vault.destroy(record, village=OTHER_VILLAGE)
    assert vault.openings(record, village=OTHER_VILLAGE) == []
    assert not Opening.objects.filter(record=record).exists()


# Seals


def swap(one: UUID, other: UUID, *columns: str) -> None:
    first, second = SealedRecord.objects.get(id=one), SealedRecord.objects.get(id=other)
    for column in columns:
        mine, its = getattr(first, column), getattr(second, column)
        setattr(first, column, its)
        setattr(second, column, mine)
    first.save()
    second.save()


def test_swapped_rows_do_not_open() -> None:
    one, other = put({"name": "Warsiti"}), put({"name": "Karto"})
    swap(one, other, "sealed")
    for record in (one, other):
        with pytest.raises(vault.SealBroken, match="another place"):
            open_as_budi(record)


@pytest.mark.parametrize(
    ("column", "value"), [("village", OTHER_VILLAGE), ("log", uuid7()), ("kind", vault.OUTBOX_SECRET)]
)
def test_a_row_moved_to_another_place_does_not_open(column: str, value: Any) -> None:
    record = put()
    SealedRecord.objects.filter(id=record).update(**{column: value})
    with pytest.raises(vault.SealBroken):
        open_as_budi(record, village=OTHER_VILLAGE if column == "village" else KARANGBAWANG)


@pytest.mark.parametrize("broken", [b"", b"age-encryption.org/v1\n", b"not age at all"])
def test_a_changed_seal_does_not_open(broken: bytes) -> None:
    record = put()
    SealedRecord.objects.filter(id=record).update(sealed=broken)
    with pytest.raises(vault.SealBroken):
        open_as_budi(record)


def test_another_installations_key_does_not_open_it(settings: Any) -> None:
    record = put()
    settings.KENTONGAN_SECRETS = secrets_file.generate()
    with pytest.raises(vault.SealBroken):
        open_as_budi(record)


def test_the_seal_is_a_plain_age_file_that_any_age_tool_opens(settings: Any) -> None:
    record = put()
    sealed = bytes(SealedRecord.objects.get(id=record).sealed)
    content = age.decrypt(sealed, identity=settings.KENTONGAN_SECRETS.vault_identity)
    assert content.startswith(b'{"binding":{"kind":"identity","log":"')
    assert b"Warsiti Planted" in content


def test_the_length_of_a_seal_does_not_tell_what_was_given(settings: Any) -> None:
    # The age file itself varies by chance (it greases its header), so look at the length of what is inside.
    key = settings.KENTONGAN_SECRETS.vault_identity
    lengths = {
        len(age.decrypt(bytes(SealedRecord.objects.get(id=put(data)).sealed), identity=key))
        for data in (WARSITI, {"name": "A"}, {**WARSITI, "address": "panjang " * 20})
    }
    assert lengths == {1024}


def test_the_same_identity_is_never_sealed_to_the_same_bytes() -> None:
    one, other = (bytes(SealedRecord.objects.get(id=put()).sealed) for _ in range(2))
    assert one != other


def test_odd_letters_survive() -> None:
    odd = {"name": "Ñ‮😀\u0000‏ \\ \" '", "address": "a\nb\tc", "list": [1, None, True]}
    assert open_as_budi(put(odd)) == odd


def test_what_is_not_plain_json_is_refused() -> None:
    with pytest.raises(NotCanonical):
        put({"born": datetime(1980, 1, 1, tzinfo=UTC)})


# One-time secrets


def test_a_one_time_secret_is_destroyed_after_use_and_its_opening_stays_on_record() -> None:
    record = put({"code": "K7M-4TQ"}, kind=vault.OUTBOX_SECRET)
    assert vault.open(record, village=KARANGBAWANG, by=None, reason="kirim", at=AT) == {"code": "K7M-4TQ"}
    vault.destroy(record, village=KARANGBAWANG)
    with pytest.raises(vault.NoSuchRecord):
        vault.open(record, village=KARANGBAWANG, by=None, reason="kirim", at=AT)
    assert len(vault.openings(record, village=KARANGBAWANG)) == 1


def test_an_identity_is_not_destroyed_that_way() -> None:
    record = put()
    with pytest.raises(ValueError, match="identity"):
        vault.destroy(record, village=KARANGBAWANG)
    assert open_as_budi(record) == WARSITI


# What lies in the database


def test_nothing_of_an_identity_lies_in_clear_in_any_table() -> None:
    record = put()
    open_as_budi(record)
    vault.contact(record, village=KARANGBAWANG, purpose="kabar kasus", at=AT)
    dump = dump_of_every_table()
    assert record.hex.encode() in dump.replace(b"-", b"")
    for planted in PLANTED:
        assert planted not in dump
        assert planted.hex().encode() not in dump


@pytest.mark.django_db(transaction=True)
def test_nothing_of_an_identity_lies_in_clear_in_the_bytes_on_disk() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the files of a PostgreSQL server are not ours to read; its tables are searched above")
    with transaction.atomic():
        record = put()
        open_as_budi(record, reason="alasan yang dicari")
    database = Path(connection.settings_dict["NAME"])
    raw = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
    assert b"alasan yang dicari" in raw
    for planted in PLANTED:
        assert planted not in raw


def dump_of_every_table() -> bytes:
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                parts.extend(
                    bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode() for value in row
                )
    return b"\n".join(parts)


@pytest.mark.parametrize(
    "wrong",
    [{"reason": ""}, {"what": "glimpse"}, {"what": "contact", "by": BUDI}],
    ids=["no reason", "unknown kind", "a person reading the contact for notices"],
)
def test_the_database_refuses_an_opening_that_cannot_be(wrong: dict[str, Any]) -> None:
    opening = {"village": KARANGBAWANG, "record": uuid7(), "what": "whole", "by": BUDI, "reason": "x", "at": AT}
    with pytest.raises(IntegrityError, match="vault_opening"), transaction.atomic():
        Opening.objects.create(**{**opening, **wrong})


@pytest.mark.django_db(transaction=True)
def test_the_door_works_inside_a_transaction_only() -> None:
    with transaction.atomic():
        record = put()
    for act in (
        put,
        lambda: open_as_budi(record),
        lambda: vault.contact(record, village=KARANGBAWANG, purpose="x", at=AT),
        lambda: vault.destroy(record, village=KARANGBAWANG),
    ):
        with pytest.raises(transaction.TransactionManagementError):
            act()
    assert vault.openings(record, village=KARANGBAWANG) == []
