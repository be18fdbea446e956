"""The addresses of Open311, under /open311/."""

from django.urls import path, register_converter

from kentongan.api.converters import Format, PublicId, Rest
from kentongan.api.open311 import describing, views

app_name = "open311"
register_converter(Format, "format")
register_converter(PublicId, "public")
register_converter(Rest, "rest")

urlpatterns = [
    path("discovery.<format:form>", describing.discovery, name="discovery"),
    path("v2/", views.nothing, name="root"),
    path("v2/services.<format:form>", describing.services, name="services"),
    path("v2/services/<str:code>.<format:form>", describing.definition, name="definition"),
    path("v2/requests.<format:form>", views.requests, name="requests"),
    path("v2/requests/<public:public_id>.<format:form>", views.single, name="request"),
    path("v2/tokens/<str:token_id>.<format:form>", views.token, name="token"),
    path("<rest:rest>", views.nothing, name="nothing"),
]
