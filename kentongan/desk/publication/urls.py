"""The addresses of preparing a publication, under /meja/ in the namespace `desk`."""

from django.urls import path

from kentongan.desk.publication import pictures, publishing, texts

urlpatterns = [
    path("penerbitan/", publishing.publications, name="publications"),
    path("aduan/<uuid:case_id>/publikasi/terbit/", publishing.publish, name="publish"),
    path("aduan/<uuid:case_id>/publikasi/naskah/", texts.prepare, name="publication"),
    path("aduan/<uuid:case_id>/publikasi/foto/<uuid:document_id>/", pictures.cover_picture, name="publication_picture"),
]
