"""As the demo, in a folder of its own; static files by their plain names, so that nothing needs collecting."""

import os
from pathlib import Path

import structlog

from cms.settings.dev import *
from cms.settings.env import BASE_DIR

ALLOWED_HOSTS = ["testserver"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"] = [BASE_DIR / "bench" / "templates", *TEMPLATES[0]["DIRS"]]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Writing the log is part of the work; showing it here is not.
structlog.configure(logger_factory=structlog.PrintLoggerFactory(file=Path(os.devnull).open("w")))  # noqa: SIM115
