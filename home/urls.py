"""Start pages."""

from django.urls import path

from home.web.start import start

app_name = "home"

urlpatterns = [path("", start, name="start")]
