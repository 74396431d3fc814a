"""Public addresses of the notices of cases."""

from django.urls import path

from cases.web import notices

app_name = "notices"

urlpatterns = [
    path("", notices.notices, name="index"),
    path("<str:number>/", notices.notice, name="detail"),
]
