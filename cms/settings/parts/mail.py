"""Mail: files under var/mail unless EMAIL_URL names a server."""

from cms.settings.env import VAR_DIR, env

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
# Below the lease of the outbox (60 s): a server that does not answer must not make a second worker send the mail again.
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="试点通 <noreply@example.com>")
# The dotted path of a callable that sends text messages (cms.core.sms); none are sent without.
SMS_SENDER = env.str("SMS_SENDER", default="")
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
