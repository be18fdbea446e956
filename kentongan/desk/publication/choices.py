"""What an officer chose for each text: read from the form, or begun from the proposals and the last version."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.http import QueryDict

from kentongan.cases import codes
from kentongan.cases.actions.publication import Prepared
from kentongan.cases.language import stemmer
from kentongan.cases.models import Case, PublicVersion
from kentongan.cases.publication import PublicPart, publishable_texts
from kentongan.cases.queries.publication import PublicState
from kentongan.people.models import Officer
from kentongan.rules.redaction import Span, check_published, phrase_spans, propose, redact
from kentongan.rules.types import Refused

MOST_PHRASES: Final = 40
_SPLIT = re.compile(r"[\n;]+")


@dataclass(frozen=True)
class Proposal:
    """One proposed passage, as a checkbox."""

    span: Span
    words: str = field(repr=False)
    hide: bool

    @property
    def value(self) -> str:
        """What the checkbox sends."""
        return f"{self.span.start}-{self.span.end}-{self.span.kind}"


@dataclass(frozen=True)
class Piece:
    """A stretch of the original as it is shown: `kind` is empty where nothing is proposed."""

    words: str = field(repr=False)
    kind: str
    hide: bool


@dataclass
class PartChoice:
    """One text of the case with the decisions about it. `name` begins the names of its fields."""

    name: str
    source: PublicPart
    mark: str
    proposals: tuple[Proposal, ...] = field(repr=False)
    also: str = field(repr=False)
    text: str = field(repr=False)
    applied: str
    changed: bool = False
    problem: str = ""

    @property
    def phrases(self) -> list[str]:
        """The further words to hide, one a line or between semicolons."""
        return [phrase.strip() for phrase in _SPLIT.split(self.also) if phrase.strip()]

    def hidden(self) -> tuple[Span, ...]:
        """The passages to hide: those ticked, and every place of the further words."""
        further = [span for phrase in self.phrases for span in phrase_spans(self.source.text, phrase)]
        return tuple(sorted([*(each.span for each in self.proposals if each.hide), *further]))

    def prepared(self) -> Prepared:
        """The decision as the action takes it."""
        shown = tuple(each.span for each in self.proposals if not each.hide)
        return Prepared(original=self.source.text, hidden=self.hidden(), shown=shown, text=self.text)

    def check_phrases(self) -> None:
        """Set `problem` when a further word does not stand in this text (a typing mistake hides nothing)."""
        if len(self.phrases) > MOST_PHRASES:
            self.problem = f"Paling banyak {MOST_PHRASES} kata tambahan untuk satu bagian."
            return
        lost = [phrase for phrase in self.phrases if not any(phrase_spans(self.source.text, phrase))]
        if lost:
            self.problem = (
                f"Tidak ditemukan di bagian ini: “{lost[0]}”. Tulis persis seperti di naskah asli, satu baris satu."
            )

    def apply(self) -> None:
        """Write the text to publish anew if the choices changed; what was typed by hand stays while they do not."""
        choice = self._choice()
        if self.applied != choice:
            self.text, self.applied = redact(self.source.text, self.hidden()).text, choice

    def _choice(self) -> str:
        spans = ",".join(f"{span.start}-{span.end}" for span in self.hidden())
        return f"{self.mark[:16]}:{spans}"

    def pieces(self) -> Iterator[Piece]:
        """The original, cut where something is proposed."""
        done = 0
        for each in self.proposals:
            yield Piece(self.source.text[done : each.span.start], "", hide=False)
            yield Piece(each.words, each.span.kind.label, hide=each.hide)
            done = each.span.end
        yield Piece(self.source.text[done:], "", hide=False)


def begin(case: Case, state: PublicState | None) -> list[PartChoice]:
    """Return the choices with everything proposed ticked; an earlier version that still holds is taken up again."""
    return [
        _begun(case, index, source, state.rows.get(source.part) if state else None, state)
        for index, source in enumerate(publishable_texts(case))
    ]


def _begun(
    case: Case, index: int, source: PublicPart, row: PublicVersion | None, state: PublicState | None
) -> PartChoice:
    kept = row is not None and state is not None and source.part not in state.changed
    earlier = row.text if row is not None and kept and row.text else None
    proposals = tuple(
        Proposal(
            span, source.text[span.start : span.end], hide=earlier is None or _is_hidden(source.text, span, earlier)
        )
        for span in _proposed(case, source.text)
    )
    choice = _choice_of(case, index, source, proposals)
    if row is not None and kept:
        choice.text, choice.applied = row.text, choice._choice()
    elif state is not None:
        choice.changed = True
    return choice


def _is_hidden(original: str, span: Span, published: str) -> bool:
    try:
        check_published(original, [span], [published])
    except Refused:
        return False
    return True


def read(case: Case, posted: QueryDict) -> list[PartChoice]:
    """Return the choices that were sent; a text that changed meanwhile begins anew, with what was written kept."""
    choices = []
    for index, source in enumerate(publishable_texts(case)):
        name = f"p{index}"
        ticked = set(posted.getlist(f"{name}_hide"))
        same = posted.get(f"{name}_mark", "") == codes.mark_of_text(case.village, source.text)
        proposals = tuple(
            Proposal(span, source.text[span.start : span.end], hide=not same or _value(span) in ticked)
            for span in _proposed(case, source.text)
        )
        choice = _choice_of(case, index, source, proposals)
        choice.also = posted.get(f"{name}_also", "").replace("\r\n", "\n")
        choice.text = posted.get(f"{name}_text", "").replace("\r\n", "\n")
        choice.applied = posted.get(f"{name}_applied", "")
        choice.changed = not same
        choices.append(choice)
    return choices


def _value(span: Span) -> str:
    return f"{span.start}-{span.end}-{span.kind}"


def _choice_of(case: Case, index: int, source: PublicPart, proposals: Sequence[Proposal]) -> PartChoice:
    return PartChoice(
        name=f"p{index}",
        source=source,
        mark=codes.mark_of_text(case.village, source.text),
        proposals=tuple(proposals),
        also="",
        text="",
        applied="",
    )


def _proposed(case: Case, text: str) -> tuple[Span, ...]:
    return propose(text, known_names=_officers(case), is_word=stemmer().knows)


def _officers(case: Case) -> Collection[str]:
    return tuple(Officer.objects.filter(village=case.village_id).values_list("name", flat=True))
