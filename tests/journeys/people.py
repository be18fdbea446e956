"""What villagers and officers do in their windows, in the words of the pages."""

from __future__ import annotations

import html
import http.cookiejar
import re
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator

from tests.documents.uploads import pdf
from tests.journeys.browser import DESKTOP, Window
from tests.journeys.server import Site

OFFICERS = {
    "kades": "demo-kades",
    "head": "demo-sekdes",
    "intake": "demo-pelayanan",
    "handler": "demo-kadus1",
    "bpd": "demo-bpd",
    "admin": "demo-operator",
}
HANDLER_NAME = "Ratmo Wibowo"


@dataclass(frozen=True)
class Receipt:
    """What a reporter holds in his hand."""

    number: str
    code: str


def receipt_on(window: Window) -> Receipt:
    """Read the receipt that is shown."""
    number = window.page.locator(".receipt .number").inner_text()
    groups = window.page.locator(".receipt .code > span[aria-hidden]").all_inner_texts()
    assert len(groups) == 6
    return Receipt(number, "-".join(groups))


def lodge_quietly(site: Site, story: str, *, prefix: str = "", **answers: str) -> Receipt:
    """Lodge without a browser, for journeys that begin later: form, one POST, receipt."""
    jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    url = f"{site.url}{prefix}/lapor/"
    blank = jar.open(url).read().decode()
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', blank)
    fields = (
        dict(pairs)
        | {"kind": "complaint", "identity_mode": "anonymous", "about_official": "no", "story": story}
        | answers
    )
    page = jar.open(url, urllib.parse.urlencode(fields).encode()).read().decode()
    number = re.search(r'class="number">(.*?)</p>', page)
    assert number is not None, page
    groups = re.findall(r'<span aria-hidden="true">([2-9A-Z]{3})</span>', page)
    return Receipt(html.unescape(number[1].replace("<wbr>", "")), "-".join(groups))


def choose(scope: Locator, name: str, value: Any) -> None:
    """Fill in one field of a form, whatever kind it is."""
    field = scope.locator(f'[name="{name}"]')
    kind = field.first.get_attribute("type") or field.first.evaluate("field => field.tagName")
    match kind:
        case "radio":
            scope.locator(f'[name="{name}"][value="{value}"]').check()
        case "checkbox" if isinstance(value, bool):
            field.set_checked(value)
        case "checkbox":
            scope.locator(f'[name="{name}"][value="{value}"]').check()
        case "file":
            field.set_input_files(value)
        case "SELECT":
            field.select_option(label=field.locator("option", has_text=value).first.inner_text())
        case _:
            field.fill(str(value))


def fill(scope: Locator, **values: Any) -> None:
    """Fill in several fields."""
    for name, value in values.items():
        choose(scope, name, value)


class Villager:
    """Somebody with a phone."""

    def __init__(self, window: Window, prefix: str = "") -> None:
        self.window, self.page, self.prefix = window, window.page, prefix

    def opens_the_form(self) -> Locator:
        """Go to the lodging form from the first page."""
        self.window.open(f"{self.prefix}/")
        self.window.press(self.page.locator("a.door.first"))
        return self.page.locator("form.long")

    def next_step(self) -> None:
        """Press "Lanjut" on the step that is shown."""
        self.page.locator(".step:not([hidden])").get_by_role("button", name="Lanjut").click()

    def follows(self, code: str) -> None:
        """Enter the code."""
        self.window.open(f"{self.prefix}/lacak/")
        self.page.get_by_label("Kode lacak").fill(code)
        self.window.press("Lihat laporan")

    def comes_back(self) -> None:
        """Look at the follow-up page again."""
        self.window.open(f"{self.prefix}/lacak/kasus/")

    def act(self, summary: str) -> Locator:
        """Open one of the things he can do; return its form."""
        details = self.page.locator("details.act", has_text=summary)
        if details.get_attribute("open") is None:
            details.locator("summary").click()
        return details.locator("form")

    def text_of_head(self) -> str:
        """What the head of the follow-up page says."""
        return self.page.locator(".track-head").inner_text()

    def answers(self, text: str) -> None:
        """Answer the question that stands on the page."""
        self.page.get_by_label("Jawaban Anda").fill(text)
        self.window.press("Kirim jawaban")

    def rates(self, *, satisfied: bool, stars: int, words: str = "") -> None:
        """Judge the answer."""
        form = self.page.locator('form[action$="/nilai/"]')
        fill(form, satisfied="ya" if satisfied else "belum", stars=stars, words=words)
        self.window.press("Kirim penilaian")


_signed_in: dict[tuple[str, str], Any] = {}


class Desk:
    """An officer at his computer."""

    def __init__(self, window: Window, prefix: str = "") -> None:
        self.window, self.page, self.prefix = window, window.page, prefix

    @classmethod
    def of(cls, browser: Browser, site: Site, who: str, *, width: int = DESKTOP) -> Desk:
        """Sit down, signed in; the second time in this run the browser remembers."""
        key = (site.url, who)
        if key not in _signed_in:
            window = Window(browser, site.url, DESKTOP)
            cls(window).signs_in(OFFICERS[who], site.password)
            _signed_in[key] = window.cookies()
            window.close()
        return cls(Window(browser, site.url, width, state=_signed_in[key]))

    def signs_in(self, username: str, password: str) -> None:
        """Come in by the door."""
        self.window.open(f"{self.prefix}/meja/")
        fill(self.page.locator("main form"), username=username, password=password)
        self.window.press("Masuk")

    def finds(self, words: str) -> list[str]:
        """Search, and return the titles found."""
        self.window.open(f"{self.prefix}/meja/?{urllib.parse.urlencode({'cari': words, 'daftar': 'terbuka'})}")
        return self.page.locator(".rows .main-link").all_inner_texts()

    def opens(self, number: str) -> None:
        """Find a case by its number and open it."""
        assert self.finds(number), f"{number} is not in the inbox"
        self.window.press(self.page.locator(".rows .main-link").first)
        assert number in self.page.locator(".case-head").inner_text()

    def offered(self) -> set[str]:
        """Which moves the page offers."""
        names = self.page.locator('details[id^="langkah_"]').evaluate_all("all => all.map(one => one.id)")
        return {name.removeprefix("langkah_") for name in names}

    def move(self, name: str, **values: Any) -> None:
        """Make a move on the case that is open."""
        form = self.form_of(name)
        fill(form, **values)
        self.window.press(form.locator('button[type="submit"]'))

    def form_of(self, name: str) -> Locator:
        """Open the form of a move."""
        details = self.page.locator(f"details#langkah_{name}")
        if details.get_attribute("open") is None:
            details.locator("> summary").click()
        return details.locator("form")

    def verifies(self, case_class: str = "non_supervisory", category: str = "Infrastruktur & jalan") -> None:
        """Verify the case that is open."""
        self.move("verify", case_class=case_class, category=category, urgency="normal")

    def said(self) -> str:
        """What is said after a move."""
        return self.page.locator(".said-now").inner_text()

    def status(self) -> str:
        """What the case's head says."""
        return self.page.locator(".case-head").inner_text()


def picture(folder: Path, name: str, colour: str = "sienna") -> Path:
    """Draw a photo for somebody to send."""
    from PIL import Image

    path = folder / name
    Image.new("RGB", (640, 420), colour).save(path)
    return path


def paper(folder: Path, name: str = "kuitansi.pdf") -> Path:
    """Make a small PDF for somebody to send."""
    path = folder / name
    path.write_bytes(pdf())
    return path


def paths(*files: Path) -> Iterable[str]:
    """What a file chooser returns."""
    return [str(path) for path in files]
