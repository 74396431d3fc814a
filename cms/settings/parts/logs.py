"""Logs: one line of JSON per event on standard error, readable colours in development."""

import structlog

from cms.settings.env import env

LOG_JSON = env.bool("LOG_JSON", default=False)

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.JSONRenderer() if LOG_JSON else structlog.dev.ConsoleRenderer(),
    ],
    cache_logger_on_first_use=True,
)
