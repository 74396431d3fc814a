"""Lock the Python and npm packages again; `python -m scripts.lock --upgrade` takes newer ones."""

import sys

from scripts import frontend
from scripts.machine import PYTHON, ROOT, quiet_or_fail, say

# One set for every Python from 3.11 on; neither file names the place where packages came from.
OPTIONS = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header", "-q")


def main() -> None:
    """Write requirements/*.txt and package-lock.json."""
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv else []
    for name in ("base", "dev"):
        constraint = ["-c", "requirements/base.txt"] if name == "dev" else []
        target = f"requirements/{name}.txt"
        source = f"requirements/{name}.in"
        quiet_or_fail(
            [PYTHON, "-m", "uv", "pip", "compile", *OPTIONS, *upgrade, *constraint, "-o", target, source],
            "锁定失败 / locking failed",
        )
        say(f"  {target}: {sum('==' in line for line in (ROOT / target).read_text().splitlines())} packages")
    _, npm, _ = frontend.node_and_npm()
    quiet_or_fail([*npm, "install", "--package-lock-only", "--ignore-scripts"], "锁定失败 / locking failed")
    say("  package-lock.json")


if __name__ == "__main__":
    main()
