"""What django-allauth asks of us: no sign-up, our words, our lockout, secrets sealed at rest."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone

from kentongan.people import details, devices, factors, history, lockout, sessions
from kentongan.people.lockout import Gate
from kentongan.people.models import Officer, SignInKind
from kentongan.rules.types import Refused
from kentongan.support import sealed_box

SEALED_FOR: Final = "mfa"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators, belong to a village, and are locked by name."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Akun ini sudah dinonaktifkan.",
        "username_password_mismatch": "Nama akun atau kata sandi belum cocok. "
        "Periksa huruf besar dan kecilnya, lalu coba lagi.",
        "incorrect_password": "Kata sandi belum cocok.",
        "incorrect_code": "Kode belum cocok.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  (allauth's signature)
        """Nobody signs himself up: a slip from the administrator opens an account."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Check credentials (`username`, `password`, `at`) against the village's officers.

        allauth's own limits by address are left out: people.lockout counts by name and keeps no address.

        Raises:
            ValidationError: the name is locked or the account closed, with the sentence for the person.
        """
        try:
            return authenticate(request, **credentials)
        except Refused as refusal:
            raise ValidationError(refusal.sentence, code=refusal.code) from refusal

    def get_login_stages(self) -> list[str]:
        """After the password only the second step; no mail, no telephone."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Begin the session; only now are earlier wrong tries forgotten.

        Between password and code the account may have been closed or reset, or the site another village's.

        Raises:
            ImmediateHttpResponse: back to the sign-in page, with nothing kept.
        """
        village = getattr(request, "village", None)
        if (
            not isinstance(user, Officer)
            or village is None
            or user.village_id != village.id
            or not user.is_active
            or not user.has_usable_password()
        ):
            clear_login(request)
            raise ImmediateHttpResponse(redirect("account_login"))
        super().login(request, user)
        lockout.clear(village=village, username=user.username, gate=Gate.SIGN_IN)
        _note_sign_in(request, user, timezone.now())

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """An administrator who sees no cases begins at the accounts, an observer at his site, others at the inbox."""
        roles = request.user.role_set if isinstance(request.user, Officer) else frozenset()
        return resolve_url(details.home_of(roles))

    def respond_user_inactive(
        self,
        request: HttpRequest,  # noqa: ARG002  (allauth's signature)
        user: AbstractBaseUser,  # noqa: ARG002  (allauth's signature)
    ) -> HttpResponse:
        """Send a closed account to the page that says so."""
        return redirect("account_inactive")

    def is_safe_url(self, url: str) -> bool:
        """Tell whether an address may be gone to after signing in; what cannot be read as one ("http://[") may not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing of its own: the pages say what happened, in our words."""


class MFAAdapter(DefaultMFAAdapter):
    """Authenticator keys and the seed of recovery codes lie sealed in the database, under a key of the secrets file."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Kode belum cocok.",
    }

    def is_mfa_enabled(
        self,
        user: Any,
        types: Any = None,  # noqa: ARG002  (allauth's signature)
    ) -> bool:
        """Tell whether signing in goes on to the second step; printed lists, which allauth does not know, count too."""
        return isinstance(user, Officer) and factors.any_on(user.pk)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return for which site a passkey is made: exactly the host that stands in the address bar.

        Villages under one host by path share it (the passkey itself names the officer), a village with a host name of
        its own has its own, and never is it a parent domain, on which others have sites.
        """
        request = context.request
        village = getattr(request, "village", None)
        name = f"Pengaduan Desa {village.name}" if village is not None else "Kentongan"
        return {"id": passkey_host(request), "name": name}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Return what the browser shows beside a passkey: account name and village, never an address."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": self.get_totp_label(user), "display_name": self.get_totp_label(user)}

    def encrypt(self, text: str) -> str:
        """Seal a secret for the database (base64)."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed. Raises SealBroken when it was changed or the secrets file is another."""
        return unseal(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return what the authenticator app shows beside the code."""
        if not isinstance(user, Officer):
            return str(user)
        return f"{user.username} (Desa {user.village.name})"


def passkey_host(request: HttpRequest) -> str:
    """Return the host of a request as passkeys name it (their "RP ID"): without port, in lower case."""
    return (urlsplit(f"//{request.get_host()}").hostname or "").lower()


def _note_sign_in(request: HttpRequest, officer: Officer, at: datetime) -> None:
    """Enter a sign-in that is complete into history and sessions, and say what was tried meanwhile."""
    device = devices.device_of(request.headers.get("User-Agent", ""))
    failed = history.failed_since_last_visit(officer, at=at)
    history.note(officer, SignInKind.SIGNED_IN, at=at, device=device)
    sessions.note_seen(officer=officer, session=request.session, device=device, at=at)
    if failed:
        messages.warning(
            request,
            f"Ada {failed} percobaan masuk yang gagal sejak kunjungan terakhir. Bukan Anda? Lihat riwayat masuk di "
            "halaman Akun saya, lalu ganti kata sandi.",
        )


def seal(text: str) -> str:
    """Seal a short secret of the second step."""
    key = settings.KENTONGAN_SECRETS.derive(SEALED_FOR)
    return base64.urlsafe_b64encode(sealed_box.seal(key, text.encode(), context=SEALED_FOR)).decode()


def unseal(sealed: str) -> str:
    """Open a short secret of the second step. Raises SealBroken if it does not fit."""
    key = settings.KENTONGAN_SECRETS.derive(SEALED_FOR)
    return sealed_box.unseal(key, base64.urlsafe_b64decode(sealed), context=SEALED_FOR).decode()
