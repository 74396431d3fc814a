"""Tests: as development, but quick to hash, silent by mail and with tasks run by the test itself."""

from cms.settings.base import *
from cms.settings.env import VAR_DIR, env

VAR_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = "test-key"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
WAGTAILADMIN_BASE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# What tests upload must not lie among the demo's files.
MEDIA_ROOT = VAR_DIR / "test-files" / "media"
PRIVATE_ROOT = VAR_DIR / "test-files" / "private"
STORAGES["private"]["OPTIONS"] = {"location": PRIVATE_ROOT}
TASKS = {"default": {"BACKEND": env.str("TEST_TASKS", default="django_tasks.backends.immediate.ImmediateBackend")}}

# No test asks a scanner but those of the scanner.
CLAMD_ADDRESS = ""
# A file, not memory: live-server threads and xdist workers need a database that several connections share.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
else:
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DB_NAME", default="test_pilotdesk")}
