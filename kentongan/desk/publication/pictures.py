"""The page on which an officer paints over parts of a picture: by numbers, two clicks, or (with a script) dragging."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kentongan.cases.actions.base import AlreadyDone
from kentongan.cases.actions.publication import keep_public_picture
from kentongan.cases.models import Case
from kentongan.desk.access import case_or_404, for_officers, officer_of
from kentongan.documents import store
from kentongan.documents.covering import MOST_REGIONS, SMALLEST, Region, cover
from kentongan.documents.kinds import DocumentKind
from kentongan.documents.models import Document
from kentongan.documents.refusal import UploadRefused
from kentongan.forms import token as form_token
from kentongan.rules.access import Right
from kentongan.rules.publication import PictureStage
from kentongan.rules.types import Refused

SHOWN_WIDTH = 280  # pixels: fits the narrowest phone, and a click is counted in it
NUMBERS = (("x", "Dari kiri"), ("y", "Dari atas"), ("lebar", "Lebar"), ("tinggi", "Tinggi"))


@dataclass(frozen=True)
class Box:
    """A region as the page shows and sends it."""

    number: int
    region: Region

    @property
    def value(self) -> str:
        """What its hidden field sends."""
        sides = (self.region.x, self.region.y, self.region.width, self.region.height)
        return ",".join(f"{side:.1f}" for side in sides)


class Wrong(Exception):
    """What was sent makes no region; the text is the sentence for the officer."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers(Right.REDACT)
def cover_picture(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponseBase:
    """Add regions, take some back, look at the result (`langkah=lihat`), keep it (`simpan`)."""
    case = case_or_404(request, case_id)
    if case.restricted:
        raise Http404  # what is restricted is never published
    picture = store.get(document_id, village=case.village, subject=case.id)
    if picture is None or picture.kind != DocumentKind.PICTURE:
        raise Http404
    if request.method != "POST":
        return _page(request, case, picture, [])
    regions = _sent(request)
    corner = ""
    try:
        if "titik.x" in request.POST:
            corner, regions = _clicked(request, picture, regions)
        match request.POST.get("langkah"):
            case "tambah":
                regions = [*regions, _typed(request)]
            case "lihat":
                return _look(picture, _some(request, regions))
            case "simpan":
                return _keep(request, case, picture, _some(request, regions))
        if len(regions) > MOST_REGIONS:
            raise Wrong(f"Paling banyak {MOST_REGIONS} kotak untuk satu foto.")
    except Wrong as wrong:
        return _page(request, case, picture, regions[:MOST_REGIONS], problem=str(wrong), status=422)
    except (Refused, UploadRefused) as refused:
        return _page(request, case, picture, regions, problem=refused.sentence, status=422)
    except store.DocumentMissing as missing:
        return _page(request, case, picture, regions, problem=missing.sentence, status=422)
    return _page(request, case, picture, regions, corner=corner)


def _sent(request: HttpRequest) -> list[Region]:
    """The regions so far, less those to be taken back; what is no region was not sent by our page and is left out."""
    gone = set(request.POST.getlist("buang"))
    regions = []
    for value in request.POST.getlist("wilayah")[: MOST_REGIONS + 1]:
        try:
            x, y, width, height = (float(side) for side in value.split(","))
            region = Region(x, y, width, height)
        except ValueError:
            continue
        if value not in gone:
            regions.append(region)
    return regions


def _typed(request: HttpRequest) -> Region:
    sides = []
    for name, label in NUMBERS:
        typed = request.POST.get(name, "").strip().replace(",", ".").removesuffix("%").strip()
        try:
            sides.append(float(typed))
        except ValueError:
            raise Wrong(f"{label}: tulis angka antara 0 dan 100 (persen).") from None
    x, y, width, height = sides
    if not (0 <= x < 100 and 0 <= y < 100 and 0 < width <= 100 and 0 < height <= 100):
        raise Wrong("Angka kotak harus antara 0 dan 100 persen, dan lebar serta tingginya lebih dari 0.")
    return _region(x, y, min(width, 100 - x), min(height, 100 - y))


def _region(x: float, y: float, width: float, height: float) -> Region:
    try:
        return Region(x, y, width, height)
    except ValueError:
        raise Wrong(f"Kotak itu terlalu kecil: paling sedikit {SMALLEST} persen. Buat lebih besar.") from None


def _clicked(request: HttpRequest, picture: Document, regions: list[Region]) -> tuple[str, list[Region]]:
    """Two clicks are two corners: the first one is remembered in the form."""
    height = shown_height(picture)
    try:
        x = min(100.0, max(0.0, float(request.POST["titik.x"]) / SHOWN_WIDTH * 100))
        y = min(100.0, max(0.0, float(request.POST.get("titik.y", "")) / height * 100))
        first = [float(side) for side in request.POST.get("sudut", "").split(",") if side]
    except ValueError:
        raise Wrong("Klik itu tidak terbaca. Klik sekali lagi di foto, atau isi angkanya.") from None
    if len(first) != 2 or not all(0 <= side <= 100 for side in first):
        return f"{x:.1f},{y:.1f}", regions
    left, upper = min(x, first[0]), min(y, first[1])
    return "", [*regions, _region(left, upper, abs(x - first[0]), abs(y - first[1]))]


def shown_height(picture: Document) -> int:
    """Return how high (pixels) the picture is drawn at SHOWN_WIDTH."""
    return max(1, round(SHOWN_WIDTH * picture.height / max(1, picture.width)))


def _some(request: HttpRequest, regions: list[Region]) -> list[Region]:
    if not regions and "tanpa" not in request.POST:
        raise Wrong(
            "Belum ada kotak. Tandai dulu wajah, pelat, atau tulisan; atau centang bahwa tidak ada yang perlu ditutup."
        )
    if len(regions) > MOST_REGIONS:
        raise Wrong(f"Paling banyak {MOST_REGIONS} kotak untuk satu foto.")
    return regions


def _stage(request: HttpRequest) -> PictureStage | None:
    sent = request.POST.get("tahap", "")
    return PictureStage(sent) if sent in set(PictureStage) else None


def _look(picture: Document, regions: list[Region]) -> HttpResponse:
    made = cover(store.read(picture), regions)
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(made.data, content_type=made.media_type, headers=headers)


def _keep(request: HttpRequest, case: Case, picture: Document, regions: list[Region]) -> HttpResponse:
    now, officer = timezone.now(), officer_of(request)
    token = form_token.read(case.village, request.POST.get(form_token.FIELD, ""), now)
    made = cover(store.read(picture), regions)
    (copy,) = store.take_in(village=case.village, uploads=[made], by=officer.id, at=now)
    try:
        keep_public_picture(
            case=case,
            by=officer,
            at=now,
            original=picture,
            copy=copy,
            regions=len(regions),
            stage=_stage(request),
            token=token.value or None,
        )
    except AlreadyDone:  # the second file lies unattached and is tidied away
        messages.info(request, "Sudah tersimpan. Klik kedua tidak menyimpan dua kali.")
    else:
        messages.success(
            request, "Foto terbitan tersimpan. Foto asli tetap seperti semula; belum ada yang diterbitkan."
        )
    return HttpResponseRedirect(f"{reverse('desk:publication', args=[case.id])}#foto")


def _page(
    request: HttpRequest,
    case: Case,
    picture: Document,
    regions: list[Region],
    *,
    corner: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    typed = request.POST if problem else {}
    context = {
        "case": case,
        "picture": picture,
        "boxes": [Box(number, region) for number, region in enumerate(regions, 1)],
        "corner": corner,
        "corner_at": corner.split(",") if corner else None,
        "numbers": [(name, label, typed.get(name, "")) for name, label in NUMBERS],
        "width": SHOWN_WIDTH,
        "height": shown_height(picture),
        "problem": problem,
        "stages": [*PictureStage.choices(), ("", "Tidak diterbitkan")],
        "stage": request.POST.get("tahap", ""),
        "token": form_token.sign(case.village, form_token.value_of_new(), timezone.now()),
    }
    return render(request, "desk/publication/picture.html", context, status=status)
