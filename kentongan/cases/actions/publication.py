"""Preparing what may be read in public: texts and pictures. Publishing itself is another step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Max

from kentongan.cases import codes
from kentongan.cases.actions.base import digest, given, step
from kentongan.cases.language import stemmer
from kentongan.cases.models import Case, PublicPicture, PublicVersion
from kentongan.cases.publication import PublicPart, publishable_texts
from kentongan.documents.kinds import DocumentKind
from kentongan.documents.models import Document
from kentongan.people.models import Officer
from kentongan.rules import access
from kentongan.rules.access import Right
from kentongan.rules.publication import PictureStage
from kentongan.rules.redaction import Span, SpanKind, check_no_number, check_published, propose
from kentongan.rules.types import Move, Refused

MAX_LETTERS: Final = 20_000  # of one published text


@dataclass(frozen=True)
class Prepared:
    """What an officer decided about one part: what is hidden of the original, what is shown, the text to publish."""

    original: str = field(repr=False)
    hidden: tuple[Span, ...] = field(repr=False)
    shown: tuple[Span, ...] = field(repr=False)
    text: str = field(repr=False)


def prepare_publication(
    *, case: Case, by: Officer, at: datetime, parts: Mapping[str, Prepared], token: str | None = None
) -> int:
    """Keep a version of all texts of a case for publication, and return its number. The originals are not touched.

    Args:
        parts: by the name of each part of `publishable_texts`; an empty text means that the part stays unpublished.
        token: the form's token: a double click keeps one version.

    Raises:
        Refused: no right; a text changed meanwhile (`original_changed`); nothing is to be published; a text is too
            long; something hidden survives (`hidden_survives`, `number_survives`).
        AlreadyDone: this form was submitted before.
    """
    with step(case, by=by, at=at, token=token) as now:
        access.check_right(by.viewer(), Right.REDACT)
        _check_publishable(now.case)
        texts = [prepared.text.strip() for prepared in parts.values()]
        now.check(Move.REDACT, given(text="".join(texts)))
        sources = publishable_texts(now.case)
        _check_sources(sources, parts)
        for name, refused in problems_of(parts).items():
            raise Refused(refused.code, f"{_label(sources, name)}: {refused.sentence}")
        last = PublicVersion.objects.filter(village=now.village, case=now.case).aggregate(last=Max("version"))["last"]
        version = (last or 0) + 1
        rows = [
            PublicVersion(
                village=now.village,
                case=now.case,
                version=version,
                part=source.part,
                text=parts[source.part].text.strip(),
                hidden=counts(parts[source.part].hidden),
                source_mark=codes.mark_of_text(now.village, source.text),
                made_by=by,
                made_at=at,
            )
            for source in sources
        ]
        PublicVersion.objects.bulk_create(rows)
        total = counts([span for prepared in parts.values() for span in prepared.hidden])
        now.record(
            Move.REDACT,
            data={"version": version, "hidden": total},
            facts={
                "version": version,
                "hidden": total,
                "published_sha256": {row.part: digest(row.text) for row in rows if row.text},
            },
        )
    return version


def problems_of(parts: Mapping[str, Prepared]) -> dict[str, Refused]:
    """Return what must not be published, by the part in whose text it stands; empty when all is proven clean."""
    found: dict[str, Refused] = {}
    for name, prepared in parts.items():
        try:
            _check_text(prepared, parts.values())
        except Refused as refused:
            found[name] = refused
    return found


def _check_text(prepared: Prepared, parts: Iterable[Prepared]) -> None:
    if len(prepared.text) > MAX_LETTERS:
        raise Refused("text_too_long", f"Naskah terbitan paling panjang {MAX_LETTERS} huruf.")
    for source in parts:
        check_published(source.original, source.hidden, [prepared.text])
    allowed = [prepared.original[span.start : span.end] for span in prepared.shown]
    check_no_number(prepared.text, propose(prepared.text, is_word=stemmer().knows), allowed)


def counts(spans: Sequence[Span]) -> dict[str, int]:
    """Return how often each kind is hidden: all that is kept of what was hidden."""
    return {
        str(kind): sum(span.kind is kind for span in spans) for kind in SpanKind if any(s.kind is kind for s in spans)
    }


def _check_sources(sources: Sequence[PublicPart], parts: Mapping[str, Prepared]) -> None:
    same = {source.part: source.text for source in sources} == {name: each.original for name, each in parts.items()}
    if not same:
        raise Refused(
            "original_changed",
            "Aduan ini berubah sementara Anda bekerja. Naskah Anda masih ada: periksa lagi, lalu simpan.",
        )


def _label(sources: Sequence[PublicPart], name: str) -> str:
    return next(source.label for source in sources if source.part == name)


def keep_public_picture(
    *,
    case: Case,
    by: Officer,
    at: datetime,
    original: Document,
    copy: Document,
    regions: int,
    stage: PictureStage | None = None,
    token: str | None = None,
) -> PublicPicture:
    """Keep a copy of a picture in which regions are painted over; the original stays.

    The copy was made by `documents.covering` and stored before. `stage`: whether it shows how it was or what was done;
    without it the picture is not shown in public.

    Raises:
        Refused: no right, or the original is no picture of this case (`no_such_picture`).
        AlreadyDone: this form was submitted before.
    """
    with step(case, by=by, at=at, token=token) as now:
        access.check_right(by.viewer(), Right.REDACT)
        _check_publishable(now.case)
        now.check(Move.REDACT, given(text=copy.sha256))
        if original.subject != now.case.id or original.kind != DocumentKind.PICTURE:
            raise Refused("no_such_picture", "Foto ini tidak ada di aduan ini.")
        now.record(
            Move.REDACT,
            data={"picture": str(original.id), "regions": regions},
            documents=[copy],
            facts={"picture": str(original.id), "regions": regions, "stage": str(stage or "")},
        )
        row = PublicPicture(
            village=now.village,
            case=now.case,
            original=original,
            document=copy,
            regions=regions,
            stage=stage or "",
            made_by=by,
            made_at=at,
        )
        row.save(force_insert=True)
    return row


def _check_publishable(case: Case) -> None:
    if case.restricted:
        raise Refused("restricted", "Aduan terbatas tidak diterbitkan; ia hanya masuk angka jumlah tahunan.")
