"""The pages that belong to the identity: code from the national list, boundary, logo."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kentongan.desk.access import officer_of
from kentongan.desk.settings.areas.hamlets import PAGE as HAMLETS
from kentongan.desk.settings.areas.identity import PAGE
from kentongan.desk.settings.views import for_settings, frame, saved
from kentongan.documents import logo
from kentongan.people import set_up
from kentongan.people.models import Officer
from kentongan.rules.types import Refused
from kentongan.ui.village_map import part_of, together, village_map
from kentongan.villages import areas, boundary
from kentongan.villages.changes import Area
from kentongan.villages.hamlet_borders import read_borders
from kentongan.villages.models import Hamlet, Village
from kentongan.villages.tenant import village_of

SHOWN = 30


@for_settings
def code(request: HttpRequest) -> HttpResponse:
    """Search the national list, and take a village's code with its names, boundary and time zone."""
    village = village_of(request)
    searched = request.GET.get("cari", "").replace("\x00", "")[:80]
    found, more = areas.search(searched, limit=SHOWN)
    picked = areas.find(request.POST.get("kode", "")) if request.method == "POST" else None
    sentence = ""
    if request.method == "POST":
        try:
            return saved(request, PAGE, _take(village, picked, officer_of(request)))
        except Refused as refusal:
            sentence = refusal.sentence
    context = {
        **frame(PAGE, village),
        "searched": searched,
        "found": found,
        "more_found": more,
        "problem": sentence,
        "known": areas.find(village.code),
    }
    return render(request, "desk/settings/code.html", context, status=422 if sentence else 200)


def _take(village: Village, area: areas.Area | None, by: Officer) -> Any:
    if area is None:
        raise Refused("unknown_code", "Kode itu tidak ada dalam daftar nasional. Pilih dari hasil pencarian.")
    values: dict[str, Any] = {
        "code": area.code,
        "name": area.name,
        "district": area.district,
        "regency": area.regency,
        "province": area.province,
        "timezone": area.timezone,
    }
    known = areas.polygon(area.code)
    if known is not None or area.code != village.code:  # another village's boundary is worse than none
        values["polygon"] = known
    return set_up.change(village=village, area=Area.IDENTITY, values=values, by=by, at=timezone.now())


@for_settings
def edge(request: HttpRequest) -> HttpResponse:
    """Show the boundary; take the known one, one's own file, or none."""
    village = village_of(request)
    sentence, shown, looking = "", village.polygon, False
    if request.method == "POST":
        try:
            shown = _boundary(request, village)
            looking = "lihat" in request.POST
            if not looking:
                done = set_up.change(
                    village=village,
                    area=Area.IDENTITY,
                    values={"polygon": shown},
                    by=officer_of(request),
                    at=timezone.now(),
                )
                return saved(request, PAGE, done)
        except Refused as refusal:
            sentence, shown = refusal.sentence, village.polygon
    context = {
        **frame(PAGE, village),
        "map": village_map(shown),
        "points": boundary.count_points(shown),
        "looking": looking,
        "problem": sentence,
        "packed": areas.polygon(village.code) is not None,
        "kept_points": boundary.KEPT_POINTS,
    }
    return render(request, "desk/settings/boundary.html", context, status=422 if sentence else 200)


def _boundary(request: HttpRequest, village: Village) -> dict[str, Any] | None:
    wanted = request.POST.get("dari", "berkas")
    if wanted == "daftar":
        known = areas.polygon(village.code)
        if known is None:
            raise Refused("boundary", "Batas desa ini tidak ada dalam daftar program. Unggah berkas GeoJSON.")
        return known
    if wanted == "kosong":
        return None
    return boundary.read_geojson(_uploaded(request, "berkas", boundary.MAX_BYTES))


@for_settings
def coat(request: HttpRequest) -> HttpResponse:
    """Show the logo; take a picture, or do without."""
    village = village_of(request)
    sentence = ""
    if request.method == "POST":
        try:
            data = None if "hapus" in request.POST else _uploaded(request, "gambar", logo.MAX_BYTES)
            done = logo.set_logo(village=village, data=data, by=officer_of(request), at=timezone.now())
            return saved(request, PAGE, done)
        except Refused as refusal:
            sentence = refusal.sentence
    context = {**frame(PAGE, village), "problem": sentence, "document": logo.logo_document(village)}
    return render(request, "desk/settings/logo.html", context, status=422 if sentence else 200)


@for_settings
def hamlet_borders(request: HttpRequest) -> HttpResponse:
    """Show the borders of the hamlets; take them from one file, or do without."""
    village = village_of(request)
    hamlets = list(Hamlet.objects.filter(village=village, active=True))
    sentence, told = "", {}
    if request.method == "POST":
        try:
            if "kosong" not in request.POST:
                data = _uploaded(request, "berkas", boundary.MAX_BYTES)
                told = read_borders(data, [hamlet.name for hamlet in hamlets])
            return saved(request, HAMLETS, _bordered(village, hamlets, told, officer_of(request)))
        except Refused as refusal:
            sentence = refusal.sentence
    known = {hamlet.name: hamlet.polygon for hamlet in hamlets}
    drawing = village_map(village.polygon or together(filter(None, known.values())))
    parts = [(name, part_of(drawing, border)) for name, border in known.items() if drawing and border]
    context = {
        **frame(HAMLETS, village),
        "map": drawing,
        "parts": [(name, part[0]) for name, part in parts if part],
        "without": [name for name, border in known.items() if not border],
        "problem": sentence,
    }
    return render(request, "desk/settings/hamlet_borders.html", context, status=422 if sentence else 200)


@transaction.atomic
def _bordered(village: Village, hamlets: list[Hamlet], told: dict[str, Any], by: Officer) -> Any:
    """Set what the file names (what it does not name stays); nothing at all named: all borders go."""
    done = None
    for hamlet in hamlets:
        if not told or hamlet.name in told:
            change = set_up.change(
                village=village,
                area=Area.HAMLETS,
                row=hamlet.id,
                values={"polygon": told.get(hamlet.name)},
                by=by,
                at=timezone.now(),
            )
            done = change or done
    return done


def _uploaded(request: HttpRequest, name: str, most: int) -> bytes:
    upload = request.FILES.get(name)
    if not isinstance(upload, UploadedFile):
        raise Refused("no_file", "Pilih dulu berkasnya.")
    data: bytes = upload.read(most + 1)
    return data
