"""What PDF output needs beside its Python packages: a Chinese font, and LibreOffice for a bureau's Word documents."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts import machine
from scripts.machine import STAMPS, say


@dataclass(frozen=True)
class Part:
    """Something of the system: its package on Debian and Ubuntu, how to see that it is here, what is off without it."""

    name: str
    package: str
    is_here: Callable[[], bool]
    without: str


def _chinese_font() -> bool:
    fonts = machine.quiet(["fc-list", ":lang=zh"]).stdout if shutil.which("fc-list") else ""
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
    return bool(fonts.strip()) or any(any(folder.rglob("*CJK*")) for folder in folders if folder.exists())


def _libreoffice() -> bool:
    return shutil.which("soffice") is not None


PARTS = (
    Part("中文字体 a Chinese font", "fonts-noto-cjk", _chinese_font, "PDF 输出将停用 PDF output stays off"),
    Part(
        "LibreOffice",
        "libreoffice-writer-nogui",
        _libreoffice,
        "本局 Word 模板的 PDF 改用通用版式 PDFs of bureaus' Word documents get the generated layout",
    ),
)


def ensure(*, again: bool = False) -> str:
    """Install what PDF output needs where that is allowed, once; else say what stays off."""
    wanted = [part for part in PARTS if not part.is_here()]
    for part in wanted if machine.can_apt() else ():
        tried = STAMPS / f"tried-{part.package}"
        if again or not tried.exists():
            STAMPS.mkdir(exist_ok=True)
            machine.apt_install([part.package])
            tried.touch()
    missing = [part for part in wanted if not part.is_here()]
    if not missing:
        return "、".join(part.name.split()[0] for part in PARTS) + "已安装 installed"
    for part in missing:
        say(f"      ! 缺少 missing: {part.name}")
        say(f"      ! {part.without},其余功能不受影响 / everything else works")
    say(f"      → sudo apt-get install --no-install-recommends {' '.join(part.package for part in missing)}")
    return "PDF 输出受限 PDF output is limited"


if __name__ == "__main__":
    say(ensure(again=True))
    sys.exit(0)
