"""A PostgreSQL for the tests: one that answers here, else installed binaries, else the one from the Python wheel."""

import getpass
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from scripts import machine
from scripts.machine import fail

LOCAL = "127.0.0.1"
PORT = 5432
START_TIMEOUT = 60.0
SETTINGS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=200",
    "shared_buffers=128MB",
)


def running_server() -> str | None:
    """Return the address of a server that already answers here and lets us create databases."""
    for user in dict.fromkeys([getpass.getuser(), "postgres"]):
        url = f"postgres://{user}@{LOCAL}:{PORT}/postgres"
        try:
            with psycopg.connect(url, connect_timeout=3, autocommit=True) as connection:
                row = connection.execute(
                    "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.Error:
            continue
        if row and row[0]:
            return url
    return None


def installed_binaries() -> Path | None:
    """Return the folder of the newest PostgreSQL installed on the machine."""
    folders = sorted(
        (path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()),
        key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0,
    )
    on_path = shutil.which("initdb")
    if folders:
        return folders[-1]
    return Path(on_path).resolve().parent if on_path else None


def wheel_binaries() -> Path | None:
    """Return the folder of the PostgreSQL that came with the development requirements."""
    for folder in map(Path, sys.path):
        if (folder / "pgserver/pginstall/bin/initdb").exists():
            return folder / "pgserver/pginstall/bin"
    return None


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOCAL, 0))
        return int(probe.getsockname()[1])


def unprivileged_user() -> str | None:
    """Name the account that runs the server when we are root, because PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None)


@contextmanager
def temporary_server(binaries: Path) -> Iterator[str]:
    """Run a throw-away server in a temporary folder and yield its address."""
    folder = Path(tempfile.mkdtemp(prefix="pilotdesk-postgres-"))
    user = unprivileged_user()
    if user and ".venv" in binaries.parts:
        # The other account may not be able to enter the folder of the checkout. The libraries lie beside the package.
        packages = binaries.parents[2]
        for part in ("pgserver/pginstall", "pgserver.libs"):
            shutil.copytree(packages / part, folder / part, symlinks=True)
        binaries = folder / "pgserver/pginstall/bin"
    if user:
        folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    account = pwd.getpwnam(user) if user else None
    who: dict[str, int | list[int]] = {}
    if account:
        os.chown(data, account.pw_uid, account.pw_gid)
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "HOME": str(data)}
    shared = {"cwd": data, "env": env, **who}
    log = (folder / "server.log").open("wb")
    server = None
    try:
        command = [binaries / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "--no-sync"]
        made = subprocess.run(
            [*command, "--locale=C"], check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **shared
        )
        if made.returncode:
            print(made.stdout, file=sys.stderr)
            fail("initdb 失败 / initdb failed", hint="sudo apt-get install postgresql")
        port = free_port()
        options = [part for setting in SETTINGS for part in ("-c", setting)]
        server = subprocess.Popen(
            [binaries / "postgres", "-D", data, "-p", str(port), "-h", LOCAL, "-k", data, *options],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **shared,
        )  # fmt: skip
        url = f"postgres://postgres@{LOCAL}:{port}/postgres"
        wait_until_up(url, server, folder / "server.log")
        yield url
    finally:
        if server and server.poll() is None:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def wait_until_up(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the server answers; end with its log when it does not."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(url, connect_timeout=2).close()
        except psycopg.Error:
            time.sleep(0.2)
        else:
            return
    print(log.read_text(errors="replace")[-3000:], file=sys.stderr)
    fail("临时 PostgreSQL 未能启动 / the temporary PostgreSQL did not start", hint="sudo apt-get install postgresql")


@contextmanager
def server() -> Iterator[tuple[str, str]]:
    """Yield the address of a PostgreSQL and a sentence about which one it is."""
    url = running_server()
    if url:
        yield url, f"本机正在运行的服务 the server on {LOCAL}:{PORT}"
        return
    binaries, origin = installed_binaries(), "已安装的程序 installed binaries"
    if binaries is None:
        binaries, origin = wheel_binaries(), "Python 包 pgserver 自带的程序 binaries of the wheel pgserver"
    if binaries is None and machine.apt_install(["postgresql"]):
        binaries, origin = installed_binaries(), "apt 刚安装的程序 binaries just installed by apt"
    if binaries is None:
        fail("没有可用的 PostgreSQL / no PostgreSQL found", hint="sudo apt-get install postgresql")
    with temporary_server(binaries) as temporary:
        yield temporary, f"{origin}, 临时目录 in a temporary folder"
