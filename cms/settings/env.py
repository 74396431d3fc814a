"""The one reader of the environment. Nothing outside `cms.settings` looks at `os.environ`."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()

# Everything the running site writes (database, uploads, mail, collected files) lives here by default.
VAR_DIR = Path(env.str("PILOTDESK_VAR", default=str(BASE_DIR / "var")))
