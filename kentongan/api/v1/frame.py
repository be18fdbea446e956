"""What every answer of the REST interface has in common: JSON, and problems as RFC 9457 says, in Indonesian."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from kentongan.api.formats import Plain
from kentongan.api.reading import UNREADABLE, plain
from kentongan.rules.types import Refused

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
LARGEST: Final = 64 * 1024  # bytes of a body
PROBLEM_TYPE: Final = "application/problem+json"
TITLES: Final[Mapping[int, str]] = {
    400: "Permintaan tidak terbaca",
    401: "Kunci tidak berlaku",
    404: "Tidak ada",
    405: "Cara memanggil tidak dikenal",
    409: "Belum bisa",
    410: "Isinya sudah dihapus",
    413: "Terlalu besar",
    415: "Bukan JSON",
    422: "Ada isian yang perlu diperbaiki",
    429: "Tunggu sebentar",
}


class Problem(Exception):
    """The request is not fulfilled. `detail` is for people and repeats nothing that was sent."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        code: str = "",
        field: str = "",
        extra: Mapping[str, Plain] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status)
        self.status, self.detail, self.code, self.field = status, detail, code, field
        self.extra, self.headers = extra or {}, headers or {}


def rest(method: str) -> Callable[[View[P]], View[P]]:
    """Let a view answer one method. No cookie is looked at, so no CSRF token is needed."""
    allowed = [method, "HEAD"] if method == "GET" else [method]

    def decorate(view: View[P]) -> View[P]:
        @csrf_exempt
        @wraps(view)
        def shown(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                if request.method not in allowed:
                    raise Problem(405, "Cara memanggil ini tidak dikenal di alamat ini.", headers={"Allow": method})
                return view(request, *args, **kwargs)
            except Problem as problem:
                return _as_answer(problem)
            except Refused as refused:
                return _as_answer(Problem(409, refused.sentence, code=refused.code))
            except Http404:
                return _as_answer(Problem(404, "Di alamat ini tidak ada desa."))
            except UNREADABLE:
                return _as_answer(Problem(400, "Permintaan ini tidak bisa kami baca."))

        return shown

    return decorate


def reply(data: Plain, *, public: bool = False) -> HttpResponse:
    """Return data as JSON. `public`: pages of other sites may read it, too; no cookie can come along."""
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    if public:
        response["Access-Control-Allow-Origin"] = "*"
    else:
        response["Cache-Control"] = "no-store"
    return response


def body_of(request: HttpRequest) -> Mapping[str, Any]:
    """Return the JSON object that was sent.

    Raises:
        Problem: 413, 415 or 400.
    """
    if request.content_type != "application/json":
        raise Problem(415, "Kirim sebagai application/json.")
    if len(request.body) > LARGEST:
        raise Problem(413, "Paling banyak 64 KB.")
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as wrong:
        raise Problem(400, "Isinya bukan JSON yang benar.") from wrong
    if not isinstance(sent, dict):
        raise Problem(400, "Isinya harus sebuah objek JSON.")
    return sent


def text_of(sent: Mapping[str, Any], name: str, *, most: int, required: bool = False) -> str:
    """Return one text of the body.

    Raises:
        Problem: 422, it is missing, no text, or too long.
    """
    value = sent.get(name)
    if value is not None and not isinstance(value, str):
        raise Problem(422, "Ini harus berupa teks.", code="type", field=name)
    text = plain(value or "")
    if required and not text:
        raise Problem(422, "Mohon isi bagian ini.", code="required", field=name)
    if len(text) > most:
        raise Problem(422, f"Paling banyak {most} huruf.", code="max_length", field=name)
    return text


def flag_of(sent: Mapping[str, Any], name: str) -> bool:
    """Return one yes or no of the body; no when it is missing.

    Raises:
        Problem: 422, it is neither.
    """
    value = sent.get(name)
    if value is not None and not isinstance(value, bool):
        raise Problem(422, "Ini harus true atau false.", code="type", field=name)
    return bool(value)


def _as_answer(problem: Problem) -> HttpResponse:
    data: dict[str, Plain] = {
        "type": "about:blank",
        "title": TITLES[problem.status],
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.code:
        data["code"] = problem.code
    if problem.field:
        data["field"] = problem.field
    body = json.dumps({**data, **problem.extra}, ensure_ascii=False, separators=(",", ":"))
    response = HttpResponse(body, status=problem.status, content_type=PROBLEM_TYPE)
    response["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response[name] = value
    return response
