"""Create, change and publish rule tables."""

import datetime as dt
from typing import Any

import structlog
from django.db import transaction
from wagtail.log_actions import log

from cms.core.audit import sha256_of
from cms.core.reference.engine.problems import Problem
from cms.core.reference.engine.rule_table import RuleTable, rule_problems, table_from_json, table_to_json
from cms.core.reference.errors import (
    NameFixed,
    NothingNew,
    ReferenceDataInvalid,
    StaleReferenceData,
    ValidityBackwards,
)
from cms.core.reference.models import RuleTableDefinition, RuleTableVersion

logger = structlog.get_logger(__name__)


@transaction.atomic
def rule_table_save(
    *, definition: RuleTableDefinition, table: RuleTable, expected_revision: int, actor: Any
) -> RuleTableDefinition:
    """Store the draft of a table, faulty or not: only publishing asks that everything is right.

    StaleReferenceData if somebody saved since `expected_revision`, NameFixed if a published table is renamed.
    """
    created = definition.pk is None
    if not created:
        stored = RuleTableDefinition.objects.select_for_update().get(pk=definition.pk)
        if stored.revision != expected_revision:
            raise StaleReferenceData
        if (stored.name, stored.code) != (definition.name, definition.code) and stored.versions.exists():
            raise NameFixed(name=stored.name)
    definition.content = table_to_json(table)
    definition.revision = expected_revision + 1
    definition.save()
    log(definition, "wagtail.create" if created else "wagtail.edit", user=actor)
    return definition


def draft_problems(definition: RuleTableDefinition) -> list[Problem]:
    """Return what keeps the draft from being published."""
    return rule_problems(table_from_json(definition.content))


@transaction.atomic
def rule_table_publish(
    *,
    definition: RuleTableDefinition,
    valid_from: dt.date,
    valid_until: dt.date | None = None,
    note: str = "",
    actor: Any,
) -> RuleTableVersion:
    """Make the draft a numbered version that never changes.

    It counts from `valid_from` on and ends the versions before it there. ReferenceDataInvalid names every fault.
    """
    definition = RuleTableDefinition.objects.select_for_update().get(pk=definition.pk)
    if valid_until is not None and valid_until < valid_from:
        raise ValidityBackwards
    problems = draft_problems(definition)
    if problems:
        raise ReferenceDataInvalid(problems)
    newest = definition.versions.order_by("-number").first()
    digest = sha256_of(definition.content)
    if newest and (newest.sha256, newest.valid_from, newest.valid_until) == (digest, valid_from, valid_until):
        raise NothingNew(number=newest.number)
    version = RuleTableVersion.objects.create(
        table=definition,
        number=newest.number + 1 if newest else 1,
        content=definition.content,
        sha256=digest,
        source=definition.source,
        note=note,
        valid_from=valid_from,
        valid_until=valid_until,
        published_by=actor,
    )
    log(definition, "reference.rule_table_publish", user=actor, data={"number": version.number, "sha256": digest})
    logger.info("rule_table_published", code=definition.code, number=version.number, sha256=digest)
    return version
