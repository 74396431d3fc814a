"""Public addresses at which the check code of a sheet is verified; short, as they stand in a QR code."""

from django.urls import path

from forms_app.web import verify

app_name = "verify"

urlpatterns = [
    path("", verify.ask, name="ask"),
    path("<str:code>/", verify.code, name="code"),
]
