"""Static files (built by esbuild into static_build, collected under var), public media and private uploads."""

from typing import Any

from cms.settings.env import BASE_DIR, VAR_DIR, env

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static_build"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"

STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Applicants' uploads: no URL of its own, served only by a view that asks for permission.
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Where clamd listens: tcp://host:3310 or unix:/run/clamav/clamd.ctl. Without it nothing is scanned, as a check says.
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")
# Whether an upload is kept when the scanner does not answer.
CLAMD_FAIL_OPEN = env.bool("CLAMD_FAIL_OPEN", default=False)
