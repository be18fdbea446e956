"""The desk without a mouse: what Tab and Enter reach, and the shortcuts that only make it quicker."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.people import Desk
from tests.journeys.server import Site

pytestmark = pytest.mark.once


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.className + ' ' + document.activeElement.id"))


def test_the_desk_is_walked_with_the_keyboard_alone(chromium: Browser, site: Site) -> None:
    desk = Desk.of(chromium, site, "head")
    page = desk.page
    desk.window.open("/meja/?daftar=terbuka")
    page.keyboard.press("Tab")
    assert "skip" in focused(page)
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert "isi" in focused(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".rows .row").nth(1).locator(".main-link").evaluate("link => link === document.activeElement")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/meja/aduan/**")
    page.keyboard.press("l")
    assert "langkah" in focused(page)
    page.keyboard.press("u")
    page.wait_for_url("**/meja/")
    page.locator("input[type=search]").focus()
    page.keyboard.type("j?k")
    assert page.locator("input[type=search]").input_value() == "j?k", "who types is left in peace"
    page.locator("main").focus()
    page.keyboard.press("?")
    page.wait_for_url("**/meja/pintasan/")
    page.get_by_role("button", name="Matikan pintasan").press("Enter")
    page.wait_for_url("**/masuk/akun/")
    desk.window.open("/meja/")
    page.keyboard.press("?")
    page.keyboard.press("j")
    assert page.url.endswith("/meja/")
    assert "main-link" not in focused(page)
    desk.window.open("/meja/pintasan/")
    page.get_by_role("button", name="Nyalakan pintasan").click()
    desk.window.close()
