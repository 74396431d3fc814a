"""What the browser tests of the info sheet do inside the scratch site: run with `manage.py shell -c`."""

import sys
import uuid

from django.http import QueryDict

from cases.facade import perform
from cases.models import Case
from cms.accounts.facade import acting_roles
from cms.accounts.models import User
from forms_app.models import Submission
from forms_app.services.draft_start import draft_start
from forms_app.services.draft_submit import draft_submit
from forms_app.services.section_save import section_save
from tests.e2e.info_sheet import BASIC, CODE, field, section_of

STEPS = ("pass_before", "open_after")


def transformed(email: str, reviewer: str) -> None:
    """Let the county pass the person's newest sheet and confirm the transformation; print the id of its draft."""
    organisation = acting_roles(User.objects.get(email=email))[0].organisation_id
    newest = Submission.objects.filter(organisation=organisation).order_by("-submitted_at")[0]
    for step in STEPS:
        case = Case.objects.get(submission=newest)
        perform(
            case_id=case.pk,
            transition=step,
            expected_revision=case.revision,
            idempotency_key=uuid.uuid4().hex,
            actor=User.objects.get(email=reviewer),
        )
    sys.stdout.write(f"{newest.draft_id}\n")


def begun_and_transformed(email: str, reviewer: str) -> None:
    """Hand in a new sheet with what is required, then go on as `transformed`."""
    user = User.objects.get(email=email)
    draft = draft_start(form_code=CODE, organisation_id=acting_roles(user)[0].organisation_id, actor=user)
    typed = QueryDict(mutable=True)
    typed.update({field(key).id: text for key, text in BASIC.items()})
    section_save(draft_id=draft.pk, section_id=section_of("revenue").id, post=typed, expected_revision=None, actor=user)
    draft_submit(draft_id=draft.pk, key=uuid.uuid4().hex, actor=user)
    transformed(email, reviewer)
