"""Programmes are data: checked as a whole, loaded once, published by a flag or by a person."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.core.lined_yaml import YAMLFault, read_lined
from cms.programmes.errors import ProgrammeInvalid
from cms.programmes.files import DATA_FOLDER, programme_read
from cms.programmes.load import programme_load
from forms_app.engine.compile import spec_to_json
from forms_app.models import FormDefinition, FormVersion
from forms_app.selectors.versions import current_version, spec_of
from forms_app.services.stream_of_form import spec_of_definition

CODE = "js-enterprise-info-sheet"
SHEET = "jiangsu/forms/enterprise-info-sheet.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the programme that a test may spoil."""
    shutil.copytree(DATA_FOLDER / "jiangsu", tmp_path / "jiangsu")
    return tmp_path


def change(folder: Path, old: str, new: str) -> int:
    """Replace text in the sheet and return its line."""
    path = folder / SHEET
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def output(*arguments: str) -> str:
    out = StringIO()
    call_command("load_programme", *arguments, stdout=out)
    return out.getvalue()


def state() -> list:
    return [
        *FormDefinition.objects.values_list("pk", "latest_revision_id", "updated_at", "live"),
        *FormVersion.objects.values_list("pk", "sha256"),
    ]


@pytest.mark.django_db
def test_loading_makes_a_draft_and_publishing_stays_a_human_act() -> None:
    output("jiangsu")
    definition = FormDefinition.objects.get(code=CODE)
    assert not definition.live
    assert not FormVersion.objects.exists()
    latest = definition.get_latest_revision_as_object()
    assert [section.title for section in spec_of_definition(latest).sections] == [
        "基本情况",
        "数字化改造需求",
        "数字化改造情况及成效",
        "绩效评价",
    ]


@pytest.mark.django_db
def test_publishing_by_the_flag_makes_version_one() -> None:
    output("jiangsu", "--publish")
    version = current_version(CODE)
    assert version.number == 1
    assert version.content == spec_to_json(spec_of(version))


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["jiangsu"], ["jiangsu", "--publish"]])
def test_loading_twice_changes_nothing(arguments: list[str]) -> None:
    output(*arguments)
    before = state()
    output(*arguments)
    assert state() == before


@pytest.mark.django_db
def test_a_draft_that_was_loaded_is_published_by_a_later_run_with_the_flag() -> None:
    output("jiangsu")
    output("jiangsu", "--publish")
    assert current_version(CODE).number == 1


@pytest.mark.django_db
def test_what_staff_changed_is_not_undone_by_loading_the_same_file_again() -> None:
    programme_load("jiangsu", publish=True)
    definition = FormDefinition.objects.get(code=CODE).get_latest_revision_as_object()
    definition.sections[0].value["fields"][0].value["label"] = "企业全称"
    definition.save_revision().publish()
    programme_load("jiangsu", publish=True)
    assert spec_of(current_version(CODE)).sections[0].fields[0].label == "企业全称"
    assert current_version(CODE).number == 2


@pytest.mark.django_db
def test_a_changed_file_makes_a_new_draft_beside_the_live_form(folder: Path) -> None:
    programme_load("jiangsu", publish=True, folder=folder)
    change(folder, "label: 注册地址", "label: 注册地址（住所）")
    loaded = {one.name: one.outcome for one in programme_load("jiangsu", publish=False, folder=folder)}
    assert loaded[CODE] == "draft"
    definition = FormDefinition.objects.get(code=CODE)
    assert definition.has_unpublished_changes
    assert current_version(CODE).number == 1
    programme_load("jiangsu", publish=True, folder=folder)
    assert spec_of(current_version(CODE)).sections[0].fields[2].label == "注册地址（住所）"


@pytest.mark.django_db
def test_every_fault_is_named_with_file_line_and_reason_at_once(folder: Path) -> None:
    lines = [
        change(folder, "type: credit_code,", "type: credit_cod,"),
        change(folder, "choices: [国有, 民营, 外资, 混合所有制, 其他]", "choices: []"),
        change(folder, "key: contact_way", "key: contact"),
        change(folder, "sink: case\n", "sink: caze\n"),
    ]
    with pytest.raises(ProgrammeInvalid) as refused:
        programme_load("jiangsu", publish=True, folder=folder)
    faults = refused.value.faults
    assert {fault.file for fault in faults} == {SHEET}
    assert set(lines) <= {fault.line for fault in faults}
    text = str(refused.value)
    for words in ("credit_cod", "企业性质", "contact", "caze"):
        assert words in text
    assert not FormDefinition.objects.exists()


@pytest.mark.django_db
def test_an_unknown_attribute_and_a_wrong_value_are_faults_of_shape(folder: Path) -> None:
    first = change(folder, "max_length: 500", "max_lenght: 500")
    second = change(folder, "decimals: 0", "decimals: none")
    with pytest.raises(ProgrammeInvalid) as refused:
        programme_read("jiangsu", folder=folder)
    assert [fault.line for fault in refused.value.faults] == [first, second]


@pytest.mark.django_db
def test_broken_yaml_is_named_with_its_line(folder: Path) -> None:
    line = change(folder, "title_en: Information sheet", "title_en: [Information sheet")
    with pytest.raises(ProgrammeInvalid) as refused:
        programme_read("jiangsu", folder=folder)
    assert refused.value.faults[0].file == SHEET
    assert refused.value.faults[0].line >= line


def test_a_key_that_is_said_twice_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\nb: 2\na: 3\n")
    with pytest.raises(YAMLFault) as refused:
        read_lined(path)
    assert refused.value.line == 3


@pytest.mark.django_db
def test_an_unknown_programme_is_refused_in_words() -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("load_programme", "nowhere")
