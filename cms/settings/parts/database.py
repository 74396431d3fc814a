"""The database: SQLite in WAL mode by default, PostgreSQL by DATABASE_URL; cache in process or Redis by CACHE_URL."""

from cms.settings.env import VAR_DIR, env

# IMMEDIATE takes the write lock at BEGIN, so two writers wait for each other instead of failing in the middle.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-32000;"
    ),
}

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'pilotdesk.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 300
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS

CACHES = {
    "default": env.cache("CACHE_URL", default="locmemcache://pilotdesk"),
    # Behind the pages that each process keeps. Without a cache that processes share, a second level has no use.
    "pages": {**env.cache("CACHE_URL", default="dummycache://"), "KEY_PREFIX": "pages"},
}
