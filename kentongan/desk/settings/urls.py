"""The addresses of the settings, under /meja/pengaturan/ in the namespace `desk`.

Pages with an address of their own come first; the rest is one pattern for all areas.
"""

from django.urls import path

from kentongan.desk.settings import api_keys, history, place, routes, views, wording
from kentongan.desk.views import health

urlpatterns = [
    path("", views.index, name="settings"),
    path("riwayat/", history.history, name="settings_history"),
    path("riwayat/<uuid:change_id>/", history.undo, name="settings_undo"),
    path("kesehatan/", health.health, name="health"),
    path("identitas/kode/", place.code, name="settings_code"),
    path("identitas/batas/", place.edge, name="settings_boundary"),
    path("dusun/batas/", place.hamlet_borders, name="settings_hamlet_borders"),
    path("identitas/logo/", place.coat, name="settings_logo"),
    path("jalur/", routes.show, name="settings_routes"),
    path("jalur/<uuid:holder_id>/akhiri/", routes.end, name="settings_holder_end"),
    path("kunci-program/", api_keys.show, name="settings_api_keys"),
    path("kunci-program/<uuid:program_id>/cabut/", api_keys.revoke, name="settings_api_key_revoke"),
    path("teks/", wording.texts, name="settings_texts"),
    path("<slug:slug>/", views.area, name="settings_area"),
    path("<slug:slug>/riwayat/", history.history, name="settings_area_history"),
    path("teks/<slug:key>/", wording.text, name="settings_text"),
    path("<slug:slug>/tambah/", views.add, name="settings_add"),
    path("<slug:slug>/<uuid:row_id>/", views.edit, name="settings_edit"),
    path("<slug:slug>/<uuid:row_id>/hapus/", views.remove, name="settings_drop"),
]
