"""Every address of the service. Which village is meant is settled before these are tried (villages.tenant)."""

from django.urls import include, path

from kentongan.portal.views.health import health

urlpatterns = [
    path("sehat/", health, name="health"),
    path("meja/", include("kentongan.desk.urls")),
    path("pemantau/", include("kentongan.observer.urls")),
    path("masuk/", include("kentongan.desk.sign_in_urls")),
    path("api/", include("kentongan.api.urls")),
    path("open311/", include("kentongan.api.open311.urls")),
    path("", include("kentongan.portal.urls")),
]

handler400 = "kentongan.portal.views.errors.bad_request"
handler403 = "kentongan.portal.views.errors.forbidden"
handler404 = "kentongan.portal.views.errors.not_found"
handler500 = "kentongan.portal.views.errors.server_error"
