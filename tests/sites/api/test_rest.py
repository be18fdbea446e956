"""The REST interface: a code opens its case and no other, what is published is open, and nobody is followed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from kentongan.api import openapi
from kentongan.cases.actions import identity
from kentongan.cases.lodging import AboutOfficial
from kentongan.cases.models import Case, Event
from kentongan.forms import turns
from kentongan.rules.types import Move, Route, Status
from kentongan.villages import log_keys
from kentongan.villages.models import Village
from tests.cases.test_life import answered
from tests.factories import MONDAY, Office, lodge
from tests.sites.api.conftest import NOW, Publish
from tests.sites.api.shapes import checked

pytestmark = pytest.mark.django_db

WRONG = "222-222-222-222-222-222"


def ask(program: Client, address: str, **sent: Any) -> Any:
    return program.post(f"/api/v1/{address}", sent, content_type="application/json")


def test_a_code_tells_what_the_page_tells_and_sets_no_cookie(program: Client, village: Village) -> None:
    receipt = lodge(village)
    response = ask(program, "track", code=receipt.code.lower())
    told = checked(response, "Tracking")
    assert told["status"] == {
        "code": "received",
        "label": "Diterima",
        "meaning": "Sudah kami terima dan sedang kami baca.",
    }
    assert [step["move"] for step in told["steps"]] == ["receive"]
    assert told["next"][0]["due_on"]
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"


def test_a_sealed_case_opens_with_its_code(program: Client, village: Village) -> None:
    receipt = lodge(village, about_official=AboutOfficial.UNSAID)
    assert receipt.case.restricted
    told = checked(ask(program, "track", code=receipt.code), "Tracking")
    assert told["number"] == receipt.case.number
    checked(ask(program, "messages", code=receipt.code, text="Masih terjadi."), "Received")
    again = checked(ask(program, "track", code=receipt.code), "Tracking")
    assert [(step["text"], step["mine"]) for step in again["steps"]][-1] == ("Masih terjadi.", True)


def test_a_message_reaches_the_office_once(program: Client, village: Village) -> None:
    receipt = lodge(village)
    first = checked(ask(program, "messages", code=receipt.code, text="Sudah dicek?", message_id="1"), "Received")
    again = checked(ask(program, "messages", code=receipt.code, text="Sudah dicek?", message_id="1"), "Received")
    assert (first["repeated"], again["repeated"]) == (False, True)
    other = lodge(village)
    same_name = checked(ask(program, "messages", code=other.code, text="Halo", message_id="1"), "Received")
    assert same_name["repeated"] is False, "another reporter's message of that name is another message"
    assert Event.objects.filter(move=Move.MESSAGE).count() == 2


def test_a_code_opens_only_the_numbers_of_its_own_letter(program: Client, village: Village) -> None:
    mine, other = lodge(village), lodge(village)
    assert checked(ask(program, "track", code=mine.code, number=mine.case.number), "Tracking")
    checked(ask(program, "track", code=mine.code, number=other.case.number), "Problem", 404)


BAD: list[tuple[dict[str, Any], int, str]] = [
    ({}, 422, "code"),
    ({"code": 7}, 422, "code"),
    ({"code": "x" * 81}, 422, "code"),
    ({"code": "K7M"}, 422, "code"),
    ({"code": WRONG, "ticket": []}, 422, "ticket"),
]


@pytest.mark.parametrize(("sent", "status", "field"), BAD, ids=str)
def test_what_is_wrong_names_its_field(
    program: Client, village: Village, sent: dict[str, Any], status: int, field: str
) -> None:
    response = ask(program, "track", **sent)
    assert response["Content-Type"] == "application/problem+json"
    assert checked(response, "Problem", status)["field"] == field


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"code=x", "application/x-www-form-urlencoded", 415),
        (b"{", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"code": "' + b"x" * 70_000 + b'"}', "application/json", 413),
        (b"\xff", "application/json", 400),
        (b'{"code": "\\ud800"}', "application/json", 422),
    ],
)
def test_what_is_no_json_is_refused_in_words(
    program: Client, village: Village, body: bytes, kind: str, status: int
) -> None:
    checked(program.post("/api/v1/track", body, content_type=kind), "Problem", status)


def code_nobody_has(village: Village, number: int) -> str:
    from kentongan.cases import codes

    return codes.code_of_token(village, f"nobody's {number}")


def test_who_guesses_codes_waits_and_a_ticket_that_has_waited_opens(
    program: Client, village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = lodge(village)
    for number in range(turns.FREE):
        checked(ask(program, "track", code=code_nobody_has(village, number)), "Problem", 404)
    met = ask(program, "track", code=receipt.code)
    problem = checked(met, "Problem", 429)
    assert met["Retry-After"] == "5"
    checked(ask(program, "track", code=receipt.code, ticket=problem["ticket"]), "Problem", 429)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(seconds=6))
    checked(ask(program, "track", code=code_nobody_has(village, 1), ticket=problem["ticket"]), "Problem", 429)
    checked(ask(program, "track", code=receipt.code, ticket=problem["ticket"]), "Tracking")


def test_what_was_erased_is_gone_and_a_reissued_code_is_dead(program: Client, village: Village, office: Office) -> None:
    receipt = lodge(village)
    Case.objects.filter(pk=receipt.case.pk).update(erased_at=NOW)
    checked(ask(program, "track", code=receipt.code), "Problem", 410)
    other = lodge(village)
    identity.reissue_at_counter(case=other.case, by=office.sari, at=NOW, reason="Menunjukkan KTP.")
    checked(ask(program, "track", code=other.code), "Problem", 404)


def test_an_answer_counts_as_told_only_when_the_program_shows_it(
    program: Client, village: Village, office: Office
) -> None:
    receipt = lodge(village)
    answered(receipt.case, office)
    for shown, unread in ((False, True), (True, False)):
        told = checked(ask(program, "track", code=receipt.code, shown_to_reporter=shown), "Tracking")
        assert told["answer_unread"] is unread
    checked(ask(program, "track", code=receipt.code, shown_to_reporter="ya"), "Problem", 422)


def test_published_cases_are_listed_page_by_page(program: Client, publish: Publish) -> None:
    for number in range(3):
        publish(f"a{number}")
    first = checked(program.get("/api/v1/cases?limit=2"), "PublicPage")
    rest = checked(program.get(f"/api/v1/cases?limit=2&after={first['next']}"), "PublicPage")
    assert [row["id"] for row in first["cases"] + rest["cases"]] == ["a2", "a1", "a0"]
    assert rest["next"] is None


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("group=Jalan %26 penerangan", 2),
        ("category=Infrastruktur %26 jalan", 2),
        ("hamlet=Dusun Satu", 1),
        ("period=2026-Q3", 1),
        ("period=2026", 2),
        ("period=2025", 0),
        ("status=closed", 1),
    ],
)
def test_the_list_is_narrowed_by_what_is_shown(program: Client, publish: Publish, question: str, count: int) -> None:
    publish("a1")
    publish("b2", shown_hamlet=None, shown_period="2026", status=Status.CLOSED)
    assert len(checked(program.get(f"/api/v1/cases?{question}"), "PublicPage")["cases"]) == count


@pytest.mark.parametrize(
    "question", ["limit=0", "limit=x", "limit=101", "period=kemarin", "status=selesai", "after=a/b", "q=" + "x" * 101]
)
def test_a_question_that_makes_no_sense_is_answered_so(program: Client, village: Village, question: str) -> None:
    checked(program.get(f"/api/v1/cases?{question}"), "Problem", 422)


def test_one_published_case_is_told_whole_and_other_sites_may_show_it(program: Client, publish: Publish) -> None:
    publish("a1")
    response = program.get("/api/v1/cases/a1")
    told = checked(response, "PublicCase")
    assert told["story"] == "Jalan di Dusun Satu berlubang."
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "public, no-cache"


def test_figures_count_what_is_withheld_without_telling_of_it(
    program: Client, village: Village, publish: Publish
) -> None:
    publish("a1", status=Status.CLOSED)
    for _ in range(4):
        lodge(village)
    log_keys.make_checkpoint(village, MONDAY + timedelta(days=1))
    few = checked(program.get("/api/v1/figures"), "Figures")
    assert (few["withheld"], few["withheld_below"]) == (None, 5)
    lodge(village, when=MONDAY + timedelta(days=1, hours=1))
    assert checked(program.get("/api/v1/figures"), "Figures") == few, "only with the next slot"
    log_keys.make_checkpoint(village, MONDAY + timedelta(days=2))
    told = checked(program.get("/api/v1/figures"), "Figures")
    assert (told["published"], told["withheld"], told["closed"], told["confirmed_solved"]) == (1, 5, 1, 0)
    assert told["withheld_below"] is None
    checked(program.get("/api/v1/figures?period=2026-Q5"), "Problem", 422)


def test_what_is_not_published_or_no_longer_is_not_found(program: Client, publish: Publish) -> None:
    case = publish("a1")
    addresses = ["/api/v1/cases/a1", "/open311/v2/requests/a1.json"]
    lists = ["/api/v1/cases", "/open311/v2/requests.json", "/open311/v2/requests.json?service_request_id=a1"]
    for change in ({"restricted": True, "route": Route.UNIT}, {"publish_consent": "no"}, {"processing_limited": True}):
        before = {name: getattr(Case.objects.get(pk=case.pk), name) for name in change}
        Case.objects.filter(pk=case.pk).update(**change)
        assert [program.get(address).status_code for address in addresses] == [404, 404], change
        assert [b"a1" in program.get(address).content for address in lists] == [False] * 3, change
        Case.objects.filter(pk=case.pk).update(**before)
    assert [program.get(address).status_code for address in addresses] == [200, 200]


def test_nothing_of_an_unpublished_case_is_anywhere_for_strangers(program: Client, village: Village) -> None:
    receipt = lodge(village, story="Bantuan gaib tidak sampai ke Mbah Rebyeg.")
    open_to_all = [path for path in openapi.PATHS if "{" not in path.replace("{form}", "")]
    seen = [program.get(path.replace("{form}", form)) for path in open_to_all for form in ("json", "xml")]
    assert len([each for each in seen if each.status_code == 200]) >= 9
    words = ("gaib", "Rebyeg", receipt.case.number, str(receipt.case.pk), receipt.code)
    assert [word for word in words for each in seen if word.encode() in each.content] == []


def test_a_key_is_told_whose_it_is(program: Client, village: Village, lodging_key: str) -> None:
    for headers in ({"X-Api-Key": lodging_key}, {"Authorization": f"Bearer {lodging_key}"}):
        told = checked(program.get("/api/v1/key", headers=headers), "Key")
        assert told == {"label": "Lapor Kecamatan", "owner": "Kecamatan Rembang"}
    checked(program.get("/api/v1/key", headers={"X-Api-Key": "ktg_lain"}), "Problem", 401)


def test_the_page_and_the_document_name_every_address(program: Client, village: Village) -> None:
    document = checked(program.get("/api/v1/openapi.json"), "Document")
    page = program.get("/api/").content.decode()
    assert [path for path in document["paths"] if f"{path}</code>" not in page] == []
    assert "<script" not in page
    by_path = program.get("/desa/33.03.13.2003/api/v1/openapi.json").json()
    assert by_path["servers"] == [{"url": "/desa/33.03.13.2003"}]


def test_an_unknown_address_is_a_problem_and_not_a_page(program: Client, village: Village) -> None:
    checked(program.get("/api/v1/tidak-ada"), "Problem", 404)
    for address in ("/open311/v2/apa.saja", "/open311/v2/services/a%0Ab", "/open311/x"):
        assert program.get(address).content.startswith(b"<?xml")
