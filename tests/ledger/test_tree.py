"""The log as a tree: kept hashes, checkpoints in slots, proofs and tiles."""

from __future__ import annotations

import hashlib
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from kentongan.ledger import journal, nodes, origins, tree
from kentongan.ledger import log as ledger
from kentongan.ledger.guards import lower_guards, raise_guards
from kentongan.support.tlog import checkpoint as checkpoints
from kentongan.support.tlog import merkle, tiles
from kentongan.support.tlog.cosignature import Cosigner
from kentongan.support.tlog.note import Signer
from tests.ledger.helpers import AT, append, log_of, sql

pytestmark = pytest.mark.django_db

NAME = "karangbawang.desa.id/log/33.03.13.2003/1"
SEED = bytes(range(32))
SLOT = datetime(2026, 3, 13, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _journal(settings: Any, tmp_path: Path) -> None:
    settings.KENTONGAN_CHECKPOINTS = tmp_path / "checkpoints"


def signer(name: str = NAME, generation: int = 1) -> Signer:
    return Signer(name, hashlib.sha256(SEED + bytes([generation])).digest())


def opened(log: UUID) -> origins.Origin:
    return origins.open_log(
        log,
        name=lambda number: f"{NAME[:-1]}{number}",
        vkey=lambda name, generation: signer(name, generation).vkey,
        at=AT,
    )


def entries_of(log: UUID) -> list[bytes]:
    return [bytes(entry) for (entry,) in sql('SELECT entry FROM ledger_entry WHERE log = %s ORDER BY "index"', log)]


def leaves_of(log: UUID) -> list[bytes]:
    return [merkle.leaf_hash(entry) for entry in entries_of(log)]


def test_each_256th_append_keeps_the_hash_of_what_it_completed() -> None:
    log = log_of(513)
    leaves = leaves_of(log)
    assert list(nodes.kept(log, 1)) == [(0, merkle.root_of(leaves[:256])), (1, merkle.root_of(leaves[256:512]))]
    assert list(nodes.kept(log, 2)) == []


def test_a_log_older_than_the_tree_gets_its_hashes_later_and_only_once() -> None:
    log = log_of(513)
    before = list(nodes.kept(log, 1))
    sql("DELETE FROM ledger_node WHERE log = %s", log)
    assert tree.root(log, 513) == merkle.root_of(leaves_of(log))  # also while nothing is kept
    assert nodes.fill(log) == 2
    assert nodes.fill(log) == 0
    assert list(nodes.kept(log, 1)) == before


def test_an_append_that_completes_nothing_asks_the_database_no_more_than_before(
    django_assert_num_queries: Any,
) -> None:
    log = log_of(3)
    with transaction.atomic(), django_assert_num_queries(3):
        ledger.append(log=log, action="note", subject=None, actor=None, public={}, private={}, at=AT)


def test_where_entries_were_taken_away_people_can_still_lodge() -> None:
    log = log_of(200)
    lower_guards(connection)
    sql('DELETE FROM ledger_entry WHERE log = %s AND "index" = 7', log)
    raise_guards(connection)
    for _ in range(57):
        append(log)
    assert (ledger.size(log), list(nodes.kept(log, 1))) == (257, [])


def test_a_checkpoint_signs_the_root_of_all_entries_and_each_slot_has_one() -> None:
    log = log_of(5)
    opened(log)
    made = tree.make_checkpoint(log, [signer()], SLOT)
    head, signed = checkpoints.opened(made.note, [signer().verifier])
    assert (head.origin, head.size, head.root) == (NAME, 5, merkle.root_of(leaves_of(log)))
    assert [each.by for each in signed] == [signer().verifier]
    append(log)
    assert tree.make_checkpoint(log, [signer()], SLOT) == made  # the slot has its checkpoint: it shows no growth
    following = tree.make_checkpoint(log, [signer()], SLOT + timedelta(hours=6))
    assert following.size == 6
    nothing_new = tree.make_checkpoint(log, [signer()], SLOT + timedelta(hours=12))
    assert (nothing_new.size, nothing_new.note) == (6, following.note)
    assert [each.size for each in tree.checkpoints(log, limit=9)] == [6, 6, 5]
    assert [each.size for each in tree.checkpoints(log, before=(1, following.at), limit=9)] == [5]
    assert tree.newest_slots()[log] == nothing_new.at


def test_every_checkpoint_stands_in_the_journal_beside_the_database_too() -> None:
    log = log_of(2)
    opened(log)
    made = tree.make_checkpoint(log, [signer()], SLOT)
    with journal.path(log).open("a") as file:
        file.write('{"at":"2026-03-13T0')  # the power failed
    append(log)
    later = tree.make_checkpoint(log, [signer()], SLOT + timedelta(hours=6))
    assert [line.note for line in journal.read(log)] == [made.note, later.note]
    assert journal.merge(log, list(journal.read(log))) == 0
    assert tree.newest_journaled(log) == (1, later.checkpoint)


def test_a_log_that_lost_entries_is_not_signed_again() -> None:
    log, fork = log_of(4), log_of(3)
    for each in (log, fork):
        opened(each)
    known = tree.make_checkpoint(log, [signer()], SLOT)
    journal.add(fork, journal.read(log))  # an older copy of the database was put back; the journal knows more
    with pytest.raises(tree.LogShrunk) as shrunk:
        tree.make_checkpoint(fork, [signer()], SLOT)
    assert (shrunk.value.kind, shrunk.value.known) == ("shrunk", known.checkpoint)
    append(fork)
    with pytest.raises(tree.LogShrunk) as forked:
        tree.make_checkpoint(fork, [signer()], SLOT)
    assert forked.value.kind == "forked"
    assert tree.checkpoint(fork) is None


def test_a_witness_signs_below_the_newest_checkpoint() -> None:
    log = log_of(3)
    opened(log)
    made = tree.make_checkpoint(log, [signer()], SLOT)
    witness = Cosigner("bpd.karangbawang.desa.id", hashlib.sha256(b"bpd").digest())
    text = made.note.split("\n\n")[0] + "\n"
    line = witness.cosign(text, 1773381600).line
    assert not tree.add_cosignature(log, 2, line)
    assert tree.add_cosignature(log, 3, line)
    assert not tree.add_cosignature(log, 3, line)
    again = witness.cosign(text, 1773377999).line  # its earliest time counts
    assert not tree.add_cosignature(log, 3, witness.cosign(text, 1773385200).line)
    assert tree.add_cosignature(log, 3, again)
    found = tree.checkpoint(log)
    assert found is not None
    assert [(each.name, each.at.timestamp()) for each in found.cosignatures] == [(witness.name, 1773377999)]
    _, signed = checkpoints.opened(found.note, [signer().verifier, witness.verifier])
    assert [each.at for each in signed] == [None, 1773377999]
    assert [line.note for line in journal.read(log)][-1] == found.note


def test_proofs_and_tiles_agree_with_the_tree_of_the_whole() -> None:
    log = log_of(600)
    leaves = leaves_of(log)
    dice = random.Random(7)
    for _ in range(12):
        size = dice.randint(1, 600)
        old, index = dice.randint(0, size), dice.randrange(size)
        root = merkle.root_of(leaves[:size])
        assert tree.root(log, size) == root
        merkle.verify_inclusion(tree.leaf(log, index), index, size, tree.inclusion(log, index, size), root)
        merkle.verify_consistency(old, merkle.root_of(leaves[:old]), size, root, tree.consistency(log, old, size))
    wanted = list(tiles.tiles_of(600))
    assert [(tile.level, tile.n, tile.width) for tile in wanted] == [(0, 0, 256), (0, 1, 256), (0, 2, 88), (1, 0, 2)]
    served = {tile.path: tree.tile(log, 600, tile) for tile in wanted}
    assert served["tile/0/002.p/88"] == b"".join(leaves[512:])
    assert served["tile/1/000.p/2"] == merkle.root_of(leaves[:256]) + merkle.root_of(leaves[256:512])
    bundle = tree.tile(log, 600, tiles.Tile(None, 2, 88))
    assert bundle is not None
    assert tiles.decode_entries(bundle) == entries_of(log)[512:]
    assert tree.tile(log, 600, tiles.Tile(0, 2, 89)) is None
    assert tree.tile(log, 511, tiles.Tile(0, 1)) is None  # beyond what is published
    assert tree.tile(log, 511, tiles.Tile(None, 1)) is None
    assert tree.tile(log, 600, tiles.Tile(2, 0, 1)) is None


def test_what_a_leaf_commits_to_is_opened_with_or_without_its_private_part() -> None:
    log = log_of(0)
    entry = append(log, number="001/ADU/2026")
    shown, hidden = tree.opening(log, 0, private=True), tree.opening(log, 0, private=False)
    assert shown.entry == hidden.entry == entry.entry_bytes
    assert shown.private is not None
    assert b"001/ADU/2026" in shown.private
    assert (hidden.private, hidden.private_salt, hidden.public) == (None, None, shown.public)
    with transaction.atomic():
        ledger.erase_private(log, 0, AT)
    assert tree.opening(log, 0, private=True).private is None
    with pytest.raises(LookupError):
        tree.leaf(log, 9)


def test_a_new_key_is_on_the_record_and_the_old_one_signs_beside_it_for_a_month() -> None:
    log = log_of(1)
    opened(log)
    new = origins.rotate(log, vkey=lambda name, number: signer(name, number).vkey, at=SLOT, actor=None)
    old = origins.keys(log, 1)[0]
    assert (old.signs(SLOT + timedelta(days=29)), old.signs(SLOT + timedelta(days=31))) == (True, False)
    opening = tree.opening(log, 1, private=False).public.decode()
    assert old.vkey in opening
    assert new.vkey == signer(generation=2).vkey
    assert new.vkey in opening
    made = tree.make_checkpoint(log, [signer(generation=2), signer()], SLOT)
    _, signed = checkpoints.opened(made.note, [signer().verifier, signer(generation=2).verifier])
    assert len(signed) == 2
    leaked = origins.rotate(log, vkey=lambda name, number: signer(name, number).vkey, at=SLOT, actor=None, leaked=True)
    assert [key.signs(SLOT) for key in origins.keys(log)] == [False, False, True]
    assert leaked.generation == 3


def test_a_restart_begins_a_new_origin_whose_first_entry_names_what_was_last_known() -> None:
    log = log_of(3)
    opened(log)
    lost = checkpoints.Checkpoint(NAME, 9, bytes(32))
    origin = origins.restart(
        log,
        last=lost,
        generation=1,
        name=lambda number: f"{NAME[:-1]}{number}",
        vkey=lambda name, generation: signer(name, generation).vkey,
        at=AT,
    )
    assert (origin.number, origin.name, origin.start, origin.previous) == (2, f"{NAME[:-1]}2", 3, lost)
    assert (origin.lost.start, origin.lost.stop) == (3, 9)
    public = tree.opening(log, 3, private=False).public.decode()
    assert f'"previous":"{NAME}"' in public
    assert '"lost_from":3,"lost_to":9' in public
    made = tree.make_checkpoint(log, [signer(origin.name)], SLOT)
    assert (made.number, made.origin, made.size) == (2, origin.name, 4)
