"""A village stands on its feet with `kentongan init` and the settings pages alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kentongan.people import accounts
from kentongan.villages.models import Category, Village
from tests.commands.conftest import Kentongan
from tests.documents.test_logo import png

pytestmark = pytest.mark.django_db
HOME = "/meja/pengaturan/"


@pytest.fixture
def dewi(kentongan: Kentongan) -> Client:
    """The first administrator, signed in with the slip that init printed."""
    who = ("--admin-name", "Dewi Operator", "--admin-username", "dewi", "--admin-roles", "ketua-unit")
    slip = kentongan("init", "--code", "33.03.13.2003", *who, "--json").facts["admin"]
    village = Village.objects.get()
    officer = accounts.check_slip(village=village, username="dewi", code=slip["code"], at=village.created_at)
    accounts.start_account(officer=officer, code=slip["code"], password="kopi-pagi-di-balai", at=village.created_at)
    client = Client()
    client.force_login(officer)
    return client


def form_of(client: Client, page: str, **changed: Any) -> Any:
    """Open a page, fill in what is to change, and send the form as it stands."""
    form = client.get(HOME + page).context["form"]
    values = {name: form[name].value() for name in form.fields}
    kept = {name: value for name, value in values.items() if value not in (None, False)}
    response = client.post(HOME + page, kept | changed)
    assert response.status_code == 302, response.context["form"].errors
    return response


def test_a_village_is_set_up_without_a_programmer(dewi: Client) -> None:
    assert "belum diatur" in dewi.get(HOME).content.decode()
    form_of(dewi, "identitas/", motto="MAJU DESANE", accent="#0b5cad")
    with png_file() as picture:
        dewi.post(f"{HOME}identitas/logo/", {"gambar": picture})
    form_of(dewi, "kontak/", address="Jl. Raya 1", phone="(0281) 123456", hours="Senin–Jumat: 08.00–15.00")
    form_of(dewi, "dusun/tambah/", name="Krajan", areas="RW 01: 01-03")
    form_of(dewi, "penomoran/", number_pattern="{seq:04d}/ADU/{year}", unit_decree="SK No. 1 Tahun 2026")
    form_of(dewi, "teks/welcome/", words="Mangga, sampaikan di sini.")
    category = Category.objects.filter(name__startswith="Infrastruktur").get()
    form_of(dewi, f"kategori/{category.id}/", name="Jalan dan jembatan")
    villager = Client()
    assert "Mangga, sampaikan di sini." in villager.get("/").content.decode()
    assert '<option value="03">Krajan</option>' in villager.get("/lapor/").content.decode()
    assert "Jalan dan jembatan" in dewi.get(f"{HOME}riwayat/").content.decode()
    left = {page.slug for _, pages in dewi.get(HOME).context["groups"] for page, lacks in pages if lacks}
    assert left <= {"unit", "akun", "jalur"}, "only what needs other people may still be open"


def png_file() -> Any:
    from io import BytesIO

    picture = BytesIO(png())
    picture.name = "logo.png"
    return picture
