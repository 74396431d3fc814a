"""The public address at which an applicant asks how far a case is."""

from django.urls import path

from cases.web.progress import ask

app_name = "progress"

urlpatterns = [path("", ask, name="ask")]
