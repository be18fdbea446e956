"""What every page tells the browser: no foreign code, no frame, no trace on a shared phone; over every address."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from kentongan.rules.types import Role
from tests.architecture import visitors
from tests.architecture.test_access_table import (
    CITIZENS_TABLE,
    DOOR_TABLE,
    OBSERVERS_TABLE,
    OFFICERS_TABLE,
    rows,
    visit,
)
from tests.architecture.visitors import OF_CASES, Guest, an_officer

pytestmark = [pytest.mark.django_db, pytest.mark.once]

WANTED_CSP = {
    "default-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "connect-src": "'self'",
}
# May be kept: nothing of a reader is in them, or (the empty form) only what the back button must bring back.
KEPT = {
    "portal:home",
    "portal:how",
    "portal:privacy",
    "portal:lodge",
    "portal:ask",
    "portal:logo",
    "portal:log",
    "portal:log_keys",
    "portal:open_data",
    "portal:log_check",
}
KEPT |= {"portal:cases", "portal:case", "portal:hamlet_map", "portal:feed", "portal:figures", "portal:press"}
KEPT |= {"portal:embed"}
KEPT |= {"api:docs", "api:openapi", "api:cases", "api:case", "api:figures"}
KEPT |= {"open311:discovery", "open311:services", "open311:definition", "open311:requests", "open311:request"}
# The one page that any site may show in a frame; for that it may do even less than others.
FRAMED = "portal:embed"
FRAMED_CSP = {
    "frame-ancestors": "*",
    "script-src": "'none'",
    "worker-src": "'none'",
    "connect-src": "'none'",
    "form-action": "'none'",
}
# Downloaded, not shown: one file that works without a network, with its own script under its own policy.
OFFLINE = "portal:log_check"
LOADED = re.compile(
    r"<(?:script|link|img|source|audio|video|iframe|use|object|embed|form)\b[^>]*?\s(?:src|href|action|srcset|data)=\"([^\"]*)\""
)
INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>\s*[^<\s]|\sstyle=\"|\son[a-z]+=\"|javascript:")

GUESTS: dict[str, tuple[str, Guest]] = {
    "citizen": (CITIZENS_TABLE, visitors.stranger),
    "reporter": (CITIZENS_TABLE, visitors.follower(lambda place: place.case)),
    "officer": (OFFICERS_TABLE, an_officer(*OF_CASES, Role.ADMIN)),
    "at the door": (DOOR_TABLE, visitors.stranger),
    "account": (DOOR_TABLE, visitors.proven),
    "observer": (OBSERVERS_TABLE, visitors.observer),
}


def problems(name: str, method: str, response: Any, body: str) -> list[str]:
    found = []
    parts = [part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";") if part.strip()]
    policy = {key: value for key, _, value in parts}
    framed = name == FRAMED and response.status_code == 200
    wanted = WANTED_CSP | FRAMED_CSP if framed else WANTED_CSP
    if response.headers["Content-Type"].startswith("text/html"):
        found += [f"CSP {key} {policy.get(key)}" for key, value in wanted.items() if policy.get(key) != value]
        policy = {key: value for key, value in policy.items() if not (framed and key == "frame-ancestors")}
        found += [f"CSP {word}" for word in ("unsafe-", "http:", "https:", "*") if word in str(policy)]
    elif policy.get("default-src") != "'none'" or policy.get("script-src", "'self'") != "'self'":
        found.append(f"CSP {policy}")  # a file: the viewers built into browsers need styles of their own, never scripts
    for header, value in {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": None if framed else "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "cross-origin" if framed else "same-origin",
    }.items():
        if response.headers.get(header) != value:
            found.append(f"{header}: {response.headers.get(header)}")
    # Not "no-referrer" for all: browsers would then send "Origin: null", and no form could tell our pages from others.
    if response["Referrer-Policy"] not in ("same-origin", "no-referrer"):
        found.append(response["Referrer-Policy"])
    if "geolocation=()" not in response["Permissions-Policy"]:
        found.append("Permissions-Policy")
    if "no-store" not in response["Cache-Control"] and not (name in KEPT and method == "GET"):
        found.append(f"Cache-Control: {response['Cache-Control']}")
    if name == OFFLINE:
        shown = not response.headers.get("Content-Disposition", "attachment").startswith("attachment")
        return [*found, f"{name}: shown as a page"] if shown else found
    if response.headers["Content-Type"].startswith("text/html"):
        found += [f"loads {url}" for url in LOADED.findall(body) if urlsplit(url).netloc or url.startswith("//")]
        found += [f"inline: {part}" for part in INLINE.findall(body)]
    return [f"{method} {name}: {problem}" for problem in found]


@pytest.mark.parametrize("who", GUESTS)
def test_every_page_is_closed_to_foreign_code_and_to_the_next_reader(who: str) -> None:
    table, guest = GUESTS[who]
    place = visitors.settle()
    client = Client(SERVER_NAME=visitors.HOSTS[place.here.code])
    guest(place, client, "")
    found = []
    for method, name, _ in rows(table):
        with visitors.taken_back():
            response = visit(place, client, method, name, "host")
            body = visitors.body_of(response).decode("utf-8", "replace")
        found += problems(name, method, response, body)
    assert found == []


def test_a_page_without_a_form_sets_no_cookie_and_a_form_only_the_one_that_guards_it() -> None:
    place = visitors.settle()
    client = Client(SERVER_NAME=visitors.HOSTS[place.here.code])
    met = {}
    for method, name, _ in rows(CITIZENS_TABLE):
        if method == "GET":
            with visitors.taken_back():
                response = visit(place, client, method, name, "host")
                visitors.body_of(response)
            met[name] = {key for key, morsel in response.cookies.items() if morsel.value}
    forms = {"portal:lodge", "portal:ask", "portal:track", "portal:lost_code"}
    assert {name for name, cookies in met.items() if cookies} == forms
    assert set().union(*met.values()) == {"csrftoken"}


def test_every_script_of_the_pages_is_a_file_of_ours() -> None:
    place = visitors.settle()
    client = Client(SERVER_NAME=visitors.HOSTS[place.here.code])
    page = client.get("/lapor/").content.decode()
    assert re.findall(r'<script[^>]*src="([^"]+)"', page) == ["/static/ui/kentongan.js", "/static/portal/lodge.js"]
