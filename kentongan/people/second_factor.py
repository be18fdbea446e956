"""The second step of signing in: a code from an authenticator app (RFC 6238) or from paper, or a passkey.

The rows of apps and passkeys are allauth's. The check is ours: it goes through the lockout, takes the time from its
caller, and accepts each code once, in one transaction. Passkeys and printed lists have modules of their own (passkeys,
paper_codes); who must have a second step is decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from kentongan.people import history, lockout
from kentongan.people.adapter import seal, unseal
from kentongan.people.factors import Factors, any_on, factors_of, paper_hash
from kentongan.people.lockout import Gate
from kentongan.people.models import Officer, PaperCode, SignInKind
from kentongan.people.record import record
from kentongan.rules.access import Right, has_right
from kentongan.rules.types import Refused

_LAST: Final = "last_counter"


def _opens_identities(officer: Officer) -> bool:
    """Whoever has the right to open a reporter's identity."""
    return has_right(officer.viewer(), Right.OPEN_IDENTITY)


# Each reason says whether it makes the second step a must for an officer; one is enough. They are asked on every page
# of the desk, so they ask what is on the officer already (roles, habits) and make no query of their own.
REASONS: Final[tuple[Callable[[Officer], bool], ...]] = (_opens_identities,)


def is_required(officer: Officer) -> bool:
    """Tell whether this officer meets no case before he has passed a second step: those who can open the vault.

    Not in a demo village: its accounts and their password stand on the sign-in page, and open only invented cases.
    """
    return not officer.village.is_demo and any(reason(officer) for reason in REASONS)


def is_on(officer: Officer) -> bool:
    """Tell whether signing in asks this officer for a second step (one or two queries)."""
    return any_on(officer.pk)


def app_is_on(officer: Officer) -> bool:
    """Tell whether this officer has an authenticator app (one query)."""
    return Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).exists()


def keep_one(officer: Officer, left: Factors) -> None:
    """Raise Refused (`required`) if taking one away leaves none to an officer who must have one.

    `left`: what he has now, before one of them goes.
    """
    if left.count == 1 and is_required(officer):
        raise Refused(
            "required",
            "Akun yang bisa membuka identitas pelapor harus punya langkah kedua. Pasang cara lain dulu, baru lepas "
            "yang ini.",
        )


def new_secret() -> str:
    """Return a new authenticator key (base32, 160 random bits)."""
    secret: str = totp.generate_totp_secret()
    return secret


def turn_on(*, officer: Officer, secret: str, code: str, at: datetime) -> None:
    """Ask this officer for a code from now on, and make recovery codes. The code proves that the app has the key.

    Raises:
        Refused: `wrong_code`, or `already_on`.
    """
    counter = _counter(secret, code, at, after=-1)
    if counter is None:
        raise _wrong_code()
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=officer.pk)
        if app_is_on(officer):
            raise Refused("already_on", "Kode masuk sudah terpasang untuk akun ini.")
        Authenticator.objects.create(
            user=officer, type=Authenticator.Type.TOTP, data={"secret": seal(secret), _LAST: counter}
        )
        RecoveryCodes.activate(officer)
        history.note(officer, SignInKind.APP_ON, at=at)
        sentence = f"{officer} memasang kode masuk (langkah kedua) pada akunnya."
        record(action="second_factor_on", officer=officer, by=officer, at=at, sentence=sentence)


def turn_off(*, officer: Officer, at: datetime) -> None:
    """Take the app away; recovery codes go with the last device. Raises Refused (`not_on`, `required`)."""
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=officer.pk)
        now = factors_of(officer.pk)
        if not now.app:
            raise Refused("not_on", "Kode masuk belum terpasang untuk akun ini.")
        keep_one(officer, now)
        Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).delete()
        without_device(officer)
        history.note(officer, SignInKind.APP_OFF, at=at)
        sentence = f"{officer} melepas kode masuk (langkah kedua) dari akunnya."
        record(action="second_factor_off", officer=officer, by=officer, at=at, sentence=sentence)


def remove(officer: Officer) -> None:
    """Delete everything of the second step; recording it is the caller's."""
    Authenticator.objects.filter(user=officer).delete()
    PaperCode.objects.filter(officer=officer).delete()


def without_device(officer: Officer) -> None:
    """Delete the recovery codes once there is no device that they stand in for."""
    if not factors_of(officer.pk).device:
        Authenticator.objects.filter(user=officer, type=Authenticator.Type.RECOVERY_CODES).delete()


def new_recovery_codes(*, officer: Officer, at: datetime) -> None:
    """Replace the recovery codes; the old paper is void. Raises Refused (`not_on`)."""
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=officer.pk)
        if not factors_of(officer.pk).device:
            raise Refused("not_on", "Kode cadangan hanya ada bila kode masuk atau kunci sandi terpasang.")
        Authenticator.objects.filter(user=officer, type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(officer)
        history.note(officer, SignInKind.RECOVERY_RENEWED, at=at)
        sentence = f"{officer} membuat kode cadangan baru; yang lama tidak berlaku."
        record(action="recovery_codes_renewed", officer=officer, by=officer, at=at, sentence=sentence)


def recovery_codes(officer: Officer) -> list[str]:
    """Return the recovery codes that were not used yet."""
    row = Authenticator.objects.filter(user=officer, type=Authenticator.Type.RECOVERY_CODES).first()
    codes: list[str] = RecoveryCodes(row).get_unused_codes() if row else []
    return codes


def check_code(*, officer: Officer, code: str, at: datetime, device: str = "") -> str:
    """Return what this code is of (`totp`, `recovery_codes` or `paper`), and use it up.

    Wrong ones count as wrong passwords do.

    Raises:
        Refused: `wrong_code` or `locked`.
    """
    attempt = lockout.begin(village=officer.village, username=officer.username, gate=Gate.SIGN_IN, at=at)
    used = _use(officer, code, at)
    if used is None:
        until = lockout.wrong(attempt, at=at, officer=officer, kind=SignInKind.WRONG_CODE, device=device)
        raise lockout.locked(officer.village, until) if until else _wrong_code()
    lockout.right(attempt)
    return used


def _use(officer: Officer, code: str, at: datetime) -> str | None:
    with transaction.atomic():
        found = Authenticator.objects.select_for_update().filter(user=officer)
        rows: dict[str, Authenticator] = {row.type: row for row in found}
        app = rows.get(Authenticator.Type.TOTP)
        if app is not None:
            counter = _counter(unseal(app.data["secret"]), code, at, after=int(app.data.get(_LAST, -1)))
            if counter is not None:
                app.data[_LAST], app.last_used_at = counter, at
                app.save(update_fields=["data", "last_used_at"])
                return str(app.type)
        spare = rows.get(Authenticator.Type.RECOVERY_CODES)
        # Recovery codes stand in for a device; alone they open nothing.
        has_device = app is not None or Authenticator.Type.WEBAUTHN in rows
        if spare is not None and has_device and RecoveryCodes(spare).validate_code(code):
            Authenticator.objects.filter(pk=spare.pk).update(last_used_at=at)
            return str(spare.type)
        on_paper = PaperCode.objects.filter(
            officer=officer, code_hash=paper_hash(officer.pk, code), used_at__isnull=True
        )
        return "paper" if on_paper.update(used_at=at) else None


def _counter(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """Return the time step whose code this is, within the tolerance and later than the last one used."""
    now = int(at.timestamp()) // app_settings.TOTP_PERIOD
    for counter in range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1):
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if compare_user_code(actual=code, expected=expected) and counter > after:
            return counter
    return None


def _wrong_code() -> Refused:
    return Refused(
        "wrong_code",
        "Kode ini belum cocok. Pakai kode yang sedang tampil di aplikasi, atau kode yang belum dicoret di kertas Anda; "
        "satu kode hanya berlaku sekali. "
        "Bila tetap gagal, periksa apakah jam ponsel Anda tepat.",
    )
