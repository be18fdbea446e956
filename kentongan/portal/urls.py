"""The citizens' addresses. Words in them are Indonesian: people read them aloud to each other."""

from django.urls import path

from kentongan.portal.views import data, documents, home, lodging, log, moves, ombudsman, papers, proving, tracking

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("cara-kerja/", home.how, name="how"),
    path("logo/<uuid:document_id>/", documents.logo_picture, name="logo"),
    path("data-anda/", home.privacy, name="privacy"),
    path("lapor/", lodging.lodge, name="lodge"),
    path("tanya/", lodging.ask, name="ask"),
    path("lapor/tanda-terima/", papers.receipt, name="receipt_pdf"),
    path("lapor/tanda-terima.txt", proving.receipt_text, name="receipt_text"),
    path("lapor/bukan-mesin/", lodging.confirm, name="confirm"),
    path("keluar/", tracking.quit_quickly, name="quit"),
    path("lacak/", tracking.track, name="track"),
    path("lacak/kode-hilang/", tracking.lost_code, name="lost_code"),
    path("lacak/keluar/", tracking.leave, name="leave"),
    path("lacak/kasus/", tracking.tracking, name="tracking"),
    path("lacak/kasus/bagian/<uuid:case_id>/", tracking.part, name="part"),
    path("lacak/kasus/balas/", moves.reply, name="reply"),
    path("lacak/kasus/bukti/", moves.evidence, name="evidence"),
    path("lacak/kasus/nilai/", moves.rate, name="rate"),
    path("lacak/kasus/keberatan/", moves.object_, name="object"),
    path("lacak/kasus/cabut/", moves.withdraw, name="withdraw"),
    path("lacak/kasus/batal-cabut/", moves.revoke, name="revoke"),
    path("lacak/kasus/lanjutkan/", moves.resume, name="resume"),
    path("lacak/kasus/lindungi/", moves.protect, name="protect"),
    path("lacak/kasus/penerbitan/", moves.publish, name="publish"),
    path("lacak/kasus/tindakan-balasan/", moves.retaliation, name="retaliation"),
    path("lacak/kasus/data/", data.rights, name="data"),
    path("lacak/kasus/data/<uuid:request_id>/cabut/", data.revoke, name="data_revoke"),
    path("lacak/kasus/data/salinan/", data.copy, name="data_copy"),
    path("lacak/kasus/data/salinan.json", data.copy_json, name="data_json"),
    path("lacak/kasus/bukti-catatan/", proving.tracking_text, name="tracking_text"),
    path("surat/<uuid:paper_id>/", papers.letter, name="letter"),
    path("lacak/kasus/ombudsman/", ombudsman.ombudsman, name="ombudsman"),
    path("log/", log.page, name="log"),
    path("log/kunci/", log.keys, name="log_keys"),
    path("log/periksa.html", proving.checker, name="log_check"),
    path("log/cosignature", proving.cosignature, name="log_cosignature"),
    path("log/checkpoint", log.checkpoint, name="log_checkpoint"),
    path("log/<int:number>/checkpoint", log.checkpoint, name="log_checkpoint_of"),
    path("log/tile/<path:rest>", log.tile, name="log_tile"),
    path("log/<int:number>/tile/<path:rest>", log.tile, name="log_tile_of"),
    path("berkas/<uuid:document_id>/", documents.document, name="document"),
    path("berkas/<uuid:document_id>/kecil/", documents.preview, name="preview"),
]
