"""What django-allauth asks of us: no sign-up, our words, our lockout, secrets sealed at rest."""

from __future__ import annotations

import base64
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from kentongan.people import lockout
from kentongan.people.lockout import Gate
from kentongan.people.models import Officer
from kentongan.rules.types import Refused, Role
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

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """An administrator who sees no cases begins at the accounts, everybody else at the inbox."""
        roles = request.user.role_set if isinstance(request.user, Officer) else frozenset()
        return resolve_url("desk:accounts" if roles == {Role.ADMIN} else settings.LOGIN_REDIRECT_URL)

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


def seal(text: str) -> str:
    """Seal a short secret of the second step."""
    key = settings.KENTONGAN_SECRETS.derive(SEALED_FOR)
    return base64.urlsafe_b64encode(sealed_box.seal(key, text.encode(), context=SEALED_FOR)).decode()


def unseal(sealed: str) -> str:
    """Open a short secret of the second step. Raises SealBroken if it does not fit."""
    key = settings.KENTONGAN_SECRETS.derive(SEALED_FOR)
    return sealed_box.unseal(key, base64.urlsafe_b64decode(sealed), context=SEALED_FOR).decode()
