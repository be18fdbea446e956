"""The observers' site: what an observer reads, what he never reads, and that it is noted."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kentongan.cases.models import Case, Publication
from kentongan.ledger import log as ledger
from kentongan.people import accounts
from kentongan.people.models import Officer
from kentongan.rules.publication import TakenOff
from kentongan.rules.types import Refused, Role
from kentongan.villages.models import Village
from kentongan.watching import changes, hooks, keys, readings
from kentongan.watching.models import ObserverKey, Page, Reading, Watch
from kentongan.watching.watches import Wish, add
from tests.architecture.test_access_table import every_address
from tests.factories import MONDAY, REPORTER, Office, lodge, make_village, restricted_case
from tests.people.helpers import PASSWORD, told, with_password
from tests.watching.world import a_watched_village, make_observer, publish

pytestmark = pytest.mark.django_db
NOW = MONDAY + timedelta(days=16)
PAGES = ("home", "cases", "late", "changes", "figures", "readings", "watches", "watch_add", "keys")
API = ("api_cases", "api_late", "api_changes", "api_figures")


@pytest.fixture(autouse=True)
def _the_clock_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def watched() -> tuple[Village, Officer]:
    village, observer = a_watched_village()
    changes.look(village, MONDAY)
    return village, with_password(observer)


@pytest.fixture
def eyes(watched: tuple[Village, Officer], client: Client) -> Client:
    client.force_login(watched[1])
    return client


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", response.content.decode())


def read_with(client: Client, key: str, name: str, query: str = "") -> Any:
    return client.get(reverse(f"observer:{name}") + query, headers={"Authorization": f"Bearer {key}"})


def everything(client: Client, key: str, ids: list[str]) -> str:
    """All that an observer can read, by page and by key; whatever he asks for."""
    addresses = [reverse(f"observer:{name}") for name in PAGES]
    addresses += [reverse("observer:case", args=[public_id]) for public_id in ids]
    addresses += [reverse("observer:watch", args=[row.pk]) for row in Watch.objects.all()]
    asked = [address + query for address in addresses for query in ("", "?words=pos+ronda", "?masa=2026-Q3")]
    pages = [client.get(address) for address in asked]
    answers = [read_with(client, key, name, query) for name in API for query in ("", "?words=ronda", "?group=Jalan")]
    return "".join(each.content.decode() for each in [*pages, *answers] if each.status_code in (200, 400, 404, 422))


def test_an_observer_sees_nothing_unpublished(watched: tuple[Village, Officer], eyes: Client) -> None:
    village, observer = watched
    office = Office(village)
    secret = {
        "told by nobody": lodge(village, story="Kambingrahasia milik tetangga.", hamlet=None).case,
        "restricted": restricted_case(village, office.bpd, story="Bansosgaib di balai."),
        "withdrawn": publish(village, "gone1", title="Judulditarik").case,
        "withheld": publish(village, "gone2", title="Judulditahan").case,
        "limited": publish(village, "gone3", title="Judulterbatas").case,
        "without consent": publish(village, "gone4", title="Juduldilarang").case,
    }
    shown = publish(village, "aaa", title="Jalan terbit").case
    add(by=observer, wish=Wish(name="Semua"), at=NOW)
    changes.look(village, MONDAY)  # all of them were seen standing once
    Publication.objects.filter(public_id="gone1").update(taken_off_at=NOW, taken_off_why=next(iter(TakenOff)))
    Publication.objects.filter(public_id="gone2").update(withheld=True)
    Case.objects.filter(pk=secret["limited"].pk).update(processing_limited=True)
    Case.objects.filter(pk=secret["without consent"].pk).update(publish_consent="no")
    changes.look(village, NOW)
    made = keys.make(by=observer, name="Program", at=NOW)

    seen = everything(eyes, made.key, ["aaa", "gone1", "gone2", "gone3", "gone4"])
    assert "Jalan terbit" in seen
    words = ["Kambingrahasia", "Bansosgaib", "Judulditarik", "Judulditahan", "Judulterbatas", "Juduldilarang"]
    words += [REPORTER.name, REPORTER.name.split()[0], REPORTER.phone or "", REPORTER.email or "", "pos ronda,"]
    words += [case.number for case in [*secret.values(), shown]] + [str(case.id) for case in [*secret.values(), shown]]
    words += [each.name for each in (office.sari, office.tono, office.joko, office.bpd)]
    assert [word for word in words if word and word in seen] == []


def test_the_desk_and_every_case_are_closed_to_an_observer(watched: tuple[Village, Officer], eyes: Client) -> None:
    case = lodge(watched[0], story="Kambingrahasia.").case
    for address in ("/meja/", f"/meja/aduan/{case.id}/", "/meja/buku/", "/meja/angka/", "/meja/unit/", "/meja/kunci/"):
        response = eyes.get(address)
        assert response.status_code == 403, address
        assert "Kambingrahasia" not in response.content.decode()
        assert 'href="/pemantau/"' in response.content.decode()


def test_signing_in_leads_an_observer_to_his_site(watched: tuple[Village, Officer], client: Client) -> None:
    response = client.post("/masuk/", {"username": "laras", "password": PASSWORD})
    assert response.headers["Location"] == "/pemantau/"


def test_the_administrator_makes_the_account_and_its_slip_opens_it(client: Client) -> None:
    village = make_village()
    office = Office(village)
    client.force_login(office.admin)
    form = {"name": "Laras Ayu", "username": "laras", "roles": "observer", "email": "laras@example.org"}
    page = client.post("/meja/akun/baru/", form).content.decode()
    assert "Isi nama LSM atau media pemantau ini" in page
    page = client.post("/meja/akun/baru/", {**form, "organisation": "LSM Terang"}).content.decode()
    code = re.search(r'<dd class="code">([^<]+)', page)
    assert code is not None
    assert "Lembar akun pemantau" in page
    assert told(village)[-1].startswith("Akun baru untuk Laras Ayu (LSM Terang) dengan peran Pemantau")
    observer = Officer.objects.get(username="laras")
    assert [entry.action for entry in ledger.entries_for(observer.id, log=village.log)] == ["account_added"]
    client.post("/masuk/keluar/")
    start = {"username": "laras", "code": code[1], "new": "pematang hijau 77", "again": "pematang hijau 77"}
    response = client.post("/masuk/mulai/", start)
    assert response.status_code == 302, response.content.decode()[-2000:]
    secured = client.get(response.headers["Location"]).content.decode()
    assert '<a class="btn plain" href="/pemantau/">Nanti saja</a>' in secured


def test_an_observer_is_never_an_officer_too(watched: tuple[Village, Officer]) -> None:
    village, observer = watched
    office = Office(village)
    for act in (
        lambda: accounts.set_roles(officer=observer, roles=[Role.OBSERVER, Role.BPD], at=NOW, by=office.admin),
        lambda: accounts.set_roles(officer=observer, roles=[Role.BPD], at=NOW, by=office.admin),
        lambda: accounts.set_roles(officer=office.bpd, roles=[Role.OBSERVER], at=NOW, by=office.admin),
    ):
        with pytest.raises(Refused, match="roles"):
            act()
    assert observer not in Officer.objects.of_office(village)
    assert office.bpd in Officer.objects.of_office(village)


def test_what_changed_since_the_last_visit_stands_on_the_first_page(
    watched: tuple[Village, Officer], eyes: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    village, _ = watched
    publish(village, "aaa", title="Jembatan goyah")
    changes.look(village, MONDAY)
    assert "Jembatan goyah" in text_of(eyes.get("/pemantau/"))
    publish(village, "bbb", title="Lampu padam")
    changes.look(village, MONDAY)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=3))
    page = text_of(eyes.get("/pemantau/"))
    assert "Sejak kunjungan terakhir Anda" in page
    assert "Lampu padam" in page
    assert "Jembatan goyah" not in page


def test_late_ones_are_told_by_title_and_the_others_by_number(watched: tuple[Village, Officer], eyes: Client) -> None:
    village, _ = watched
    publish(village, "aaa", title="Jembatan goyah")
    for _ in range(village.publish_least):
        lodge(village)
    changes.look(village, NOW)
    page = text_of(eyes.get("/pemantau/terlambat/"))
    assert "Lewat batas waktu: Verifikasi aduan" in page
    assert "Jembatan goyah" in page
    assert f'<th scope="row">Verifikasi aduan</th><td class="num">{village.publish_least}</td>' in page


def test_the_list_goes_on_by_key_and_filters_lead_to_a_watch(watched: tuple[Village, Officer], eyes: Client) -> None:
    village, _ = watched
    for number in range(23):
        publish(village, f"a{number:02}", title=f"Judul {number:02}", group="Jalan" if number else "Penerangan")
    changes.look(village, NOW)
    page = eyes.get("/pemantau/aduan/").content.decode()
    following = re.search(r'href="(\?sesudah=[^"]+)" rel="next"', page)
    assert following is not None
    rest = eyes.get(f"/pemantau/aduan/{following[1]}").content.decode()
    shown = [re.findall(r"Judul \d\d</a>", each) for each in (page, rest)]
    assert [len(each) for each in shown] == [20, 3]
    assert not set(shown[0]) & set(shown[1])
    page = text_of(eyes.get("/pemantau/aduan/?group=Penerangan"))
    assert re.findall(r"Judul \d\d</a>", page) == ["Judul 00</a>"]
    assert "/pemantau/pantauan/baru/?group=Penerangan" in page
    assert eyes.get("/pemantau/aduan/?group=Khayalan").status_code == 422
    assert eyes.get("/pemantau/aduan/?sesudah=%00x").status_code == 200


def test_a_watch_is_kept_changed_and_dropped(watched: tuple[Village, Officer], eyes: Client) -> None:
    village, _ = watched
    publish(village, "aaa")
    changes.look(village, NOW)
    response = eyes.post("/pemantau/pantauan/baru/", {"name": "Jalan", "group": "Jalan", "pace": "daily"})
    watch = Watch.objects.get()
    assert response.headers["Location"] == f"/pemantau/pantauan/{watch.id}/"
    assert "Jalan rusak di dusun" in text_of(eyes.get(f"/pemantau/pantauan/{watch.id}/"))
    wrong = eyes.post(f"/pemantau/pantauan/{watch.id}/", {"name": "", "words": "tetap ada", "pace": "daily"})
    assert wrong.status_code == 422
    assert "tetap ada" in wrong.content.decode(), "what was typed is kept"
    eyes.post(f"/pemantau/pantauan/{watch.id}/", {"name": "Semua", "pace": "none"})
    watch.refresh_from_db()
    assert (watch.name, watch.group, watch.pace) == ("Semua", "", "none")
    eyes.post(f"/pemantau/pantauan/{watch.id}/hapus/")
    assert Watch.objects.count() == 0


def test_a_webhook_is_set_up_and_its_secret_shown_once(watched: tuple[Village, Officer], eyes: Client) -> None:
    _, observer = watched
    watch = add(by=observer, wish=Wish(name="Semua"), at=NOW)
    address = f"/pemantau/pantauan/{watch.id}/"
    refused = eyes.post(f"{address}webhook/", {"url": "http://127.0.0.1/x"})
    assert refused.status_code == 422
    assert "http://127.0.0.1/x" in refused.content.decode()
    page = text_of(eyes.post(f"{address}webhook/", {"url": "https://terang.example/kabar"}))
    secret = re.search(r"ktgw_[\w-]{43}", page)
    assert secret is not None
    assert secret[0] not in text_of(eyes.get(address))
    assert hooks.open_secret(hooks.of_watch(watch)) == secret[0]  # type: ignore[arg-type]
    eyes.post(f"{address}webhook/coba/")
    assert "percobaan" in text_of(eyes.get(address))
    eyes.post(f"{address}webhook/hidup/")
    assert "Dimatikan oleh pemantau." in text_of(eyes.get(address))
    eyes.post(f"{address}webhook/hidup/")
    assert "Menyala" in text_of(eyes.get(address))


def test_nobody_opens_another_observers_watch_or_key(watched: tuple[Village, Officer], client: Client) -> None:
    village, observer = watched
    watch = add(by=observer, wish=Wish(name="Semua"), at=NOW)
    made = keys.make(by=observer, name="Program", at=NOW)
    client.force_login(make_observer(village, "Bayu Kabar", "Koran Pagi"))
    assert client.get(f"/pemantau/pantauan/{watch.id}/").status_code == 404
    for act in ("hapus", "webhook", "webhook/coba", "webhook/hidup"):
        assert client.post(f"/pemantau/pantauan/{watch.id}/{act}/", {"url": "https://a.example/"}).status_code == 404
    assert client.post(f"/pemantau/kunci/{made.row.id}/cabut/").status_code == 404
    assert ObserverKey.objects.get().revoked_at is None


def test_a_key_is_shown_once_reads_and_is_revoked(watched: tuple[Village, Officer], eyes: Client) -> None:
    village, _ = watched
    publish(village, "aaa", title="Jembatan goyah")
    changes.look(village, NOW)
    page = text_of(eyes.post("/pemantau/kunci/", {"name": "Program"}))
    key = re.search(r"ktgo_[0-9a-f]{8}_[\w-]{43}", page)
    assert key is not None
    row = ObserverKey.objects.get()
    assert key[0] not in text_of(eyes.get("/pemantau/kunci/"))
    assert key[0].rsplit("_", 1)[-1] not in row.secret_hash
    program = Client()
    answer = read_with(program, key[0], "api_cases")
    assert answer.headers["Cache-Control"] == "private, no-store"
    (case,) = json.loads(answer.content)["cases"]
    assert (case["case"], case["title"], case["status"]) == ("aaa", "Jembatan goyah", "received")
    assert json.loads(read_with(program, key[0], "api_figures").content)["figures"][0]["published"] == 1
    events = json.loads(read_with(program, key[0], "api_changes").content)["events"]
    assert {event["what"] for event in events} == {"published", "late"}
    late = json.loads(read_with(program, key[0], "api_late").content)
    assert {event["limit"] for event in late["events"]} >= {"verify"}
    assert late["unpublished_late"] == {}
    row.refresh_from_db()
    assert row.last_used_on == NOW.date()
    assert told(village)[-1] == "Laras Pemantau (LSM Terang) membuat kunci API untuk membaca."

    elsewhere = make_village("Losari", "33.03.13.2005")
    bearer, here, there = {"Authorization": f"Bearer {key[0]}"}, f"/desa/{village.code}", f"/desa/{elsewhere.code}"
    assert program.get(f"{there}/pemantau/api/aduan/", headers=bearer).status_code == 401
    assert program.get(f"{here}/pemantau/api/aduan/", headers=bearer).status_code == 200
    assert eyes.post(f"{here}/pemantau/kunci/{row.id}/cabut/").status_code == 302
    assert program.get(f"{here}/pemantau/api/aduan/", headers=bearer).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic ktgo_a_b", "Bearer ktgo_00000000_" + "a" * 43])
def test_a_program_without_a_key_that_fits_reads_nothing(
    header: str, watched: tuple[Village, Officer], client: Client
) -> None:
    for name in API:
        answer = client.get(reverse(f"observer:{name}"), headers={"Authorization": header})
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    client.force_login(watched[1])
    assert client.get(reverse("observer:api_cases")).status_code == 401, "a browser's session opens no API"


def test_what_was_looked_at_is_noted_once_an_hour_and_shown_to_both(
    watched: tuple[Village, Officer], eyes: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    village, observer = watched
    office = Office(village)
    publish(village, "aaa")
    before = ledger.size(village.log)
    for _ in range(3):
        eyes.get("/pemantau/aduan/aaa/")
        eyes.get("/pemantau/angka/")
    assert eyes.get("/pemantau/aduan/tidakada/").status_code == 404
    noted = set(Reading.objects.values_list("page", "about"))
    assert noted == {(Page.CASE, "aaa"), (Page.FIGURES, "")}
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    eyes.get("/pemantau/aduan/aaa/")
    assert Reading.objects.count() == 3
    assert ledger.size(village.log) == before, "the ledger is no diary of readers"
    assert "Satu aduan terbitan aaa" in text_of(eyes.get("/pemantau/riwayat/"))
    desk = Client()
    for who in (office.bpd, office.admin):
        desk.force_login(with_password(who))
        page = text_of(desk.get("/meja/pengawasan/pemantau/"))
        assert "Satu aduan terbitan aaa" in page
        assert "Laras Pemantau (LSM Terang)" in page
    desk.force_login(with_password(office.joko))
    assert desk.get("/meja/pengawasan/pemantau/").status_code == 403
    readings.forget_old(NOW + readings.KEPT + timedelta(days=2))
    assert Reading.objects.count() == 0
    assert observer.email not in page


def test_readings_go_on_by_key(watched: tuple[Village, Officer], eyes: Client) -> None:
    _, observer = watched
    for hour in range(readings.PAGE + 3):
        readings.note(observer, Page.HOME, NOW - timedelta(hours=hour))
    page = eyes.get("/pemantau/riwayat/").content.decode()
    older = re.search(r'href="(\?sebelum=[^"]+)"', page)
    assert older is not None
    rest = eyes.get(f"/pemantau/riwayat/{older[1]}").content.decode()
    assert (page.count('<li class="row">'), rest.count('<li class="row">')) == (readings.PAGE, 3)


@pytest.mark.parametrize("name", ["home", "cases", "late", "changes", "figures"])
def test_a_page_asks_the_same_with_one_case_and_with_many(
    name: str, watched: tuple[Village, Officer], eyes: Client, django_assert_num_queries: Any
) -> None:
    village, _ = watched
    publish(village, "aaa")
    changes.look(village, NOW)
    address = reverse(f"observer:{name}")
    eyes.get(address)  # what is remembered of a session and an hour is

    def asked() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as caught:
            assert eyes.get(address).status_code == 200
        return len(caught)

    with_one = asked()
    for number in range(6):
        publish(village, f"b{number}")
    changes.look(village, NOW)
    assert asked() == with_one <= 22


def test_every_address_of_the_site_is_tried_here_or_in_the_access_table() -> None:
    names = {name.removeprefix("observer:") for name in every_address() if name.startswith("observer:")}
    tried = {
        *PAGES,
        *API,
        "case",
        "watch",
        "watch_drop",
        "hook",
        "hook_try",
        "hook_switch",
        "key_revoke",
        "unsubscribe",
    }
    assert names == tried
