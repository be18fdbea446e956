"""Django's door to our sign-in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from kentongan.people import sign_in
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from kentongan.villages.models import Village


class VillageBackend(BaseBackend):
    """Knows the officers of the village whose site is asked, and nobody else."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        at: datetime | None = None,
        device: str = "",
        **others: Any,
    ) -> Officer | None:
        """Return the officer with this name and password in `request.village`; None if they do not fit.

        Raises:
            Refused: `locked`, `inactive` or `demo`: the person at the door is told, Django's None could not say it.
        """
        village: Village | None = getattr(request, "village", None)
        if others or village is None or at is None or not username or not password:
            return None
        try:
            return sign_in.check_password(village=village, username=username, password=password, at=at, device=device)
        except Refused as refusal:
            if refusal.code == "wrong":
                return None
            raise

    def get_user(self, user_id: UUID | str) -> Officer | None:
        """Return an active officer by id, of whatever village (the middleware compares it with the site's)."""
        return Officer.objects.select_related("habits").filter(pk=user_id, is_active=True).first()
