"""`python -m bench`: a scratch site, every comparison, a table, a file, and an exit code."""

import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "bench" / "out" / "latest.json"


def main() -> int:
    """Prepare a scratch database (SQLite unless DATABASE_URL names another), measure, report."""
    with tempfile.TemporaryDirectory(prefix="pilotdesk-bench-") as folder:
        os.environ["PILOTDESK_VAR"] = folder
        (Path(folder) / "static").mkdir()
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        # Both need the settings above.
        from bench import scenarios  # noqa: PLC0415
        from scripts import prepare  # noqa: PLC0415

        try:
            wanted = scenarios.wanted_scenarios(sys.argv[1:])
        except LookupError as unknown:
            print(f"✗ {unknown.args[0]}", file=sys.stderr)
            return 2
        print("准备测量用的站点 preparing a scratch site …", flush=True)
        prepare.main()
        results = scenarios.run_all(wanted)
    print(scenarios.table(results))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps([result.as_json() for result in results], ensure_ascii=False, indent=1) + "\n")
    missed = [result.name for result in results if not result.met]
    print(f"✗ 未达标 goals missed: {', '.join(missed)}" if missed else "✓ 全部达标 every goal met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
