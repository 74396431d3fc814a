"""Production: refuses to start without its secrets; there is no fallback for any of them."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *
from cms.settings.env import env, refuse_without

refuse_without(
    {
        "SECRET_KEY": "签名密钥，至少 50 个随机字符 / signs sessions and links, at least 50 random characters",
        "ALLOWED_HOSTS": "本站域名，逗号分隔 / the host names of the site, separated by commas",
        "DATABASE_URL": "postgres://用户:密码@主机:5432/库名 / postgres://user:password@host:5432/name",
        "BASE_URL": "本站网址，如 https://pilot.example.com / the address of the site",
        "EMAIL_URL": "smtp+tls://用户:密码@主机:587 / smtp+tls://user:password@host:587",
    }
)

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = env.str("BASE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[WAGTAILADMIN_BASE_URL])

if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured(
        "SECRET_KEY 太短或太简单，至少 50 个随机字符 / too short or too simple: 50 random characters or more"
    )
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured('ALLOWED_HOSTS 不能为 "*" / ALLOWED_HOSTS must name the hosts, "*" is refused')

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# The throttles of sign-in count per address: behind a proxy that is the one that the proxy names, not the proxy's own.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=False)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # sub-domains belong to other departments: whoever owns them all sets the variable
    "security.W019",  # Wagtail's preview shows pages of this site in a frame of this site
    "security.W021",  # entering the browsers' preload list is a decision of the domain's owner
]
