"""Journeys need a browser and a running service; without Chromium they are skipped, and the summary says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browser import ARGUMENTS, CHROMIUM, DESKTOP, Window
from tests.journeys.server import Site, demo_site

HERE = Path(__file__).parent
NO_BROWSER = "no Chromium found (Debian and Ubuntu: apt install chromium): browser journeys are skipped"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.journey)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Site]:
    """The service with the demo in it; journeys make their own cases and leave those of the demo as they are."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    with demo_site(shared / "journeys", tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser per module: Playwright keeps an event loop in this thread, in which Django's ORM refuses to work."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


NewWindow = Callable[..., Window]


@pytest.fixture
def window(chromium: Browser, site: Site) -> Iterator[NewWindow]:
    """Open a window: `window(360)`, `window(360, scripts=False)`; at the end each is asked for its complaints."""
    opened: list[Window] = []

    def new(width: int = DESKTOP, **settings: Any) -> Window:
        opened.append(Window(chromium, site.url, width, **settings))
        return opened[-1]

    yield new
    for one in opened:
        one.close()
