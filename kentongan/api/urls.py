"""The addresses of the REST interface, under /api/."""

from django.urls import path, register_converter

from kentongan.api.converters import PublicId, Rest
from kentongan.api.v1 import about, following, publishing

app_name = "api"
register_converter(PublicId, "public_id")
register_converter(Rest, "rest_of_api")

urlpatterns = [
    path("", about.docs, name="docs"),
    path("v1/openapi.json", about.document, name="openapi"),
    path("v1/track", following.track, name="track"),
    path("v1/messages", following.message, name="message"),
    path("v1/cases", publishing.cases, name="cases"),
    path("v1/cases/<public_id:public_id>", publishing.case, name="case"),
    path("v1/figures", publishing.numbers, name="figures"),
    path("v1/key", about.key, name="key"),
    path("<rest_of_api:rest>", about.nothing, name="nothing"),
]
