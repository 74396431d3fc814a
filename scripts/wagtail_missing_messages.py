"""List the messages of the installed libraries that have no Chinese: `python -m scripts.wagtail_missing_messages`.

A message counts as translated when the library's own zh_Hans catalogue or ours (`locale/wagtail`, which wins) has it.
The English catalogue of a library is its list of messages; where there is none, its Chinese one is.
"""

import importlib.util
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
# Every package whose texts staff or applicants can meet on a screen of this product.
PACKAGES = (
    "wagtail",
    "wagtail.admin",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.images",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.users",
    "allauth",
    "guardian",
    "formtools",
    "taggit",
)
DOMAINS = ("django", "djangojs")


@dataclass(frozen=True, slots=True)
class Missing:
    """One message without Chinese and where it comes from."""

    package: str
    domain: str
    context: str | None
    message: str
    plural: str


def _entries(path: Path) -> dict[tuple[str | None, str], polib.POEntry]:
    if not path.exists():
        return {}
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}


def _translated(entries: dict[tuple[str | None, str], polib.POEntry]) -> set[tuple[str | None, str]]:
    return {key for key, entry in entries.items() if entry.translated() and not entry.fuzzy}


def missing_messages() -> Iterator[Missing]:
    """Yield every message of the packages that would be shown in English."""
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            continue
        folder = Path(spec.submodule_search_locations[0]) / "locale"
        for domain in DOMAINS:
            own = _translated(_entries(ROOT / "locale/wagtail/zh_Hans/LC_MESSAGES" / f"{domain}.po"))
            chinese = _entries(folder / "zh_Hans/LC_MESSAGES" / f"{domain}.po")
            source = _entries(folder / "en/LC_MESSAGES" / f"{domain}.po") or chinese
            done = own | _translated(chinese)
            for key, entry in source.items():
                if key not in done:
                    yield Missing(package, domain, entry.msgctxt, entry.msgid, entry.msgid_plural)


if __name__ == "__main__":
    found = list(missing_messages())
    for item in found:
        print(f"{item.package:<36} {item.domain:<9} {item.message!r}")
    print(f"没有中文的文字 messages without Chinese: {len(found)}")
    sys.exit(1 if found else 0)
