"""What people see when something does not work: what it was, and what to do now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kentongan.forms.evidence import DROP, SHOWN
from kentongan.forms.token import FIELD
from kentongan.portal.views import lodging, moves

# What nobody typed, and what nobody should see on a screen.
NOT_SHOWN = frozenset({"csrfmiddlewaretoken", FIELD, DROP, SHOWN, "cap", "password", "old", "new", "again", "code"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """400: what was sent is beyond any limit, or broken."""
    return _page(
        request,
        400,
        "Kiriman ini tidak bisa kami baca",
        "Mungkin tulisannya atau berkasnya terlalu banyak sekaligus, atau sambungan terputus di tengah jalan. "
        "Tekan tombol kembali di peramban: tulisan Anda biasanya masih ada di sana. "
        "Berkas bisa Anda susulkan nanti dari halaman lacak.",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """403: no right."""
    return _page(request, 403, "Halaman ini bukan untuk Anda", "Anda tidak berhak membuka halaman ini.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """404: nothing here."""
    return _page(request, 404, "Halaman ini tidak ada", "Mungkin alamatnya salah ketik, atau halamannya sudah pindah.")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault."""
    title = "Maaf, ada gangguan di pihak kami"
    text = (
        "Laporan yang sudah mendapat nomor tetap aman. Bila Anda sedang mengisi formulir, tekan tombol kembali "
        "dan coba kirim lagi sebentar lagi."
    )
    try:
        return _page(request, 500, title, text)
    except Exception:  # whatever broke the page may break this one too; the words must still arrive
        return HttpResponse(f"{title}. {text}", status=500, content_type="text/plain; charset=utf-8")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Show a citizen's form again as it was typed, with a fresh token; an officer's text is shown to be copied.

    Only citizens get a form that can be sent at once: it acts for nobody (lodging), or the follow-up cookie, which
    no foreign page can send along (SameSite), or the code must be there.
    """
    name = request.resolver_match.view_name if request.resolver_match else ""
    if getattr(request, "village", None) is not None:
        if name in ("portal:lodge", "portal:ask"):
            return lodging.show_again(request)
        if name.startswith("portal:") and name != "portal:leave":
            return moves.send_again(request, code_form=None)
    typed = [str(value) for key, value in request.POST.items() if key not in NOT_SHOWN and value]
    return _page(
        request,
        403,
        "Halaman tadi sudah kedaluwarsa",
        "Buka lagi halaman sebelumnya, lalu ulangi. Yang tadi Anda tulis masih ada di bawah, supaya bisa disalin.",
        typed=typed,
    )


def _page(request: HttpRequest, status: int, title: str, text: str, *, typed: list[str] | None = None) -> HttpResponse:
    response = render(request, "ui/error.html", {"title": title, "text": text, "typed": typed or []}, status=status)
    response["Cache-Control"] = "no-store"
    return response
