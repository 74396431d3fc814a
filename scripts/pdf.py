"""The Chinese font that PDF output needs beside its Python packages."""

import sys

from scripts import machine
from scripts.machine import STAMPS, say


def ensure(*, again: bool = False) -> str:
    """Install what PDF output needs where that is allowed; else say that this one output is off."""
    missing = machine.missing_pdf_parts()
    tried = STAMPS / "pdf-tried"
    if missing and machine.can_apt() and (again or not tried.exists()):
        STAMPS.mkdir(exist_ok=True)
        machine.apt_install(machine.PDF_PACKAGES)
        tried.touch()
        missing = machine.missing_pdf_parts()
    if not missing:
        return "中文字体已安装 Chinese font present"
    say(f"      ! 缺少 missing: {', '.join(missing)}")
    say("      ! PDF 输出将停用,其余功能不受影响 / PDF output stays off, everything else works")
    say(f"      → sudo apt-get install {' '.join(machine.PDF_PACKAGES)}")
    return "PDF 输出停用 PDF output off"


if __name__ == "__main__":
    say(ensure(again=True))
    sys.exit(0)
