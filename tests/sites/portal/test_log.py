"""The log in public: a page for people, tiles and checkpoints for programs, and nothing beyond the newest slot."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from kentongan.jobs import tasks
from kentongan.ledger import log as ledger
from kentongan.ledger import tree
from kentongan.rules import short_mark
from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog import merkle, tiles
from kentongan.support.tlog.checkpoint import Checkpoint
from kentongan.support.tlog.cosignature import Cosigner
from kentongan.villages import log_keys
from kentongan.villages.models import Village
from tests.factories import MONDAY, lodge
from tests.ledger.flushing import guards_off
from tests.ledger.helpers import sql

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _journal(settings: Any, tmp_path: Path) -> None:
    settings.KENTONGAN_CHECKPOINTS = tmp_path / "checkpoints"


def published(village: Village) -> tree.StoredCheckpoint:
    tasks.keep_checkpoints(MONDAY)
    found = tree.checkpoint(village.log)
    assert found is not None
    return found


def test_before_the_first_checkpoint_the_page_says_when_it_comes(village: Village, client: Client) -> None:
    page = client.get("/log/").content.decode()
    assert "Belum ada tanda yang diterbitkan" in page
    assert client.get("/log/checkpoint").status_code == 404
    assert client.get("/log/tile/0/000.p/1").status_code == 404
    assert tree.checkpoint(village.log) is None  # looking opens nothing


def test_the_page_shows_name_key_newest_state_and_witnesses_in_words_too(village: Village, client: Client) -> None:
    lodge(village)
    newest = published(village)
    witness = Cosigner("bpd.karangbawang.desa.id", bytes(32))
    line = witness.cosign(newest.checkpoint.format(), int(MONDAY.timestamp())).line
    assert tree.add_cosignature(village.log, newest.size, line)
    answer = client.get("/log/")
    page = answer.content.decode()
    key = log_keys.signer(village, MONDAY).vkey
    for shown in (newest.origin, key, short_mark.mark(key), short_mark.mark(newest.checkpoint.format()), witness.name):
        assert shown.replace("+", "&#x2B;") in page or shown in page
    assert " ".join(short_mark.words(key)[0]) in page
    assert page.count('<svg class="qr"') == 2
    assert (answer["Cache-Control"], answer.cookies) == ("public, no-cache", {})
    keys = client.get("/log/kunci/").content.decode()
    assert "Kunci sekarang" in keys
    assert key in keys


def test_what_is_served_proves_itself_and_ends_with_the_newest_checkpoint(village: Village, client: Client) -> None:
    lodge(village)
    newest = published(village)
    answer = client.get("/log/checkpoint")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    head, _ = checkpoints.opened(answer.content, log_keys.verifiers(village))
    assert head == newest.checkpoint
    lodge(village)  # after the slot: nothing of it shows
    assert ledger.size(village.log) > head.size
    tile = client.get(f"/log/tile/0/000.p/{head.size}")
    assert (tile["Content-Type"], tile["Cache-Control"]) == (
        "application/octet-stream",
        "public, max-age=31536000, immutable",
    )
    leaves = tiles.split_hashes(tile.content, tiles.Tile(0, 0, head.size))
    assert merkle.root_of(leaves) == head.root
    entries = tiles.decode_entries(client.get(f"/log/tile/entries/000.p/{head.size}").content)
    assert [merkle.leaf_hash(entry) for entry in entries] == leaves
    for beyond in (f"0/000.p/{head.size + 1}", f"entries/000.p/{head.size + 1}", "0/000", "1/000.p/1", "0/001.p/1"):
        assert client.get(f"/log/tile/{beyond}").status_code == 404, beyond
    for nonsense in ("0/0", "0/000.p/0", "0/000.p/256", "64/000", "-1/000", "0/x00/000", "entries/", "0/000/", "a/b"):
        assert client.get(f"/log/tile/{nonsense}").status_code == 404, nonsense
    assert client.get("/log/1/checkpoint").content == answer.content
    assert client.get(f"/log/1/tile/0/000.p/{head.size}").content == tile.content
    assert client.get("/log/2/checkpoint").status_code == client.get("/log/2/tile/0/000.p/1").status_code == 404


def test_two_slots_pass_and_two_checkpoints_are_there_though_nothing_happened(village: Village) -> None:
    first = published(village)
    tasks.keep_checkpoints(MONDAY + HOUR)  # still the slot of six in the morning (WIB: nine)
    assert len(tree.checkpoints(village.log, limit=9)) == 1
    tasks.keep_checkpoints(MONDAY + 6 * HOUR)
    newest, older = tree.checkpoints(village.log, limit=9)
    assert (older.at, newest.at - older.at, newest.note) == (first.at, 6 * HOUR, first.note)


def test_older_checkpoints_are_on_further_pages(village: Village, client: Client) -> None:
    for slot in range(31):
        tasks.keep_checkpoints(MONDAY + slot * 6 * HOUR)
    first = client.get("/log/").content.decode()
    assert first.count(" baris, <b>") == 28
    further = first.split("?sebelum=")[1].split('"')[0]
    assert client.get(f"/log/?sebelum={further}").content.decode().count(" baris, <b>") == 3
    for nonsense in ("x", "1-", "-1", "1-99999999999999", "9999999-1", "١-١"):
        assert client.get("/log/", {"sebelum": nonsense}).status_code == 200


def test_the_page_asks_as_much_of_the_database_for_a_long_log_as_for_a_short_one(
    village: Village, client: Client, django_assert_max_num_queries: Any
) -> None:
    for slot in range(12):
        tasks.keep_checkpoints(MONDAY + slot * 6 * HOUR)
    with django_assert_max_num_queries(10):
        client.get("/log/")
    with django_assert_max_num_queries(4):
        client.get("/log/tile/entries/000.p/1")


def test_a_restart_is_told_with_what_was_lost_and_its_tiles_get_addresses_of_their_own(
    village: Village, client: Client
) -> None:
    newest = published(village)
    lost = Checkpoint(newest.origin, newest.size + 5, bytes(32))
    origin = log_keys.restart(village, last=lost, at=MONDAY)
    log_keys.make_checkpoint(village, MONDAY)
    page = client.get("/log/").content.decode()
    assert "Pemulihan dari cadangan" in page
    assert f"Baris ke-{newest.size + 1} sampai ke-{newest.size + 5}" in page
    assert origin.name in page
    village.refresh_from_db()
    assert lodge(village).case.number.endswith("-R2")
    assert client.get("/log/2/tile/0/000.p/1")["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/log/tile/0/000.p/1")["Cache-Control"] == "public, max-age=60"
    assert client.get("/log/1/tile/0/000.p/1").status_code == 404


def test_a_log_that_no_longer_begins_with_what_was_published_raises_an_alarm(village: Village) -> None:
    from kentongan.jobs import alarms
    from kentongan.ledger import journal

    newest = published(village)
    signer = log_keys.signer(village, MONDAY)
    further = Checkpoint(newest.origin, newest.size + 3, bytes(32)).signed(signer)
    journal.add(village.log, [journal.Line(newest.at, 1, further, (signer.vkey,))])
    tasks.keep_checkpoints(MONDAY + 6 * HOUR)
    assert "lebih pendek dari yang pernah diterbitkan" in alarms.active(village)[0].sentence
    assert len(tree.checkpoints(village.log, limit=9)) == 1


def test_a_tile_whose_entries_are_missing_is_not_there(village: Village, client: Client) -> None:
    lodge(village)
    published(village)
    with guards_off(connection):
        sql('DELETE FROM ledger_entry WHERE log = %s AND "index" = 0', village.log)

    assert client.get("/log/tile/0/000.p/1").status_code == 404


def test_a_reader_with_a_cookie_of_ours_gets_pages_that_nobody_else_keeps(village: Village, client: Client) -> None:
    published(village)
    client.cookies["kentongan_csrf"] = "a"

    for path in ("/log/", "/log/kunci/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Cache-Control"].startswith("public")) == (200, False)
