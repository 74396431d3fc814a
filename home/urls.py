"""Start pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

app_name = "home"


def start(request: HttpRequest) -> HttpResponse:
    """Placeholder until the start page lands with the home room."""
    return render(request, "base.html")


urlpatterns = [path("", start, name="start")]
