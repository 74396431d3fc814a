"""Addresses of the room in the portal."""

from django.urls import URLPattern, URLResolver

app_name = "forms_app"

urlpatterns: list[URLPattern | URLResolver] = []
