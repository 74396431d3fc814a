"""Rules of the house that no single room can keep alone."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from cms.settings.env import BASE_DIR
from scripts.sources import project_files

ROOMS = ("cms", "forms_app", "cases", "home")
DATA = BASE_DIR / "cms" / "programmes" / "data"
# The seeds' places and names, beside the codes of the folders themselves.
PROGRAMME_WORDS = ("jiangsu", "xinxiang", "bingtuan", "江苏", "新乡", "兵团", "工信局", "生产建设")
BANNED_FILES = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py", "v1.py"}
RECEIVER_HOMES = {"signal_handlers.py"}


def code(*, under: tuple[str, ...] = ROOMS) -> Iterator[Path]:
    """Yield the modules of the rooms, without what migrations wrote down."""
    for path in project_files(".py"):
        parts = path.relative_to(BASE_DIR).parts
        if parts[0] in under and "migrations" not in parts:
            yield path


def short(path: Path) -> str:
    """Return a path as a reader knows it."""
    return str(path.relative_to(BASE_DIR))


def words_of_a_programme(text: str, words: tuple[str, ...]) -> list[str]:
    """Return the programme words that a text holds."""
    return [word for word in words if re.search(re.escape(word), text, re.IGNORECASE)]


def programme_words() -> tuple[str, ...]:
    """Return the words of the seeds and the codes of every programme that is installed."""
    # The demo is fictional people and pages, not a programme.
    codes = tuple(folder.name for folder in DATA.iterdir() if folder.is_dir() and folder.name != "demo")
    return tuple(dict.fromkeys(PROGRAMME_WORDS + codes))


def test_no_code_knows_a_programme() -> None:
    words = programme_words()
    found = {short(path): words_of_a_programme(path.read_text(encoding="utf-8"), words) for path in code()}
    assert {path: hits for path, hits in found.items() if hits} == {}


def test_no_template_knows_a_programme() -> None:
    words = programme_words()
    pages = [path for path in project_files(".html") if "templates" in path.parts]
    found = {short(path): words_of_a_programme(path.read_text(encoding="utf-8"), words) for path in pages}
    assert pages
    assert {path: hits for path, hits in found.items() if hits} == {}


def test_the_search_for_programme_words_finds_one() -> None:
    assert words_of_a_programme('if programme == "Jiangsu":', programme_words()) == ["jiangsu"]
    assert words_of_a_programme("江苏省", programme_words()) == ["江苏"]


def test_programme_data_holds_no_code() -> None:
    assert [short(path) for path in DATA.rglob("*") if path.suffix in {".py", ".js", ".html", ".sql"}] == []


def test_programme_data_is_plain_yaml() -> None:
    files = [*DATA.rglob("*.yaml"), *DATA.rglob("*.yml")]
    for path in files:
        # The safe loader builds no objects: a tag that would is an error here.
        assert yaml.safe_load(path.read_text(encoding="utf-8")) is not None, short(path)


def test_modules_are_named_after_what_they_know() -> None:
    assert [short(path) for path in project_files(".py") if path.name in BANNED_FILES] == []


def receivers(source: str) -> list[int]:
    """Return the lines that connect a receiver to a signal."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            for decorator in node.decorator_list:
                target = decorator.func if isinstance(decorator, ast.Call) else decorator
                if "receiver" in (getattr(target, "id", ""), getattr(target, "attr", "")):
                    lines.append(node.lineno)
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if is_call and node.func.attr == "connect" and any(k.arg in {"sender", "dispatch_uid"} for k in node.keywords):
            lines.append(node.lineno)
    return lines


def test_signals_are_received_in_signal_handlers_only() -> None:
    found = {short(path): receivers(path.read_text(encoding="utf-8")) for path in code()}
    strays = {path: lines for path, lines in found.items() if lines and Path(path).name not in RECEIVER_HOMES}
    assert strays == {}


def test_the_search_for_receivers_finds_both_ways_of_connecting() -> None:
    assert receivers("@receiver(post_save)\ndef f(**kwargs): ...") == [2]
    assert receivers("post_save.connect(f, sender=Page)") == [1]


def test_rooms_do_not_read_the_environment() -> None:
    readers = [
        short(path)
        for path in code()
        if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
        and short(path) not in {"cms/settings/env.py", "cms/wsgi.py"}
    ]
    # The one place is cms/settings/env.py, and it goes through django-environ; wsgi.py names the settings module.
    assert readers == []


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("cms/core/breach.py", "from cases.models import Case"),
        ("cms/accounts/breach.py", "import forms_app.models"),
        ("forms_app/breach.py", "import cases.models"),
        ("forms_app/engine/breach.py", "import django"),
        ("cases/breach.py", "import home.context"),
        ("cases/breach.py", "from forms_app.services import drafts"),
        ("home/breach.py", "import cases.services"),
        ("cases/breach.py", "import cms.accounts.services"),
    ],
)
def test_an_import_upwards_or_past_a_facade_breaks_the_layer_check(tmp_path: Path, module: str, line: str) -> None:
    for room in ROOMS:
        ignored = shutil.ignore_patterns("__pycache__", "static", "templates", "locale", "data")
        shutil.copytree(BASE_DIR / room, tmp_path / room, ignore=ignored)
    shutil.copy(BASE_DIR / "pyproject.toml", tmp_path)
    breach = tmp_path / module
    breach.write_text(f"{line}\n")
    result = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 1, result.stdout + result.stderr
    assert module.removesuffix(".py").replace("/", ".") in result.stdout
