"""Finding a reporter who lost his paper: a blind index over names and telephone numbers.

For each word of a name, and for the whole telephone number, the database keeps a keyed hash (HMAC-SHA256, sixteen
bytes) and the record's id. The key is derived from the installation's secrets; the village is hashed along, so that
the same name has other tokens in another village. Only what the reporter left openly is entered: the caller says so.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef

from kentongan.rules.identity import normalise_phone
from kentongan.rules.person_names import name_words
from kentongan.support import rows
from kentongan.support.secrets_file import Secrets
from kentongan.vault.models import NameToken

VERSION: Final = 1
"""Counts up whenever the same name would give other tokens."""

_PURPOSE: Final = "vault/name-tokens/v1"
_BYTES: Final = 16


def enter(record: UUID, village: UUID, data: Mapping[str, Any]) -> None:
    """Enter a record's names and numbers (one statement, none when there are none)."""
    tokens = _tokens(village, _terms_of(data))
    rows.insert([NameToken(village=village, token=token, record_id=record) for token in tokens])


def forget(records: Collection[UUID]) -> None:
    """Take records out of the index."""
    NameToken.objects.filter(record__in=records).delete()


def is_entered(record: UUID) -> bool:
    """Tell whether a record can be found."""
    return NameToken.objects.filter(record=record).exists()


def find(*, village: UUID, name: str, phone: str, limit: int) -> list[UUID]:
    """Return the newest records that hold all words of this name, and this number where one is given.

    Args:
        phone: in any usual writing; "" for none.

    Raises:
        ValueError: the number is none (with a sentence for the reader).
    """
    terms = [f"name:{word}" for word in name_words(name)]
    if phone.strip():
        terms.append(f"phone:{normalise_phone(phone)}")
    tokens = _tokens(village, terms)
    if not tokens:
        return []
    found = NameToken.objects.filter(village=village, token=tokens[0])
    for token in tokens[1:]:
        also = NameToken.objects.filter(village=village, token=token, record=OuterRef("record"))
        found = found.filter(Exists(also))
    return list(found.order_by("-record").values_list("record", flat=True)[:limit])


def _terms_of(data: Mapping[str, Any]) -> Iterator[str]:
    """What a record is found by: the reporter, and the person he speaks for."""
    for person in (data, data.get("represented") or {}):
        for word in name_words(str(person.get("name") or "")):
            yield f"name:{word}"
        phone = str(person.get("phone") or "")
        if phone.startswith("+"):
            yield f"phone:{phone}"


@lru_cache(maxsize=4)
def _key_of(secrets: Secrets) -> bytes:
    return secrets.derive(_PURPOSE)


def _tokens(village: UUID, terms: Sequence[str] | Iterator[str]) -> list[bytes]:
    key = _key_of(settings.KENTONGAN_SECRETS)
    unique = dict.fromkeys(terms)
    return [hmac.digest(key, village.bytes + term.encode(), "sha256")[:_BYTES] for term in unique]
