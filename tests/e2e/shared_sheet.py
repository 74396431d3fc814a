"""A small form that several pages fill in at once, and its next version; made inside the scratch site."""

import sys
from typing import Any

from cms.accounts.facade import acting_roles
from cms.accounts.models import User
from forms_app.facade import definition_load
from forms_app.models import Draft
from forms_app.services.draft_start import draft_start

CODE = "shared-sheet"
Document = dict[str, Any]


def _fields() -> list[Document]:
    return [
        {"id": "fname", "key": "name", "label": "企业名称", "type": "text", "required": True},
        {"id": "fstaff", "key": "staff", "label": "从业人员", "type": "number", "unit": "人", "decimals": 0},
        {"id": "fprofile", "key": "profile", "label": "企业基本情况", "type": "textarea", "max_length": 500},
        {"id": "fcontact", "key": "contact", "label": "联系人", "type": "text"},
        {"id": "fneeds", "key": "needs", "label": "改造需求", "type": "item_list"},
    ]


def _document(fields: list[Document]) -> Document:
    section = {"id": "sbasic", "key": "basic", "number": "一", "title": "基本情况", "fields": fields}
    other = {"id": "sother", "key": "other", "number": "二", "title": "其他", "fields": _other_fields()}
    return {"code": CODE, "title": "共同填写示例表", "audience": ["enterprise"], "sections": [section, other]}


def _other_fields() -> list[Document]:
    return [{"id": "fnote", "key": "note", "label": "备注", "type": "textarea"}]


def begin(email: str) -> None:
    """Publish the form as it was first, and print the id of a new draft of the person's organisation."""
    definition_load(_document(_fields()), publish=True)
    user = User.objects.get(email=email)
    Draft.objects.filter(version__definition__code=CODE).update(status=Draft.Status.CLOSED)
    organisation = acting_roles(user)[0].organisation_id
    sys.stdout.write(f"{draft_start(form_code=CODE, organisation_id=organisation, actor=user).pk}\n")


def publish_next() -> None:
    """Publish the next version: it asks another name, no contact any more, and something new."""
    fields = [one for one in _fields() if one["key"] != "contact"]
    fields[2]["label"] = "企业简介"
    fields.append({"id": "fmail", "key": "mail", "label": "电子邮箱", "type": "email"})
    definition_load(_document(fields), publish=True)
