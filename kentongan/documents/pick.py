"""The files of one form: cleaned one by one, with a sentence for each that cannot be taken in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from kentongan.documents import scan
from kentongan.documents.clean import Cleaned, clean
from kentongan.documents.limits import MAX_FILES, MAX_TOTAL_BYTES, MAX_VIDEO_BYTES
from kentongan.documents.names import shown_name
from kentongan.documents.refusal import UploadRefused
from kentongan.documents.upload import refused_uploads


class Kept(Protocol):
    """What the form holds already (`staging.StagedFile`)."""

    @property
    def size(self) -> int:
        """Bytes."""

    @property
    def sha256(self) -> str:
        """Of the cleaned bytes, hex."""

    @property
    def has_original(self) -> bool:
        """Whether what was sent is kept beside it."""


@dataclass(frozen=True)
class PickedFile:
    """A cleaned file with the name its sender knows it by: for showing back to him, never stored in clear."""

    name: str
    cleaned: Cleaned

    @cached_property
    def sha256(self) -> str:
        """Of the cleaned bytes, hex."""
        return hashlib.sha256(self.cleaned.data).hexdigest()


@dataclass(frozen=True)
class Picked:
    """What a form brought: files fit to be stored, and a sentence for each that is not."""

    files: tuple[PickedFile, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def cleaned(self) -> list[Cleaned]:
        """The files as `store.take_in` takes them."""
        return [file.cleaned for file in self.files]


@dataclass
class _Basket:
    """Collects files within the limits, what the form already holds included."""

    count: int
    size: int
    hashes: dict[str, bool]  # of each file, and whether its original is there
    with_originals: bool
    files: list[PickedFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, upload: UploadedFile[bytes]) -> None:
        name = shown_name(upload.name or "")
        try:
            if self.count >= MAX_FILES:
                raise UploadRefused("too_many")
            picked = PickedFile(name, self._cleaned(upload.read(MAX_VIDEO_BYTES + 1)))
            if picked.sha256 in self.hashes:
                self._add_original(picked)
                return  # the same file chosen once more
            if self.size + len(picked.cleaned.data) > MAX_TOTAL_BYTES:
                raise UploadRefused("total_too_big")
        except UploadRefused as refused:
            self.problems.append(problem(name, refused))
            return
        self.count += 1
        self.size += len(picked.cleaned.data)
        self.hashes[picked.sha256] = self.with_originals
        self.files.append(picked)

    def _cleaned(self, data: bytes) -> Cleaned:
        if len(data) <= MAX_VIDEO_BYTES:
            verdict = scan.look(data)  # of what was sent: cleaning may take the harm away
            return replace(clean(data), scan=verdict, original=data if self.with_originals else b"")
        return clean(data)

    def _add_original(self, picked: PickedFile) -> None:
        """Take a file again that is there without its original: its sender has changed his mind."""
        if self.with_originals and not self.hashes[picked.sha256]:
            self.hashes[picked.sha256] = True
            self.files.append(picked)


def problem(name: str, refused: UploadRefused) -> str:
    """Return the sentence about one file, with its name in front."""
    return f"{name}: {refused.sentence}"


def pick(
    uploads: Iterable[UploadedFile[bytes]], *, already: Sequence[Kept] = (), with_originals: bool = False
) -> Picked:
    """Clean `uploads`; `already` is what the form holds from before and counts towards the limits.

    `with_originals`: the sender wants them kept; each file then carries what was sent.
    """
    known = {kept.sha256: kept.has_original for kept in already}
    basket = _Basket(len(already), sum(kept.size for kept in already), known, with_originals)
    for upload in uploads:
        basket.add(upload)
    return Picked(tuple(basket.files), tuple(basket.problems))


def pick_from(
    request: HttpRequest, field_name: str, *, already: Sequence[Kept] = (), with_originals: bool = False
) -> Picked:
    """Return the files of `field_name` in this request, with a sentence also for those dropped while reading it."""
    # Reading FILES reads the request.
    picked = pick(request.FILES.getlist(field_name), already=already, with_originals=with_originals)
    dropped = [problem(name, refused) for name, refused in refused_uploads(request)]
    return Picked(picked.files, (*dropped, *picked.problems))
