"""The data key of a case: making it, wrapping it for readers, sealing to it, renewing and destroying it.

Everybody who writes on a case seals to the public half; no secret is needed for that. The secret half exists only in
wraps, each an age file for one reader.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef

from kentongan.support import age, bech32, canonical, rows
from kentongan.support.canonical import Json
from kentongan.support.ids import uuid7
from kentongan.vault.keyring import Keyring
from kentongan.vault.models import CaseKey, HolderKey, SealedRecord, Wrap

_CODE_PURPOSE: Final = b"kentongan/v1/code-key\n"
# A length tells a guesser something: all sealed texts look alike in steps of this many bytes.
PADDING: Final = 256


@dataclass(frozen=True)
class Seal:
    """To what one writes on a case: the id of its key, and the public half."""

    key: UUID
    recipient: str

    def put(self, data: Json, *, binding: Mapping[str, str]) -> bytes:
        """Return an age file that says, inside, to which place it belongs. Raises NotCanonical."""
        content = canonical.dumps({"binding": dict(binding), "data": data})
        content += b" " * (-len(content) % PADDING)  # JSON lets spaces stand at the end
        return age.encrypt_to(content, [self.recipient])


class Misplaced(Exception):
    """An age file that belongs to another place: somebody moved it."""


def read(sealed: bytes, *, key: UUID | None, keys: Keyring, binding: Mapping[str, str]) -> Any:
    """Return what `Seal.put` sealed for this place. Raises Locked, age.NotOpened, Misplaced."""
    content = json.loads(keys.open(sealed, key=key))
    if content["binding"] != dict(binding):
        raise Misplaced("sealed for another place")
    return content["data"]


def code_secret(village: UUID, code: str) -> bytes:
    """Return the 32 secret bytes that belong to a (normalised) tracking code of a village: nothing of it is stored.

    HKDF-SHA256; the code has at least 80 random bits, so no slow hash is needed. All cases of one letter share a code,
    so the case is not part of it.
    """
    return HKDF(algorithm=SHA256(), length=32, salt=village.bytes, info=_CODE_PURPOSE).derive(code.encode())


def code_public(secret: bytes) -> str:
    """Return the public half of a code's key, as hex: this is stored with a case, to wrap its key for the reporter."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw().hex()


def new_secret() -> tuple[str, str]:
    """Return the secret and the public half of a key that a case is going to have: files are sealed before it is."""
    secret = age.new_identity()
    return secret, age.recipient_of(secret)


def make(*, village: UUID, case: UUID, at: datetime, secret: str = "") -> tuple[Seal, str]:
    """Return a new key of a case and its secret half, which the caller wraps and forgets (one statement)."""
    secret = secret or age.new_identity()
    row = CaseKey(id=uuid7(), village=village, case=case, recipient=age.recipient_of(secret), created_at=at)
    rows.insert([row])
    return Seal(row.id, row.recipient), secret


def wrap(
    seal: Seal, secret: str, *, village: UUID, officers: Collection[UUID], code_public_hex: str, at: datetime
) -> frozenset[UUID]:
    """Wrap a case's key for those of the officers who have a key, and for the reporter; return these officers.

    While none of them has a key, the service keeps a wrap, so that nothing is lost (the portal says so).
    """
    readers: list[tuple[str, UUID | None, str]] = [
        (Wrap.OFFICER, officer, recipient) for officer, recipient in _locked_holders(village, officers)
    ]
    reached = frozenset(officer for _, officer, _ in readers if officer is not None)
    if not readers:
        readers.append((Wrap.SERVICE, None, _service_recipient()))
    if code_public_hex:
        readers.append((Wrap.REPORTER, None, bech32.recipient_of_public(bytes.fromhex(code_public_hex))))
    rows.insert([_wrapped(seal, secret, reader, village, at) for reader in readers])
    return reached


def _locked_holders(village: UUID, officers: Collection[UUID]) -> list[tuple[UUID, str]]:
    """Return officers who have a key, with its public half (one statement, asked at every sealed lodging).

    Locked until the commit (SQLite has one writer): a key must not be replaced between looking and wrapping.
    """
    if not officers:
        return []
    meta = HolderKey._meta
    to_db = meta.pk.get_db_prep_value
    query = (
        f"SELECT officer, recipient FROM {meta.db_table} WHERE village = %s AND retired_at IS NULL"  # noqa: S608 (names of ours)
        f" AND officer IN ({', '.join(['%s'] * len(officers))}) ORDER BY id"
    )
    if connection.features.has_select_for_no_key_update:
        query += " FOR NO KEY UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(query, [to_db(each, connection) for each in (village, *officers)])
        found = cursor.fetchall()
    return [(officer if isinstance(officer, UUID) else UUID(officer), recipient) for officer, recipient in found]


def wrap_for_officer(key: UUID, *, village: UUID, officer: UUID, keys: Keyring, at: datetime) -> bool:
    """Let one more officer open a case, by one who can; False when he has no key. Raises Locked."""
    secret = keys.secret_of(key)
    holder = (
        HolderKey.objects.select_for_update(no_key=True)
        .filter(village=village, officer=officer, retired_at__isnull=True)
        .first()
    )
    if holder is None:
        return False
    _wrap_for(Seal(key, ""), secret, [(Wrap.OFFICER, officer, holder.recipient)], village, at)
    Wrap.objects.filter(case_key=key, reader=Wrap.SERVICE).delete()
    return True


def wrap_for_code(key: UUID, *, village: UUID, code_public_hex: str, keys: Keyring, at: datetime) -> None:
    """Let a (new) code open a case, and no older one, by somebody who can. Raises Locked."""
    secret = keys.secret_of(key)
    Wrap.objects.filter(case_key=key, reader=Wrap.REPORTER).delete()
    recipient = bech32.recipient_of_public(bytes.fromhex(code_public_hex))
    _wrap_for(Seal(key, ""), secret, [(Wrap.REPORTER, None, recipient)], village, at)


def seal_of(key: UUID) -> Seal:
    """Return to what one writes on a case (one query)."""
    return Seal(key, CaseKey.objects.values_list("recipient", flat=True).get(pk=key))


def readers_of(key: UUID) -> frozenset[UUID]:
    """Return the officers who hold a wrap of a case's key (one query)."""
    found = Wrap.objects.filter(case_key=key, reader=Wrap.OFFICER).values_list("officer", flat=True)
    return frozenset(officer for officer in found if officer is not None)


def is_service_sealed(key: UUID) -> bool:
    """Tell whether the service itself can still open a case, for want of an officer with a key (one query)."""
    return Wrap.objects.filter(case_key=key, reader=Wrap.SERVICE).exists()


def service_sealed(*, village: UUID) -> list[tuple[UUID, UUID]]:
    """Return key and case of all that the service itself can still open (one query)."""
    found = Wrap.objects.filter(village=village, reader=Wrap.SERVICE)
    return list(found.order_by("id").values_list("case_key_id", "case_key__case"))


def has_code(key: UUID) -> bool:
    """Tell whether the reporter's code opens a case (one query)."""
    return Wrap.objects.filter(case_key=key, reader=Wrap.REPORTER).exists()


def forget_code(key: UUID) -> None:
    """Take the wrap of a code that is dead away; the new code gets one when somebody who can open the case sees it."""
    Wrap.objects.filter(case_key=key, reader=Wrap.REPORTER).delete()


def read_only_by(*, village: UUID, officer: UUID) -> list[UUID]:
    """Return the keys that no other officer holds, nor the service: without him the office cannot open them."""
    other = Wrap.objects.filter(case_key=OuterRef("case_key"), reader__in=[Wrap.OFFICER, Wrap.SERVICE])
    mine = Wrap.objects.filter(village=village, reader=Wrap.OFFICER, officer=officer)
    alone = mine.exclude(Exists(other.exclude(reader=Wrap.OFFICER, officer=officer)))
    return list(alone.values_list("case_key", flat=True).distinct())


def forget_officer(
    *, village: UUID, officer: UUID, key: UUID | None = None, but_not: Collection[UUID] = frozenset()
) -> int:
    """Take an officer's wraps away (of one key, or all), and mark their keys for renewal; return how many.

    `but_not`: keys that are left to him, for nobody else could open them (`read_only_by`).
    """
    found = Wrap.objects.filter(village=village, reader=Wrap.OFFICER, officer=officer).exclude(case_key__in=but_not)
    if key is not None:
        found = found.filter(case_key=key)
    keys = list(found.values_list("case_key", flat=True))
    found.delete()
    CaseKey.objects.filter(pk__in=keys).update(renewal_due=True)
    return len(keys)


def renewals_due(*, village: UUID, officer: UUID) -> list[tuple[UUID, UUID]]:
    """Return key and case of what this officer could renew (one query)."""
    found = CaseKey.objects.filter(village=village, renewal_due=True, wraps__officer=officer)
    return list(found.order_by("id").values_list("id", "case"))


def destroy(*, village: UUID, case: UUID) -> int:
    """Destroy all keys of a case and with them whatever was sealed to them, here and in later backups.

    Records of the vault that are sealed to them are deleted too. Returns how many keys there were.
    """
    keys = list(CaseKey.objects.filter(village=village, case=case).values_list("pk", flat=True))
    SealedRecord.objects.filter(village=village, case_key__in=keys).delete()
    CaseKey.objects.filter(pk__in=keys).delete()
    return len(keys)


def retire_others(*, village: UUID, case: UUID, keep: UUID) -> None:
    """Delete the older keys of a case to which nothing is sealed any more."""
    held = SealedRecord.objects.filter(village=village, case_key=OuterRef("pk"))
    CaseKey.objects.filter(~Exists(held), village=village, case=case).exclude(pk=keep).delete()


def keys_of(*, village: UUID, case: UUID) -> list[UUID]:
    """Return all keys of a case, the oldest first (one query)."""
    return list(CaseKey.objects.filter(village=village, case=case).order_by("id").values_list("id", flat=True))


def renewal_is_due(key: UUID) -> bool:
    """Tell whether a case should get a new key (one query)."""
    return CaseKey.objects.filter(pk=key, renewal_due=True).exists()


def _wrap_for(
    seal: Seal, secret: str, readers: Collection[tuple[str, UUID | None, str]], village: UUID, at: datetime
) -> None:
    known = set(
        Wrap.objects.filter(case_key=seal.key, recipient__in=[recipient for *_, recipient in readers]).values_list(
            "recipient", flat=True
        )
    )
    fresh = [reader for reader in readers if reader[2] not in known]
    rows.insert([_wrapped(seal, secret, reader, village, at) for reader in fresh])


def _wrapped(seal: Seal, secret: str, reader: tuple[str, UUID | None, str], village: UUID, at: datetime) -> Wrap:
    kind, officer, recipient = reader
    return Wrap(
        village=village,
        case_key_id=seal.key,
        reader=kind,
        officer=officer,
        recipient=recipient,
        sealed=age.encrypt_to(secret.encode(), [recipient]),
        created_at=at,
    )


def _service_recipient() -> str:
    return age.recipient_of(settings.KENTONGAN_SECRETS.vault_identity)
