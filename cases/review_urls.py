"""Addresses of an expert's reviews in the portal."""

from django.urls import URLPattern, URLResolver, path

from cases.web.reviews import ReviewView, attachment, declare, index, recuse

app_name = "reviews"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", index, name="index"),
    path("<str:number>/", ReviewView.as_view(), name="detail"),
    path("<str:number>/declare/", declare, name="declare"),
    path("<str:number>/recuse/", recuse, name="recuse"),
    path("<str:number>/files/<uuid:attachment_id>/", attachment, name="file"),
]
