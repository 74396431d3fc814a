"""Real servers on the loopback, and the processor time that they spend."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

START_WITHIN = 60.0
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """One granian with one worker, asked over one connection that stays open."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        self.process = process
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(self, path: str) -> bytes:
        """Return the body of a page."""
        self.connection.request("GET", path, headers={"Host": "testserver"})
        response = self.connection.getresponse()
        body = response.read()
        assert response.status == 200, f"{path}: {response.status}"
        return body

    def cpu_seconds(self) -> float:
        """Return the processor time of the server and of its workers so far."""
        return sum(_ticks(pid) for pid in _family(self.process.pid)) / TICKS

    def cost(self, path: str, times: int) -> float:
        """Return the processor time of one request in milliseconds."""
        before = self.cpu_seconds()
        for _ in range(times):
            self.get(path)
        return (self.cpu_seconds() - before) * 1000 / times


def _stat(pid: int) -> list[str]:
    # The name in parentheses may hold spaces; what follows it does not.
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _ticks(pid: int) -> int:
    fields = _stat(pid)
    return int(fields[11]) + int(fields[12])


def _family(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += _family(int(child))
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(application: str) -> Iterator[Server]:
    """Start a server for `module:application` as the Procfile does, and stop it at the end."""
    port = _free_port()
    command = [Path(sys.executable).with_name("granian"), "--interface", "wsgi", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--blocking-threads", "1", "--no-log", application],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        server = Server(process, port)
        deadline = time.monotonic() + START_WITHIN
        while True:
            try:
                server.connection.connect()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < deadline, f"{application} did not start"
                time.sleep(0.2)
        yield server
        server.connection.close()
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
