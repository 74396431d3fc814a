"""What the browser tests of field types do inside the scratch site: run with `manage.py shell -c`."""

import sys

from cms.accounts.facade import acting_roles
from cms.accounts.models import User
from cms.core.audit import sha256_of
from forms_app.engine.compile import spec_to_json
from forms_app.engine.document import spec_from_document
from forms_app.models import Draft, FormDefinition, FormVersion
from forms_app.services.draft_start import draft_start
from tests.e2e import field_forms


def install() -> None:
    """Publish the forms of `field_forms`, once."""
    for document in (field_forms.every_type_form(), field_forms.long_form()):
        content = spec_to_json(spec_from_document(document))
        definition, _made = FormDefinition.objects.get_or_create(
            code=document["code"], defaults={"title": document["title"], "live": True}
        )
        FormVersion.objects.get_or_create(
            definition=definition, number=1, defaults={"content": content, "sha256": sha256_of(content)}
        )


def begin(code: str, email: str) -> None:
    """Print the id of a new draft of the person's organisation; drafts of the same form are closed."""
    install()
    user = User.objects.get(email=email)
    organisation = acting_roles(user)[0].organisation_id
    Draft.objects.filter(version__definition__code=code).update(status=Draft.Status.CLOSED)
    draft = draft_start(form_code=code, organisation_id=organisation, actor=user)
    sys.stdout.write(f"{draft.pk}\n")
