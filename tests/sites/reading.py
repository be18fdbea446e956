"""A form read as a browser reads it, and the people who send it, for the tests of bad input."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.utils import timezone

from kentongan.cases.models import Case
from kentongan.forms import token as form_token
from kentongan.portal import follow_cookie
from kentongan.villages.models import Village
from tests.factories import Office

LODGING = {"kind": "complaint", "identity_mode": "open", "about_official": "no"}
WORDS = "Tolong dibaca: kalimat ini tidak boleh hilang."


class Fields(HTMLParser):
    """The fields of a page's forms as a browser shows them: (name, value)."""

    def __init__(self, page: Any) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._area: str | None = None
        self.feed(page.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in known:
            self.found.append((known["name"], known.get("value", "")))
        elif tag == "textarea":
            self._area = known.get("name", "")
            self.found.append((self._area, ""))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.found[-1] = (self._area, self.found[-1][1] + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            name, value = self.found[-1]
            self.found[-1] = (name, value.removeprefix("\n"))  # as browsers do
            self._area = None

    def of(self, name: str) -> list[str]:
        return [value for found, value in self.found if found == name]


def at_desk(office: Office, who: str = "sari") -> Client:
    client = Client()
    client.force_login(getattr(office, who))
    return client


def follower(case: Case) -> Client:
    """Somebody who has entered the code of the case."""
    client = Client()
    response = client.get("/")
    follow_cookie.remember(response, case, timezone.now(), secret=b"")  # nothing of it is sealed
    client.cookies[follow_cookie.NAME] = response.cookies[follow_cookie.NAME].value
    return client


def token(village: Village, *, hours_old: int = 0) -> str:
    return form_token.sign(village, form_token.value_of_new(), timezone.now() - timedelta(hours=hours_old))


def lost(page: Any, typed: dict[str, str]) -> list[str]:
    """The fields whose text is not on the page as it was typed."""
    fields = Fields(page)
    return [name for name, value in typed.items() if value not in fields.of(name)]
