"""Load a form from a programme file: as a draft in the builder, or published at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction

from cms.accounts.models import User
from cms.core.audit import sha256_of
from forms_app.engine.check import Place
from forms_app.engine.compile import spec_to_json
from forms_app.engine.document import shape_problems, spec_from_document
from forms_app.engine.reference_data import Items
from forms_app.engine.spec import FormSpec
from forms_app.models import FormDefinition, FormVersion
from forms_app.services.form_publish import problem_text, publishable_problems
from forms_app.services.stream_of_form import definition_fill

Outcome = Literal["unchanged", "draft", "published"]


@dataclass(frozen=True, slots=True)
class DefinitionFault:
    """Something wrong with a document, in words; `place` walks the document (keys and indexes)."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class DefinitionLoad:
    """What loading did; `number` is the newest version, None if there is none yet."""

    code: str
    outcome: Outcome
    number: int | None


def definition_faults(
    document: Any, *, code_lists: Mapping[str, Items] | None = None, rule_tables: Collection[str] = ()
) -> list[DefinitionFault]:
    """Return what keeps a document from being loaded: its shape first, then everything that publishing asks.

    `code_lists` and `rule_tables` are those that are about to be loaded together with it.
    """
    problems = shape_problems(document) or publishable_problems(
        spec_from_document(document), code_lists=code_lists, rule_tables=rule_tables
    )
    return [DefinitionFault(problem.place, problem_text(problem)) for problem in problems if problem.blocks]


@transaction.atomic
def definition_load(document: Mapping[str, Any], *, publish: bool, actor: User | None = None) -> DefinitionLoad:
    """Bring the form that a checked document describes into the builder, and live if `publish` says so.

    What a file said last is remembered by its hash: loading it again changes nothing, also after staff went on
    editing. A changed file makes a new revision; what staff had is in the history.
    """
    spec = spec_from_document(document)
    digest = sha256_of(spec_to_json(spec))
    definition = FormDefinition.objects.select_for_update().filter(code=spec.code).first()
    if definition is None:
        definition = FormDefinition.objects.create(code=spec.code, title=spec.title, live=False)
    latest = definition.get_latest_revision_as_object()
    loaded = latest.source_sha256 == digest
    live = definition.live and definition.source_sha256 == digest
    if live or (loaded and not publish):
        return DefinitionLoad(spec.code, "unchanged", _newest(definition))
    revision = latest.latest_revision if loaded else _revise(latest, spec, digest, actor)
    if publish:
        revision.publish(user=actor, skip_permission_checks=True)
    return DefinitionLoad(spec.code, "published" if publish else "draft", _newest(definition))


def _revise(latest: FormDefinition, spec: FormSpec, digest: str, actor: User | None) -> Any:
    definition_fill(latest, spec)
    latest.source_sha256 = digest
    return latest.save_revision(user=actor)


def _newest(definition: FormDefinition) -> int | None:
    numbers = FormVersion.objects.filter(definition=definition).order_by("-number")
    return numbers.values_list("number", flat=True).first()
