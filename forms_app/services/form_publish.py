"""Make the published state of a form a numbered version that never changes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.core.audit import sha256_of
from cms.core.reference.facade import code_list_items, rule_table_references
from forms_app.admin.palette import TYPE_TITLES
from forms_app.engine.check import Problem, form_problems
from forms_app.engine.check_whole import answered_types, type_problems
from forms_app.engine.compile import spec_to_json
from forms_app.engine.problems import Nested
from forms_app.engine.reference_data import Items, freeze_code_lists, items_from, reference_problems
from forms_app.engine.spec import FormSpec
from forms_app.models import Draft, FormDefinition, FormVersion, PaperTemplate, VersionPaper
from forms_app.paper.template import template_problems
from forms_app.selectors.versions import spec_of
from forms_app.services.paper_template import current_template, template_content, template_of
from forms_app.services.sinks import registered_sinks
from forms_app.services.stream_of_form import spec_of_definition

logger = structlog.get_logger(__name__)


class FormNotPublishable(Exception):
    """The form has faults; `problems` names every one of them."""

    code = "form_not_publishable"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(self.code)
        self.problems = tuple(problems)

    @property
    def messages(self) -> list[str]:
        """Return the faults in the language of the reader."""
        return [problem_text(problem) for problem in self.problems]

    def __str__(self) -> str:
        return "\n".join(self.messages)


def problem_text(problem: Problem) -> str:
    """Return a problem in the language of the reader."""
    said = {
        name: _(value.message) % value.params if isinstance(value, Nested) else value
        for name, value in problem.params.items()
    }
    return _(problem.message) % said


def publishable_problems(
    spec: FormSpec, *, code_lists: Mapping[str, Items] | None = None, rule_tables: Collection[str] = ()
) -> list[Problem]:
    """Return what is wrong with this form on this site, whether it keeps it from being published or not.

    `code_lists` and `rule_tables` are those that are about to be loaded together with the form.
    """
    items_of = items_from(code_lists or {}, code_list_items)
    tables = rule_table_references() | frozenset(rule_tables)
    frozen = freeze_code_lists(spec, items_of)
    return [*form_problems(frozen, sinks=registered_sinks()), *reference_problems(frozen, items_of, tables)]


def definition_problems(definition: FormDefinition) -> list[Problem]:
    """Return what is wrong with a form as it stands in the builder."""
    spec = spec_of_definition(definition)
    return [*publishable_problems(spec), *_changed_types(spec, definition)]


def _changed_types(spec: FormSpec, definition: FormDefinition) -> list[Problem]:
    """Return the fields whose type has changed since they were last answered by somebody."""
    if definition.pk is None:
        return []
    found = list(type_problems(spec, _types_in_use(definition)))
    return [replace(one, params={**one.params, "before": TYPE_TITLES.get(one.params["before"], "")}) for one in found]


def _types_in_use(definition: FormDefinition) -> dict[str, str]:
    """Return the types of the fields in the versions that have drafts or submissions; the newest version counts."""
    versions = FormVersion.objects.filter(definition=definition)
    used = versions.filter(Exists(Draft.objects.filter(version=OuterRef("pk"))))
    types: dict[str, str] = {}
    for version in used.order_by("number"):
        types |= answered_types(spec_of(version))
    return types


@transaction.atomic
def form_publish(*, definition: FormDefinition, actor: User | None) -> tuple[FormVersion, bool]:
    """Return the version of the form as it stands and whether it is new: unchanged content makes no new one."""
    FormDefinition.objects.select_for_update().get(pk=definition.pk)
    spec = freeze_code_lists(spec_of_definition(definition), code_list_items)
    found = [*publishable_problems(spec), *_changed_types(spec, definition)]
    problems = [problem for problem in found if problem.blocks]
    if problems:
        raise FormNotPublishable(problems)
    content = spec_to_json(spec)
    digest = sha256_of(content)
    newest = FormVersion.objects.filter(definition=definition).order_by("-number").first()
    template = current_template(definition.pk)
    if template is not None:
        _refuse_unfit(template, spec)
    if newest is not None and newest.sha256 == digest and template_of(newest) == template:
        return newest, False
    version = FormVersion.objects.create(
        definition=definition,
        number=newest.number + 1 if newest else 1,
        content=content,
        sha256=digest,
        published_by=actor,
    )
    if template is not None:
        VersionPaper.objects.create(version=version, template=template)
    logger.info("form_published", code=definition.code, number=version.number, sha256=digest)
    return version, True


def _refuse_unfit(template: PaperTemplate, spec: FormSpec) -> None:
    """Refuse to publish a form that its Word template no longer fits."""
    unfit = template_problems(template_content(template), spec)
    if unfit:
        raise FormNotPublishable([Problem(one.message, (), one.params) for one in unfit])
