"""Open311 GeoReport v2: any client can list the services, lodge, and read what is published; nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from kentongan.api.models import Lodged
from kentongan.api.open311 import listing
from kentongan.cases.models import Case, Publication
from kentongan.people.models import ApiKey
from kentongan.rules.types import Kind, Status
from kentongan.villages.models import Category, Village
from tests.factories import make_village
from tests.sites.api.conftest import NOW, Publish
from tests.sites.api.shapes import checked, flat, from_xml

pytestmark = pytest.mark.django_db

ROAD = "Lampu jalan di tikungan dekat langgar mati sejak Sabtu."


def lodge(program: Client, key: str, form: str = "json", **sent: Any) -> Any:
    values = {"api_key": key, "service_code": "umum", "description": ROAD, "attribute[about_official]": "no"}
    values |= {name.replace("__", "[") + ("]" if "__" in name else ""): value for name, value in sent.items()}
    return program.post(f"/open311/v2/requests.{form}", {n: v for n, v in values.items() if v is not None})


def code_of(name: str) -> str:
    return str(Category.objects.get(name=name).pk)


PAGES = {
    "discovery": "/open311/discovery.{}",
    "services": "/open311/v2/services.{}",
    "service_definition": "/open311/v2/services/umum.{}",
    "service_requests": "/open311/v2/requests.{}",
}
SHAPES = {
    "discovery": "Discovery",
    "services": "Services",
    "service_definition": "ServiceDefinition",
    "service_requests": "ServiceRequests",
}


@pytest.mark.parametrize("root", PAGES)
def test_both_formats_say_the_same(program: Client, publish: Publish, root: str) -> None:
    publish("a1")
    publish("a2", shown_category="", shown_hamlet=None, shown_period="2026")
    told = checked(program.get(PAGES[root].format("json")), SHAPES[root])
    response = program.get(PAGES[root].format("xml"))
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert from_xml(response.content) == (root, flat(told))
    assert "Set-Cookie" not in response


def test_every_category_is_a_service_and_the_restricted_ones_too(program: Client, village: Village) -> None:
    offered = {each["service_name"]: each for each in checked(program.get("/open311/v2/services.json"), "Services")}
    wanted = {"Infrastruktur & jalan", "Pungli/gratifikasi", "Pengaduan umum", "Aspirasi", "Permintaan informasi"}
    assert set(offered) == wanted
    assert "disegel" in offered["Pungli/gratifikasi"]["description"]


def test_the_definition_asks_about_officials_and_names_the_hamlets(program: Client, village: Village) -> None:
    defined = checked(program.get("/open311/v2/services/umum.json"), "ServiceDefinition")
    asked = {each["code"]: each for each in defined["attributes"]}
    assert asked["about_official"]["required"] is True
    assert [one["key"] for one in asked["about_official"]["values"]] == ["yes", "no", "unsaid"]
    assert [one["name"] for one in asked["hamlet"]["values"]] == ["Dusun Satu", "Dusun Dua"]
    assert [one["key"] for one in asked["identity"]["values"]] == ["open", "anonymous"]
    orders = [each["order"] for each in defined["attributes"]]
    assert orders == sorted(set(orders))


def test_a_complaint_becomes_a_case_with_number_code_and_clocks(
    program: Client, village: Village, lodging_key: str
) -> None:
    service = code_of("Infrastruktur & jalan")
    named = {"first_name": "Warsiti", "last_name": "Ningsih", "phone": "0812 3456 7890", "lat": "-7.3", "long": "109.4"}
    (told,) = checked(lodge(program, lodging_key, service_code=service, **named), "Lodged")
    case = Case.objects.get(village=village)
    assert (case.channel, case.kind, case.story, case.identity_mode) == ("api", Kind.COMPLAINT, ROAD, "open")
    assert case.title.startswith("Infrastruktur & jalan: Lampu jalan")
    assert (case.restricted, case.triage, case.received_at) == (False, False, NOW)
    assert told["register_number"] == case.number
    assert case.next_due_on is not None
    assert told["tracking_code"] in told["service_notice"]
    assert case.identity is not None
    followed = program.post("/api/v1/track", {"code": told["tracking_code"]}, content_type="application/json")
    assert checked(followed, "Tracking")["number"] == case.number


def test_without_a_name_it_is_anonymous_and_the_number_of_the_phone_is_not_kept(
    program: Client, village: Village, lodging_key: str
) -> None:
    (told,) = checked(lodge(program, lodging_key, phone="081234567890"), "Lodged")
    case = Case.objects.get(village=village)
    assert (case.identity_mode, case.identity) == ("anonymous", None)
    assert "anonim" in told["service_notice"]


SEALED: list[dict[str, Any]] = [
    {"attribute__about_official": None},
    {"attribute__about_official": "unsaid"},
    {"attribute__about_official": "yes"},
    {"attribute__about_whom": "Pak Bayan"},
    {"service_code": "Pungli/gratifikasi"},
]


@pytest.mark.parametrize("sent", SEALED, ids=str)
def test_what_may_be_about_officials_or_is_restricted_is_sealed_on_receipt(
    program: Client, village: Village, lodging_key: str, sent: dict[str, Any]
) -> None:
    if sent.get("service_code"):
        sent = {"service_code": code_of(sent["service_code"])}
    checked(lodge(program, lodging_key, **sent), "Lodged")
    case = Case.objects.get(village=village)
    assert case.restricted
    assert (case.story, case.title) == ("", "")


@pytest.mark.parametrize(("said", "kept"), [("yes", "yes"), ("no", "no"), (None, "")])
def test_consent_to_publication_is_taken_as_it_was_given(
    program: Client, village: Village, lodging_key: str, said: str | None, kept: str
) -> None:
    checked(lodge(program, lodging_key, attribute__publish=said), "Lodged")
    assert Case.objects.get(village=village).publish_consent == kept


def test_a_request_for_information_is_nobodys_fault(program: Client, village: Village, lodging_key: str) -> None:
    checked(lodge(program, lodging_key, service_code="informasi", attribute__about_official=None), "Lodged")
    case = Case.objects.get(village=village)
    assert (case.kind, case.restricted) == (Kind.INFORMATION, False)


def test_a_picture_elsewhere_is_not_fetched_and_the_reporter_is_told(program: Client, lodging_key: str) -> None:
    # pytest-socket would refuse any connection.
    (told,) = checked(lodge(program, lodging_key, media_url="http://169.254.169.254/foto.jpg"), "Lodged")
    assert "halaman lacak" in told["service_notice"]
    assert "169.254" not in str(told)


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"api_key": None}, 403, "api_key"),
    ({"api_key": "ktg_salah"}, 403, "api_key"),
    ({"service_code": None}, 400, "service_code"),
    ({"service_code": "tidak-ada"}, 404, "service_code"),
    ({"description": " "}, 400, "description: Ceritakan"),
    ({"description": "x" * 10_001}, 400, "10.000"),
    ({"lat": "91"}, 400, "lat: "),
    ({"lat": "-7"}, 400, "bersama"),
    ({"email": "bukan surel"}, 400, "email: "),
    ({"jurisdiction_id": "chicago.gov"}, 404, "jurisdiction_id"),
    ({"attribute__about_official": "mungkin"}, 400, "attribute[about_official]: "),
    ({"attribute__identity": "open"}, 400, "first_name: "),
    ({"attribute__identity": "confidential", "first_name": "Wati"}, 400, "attribute[identity]: "),
    ({"attribute__hamlet": "Dusun Tiga"}, 400, "attribute[hamlet]: "),
    ({"attribute__incident_on": "2099-01-01"}, 400, "attribute[incident_on]: "),
    ({"attribute__incident_on": "kemarin"}, 400, "attribute[incident_on]: "),
]


@pytest.mark.parametrize("form", ["json", "xml"])
@pytest.mark.parametrize(("sent", "status", "said"), WRONG, ids=str)
def test_what_is_wrong_is_said_in_the_asked_format(
    program: Client, village: Village, lodging_key: str, sent: dict[str, Any], status: int, said: str, form: str
) -> None:
    response = lodge(program, lodging_key, form, **sent)
    assert response.status_code == status
    told = from_xml(response.content)[1] if form == "xml" else json.loads(response.content)
    assert {str(one["code"]) for one in told} == {str(status)}
    assert any(said in one["description"] for one in told)
    assert not Case.objects.exists()


def test_several_problems_are_told_at_once(program: Client, lodging_key: str) -> None:
    told = checked(lodge(program, lodging_key, description="", email="x", phone="1"), "Errors", 400)
    assert len(told) == 3


@pytest.mark.parametrize("named", ["33.03.13.2003", "testserver", "ADUAN.example", ""])
def test_the_jurisdiction_may_be_named_or_not(program: Client, village: Village, named: str) -> None:
    Village.objects.update(hostname="www.aduan.example")
    assert program.get(f"/open311/v2/services.json?jurisdiction_id={named}").status_code == 200


def test_a_flood_is_received_all_the_same_and_waits_in_the_tray(
    program: Client, village: Village, lodging_key: str
) -> None:
    Village.objects.update(lodge_caller=3)
    for number in range(5):
        checked(lodge(program, lodging_key, description=f"{ROAD} Lampu nomor {number}."), "Lodged")
    assert Case.objects.count() == 5
    assert Case.objects.filter(triage=True).count() == 2
    assert Case.objects.filter(next_due_on=None).count() == 0


def test_a_token_leads_to_the_case_once_it_is_published_and_before_that_only_its_program_knows_it(
    program: Client, village: Village, lodging_key: str
) -> None:
    (told,) = checked(lodge(program, lodging_key), "Lodged")
    address = f"/open311/v2/tokens/{told['token']}.json"
    checked(program.get(address), "Errors", 404)
    checked(program.get(f"{address}?api_key=ktg_lain"), "Errors", 404)
    checked(program.get("/open311/v2/tokens/tidak-ada.json"), "Errors", 404)
    (known,) = checked(program.get(f"{address}?api_key={lodging_key}"), "Tokens")
    assert known["service_request_id"] is None
    case = Case.objects.get(village=village)
    Case.objects.update(publish_consent="yes")
    Publication.objects.create(
        village=village, case=case, public_id="b7", version=1, published_at=NOW, page_key="20260726b7"
    )
    (known,) = checked(program.get(address), "Tokens")
    assert known["service_request_id"] == "b7"
    assert told["token"] not in str(list(Lodged.objects.values()))


def test_another_programs_key_does_not_open_a_token(program: Client, lodging_key: str) -> None:
    (told,) = checked(lodge(program, lodging_key), "Lodged")
    other = ApiKey.objects.get()
    Lodged.objects.update(
        key=ApiKey.objects.create(village=other.village, secret_hash="x", label="Lain", body="Lain", made_at=NOW)
    )
    response = program.get(f"/open311/v2/tokens/{told['token']}.json", headers={"X-Api-Key": lodging_key})
    assert response.status_code == 404


def test_a_revoked_key_and_one_of_another_village_lodge_nothing(
    program: Client, village: Village, lodging_key: str
) -> None:
    ApiKey.objects.update(revoked_at=NOW)
    assert lodge(program, lodging_key).status_code == 403
    ApiKey.objects.update(revoked_at=None, village=make_village("Losari", "33.03.13.2005"))
    Village.objects.filter(pk=village.pk).update(is_main=True)
    assert lodge(program, lodging_key).status_code == 403
    assert not Case.objects.exists()


def listed(program: Client, question: str = "") -> list[str]:
    rows = checked(program.get(f"/open311/v2/requests.json{question}"), "ServiceRequests")
    return [row["service_request_id"] for row in rows]


@pytest.fixture
def shelf(publish: Publish) -> None:
    """Published, newest first: d4 (without a public time), c3 (a year), b2 (no category), a1."""
    publish("a1", status=Status.CLOSED)
    publish("b2", shown_category="")
    publish("c3", shown_period="2025", status=Status.WITHDRAWN)
    publish("d4", shown_period="")


QUESTIONS: list[tuple[str, list[str]]] = [
    ("", ["d4", "b2", "a1"]),
    ("?status=open", ["d4", "b2"]),
    ("?status=closed", ["a1"]),
    ("?status=open,closed", ["d4", "b2", "a1"]),
    ("?status=open&status=closed", ["d4", "b2", "a1"]),
    ("?service_code=umum", ["b2"]),
    ("?service_code=umum,{road}", ["d4", "b2", "a1"]),
    ("?service_code=tidak-ada", []),
    ("?service_request_id=a1,c3", ["c3", "a1"]),
    ("?service_request_id=a1&status=open", ["a1"]),
    ("?start_date=2025-03-01T00:00:00Z&end_date=2025-04-01T00:00:00Z", ["c3"]),
    ("?start_date=2026-04-15T00:00:00Z", ["b2", "a1"]),
    ("?end_date=2026-06-30T12:00:00%2B07:00", []),
    ("?start_date=2026-07-01T00:00:00+07:00&end_date=2026-07-02T00:00:00+07:00", ["b2", "a1"]),
    ("?start_date=&end_date=&status=&service_code=&jurisdiction_id=", ["d4", "b2", "a1"]),
    ("?page_size=2", ["d4", "b2"]),
    ("?page_size=2&page=2", ["a1"]),
    ("?page=999999", []),
]


@pytest.mark.once
def test_a_page_has_a_hundred_requests_at_most() -> None:
    assert listing._page(QueryDict("page_size=1000")) == (0, 100)
    assert listing._page(QueryDict("page_size=1000&page=2")) == (100, 200)


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(("question", "expected"), QUESTIONS)
def test_every_argument_of_the_list_narrows_it(program: Client, question: str, expected: list[str]) -> None:
    assert listed(program, question.format(road=code_of("Infrastruktur & jalan"))) == expected


@pytest.mark.parametrize(
    "question",
    [
        "?start_date=kemarin",
        "?start_date=2026-01-01T00:00:00Z&end_date=2026-07-01T00:00:00Z",
        "?start_date=2026-07-02T00:00:00Z&end_date=2026-07-01T00:00:00Z",
        "?start_date=0001-01-01T00:00:00Z",
        "?end_date=9999-12-31T23:59:59-23:59",
        "?status=solved",
        "?page=0",
        "?page_size=x",
        "?" + "&".join(f"x{number}=1" for number in range(300)),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_so(program: Client, village: Village, question: str) -> None:
    checked(program.get(f"/open311/v2/requests.json{question}"), "Errors", 400)


def test_a_published_case_tells_no_day_no_number_and_no_name(program: Client, publish: Publish) -> None:
    case = publish("a1", status=Status.CLOSED)
    (row,) = checked(program.get("/open311/v2/requests/a1.json"), "ServiceRequests")
    assert row["requested_datetime"] == "2026-07-01T00:00:00+07:00"
    assert (row["status"], row["service_code"]) == ("closed", code_of("Infrastruktur & jalan"))
    assert row["description"] == "Jalan di Dusun Satu berlubang."
    assert row["address"] == "Dusun Satu, Desa Karangbawang, Rembang, Kabupaten Purbalingga"
    assert not any(secret in str(row) for secret in (case.number, "Warsiti", "RT 3", "2026-07-06", str(case.pk)))


def test_the_list_asks_the_database_the_same_number_of_questions_however_long_it_is(
    program: Client, publish: Publish, django_assert_max_num_queries: Any
) -> None:
    for number in range(4):
        publish(f"a{number}")
    listed(program)
    with django_assert_max_num_queries(8):
        assert len(listed(program)) == 4


def test_controls_that_xml_cannot_hold_do_not_break_it(program: Client, publish: Publish, village: Village) -> None:
    publish("a1", shown_group="Jalan \x0b\ufffe <& penerangan", shown_category="")
    told = from_xml(program.get("/open311/v2/requests/a1.xml").content)[1]
    assert told[0]["service_name"] == "Jalan \ufffd\ufffd <& penerangan"
