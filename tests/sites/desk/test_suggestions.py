"""Likely category and urgency on the form of verification: offered, and never chosen by themselves."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from kentongan.cases import suggesting
from kentongan.cases.models import Case
from kentongan.people.models import Officer
from kentongan.villages.models import Category
from tests.factories import MONDAY, Office, lodge
from tests.sites.desk.helpers import make, move_url, text_of

DeskOf = Callable[[Officer], Client]
OFFER = re.compile(r'<a class="btn quiet small" href="([^"]*\?[^"]*(?:kategori|kemendesakan)=[^"]*)"[^>]*>(.*?)</a>')


@pytest.fixture
def case(office: Office) -> Case:
    office.village.suggest = True
    office.village.save()
    Category.objects.create(village=office.village, name="Penerangan jalan")
    suggesting.learn_due(office.village, MONDAY)
    return lodge(office.village, story="Darurat, lampu jalan mati dan kabel listrik putus, ada korban luka.").case


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return text_of(response)


def offers(text: str) -> dict[str, str]:
    return {re.sub("<.*?>", "", label): html.unescape(url) for url, label in OFFER.findall(text)}


def chosen(text: str) -> str:
    """What the form has chosen as category."""
    select = text[text.index('id="verify_category"') :]
    found = re.search(r'<option value="([^"]*)" selected', select[: select.index("</select>")])
    return found[1] if found else ""


def test_offers_name_their_words_and_choose_nothing_until_clicked(case: Case, office: Office, desk_of: DeskOf) -> None:
    text = page(desk_of(office.sari), f"/meja/aduan/{case.id}/")
    found = offers(text)
    assert {"Penerangan jalan", "Mendesak"} <= set(found)
    assert 2 <= len(found) <= 3
    assert "karena kata: " in text
    assert chosen(text) == ""
    case.refresh_from_db()
    assert case.category is None


def test_a_click_chooses_it_in_the_form_and_keeps_what_was_chosen_before(
    case: Case, office: Office, desk_of: DeskOf
) -> None:
    sari = desk_of(office.sari)
    lamp = Category.objects.get(village=office.village, name="Penerangan jalan")
    text = page(sari, offers(page(sari, f"/meja/aduan/{case.id}/"))["Penerangan jalan"])
    assert chosen(text) == str(lamp.pk)
    assert 'id="langkah_verify" name="langkah" open' in text
    both = page(sari, offers(text)["Mendesak"])
    assert chosen(both) == str(lamp.pk)
    assert re.search(r'<input[^>]*value="urgent"[^>]*checked', both)
    case.refresh_from_db()
    assert case.category is None


@pytest.mark.parametrize("typed", ["x", "00000000-0000-4000-8000-000000000001", "'; --", ""])
def test_an_address_that_names_no_category_chooses_nothing(
    typed: str, case: Case, office: Office, desk_of: DeskOf
) -> None:
    assert chosen(page(desk_of(office.sari), f"{move_url(case, 'verify')}?kategori={typed}&kemendesakan=zzz")) == ""


def test_what_was_sent_stays_whatever_the_address_says(case: Case, office: Office, desk_of: DeskOf) -> None:
    road = Category.objects.get(village=office.village, name="Infrastruktur & jalan")
    response = make(desk_of(office.sari), case, "verify", category=road.pk)
    assert response.status_code == 422
    assert chosen(text_of(response)) == str(road.pk)


def test_nothing_is_offered_while_it_is_off(case: Case, office: Office, desk_of: DeskOf) -> None:
    office.village.suggest = False
    office.village.save()
    assert "Usulan dari kata-katanya" not in page(desk_of(office.sari), f"/meja/aduan/{case.id}/")


def test_the_administrator_turns_it_on_in_the_settings(office: Office, desk_of: DeskOf) -> None:
    admin = desk_of(office.admin)
    assert "Perlu sekitar 40 MB memori" in page(admin, "/meja/pengaturan/usulan/")
    assert admin.post("/meja/pengaturan/usulan/", {"suggest": "on"}).status_code == 302
    office.village.refresh_from_db()
    assert office.village.suggest is True
