"""A browser window that complains: about scripts, styles, foreign hosts, and what axe finds on any page."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Route

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("KENTONGAN_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERIOUS = ("serious", "critical")
PHONE, DESKTOP = 360, 1280
HEIGHTS = {PHONE: 740, DESKTOP: 900}
# Axe judges how a page is built, not what it says: a page of the same parts as an earlier one was judged with it.
_TAG = re.compile(r"<[a-z][^>]*>")
_VARIES = re.compile(r' (?:value|nonce|d|transform|data-copy|content|href|src|datetime)="[^"]*"|\d+')
_ID = re.compile(r'\sid="([^"]+)"')
_seen_by_axe: set[tuple[int, str, frozenset[str]]] = set()


def parts_of(html: str) -> frozenset[str]:
    """The different elements of a page, without what varies with the case that is shown."""
    return frozenset(_TAG.findall(_VARIES.sub("", html)))


def doubled_ids(html: str) -> list[str]:
    """Ids that are given to more than one element."""
    return [name for name, count in Counter(_ID.findall(html)).items() if count > 1]


# A new page costs as much as ten visits: one that was given back serves the next person, without a cookie left.
_idle: WeakKeyDictionary[Browser, dict[bool, list[Page]]] = WeakKeyDictionary()
_mirrors: WeakKeyDictionary[Browser, Page] = WeakKeyDictionary()


def page_of(browser: Browser, url: str, *, scripts: bool) -> Page:
    """Return a page of an empty context of this browser."""
    idle = _idle.setdefault(browser, {True: [], False: []})[scripts]
    if idle:
        return idle.pop()
    context = browser.new_context(
        base_url=url,
        locale="id-ID",
        timezone_id="Asia/Jakarta",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    return context.new_page()


class Window:
    """One person's browser, with one page open."""

    def __init__(self, browser: Browser, url: str, width: int, *, scripts: bool = True, state: Any = None) -> None:
        self.url, self.width, self.scripts = url, width, scripts
        self.browser = browser
        self.complaints: list[str] = []
        self.page = page_of(browser, url, scripts=scripts)
        self.page.context.add_cookies(state or [])
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        self._listeners: dict[Any, Any] = {
            "request": self._on_request,
            "console": self._on_console,
            "pageerror": lambda error: self.complaints.append(f"script: {error}"),
        }
        for event, listener in self._listeners.items():
            self.page.on(event, listener)

    def cookies(self) -> Any:
        """What this browser remembers, for another window of the same person."""
        return self.page.context.cookies()

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname != "127.0.0.1":
            self.complaints.append(f"a request left the house: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        # Chromium notes a page with status 4xx as an error; that status is how a form comes back with a mistake.
        a_page_again = "Failed to load resource" in message.text and message.location["url"] == self.page.url
        # A picture opened by itself is sandboxed, so to the browser its site's icon belongs to another site.
        icon_of_a_sandbox = "NotSameOrigin" in message.text and message.location["url"].endswith("/favicon.ico")
        if message.type in ("error", "warning") and not a_page_again and not icon_of_a_sandbox:
            self.complaints.append(f"{message.type}: {message.text} ({message.location['url']})")

    def open(self, path: str) -> None:
        """Type an address."""
        response = self.page.goto(path)
        assert response is not None
        self.look()

    def press(self, name: str | Locator, *, role: Any = "button") -> None:
        """Press what leads to another page, and look at it."""
        target = name if isinstance(name, Locator) else self.page.get_by_role(role, name=name)
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        self.look()

    def follow(self, name: str) -> None:
        """Follow a link."""
        self.press(name, role="link")

    def look(self) -> None:
        """Check the page as it stands: nothing went wrong, nothing is too wide, axe is content."""
        self.page.wait_for_load_state("load")
        assert self.complaints == [], (self.page.url, self.complaints)
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.width, f"{self.page.url} is {wide} px wide"
        html = self.page.content()
        assert doubled_ids(html) == [], self.page.url
        key = (self.width, urlsplit(self.page.url).path.split("/")[1], parts_of(html))
        if key not in _seen_by_axe:
            found = self._axe_findings(html)
            assert found == [], f"{self.page.url}: {found}"
            _seen_by_axe.add(key)

    def _axe_findings(self, html: str) -> list[str]:
        if self.scripts:
            return axe_findings(self.page)
        # Axe is a script itself: it looks at the very same page through another window.
        return axe_findings(mirror(self.browser, self.page.url, html, self.width))

    def text(self) -> str:
        """What stands on the page."""
        return self.page.locator("main").inner_text()

    def has(self, *sentences: str) -> None:
        """Check that all of this stands on the page."""
        text = " ".join(self.text().split())
        missing = [sentence for sentence in sentences if sentence not in text]
        assert missing == [], f"{self.page.url}: {text}"

    def has_not(self, *sentences: str) -> None:
        """Check that none of this stands anywhere in the page, visible or not."""
        html = self.page.content()
        assert [sentence for sentence in sentences if sentence in html] == []

    def close(self) -> None:
        """Close the window; what it complained about at the last moment counts too."""
        for event, listener in self._listeners.items():
            self.page.remove_listener(event, listener)
        self.page.context.clear_cookies()
        _idle[self.browser][self.scripts].append(self.page)
        assert self.complaints == []


# Only what is to be said comes back: the whole report of a long page takes as long as the check itself.
_RUN_AXE = """impacts => axe.run({resultTypes: ["violations"]}).then(report => report.violations
    .filter(one => impacts.includes(one.impact))
    .flatMap(one => one.nodes.map(node => `${one.impact} ${one.id} at ${node.target}: ${node.failureSummary}`)))"""


def axe_findings(page: Page) -> list[str]:
    """What axe finds serious or critical: rule, place, and how to mend it."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_RUN_AXE, list(SERIOUS))
    return found


def mirror(browser: Browser, url: str, html: str, width: int) -> Page:
    """Show the same page in a window with scripts, but without the page's own."""
    if browser not in _mirrors:
        _mirrors[browser] = browser.new_context(bypass_csp=True).new_page()
    page = _mirrors[browser]

    def answer(route: Route) -> None:
        if route.request.resource_type == "script":
            route.abort()
        elif route.request.is_navigation_request():
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.continue_()

    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.unroute_all()
    page.route("**/*", answer)
    page.goto(url)
    return page
