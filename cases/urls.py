"""Addresses of the room in the portal."""

from django.urls import URLPattern, URLResolver, path

from cases.web.detail import attachment, compare, detail, paper
from cases.web.index import index

app_name = "cases"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", index, name="index"),
    path("<str:number>/", detail, name="detail"),
    path("<str:number>/compare/", compare, name="compare"),
    path("<str:number>/files/<uuid:attachment_id>/", attachment, name="file"),
    path("<str:number>/paper.<slug:extension>", paper, name="paper"),
]
