"""What one reader can open in one request: an officer who unlocked his key, or a reporter with his code.

A ring holds secret keys in memory only, and is never pickled, logged, cached or stored. With `NO_KEYS` nothing opens
but what is still sealed to the service itself, for want of officers with keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn
from uuid import UUID

from django.conf import settings

from kentongan.support import age, bech32
from kentongan.vault.models import CaseKey, Wrap


class Locked(Exception):
    """This ring has no key for it. `sentence` is for people."""

    sentence = "Isi ini tersegel. Buka dulu kunci Anda."


class Keyring:
    """The opened keys of one reader, for one request.

    Args:
        identities: age secret keys by their recipient; () for none.
        officer: whose they are; None for the reporter's.
        service: whether cases sealed to the service only may be opened (an officer who may see the case; never a
            reporter: his code opens all that is his).
    """

    def __init__(self, identities: dict[str, str], *, officer: UUID | None = None, service: bool = False) -> None:
        self._identities = identities
        self._service = service
        self._cases: dict[UUID, str] = {}
        self.officer = officer

    def __repr__(self) -> str:
        return f"<Keyring of {'an officer' if self.officer else 'a reader'}, {len(self._identities)} keys>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a ring of keys is never stored")

    def __getstate__(self) -> NoReturn:
        raise TypeError("a ring of keys is never stored")

    @property
    def unlocked(self) -> bool:
        """Whether the reader brought a key of his own."""
        return bool(self._identities)

    def opens(self, key: UUID | None) -> bool:
        """Tell whether this ring opens what is sealed to a case's key (at most two queries, remembered)."""
        try:
            self.secret_of(key)
        except Locked:
            return False
        return True

    def secret_of(self, key: UUID | None) -> str:
        """Return the secret half of a case's key. Raises Locked.

        Only for the vault and for those who wrap it for another reader.
        """
        if key is None:
            raise Locked
        if key not in self._cases:
            self._cases[key] = self._unwrap(key)
        return self._cases[key]

    def open(self, sealed: bytes, *, key: UUID | None) -> bytes:
        """Return what was sealed to a case's key. Raises Locked, age.NotOpened for what was changed."""
        return age.decrypt(bytes(sealed), identity=self.secret_of(key))

    def preload(self, keys: Iterable[UUID]) -> None:
        """Unwrap the keys of many cases with one query, those this ring has; for lists."""
        wanted = [key for key in keys if key not in self._cases]
        readers = {**self._identities, **self._service_key()}
        for wrap in Wrap.objects.filter(case_key__in=wanted, recipient__in=list(readers)):
            self._cases[wrap.case_key_id] = _secret(wrap, readers)

    def _unwrap(self, key: UUID) -> str:
        readers = {**self._identities, **self._service_key()}
        wrap = Wrap.objects.filter(case_key=key, recipient__in=list(readers)).first() if readers else None
        if wrap is None:
            raise Locked
        return _secret(wrap, readers)

    def _service_key(self) -> dict[str, str]:
        if not self._service:
            return {}
        identity: str = settings.KENTONGAN_SECRETS.vault_identity
        return {age.recipient_of(identity): identity}


def _secret(wrap: Wrap, readers: dict[str, str]) -> str:
    opened = age.decrypt(bytes(wrap.sealed), identity=readers[wrap.recipient]).decode()
    if age.recipient_of(opened) != CaseKey.objects.values_list("recipient", flat=True).get(pk=wrap.case_key_id):
        raise age.NotOpened("a wrap of another key")
    return opened


NO_KEYS = Keyring({})
"""Nothing but what everybody may read."""


def service_ring() -> Keyring:
    """The ring of the service itself: for the jobs that take over cases when a route gets its first officers."""
    return Keyring({}, service=True)


def ring_of(identity: str, *, officer: UUID) -> Keyring:
    """The ring of an officer who unlocked his key."""
    return Keyring({age.recipient_of(identity): identity}, officer=officer, service=True)


def reporter_ring(raw: bytes) -> Keyring:
    """The ring of a reporter: 32 bytes derived from his tracking code (`vault.code_keys`)."""
    return Keyring({bech32.recipient_of_raw(raw): bech32.identity_of(raw)})
