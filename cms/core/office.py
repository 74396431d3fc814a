"""Word documents to PDF by LibreOffice, where the machine has it (docs/adr/0010-word-to-pdf.md). Worker only.

Each document gets a profile of its own, which is deleted with it: two workers never meet in one, and nothing that a
document does to its profile is there for the next. Macros are off and so is every link that loads by itself.
"""

import shutil
import tempfile
from functools import cache
from pathlib import Path

import structlog

from cms.core.confined import ConfinedFailure, run_confined

log = structlog.get_logger(__name__)

# Less than the 90 seconds of a lease of a download. A hundred pages need about 13 of them on one core.
SECONDS = 80
MEMORY_MB = 4096
LARGEST_PDF_MB = 200
HERE = Path(__file__).parent
PROFILE = HERE / "office_profile.xcu"
FONTS = HERE / "office_fonts.conf"
# Also where packages of the makers of LibreOffice and of macOS put it, outside of PATH.
_PLACES = ("/opt/libreoffice/program/soffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")


class OfficeFailed(Exception):
    """This document could not be turned into PDF, or not in time."""


@cache
def office_program() -> str | None:
    """Return where LibreOffice is; None if it is not here. Looked for once per process."""
    found = shutil.which("soffice") or next((one for one in _PLACES if Path(one).exists()), None)
    if found is None:
        log.warning("office_missing")
    return found


def office_available() -> bool:
    """Whether this machine can turn Word documents into PDF."""
    return office_program() is not None


def word_to_pdf(document: bytes) -> bytes:
    """Return a .docx as PDF; OfficeFailed if LibreOffice is missing, gives up, or needs more than SECONDS."""
    program = office_program()
    if program is None:
        raise OfficeFailed("missing")
    # soffice.bin leaves a socket and locks behind when it is killed: they go with the folder.
    with tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "profile" / "user").mkdir(parents=True)
        shutil.copyfile(PROFILE, folder / "profile" / "user" / "registrymodifications.xcu")
        (folder / "sheet.docx").write_bytes(document)
        try:
            run_confined(
                _command(program, folder),
                folder=folder,
                seconds=SECONDS,
                memory_mb=MEMORY_MB,
                file_mb=LARGEST_PDF_MB,
                env={"FONTCONFIG_FILE": str(FONTS), "TMPDIR": name},
            )
            return (folder / "sheet.pdf").read_bytes()
        except (ConfinedFailure, FileNotFoundError) as failure:
            log.warning("office_failed", reason=str(failure), size=len(document))
            raise OfficeFailed(str(failure)) from failure


def _command(program: str, folder: Path) -> list[str]:
    quiet = (
        "--headless",
        "--invisible",
        "--nologo",
        "--norestore",
        "--nodefault",
        "--nolockcheck",
        "--nofirststartwizard",
    )
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    return [program, profile, *quiet, "--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), "sheet.docx"]
