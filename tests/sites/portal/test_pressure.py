"""Much at once: nothing is refused, what is beyond a limit waits, and nobody pays for his neighbour."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from altcha import v1
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from kentongan.cases.models import Case, Event
from kentongan.forms import turns
from kentongan.rules.triage import CONFIRM_MOST
from kentongan.rules.types import Move
from kentongan.support.passing import everybody
from kentongan.villages.models import Village
from tests.factories import lodge as lodge_quietly
from tests.sites.portal.browser import code_on, enter, hidden, lodge, text_of

STORY = "Saluran air di gang {} mampet."
CHALLENGE = re.compile(r'data-proof="([^"]+)"')
HERE, THERE = "203.0.113.9", "198.51.100.7"


@pytest.fixture(autouse=True)
def _nobody_came_yet() -> Iterator[None]:
    everybody.forget()
    yield
    everybody.forget()


@pytest.fixture
def small(village: Village) -> Village:
    """A village whose limits a test can reach."""
    Village.objects.filter(pk=village.pk).update(lodge_caller=3, lodge_alike=2, lodge_pressure=6)
    village.refresh_from_db()
    return village


def at(address: str) -> Client:
    return Client(enforce_csrf_checks=True, REMOTE_ADDR=address)


def several(client: Client, count: int, first: int = 0) -> list[Any]:
    return [lodge(client, story=STORY.format(number)) for number in range(first, first + count)]


def reasons() -> list[str]:
    return [case.triage_reason if case.triage else "" for case in Case.objects.order_by("seq")]


def solved(page: Any) -> str:
    """What the phone does: look for the number."""
    found = CHALLENGE.search(page.content.decode())
    assert found, "the page asks for no proof of work"
    asked = json.loads(base64.b64decode(found[1]))
    number = next(
        number
        for number in range(asked["maxNumber"] + 1)
        if v1.hash_hex("SHA-256", (asked["salt"] + str(number)).encode()) == asked["challenge"]
    )
    fields = ("algorithm", "challenge", "salt", "signature")
    return base64.b64encode(json.dumps({"number": number} | {name: asked[name] for name in fields}).encode()).decode()


def test_the_limits_of_a_new_village_let_a_hamlet_behind_one_connection_write(village: Village) -> None:
    for number in range(30):
        lodge_quietly_by_web(at(HERE), number)
    assert reasons() == [""] * 30


def lodge_quietly_by_web(client: Client, number: int) -> None:
    assert lodge(client, story=STORY.format(number), kind="aspiration").status_code == 200


def test_a_flood_is_numbered_and_receipted_and_waits_while_others_lodge_as_ever(small: Village) -> None:
    flood = several(at(HERE), 5)
    assert all(receipt.status_code == 200 and code_on(receipt) for receipt in flood)
    assert reasons() == ["", "", "", "caller", "caller"]
    assert "Laporan sedang sangat banyak" in text_of(flood[3])
    assert "Laporan sedang sangat banyak" not in text_of(flood[0])
    several(at(HERE), 4, first=5)
    other = lodge(at(THERE), story="Lampu di tikungan mati.")
    assert reasons()[-1] == ""
    assert "Laporan sedang sangat banyak" not in text_of(other)
    assert [case.seq for case in Case.objects.order_by("seq")] == list(range(1, 11))
    followed = enter(at(HERE), code_on(flood[4]))
    assert followed.status_code == 200
    assert "Laporan nomor" in text_of(followed)


def test_one_text_again_and_again_is_put_together_wherever_it_comes_from(small: Village) -> None:
    for number, shape in enumerate(
        ["Mohon  diperiksa ya", "mohon diperiksa ya", "MOHON DIPERIKSA YA ", "mohon diperiksa ya"]
    ):
        receipt = lodge(at(f"203.0.113.{number}"), story=shape)
    assert reasons() == ["", "", "repeat", "repeat"]
    assert Case.objects.exclude(triage_alike="").values("triage_alike").distinct().count() == 1
    assert "Saya bukan mesin" not in text_of(receipt), "that would not help against repeats"


def test_under_pressure_a_form_asks_for_a_proof_and_with_it_goes_to_the_list(small: Village) -> None:
    assert "data-proof" not in text_of(at(THERE).get("/lapor/"))
    for number in range(6):
        lodge(at(f"203.0.113.{number}"), story=STORY.format(number))
    assert reasons() == [""] * 6
    browser = at(THERE)
    form = browser.get("/lapor/")
    answers = hidden(form, "/lapor/")
    proof = solved(form)
    lodge_with(browser, answers, hitungan=proof)
    assert reasons()[-1] == ""
    lodge(at(THERE), story="Tanpa hitungan.")
    assert reasons()[-1] == "pressure"
    # The proof is good for its own form only, and nonsense is no proof.
    for wrong in (proof, "x", "bnVsbA==", "W10=", base64.b64encode(b'{"salt": 1}').decode(), "e" * 9000):
        other = at("203.0.113.77")
        lodge_with(other, hidden(other.get("/lapor/"), "/lapor/"), hitungan=wrong)
        assert reasons()[-1] in ("pressure", "caller", "repeat")


def lodge_with(browser: Client, answers: dict[str, str], **more: str) -> Any:
    from tests.sites.portal.browser import ANSWERS

    story = f"Pohon tumbang nomor {Case.objects.count()}."
    receipt = browser.post("/lapor/", ANSWERS | answers | {"story": story} | more)
    assert receipt.status_code == 200
    return receipt


def test_two_readers_of_a_pressed_form_get_two_challenges(small: Village) -> None:
    for number in range(6):
        lodge(at(f"203.0.113.{number}"), story=STORY.format(number))
    pages = [at(THERE).get("/lapor/").content.decode() for _ in range(3)]
    challenges = {CHALLENGE.findall(page)[0] for page in pages}
    assert len(challenges) == 3
    assert not any("\x00" in page for page in pages)


def test_who_waits_a_while_gets_out_of_the_tray_without_any_script(small: Village, monkeypatch: Any) -> None:
    browser = at(HERE)
    receipt = several(browser, 4)[-1]
    fields = hidden(receipt, "/lapor/bukan-mesin/")
    early = browser.post("/lapor/bukan-mesin/", fields)
    assert "Belum bisa" in text_of(early)
    assert code_on(early) == code_on(receipt)
    assert reasons()[-1] == "caller"
    later = timezone.now() + timedelta(seconds=21)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    done = browser.post("/lapor/bukan-mesin/", hidden(early, "/lapor/bukan-mesin/"))
    assert "sudah di daftar petugas" in text_of(done)
    assert code_on(done) == code_on(receipt)
    assert reasons()[-1] == ""
    event = Event.objects.get(move=Move.PASS_TRIAGE)
    assert (event.actor, event.data["how"]) == ("reporter", "wait")
    assert browser.post("/lapor/bukan-mesin/", fields).status_code == 200  # a second click


def test_a_machine_cannot_wait_for_a_whole_flood_at_once(small: Village, monkeypatch: Any) -> None:
    browser = at(HERE)
    waiting = [hidden(page, "/lapor/bukan-mesin/") for page in several(browser, 3 + CONFIRM_MOST + 2)[3:]]
    later = timezone.now() + timedelta(seconds=30)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    for fields in waiting:
        browser.post("/lapor/bukan-mesin/", fields)
    assert Event.objects.filter(move=Move.PASS_TRIAGE).count() == CONFIRM_MOST
    assert reasons()[-2:] == ["caller", "caller"]


def test_a_phone_that_counts_after_lodging_is_let_out_at_once(small: Village) -> None:
    browser = at(HERE)
    receipt = several(browser, 4)[-1]
    done = browser.post("/lapor/bukan-mesin/", hidden(receipt, "/lapor/bukan-mesin/") | {"hitungan": solved(receipt)})
    assert "sudah di daftar petugas" in text_of(done)
    assert Event.objects.get(move=Move.PASS_TRIAGE).data["how"] == "proof"


@pytest.mark.parametrize(
    ("trusted", "forwarded", "expected"),
    [
        ([], ["198.51.100.{}"] * 5, ["", "", "", "caller", "caller"]),  # invented by the sender: the peer counts
        (["127.0.0.1"], ["198.51.100.{}"] * 5, [""] * 5),
        (["127.0.0.1"], ["198.51.100.{}, 203.0.113.9"] * 5, ["", "", "", "caller", "caller"]),
    ],
)
def test_the_sender_is_taken_from_a_proxy_of_ours_only(
    small: Village, settings: Settings, trusted: list[str], forwarded: list[str], expected: list[str]
) -> None:
    settings.KENTONGAN_TRUSTED_PROXIES = [ip_network(one) for one in trusted]
    for number, header in enumerate(forwarded):
        browser = Client(enforce_csrf_checks=True, headers={"X-Forwarded-For": header.format(number)})
        lodge(browser, story=STORY.format(number))
    assert reasons() == expected


def test_behind_a_proxy_we_were_not_told_of_nobody_pays_for_the_others(small: Village, settings: Settings) -> None:
    settings.KENTONGAN_TRUST_PROXY = True
    several(Client(enforce_csrf_checks=True, headers={"X-Forwarded-For": HERE}), 5)
    assert reasons() == [""] * 5


def test_who_guesses_codes_waits_longer_and_longer_and_a_right_code_beside_him_opens(
    village: Village, monkeypatch: Any
) -> None:
    right = lodge_quietly(village, when=timezone.now()).code
    guesser, honest = at(HERE), at(HERE)
    for number in range(turns.FREE):
        assert enter(guesser, f"{wrong_code(village, number)}").status_code == 422
    first = enter(guesser, wrong_code(village, 99))
    assert (first.status_code, first["Retry-After"]) == (429, "5")
    met = enter(honest, right)
    assert met.status_code == 429
    assert "Tunggu 5 detik" in text_of(met)
    again = honest.post("/lacak/", hidden(met, "/lacak/") | {"code": right})
    assert again.status_code == 429, "not yet"
    later = timezone.now() + timedelta(seconds=6)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    # The ticket is for the code it was given for.
    assert guesser.post("/lacak/", hidden(met, "/lacak/") | {"code": wrong_code(village, 5)}).status_code in (403, 429)
    opened = honest.post("/lacak/", hidden(met, "/lacak/") | {"code": right}, follow=True)
    assert "Laporan nomor" in text_of(opened)
    guess = guesser.post("/lacak/", hidden(first, "/lacak/") | {"code": wrong_code(village, 99)})
    assert guess.status_code == 422, "looked up, and counted"
    assert enter(guesser, wrong_code(village, 7))["Retry-After"] == "10"
    assert enter(at(THERE), right).status_code == 200, "from elsewhere nothing of it is felt"


def wrong_code(village: Village, number: int) -> str:
    from kentongan.cases import codes
    from kentongan.rules.numbering import format_code

    return format_code(codes.code_of_token(village, f"nobody's {number}"))


def test_a_slip_of_the_pen_is_no_guess(village: Village) -> None:
    right = lodge_quietly(village, when=timezone.now()).code
    browser = at(HERE)
    for _ in range(turns.FREE + 3):
        assert enter(browser, right[:-1] + ("2" if right[-1] != "2" else "3")).status_code == 422
    assert enter(browser, right).status_code == 200


def test_asking_for_lost_codes_again_and_again_has_to_wait_and_says_nothing_new(village: Village) -> None:
    browser = at(HERE)
    for number in range(turns.FREE):
        page = browser.get("/lacak/kode-hilang/")
        fields = hidden(page, "/lacak/kode-hilang/") | {"number": str(number), "contact": "warsiti@example.org"}
        assert browser.post("/lacak/kode-hilang/", fields).status_code == 200
    page = browser.post("/lacak/kode-hilang/", fields | {"number": "9"})
    assert (page.status_code, page["Retry-After"]) == (429, "5")
    assert 'value="warsiti@example.org"' in text_of(page)


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_quick_exit_leaves_nothing_of_the_case_on_the_phone(village: Village, method: str) -> None:
    browser = Client()
    enter(browser, lodge_quietly(village, when=timezone.now()).code)
    assert browser.cookies["lacak"].value
    answer = getattr(browser, method)("/keluar/")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert (answer["Referrer-Policy"], answer["Clear-Site-Data"]) == ("no-referrer", '"cache"')
    assert browser.cookies["lacak"].value == ""
    assert browser.cookies["csrftoken"].value == ""
    assert browser.get("/lacak/kasus/").status_code == 302


def test_the_quick_exit_leads_where_the_village_wants(village: Village) -> None:
    Village.objects.filter(pk=village.pk).update(quit_to="https://www.bmkg.go.id")
    assert Client().get("/keluar/")["Location"] == "https://www.bmkg.go.id"


def test_the_quick_exit_stands_where_somebody_could_look_over_a_shoulder(village: Village) -> None:
    browser = Client()
    receipt = lodge(browser)
    tracking = enter(browser, code_on(receipt))
    for page in (browser.get("/lapor/"), browser.get("/tanya/"), receipt, tracking):
        assert '<a class="btn quiet" href="/keluar/"' in text_of(page)
    assert "Esc tiga kali" in text_of(browser.get("/lapor/"))
    assert "/keluar/" not in text_of(browser.get("/"))
