"""Asking for the second step, at the door and wherever an officer proves himself again: a code, or a passkey."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from kentongan.desk.sign_in.forms import CodeForm, PasskeyForm
from kentongan.desk.sign_in.guards import device_of
from kentongan.people import passkeys
from kentongan.people.adapter import passkey_host
from kentongan.people.factors import factors_of
from kentongan.people.models import Officer
from kentongan.rules.types import Refused


class SecondStep:
    """One asking: `passed()` checks what was sent, `context()` is for the page that asks (again)."""

    def __init__(self, request: HttpRequest, officer: Officer) -> None:
        self.request, self.officer = request, officer
        self.factors = factors_of(officer.pk)
        self.by_key = PasskeyForm(request.POST) if "credential" in request.POST else None
        data = request.POST if request.method == "POST" and self.by_key is None else None
        self.form = CodeForm(data, user=officer, factors=self.factors, device=device_of(request))

    def passed(self) -> bool:
        """Check the code or the passkey that was sent; both are used up by that, and wrong ones count."""
        if self.by_key is None:
            return self.form.is_bound and self.form.is_valid()
        if not self.by_key.is_valid():
            return False
        answer = self.by_key.cleaned_data["credential"]
        try:
            passkeys.check(
                self.request, officer=self.officer, answer=answer, at=timezone.now(), device=device_of(self.request)
            )
        except Refused as refusal:
            self.by_key.add_error(None, refusal.sentence)
            return False
        return True

    def context(self) -> dict[str, Any]:
        """Return what the page needs: the form, and what a browser needs for a passkey made for this address."""
        options = None
        if self.factors.passkeys and not passkeys.obstacle(self.request):
            options = passkeys.ask_for(self.request, self.officer, at=timezone.now())
        known = passkeys.of_officer(self.officer, host=passkey_host(self.request)) if self.factors.passkeys else []
        return {
            "form": self.form,
            "by_key": self.by_key,
            "options": json.dumps(options) if options else "",
            "factors": self.factors,
            "only_elsewhere": sorted({key.host for key in known}) if known and options is None else [],
        }
