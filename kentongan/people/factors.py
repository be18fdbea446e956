"""Which second steps an account has. What turns them on and off stands in second_factor, passkeys and paper_codes."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings

from kentongan.people.models import PaperCode

_DEVICES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Factors:
    """The second steps of one account. `paper`: there is a list, and `paper_left` of its codes are unused."""

    app: bool
    passkeys: int
    paper: bool
    paper_left: int

    @property
    def count(self) -> int:
        """How many there are; recovery codes only stand in for another and do not count."""
        return int(self.app) + self.passkeys + int(self.paper)

    @property
    def device(self) -> bool:
        """Whether there is an app or a passkey, for which recovery codes stand in."""
        return self.app or self.passkeys > 0


def factors_of(officer_id: UUID) -> Factors:
    """Return the second steps of an account (two queries)."""
    found = Authenticator.objects.filter(user_id=officer_id, type__in=_DEVICES)
    types = list(found.values_list("type", flat=True))
    unused = [
        used is None for used in PaperCode.objects.filter(officer_id=officer_id).values_list("used_at", flat=True)
    ]
    return Factors(
        app=Authenticator.Type.TOTP in types,
        passkeys=types.count(Authenticator.Type.WEBAUTHN),
        paper=bool(unused),
        paper_left=sum(unused),
    )


def any_on(officer_id: UUID) -> bool:
    """Tell whether signing in needs a second step (one or two queries). A list that is used up still counts."""
    return (
        Authenticator.objects.filter(user_id=officer_id, type__in=_DEVICES).exists()
        or PaperCode.objects.filter(officer_id=officer_id).exists()
    )


def paper_hash(officer_id: UUID, code: str) -> str:
    """Return the keyed hash under which a code of an officer's printed list is stored, however it was typed."""
    digest: bytes = settings.KENTONGAN_SECRETS.keyed_hash("paper code", f"{officer_id}:{digits_of(code)}")
    return digest.hex()


def digits_of(text: str) -> str:
    """Return the digits 0 to 9 of a text."""
    return "".join(symbol for symbol in text if symbol in "0123456789")
