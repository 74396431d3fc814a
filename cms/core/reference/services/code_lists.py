"""Create and change code lists."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from cms.core.reference.engine.code_list import CodeItem, code_list_problems
from cms.core.reference.errors import ReferenceDataInvalid, StaleReferenceData
from cms.core.reference.models import CodeList, CodeListItem


@transaction.atomic
def code_list_save(*, code_list: CodeList, items: Sequence[CodeItem], expected_revision: int, actor: Any) -> CodeList:
    """Store a list with all its items. Published forms keep the options that they were published with.

    ReferenceDataInvalid names every fault; StaleReferenceData if somebody saved since `expected_revision`.
    """
    problems = code_list_problems(items)
    if problems:
        raise ReferenceDataInvalid(problems)
    created = code_list.pk is None
    if not created and CodeList.objects.select_for_update().get(pk=code_list.pk).revision != expected_revision:
        raise StaleReferenceData
    code_list.revision = expected_revision + 1
    code_list.save()
    code_list.items.all().delete()
    CodeListItem.objects.bulk_create(
        CodeListItem(
            code_list=code_list,
            position=position,
            value=item.value,
            label=item.label,
            parent=item.parent,
            active_from=item.since,
            active_until=item.until,
        )
        for position, item in enumerate(items)
    )
    log(code_list, "wagtail.create" if created else "wagtail.edit", user=actor, data={"items": len(items)})
    return code_list
