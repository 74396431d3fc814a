"""As development, but static files keep their plain form: compressing all of Wagtail's takes longer than the tests."""

from cms.settings.dev import *

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
