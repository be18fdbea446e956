"""The addresses of papers, under /meja/ in the namespace `desk`."""

from django.urls import path

from kentongan.desk.papers import receipt, texts, views

urlpatterns = [
    path("aduan/<uuid:case_id>/surat/<str:kind>/", views.new, name="paper_new"),
    path("surat/<uuid:paper_id>/", views.show, name="paper"),
    path("surat/<uuid:paper_id>/berkas/", views.file, name="paper_file"),
    path("surat/<uuid:paper_id>/selesaikan/", views.complete, name="paper_complete"),
    path("surat/<uuid:paper_id>/batalkan/", views.void, name="paper_void"),
    path("surat/<uuid:paper_id>/dengan-nama/", views.named, name="paper_named"),
    path("catat/tanda-terima/", receipt.pdf, name="receipt_pdf"),
    path("pengaturan/naskah/", texts.index, name="paper_texts"),
    path("pengaturan/naskah/<str:kind>/", texts.edit, name="paper_text"),
]
