"""Lodging: one form, one POST, the receipt."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from kentongan.cases.models import Case
from kentongan.cases.sealing import shown
from kentongan.documents.models import Document
from kentongan.forms import token as form_token
from kentongan.rules.types import Kind
from kentongan.vault import door as vault
from kentongan.vault.keyring import service_ring
from kentongan.villages.models import Hamlet, Village
from tests.factories import make_village
from tests.sites.portal.browser import (
    ANSWERS,
    STORY,
    a_photo,
    code_on,
    enter,
    hidden,
    lodge,
    number_on,
    text_of,
)


def identity_of(case: Case) -> dict[str, object]:
    assert case.identity is not None
    at = timezone.now()
    return dict(vault.open(case.identity, village=case.village_id, by=None, reason="test", at=at))


def test_the_receipt_has_number_code_and_what_comes_next(citizen: Client) -> None:
    receipt = lodge(citizen)
    assert receipt.status_code == 200
    assert receipt["Cache-Control"] == "no-store"
    assert number_on(receipt).startswith("001/ADU/33.03.13.2003/")
    assert len(code_on(receipt)) == 23
    text = text_of(receipt)
    assert "paling lambat" in text
    assert "http://testserver/lacak/" in text
    assert 'class="qr"' in text
    assert "Warsiti" not in text  # a receipt left on a screen tells nobody who complained


def test_what_was_told_becomes_the_case(citizen: Client, village: Village) -> None:
    hamlet = Hamlet.objects.get(village=village, name="Dusun Dua")
    lodge(
        citizen,
        hamlet=str(hamlet.id),
        latitude="-7,320381",
        longitude="109.5579",
        incident_on="2026-01-05",
        incident_text="menjelang magrib",
        on_behalf="on",
        represented_name="Mbah Karto",
        representation="tetangga",
    )
    case = Case.objects.get()
    assert (case.kind, case.story, case.channel) == (Kind.COMPLAINT, STORY, "web")
    assert (case.hamlet, case.rt, case.rw, case.place) == (hamlet, "002", "01", "Dekat musala")
    assert (str(case.latitude), str(case.longitude)) == ("-7.32038", "109.55790")
    assert str(case.incident_on) == "2026-01-05"
    assert (case.about_official, case.proxy) == ("no", True)
    identity = identity_of(case)
    assert identity["name"] == "Warsiti Ningsih"
    assert identity["phone"] == "+6281234567890"
    assert identity["represented"] == {"name": "Mbah Karto"}


@pytest.mark.parametrize("said", ["yes", "unsaid"])
def test_what_was_told_of_an_official_is_sealed_and_whole(citizen: Client, village: Village, said: str) -> None:
    hamlet = Hamlet.objects.get(village=village, name="Dusun Dua")
    lodge(
        citizen,
        hamlet=str(hamlet.id),
        latitude="-7,320381",
        longitude="109.5579",
        incident_on="2026-01-05",
        about_official=said,
        about_whom="Kaur Keuangan",
    )
    case = Case.objects.get()
    assert (case.about_official, case.restricted) == (said, True)
    assert (case.story, case.about_whom, case.place, case.hamlet) == ("", "", "", None)
    told = shown(case, service_ring())  # no officer has a key here
    assert (told.story, told.about_whom, told.rt, told.rw) == (STORY, "Kaur Keuangan", "002", "01")
    assert (told.hamlet, told.place, str(told.incident_on)) == (hamlet, "Dekat musala", "2026-01-05")
    assert (str(told.latitude), str(told.longitude)) == ("-7.32038", "109.55790")


def test_only_kind_story_and_two_choices_are_needed(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/")
    told = fields | {"kind": "aspiration", "story": "Lampu.", "identity_mode": "anonymous"}
    # Whether it is about an official decides who may read it: a question left open is not a "no".
    assert citizen.post("/lapor/", told).status_code == 422
    assert citizen.post("/lapor/", told | {"about_official": "no"}).status_code == 200
    case = Case.objects.get()
    assert (case.story, case.restricted) == ("Lampu.", False)


def test_an_anonymous_reporters_name_is_not_kept_even_if_typed(citizen: Client) -> None:
    receipt = lodge(citizen, identity_mode="anonymous", on_behalf="on", represented_name="Mbah Karto")
    case = Case.objects.get()
    assert case.identity is None
    assert case.proxy is False
    assert "tidak bisa diganti" in text_of(receipt)


def test_photos_come_along(citizen: Client) -> None:
    receipt = lodge(citizen, evidence=[a_photo(), a_photo("lain.jpg", "green")])
    assert "2 berkas" in text_of(receipt)
    assert Document.objects.filter(subject=Case.objects.get().id).count() == 2


def test_a_double_click_makes_one_complaint_and_shows_the_same_receipt(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    first, second = citizen.post("/lapor/", fields), citizen.post("/lapor/", fields)
    assert code_on(first) == code_on(second) != ""
    assert Case.objects.count() == 1
    assert "lebih dari sekali" in text_of(second)


def test_a_double_click_with_photos_stores_them_once(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    codes = {code_on(citizen.post("/lapor/", fields | {"evidence": [a_photo()]})) for _ in range(2)}
    assert len(codes) == 1
    assert Document.objects.count() == 1


def test_a_second_story_in_an_old_form_is_not_swallowed_by_the_first_receipt(citizen: Client) -> None:
    fields = hidden(citizen.get("/lapor/"), "/lapor/") | ANSWERS
    citizen.post("/lapor/", fields)
    again = citizen.post("/lapor/", fields | {"story": "Lampu jalan mati di RT 05."})
    assert again.status_code == 422
    assert "Laporan sebelumnya sudah kami terima" in text_of(again)
    assert "Lampu jalan mati di RT 05." in text_of(again)
    receipt = citizen.post("/lapor/", fields | {"story": "Lampu jalan mati di RT 05."} | hidden(again, "/lapor/"))
    assert number_on(receipt).startswith("002/")


def test_an_address_can_choose_the_kind(citizen: Client) -> None:
    text = text_of(citizen.get("/lapor/?jenis=aspirasi"))
    assert 'value="aspiration" checked' in text
    assert not re.search(r'name="kind"[^>]* checked', text_of(citizen.get("/lapor/?jenis=apa-saja")))


def test_asking_for_information_is_a_lodging_too(citizen: Client) -> None:
    page = citizen.get("/tanya/")
    assert "5 hari kerja" in text_of(page)  # the limit is said in the answers at hand
    receipt = citizen.post(
        "/tanya/",
        hidden(page, "/tanya/") | {"story": "Berapa dana desa tahun ini?", "identity_mode": "anonymous"},
    )
    assert "Tanda terima permintaan informasi" in text_of(receipt)
    case = Case.objects.get()
    assert (case.kind, case.case_class, case.about_official) == ("information", "information", "no")


def test_the_code_on_the_receipt_opens_the_follow_up_page(citizen: Client) -> None:
    receipt = lodge(citizen)
    assert number_on(receipt) in text_of(enter(citizen, code_on(receipt)))


def test_a_lodging_belongs_to_the_village_of_its_address(citizen: Client) -> None:
    other = make_village(code="33.02.14.2009")
    path = "/desa/33.02.14.2009/lapor/"
    receipt = citizen.post(path, hidden(citizen.get(path), path) | ANSWERS)
    assert "/ADU/33.02.14.2009/" in number_on(receipt)
    assert Case.objects.get().village == other


def test_a_form_of_one_village_is_no_form_of_another(citizen: Client) -> None:
    make_village(code="33.02.14.2009")
    here, there = "/desa/33.03.13.2003/lapor/", "/desa/33.02.14.2009/lapor/"
    fields = hidden(citizen.get(here), here) | ANSWERS
    answer = citizen.post(there, fields)
    assert answer.status_code == 422
    assert "sekali lagi" in text_of(answer)


def test_two_readers_never_share_a_token(village: Village) -> None:
    seen = [hidden(Client().get("/lapor/"), "/lapor/") for _ in range(3)]
    assert len({fields["formulir"] for fields in seen}) == 3
    assert len({fields["csrfmiddlewaretoken"] for fields in seen}) == 3


@pytest.mark.parametrize("text", ["", "x", "a.b:c", "\x00", "🥁:🥁"])
def test_what_is_not_our_token_is_none(village: Village, text: str) -> None:
    token = form_token.read(village, text, timezone.now())
    assert (token.value, token.fresh) == ("", False)


def test_a_token_ages_but_a_clock_set_back_blocks_nobody(village: Village) -> None:
    now = timezone.now()
    signed = form_token.sign(village, "nilai", now)
    assert form_token.read(village, signed, now + timedelta(hours=23)).fresh
    assert not form_token.read(village, signed, now + timedelta(hours=25)).fresh
    assert form_token.read(village, signed, now - timedelta(days=400)).fresh
