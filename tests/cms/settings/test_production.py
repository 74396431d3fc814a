"""Production settings: complete or not at all."""

import subprocess
import sys

import pytest

from cms.settings.env import BASE_DIR, env

COMPLETE = {
    "SECRET_KEY": "k3J9-vq2LmZ8xw5TnB7rYc4HsF6pDg1QaUeW0iOoKjVbNtRyMlXz",
    "ALLOWED_HOSTS": "pilot.example.com",
    "DATABASE_URL": "postgres://pilot:secret@127.0.0.1:5432/pilot",
    "BASE_URL": "https://pilot.example.com",
    "EMAIL_URL": "smtp+tls://pilot:secret@mail.example.com:587",
}


def manage(*arguments: str, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a management command under production settings with nothing else in the environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE_DIR,
        env={
            "PATH": env.str("PATH"),
            "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            **settings,
        },
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_production_refuses_to_start_without_each_of_its_secrets(missing: str) -> None:
    result = manage("check", settings={name: value for name, value in COMPLETE.items() if name != missing})
    assert result.returncode != 0
    last_words = result.stderr[result.stderr.index("ImproperlyConfigured") :]
    assert f"  {missing}:" in last_words
    assert not any(f"  {name}:" in last_words for name in COMPLETE if name != missing)


def test_production_names_everything_that_is_missing_at_once() -> None:
    result = manage("check", settings={"SECRET_KEY": "  "})
    assert result.returncode != 0
    assert all(f"  {name}:" in result.stderr for name in COMPLETE)


@pytest.mark.parametrize(
    ("name", "value"),
    [("SECRET_KEY", "development-only-key-protects-nothing"), ("SECRET_KEY", "a" * 60), ("ALLOWED_HOSTS", "*")],
)
def test_production_refuses_weak_values(name: str, value: str) -> None:
    result = manage("check", settings={**COMPLETE, name: value})
    assert result.returncode != 0
    assert name in result.stderr[result.stderr.index("ImproperlyConfigured") :]


def test_deployment_checks_are_clean_under_production_settings() -> None:
    scanned = {**COMPLETE, "CLAMD_ADDRESS": "tcp://127.0.0.1:3310"}
    result = manage("check", "--deploy", "--fail-level", "WARNING", settings=scanned)
    assert result.returncode == 0, result.stderr


def test_production_counts_attempts_by_the_address_that_the_proxy_names() -> None:
    asked = "from django.conf import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert manage("shell", "-v0", "-c", asked, settings=COMPLETE).stdout.split()[-1] == "1"
    told = {**COMPLETE, "TRUSTED_PROXY_COUNT": "2"}
    assert manage("shell", "-v0", "-c", asked, settings=told).stdout.split()[-1] == "2"
