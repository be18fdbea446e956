"""Which village answers: by host name, by path, or the only one there is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import get_script_prefix, path, resolve, reverse

from kentongan.villages.models import Village
from kentongan.villages.tenant import TenantMiddleware, village_context, village_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.villages.test_tenant")]


def page(request: HttpRequest) -> HttpResponse:
    """Answer with the village and a link to itself."""
    village = getattr(request, "village", None)
    return HttpResponse(f"{village.name if village else '-'} {reverse('page')} {reverse('front')}")


urlpatterns = [path("", page, name="front"), path("lapor/", page, name="page"), path("sehat/", page)]


def make(name: str, code: str, hostname: str | None = None) -> Village:
    return Village.objects.create(
        code=code,
        name=name,
        hostname=hostname,
        district="Rembang",
        regency="Kabupaten Purbalingga",
        province="Jawa Tengah",
        created_at=datetime(2026, 7, 6, tzinfo=UTC),
    )


@pytest.fixture
def karangbawang() -> Village:
    return make("Karangbawang", "33.03.13.2003", "karangbawang.desa.example")


@pytest.fixture
def losari() -> Village:
    return make("Losari", "33.03.13.2005", "losari.desa.example")


def visit(url: str, host: str = "127.0.0.1:8000") -> str:
    def answer(request: HttpRequest) -> HttpResponse:
        match = resolve(request.path_info)
        return match.func(request, *match.args, **match.kwargs)

    request = RequestFactory().get(url, headers={"host": host})
    before = get_script_prefix()
    response = TenantMiddleware(answer)(request)
    assert get_script_prefix() == before, "the next request on this thread must not inherit the prefix"
    return response.content.decode()


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8000", "localhost", "192.168.1.20", "[::1]:8000", "kantor-desa", "lain.example"]
)
def test_the_only_village_answers_whatever_the_host(karangbawang: Village, host: str) -> None:
    assert visit("/lapor/", host) == "Karangbawang /lapor/ /"


@pytest.mark.parametrize("host", ["losari.desa.example", "LOSARI.desa.example", "losari.desa.example:8000"])
def test_the_host_name_finds_its_village(karangbawang: Village, losari: Village, host: str) -> None:
    assert visit("/lapor/", host) == "Losari /lapor/ /"


def test_the_path_finds_its_village_and_links_stay_under_it(karangbawang: Village, losari: Village) -> None:
    expected = "Losari /desa/33.03.13.2005/lapor/ /desa/33.03.13.2005/"
    assert visit("/desa/33.03.13.2005/lapor/") == expected
    assert visit("/desa/33.03.13.2005/") == expected
    assert visit("/desa/33.03.13.2005") == expected


def test_the_path_also_works_where_there_is_one_village(karangbawang: Village) -> None:
    assert visit("/desa/33.03.13.2003/lapor/").startswith("Karangbawang /desa/33.03.13.2003/lapor/")


def test_the_path_wins_over_the_host(karangbawang: Village, losari: Village) -> None:
    assert visit("/desa/33.03.13.2005/lapor/", "karangbawang.desa.example").startswith("Losari ")


def test_a_query_string_stays(karangbawang: Village) -> None:
    request = RequestFactory().get("/desa/33.03.13.2003/lapor/?jenis=aspirasi")
    TenantMiddleware(lambda _: HttpResponse())(request)
    assert request.GET["jenis"] == "aspirasi"
    assert request.get_full_path() == "/desa/33.03.13.2003/lapor/?jenis=aspirasi"


@pytest.mark.parametrize(
    "url",
    [
        "/desa/33.03.13.9999/lapor/",
        "/desa/33.03.13.9999/",
        "/desa/.............//",
        "/lapor/",
        "/desa/33.03.13/lapor/",
        "/desa/33.03.13.2003x/lapor/",
    ],
)
def test_an_unknown_village_is_not_found(karangbawang: Village, losari: Village, url: str) -> None:
    with pytest.raises(Http404):
        visit(url)


@pytest.mark.parametrize("host", ["lain.desa.example", "desa.example", "karangbawang.desa.example.jahat.example"])
def test_an_unknown_host_is_not_found_where_there_are_several(
    karangbawang: Village, losari: Village, host: str
) -> None:
    with pytest.raises(Http404):
        visit("/lapor/", host)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "lain.desa.example"])
def test_the_main_village_answers_where_the_address_names_none(
    karangbawang: Village, losari: Village, host: str
) -> None:
    Village.objects.filter(pk=losari.pk).update(is_main=True)
    assert visit("/lapor/", host) == "Losari /lapor/ /"
    assert visit("/lapor/", "karangbawang.desa.example") == "Karangbawang /lapor/ /"
    assert visit("/desa/33.03.13.2003/lapor/", host).startswith("Karangbawang ")


def test_only_one_village_is_the_main_one(karangbawang: Village, losari: Village) -> None:
    Village.objects.filter(pk=losari.pk).update(is_main=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Village.objects.filter(pk=karangbawang.pk).update(is_main=True)


def test_the_front_page_and_the_health_page_need_no_village(karangbawang: Village, losari: Village) -> None:
    assert visit("/").startswith("- ")
    assert visit("/sehat/").startswith("- ")


def test_an_error_in_a_view_leaves_no_prefix_behind(karangbawang: Village) -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        raise RuntimeError

    before = get_script_prefix()
    with pytest.raises(RuntimeError):
        TenantMiddleware(fail)(RequestFactory().get("/desa/33.03.13.2003/lapor/"))
    assert get_script_prefix() == before


def test_a_view_gets_its_village_or_a_404(karangbawang: Village) -> None:
    request = RequestFactory().get("/")
    with pytest.raises(Http404):
        village_of(request)
    assert village_context(request) == {"village": None}
    request.village = karangbawang  # type: ignore[attr-defined]
    assert village_of(request) == karangbawang
    assert village_context(request) == {"village": karangbawang}
