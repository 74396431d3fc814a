"""One constant page."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

CONTENT = Path(settings.BENCH_PAGE).read_bytes()


def constant(_request: HttpRequest) -> HttpResponse:
    """Return the same bytes each time."""
    return HttpResponse(CONTENT)


urlpatterns = [path("", constant)]
