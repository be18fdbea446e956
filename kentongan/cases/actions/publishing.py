"""Publishing a case: the reporter's consent, the officer's decision, the days between, and taking it off again."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kentongan.cases import guarding
from kentongan.cases.actions.base import Step, digest, given, step
from kentongan.cases.clocks import Timekeeper
from kentongan.cases.models import Case, Event, Publication, PublicVersion
from kentongan.cases.queries.publication import pictures_of, public_state
from kentongan.cases.taking_off import take_off
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.publication import Consent, Shown, TakenOff
from kentongan.rules.telling import telling_words
from kentongan.rules.types import Move, Need, Refused, Role, Status
from kentongan.villages.calendar import local_date
from kentongan.villages.models import Hamlet, Village

BATCH: Final = 500
PATIENCE: Final = 28  # days for which a case waits rather than be shown without its topic
logger = logging.getLogger(__name__)


def set_consent(
    *,
    case: Case,
    at: datetime,
    consent: Consent,
    by: Officer | None = None,
    how: str = "",
    token: str | None = None,
) -> Case:
    """Note whether the reporter agrees to publication; "no" takes the case off at once, published or waiting.

    Args:
        by: the officer who asked him in person; None when he says so himself, with his code.
        how: when and how he was asked, from officers.

    Raises:
        Refused: the case is restricted, nothing changes, an officer says not how he asked, or would overrule the
            reporter's own "no".
        AlreadyDone: this form was submitted before.
    """
    with step(case, by=by, role=Role.REPORTER, at=at, token=token) as now:
        now.check(Move.PUBLISH_CONSENT, {Need.DECISION})
        _check_consent(now, consent, how)
        now.case.publish_consent = consent
        off = take_off(now.case, TakenOff.REPORTER, at) if consent is Consent.NO else {}
        now.record(
            Move.PUBLISH_CONSENT,
            text=how.strip(),
            to_reporter=True,
            data={"kind": str(consent)},
            facts={"consent": str(consent), **off},
        )
    return case


def _check_consent(now: Step, consent: Consent, how: str) -> None:
    if now.case.publish_consent == consent:
        raise Refused("same_consent", f"Sudah tercatat: {consent.label.lower()}.")
    if consent is Consent.YES and now.case.restricted:
        raise Refused("restricted", "Laporan yang disegel tidak pernah diterbitkan.")
    if now.by is None:
        return
    if not how.strip():
        raise Refused("missing_reason", "Tulis kapan dan bagaimana pelapor ditanya.")
    if consent is Consent.YES and said_no_himself(now.case):
        raise Refused(
            "reporter_said_no",
            "Pelapor sendiri memilih tidak diterbitkan. Hanya ia yang dapat mengubahnya, dengan kode lacaknya.",
        )


def said_no_himself(case: Case) -> bool:
    """Whether the "no" that stands was the reporter's own, in the form or with his code (at most one query)."""
    if case.publish_consent != Consent.NO:
        return False
    said = Event.objects.filter(village=case.village_id, case=case, move=Move.PUBLISH_CONSENT).order_by("-at", "-id")
    last = said.values_list("actor", flat=True).first()
    return last == Role.REPORTER if last else case.recorded_by_id is None


def decide_publication(*, case: Case, by: Officer, at: datetime, token: str | None = None) -> Publication:
    """Approve the newest version and the chosen pictures; the reporter is told, and has some days to stop it.

    What stands already goes on standing until then.

    Raises:
        Refused: no right, or something is missing: see `obstacle`.
        AlreadyDone: this form was submitted before.
    """
    with step(case, by=by, at=at, token=token) as now:
        access.check_right(by.viewer(), Right.REDACT)
        now.check(Move.PUBLISH_DECIDE)
        guarding.hold(now.case.village_id)
        row = Publication.objects.select_for_update().filter(village=now.village, case=now.case).first()
        refused = obstacle(now.case, row)
        if refused is not None:
            raise refused
        row = row or Publication(village=now.village, case=now.case, public_id=secrets.token_hex(8))
        state, pictures = public_state(now.case), chosen_pictures(now.case)
        if state is None:
            raise RuntimeError("what has no version was refused before")
        row.next_version, row.next_pictures = state.version, pictures
        row.due_on = now.on + timedelta(days=now.village.publish_delay)
        row.decided_by, row.decided_at = by, at
        row.save()  # one that was taken off stays off until its day has come
        facts = {"version": state.version, "due_on": row.due_on.isoformat(), "pictures": pictures}
        now.record(
            Move.PUBLISH_DECIDE,
            to_reporter=True,
            data={"version": state.version, "due_on": facts["due_on"]},
            facts=facts,
        )
    return row


def chosen_pictures(case: Case) -> list[list[str]]:
    """Return the public copies that an officer marked as before or after: their ids and stages (two queries)."""
    copies = (each.copy for each in pictures_of(case) if each.copy is not None and not each.original.destroyed_at)
    return [[str(copy.document_id), copy.stage] for copy in copies if copy.stage]


def obstacle(case: Case, row: Publication | None) -> Refused | None:
    """Return why a case cannot be approved for publication now, None when it can (at most eight queries)."""
    refused = _of_the_case(case)
    if refused is not None:
        return refused
    state = public_state(case)
    if state is None:
        return Refused("not_redacted", "Siapkan dulu naskah terbitannya.")
    if state.stale:
        return Refused("stale", "Aduan berubah sesudah naskah disiapkan. Periksa naskahnya lagi, lalu simpan.")
    if not any(state.rows[part].text for part in ("title", "story") if part in state.rows):
        return Refused("nothing_to_read", "Judul dan cerita masih kosong dalam naskah terbitan.")
    if row is not None and (row.taken_off_at is None or row.next_version):
        stands = (row.next_version, row.next_pictures) if row.next_version else (row.version, row.pictures)
        if stands == (state.version, chosen_pictures(case)):
            return Refused("decided_already", "Naskah dan foto ini sudah disetujui. Belum ada yang berubah.")
    return _telling(case, state.rows)


def _of_the_case(case: Case) -> Refused | None:
    village = case.village
    checks = (
        (case.restricted, "restricted", "Aduan terbatas tidak diterbitkan; ia hanya masuk angka jumlah tahunan."),
        (case.erased_at is not None, "erased", "Isi aduan ini sudah dihapus."),
        (case.processing_limited, "limited", "Pengolahan data aduan ini dibatasi atas permintaan pelapor."),
        (case.status == Status.MERGED, "merged", "Aduan ini digabung. Terbitkan aduan tujuannya."),
        (case.publish_consent == Consent.NO, "no_consent", "Pelapor tidak mengizinkan aduan ini diterbitkan."),
        (
            case.publish_consent != Consent.YES,
            "not_asked",
            "Pelapor belum ditanya. Tanyakan dulu, lalu catat jawabannya.",
        ),
        (case.category_id is None, "not_verified", "Verifikasi dulu aduan ini, supaya kategorinya jelas."),
        (
            village.publish_from is not None
            and (case.date_unknown or local_date(village, case.received_at) < village.publish_from),
            "too_old",
            "Aduan ini diterima sebelum tanggal yang diatur desa untuk penerbitan.",
        ),
    )
    return next((Refused(code, sentence) for bad, code, sentence in checks if bad), None)


def _telling(case: Case, rows: dict[str, PublicVersion] | Any) -> Refused | None:
    """A text that names hamlet or day would say what the guard may have to hide."""
    hamlets = list(Hamlet.objects.filter(village=case.village_id).values_list("name", flat=True))
    for part, version in rows.items():
        if part == "place":
            continue  # never shown: the guard alone decides what is said of the place
        words = case.number if case.number in version.text else telling_words(version.text, hamlets)
        if words:
            return Refused(
                "tells_too_much",
                f"Naskah terbitan masih menyebut “{words}”. Ganti dengan kata yang lebih umum: tempat dan waktu "
                "ditampilkan terpisah, seumum yang diperlukan supaya pelapor tidak dikenali.",
            )
    return None


def unpublish(*, case: Case, by: Officer, at: datetime, reason: str, token: str | None = None) -> Case:
    """Take a case off, or call off what waits, with a reason the reporter reads.

    Raises:
        Refused: no right, no reason, or nothing stands or waits.
        AlreadyDone: this form was submitted before.
    """
    with step(case, by=by, at=at, token=token) as now:
        access.check_right(by.viewer(), Right.REDACT)
        now.check(Move.UNPUBLISH, given(reason=reason))
        off = take_off(now.case, TakenOff.OFFICER, at)
        if not off:
            raise Refused("not_published", "Aduan ini tidak terbit dan tidak menunggu terbit.")
        now.record(Move.UNPUBLISH, text=reason.strip(), to_reporter=True, facts=off)
    return case


class _Barred(Exception):
    """These were placed among the others, but their cases do not allow it: all must be placed anew, without them."""

    def __init__(self, rows: Collection[UUID]) -> None:
        super().__init__(rows)
        self.rows = rows


def publish_due(*, village: Village, at: datetime) -> int:
    """Publish what was approved and whose days are over, as generally as the guard asks; return how many.

    All that is due goes through the guard at once: cases that come together keep each other company. What finds none
    waits, and is asked again the next time. So does a case on which somebody is working at this very moment.
    """
    barred: set[UUID] = set()
    while True:  # each turn but the last bars one more
        try:
            with transaction.atomic():
                return _publish_all(village, at, barred)
        except _Barred as found:
            barred |= set(found.rows)


def _publish_all(village: Village, at: datetime, barred: Collection[UUID]) -> int:
    today = local_date(village, at)
    found = Publication.objects.filter(guarding.MAY_STAND, village=village, due_on__lte=today, next_version__gte=1)
    ready = found.exclude(pk__in=barred).order_by("due_on", "id")
    # First the cases, then the village's publications (`guarding.hold`): an action on a case takes them in this order.
    # Never waiting, for an action may hold one case and ask for another.
    cases = Case.objects.select_for_update(skip_locked=True).filter(
        village=village, pk__in=list(ready.values_list("case_id", flat=True)[:BATCH])
    )
    held = list(cases.order_by().values_list("pk", flat=True))
    guarding.hold(village.pk)
    guarding.coarsen(village, at=at)  # the village may ask for more company than it did
    due = list(ready.select_for_update(of=("self",)).filter(case__in=held).select_related("case__category"))
    if not due:
        return 0
    since = today - timedelta(days=PATIENCE)
    patient = {row.pk for row in due if row.due_on and row.due_on > since and not row.is_public}
    placed = guarding.decide_patiently(village, due, patient)
    keeper = Timekeeper.of(village)
    wanted = [row for row in due if placed[row.pk] is not None]
    refused = [row.pk for row in wanted if not _publish(row, placed[row.pk], at, keeper)]
    if refused:
        raise _Barred(refused)
    others = Publication.objects.filter(guarding.PUBLISHED, guarding.MAY_STAND, village=village)
    rest = others.exclude(pk__in=[row.pk for row in wanted])  # also one that stands, and whose new version must wait
    guarding.write([row for row in rest if row.pk in placed], placed, at=at)
    return len(wanted)


def _publish(row: Publication, shown: Shown | None, at: datetime, keeper: Timekeeper) -> bool:
    try:
        with step(row.case_id, at=at, keeper=keeper) as now:
            now.check(Move.PUBLISH)
            first = row.published_at is None
            row.version, row.pictures = row.next_version, row.next_pictures
            row.next_version, row.next_pictures, row.due_on = 0, [], None
            row.taken_off_at, row.taken_off_why = None, ""
            guarding.show(row, shown)
            texts = _texts(row)
            row.words = " ".join(" ".join(texts.values()).lower().split())
            row.published_at, row.changed_at = row.published_at or at, at
            row.page_key = row.page_key or f"{now.on:%Y%m%d}{row.public_id}"
            row.save()
            now.record(
                Move.PUBLISH,
                to_reporter=True,
                data={"version": row.version, "first": first},
                facts={
                    "public_id": row.public_id,
                    "version": row.version,
                    "shown": [row.shown_group, row.shown_category, str(row.shown_hamlet_id or ""), row.shown_period],
                    "published_sha256": {part: digest(text) for part, text in texts.items()},
                    "pictures": row.pictures,
                },
            )
    except Refused:
        logger.warning("publication %s is due but its case does not allow it", row.pk)
        return False
    return True


def _texts(row: Publication) -> dict[str, str]:
    """What is searched and shown: all parts but the place."""
    found = PublicVersion.objects.filter(village=row.village_id, case=row.case_id, version=row.version)
    return dict(found.exclude(text="").exclude(part="place").order_by("part").values_list("part", "text"))


def villages_to_look_at() -> Sequence[Village]:
    """Return the villages that publish anything at all."""
    return list(Village.objects.filter(pk__in=Publication.objects.order_by().values("village").distinct()))
