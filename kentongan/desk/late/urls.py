"""The addresses of papers about lateness, under /meja/ in the namespace `desk`."""

from django.urls import path

from kentongan.desk.late import views

urlpatterns = [
    path("aduan/<uuid:case_id>/surat-camat/berkas/", views.district_letter, name="district_letter"),
    path("aduan/<uuid:case_id>/ombudsman/berkas/", views.ombudsman, name="ombudsman"),
]
