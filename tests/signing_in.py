"""Whoever sits at his desk in a test has passed both steps; tests of the door itself sign in by its forms.

Without this every test of the desk would have to set up a second step for intake officers and unit heads, who must have
one. `password_only` takes it back for those who test just that.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

_WHOSE = "account_authentication_methods_user"
_PLAIN = Client.force_login


def let_both_steps_be_passed() -> None:
    """Let `Client.force_login` pass the second step, too."""
    Client.force_login = _both_steps  # type: ignore[assignment, method-assign]


def _both_steps(client: Client, user: Any, backend: str | None = None) -> None:
    _PLAIN(client, user, backend)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": 0}]  # long ago: no proof for what asks again
    session[_WHOSE] = str(user.pk)
    session["sesi_dicatat"] = int(time.time())  # its row is not what most tests look at
    session.save()


def password_only(client: Client, user: Any) -> None:
    """Sign in with the password alone, as the door does for who has no second step."""
    _PLAIN(client, user)
