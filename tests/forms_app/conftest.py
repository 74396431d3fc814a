"""Fixtures of the forms room."""

from pathlib import Path

import pytest
import yaml
from django.core.files.storage import FileSystemStorage

from cms.core.downloads.models import Download
from cms.core.reference.facade import rule_table_load
from forms_app.models import Attachment
from tests.forms_app.engine.specs import SHEET
from tests.forms_app.world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    """Return the small world of the forms room."""
    return make_world()


@pytest.fixture
def private_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep the uploads of a test in a folder of its own."""
    monkeypatch.setattr(Attachment._meta.get_field("file"), "storage", FileSystemStorage(location=tmp_path))
    return tmp_path


@pytest.fixture
def private_downloads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep the files that the worker makes in a folder of their own."""
    monkeypatch.setattr(Download._meta.get_field("file"), "storage", FileSystemStorage(location=tmp_path))
    return tmp_path


@pytest.fixture
def sheet_rules(db: None) -> None:
    """Publish the rule tables that 附2 looks things up in."""
    for path in sorted((SHEET.parents[1] / "rules").glob("*.yaml")):
        rule_table_load(yaml.safe_load(path.read_text()), publish=True)
