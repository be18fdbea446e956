"""Passkeys (WebAuthn): a key kept by phone, computer or USB stick, which signs in with or without the password.

The rows are allauth's (`Authenticator`, type `webauthn`), the mathematics is fido2's. The ceremony is ours, because it
takes the time from its caller, goes through the lockout as a second step, accepts the address in the address bar and no
other, and treats whatever a browser sends that cannot be read as a key that does not fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.webauthn.internal.auth import WebAuthn, build_user_payload
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kentongan.people import history, lockout
from kentongan.people.adapter import MFAAdapter, passkey_host
from kentongan.people.factors import factors_of
from kentongan.people.lockout import Gate
from kentongan.people.models import Officer, SignInKind
from kentongan.people.record import record
from kentongan.people.second_factor import keep_one, without_device
from kentongan.rules.types import Refused
from kentongan.support.reach import abilities, reach_of
from kentongan.villages.models import Village

MOST: Final = 10
MAX_NAME: Final = 40
ASKED_FOR: Final = timedelta(minutes=5)
_STATE: Final = "passkey_asked"
_NEW, _DOOR = "new", "door"  # what was asked for; else the officer whose second step it is


@dataclass(frozen=True)
class Passkey:
    """One passkey as its owner sees it. `here`: made for the address that is being used now."""

    id: int
    name: str
    host: str
    here: bool
    alone: bool  # signs in without the password, too
    made_at: datetime
    last_used_at: datetime | None


def obstacle(request: HttpRequest) -> str:
    """Return why this address cannot carry passkeys, in a sentence, or "" where it can (support.reach)."""
    ability = next(one for one in abilities(reach_of(_origin(request))) if one.name == "passkeys")
    return "" if ability.carried else ability.why


def of_officer(officer: Officer, *, host: str) -> list[Passkey]:
    """Return his passkeys, oldest first (one query)."""
    return [_shown(row, host) for row in _rows(officer)]


def ask_new(request: HttpRequest, officer: Officer, *, at: datetime) -> dict[str, Any]:
    """Return the options with which a browser makes a passkey; what was asked waits in the session for five minutes."""
    known = [_credential(row) for row in _rows(officer) if _host(row) == passkey_host(request)]
    options, state = _server(request).register_begin(
        user=build_user_payload(officer),
        credentials=known,
        # Best a key that needs no password; a USB stick without room or PIN is still a good second step.
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
        extensions={"credProps": True},
    )
    _remember(request.session, state, _NEW, at)
    return dict(options)


def add(request: HttpRequest, *, officer: Officer, name: str, answer: object, at: datetime) -> Passkey:
    """Keep the passkey that a browser made; with the first device come recovery codes.

    Raises:
        Refused: `name`, `too_many`, `stale` (nothing was asked within five minutes) or `wrong_key`.
    """
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME:
        raise Refused("name", f"Beri nama kunci ini, paling panjang {MAX_NAME} huruf, misalnya “PC pelayanan”.")
    state = _recall(request.session, _NEW, at)
    server = _server(request)
    try:
        registration = RegistrationResponse.from_dict(_mapping(answer))
        made = server.register_complete(state, registration)
        credential = {**_mapping(answer)}
        extensions = credential.get("clientExtensionResults") or {}
        resident = bool(_mapping(_mapping(extensions).get("credProps") or {}).get("rk"))
    except Exception as error:  # what a browser sends can be anything: whatever the reader stumbles over does not fit
        raise _wrong_key() from error
    data = {
        "name": name,
        "credential": credential,
        "host": passkey_host(request),
        "alone": resident and made.is_user_verified(),
        "counter": made.counter,
    }
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=officer.pk)
        if factors_of(officer.pk).passkeys >= MOST:
            raise Refused(
                "too_many", f"Satu akun paling banyak punya {MOST} kunci sandi. Lepas dulu yang tidak dipakai."
            )
        row = Authenticator.objects.create(
            user=officer, type=Authenticator.Type.WEBAUTHN, data=data, created_at=at, last_used_at=None
        )
        RecoveryCodes.activate(officer)
        history.note(officer, SignInKind.KEY_ON, at=at)
        sentence = f"{officer} memasang kunci sandi “{name}” pada akunnya."
        record(action="passkey_added", officer=officer, by=officer, at=at, sentence=sentence, private={"name": name})
    return _shown(row, passkey_host(request))


def remove(*, officer: Officer, passkey_id: int, at: datetime) -> None:
    """Take a passkey away; recovery codes go with the last device. Raises Refused (`gone`, `required`)."""
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=officer.pk)
        row = Authenticator.objects.filter(user=officer, type=Authenticator.Type.WEBAUTHN, pk=passkey_id).first()
        if row is None:
            raise Refused("gone", "Kunci sandi itu sudah tidak ada.")
        keep_one(officer, factors_of(officer.pk))
        name = str(row.data.get("name", ""))
        row.delete()
        without_device(officer)
        history.note(officer, SignInKind.KEY_OFF, at=at)
        sentence = f"{officer} melepas kunci sandi “{name}” dari akunnya."
        record(action="passkey_removed", officer=officer, by=officer, at=at, sentence=sentence, private={"name": name})


def ask_for(request: HttpRequest, officer: Officer | None, *, at: datetime) -> dict[str, Any] | None:
    """Return the options with which a browser shows a passkey: of this officer, or (None) of whoever is at the door.

    None when this officer has no passkey for this address. At the door the key must check its owner (PIN, finger,
    face), for no password was asked.
    """
    known, purpose, need = [], _DOOR, UserVerificationRequirement.REQUIRED
    if officer is not None:
        known = [_credential(row) for row in _rows(officer) if _host(row) == passkey_host(request)]
        purpose, need = str(officer.pk), UserVerificationRequirement.PREFERRED
        if not known:
            return None
    options, state = _server(request).authenticate_begin(credentials=known or None, user_verification=need)
    _remember(request.session, state, purpose, at)
    return dict(options)


def check(request: HttpRequest, *, officer: Officer, answer: object, at: datetime, device: str = "") -> None:
    """Check a passkey as a second step. One that does not fit counts as a wrong password does.

    Raises:
        Refused: `stale`, `wrong_key` or `locked`.
    """
    state = _recall(request.session, str(officer.pk), at)
    attempt = lockout.begin(village=officer.village, username=officer.username, gate=Gate.SIGN_IN, at=at)
    if not _fits(request, state, officer, answer, at):
        until = lockout.wrong(attempt, at=at, officer=officer, kind=SignInKind.WRONG_KEY, device=device)
        raise lockout.locked(officer.village, until) if until else _wrong_key()
    lockout.right(attempt)


def check_alone(request: HttpRequest, *, village: Village, answer: object, at: datetime) -> Officer:
    """Return the active officer of this village whose passkey this is: name, password and second step in one.

    It passes a lock: the lock is against guessing, and a signature cannot be guessed. So nobody can keep an officer
    with a passkey away from his desk by typing wrong passwords.

    Raises:
        Refused: `stale` or `wrong_key`.
    """
    state = _recall(request.session, _DOOR, at)
    owner = _owner(answer)
    officer = Officer.objects.filter(village=village, pk=owner, is_active=True).first() if owner else None
    if officer is None or not officer.has_usable_password():
        raise _wrong_key()
    officer.village = village
    if not _fits(request, state, officer, answer, at):
        raise _wrong_key()
    return officer


def _fits(request: HttpRequest, state: Mapping[str, Any], officer: Officer, answer: object, at: datetime) -> bool:
    """Check a signature against the officer's keys for this address, and note the use."""
    rows = {bytes(_credential(row).credential_id): row for row in _rows(officer) if _host(row) == passkey_host(request)}
    server = _server(request)
    try:
        response = AuthenticationResponse.from_dict(_mapping(answer))
        used = server.authenticate_complete(state, [_credential(row) for row in rows.values()], response)
        counter = int(response.response.authenticator_data.counter)
    except Exception:  # as above: what cannot be read does not fit
        return False
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(pk=rows[bytes(used.credential_id)].pk).first()
        # A counter that does not rise says that the key was copied; most passkeys do not count and send 0.
        before = int(row.data.get("counter") or 0) if row is not None else 0
        if row is None or (before and counter <= before):
            return False
        row.data["counter"], row.last_used_at = counter, at
        row.save(update_fields=["data", "last_used_at"])
    return True


def _owner(answer: object) -> UUID | None:
    """Return whose passkey an answer claims to be."""
    try:
        handle = _mapping(_mapping(answer)["response"])["userHandle"]
        return UUID(websafe_decode(handle).decode())
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _server(request: HttpRequest) -> Fido2Server:
    rp = PublicKeyCredentialRpEntity(**MFAAdapter().get_public_key_credential_rp_entity())
    here = _origin(request)
    return Fido2Server(rp, verify_origin=lambda origin: origin == here)


def _origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host().lower()}"


def _remember(session: SessionBase, state: Mapping[str, Any], purpose: str, at: datetime) -> None:
    session[_STATE] = {**state, "for": purpose, "until": int((at + ASKED_FOR).timestamp())}


def _recall(session: SessionBase, purpose: str, at: datetime) -> Mapping[str, Any]:
    """Return what was asked, once, and for this only: at the door a key must check its owner, elsewhere it need not.

    Raises:
        Refused: `stale`.
    """
    state = session.pop(_STATE, None)
    if not isinstance(state, dict) or state.get("for") != purpose or int(state.get("until", 0)) < at.timestamp():
        raise Refused("stale", "Permintaan kunci sandi ini sudah lewat waktunya. Tekan tombolnya sekali lagi.")
    return state


def _rows(officer: Officer) -> list[Authenticator]:
    found = Authenticator.objects.filter(user=officer, type=Authenticator.Type.WEBAUTHN)
    return list(found.order_by("created_at", "pk"))


def _credential(row: Authenticator) -> Any:
    return WebAuthn(row).authenticator_data.credential_data


def _host(row: Authenticator) -> str:
    return str(row.data.get("host", ""))


def _shown(row: Authenticator, host: str) -> Passkey:
    return Passkey(
        id=row.pk,
        name=str(row.data.get("name", "")),
        host=_host(row),
        here=_host(row) == host,
        alone=bool(row.data.get("alone")),
        made_at=row.created_at,
        last_used_at=row.last_used_at,
    )


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise TypeError("not an object")
    return value


def _wrong_key() -> Refused:
    return Refused(
        "wrong_key",
        "Kunci sandi ini belum cocok, atau bukan milik akun ini. Coba sekali lagi, atau pakai cara masuk yang lain.",
    )
