"""Keep the groups that open the admin equal to the memberships that run today."""

import structlog
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from cms.accounts.models import Membership, Role, User

# Often enough that a role which ran out at midnight does not open the admin for long; two queries when all is well.
SYNC_EVERY_SECONDS = 600

logger = structlog.get_logger(__name__)


@transaction.atomic
def membership_sync(*, user: User) -> bool:
    """Give and take one person's role groups; groups that no role names are left alone. Say if anything changed."""
    managed = set(Role.objects.filter(group__isnull=False).values_list("group_id", flat=True))
    due = set(
        Membership.objects.running(timezone.localdate())
        .filter(user=user, role__group__isnull=False)
        .values_list("role__group_id", flat=True)
    )
    held = set(user.groups.values_list("pk", flat=True))
    user.groups.add(*Group.objects.filter(pk__in=due - held))
    user.groups.remove(*Group.objects.filter(pk__in=(held & managed) - due))
    is_staff = bool(due) or user.is_superuser
    changed = bool(due - held or (held & managed) - due or user.is_staff != is_staff)
    if user.is_staff != is_staff:
        user.is_staff = is_staff
        user.save(update_fields=["is_staff"])
    return changed


def membership_sync_all() -> int:
    """Sync everybody whose groups differ from what their memberships say today; return how many that were.

    Run by the clock: a membership that ran out yesterday no longer opens the admin.
    """
    through = User.groups.through
    managed = Role.objects.filter(group__isnull=False).values("group_id")
    held = set(through.objects.filter(group_id__in=managed).values_list("user_id", "group_id"))
    due = set(
        Membership.objects.running(timezone.localdate())
        .filter(role__group__isnull=False)
        .values_list("user_id", "role__group_id")
    )
    differing = {user_id for user_id, _ in held ^ due}
    for user in User.objects.filter(pk__in=differing):
        membership_sync(user=user)
    if differing:
        logger.info("memberships_synced", people=len(differing))
    return len(differing)
