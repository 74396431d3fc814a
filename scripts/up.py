"""`make run` and `make demo`: from an empty checkout to a working site; safe and quick when run again."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from scripts import bootstrap, frontend, pdf
from scripts.machine import PYTHON, ROOT, VAR, VENV, Progress, environment, fail, quiet_or_fail, say

START_TIMEOUT = 90.0


def manage(*arguments: str) -> str:
    """Run a management command silently; end with its output when it fails."""
    return quiet_or_fail([PYTHON, "manage.py", *arguments], f"manage.py {arguments[0]} 失败 failed")


def catalogues() -> str:
    """Compile the translations."""
    return quiet_or_fail(
        [PYTHON, "-m", "scripts.messages"], "翻译编译失败 / the catalogues could not be compiled"
    ).strip()


def database() -> str:
    """Migrate, load the first programme, published, and the demo people and pages."""
    VAR.mkdir(parents=True, exist_ok=True)
    printed = quiet_or_fail([PYTHON, "-m", "scripts.prepare"], "数据准备失败 / the data could not be prepared")
    for line in printed.splitlines():
        if line.startswith(("migrate:", "load_")):  # the rest is the log of what was published
            say(f"      {line}")
    return "数据库、试点方案、演示数据已就绪 database, programme and demo data ready"


def static_files() -> str:
    """Collect the static files unless neither the build nor a package changed."""
    digest = hashlib.sha256((frontend.sources_digest() + bootstrap.requirements_digest("base")).encode())
    for path in sorted(ROOT.glob("*/static/**/*")) + sorted(ROOT.glob("cms/*/static/**/*")):
        if path.is_file():
            digest.update(path.read_bytes())
    stamp = VAR / "static" / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return "静态文件未变 static files unchanged"
    manage("collectstatic", "--noinput", "--clear")
    stamp.write_text(digest.hexdigest())
    return "静态文件已收集 static files collected"


def ensure_port_free(port: int) -> None:
    """End with a clear message when something already listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            fail(f"端口 {port} 已被占用 / port {port} is in use", hint=f"make run PORT={port + 1}")


def announce_when_up(port: int, servers: "subprocess.Popen[bytes]") -> None:
    """Wait until the site answers, then print the addresses and the demo accounts."""
    address = f"http://127.0.0.1:{port}/"
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline and servers.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                break
        except urllib.error.HTTPError as error:
            if error.code < 500:
                break
            time.sleep(1)
        except OSError:
            time.sleep(0.3)
    else:
        if servers.poll() is None:
            say(f"\n✗ 网站在 {START_TIMEOUT:.0f} 秒内没有应答 / the site did not answer: {address}")
        return
    say("\n" + manage("demo_accounts").rstrip())
    say(f"\n✓ 网站已就绪 The site is ready: http://localhost:{port}/   (Ctrl-C 停止 stops)\n")


@contextmanager
def forwarding_signals(servers: "subprocess.Popen[bytes]") -> Iterator[None]:
    """Hand a request to stop down to the servers, so that none outlives this process."""

    def forward(number: int, _frame: object) -> None:
        if servers.poll() is None:
            servers.send_signal(number)

    previous = {number: signal.signal(number, forward) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def serve(port: int) -> int:
    """Start web, worker and clock from the Procfile until they are stopped."""
    env = environment({"PORT": str(port), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"})
    command = [str(VENV / "bin" / "honcho"), "start", "-p", str(port), "web", "worker", "clock"]
    # A session of its own: Ctrl-C reaches honcho once, through us.
    servers = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    with forwarding_signals(servers):
        threading.Thread(target=announce_when_up, args=(port, servers), daemon=True).start()
        code = servers.wait()
    return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT, 130, 143) else code


def prepare(progress: Progress) -> None:
    """Do everything that must be there before the servers start."""
    progress.step("Python 虚拟环境与依赖(首次约 1–3 分钟) environment", lambda: bootstrap.ensure_packages("base"))
    progress.step("PDF 所需的系统库与字体 PDF libraries and fonts", pdf.ensure)
    progress.step("前端构建 front end", frontend.ensure_built)
    progress.step("翻译 translations", catalogues)
    progress.step("数据库、试点方案与演示数据 database, programme, demo data", database)
    progress.step("静态文件 static files", static_files)


def main() -> int:
    """Prepare, and unless only the demo data is wanted, serve."""
    os.chdir(ROOT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    if sys.argv[1:] == ["demo"]:
        prepare(Progress(6))
        say(manage("demo_accounts").rstrip())
        return 0
    port = int(os.environ.get("PORT") or "8000")
    ensure_port_free(port)
    progress = Progress(7)
    prepare(progress)
    say("[7/7] 启动 web、worker、clock starting the servers …")
    return serve(port)


if __name__ == "__main__":
    sys.exit(main())
