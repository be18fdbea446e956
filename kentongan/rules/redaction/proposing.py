"""All proposals for one text, without overlaps."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from .mails import mail_spans
from .names import name_spans
from .numbers import number_spans
from .places import address_spans, birth_spans, plate_spans
from .plain import Plain
from .spans import Span, SpanKind


def propose(
    text: str, *, known_names: Collection[str] = (), is_word: Callable[[str], bool] | None = None
) -> tuple[Span, ...]:
    """The passages to hide, in order and without overlaps.

    Args:
        text: as it was written; offsets of the spans are into this text.
        known_names: names to be found wherever they stand: the village's officers, the reporter's own.
        is_word: whether a word in small letters is one of the language; with it, fewer words are taken for names.
    """
    plain = Plain(text)
    if not plain.text.strip():
        return ()
    mails = list(mail_spans(plain))
    births = list(birth_spans(plain))
    numbers = list(number_spans(plain))
    fixed = _without_overlaps([*_long_numbers(numbers), *mails, *births, *numbers, *plate_spans(plain)])
    phones = [plain.back(span.start, span.end) for span in fixed if span.kind is SpanKind.PHONE]
    rest = [*address_spans(plain), *name_spans(plain, phones, known_names, is_word)]
    return tuple(sorted(_without_overlaps([*fixed, *rest])))


def _long_numbers(numbers: Iterable[Span]) -> Iterator[Span]:
    return (span for span in numbers if span.kind in (SpanKind.NIK, SpanKind.KK))


def _without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Earlier ones come first; of a later one that overlaps, what is left of it stays."""
    kept: list[Span] = []
    for span in spans:
        kept.extend(_left_of(span, [other for other in kept if other.overlaps(span)]))
    return kept


def _left_of(span: Span, others: list[Span]) -> Iterator[Span]:
    start = span.start
    for other in sorted(others):
        if other.start - start >= 3:
            yield Span(start, other.start, span.kind, span.reason)
        start = max(start, other.end)
    if not others or span.end - start >= 3:
        yield Span(start, span.end, span.kind, span.reason)
