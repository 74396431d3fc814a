"""The site's addresses, with the peer beside them."""

from django.urls import path

from bench import peers
from cms.urls import urlpatterns as site_urlpatterns

urlpatterns = [
    path("bench/static-form/", peers.static_form, name="bench_static_form"),
    *site_urlpatterns,
]
