"""Names of people: by what stands before them, by what they are, and wherever one is spoken of again.

No list knows all names, so each sign is weighed: after "atas nama" or "bernama" almost anything is one; after "Pak" a
word with a capital letter or a known name; alone only a known name. Posts ("Pak Lurah") and places ("Jalan Sudirman")
are not. What is proposed wrongly costs the officer a click; the measured figures stand in the documentation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ..searching import folded
from .common_words import EVERYDAY, OFFICES, PLACE_WORDS, PLACES
from .given_names import WORDLIKE
from .name_words import JOINERS, TITLES, IsWord, Word, Words
from .plain import Plain
from .spans import Span, SpanKind

_TOLD = re.compile(
    r"atas\s*nama|\bmengatas\s*namakan|\ba\s?[./]\s?n\b\.?|\ban\s?\.|\ban(?=\s?:)"
    r"|\bbernama|\bdinamai|\bpanggil(?:an|annya|an saya)|\bdipanggil"
    r"|\bnama(?:nya|ku)?\s+(?:saya|sy|aku|kula|kulo|inyong|lengkap|asli|beliau|pelaku|pelapor|terlapor|pemilik|pemohon|korban"
    r"|ketua|ibu|bapak|anak|suami|istri|ayah|orang ?tua|siswa|pegawai|petugas|oknum|penerima|lengkapnya|tenaga kerja"
    r"|peserta)"
    r"(?:nya)?(?:\s+(?:saya|sy|nya|kandung))?"
    r"|\bnama(?:nya)?(?=\s*[:=;.])|\bperkenalkan(?:kan)?\s{0,3},?\s{0,3}(?:saya|sy|aku|nama)"
    r"|\byang bertanda tangan\b[^\n]{0,30}"
    r"|\b(?:saya|kami)\s+yang\s+bernama|\bttd\b|\bhormat\s+(?:saya|kami)|\bsaksi(?:nya)?\s*:|\bpelapor\s*:|\bnarahubung"
)
_AFTER_TOLD = re.compile(
    r"[\s:;=,.\-–()\"'*/\[<>]{0,12}(?:(?:saya|sy|adalah|yaitu|yakni|ialah|nama|lengkap|bernama)\b[\s:;=,.\-]{0,6}){0,2}"
)
_TITLE_GAP = re.compile(r"[\s.,/:\-(]{0,4}")
_NAME_GAP = re.compile(r"[ ]{1,3}|[.,] ?|[ ]?\.[ ]?")
_ROMAN = re.compile(r"[ivx]{1,4}")
_OF_STREETS = frozenset("dr h kh raden prof haji kyai kiai".split())  # noqa: SIM905  (a list of words)
_PHONE_WORDS = frozenset(
    """hp wa no nomor nomer telp telpon telepon telfon tlp tlpn telf tlf cp
    kontak hub hubungi whatsapp call sms nohp""".split()  # noqa: SIM905  (a list of words)
)
MOST_WORDS = 6
SHORTEST_AGAIN = 4  # letters of a part that is looked for elsewhere in the text

TOLD = "Sesudah “atas nama”, “bernama”, “nama saya”, atau sejenisnya."
TITLED = "Sesudah sapaan, gelar, atau jabatan."
KNOWN = "Nama yang lazim dipakai orang."
AGAIN = "Nama yang disebut juga di tempat lain."
GIVEN = "Nama yang sudah dikenal di desa ini."
BY_NUMBER = "Di sebelah nomor telepon."


def name_spans(
    plain: Plain, phones: Collection[tuple[int, int]], known_names: Collection[str], is_word: IsWord | None
) -> Iterator[Span]:
    """The names to propose. `phones`: where numbers stand in the plain text; names stand beside them."""
    words = Words(plain, is_word)
    found: dict[tuple[int, int], str] = {}
    for finder in (_told(words), _titled(words), _beside(words, phones), _alone(words), _given(words, known_names)):
        for first, last, reason in finder:
            found.setdefault((first, last), reason)
    found.update({key: AGAIN for key in _again(words, found) if key not in found})
    for (first, last), reason in found.items():
        yield Span(*plain.at(words[first].start, words[last].end), SpanKind.NAME, reason)


def _told(words: Words) -> Iterator[tuple[int, int, str]]:
    for match in _TOLD.finditer(words.plain.lower):
        after = _AFTER_TOLD.match(words.plain.lower, match.end())
        offset = after.end() if after else match.end()
        first = _past_titles(words, words.first_from(offset), offset)
        if first is None:
            continue
        word = words[first]
        if words.known(first) or words.could_be(first) or (word.telling and word.lower in WORDLIKE):
            yield first, _last_of(words, first, told=True), TOLD


def _past_titles(words: Words, place: int, offset: int) -> int | None:
    """The place of the first word after titles and posts; None when something else stands there."""
    for _ in range(5):
        if place >= len(words) or words[place].start - offset > 6:
            return None
        word = words[place]
        if word.lower not in TITLES and word.lower not in OFFICES:
            return place if len(word.lower) > 1 or _initial(words, place) else None
        offset = word.end
        between = re.match(r"[\s.,:/\-(]*(?:\d{1,3}[\s.,:/\-]*)*", words.plain.text[offset : offset + 16])
        offset += between.end() if between else 0
        place += 1
    return None


def _initial(words: Words, place: int) -> bool:
    return words[place].capital and place + 1 < len(words) and words.gap(place).startswith((".", " "))


def _last_of(words: Words, first: int, *, told: bool) -> int:
    """The place of the last word of the name that begins at `first`."""
    last, here = first, first + 1
    begun = words[first]
    while here < len(words) and here - first < MOST_WORDS and _NAME_GAP.fullmatch(words.gap(here - 1)):
        between, word = words.gap(here - 1), words[here]
        if between.strip() and not (len(words[here - 1].text) <= 4 and "." in between):
            break
        if word.lower in JOINERS or (len(word.text) == 1 and word.capital and not _ROMAN.fullmatch(word.lower)):
            last = here if len(word.text) == 1 else last
        elif _goes_on(words, here, told=told, begun=begun):
            last = here
        else:
            break
        here += 1
    return last


def _goes_on(words: Words, here: int, *, told: bool, begun: Word) -> bool:
    word = words[here]
    if word.lower in PLACE_WORDS or word.lower in TITLES:
        return False
    if words.known(here) and (word.lower not in EVERYDAY or word.telling):
        return True
    if words.could_be(here) and ((begun.telling and word.telling) or (told and begun.capital and word.capital)):
        return begun.text.isupper() == word.text.isupper() or begun.telling
    return told and words.unknown(here)


def _titled(words: Words) -> Iterator[tuple[int, int, str]]:
    for place, word in enumerate(words.all[:-1]):
        if word.lower not in TITLES and word.lower not in OFFICES:
            continue
        if len(word.text) == 1 and not words.gap(place).startswith("."):
            continue  # "H. Ahmad", "p. Ahmad", but not "H" alone
        between = words.gap(place)
        if not _TITLE_GAP.fullmatch(between) or "\n" in between or (word.lower in OFFICES and between.strip(" .:")):
            continue
        first = _past_titles(words, place + 1, word.end)
        if first is None or "\n" in words.plain.text[word.end : words[first].start]:
            continue
        if word.lower in _OF_STREETS and words.is_place(place):
            continue
        if words.known(first) or (_fits_title(words, first) and _spoken_to(words, place, first)):
            yield first, _last_of(words, first, told=False), TITLED


def _spoken_to(words: Words, place: int, first: int) -> bool:
    """Whether a title, and not only a post or a neighbourhood ("Ketua RT 4 Bendul Merisi"), leads to the name."""
    return words[first - 1].lower in TITLES or (words[place].lower in TITLES and not _numbered(words, first))


def _numbered(words: Words, first: int) -> bool:
    return any(letter.isdigit() for letter in words.gap(first - 1))


def _fits_title(words: Words, first: int) -> bool:
    word = words[first]
    if words.everyday(word.lower) or word.lower in PLACES:
        return False
    return words.known(first) or (word.telling and words.could_be(first)) or (word.capital and words.unknown(first))


def _alone(words: Words) -> Iterator[tuple[int, int, str]]:
    place = 0
    while place < len(words):
        last = _alone_at(words, place)
        if last is None:
            place += 1
        else:
            yield place, last, KNOWN
            place = last + 1


def _alone_at(words: Words, place: int) -> int | None:
    """The last word of a name that begins here without any announcement; None when none begins."""
    word = words[place]
    if not (words.known(place) or (word.telling and words.could_be(place))) or words.is_place(place):
        return None
    if word.lower in PLACES or (words.everyday(word.lower) and not word.telling):
        return None
    last = _last_of(words, place, told=False)
    strong = [words.strong(here) for here in range(place, last + 1)]
    known = sum(words.known(here) and words[here].lower not in EVERYDAY for here in range(place, last + 1))
    if word.telling:
        return last if any(strong) or known >= 2 else None
    return last if any(strong) and known >= 2 and words.known(place) else None


def _beside(words: Words, phones: Collection[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Up to four words with capitals right before a telephone number, or a known name right after it."""
    for start, end in phones:
        place = words.first_from(start) - 1
        while place >= 0 and words[place].lower in _PHONE_WORDS and start - words[place].end <= 12:
            start = words[place].start
            place -= 1
        last = place
        while place >= 0 and last - place < 4 and _ends_name(words, place, start if place == last else None):
            place -= 1
        if place < last and not words.is_place(place + 1):
            yield place + 1, last, BY_NUMBER
        after = words.first_from(end)
        if after < len(words) and words[after].start - end <= 4 and words.known(after):
            yield after, _last_of(words, after, told=False), BY_NUMBER


def _ends_name(words: Words, place: int, before: int | None) -> bool:
    between = words.plain.text[words[place].end : before] if before is not None else words.gap(place)
    fits = len(between) <= 8 and not any(sign.isalnum() for sign in between) and (before is not None or between == " ")
    return fits and words[place].capital and (words.could_be(place) or words.known(place))


def _given(words: Words, known_names: Collection[str]) -> Iterator[tuple[int, int, str]]:
    """Parts of names that were passed in: a whole part in any case, one that is a word too only with a capital."""
    parts = {part for name in known_names for part in re.findall(r"[^\W\d_]{3,}", folded(name)) if part not in TITLES}
    for place, word in enumerate(words.all):
        if folded(word.text) not in parts or words.is_place(place):
            continue
        if word.telling or not (word.lower in WORDLIKE or words.everyday(word.lower) or words.in_language(word.lower)):
            yield place, place, GIVEN


def _again(words: Words, found: Collection[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Every further mention of a part of a found name, also in small letters when it is nothing but a name."""
    covered = {place for first, last in found for place in range(first, last + 1)}
    parts = {words[place].lower for place in covered}
    for place, word in enumerate(words.all):
        if place in covered or word.lower not in parts or len(word.lower) < SHORTEST_AGAIN or words.is_place(place):
            continue
        doubtful = word.lower in WORDLIKE or words.everyday(word.lower) or word.lower in PLACES
        if word.telling or not (doubtful or words.in_language(word.lower)):
            yield place, place
