"""The demo as data: what `data/demo/*.yaml` says."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

DEMO_FOLDER = Path(__file__).parent.parent / "data" / "demo"


@dataclass(frozen=True)
class DemoAccount:
    """One row of the table of demo accounts."""

    title: str
    email: str
    password: str
    start: str


def demo_part(name: str) -> dict[str, Any]:
    """Return one file of the demo folder."""
    content: dict[str, Any] = yaml.safe_load((DEMO_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


def demo_accounts() -> list[DemoAccount]:
    """Return the accounts in the order of the file."""
    people = demo_part("people")
    return [
        DemoAccount(title=row["title"], email=row["email"], password=people["password"], start=row["start"])
        for row in people["people"]
    ]
