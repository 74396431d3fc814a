"""A scratch site: its own database and files, the demo loaded, web, worker and clock as processes of their own."""

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

from cms.settings.env import BASE_DIR, env

PREPARE = (
    ("migrate", "--noinput"),
    ("collectstatic", "--noinput"),
    ("load_programme", "jiangsu", "--publish"),
    ("load_demo",),
)
START_WITHIN = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class ScratchSite:
    """Start with `start()`, end with `stop()`; everything it writes lies under `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.mail_folder = folder / "mail"
        self.processes: list[subprocess.Popen[bytes]] = []
        self.inside: subprocess.Popen[bytes] | None = None
        self.server_url = env.str("DATABASE_URL", default="")
        self.database = f"pilotdesk_e2e_{self.port}" if self.server_url.startswith("postgres") else ""

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the scratch site, on top of what the test run was started with."""
        settings = {
            "DJANGO_SETTINGS_MODULE": "tests.e2e.settings",
            "PILOTDESK_VAR": str(self.folder),
            "PORT": str(self.port),
            "BASE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
        }
        if self.database:
            settings["DATABASE_URL"] = f"{self.server_url.rsplit('/', 1)[0]}/{self.database}"
        return {**env.ENVIRON, **settings}

    def start(self) -> None:
        """Build, migrate, load the demo and start the processes of the Procfile."""
        self._build()
        if self.database:
            self._on_server(f'CREATE DATABASE "{self.database}"')
        for command in PREPARE:
            self.manage(*command)
        web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        self._spawn("web", [str(Path(sys.executable).with_name(web[0])), *web[1:], "--blocking-threads", "4", WSGI])
        for name in ("db_worker", "clock"):
            self._spawn(name, [sys.executable, "manage.py", name])
        self._wait()

    def stop(self) -> None:
        """End the processes that were started here and drop the scratch database."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
        if self.database:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')

    def manage(self, *command: str) -> str:
        """Run one management command against the scratch site and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"manage.py {' '.join(command)} failed:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def run(self, command: str) -> str:
        """Run Python inside the scratch site and return what it printed; one process serves the whole run."""
        if self.inside is None:
            with (self.folder / "inside.log").open("wb") as log:
                self.inside = subprocess.Popen(
                    [sys.executable, "-m", "tests.e2e.inside"],
                    cwd=BASE_DIR, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                )  # fmt: skip
            self.processes.append(self.inside)
        assert self.inside.stdin and self.inside.stdout
        self.inside.stdin.write(json.dumps(command).encode() + b"\n")
        self.inside.stdin.flush()
        line = self.inside.stdout.readline()
        assert line, f"{command!r} ended the process.\n{self.logs()}"
        answer = json.loads(line)
        assert not answer["failed"], f"{command} failed:\n{answer['failed']}"
        return str(answer["printed"])

    def logs(self) -> str:
        """The last lines of every process, for a failing test's report."""
        tails = []
        for log in sorted(self.folder.glob("*.log")):
            tails.append(f"== {log.name}\n" + "\n".join(log.read_text(errors="replace").splitlines()[-30:]))
        return "\n".join(tails)

    def _build(self) -> None:
        """The front end is built by `make`; a bare `pytest` builds it here."""
        if not (BASE_DIR / "static_build" / "main.css").exists():
            subprocess.run([sys.executable, "-m", "scripts.frontend"], cwd=BASE_DIR, check=True)
        subprocess.run([sys.executable, "-m", "scripts.messages"], cwd=BASE_DIR, check=True)

    def _on_server(self, statement: str) -> None:
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            connection.execute(statement)

    def _spawn(self, name: str, command: list[str]) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=BASE_DIR, env=self.environment, stdout=log, stderr=subprocess.STDOUT
            )
        self.processes.append(process)

    def _wait(self) -> None:
        deadline = time.monotonic() + START_WITHIN
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/accounts/login/", timeout=5)  # noqa: S310 - our own server
            except urllib.error.HTTPError as error:
                raise AssertionError(f"The site answers with {error.code}.\n{self.logs()}") from error
            except OSError:
                time.sleep(0.3)
            else:
                return
        raise AssertionError(f"The site did not start in {START_WITHIN} s.\n{self.logs()}")


WSGI = "cms.wsgi:application"
