"""Bring a form that was read from a file into the builder: as a draft, because publishing is a step of its own."""

import structlog
from django.db import transaction

from cms.accounts.models import User
from forms_app.engine.spec import FormSpec
from forms_app.errors import FormCodeTaken, FormLocked
from forms_app.models import FormDefinition
from forms_app.services.stream_of_form import definition_fill

log = structlog.get_logger()


@transaction.atomic
def form_import(*, spec: FormSpec, actor: User, into: int | None = None) -> FormDefinition:
    """Return the form with a new unpublished revision that says `spec`: a new form, or the one with the key `into`.

    FormCodeTaken if a new form would take the code of another one, FormLocked if somebody locked the form. What the
    public fills in stays as it is.
    """
    if into is None:
        if FormDefinition.objects.filter(code=spec.code).exists():
            raise FormCodeTaken(code=spec.code)
        definition = FormDefinition.objects.create(code=spec.code, title=spec.title, live=False)
        latest = definition
    else:
        definition = FormDefinition.objects.select_for_update().get(pk=into)
        latest = definition.get_latest_revision_as_object()
        lock = definition.get_lock()
        if lock is not None and lock.for_user(actor):
            raise FormLocked(title=definition.title)
    definition_fill(latest, spec)
    latest.save_revision(user=actor, log_action=True)
    log.info("form_imported", code=definition.code, new=into is None, actor=actor.pk)
    return definition
