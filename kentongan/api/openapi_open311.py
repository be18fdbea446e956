"""Open311 GeoReport v2 in the OpenAPI document."""

from __future__ import annotations

from typing import Final

from kentongan.api.openapi_parts import SAID, Json, body, operation, parameter, ref

_FORM: Final = parameter("form", "xml atau json", place="path", enum=["xml", "json"])
_PLACE: Final = parameter("jurisdiction_id", "Boleh kosong; bila diisi, kode desa atau nama hostnya")
_KEY: Final = parameter("api_key", "Kunci program; boleh juga sebagai kepala X-Api-Key")
_ID: Final = "^[A-Za-z0-9_-]{1,16}$"


def _answers(name: str, *statuses: int) -> Json:
    return {
        "200": {"description": SAID["200"], "content": _both(name)},
        **{str(status): {"description": SAID["Errors"], "content": _both("Errors")} for status in statuses},
    }


def _both(name: str) -> Json:
    # XML holds the same, named by the Spark convention; OpenAPI describes the JSON.
    return {"application/json": {"schema": ref(name)}, "text/xml": {}}


_TEXT: Final[Json] = {"type": "string"}
_SENT: Final[Json] = {
    "api_key": {**_TEXT, "description": "Kunci program."},
    "service_code": {**_TEXT, "description": "Dari daftar layanan."},
    "description": {**_TEXT, "maxLength": 10_000, "description": "Apa yang terjadi."},
    "lat": {**_TEXT, "description": "Lintang (WGS 84)."},
    "long": {**_TEXT, "description": "Bujur (WGS 84)."},
    "address_string": {**_TEXT, "maxLength": 300, "description": "Tempat kejadian dengan kata-kata."},
    "address_id": {**_TEXT, "description": "Tanda dusun, dari definisi layanan."},
    "first_name": {**_TEXT, "maxLength": 60, "description": "Nama pelapor. Tanpa nama: anonim."},
    "last_name": {**_TEXT, "maxLength": 59, "description": "Nama belakang pelapor."},
    "phone": {**_TEXT, "description": "Nomor HP pelapor."},
    "email": {**_TEXT, "maxLength": 254, "description": "Surel pelapor, untuk kabar."},
    "device_id": {**_TEXT, "description": "Tidak dibaca dan tidak disimpan."},
    "account_id": {**_TEXT, "description": "Tidak dibaca dan tidak disimpan."},
    "media_url": {**_TEXT, "description": "Tidak diambil; bukti ditambahkan pelapor di halaman lacak."},
    "jurisdiction_id": {**_TEXT, "description": "Boleh kosong."},
    "attribute[about_official]": {
        **_TEXT,
        "description": "yes, no, atau unsaid: tentang seseorang di pemerintah desa? Bila tidak dikirim, disegel.",
    },
    "attribute[about_whom]": {**_TEXT, "maxLength": 300, "description": "Siapa."},
    "attribute[settlement]": {**_TEXT, "maxLength": 2000, "description": "Penyelesaian yang diharapkan."},
    "attribute[hamlet]": {**_TEXT, "description": "Tanda dusun."},
    "attribute[incident_on]": {**_TEXT, "description": "Tanggal kejadian."},
    "attribute[publish]": {**_TEXT, "description": "yes atau no: boleh terbit tanpa nama?"},
    "attribute[identity]": {**_TEXT, "description": "open, confidential, atau anonymous."},
}

OPEN311: Final[Json] = {
    "/open311/discovery.{form}": {
        "get": operation(
            "discovery",
            "Open311: penemuan layanan",
            "Di mana antarmuka Open311 dan format apa yang ada.",
            parameters=[_FORM, _PLACE],
            responses=_answers("Discovery", 400, 404),
        )
    },
    "/open311/v2/services.{form}": {
        "get": operation(
            "services",
            "Open311: daftar layanan",
            "Kategori aduan, ditambah pengaduan umum, aspirasi, dan permintaan informasi.",
            parameters=[_FORM, _PLACE],
            responses=_answers("Services", 400, 404),
        )
    },
    "/open311/v2/services/{code}.{form}": {
        "get": operation(
            "definition",
            "Open311: definisi layanan",
            "Apa lagi yang ditanyakan.",
            parameters=[parameter("code", "service_code", place="path"), _FORM, _PLACE],
            responses=_answers("ServiceDefinition", 400, 404),
        )
    },
    "/open311/v2/requests.{form}": {
        "get": operation(
            "requests",
            "Open311: daftar aduan terbitan",
            "Rentang tanggal menemukan yang mungkin masuk di dalamnya, sebab waktu masuk hanya terbit per triwulan.",
            parameters=[
                _FORM,
                _PLACE,
                parameter("service_request_id", "Beberapa dipisah koma; mengalahkan yang lain"),
                parameter("service_code", "Beberapa dipisah koma"),
                parameter("start_date", "Mulai kapan (W3C)"),
                parameter("end_date", "Sampai kapan; paling banyak 90 hari"),
                parameter("status", "open, closed, atau keduanya dipisah koma"),
                parameter("page", "Halaman ke berapa", kind="integer", minimum=1),
                parameter("page_size", "Berapa sehalaman, paling banyak 100", kind="integer", minimum=1),
            ],
            responses=_answers("ServiceRequests", 400, 404),
        ),
        "post": operation(
            "lodge",
            "Open311: mengirim laporan",
            "Tercatat seperti laporan lain: bernomor, berbatas waktu, dan berkode lacak.",
            parameters=[_FORM],
            body=body(
                _SENT, required=["api_key", "service_code", "description"], media="application/x-www-form-urlencoded"
            ),
            responses=_answers("Lodged", 400, 403, 404),
            security=[{}, {"header": []}, {"bearer": []}],
        ),
    },
    "/open311/v2/requests/{public_id}.{form}": {
        "get": operation(
            "request",
            "Open311: satu aduan terbitan",
            "service_request_id adalah tanda terbitan, bukan nomor registrasi.",
            parameters=[parameter("public_id", "service_request_id", place="path", pattern=_ID), _FORM, _PLACE],
            responses=_answers("ServiceRequests", 400, 404),
        )
    },
    "/open311/v2/tokens/{token_id}.{form}": {
        "get": operation(
            "token",
            "Open311: dari token ke aduan terbitan",
            "Sebelum terbit hanya pengirimnya, dengan api_key yang sama, diberi tahu bahwa token itu ada.",
            parameters=[parameter("token_id", "Token", place="path"), _FORM, _PLACE, _KEY],
            responses=_answers("Tokens", 400, 404),
        )
    },
}
