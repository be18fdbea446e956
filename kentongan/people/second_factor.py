"""The second step of signing in: a code from an authenticator app (RFC 6238), or a recovery code from paper.

The rows are allauth's, so that passkeys can join them later. The check is ours: it goes through the lockout, takes
the time from its caller, and accepts each code once, in one transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction

from kentongan.people import lockout
from kentongan.people.adapter import seal, unseal
from kentongan.people.lockout import Gate
from kentongan.people.models import Officer
from kentongan.people.record import record
from kentongan.rules.types import Refused

_LAST: Final = "last_counter"


def is_on(officer: Officer) -> bool:
    """Tell whether signing in asks this officer for a code (one query)."""
    return Authenticator.objects.filter(user=officer, type=Authenticator.Type.TOTP).exists()


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
        if is_on(officer):
            raise Refused("already_on", "Kode masuk sudah terpasang untuk akun ini.")
        Authenticator.objects.create(
            user=officer, type=Authenticator.Type.TOTP, data={"secret": seal(secret), _LAST: counter}
        )
        RecoveryCodes.activate(officer)
        sentence = f"{officer} memasang kode masuk (langkah kedua) pada akunnya."
        record(action="second_factor_on", officer=officer, by=officer, at=at, sentence=sentence)


def turn_off(*, officer: Officer, at: datetime) -> None:
    """Sign in by password alone again; recovery codes go too. Raises Refused (`not_on`)."""
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=officer.pk)
        if not is_on(officer):
            raise Refused("not_on", "Kode masuk belum terpasang untuk akun ini.")
        remove(officer)
        sentence = f"{officer} melepas kode masuk (langkah kedua) dari akunnya."
        record(action="second_factor_off", officer=officer, by=officer, at=at, sentence=sentence)


def remove(officer: Officer) -> None:
    """Delete everything of the second step; recording it is the caller's."""
    Authenticator.objects.filter(user=officer).delete()


def new_recovery_codes(*, officer: Officer, at: datetime) -> None:
    """Replace the recovery codes; the old paper is void. Raises Refused (`not_on`)."""
    with transaction.atomic():
        Officer.objects.select_for_update().get(pk=officer.pk)
        if not is_on(officer):
            raise Refused("not_on", "Kode cadangan hanya ada bila kode masuk terpasang.")
        Authenticator.objects.filter(user=officer, type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(officer)
        sentence = f"{officer} membuat kode cadangan baru; yang lama tidak berlaku."
        record(action="recovery_codes_renewed", officer=officer, by=officer, at=at, sentence=sentence)


def recovery_codes(officer: Officer) -> list[str]:
    """Return the recovery codes that were not used yet."""
    row = Authenticator.objects.filter(user=officer, type=Authenticator.Type.RECOVERY_CODES).first()
    codes: list[str] = RecoveryCodes(row).get_unused_codes() if row else []
    return codes


def check_code(*, officer: Officer, code: str, at: datetime) -> Authenticator:
    """Return the authenticator that this code is of, and use the code up. Wrong ones count as wrong passwords do.

    Raises:
        Refused: `wrong_code` or `locked`.
    """
    attempt = lockout.begin(village=officer.village, username=officer.username, gate=Gate.SIGN_IN, at=at)
    used = _use(officer, code, at)
    if used is None:
        until = lockout.wrong(attempt, at=at)
        raise lockout.locked(officer.village, until) if until else _wrong_code()
    lockout.right(attempt)
    return used


def _use(officer: Officer, code: str, at: datetime) -> Authenticator | None:
    with transaction.atomic():
        found = Authenticator.objects.select_for_update().filter(user=officer)
        rows: dict[str, Authenticator] = {row.type: row for row in found}
        app = rows.get(Authenticator.Type.TOTP)
        if app is None:  # recovery codes stand in for the app; alone they open nothing
            return None
        counter = _counter(unseal(app.data["secret"]), code, at, after=int(app.data.get(_LAST, -1)))
        if counter is not None:
            app.data[_LAST], app.last_used_at = counter, at
            app.save(update_fields=["data", "last_used_at"])
            return app
        paper = rows.get(Authenticator.Type.RECOVERY_CODES)
        if paper is None or not RecoveryCodes(paper).validate_code(code):
            return None
        Authenticator.objects.filter(pk=paper.pk).update(last_used_at=at)
        return paper


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
        "Kode ini belum cocok. Pakai kode yang sedang tampil di aplikasi; satu kode hanya berlaku sekali. "
        "Bila tetap gagal, periksa apakah jam ponsel Anda tepat.",
    )
