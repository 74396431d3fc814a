"""Load a code list from a programme file."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from cms.core.audit import sha256_of
from cms.core.reference.engine.code_list import CodeItem, code_list_problems
from cms.core.reference.engine.problems import Problem, _
from cms.core.reference.models import CodeList
from cms.core.reference.services.code_lists import code_list_save
from cms.core.reference.services.loaded import ReferenceLoad

_HEAD = {"code", "name", "source", "description"}
_ITEM = {"value": str, "label": str, "parent": str, "from": dt.date, "until": dt.date}


def code_list_document_problems(document: Any) -> list[Problem]:
    """Return what keeps a document from being loaded."""
    found = list(_shape(document))
    return found or code_list_problems(items_of_document(document))


def _shape(document: Any) -> Iterator[Problem]:
    if not isinstance(document, Mapping):
        yield Problem(_("This must be a mapping of attributes."))
        return
    for name in ("code", "name", "items"):
        if not document.get(name):
            yield Problem(_("The attribute “%(name)s” is missing."), {"name": name})
    for name, value in document.items():
        if name not in _HEAD | {"items"}:
            yield Problem(_("There is no attribute “%(name)s” here."), {"name": name}, (str(name),))
        elif not isinstance(value, list if name == "items" else str):
            yield Problem(_("The attribute “%(name)s” has the wrong kind of value."), {"name": name}, (str(name),))
    items = document.get("items")
    for index, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, Mapping):
            yield from _item_shape(item, index)
        elif not isinstance(item, str):
            yield Problem(_("This must be a mapping of attributes."), place=("items", index))


def _item_shape(item: Mapping[str, Any], index: int) -> Iterator[Problem]:
    for name, value in item.items():
        place = ("items", index, str(name))
        if name not in _ITEM:
            yield Problem(_("There is no attribute “%(name)s” here."), {"name": name}, place)
        elif not isinstance(value, _ITEM[name]):
            yield Problem(_("The attribute “%(name)s” has the wrong kind of value."), {"name": name}, place)


def items_of_document(document: Mapping[str, Any]) -> list[CodeItem]:
    """Return the items of a document of the right shape; a bare word is value and label at once."""
    return [_item(one) for one in document["items"]]


def _item(document: Any) -> CodeItem:
    if isinstance(document, str):
        return CodeItem(document, document)
    label = document.get("label", "")
    value, parent = document.get("value", label), document.get("parent", "")
    return CodeItem(value, label, parent, document.get("from"), document.get("until"))


@transaction.atomic
def code_list_load(document: Mapping[str, Any], *, actor: Any = None) -> ReferenceLoad:
    """Bring a checked document into the site. What a file said last is known by its hash: staff's changes stay."""
    items = items_of_document(document)
    head = {name: document.get(name, "") for name in sorted(_HEAD)}
    digest = sha256_of([head, [[one.value, one.label, one.parent, str(one.since), str(one.until)] for one in items]])
    code_list = CodeList.objects.filter(code=document["code"]).first() or CodeList(code=document["code"])
    if code_list.source_sha256 == digest:
        return ReferenceLoad(code_list.code, "unchanged")
    for name, value in head.items():
        setattr(code_list, name, value)
    code_list.source_sha256 = digest
    code_list_save(code_list=code_list, items=items, expected_revision=code_list.revision, actor=actor)
    return ReferenceLoad(code_list.code, "published")
