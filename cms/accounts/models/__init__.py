"""One concept per file; import them from here."""

from cms.accounts.models.delegation import Delegation
from cms.accounts.models.join_request import JoinRequest
from cms.accounts.models.membership import Membership
from cms.accounts.models.notification import Notification
from cms.accounts.models.organisation import Organisation
from cms.accounts.models.region import Region
from cms.accounts.models.register import RegisterEntry
from cms.accounts.models.role import Role
from cms.accounts.models.user import User

__all__ = [
    "Delegation",
    "JoinRequest",
    "Membership",
    "Notification",
    "Organisation",
    "Region",
    "RegisterEntry",
    "Role",
    "User",
]
