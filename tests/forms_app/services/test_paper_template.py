"""A template belongs to the version with which it was published, for ever."""

import io

import pytest
from docx import Document

from forms_app.models import FormDefinition, PaperTemplate, VersionPaper
from forms_app.selectors.versions import spec_of
from forms_app.services import form_publish as publishing
from forms_app.services.form_publish import FormNotPublishable, form_publish
from forms_app.services.paper_make import submission_paper
from forms_app.services.paper_template import TemplateRefused, paper_template_add, paper_template_withdraw
from tests.forms_app.paper.test_template import document
from tests.forms_app.services.hostile_files import docx
from tests.forms_app.world import World

pytestmark = pytest.mark.django_db


def add(world: World, content: bytes) -> PaperTemplate:
    return paper_template_add(
        definition=world.version.definition,
        spec=spec_of(world.version),
        name="模板.docx",
        content=content,
        actor=world.reviewer,
    )


def text_of(world_submission: object) -> str:
    made = submission_paper(world_submission.pk, extension="docx")
    return "\n".join(one.text for one in Document(io.BytesIO(made.content)).paragraphs)


@pytest.fixture(autouse=True)
def published_as_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let publishing compile the spec of the world, which was not typed into the builder."""
    monkeypatch.setattr(publishing, "spec_of_definition", lambda definition: spec_of(world.version))
    monkeypatch.setattr(publishing, "publishable_problems", lambda spec: [])


def test_a_new_template_makes_a_new_version_and_old_submissions_print_as_they_were(world: World) -> None:
    old = world.submitted()
    before = text_of(old)
    add(world, document("本局专用：{{ 企业名称 }}"))
    version, is_new = form_publish(definition=world.version.definition, actor=world.reviewer)
    assert (is_new, version.number) == (True, 2)
    assert VersionPaper.objects.get(version=version).template.number == 1
    assert form_publish(definition=world.version.definition, actor=world.reviewer) == (version, False)
    assert text_of(old) == before
    old.version = version
    old.save()
    assert "本局专用：" in text_of(old)


def test_a_withdrawn_template_leaves_published_versions_alone(world: World) -> None:
    add(world, document("本局专用：{{ 企业名称 }}"))
    version, _new = form_publish(definition=world.version.definition, actor=None)
    paper_template_withdraw(definition=world.version.definition, actor=world.reviewer)
    later, is_new = form_publish(definition=world.version.definition, actor=None)
    assert is_new
    assert VersionPaper.objects.filter(version=version).exists()
    assert not VersionPaper.objects.filter(version=later).exists()


def test_a_form_that_its_template_no_longer_fits_is_not_published(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(world, document("{{ 企业名称 }}"))
    monkeypatch.setattr(publishing, "template_problems", lambda content, spec: [publishing_problem()])
    with pytest.raises(FormNotPublishable, match="企业名称"):
        form_publish(definition=FormDefinition.objects.get(pk=world.version.definition_id), actor=None)


def publishing_problem() -> object:
    from forms_app.paper.template import UNKNOWN, TemplateProblem  # noqa: PLC0415

    return TemplateProblem(UNKNOWN, {"name": "企业名称"})


def test_a_template_with_macros_or_outside_links_is_refused(world: World) -> None:
    for content in (docx({"word/vbaProject.bin": b"x"}), b"no document", b"PK" + b"0" * 6_000_000):
        with pytest.raises(TemplateRefused):
            add(world, content)
    assert not PaperTemplate.objects.exists()
