"""A village with published cases for the tests of open data, its log as files, and versions with planted lies."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from kentongan.cases.actions import answer, assignment, follow_up, reporter, verification
from kentongan.cases.models import Case, Publication
from kentongan.ledger import tree
from kentongan.reports.open_data import making
from kentongan.reports.open_data.store import Version
from kentongan.rules.types import CaseClass, Outcome, Urgency
from kentongan.support.tlog import tiles
from kentongan.villages import log_keys
from kentongan.villages.models import Category, Hamlet, Village
from tests.factories import MONDAY, Office, lodge

DAY = timedelta(days=1)
LATER = MONDAY + 20 * DAY
STORY = "Warsiti Ningsih, Jalan Melati nomor 17, telepon 081234567890"


def publish(case: Case, public_id: str, *, group: str = "Infrastruktur & jalan", hamlet: str = "Dusun Satu") -> Case:
    """Let a case stand in public as the guard would show it."""
    Case.objects.filter(pk=case.pk).update(publish_consent="yes")
    village = case.village
    Publication.objects.create(
        village=village,
        case=case,
        public_id=public_id,
        version=1,
        published_at=MONDAY + 15 * DAY,
        page_key=f"20260721{public_id}",
        shown_group=group,
        shown_hamlet=Hamlet.objects.filter(village=village, name=hamlet).first(),
        shown_period="2026-Q3",
    )
    return case


def handled(village: Village, office: Office, *, steps: int) -> Case:
    """Lodge a case and take it so many steps on: verified, assigned, in progress, answered, rated."""
    case = lodge(village, story=STORY).case
    category = Category.objects.get(village=village, restricted=False)
    acts: list[Callable[[datetime], Any]] = [
        lambda when: verification.verify(
            case=case, by=office.sari, at=when, case_class=CaseClass.NON_SUPERVISORY, category=category,
            urgency=Urgency.NORMAL,
        ),
        lambda when: assignment.assign(
            case=case, by=office.tono, at=when, handler=office.joko, instruction="Tinjau.", due_on=(when + DAY).date()
        ),
        lambda when: follow_up.progress(case=case, by=office.joko, at=when, text="Ditinjau.", for_reporter=True),
        lambda when: answer.answer(
            case=answer.propose(
                case=case, by=office.joko, at=when, outcome=Outcome.SETTLED, text="Sudah ditambal."
            ),
            by=office.tono, at=when, outcome=Outcome.SETTLED, text="Sudah ditambal.",
        ),
        lambda when: reporter.rate(case=case, at=when, satisfied=True, stars=5),
    ]  # fmt: skip
    for number, act in enumerate(acts[:steps]):
        act(MONDAY + (number + 1) * DAY)
        case.refresh_from_db()
    return case


def inhabited(village: Village, *, published: int = 6, withheld: int = 5) -> Office:
    """Fill a village that opens its steps: published cases at all steps of their life, and some not published."""
    village.data_steps = True
    village.save(update_fields=["data_steps"])
    office = Office(village)
    for number in range(published):
        publish(handled(village, office, steps=number % 6), f"{number:016x}")
    for _ in range(withheld):
        lodge(village, story=STORY)
    return office


def published_version(village: Village, *, when: datetime = LATER) -> Version:
    """Sign the log and make a version."""
    made = making.make(village, log_keys.make_checkpoint(village, when), at=when)
    assert made is not None
    return made


def log_files(village: Village, folder: Path) -> Path:
    """Write what /log/ serves into a folder."""
    newest = tree.checkpoint(village.log)
    assert newest is not None
    wanted = [tiles.tile_of(None, n, newest.size) for n in range(-(-newest.size // tiles.TILE_WIDTH))]
    folder.mkdir(parents=True)
    (folder / "checkpoint").write_text(newest.note, encoding="utf-8")
    for each in wanted:
        assert each is not None
        content = tree.tile(village.log, newest.size, each)
        assert content is not None
        (folder / each.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / each.path).write_bytes(content)
    return folder


def downloaded(version: Version, village: Village, folder: Path) -> Path:
    """Copy a version and the log beside it, as an outsider has them."""
    shutil.copytree(version.folder, folder)
    log_files(village, folder / "log")
    return folder


def resealed(folder: Path) -> None:
    """Make the hashes of a version fit its files again: a liar would."""
    path = folder / "datapackage.json"
    package = json.loads(path.read_text(encoding="utf-8"))
    for resource in package["resources"]:
        content = (folder / resource["path"]).read_bytes()
        resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
        resource["bytes"] = len(content)
    path.write_text(json.dumps(package), encoding="utf-8")
