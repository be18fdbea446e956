"""Receipts that prove themselves, as their holder gets them: from the receipt, from the tracking page, and checked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kentongan.cases.models import Case
from kentongan.forms import token as form_token
from kentongan.ledger import log as ledger
from kentongan.ledger import tree
from kentongan.portal import follow_cookie
from kentongan.proofs.check import State, check, overall
from kentongan.proofs.file import parse
from kentongan.rules import short_mark
from kentongan.support.tlog.cosignature import Cosigner
from kentongan.support.tlog.merkle import leaf_hash
from kentongan.support.tlog.note import to_base64
from kentongan.villages import log_keys
from kentongan.villages.models import Village, Witness
from tests.factories import lodge, make_village
from tests.sites.portal.test_papers import words_of_pdf

KEY = Cosigner("saksi.example/bpd", b"\x01" * 32)


@pytest.fixture
def village(db: None) -> Village:
    return make_village()


def following(case: Case) -> Client:
    client, response = Client(), HttpResponse()
    follow_cookie.remember(response, case, timezone.now(), secret=b"")
    client.cookies[follow_cookie.NAME] = response.cookies[follow_cookie.NAME].value
    return client


def judged(content: bytes) -> State:
    file = parse(content.decode())
    now = timezone.now()
    return overall(check(file, now=now, keys=file.log_verifiers, witnesses=file.witness_verifiers))


def test_the_file_comes_from_the_forms_token_and_later_from_the_tracking_page_with_its_proof(village: Village) -> None:
    token, now = form_token.value_of_new(), timezone.now()
    case = lodge(village, token=token, when=now).case
    signed = form_token.sign(village, token, now)

    first = Client().post("/lapor/tanda-terima.txt", {"formulir": signed})
    made = log_keys.make_checkpoint(village, now + timedelta(hours=6))
    Witness.objects.create(village=village, name="BPD", vkey=KEY.vkey)
    tree.add_cosignature(village.log, made.size, KEY.cosign(made.checkpoint.format(), int(now.timestamp())).line)
    later = following(case).get("/lacak/kasus/bukti-catatan/")

    assert judged(first.content) == State.PROMISED
    assert judged(later.content) == State.PROVED
    assert later.content.decode().count("saksi.example/bpd") == 2  # its key, and its line
    for response in (first, later):
        assert response["Content-Disposition"].startswith("attachment")
        assert response["Cache-Control"] == "no-store"


def test_the_paper_carries_the_promise_and_the_key_to_check_it_with(village: Village) -> None:
    token, now = form_token.value_of_new(), timezone.now()
    lodge(village, token=token, when=now)
    response = Client().post("/lapor/tanda-terima/", {"formulir": form_token.sign(village, token, now)})

    found = "".join(words_of_pdf(response.content).split())

    vkey = log_keys.signer(village, now).vkey
    assert vkey in found
    assert short_mark.mark(vkey) in found
    assert to_base64(leaf_hash(tree.entry(village.log, 0))) in found
    assert "Janjiyangdapatdibuktikan" in found


@pytest.mark.parametrize("formulir", ["", "bukan-token", "a.b.c"])
def test_without_a_token_of_ours_there_is_no_file(village: Village, formulir: str) -> None:
    assert Client().post("/lapor/tanda-terima.txt", {"formulir": formulir}).status_code == 404


def test_without_the_code_nobody_gets_the_file(village: Village) -> None:
    assert Client().get("/lacak/kasus/bukti-catatan/").status_code == 302


def test_where_the_entrys_words_were_erased_there_is_no_file_any_more(village: Village) -> None:
    case = lodge(village).case
    with transaction.atomic():
        ledger.erase_private(village.log, 0, timezone.now())

    assert following(case).get("/lacak/kasus/bukti-catatan/").status_code == 404


def test_the_checker_is_one_file_that_asks_nobody(village: Village) -> None:
    response = Client().get("/log/periksa.html")
    text = response.content.decode()

    assert response["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert 'src="' not in text


def test_the_file_costs_as_much_with_many_checkpoints_as_with_few(village: Village) -> None:
    now = timezone.now()
    case = lodge(village, when=now).case
    counts = []
    for more in (1, 6):
        for slots in range(more):
            log_keys.make_checkpoint(village, now + timedelta(hours=6 * (slots + 1)))
        client = following(case)
        client.get("/lacak/kasus/bukti-catatan/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/lacak/kasus/bukti-catatan/")
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 25
