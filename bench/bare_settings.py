"""No middleware, no database, one address."""

from cms.settings.env import env

SECRET_KEY = "bench"
ALLOWED_HOSTS = ["testserver"]
ROOT_URLCONF = "bench.bare_urls"
MIDDLEWARE: list[str] = []
BENCH_PAGE = env.str("BENCH_PAGE")
