"""The bureau's own Word document of a form: checked when it is uploaded and again when the form is published."""

import hashlib

import structlog
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import User
from forms_app.engine.spec import FormSpec
from forms_app.models import FormDefinition, FormVersion, PaperTemplate
from forms_app.paper.template import TemplateProblem, template_problems
from forms_app.services.file_dangers import danger
from forms_app.services.file_kinds import content_matches

log = structlog.get_logger(__name__)

LARGEST = 5 * 1024 * 1024


class TemplateRefused(Exception):
    """The template does not fit the form; `problems` are sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def problem_sentences(problems: list[TemplateProblem]) -> list[str]:
    """Return the problems in the language of the reader."""
    return [_(problem.message) % problem.params for problem in problems]


@transaction.atomic
def paper_template_add(
    *, definition: FormDefinition, spec: FormSpec, name: str, content: bytes, actor: User
) -> PaperTemplate:
    """Keep a template for the next publication of the form; TemplateRefused names everything that is wrong with it."""
    if len(content) > LARGEST or not content_matches("docx", content) or danger("template.docx", content):
        raise TemplateRefused(
            [_("This file is no plain Word document (.docx) without macros and outside links, or it is over 5 MB.")]
        )
    problems = template_problems(content, spec)
    if problems:
        raise TemplateRefused(problem_sentences(problems))
    FormDefinition.objects.select_for_update().get(pk=definition.pk)
    last = PaperTemplate.objects.filter(definition=definition).aggregate(last=Max("number"))["last"] or 0
    template = PaperTemplate(
        definition=definition,
        number=last + 1,
        name=name[-200:],
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=actor,
    )
    template.file.save("template.docx", ContentFile(content), save=False)
    template.save()
    log.info("paper_template_added", form=definition.code, number=template.number, actor=actor.pk)
    return template


@transaction.atomic
def paper_template_withdraw(*, definition: FormDefinition, actor: User) -> None:
    """Go back to the generated layout with the next publication; published versions keep what they have."""
    PaperTemplate.objects.filter(definition=definition, withdrawn_at=None).update(withdrawn_at=timezone.now())
    log.info("paper_template_withdrawn", form=definition.code, actor=actor.pk)


def current_template(definition_id: int) -> PaperTemplate | None:
    """Return the template that goes with the next publication."""
    found = PaperTemplate.objects.filter(definition=definition_id, withdrawn_at=None)
    return found.order_by("-number").first()


def template_of(version: FormVersion) -> PaperTemplate | None:
    """Return the template with which a version is printed."""
    return PaperTemplate.objects.filter(versions__version=version).first()


def template_content(template: PaperTemplate) -> bytes:
    """Return the document itself."""
    with template.file.open("rb") as stream:
        content: bytes = stream.read()
    return content
