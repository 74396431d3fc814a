"""The fill-in workbook of a form: blank, or with what a draft says."""

from typing import Any

from django.utils import timezone

from cms.accounts.facade import region_names
from forms_app.engine.lookups import FixedLookups
from forms_app.engine.places import section_mask, write_mask
from forms_app.engine.spec import STAGES
from forms_app.excel.plan import plan_of
from forms_app.excel.write import Filled, workbook_bytes
from forms_app.models import FormVersion
from forms_app.policies import party_of
from forms_app.selectors.filling import Filling
from forms_app.selectors.versions import spec_of


def blank_workbook(version: FormVersion, *, kind: str) -> bytes:
    """Return the workbook of a form for organisations of this kind: the sections that they fill in, blank."""
    spec = spec_of(version)
    mask = write_mask(spec, {party_of(kind)}, spec.stages_at_start or STAGES)
    own = {section.id for section in spec.sections if section_mask(section, mask)}
    lookups = FixedLookups(regions=region_names(), today=timezone.localdate())
    return workbook_bytes(
        plan_of(spec, lookups, sections=own, mask=mask if spec.stages_at_start else None),
        Filled(spec=spec, sha256=version.sha256, number=version.number),
    )


def draft_workbook(filling: Filling) -> bytes:
    """Return the workbook of a draft with its answers; what may not be changed now is there, but closed."""
    answers: dict[str, Any] = {}
    for section in filling.sections:
        answers.update(filling.values(section))
    version = filling.draft.version
    plans = plan_of(
        filling.spec, filling.lookups, sections={section.id for section in filling.sections}, mask=filling.mask
    )
    return workbook_bytes(
        plans,
        Filled(
            spec=filling.spec,
            sha256=version.sha256,
            number=version.number,
            draft=str(filling.draft.pk),
            organisation=filling.draft.organisation.name,
            answers=answers,
        ),
    )
