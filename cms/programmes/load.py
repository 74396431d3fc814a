"""Bring a programme into the site: its case types and forms, as drafts or published."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.db import transaction

from cases.facade import case_type_load
from cms.accounts.models import User
from cms.programmes.files import DATA_FOLDER, programme_read
from forms_app.facade import definition_load

Kind = Literal["case_type", "form"]


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

    Case types come first: a form that is published may be handed in at once.
    """
    programme = programme_read(code, folder=folder)
    loaded = []
    for document in programme.case_types:
        case_type = case_type_load(document, publish=publish, actor=actor)
        loaded.append(Loaded("case_type", case_type.key, document["title"], case_type.outcome, case_type.number))
    for document in programme.forms:
        form = definition_load(document, publish=publish, actor=actor)
        loaded.append(Loaded("form", form.code, document["title"], form.outcome, form.number))
    return loaded
