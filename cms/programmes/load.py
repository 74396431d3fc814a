"""Bring a programme into the site: its reference data, case types and forms, as drafts or published."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.db import transaction

from cases.facade import case_type_definition_load
from cms.accounts.models import User
from cms.core.reference.facade import code_list_load, rule_table_load
from cms.programmes.files import DATA_FOLDER, programme_read
from forms_app.facade import definition_load

Kind = Literal["code_list", "rule_table", "case_type", "form"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one document of the programme."""

    kind: Kind
    name: str
    title: str
    outcome: str
    number: int | None


@transaction.atomic
def programme_load(code: str, *, publish: bool, actor: User | None = None, folder: Path = DATA_FOLDER) -> list[Loaded]:
    """Check the whole programme, then load it; nothing is loaded if anything is wrong.

    What others refer to comes first: a form that is published may be handed in at once.
    """
    programme = programme_read(code, folder=folder)
    loaded = []
    for document in programme.code_lists:
        code_list = code_list_load(document, actor=actor)
        loaded.append(Loaded("code_list", code_list.code, document["name"], code_list.outcome, None))
    for document in programme.rules:
        rules = rule_table_load(document, publish=publish, actor=actor)
        loaded.append(Loaded("rule_table", rules.code, document["name"], rules.outcome, rules.number))
    for document, source in zip(programme.case_types, programme.case_type_sources, strict=True):
        case_type = case_type_definition_load(document, source=source, publish=publish, actor=actor)
        loaded.append(Loaded("case_type", case_type.key, document["title"], case_type.outcome, case_type.number))
    for document in programme.forms:
        form = definition_load(document, publish=publish, actor=actor)
        loaded.append(Loaded("form", form.code, document["title"], form.outcome, form.number))
    return loaded
