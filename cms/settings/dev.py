"""Development and demo: works from an empty checkout, with a key that protects nothing."""

from cms.settings.base import *
from cms.settings.env import VAR_DIR, env

VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="development-only-key-protects-nothing")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}")
SMS_SENDER = env.str("SMS_SENDER", default="cms.core.sms.console_sender")
# Development has no mail server: a new account works at once. Everywhere else an address must be confirmed first,
# which is also what keeps registration from telling who has an account.
ACCOUNT_EMAIL_VERIFICATION = env.str("ACCOUNT_EMAIL_VERIFICATION", default="optional")
# Hashed names as in production, without the minute that compressing Wagtail's files takes.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
