"""The virtual environment and its pinned, hashed packages."""

import hashlib
import os
import shutil
import sys

from scripts import machine
from scripts.machine import MINIMUM_PYTHON, PYTHON, ROOT, STAMPS, VENV, fail, quiet


def ensure_python() -> str:
    """Create the virtual environment if it is missing or broken; return what was done."""
    if PYTHON.exists() and quiet([PYTHON, "-m", "pip", "--version"]).returncode == 0:
        return "虚拟环境已就绪 virtual environment ready"
    if sys.version_info < MINIMUM_PYTHON:
        fail(
            f"需要 Python 3.11 或更新版本,当前为 {sys.version.split()[0]} / Python 3.11 or newer is needed",
            hint="make PYTHON=python3.12 run",
        )
    if VENV.exists() and not VENV.is_symlink():
        shutil.rmtree(VENV)
    result = quiet([sys.executable, "-m", "venv", VENV])
    if result.returncode:
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        machine.apt_install([version, "python3-venv"])
        shutil.rmtree(VENV, ignore_errors=True)
        result = quiet([sys.executable, "-m", "venv", VENV])
        if result.returncode:
            print(result.stdout, file=sys.stderr)
            fail(
                "无法创建虚拟环境 / the virtual environment could not be created",
                hint=f"sudo apt-get install {version}",
            )
    return "虚拟环境已创建 virtual environment created"


def requirements_digest(name: str) -> str:
    """Return the fingerprint of a locked requirements file."""
    return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


def is_installed(name: str) -> bool:
    """Say whether the environment already holds exactly this set."""
    stamp = VENV / f".installed-{name}"
    return stamp.exists() and stamp.read_text() == requirements_digest(name)


def ensure_packages(name: str) -> str:
    """Install the set `base` or `dev` unless it is there; `dev` holds `base`."""
    done = ensure_python()
    if is_installed(name) or is_installed("dev"):
        return done
    STAMPS.mkdir(exist_ok=True)
    options = ["--require-hashes", "--no-input", "--disable-pip-version-check", "-q"]
    attempts = 3
    for attempt in range(1, attempts + 1):
        result = quiet([PYTHON, "-m", "pip", "install", *options, "-r", ROOT / "requirements" / f"{name}.txt"])
        if result.returncode == 0:
            break
        print(result.stdout[-4000:], file=sys.stderr)
        if attempt == attempts:
            fail(
                "Python 依赖安装失败 / the Python packages could not be installed",
                hint="检查网络或 pip 镜像设置后再运行一次,已下载的会复用 / check the network or the mirror",
            )
    (VENV / f".installed-{name}").write_text(requirements_digest(name))
    return f"依赖已安装 packages installed ({name})"


if __name__ == "__main__":
    os.chdir(ROOT)
    machine.say(ensure_packages(sys.argv[1] if len(sys.argv) > 1 else "base"))
