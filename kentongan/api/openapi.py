"""The OpenAPI 3.1 document of both interfaces: plain data, from which the page and the reference are made, too.

Written by hand beside the views and held to them by tests: each answer in the tests is checked against its schema here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kentongan.api.openapi_open311 import OPEN311
from kentongan.api.openapi_parts import Json, body, error, ok, operation, parameter
from kentongan.api.openapi_schemas import SCHEMAS

VERSION: Final = "1.0.0"
_PROBLEM: Final = "application/problem+json"


def _problems(*statuses: int) -> Json:
    return {str(status): error(_PROBLEM, "Problem") for status in statuses}


_CODE: Final[Json] = {
    "code": {
        "type": "string",
        "maxLength": 80,
        "description": "Kode lacak, bagaimanapun ditulisnya.",
        "examples": ["K7M-4TQ-2XH-9PB-6RD-3WN"],
    },
    "ticket": {"type": "string", "maxLength": 200, "description": "Dari jawaban 429, sesudah menunggu."},
    "number": {
        "type": "string",
        "maxLength": 80,
        "description": "Bila satu kode membuka beberapa laporan: nomor laporan yang dimaksud.",
    },
}
_SHOWN: Final[Json] = {
    "type": "boolean",
    "description": "true bila tanggapan sekarang ditunjukkan kepada pelapor: sejak itu ia dianggap menerimanya.",
}
_REST: Final[Json] = {
    "/api/v1/track": {
        "post": operation(
            "track",
            "Mengikuti laporan",
            "Keadaan laporan, riwayatnya dan batas waktunya, seperti di halaman lacak. Kode yang salah berkali-kali "
            "dari satu sambungan membuat yang berikutnya menunggu (429).",
            body=body({**_CODE, "shown_to_reporter": _SHOWN}, required=["code"]),
            responses={"200": ok("Tracking")} | _problems(400, 404, 410, 413, 415, 422, 429),
        )
    },
    "/api/v1/messages": {
        "post": operation(
            "message",
            "Mengirim pesan",
            "Menulis kepada petugas, atau menjawab pertanyaannya.",
            body=body(
                {
                    **_CODE,
                    "text": {"type": "string", "maxLength": 5000, "description": "Pesannya."},
                    "message_id": {
                        "type": "string",
                        "maxLength": 64,
                        "description": "Tanda buatan pengirim; pesan bertanda sama tidak tercatat dua kali.",
                    },
                },
                required=["code", "text"],
            ),
            responses={"200": ok("Received")} | _problems(400, 404, 409, 410, 413, 415, 422, 429),
        )
    },
    "/api/v1/cases": {
        "get": operation(
            "cases",
            "Daftar aduan terbitan",
            "Yang terbaru terbit lebih dulu. Halaman berikutnya: kirim next sebagai after.",
            parameters=[
                parameter("group", "Kelompok kategori"),
                parameter("category", "Kategori"),
                parameter("hamlet", "Nama dusun"),
                parameter("period", "Tahun atau triwulan masuk: 2026 atau 2026-Q3", pattern="^[0-9]{4}(-Q[1-4])?$"),
                parameter("status", "Keadaan, misalnya closed"),
                parameter("q", "Kata yang dicari; semuanya harus ada"),
                parameter("after", "next dari halaman sebelumnya", pattern="^[A-Za-z0-9_-]{1,24}$"),
                parameter("limit", "Berapa sehalaman, 1 sampai 100", kind="integer", minimum=1, maximum=100),
            ],
            responses={"200": ok("PublicPage")} | _problems(400, 422),
        )
    },
    "/api/v1/cases/{public_id}": {
        "get": operation(
            "case",
            "Satu aduan terbitan",
            "Naskah yang disetujui untuk terbit, langkah-langkahnya, dan batas waktu yang ditepati atau terlewat.",
            parameters=[parameter("public_id", "Tanda terbitan", place="path", pattern="^[A-Za-z0-9_-]{1,16}$")],
            responses={"200": ok("PublicCase")} | _problems(400, 404),
        )
    },
    "/api/v1/figures": {
        "get": operation(
            "figures",
            "Angka terbuka",
            "Angka yang sama dengan halaman angka dan data terbuka. Aduan yang tidak terbit dihitung tanpa keterangan.",
            parameters=[parameter("period", "Kosong: semua; atau 2026, atau 2026-Q3", pattern="^[0-9]{4}(-Q[1-4])?$")],
            responses={"200": ok("Figures")} | _problems(400, 422),
        )
    },
    "/api/v1/key": {
        "get": operation(
            "key",
            "Apakah kunci ini berlaku",
            "Untuk memeriksa kunci yang baru dipasang.",
            responses={"200": ok("Key")} | _problems(400, 401),
            security=[{"header": []}, {"bearer": []}],
        )
    },
    "/api/v1/openapi.json": {
        "get": operation(
            "openapi",
            "Dokumen ini",
            "Uraian kedua antarmuka menurut OpenAPI 3.1.",
            responses={"200": ok("Document")} | _problems(400),
        )
    },
}
PATHS: Final[Json] = {**_REST, **OPEN311}


def document(village: str, prefix: str = "/") -> Json:
    """Return the document for a village whose addresses begin with `prefix`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Layanan Pengaduan Desa {village}",
            "version": VERSION,
            "description": (
                "Aduan terbitan dan angkanya terbuka bagi siapa saja. Sebuah laporan dibuka dengan kode lacaknya. "
                "Mengirim laporan memerlukan kunci dari kantor desa. Waktu tidak pernah lebih halus daripada triwulan "
                "untuk aduan terbitan."
            ),
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        },
        "servers": [{"url": prefix.rstrip("/") or "/"}],
        "paths": PATHS,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "header": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


@dataclass(frozen=True)
class Argument:
    """One thing that can be sent."""

    name: str
    place: str  # "alamat", "parameter", "isi"
    required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One way to call an address, for people."""

    method: str
    path: str
    title: str
    text: str
    arguments: tuple[Argument, ...]
    answers: tuple[tuple[str, str], ...]
    key: bool


def operations() -> tuple[Operation, ...]:
    """Return all operations in the order of the document."""
    return tuple(
        _told(method.upper(), path, described)
        for path, methods in PATHS.items()
        for method, described in methods.items()
    )


def _told(method: str, path: str, described: Mapping[str, Any]) -> Operation:
    places = {"path": "alamat", "query": "parameter", "header": "kepala"}
    found = [
        Argument(each["name"], places[each["in"]], each.get("required", False), each["description"])
        for each in described.get("parameters", ())
    ]
    for media in described.get("requestBody", {}).get("content", {}).values():
        needed = media["schema"].get("required", ())
        found += [
            Argument(name, "isi", name in needed, schema.get("description", ""))
            for name, schema in media["schema"]["properties"].items()
        ]
    answers = tuple((status, answer["description"]) for status, answer in described["responses"].items())
    return Operation(
        method,
        path,
        described["summary"],
        described["description"],
        tuple(found),
        answers,
        bool(described.get("security")),
    )
