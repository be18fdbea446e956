"""What the service is: discovery, the list of services, and what each asks for."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kentongan.api.formats import Plain, answer
from kentongan.api.open311.frame import Failed, georeport, open_to_scripts
from kentongan.api.reading import plain
from kentongan.api.services import INFORMATION, Service, services_of
from kentongan.cases.lodging import AboutOfficial, IdentityMode
from kentongan.cases.ready import confidential_is_ready
from kentongan.rules.types import Kind
from kentongan.ui.public_page import public_page
from kentongan.villages.models import Hamlet, Village
from kentongan.villages.remembered import remembered
from kentongan.villages.tenant import village_of

SPECIFICATION: Final = "http://wiki.open311.org/GeoReport_v2"
ABOUT_OFFICIAL: Final = "about_official"
ABOUT_WHOM: Final = "about_whom"
SETTLEMENT: Final = "settlement"
HAMLET: Final = "hamlet"
INCIDENT_ON: Final = "incident_on"
IDENTITY: Final = "identity"
PUBLISH: Final = "publish"


@public_page(query=["jurisdiction_id"])
@georeport("GET")
def discovery(request: HttpRequest, form: str) -> HttpResponse:
    """Where the interface is and what it speaks (Service Discovery)."""
    village = village_of(request)
    changed = f"{village.created_at:%Y-%m-%d}.{village.settings_version}"
    endpoint: Plain = {
        "specification": SPECIFICATION,
        "url": request.build_absolute_uri(reverse("open311:root")).rstrip("/"),
        "changeset": changed,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    data: Plain = {
        "changeset": changed,
        "contact": f"Layanan Pengaduan Desa {village.name}: {request.build_absolute_uri(reverse('portal:how'))}",
        "key_service": "Minta kunci di kantor desa; penjelasannya: " + request.build_absolute_uri(reverse("api:docs")),
        "endpoints": [endpoint],
    }
    return open_to_scripts(answer(form, "discovery", data))


@public_page(query=["jurisdiction_id"])
@georeport("GET")
def services(request: HttpRequest, form: str) -> HttpResponse:
    """GET Service List."""
    data: list[Plain] = [
        {
            "service_code": service.code,
            "service_name": service.name,
            "description": service.description,
            "metadata": True,
            "type": "batch",
            "keywords": "",
            "group": service.group,
        }
        for service in services_of(village_of(request)).offered
    ]
    return open_to_scripts(answer(form, "services", data))


@public_page(query=["jurisdiction_id"])
@georeport("GET")
def definition(request: HttpRequest, form: str, code: str) -> HttpResponse:
    """GET Service Definition: what else is asked."""
    village = village_of(request)
    service = services_of(village).get(plain(code))
    if service is None:
        raise Failed(404, "service_code ini tidak ada. Daftarnya ada di /open311/v2/services.")
    asked = [{**attribute, "order": place} for place, attribute in enumerate(_attributes(village, service), 1)]
    data: Plain = {"service_code": service.code, "attributes": asked}
    return open_to_scripts(answer(form, "service_definition", data))


def hamlets_of(village: Village) -> tuple[Hamlet, ...]:
    """Return the hamlets that can be named (no query as long as the settings stay as they are)."""
    return remembered(village, "hamlets", lambda: tuple(village.hamlets.filter(active=True)))


def _attributes(village: Village, service: Service) -> list[dict[str, Plain]]:
    found = [
        _attribute(
            "notice",
            "string",
            "Laporan dijawab dengan kode lacak. Tunjukkan kode itu kepada pelapor dan jangan simpan: siapa pun yang "
            "memegangnya dapat membuka laporannya.",
            variable=False,
        )
    ]
    if service.code != INFORMATION:
        found.append(
            _attribute(
                ABOUT_OFFICIAL,
                "singlevaluelist",
                "Apakah ini tentang seseorang di pemerintah desa? Bila ya, tidak ingin menjawab, atau tidak dikirim, "
                "laporan langsung disegel.",
                required=True,
                values=[(str(each), each.label) for each in AboutOfficial],
            )
        )
        found.append(_attribute(ABOUT_WHOM, "string", "Siapa? Nama atau jabatannya, sejauh yang diketahui."))
    if service.kind is Kind.COMPLAINT:
        found.append(_attribute(SETTLEMENT, "text", "Penyelesaian apa yang diharapkan?"))
        found.append(_attribute(INCIDENT_ON, "datetime", "Tanggal kejadian, bila diketahui. Hanya harinya dicatat."))
    hamlets = [(str(each.pk), each.name) for each in hamlets_of(village)]
    if hamlets and service.code != INFORMATION:
        found.append(_attribute(HAMLET, "singlevaluelist", "Dusun mana?", values=hamlets))
    if service.code != INFORMATION and not service.restricted:
        found.append(
            _attribute(
                PUBLISH,
                "singlevaluelist",
                "Bolehkah terbit tanpa nama, sesudah diperiksa petugas? Pelapor dapat mengubahnya kapan saja.",
                values=[("yes", "Ya"), ("no", "Tidak")],
            )
        )
    modes = [each for each in IdentityMode if each is not IdentityMode.CONFIDENTIAL or confidential_is_ready(village)]
    found.append(
        _attribute(
            IDENTITY,
            "singlevaluelist",
            "Bagaimana pelapor ingin dikenal? Bila kosong: terbuka bila ada nama, selain itu anonim.",
            values=[(str(each), each.label) for each in modes],
        )
    )
    return found


def _attribute(
    code: str,
    datatype: str,
    description: str,
    *,
    variable: bool = True,
    required: bool = False,
    values: list[tuple[str, str]] | None = None,
) -> dict[str, Plain]:
    data: dict[str, Plain] = {
        "variable": variable,
        "code": code,
        "datatype": datatype,
        "required": required,
        "datatype_description": None,
        "description": description,
    }
    if values is not None:
        data["values"] = [{"key": key, "name": name} for key, name in values]
    return data
