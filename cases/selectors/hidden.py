"""Which sections of the form a reader of a case does not see, as its state says by role."""

from dataclasses import replace

from cases.models import Case
from cases.models.visibility import up_to
from cases.selectors.definitions import definition_of
from cms.accounts.facade import acting_roles
from cms.accounts.models import User
from forms_app.facade import Sheet


def hidden_sections(case: Case, user: User) -> frozenset[str]:
    """Return the keys of the sections that are hidden from `user` where the case stands.

    Of several roles in which somebody reads the case the one that sees more counts. Whoever reads it in none of them,
    because they were let in, sees what is hidden from nobody.
    """
    hidden = definition_of(case.version).state(case.state).hidden
    if user.is_superuser or not hidden:
        return frozenset()
    roles = {
        role.role
        for role in acting_roles(user)
        if role.organisation_id in (case.applicant_id, case.provider_id)
        or (
            role.reads_region_cases
            and case.region.path.startswith(role.region_path)
            and case.confidentiality in up_to(role.cleared_for)
        )
    }
    if not roles:
        return frozenset().union(*hidden.values())
    return frozenset.intersection(*(frozenset(hidden.get(role, ())) for role in roles))


def without(sheet: Sheet, hidden: frozenset[str]) -> Sheet:
    """Return the answers without the hidden sections, nor the remarks on them."""
    if not hidden:
        return sheet
    gone = {field.id for section in sheet.sections if section.key in hidden for field in section.fields}
    return replace(
        sheet,
        sections=tuple(section for section in sheet.sections if section.key not in hidden),
        remarks=tuple(remark for remark in sheet.remarks if remark.field_id not in gone),
    )


def reads_whole(case: Case, user: User) -> bool:
    """Say whether nothing of the form is hidden from `user`: papers and comparisons are whole or are not given out."""
    return not hidden_sections(case, user)
