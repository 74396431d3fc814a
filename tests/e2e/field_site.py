"""What the browser tests of field types do inside the scratch site: run with `manage.py shell -c`."""

import sys
import uuid
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from cms.accounts.facade import acting_roles
from cms.accounts.models import Region, User
from cms.core.audit import sha256_of
from forms_app.engine.compile import spec_to_json
from forms_app.engine.document import spec_from_document
from forms_app.models import Draft, FormDefinition, FormVersion, Submission
from forms_app.selectors.paper import draft_material
from forms_app.services.attachments import attachment_add
from forms_app.services.draft_start import draft_start
from forms_app.services.draft_submit import draft_submit
from forms_app.services.paper_make import note_code
from forms_app.services.remarks import remark_add
from forms_app.services.section_save import section_save
from forms_app.services.submission_return import submission_return
from tests.e2e import field_answers, field_forms, formula_forms

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< >>\nendobj\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
FILES = (("fproofs", "合同.pdf", PDF), ("fproofs", "现场照片.png", PNG), ("fscan", "盖章件.pdf", PDF))


def another_city() -> None:
    """Make a second city, so that choosing a city narrows the counties."""
    above = Region.objects.get(level=Region.Level.PROVINCE)
    for code, name, level in (("999800", "望川市", Region.Level.CITY), ("999821", "松岭县", Region.Level.COUNTY)):
        defaults = {"name": name, "level": level, "parent": above, "path": f"{above.path}{code}/"}
        above, _made = Region.objects.get_or_create(code=code, defaults=defaults)


def install() -> None:
    """Publish the forms of `field_forms`, once."""
    another_city()
    formulas = (formula_forms.budget_form(), formula_forms.wide_form(), formula_forms.deep_form())
    for document in (field_forms.every_type_form(), field_forms.long_form(), *formulas):
        content = spec_to_json(spec_from_document(document))
        definition, _made = FormDefinition.objects.get_or_create(
            code=document["code"], defaults={"title": document["title"], "live": True}
        )
        FormVersion.objects.get_or_create(
            definition=definition, number=1, defaults={"content": content, "sha256": sha256_of(content)}
        )


def begin(code: str, email: str) -> None:
    """Print the id of a new draft of the person's organisation."""
    sys.stdout.write(f"{_begun(code, User.objects.get(email=email)).pk}\n")


def _begun(code: str, user: User) -> Draft:
    """Return a new draft; older ones of the same form are closed, so that each test has its own."""
    install()
    organisation = acting_roles(user)[0].organisation_id
    Draft.objects.filter(version__definition__code=code).update(status=Draft.Status.CLOSED)
    return draft_start(form_code=code, organisation_id=organisation, actor=user)


def show(state: str, email: str, reviewer: str) -> None:
    """Print the id of a draft of the form with every field type in one of the states that its fields can be in."""
    user = User.objects.get(email=email)
    draft = _begun(field_forms.CODE, user)
    if state == "error":
        _save(draft, user, field_answers.WRONG)
    elif state != "empty":
        _save(draft, user, field_answers.FILLED)
        for field_id, name, content in FILES:
            upload = SimpleUploadedFile(name, content)
            code = _printed_code(draft) if field_id == "fscan" else ""
            attachment_add(draft_id=draft.pk, field_id=field_id, upload=upload, actor=user, code=code)
    if state in ("remarked", "locked"):
        submission = draft_submit(draft_id=draft.pk, key=uuid.uuid4().hex, actor=user)
        _remark(submission, User.objects.get(email=reviewer), everywhere=state == "remarked")
    sys.stdout.write(f"{draft.pk}\n")


def _printed_code(draft: Draft) -> str:
    """Print the draft for its stamp and return the check code of the paper."""
    material = draft_material(draft.pk)
    note_code(material)
    return material.context.check_code


def _save(draft: Draft, user: User, answers: Mapping[str, str | list[str]]) -> None:
    typed = QueryDict(mutable=True)
    for name, value in answers.items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    section_save(draft_id=draft.pk, section_id="sall", post=typed, expected_revision=None, actor=user)


def _remark(submission: Submission, reviewer: User, *, everywhere: bool) -> None:
    """Remark on every field, or on a row of two of them only, and return the submission."""
    fields = [one["id"] for one in field_forms.every_type_form()["sections"][0]["fields"] if one["type"] != "note"]
    places = [(one, "") for one in fields] if everywhere else [("fbudget", "/r1"), ("findicators", "/m1")]
    for field_id, place in places:
        remark_add(submission_id=submission.pk, field_id=field_id, place=place, text="请核对。", actor=reviewer)
    submission_return(submission_id=submission.pk, actor=reviewer)
