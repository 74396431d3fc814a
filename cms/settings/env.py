"""The one reader of the environment. Nothing outside `cms.settings` looks at `os.environ`."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()

# Everything the running site writes (database, uploads, mail, collected files) lives here by default.
VAR_DIR = Path(env.str("PILOTDESK_VAR", default=str(BASE_DIR / "var")))


def refuse_without(purposes: dict[str, str]) -> None:
    """Refuse to start unless every variable is set; name all that are missing at once, with what each is for."""
    missing = [name for name in purposes if not env.str(name, default="").strip()]
    if missing:
        lines = "\n".join(f"  {name}: {purposes[name]}" for name in missing)
        raise ImproperlyConfigured(
            f"生产环境缺少以下环境变量，拒绝启动 / production refuses to start without these variables:\n{lines}\n"
            "见 docs/deployment.md / see docs/deployment.md"
        )
