"""The neighbours' village on the same installation: its own site under its own address, and nothing of ours in it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.browser import DESKTOP, PHONE
from tests.journeys.conftest import NewWindow
from tests.journeys.people import OFFICERS, Desk, Villager, lodge_quietly, receipt_on
from tests.journeys.server import CODE, SECOND_CODE, Site

pytestmark = pytest.mark.once

LOSARI = f"/desa/{SECOND_CODE}"
OURS = "Gapura dusun retak dan condong (hanya di Karangbawang)."


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_villager_of_losari_stays_in_losari(window: NewWindow, site: Site, width: int) -> None:
    ours = lodge_quietly(site, OURS)
    villager = Villager(window(width), LOSARI)
    form = villager.opens_the_form()
    villager.window.has_not("Karangbawang")
    links = villager.page.locator("a[href^='/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert [link for link in links if not link.startswith(f"{LOSARI}/")] == []
    form.locator('[name="kind"][value="complaint"]').check()
    villager.next_step()
    form.locator('[name="story"]').fill("Lapangan voli becek.")
    for _ in range(3):
        villager.next_step()
    form.locator('[name="about_official"][value="no"]').check()
    villager.next_step()
    form.locator('[name="identity_mode"][value="anonymous"]').check()
    villager.next_step()
    villager.window.press("Kirim laporan")
    receipt = receipt_on(villager.window)
    assert re.fullmatch(rf"\d{{3}}/ADU/{re.escape(SECOND_CODE)}/\d{{4}}", receipt.number)
    villager.window.has(f"{LOSARI}/lacak/")

    villager.follows(ours.code)
    villager.window.has("Kode ini tidak kami kenal di desa ini.")
    villager.follows(receipt.code)
    assert villager.page.url.endswith(f"{LOSARI}/lacak/kasus/")
    villager.window.has("Lapangan voli becek.")
    villager.prefix = ""
    villager.comes_back()
    assert "/lacak/kasus/" not in villager.page.url, "a case opened there is not open here"


def test_an_officer_of_losari_sees_losari_only(window: NewWindow, chromium: Browser, site: Site) -> None:
    ours = lodge_quietly(site, OURS)
    head = Desk.of(chromium, site, "head")
    head.opens(ours.number)
    case_path = head.page.url.removeprefix(site.url)
    head.window.close()

    yuli = Desk(window(), LOSARI)
    yuli.signs_in(OFFICERS["head"], site.password)
    assert yuli.page.url.startswith(f"{site.url}{LOSARI}/meja/")
    yuli.window.has_not("Karangbawang", CODE)
    assert yuli.finds("hanya di Karangbawang") == []
    assert yuli.finds(ours.number) == []
    response = yuli.page.goto(f"{LOSARI}{case_path}")
    assert response is not None
    assert response.status == 404
    yuli.window.look()
    response = yuli.page.goto(case_path)
    assert response is not None
    assert "/masuk/" in yuli.page.url, "at our own door he is a stranger"
    yuli.window.look()
