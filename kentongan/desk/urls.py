"""The officers' addresses, under /meja/."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from kentongan.desk.views import (
    board,
    case,
    figures,
    files,
    find_reporter,
    inbox,
    observers,
    outbox,
    oversight,
    record,
    saved,
    unit,
)

app_name = "desk"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", inbox.inbox, name="inbox"),
    path("catat/", record.record, name="record"),
    path("aduan/<uuid:case_id>/", case.show, name="case"),
    path("aduan/<uuid:case_id>/<str:name>/", case.make, name="move"),
    path("berkas/<uuid:document_id>/", files.document, name="document"),
    path("berkas/<uuid:document_id>/kecil/", files.preview, name="preview"),
    path("", include("kentongan.desk.work.urls")),
    path("saringan/", saved.filters, name="filters"),
    path("saringan/simpan/", saved.keep, name="filter_keep"),
    path("saringan/<uuid:filter_id>/", saved.change, name="filter_change"),
    path("cari-pelapor/", find_reporter.find_reporter, name="find_reporter"),
    path("pesan/", outbox.outbox, name="outbox"),
    path("pesan/<uuid:message_id>/coba-lagi/", outbox.try_again, name="try_again"),
    path("pengawasan/", oversight.oversight, name="oversight"),
    path("pengawasan/masuk/", oversight.sign_ins, name="sign_ins"),
    path("pengawasan/pemantau/", observers.observers, name="observers"),
    path("pengawasan/sudah-dibaca/", oversight.mark_seen, name="mark_seen"),
    path("buku/", include("kentongan.desk.register.urls")),
    path("angka/", figures.figures, name="figures"),
    path("angka/laporan.pdf", figures.as_pdf, name="figures_pdf"),
    path("angka/tabel.csv", figures.as_csv, name="figures_csv"),
    path("angka/tabel.xlsx", figures.as_xlsx, name="figures_xlsx"),
    path("", include("kentongan.desk.papers.urls")),
    path("", include("kentongan.desk.late.urls")),
    path("", include("kentongan.desk.data.urls")),
    path("", include("kentongan.desk.publication.urls")),
    path("papan/", board.board, name="board"),
    path("papan/lembar.pdf", board.sheet, name="board_sheet"),
    path("unit/", unit.show, name="unit"),
    path("unit/papan/", unit.board, name="unit_board"),
    path("pengaturan/", include("kentongan.desk.settings.urls")),
    path("kunci/", include("kentongan.desk.keys.urls")),
]
if find_spec("kentongan.desk.accounts"):
    urlpatterns.append(path("akun/", include("kentongan.desk.accounts.urls")))
