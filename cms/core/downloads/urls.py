"""Addresses of 我的下载."""

from django.urls import path

from cms.core.downloads import web

app_name = "downloads"

urlpatterns = [
    path("", web.index, name="index"),
    path("<uuid:download_id>/", web.detail, name="detail"),
    path("<uuid:download_id>/file/", web.file, name="file"),
    path("<uuid:download_id>/delete/", web.delete, name="delete"),
    path("<uuid:download_id>/again/", web.again, name="again"),
]
