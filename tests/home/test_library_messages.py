"""What the libraries say on our screens, they say in Chinese."""

import re
from pathlib import Path

import polib
import pytest
import wagtail
from django.utils.translation import gettext, override

from scripts.wagtail_missing_messages import missing_messages

CATALOGUES = sorted(Path("locale/wagtail").rglob("*.po"))
# Words that stay as they are in Chinese text.
PROPER_NAMES = {"Wagtail API v3"}
# Where we do better on purpose: Wagtail writes 帐号 for an account, two words for e-mail, and does not say
# what to do about an empty field.
BETTER = {(None, "Account"), (None, "Email"), (None, "This field is required.")}


def test_no_message_of_the_libraries_stays_in_english() -> None:
    assert [item.message for item in missing_messages()] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_every_supplied_message_is_chinese_and_keeps_its_placeholders(path: Path) -> None:
    pattern = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    for entry in polib.pofile(str(path)):
        text = entry.msgstr or entry.msgstr_plural[0]
        known = set(pattern.findall(entry.msgid)) | set(pattern.findall(entry.msgid_plural))
        assert set(pattern.findall(text)) <= known, entry.msgid
        assert (
            entry.msgid in PROPER_NAMES or re.search(r"[\u4e00-\u9fff]", pattern.sub("", text)) or text != entry.msgid
        )


@pytest.mark.parametrize(
    "message", ["Go to the first error", "Saved", "Autosave is paused", "Schedule to publish", "Dashboard"]
)
def test_the_page_editor_speaks_chinese(message: str) -> None:
    with override("zh-hans"):
        assert re.search(r"[\u4e00-\u9fff]", gettext(message))


def entries(pattern: str, root: Path) -> dict[tuple[str | None, str], set[str]]:
    """Return the translations of every message in the catalogues below `root`."""
    found: dict[tuple[str | None, str], set[str]] = {}
    for path in root.glob(pattern):
        for entry in polib.pofile(str(path)):
            if entry.translated() and not entry.obsolete:
                found.setdefault((entry.msgctxt, entry.msgid), set()).add(entry.msgstr or entry.msgstr_plural[0])
    return found


@pytest.mark.parametrize("room", ["locale", "home/locale", "cms/content/locale"])
def test_our_catalogues_do_not_change_what_wagtail_says(room: str) -> None:
    """All catalogues end up in one dictionary: our "Pages" for page numbers would rename Wagtail's menu."""
    library = entries("**/zh_Hans/LC_MESSAGES/django.po", Path(wagtail.__file__).parent)
    ours = entries("zh_Hans/LC_MESSAGES/django.po", Path(room))
    changed = {key: texts for key, texts in ours.items() if key in library and not texts <= library[key]}
    assert changed.keys() - BETTER == set()
