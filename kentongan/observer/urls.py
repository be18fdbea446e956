"""The observers' addresses, under /pemantau/."""

from django.urls import path

from kentongan.observer.views import api, hooks, keys, reading, watches

app_name = "observer"

urlpatterns = [
    path("", reading.home, name="home"),
    path("aduan/", reading.cases, name="cases"),
    path("aduan/<str:public_id>/", reading.case, name="case"),
    path("terlambat/", reading.late, name="late"),
    path("perubahan/", reading.changed, name="changes"),
    path("angka/", reading.figures, name="figures"),
    path("riwayat/", reading.own_readings, name="readings"),
    path("pantauan/", watches.mine, name="watches"),
    path("pantauan/baru/", watches.add, name="watch_add"),
    path("pantauan/<uuid:watch_id>/", watches.show, name="watch"),
    path("pantauan/<uuid:watch_id>/hapus/", watches.drop, name="watch_drop"),
    path("pantauan/<uuid:watch_id>/webhook/", hooks.set_up, name="hook"),
    path("pantauan/<uuid:watch_id>/webhook/coba/", hooks.try_out, name="hook_try"),
    path("pantauan/<uuid:watch_id>/webhook/hidup/", hooks.switch, name="hook_switch"),
    path("kunci/", keys.mine, name="keys"),
    path("kunci/<uuid:key_id>/cabut/", keys.revoke, name="key_revoke"),
    path("berhenti/<uuid:watch_id>/<str:proof>/", watches.unsubscribe, name="unsubscribe"),
    path("api/aduan/", api.cases, name="api_cases"),
    path("api/terlambat/", api.late, name="api_late"),
    path("api/perubahan/", api.changed, name="api_changes"),
    path("api/angka/", api.figures, name="api_figures"),
]
