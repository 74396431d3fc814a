"""What may go wrong in this room; each error has a code and says in words what to do."""

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class AccountsError(Exception):
    """A rule of this room forbids what was asked. `code` is for machines, `message` for people."""

    code: ClassVar[str] = "accounts_error"
    message: ClassVar[str | Promise] = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class NotPermitted(AccountsError):
    code = "not_permitted"
    message = _("You may not do this. Ask your organisation's administrator or the bureau.")


class RegionInsideItself(AccountsError):
    code = "region_inside_itself"
    message = _("A region cannot lie inside itself. Choose another parent.")


class CreditCodeInvalid(AccountsError):
    code = "credit_code_invalid"
    message = _("The unified social credit code is not valid. Compare it with the business licence.")


class OrganisationExists(AccountsError):
    code = "organisation_exists"
    message = _("An organisation with this credit code is registered already. Ask to join it instead.")


class KindNotOpen(AccountsError):
    code = "kind_not_open"
    message = _("Only enterprises and service providers can register themselves.")


class AlreadyDecided(AccountsError):
    code = "already_decided"
    message = _("Somebody has decided this already. Reload the page to see the decision.")


class AlreadyMember(AccountsError):
    code = "already_member"
    message = _("This person already holds this role in the organisation.")


class AlreadyRequested(AccountsError):
    code = "already_requested"
    message = _("You have already asked to join this organisation. Wait for the answer or withdraw the request.")


class RoleNotForKind(AccountsError):
    code = "role_not_for_kind"
    message = _("This role does not exist in organisations of this kind.")


class EndsBeforeItStarts(AccountsError):
    code = "ends_before_it_starts"
    message = _("The last day lies before the first one. Choose a later day.")


class LastAdministrator(AccountsError):
    code = "last_administrator"
    message = _("The organisation would have no administrator left. Appoint another one first.")


class ReasonMissing(AccountsError):
    code = "reason_missing"
    message = _("Give the reason, so that the person knows what to correct.")


class NotAColleague(AccountsError):
    code = "not_a_colleague"
    message = _("Only a colleague who acts for the same organisation today can stand in for you.")


class RoleNotHeld(AccountsError):
    code = "role_not_held"
    message = _("You can lend only a role that is your own in this organisation.")


class DelegationInThePast(AccountsError):
    code = "delegation_in_the_past"
    message = _("The first day lies in the past. Choose today or a later day.")


class DelegationTooLong(AccountsError):
    code = "delegation_too_long"
    message = _("A colleague can stand in for at most one year. For longer, let them be given the role itself.")


class AlreadyStandsIn(AccountsError):
    code = "already_stands_in"
    message = _("This colleague stands in for you on some of these days already.")


class UnknownPermission(AccountsError):
    """The role map names a permission that no installed model has."""

    code = "unknown_permission"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"roles.yaml names the permission {self.name}, which does not exist. Run migrate first, or correct it."
