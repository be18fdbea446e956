"""Publication from form to public page: the reporter is asked, told and shown it, can stop it; the desk decides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kentongan.cases.actions import publishing
from kentongan.cases.models import Case
from kentongan.rules.publication import Consent
from kentongan.rules.types import Status
from kentongan.villages.models import Village
from tests.cases.test_publishing import redacted
from tests.factories import Office, lodge, make_village
from tests.sites.desk.helpers import text_of, verify
from tests.sites.reading import at_desk, follower, token

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PAGE = "/lacak/kasus/"


@pytest.fixture
def office() -> Office:
    return Office(make_village())


def a_case(office: Office, *, publish: bool | None = True) -> Case:
    case = lodge(office.village, when=timezone.now() - 9 * DAY, title="Jalan rusak", publish=publish).case
    verify(case, office, timezone.now() - 8 * DAY)
    return case


def post(client: Client, address: str, village: Village, **fields: str) -> str:
    answer = client.post(address, {"formulir": token(village), **fields}, follow=True)
    return text_of(answer)


def at_desk_of(case: Case) -> str:
    return reverse("desk:publish", args=[case.id])


def test_the_desk_goes_step_by_step_and_says_what_is_missing(office: Office) -> None:
    case = a_case(office, publish=None)
    sari, address = at_desk(office), at_desk_of(case)
    assert "Pelapor belum ditanya." in text_of(sari.get(address))
    wrong = sari.post(address, {"formulir": token(office.village), "langkah": "tanya", "consent": "yes", "how": ""})
    assert wrong.status_code == 422
    assert "Tulis kapan dan bagaimana pelapor ditanya." in text_of(wrong)
    page = post(sari, address, office.village, langkah="tanya", consent="yes", how="Ditanya di loket.")
    assert "Pelapor mengizinkan." in page
    assert "Siapkan dulu naskah terbitannya." in page
    redacted(office, case, timezone.now())
    page = text_of(sari.get(address))
    assert "Jalan di depan pos ronda berlubang besar" in page
    assert "Menunggu: aduan serupa yang terbit masih terlalu sedikit." in page
    page = post(sari, address, office.village, langkah="setuju")
    assert "Pelapor diberi tahu dan punya 7 hari" in page
    assert "Naskah dan foto ini sudah disetujui." in page
    page = post(sari, address, office.village, langkah="tarik", reason="Fotonya salah.")
    assert "Ditarik. Tidak ada lagi yang tampil" in page


def test_a_step_that_is_not_allowed_is_refused_in_words(office: Office) -> None:
    case = a_case(office, publish=False)
    sari, address = at_desk(office), at_desk_of(case)
    for fields in ({"langkah": "setuju"}, {"langkah": "terbang"}, {}, {"langkah": "tarik", "reason": "x"}):
        answer = sari.post(address, {"formulir": token(office.village), **fields})
        assert answer.status_code == 422, fields
        assert "Ada yang perlu diperbaiki" in text_of(answer)


def test_the_reporter_sees_exactly_what_will_appear_and_stops_it(office: Office) -> None:
    case = a_case(office)
    redacted(office, case, timezone.now() - DAY)
    publishing.decide_publication(case=case, by=office.tono, at=timezone.now() - DAY)
    warsiti = follower(case)
    page = text_of(warsiti.get(PAGE))
    assert "Akan terbit" in page
    assert "di bawah ini persis yang akan tampil" in page
    assert (
        page.count("Jalan di depan pos ronda berlubang besar, dua orang sudah jatuh.") == 2
    )  # his own words, and these
    page = post(warsiti, "/lacak/kasus/penerbitan/", office.village, consent="no")
    assert "Yang sudah terbit langsung ditarik." in page
    assert "Laporan ini tidak diterbitkan." in page
    page = post(warsiti, "/lacak/kasus/penerbitan/", office.village, consent="yes")
    assert "Anda mengizinkan laporan ini diterbitkan tanpa nama." in page
    case.refresh_from_db()
    assert case.publish_consent == Consent.YES


def test_who_lodges_is_asked_and_silence_means_no(office: Office) -> None:
    page = text_of(Client().get("/lapor/"))
    assert "Boleh diterbitkan tanpa nama saya" in page
    said = {"kind": "complaint", "story": "Jalan rusak.", "identity_mode": "anonymous", "about_official": "no"}
    for extra, consent in (({}, Consent.NO), ({"publish": "on"}, Consent.YES)):
        answer = Client().post("/lapor/", {"formulir": token(office.village), **said, **extra})
        assert answer.status_code in (200, 201)
        newest = Case.objects.filter(village=office.village).latest("id")
        assert (newest.publish_consent, newest.status) == (consent, Status.RECEIVED)


def test_what_is_sealed_is_never_asked_for_publication(office: Office) -> None:
    said = {"kind": "complaint", "story": "Minta uang.", "identity_mode": "anonymous", "about_official": "yes"}
    Client().post("/lapor/", {"formulir": token(office.village), **said, "publish": "on"})
    newest = Case.objects.filter(village=office.village).latest("id")
    assert (newest.restricted, newest.publish_consent) == (True, "")
    assert "Penerbitan tanpa nama" not in text_of(follower(newest).get(PAGE))


def test_the_lists_show_each_case_where_it_stands_with_the_same_queries(office: Office) -> None:
    sari, address = at_desk(office), reverse("desk:publications")
    counts = []
    for _ in range(2):
        a_case(office)
        with CaptureQueriesContext(connection) as asked:
            page = text_of(sari.get(address))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert page.count("Naskah belum ada") == 2
    waiting, off = a_case(office), a_case(office)
    for case in (waiting, off):
        redacted(office, case, timezone.now())
        publishing.decide_publication(case=case, by=office.tono, at=timezone.now())
    publishing.unpublish(case=off, by=office.tono, at=timezone.now(), reason="Salah.")
    assert waiting.number in text_of(sari.get(address, {"daftar": "menunggu"}))
    page = text_of(sari.get(address, {"daftar": "ditarik"}))
    assert off.number in page
    assert "Ditarik oleh petugas" in page
    assert "Tidak ada lagi." in text_of(sari.get(address, {"daftar": "terbit", "sesudah": str(off.id)}))
    assert sari.get(address, {"daftar": "apa", "sesudah": "apa"}).status_code == 200


def test_an_officer_in_conflict_reads_nothing_of_it_in_the_lists(office: Office) -> None:
    case = a_case(office)
    case.conflicts.create(village=office.village, officer=office.sari)
    assert case.number not in text_of(at_desk(office).get(reverse("desk:publications")))
    assert at_desk(office).get(at_desk_of(case)).status_code == 404


def test_the_settings_keep_the_guard_within_reason(office: Office) -> None:
    tono, address = at_desk(office, "tono"), "/meja/pengaturan/penerbitan/"
    assert tono.get(address).status_code == 200
    answer = tono.post(address, {"publish_least": "2", "publish_delay": "7", "publish_from": ""})
    assert answer.status_code == 422
    assert "Tulis angka antara 3 dan 50." in text_of(answer)
