"""Whatever programs send, they get an answer and never a 500; schemathesis does the same at length (`make fuzz`)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kentongan.api import openapi
from kentongan.villages.models import Village

pytestmark = [pytest.mark.django_db]

FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
ODD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["\x00", "\ud800", "1e999", "-0", "9" * 400, "ktg_", "2026-07-01T00:00:00Z", "' OR 1=1", "%00", "[]"]
    ),
)
NAMES = sorted(
    {each.name for each in (argument for one in openapi.operations() for argument in one.arguments)} | {"attribute[]"}
)
PATHS = sorted(openapi.PATHS)
ANYTHING = st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | ODD, st.lists, max_leaves=5)


def address(path: str, part: str) -> str:
    for name in ("public_id", "token_id", "code"):
        path = path.replace("{" + name + "}", part)
    return path.replace("{form}", "json" if len(part) % 2 else "xml")


def safe(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def answered(response: Any) -> None:
    assert response.status_code < 500, response.content
    assert response.status_code == 200 or "text/html" not in response["Content-Type"] or response.status_code == 404
    assert not response.cookies


@FEW
@given(path=st.sampled_from(PATHS), part=ODD, sent=st.dictionaries(st.sampled_from(NAMES), ODD, max_size=4))
def test_nonsense_in_addresses_and_questions_is_answered(
    village: Village, path: str, part: str, sent: dict[str, str]
) -> None:
    from urllib.parse import quote, urlencode

    question = urlencode({name: safe(value) for name, value in sent.items()})
    answered(Client().get(f"{address(path, quote(safe(part), safe=''))}?{question}"))


@FEW
@given(sent=st.dictionaries(st.sampled_from(NAMES), ODD, max_size=6))
def test_nonsense_with_a_good_key_is_answered(village: Village, lodging_key: str, sent: dict[str, str]) -> None:
    good = {"api_key": lodging_key, "service_code": "umum", "description": "Jembatan bambu patah."}
    values = good | {name: safe(value) for name, value in sent.items() if name not in good}
    with transaction.atomic():
        answered(Client().post("/open311/v2/requests.json", values))
        transaction.set_rollback(True)


@FEW
@given(
    name=st.sampled_from(["track", "messages"]),
    sent=st.dictionaries(
        st.sampled_from(["code", "text", "ticket", "number", "message_id", "x"]), ANYTHING, max_size=5
    ),
)
def test_nonsense_in_json_is_answered(village: Village, name: str, sent: dict[str, Any]) -> None:
    answered(Client().post(f"/api/v1/{name}", json.dumps(sent), content_type="application/json"))


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=description\r\n\r\nterputus"),
        ("application/x-www-form-urlencoded; charset=utf-7", b"description=+ADw-"),
        ("application/x-www-form-urlencoded", b"&".join(b"x%d=1" % number for number in range(300))),
        ("application/x-www-form-urlencoded", b"description=" + b"x" * 3_000_000),
        ("application/x-www-form-urlencoded", b"\xff%ff%00&=&"),
        ("application/json", b"{}"),
    ],
)
def test_broken_bodies_are_answered_in_the_asked_format(village: Village, kind: str, body: bytes) -> None:
    response = Client().post("/open311/v2/requests.json", body, content_type=kind)
    assert response.status_code in (400, 403)
    assert json.loads(response.content)[0]["description"]
