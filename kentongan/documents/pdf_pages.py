"""Write a PDF anew: what its pages show stays, everything else goes. Runs alone, in a process of its own (`pdf`).

What may stay is listed, not what must go: of the catalogue only the pages and which layers are shown; of a page its
size, its contents and what they draw. Comments, stamps and filled forms are drawn onto the page first. So scripts,
actions, links, forms, embedded files, sound, films, earlier versions, names, dates and identifiers have no place to be.
"""

from __future__ import annotations

import io
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from kentongan.documents import bare
from kentongan.documents.limits import MAX_FILE_BYTES, MAX_PDF_MEMORY, MAX_PDF_OBJECTS, MAX_PDF_SECONDS
from kentongan.documents.refusal import UploadRefused

_OF_CATALOGUE = frozenset({"/Type", "/Pages", "/OCProperties"})
_OF_PAGE = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/Resources"}
    | {"/Contents", "/Group", "/UserUnit", "/Kids", "/Count"}
)
# Keys that are of no use for drawing, wherever they have their meaning. (What does something when it is clicked or
# opened needs no mention: the things that carry it cannot be reached any more.)
_NOWHERE = frozenset(
    {"/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/OpenAction", "/JavaScript", "/XFA", "/EF", "/AF"}
    | {"/EmbeddedFiles", "/RichMedia", "/OPI", "/Ref", "/Measure", "/PtData", "/StructParent", "/StructParents"}
    | {"/Alternates", "/CreatorInfo"}
)
# Dictionaries whose keys are names that the page gives (a font called /Thumb), not words of the standard.
_NAMES_OF_A_PAGE = frozenset({"/XObject", "/Font", "/ColorSpace", "/ExtGState", "/Pattern", "/Shading", "/Properties"})
_NAMED = _NAMES_OF_A_PAGE | {"/CharProcs", "/Colorants"}
# A stream may name a file outside as its content: never followed, never kept.
_OUTSIDE = ("/F", "/FFilter", "/FDecodeParms")


def main() -> None:
    """Read a PDF from stdin and write it anew to stdout, or a code of `refusal.SENTENCES` to stderr (exit status 1)."""
    _fence()
    try:
        sys.stdout.buffer.write(rewritten(sys.stdin.buffer.read(MAX_FILE_BYTES + 1)))
        sys.stdout.buffer.flush()
    except UploadRefused as refused:
        sys.exit(refused.code)
    except pikepdf.PasswordError:
        sys.exit("pdf_locked")
    except MemoryError:
        sys.exit("pdf_too_complex")
    except Exception:  # whatever a parser says to hostile or damaged bytes, to people it is a broken PDF
        sys.exit("pdf_broken")


def _fence() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MAX_PDF_MEMORY, MAX_PDF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_PDF_SECONDS, MAX_PDF_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


def rewritten(data: bytes) -> bytes:
    """Return the PDF anew. Raises UploadRefused, pikepdf's errors and whatever a damaged file brings about."""
    with Pdf.open(io.BytesIO(data), allow_overwriting_input=False, suppress_warnings=True) as pdf:
        if len(pdf.objects) > MAX_PDF_OBJECTS:
            raise UploadRefused("pdf_too_complex")
        if not len(pdf.pages):
            raise UploadRefused("pdf_broken")
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
        _keep_pages_only(pdf)
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            fix_metadata_version=False,
            deterministic_id=True,
            encryption=False,
        )
        return out.getvalue()


def _keep_pages_only(pdf: Pdf) -> None:
    for key in list(pdf.trailer.keys()):
        if key not in ("/Root", "/Size"):
            del pdf.trailer[key]
    _keep(pdf.Root, _OF_CATALOGUE)
    for page in pdf.pages:
        _keep(page.obj, _OF_PAGE)
    for thing, under in _all_of(pdf):
        if under in _NAMED and not isinstance(thing, Stream):
            continue
        if isinstance(thing, Stream):
            _clean_stream(pdf, thing)
        if thing.get("/Type") in (Name.Pages, Name.Page):
            _keep(thing, _OF_PAGE)
        for key in _NOWHERE & set(thing.keys()):
            del thing[key]


def _keep(thing: Object, allowed: frozenset[str]) -> None:
    for key in list(thing.keys()):
        if key not in allowed:
            del thing[key]


def _all_of(pdf: Pdf) -> Iterator[tuple[Any, str]]:
    """Yield every dictionary and stream that can be reached, with the key it was found under.

    Each is cleaned before it is looked into.
    """
    waiting: list[tuple[Object, str]] = [(pdf.Root, "")]
    seen = set[tuple[int, int]]()
    steps = 0
    while waiting:
        thing, under = waiting.pop()
        steps += 1
        if steps > 10 * MAX_PDF_OBJECTS:
            raise UploadRefused("pdf_too_complex")
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        if isinstance(thing, Dictionary | Stream):
            yield thing, under
            named = under in _NAMED and not isinstance(thing, Stream)
            # What lies under a name of the page's own is not a dictionary of names, whatever it is called.
            waiting += [(value, "" if named else key) for key, value in thing.items() if isinstance(value, Object)]
        elif isinstance(thing, Array):
            waiting += [(value, "") for value in thing if isinstance(value, Object)]


def _clean_stream(pdf: Pdf, stream: Any) -> None:
    if "/F" in stream:
        stream.write(b"")  # its content is elsewhere
    for key in _OUTSIDE:
        if key in stream:
            del stream[key]
    filters = _names(stream.get("/Filter"))
    if not filters or filters[-1] not in ("/DCTDecode", "/DCT", "/JPXDecode"):
        return
    inner = _without_outer_filters(pdf, stream, filters)
    cleaned = bare.jpeg2000(inner) if filters[-1] == "/JPXDecode" else bare.whole_jpeg(inner)
    parameters = stream.get("/DecodeParms")
    last = parameters[len(filters) - 1] if isinstance(parameters, Array) else parameters if len(filters) == 1 else None
    stream.write(cleaned, filter=Name(filters[-1]), decode_parms=last if isinstance(last, Dictionary) else None)


def _names(filters: Any) -> list[str]:
    if filters is None:
        return []
    return [str(each) for each in filters] if isinstance(filters, Array) else [str(filters)]


def _without_outer_filters(pdf: Pdf, stream: Any, filters: list[str]) -> bytes:
    """Return the picture itself, taken out of what was wrapped around it (`[/FlateDecode /DCTDecode]`)."""
    raw: bytes = stream.read_raw_bytes()
    if len(filters) == 1:
        return raw
    wrapped = Stream(pdf, raw)
    wrapped.Filter = Array([Name(each) for each in filters[:-1]])
    parameters = stream.get("/DecodeParms")
    if isinstance(parameters, Array):
        wrapped.DecodeParms = Array(list(parameters)[:-1])
    return bytes(wrapped.read_bytes(pikepdf.StreamDecodeLevel.generalized))


if __name__ == "__main__":
    main()
