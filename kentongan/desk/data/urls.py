"""The addresses of personal data, under /meja/ in the namespace `desk`."""

from django.urls import path

from kentongan.desk.data import breach, processing, requests, retention

urlpatterns = [
    path("hak-data/", requests.overview, name="data_requests"),
    path("hak-data/<uuid:request_id>/", requests.show, name="data_request"),
    path("hak-data/<uuid:request_id>/data-diri/", requests.correct, name="data_correct"),
    path("hak-data/pembatasan/<uuid:case_id>/", requests.lift, name="data_lift"),
    path("retensi/", retention.overview, name="retention"),
    path("catatan-pemrosesan/", processing.overview, name="processing"),
    path("catatan-pemrosesan/tabel.csv", processing.as_csv, name="processing_csv"),
    path("kebocoran/", breach.overview, name="breaches"),
    path("kebocoran/baru/", breach.new, name="breach_new"),
    path("kebocoran/<uuid:notice_id>/", breach.edit, name="breach"),
    path("kebocoran/<uuid:notice_id>/sudah/", breach.told, name="breach_told"),
    path("kebocoran/<uuid:notice_id>/<str:who>.pdf", breach.letter, name="breach_letter"),
]
